import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { nodeFlags } from '../../bin/nodeFlags.mjs'

/** A server in a process of its own, and where it listens. */
export interface ServerProcess {
  readonly url: string
  readonly child: ChildProcess
}

/** Starts Kontor's server as a process that may be killed, on the database of that URL. */
export async function startServerProcess(
  url: string,
  { KONTOR_DATA: dataDir = '', KONTOR_SECRET_KEY_FILE: keyFile = '' }: NodeJS.ProcessEnv,
): Promise<ServerProcess> {
  const script = fileURLToPath(new URL('./serverProcess.ts', import.meta.url))
  const child = spawn(process.execPath, [...nodeFlags, script, url, dataDir, keyFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  assert.ok(!line.done, 'the server ended before it listened')
  return { url: line.value.replace(/\/$/, ''), child }
}

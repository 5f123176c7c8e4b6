import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { nodeFlags } from '../../bin/nodeFlags.mjs'

/** A process that is told something by a line and answers each by one line of JSON. */
export interface Child {
  /** Its next line, after this wish if one is given. Rejects where it ended instead. */
  tell<T>(wish?: string): Promise<T>
  /** Tells it to quit and waits until it is gone. */
  end(): Promise<void>
  /** Kills it without a word (SIGKILL) and waits until it is gone. */
  kill(): Promise<void>
}

/** Starts a script beside the benchmark under the flags that every process of Kontor has. */
export function startChild(script: URL, args: readonly string[], flags: readonly string[] = []): Child {
  const child = spawn(process.execPath, [...nodeFlags, ...flags, fileURLToPath(script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(done => child.once('exit', () => done()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    tell: async wish => {
      if (wish !== undefined) child.stdin.write(`${wish}\n`)
      const line = await lines.next()
      if (line.done) throw new Error(`${script.pathname} ended without an answer`)
      return JSON.parse(line.value)
    },
    end: async () => {
      child.stdin.end('quit\n')
      await ended
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

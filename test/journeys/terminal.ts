import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../src/base/database.ts'
import { type Heard, hearCommand } from '../../src/cli/hearCommand.ts'
import { program } from '../../src/main.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'

/** A merchant at a terminal, with a Kontor of his own. A value that stands in a command by `${…}` is one word. */
export interface MerchantTerminal {
  readonly db: Database
  /** Does a command that has to succeed, and answers its document. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  kontor(words: TemplateStringsArray, ...values: readonly unknown[]): Promise<any>
  /** Does a command, whatever comes of it. */
  tries(words: TemplateStringsArray, ...values: readonly unknown[]): Promise<Heard>
  /** Starts the background service as a process of its own, and waits until it works. */
  startWorker(): Promise<WorkerProcess>
}

export interface WorkerProcess {
  /** As the operator stops it: what it does is done or given back. Its exit status. */
  stop(): Promise<number | null>
  /** As a power cut stops it. */
  kill(): Promise<unknown>
}

interface Scope {
  after(hook: () => Promise<void>): void
}

/** Opens an empty Kontor with the tenant "main", and a terminal on it; `scope` ends both. `more` is added to its environment. */
export async function openTerminal(
  scope: Scope,
  more: Readonly<Record<string, string>> = {},
): Promise<MerchantTerminal> {
  const processes: ChildProcess[] = []
  const folder = await mkdtemp(join(tmpdir(), 'kontor-journey-'))
  const { db, url, drop } = await testDatabase()
  scope.after(async () => {
    await Promise.all(processes.map(child => ended(child, 'SIGKILL')))
    await drop()
    await rm(folder, { recursive: true, force: true })
  })
  const environment = {
    PATH: process.env['PATH'],
    LANG: 'de_DE.UTF-8',
    KONTOR_DATA: folder,
    KONTOR_DATABASE_URL: url,
    KONTOR_DATABASE_DIRECT_URL: db.directUrl,
    KONTOR_LOG: 'error',
    KONTOR_ALLOW_ADDRESSES: '127.0.0.0/8',
    ...more,
  }
  const tries = (argv: readonly string[]) => hearCommand(program, argv, environment)
  const kontor: MerchantTerminal['kontor'] = async (words, ...values) => {
    const argv = wordsOf(words, values)
    const { status, out, err } = await tries([...argv, '--json'])
    assert.equal(status, 0, `kontor ${argv.join(' ')}: ${err || out}`)
    return JSON.parse(out)
  }
  await kontor`tenant add main --name Muster --company ${'Muster GmbH'}`
  return {
    db,
    kontor,
    tries: (words, ...values) => tries(wordsOf(words, values)),
    async startWorker() {
      const program = fileURLToPath(new URL('../../bin/kontor.mjs', import.meta.url))
      const child = spawn(process.execPath, [program, 'worker', '--json'], {
        env: environment,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      processes.push(child)
      await new Promise<void>((done, fail) => {
        child.once('error', fail)
        child.once('exit', status => fail(new Error(`the worker ended with ${status}`)))
        child.stdout.on('data', text => String(text).includes('"worker"') && done())
      })
      return {
        stop: () => ended(child, 'SIGTERM'),
        kill: () => ended(child, 'SIGKILL'),
      }
    },
  }
}

function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise(done => {
    child.once('exit', done)
    child.kill(signal)
  })
}

/** The words of a template; a value belongs to the word that it touches. */
function wordsOf(texts: readonly string[], values: readonly unknown[]): string[] {
  const words: string[] = []
  let open = false
  for (const [at, text] of texts.entries()) {
    for (const [index, piece] of text.split(/\s+/).entries()) {
      if (index === 0 && open) words[words.length - 1] += piece
      else if (piece !== '') words.push(piece)
    }
    if (at === values.length) break
    const touches = text !== '' && !/\s$/.test(text)
    for (const [index, value] of [values[at]].flat().entries()) {
      if (index === 0 && touches) words[words.length - 1] += String(value)
      else words.push(String(value))
    }
    open = true
  }
  return words
}

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, afterEach, before } from 'node:test'
import { Client } from 'pg'
import { systemCode, unless } from './dataFolder.ts'
import { type EmbeddedDatabase, stopEmbedded } from './startEmbedded.ts'

/** Address of the module under test, for processes that import it. */
export const launcher = import.meta.resolve('./startEmbedded.ts')

type Started = Pick<EmbeddedDatabase, 'url' | 'pid' | 'adopted'>

interface Elsewhere {
  readonly programs?: string
  /** PATH of the process that starts the server. */
  readonly path?: string
  readonly account?: { readonly uid: number; readonly gid: number }
}

/**
 * For tests only: a scratch folder per test file, open to other accounts like /var/lib, and servers started from
 * other processes. After each test what was started is ended, and whatever still runs in the folder is a failure.
 */
export function useScratch() {
  let folder = ''
  const dataDirs = new Set<string>()
  const children = new Set<ChildProcess>()
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kontor-'))
    await chmod(folder, 0o755)
  })
  after(() => rm(folder, { recursive: true, force: true }))
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL')
    children.clear()
    for (const dataDir of dataDirs) await stopEmbedded(dataDir)
    dataDirs.clear()
    assert.deepEqual(await processesUnder(folder), [])
  })

  /** Another Node process that starts the server, prints what it got and stays. */
  const runElsewhere = (dataDir: string, { programs, path, account }: Elsewhere = {}): ChildProcess => {
    const options = JSON.stringify({ dataDir, ...(programs ? { package: programs } : {}) })
    const code = `
      import { startEmbedded } from ${JSON.stringify(launcher)}
      console.log(JSON.stringify(await startEmbedded(${options})))
      process.stdin.resume()`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: '/',
      env: { ...process.env, ...(path ? { PATH: path } : {}) },
      ...account,
    })
    children.add(child)
    dataDirs.add(dataDir)
    return child
  }

  return {
    folder: () => folder,
    /** Stops that server after the test. */
    stopLater: (dataDir: string) => void dataDirs.add(dataDir),
    killLater: (child: ChildProcess) => void children.add(child),
    runElsewhere,
    startElsewhere: async (dataDir: string, elsewhere: Elsewhere = {}) => {
      const child = runElsewhere(dataDir, elsewhere)
      return { child, database: await firstLine(child) }
    },
    kill: async (child: ChildProcess): Promise<void> => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      children.delete(child)
    },
  }
}

/** Runs SQL on a connection of its own and returns the rows. */
export async function ask({ url }: Pick<EmbeddedDatabase, 'url'>, sql: string): Promise<unknown[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** Ids of the processes that work in a folder or below it (Linux only); zombies have no folder. */
export async function processesUnder(folder: string): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const pids = (await readdir('/proc')).map(Number).filter(pid => pid > 0)
  const hidden = unless('ENOENT', 'ESRCH', 'EACCES', 'EPERM')
  const works = await Promise.all(pids.map(pid => readlink(`/proc/${pid}/cwd`).catch(hidden)))
  return pids.filter((_, at) => works[at] === folder || works[at]?.startsWith(`${folder}/`))
}

/** kill -9 of a process that may have ended by itself meanwhile. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    assert.equal(systemCode(error), 'ESRCH')
  }
}

async function firstLine(child: ChildProcess): Promise<Started> {
  if (!child.stdout) throw new TypeError('the process has no output')
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(([code]) => assert.fail(`the starting process ended with ${code}`)),
  ])
  return JSON.parse(String(line))
}

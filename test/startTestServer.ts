import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded, stopEmbedded } from '../src/base/embedded/startEmbedded.ts'
import { prepareTemplate, withClient } from '../testkit/database/template.ts'
import { throwAwaySettings } from '../testkit/database/testServer.ts'

/** The PostgreSQL of one test run. */
export interface RunServer {
  /** The environment of the tests: the server, and no other setting of Kontor, so that no run depends on whose it is. */
  readonly environment: NodeJS.ProcessEnv
  /** The server's first process; undefined where the caller named a server. */
  readonly pid: number | undefined
  /** Stops what was started here and removes its data. */
  stop(): Promise<void>
}

/**
 * Starts an embedded PostgreSQL in a temporary folder, or takes the server that the caller names by
 * `KONTOR_TEST_DATABASE_URL`, and makes the migrated template on it.
 */
export async function startTestServer(): Promise<RunServer> {
  const given = process.env.KONTOR_TEST_DATABASE_URL
  const own = given ? undefined : await startOwn()
  const url = given ?? own?.url ?? ''
  try {
    await prepareTemplate(url)
  } catch (error) {
    await own?.stop()
    throw error
  }
  const others = Object.entries(process.env).filter(([name]) => !/^KONTOR_(?!TEST_)/.test(name))
  return {
    environment: { ...Object.fromEntries(others), KONTOR_TEST_DATABASE_URL: url },
    pid: own?.pid,
    stop: async () => await own?.stop(),
  }
}

const prefix = 'kontor-test-'

async function startOwn(): Promise<{ url: string; pid: number; stop: () => Promise<void> }> {
  await sweep()
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const embedded = await startEmbedded({ dataDir: folder, settings: throwAwaySettings })
    // The same password, but cheap to prove: both sides of each of thousands of connections reckon it.
    await withClient(embedded.url, client => {
      const { user, password } = embedded.connection
      return client.query(`alter role ${user} password ${client.escapeLiteral(password)}`)
    })
    return { url: embedded.url, pid: embedded.pid, stop: () => embedded.stop().then(remove) }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A run that was killed could not stop its server: the next one does. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    const folder = join(tmpdir(), name)
    if (pid === undefined || isAlive(Number(pid)) || !(await isMine(folder))) continue
    await stopEmbedded(folder)
    await rm(folder, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

async function isMine(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(error => {
    if (error.code === 'ENOENT') return undefined // another run swept it
    throw error
  })
  return found?.uid === process.getuid?.()
}

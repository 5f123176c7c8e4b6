import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startEmbedded } from '../src/base/embedded/startEmbedded.ts'
import { prepareTemplate, withClient } from '../testkit/database/template.ts'
import { throwAwaySettings } from '../testkit/database/testServer.ts'
import { openRunFolder, type RunFolder, serverFolder } from './runFolder.ts'

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
 * Makes the folder of a run, starts an embedded PostgreSQL in it, or takes the server that the caller names by
 * `KONTOR_TEST_DATABASE_URL`, and makes the migrated template on it.
 */
export async function startTestServer(): Promise<RunServer> {
  const folder = await openRunFolder()
  const given = process.env.KONTOR_TEST_DATABASE_URL
  let own: OwnServer | undefined
  const stop = async () => {
    await own?.stop()
    await rm(folder.path, { recursive: true, force: true })
  }
  try {
    own = given ? undefined : await startOwn(folder)
    const url = given ?? own?.url ?? ''
    await prepareTemplate(url)
    const others = Object.entries(process.env).filter(([name]) => !/^KONTOR_(?!TEST_)/.test(name))
    return {
      environment: {
        ...Object.fromEntries(others),
        ...folder.environment,
        KONTOR_TEST_DATABASE_URL: url,
      },
      pid: own?.pid,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

interface OwnServer {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

async function startOwn(folder: RunFolder): Promise<OwnServer> {
  const embedded = await startEmbedded({
    dataDir: join(folder.path, serverFolder),
    settings: throwAwaySettings,
  })
  // The same password, but cheap to prove: both sides of each of thousands of connections reckon it.
  await withClient(embedded.url, client => {
    const { user, password } = embedded.connection
    return client.query(`alter role ${user} password ${client.escapeLiteral(password)}`)
  })
  return { url: embedded.url, pid: embedded.pid, stop: () => embedded.stop() }
}

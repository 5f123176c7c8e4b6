import { mkdtemp, rm } from 'node:fs/promises'
import type { NetConnectOpts } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../src/base/database.ts'
import { type EmbeddedDatabase, startEmbedded } from '../../src/base/embedded/startEmbedded.ts'
import { type Keyring, openKeyring } from '../../src/base/keyring.ts'
import { migrate } from '../../src/base/migrate.ts'

/** How an importing process finds the database. */
export interface Door {
  /** Where the server listens. */
  target(): NetConnectOpts
  /** The URL of the database, by a port of 127.0.0.1 that leads there. */
  urlAt(port: number): string
}

/** A PostgreSQL of its own, which may be killed, with what importing processes need beside it. */
export interface World extends Door {
  /** Straight to the server. Another one after `startAgain`. */
  readonly db: () => Database
  readonly keyring: Keyring
  /** The environment of an importing process, but for the URL of the database. */
  readonly environment: NodeJS.ProcessEnv
  /** kill -9 of the server. */
  killDatabase(): void
  /** The launcher starts it again. Answers how long that took, in milliseconds. */
  startAgain(): Promise<number>
  close(): Promise<void>
}

// What a kill can tear in memory must be repaired from the log, as in the product; only a power cut is left out.
const settings = { fsync: 'off', shared_buffers: '64MB' }

/** Starts a migrated, empty database in a temporary folder. */
export async function openWorld(): Promise<World> {
  // By this name the next `npm test` finds and removes what a killed test run left behind.
  const dataDir = await mkdtemp(join(tmpdir(), `kontor-test-${process.pid}-`))
  let embedded = await startEmbedded({ dataDir, settings })
  await migrate(embedded.url)
  const keyFile = join(dataDir, 'secret.keys')
  const keyring = await openKeyring(keyFile)
  let db = openStraight(embedded)
  return {
    db: () => db,
    keyring,
    environment: {
      PATH: process.env.PATH,
      KONTOR_DATA: dataDir,
      KONTOR_SECRET_KEY_FILE: keyFile,
      KONTOR_ALLOW_ADDRESSES: '127.0.0.0/8',
      KONTOR_LOG: 'silent',
    },
    target: () => placeOf(embedded),
    urlAt(port) {
      const { user, password, database } = embedded.connection
      return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
    },
    killDatabase: () => void process.kill(embedded.pid, 'SIGKILL'),
    async startAgain() {
      await db.close()
      const began = performance.now()
      embedded = await startEmbedded({ dataDir, settings })
      db = openStraight(embedded)
      return performance.now() - began
    },
    async close() {
      await db.close()
      await embedded.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function placeOf({ connection }: EmbeddedDatabase): NetConnectOpts {
  const { host, port } = connection
  return host.startsWith('/') ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port }
}

function openStraight({ url }: EmbeddedDatabase): Database {
  // That a killed server ends idle connections is the subject here.
  return openDatabase({ url, max: 4, onError: () => undefined })
}

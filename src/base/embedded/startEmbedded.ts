import { realpath } from 'node:fs/promises'
import { locateBinaries } from './binaries.ts'
import { chooseFooting } from './chooseFooting.ts'
import { handOver } from './clusterOwner.ts'
import { type DataFolder, folderAt, openDataFolder, unless } from './dataFolder.ts'
import { findRunning, type Running } from './findRunning.ts'
import { checkVersion, clusterExists, initCluster } from './initCluster.ts'
import { launch, placeOf } from './launch.ts'
import { database, loginUser, prepareDatabase } from './prepareDatabase.ts'
import { withStartLock } from './startLock.ts'
import { stopPostmaster } from './stopPostmaster.ts'

export interface EmbeddedOptions {
  /** Folder of data, passwords and log, e.g. `.kontor`. */
  readonly dataDir: string
  /** Hears in English what the launcher does; never a secret. */
  readonly log?: (line: string) => void
  /** Folder of the PostgreSQL programs, instead of the installed package. */
  readonly package?: string
  /** PostgreSQL settings over our own; an adopted server keeps those it was started with. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface EmbeddedDatabase {
  /** For `pg`, libpq and Kysely; holds the password, so it belongs in no log. */
  readonly url: string
  readonly connection: {
    /** Folder of the unix socket, or 127.0.0.1. */
    readonly host: string
    readonly port: number
    readonly user: string
    readonly password: string
    readonly database: string
  }
  /** The server ran already. */
  readonly adopted: boolean
  readonly pid: number
  /**
   * Stops the server, also for everybody else who uses it, and returns when it is gone. Whoever does not call it
   * leaves the server running: it does not keep this process alive and does not end with it; the next start adopts it.
   */
  stop(): Promise<void>
}

const silent = () => undefined

/**
 * Starts the PostgreSQL of a data folder, or adopts the one that runs there, whoever started it; makes folder, data,
 * login and database the first time. Any number of processes may call it at once. The login is no superuser; the
 * server listens on a unix socket or on 127.0.0.1 only. Throws the EMBEDDED_… errors of embeddedProblem.ts.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const log = options.log ?? silent
  const data = await openDataFolder(options.dataDir)
  return await withStartLock(data, log, async () => {
    const began = performance.now()
    const found = await findRunning(data, log)
    const running = found.running ?? (await start(data, found.crashed, options, log))
    const verb = found.running ? 'adopted' : 'started'
    log(
      `${verb} PostgreSQL in ${data.cluster}, process ${running.file.pid}, ${Math.round(performance.now() - began)} ms`,
    )
    return handle(data, running, found.running !== undefined, log)
  })
}

/** Stops the server of a data folder, whoever started it, and waits until it is gone; false if none was running. */
export async function stopEmbedded(dataDir: string, log: (line: string) => void = silent): Promise<boolean> {
  const root = await realpath(dataDir).catch(unless('ENOENT'))
  if (root === undefined || !(await clusterExists(folderAt(root)))) return false
  const data = await openDataFolder(root)
  return await withStartLock(data, log, () => stopPostmaster(data))
}

async function start(
  data: DataFolder,
  crashed: boolean,
  options: EmbeddedOptions,
  log: (line: string) => void,
): Promise<Running> {
  const footing = await chooseFooting(data, await locateBinaries(options.package))
  await handOver(data, footing.account, log)
  if (await clusterExists(data)) {
    await checkVersion(data, footing)
  } else {
    log(`making a PostgreSQL ${footing.binaries.version} in ${data.cluster}`)
    await initCluster(data, footing)
  }
  const file = await launch(data, footing, { settings: options.settings ?? {}, crashed })
  try {
    return { file, password: await prepareDatabase(data, placeOf(file)) }
  } catch (error) {
    // Nobody would know of it, and the next start would meet the same error.
    await stopPostmaster(data, file.pid)
    throw error
  }
}

function handle(
  data: DataFolder,
  { file, password }: Running,
  adopted: boolean,
  log: (line: string) => void,
): EmbeddedDatabase {
  const { host, port } = placeOf(file)
  return {
    // A socket's folder goes percent-encoded into the place of the host: pg, libpq and URL all read that.
    url: `postgres://${loginUser}:${encodeURIComponent(password)}@${encodeURIComponent(host)}:${port}/${database}`,
    connection: { host, port, user: loginUser, password, database },
    adopted,
    pid: file.pid,
    stop: async () => {
      await withStartLock(data, log, () => stopPostmaster(data, file.pid))
    },
  }
}

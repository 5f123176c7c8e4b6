import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { runAs } from './account.ts'
import { programPath } from './binaries.ts'
import type { Footing } from './chooseFooting.ts'
import type { DataFolder } from './dataFolder.ts'
import { choosePlace, isSocket, type Place, placeSettings } from './place.ts'
import { liveness, type PidFile, readPidFile } from './postmaster.ts'
import { openServerLog, startFailed } from './serverLog.ts'

/** Recovery after a crash replays up to max_wal_size; on a slow disc that takes minutes. */
const longestStartMs = 5 * 60_000
/** How long processes of a killed postmaster may hold on to its memory, and a killed process stay a zombie. */
const longestCrashMs = 15_000
/** Somebody may take the free port between our choice and the server's. */
const mostPorts = 3

const defaults = {
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  max_connections: '200',
  shared_preload_libraries: 'pg_stat_statements',
  // "try" can die of SIGBUS in containers that promise huge pages and do not give them.
  huge_pages: 'off',
  // Keeps the DETAIL of a failed statement out of the log: it quotes the row, with names and addresses.
  log_error_verbosity: 'terse',
}

interface Launch {
  readonly settings: Readonly<Record<string, string>>
  /** The last server did not end cleanly: its remains may need a moment to go. */
  readonly crashed: boolean
}

/**
 * Starts the server detached from this process and returns when it is ready for connections. Only under the start
 * lock and when no server runs. Throws EMBEDDED_START_FAILED with the server's last log lines as `cause`.
 */
export async function launch(
  data: DataFolder,
  footing: Footing,
  { settings, crashed }: Launch,
): Promise<PidFile> {
  const patientUntil = Date.now() + (crashed ? longestCrashMs : 0)
  for (let attempt = 1; ; attempt++) {
    const place = await choosePlace(data, footing.account)
    const { handle, size } = await openServerLog(data)
    try {
      const all = { ...defaults, ...placeSettings(place), ...settings }
      const state = spawnServer(data, footing, all, handle.fd)
      const ready = await untilReady(data, state, size)
      if (ready) return ready
      const again = Date.now() < patientUntil || (!isSocket(place) && attempt < mostPorts)
      if (!again) throw await startFailed(data, state.ended ?? '', size)
    } finally {
      await handle.close()
    }
    await delay(250)
  }
}

interface Spawned {
  /** How the process ended; undefined while it runs. */
  ended: string | undefined
}

function spawnServer(
  data: DataFolder,
  footing: Footing,
  settings: Record<string, string>,
  log: number,
): Spawned {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const windows = process.platform === 'win32'
  // On Windows only pg_ctl can shed administrator rights; it leaves the server behind and ends.
  const quoted = flags.map(flag => (flag === '-c' ? flag : `"${flag.replaceAll('"', '\\"')}"`)).join(' ')
  const args = windows ? ['start', '-W', '-D', data.cluster, '-o', quoted] : ['-D', data.cluster, ...flags]
  const program = programPath(footing.binaries, windows ? 'pg_ctl' : 'postgres')
  const run = runAs(footing.account, program, args)
  const child = spawn(run.command, run.args, {
    ...run.options,
    // Entered before the account changes; tells a data directory to whoever asks whose process this is.
    cwd: data.cluster,
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  })
  const state: Spawned = { ended: undefined }
  child.once('error', error => {
    state.ended = error.message
  })
  child.once('exit', (code, signal) => {
    if (!windows || code !== 0) state.ended = signal ? `ended by ${signal}` : `ended with exit code ${code}`
  })
  child.unref()
  return state
}

/** Undefined if the process ended without a server; a server of this folder that somebody else started counts too. */
async function untilReady(data: DataFolder, state: Spawned, logSize: number): Promise<PidFile | undefined> {
  const until = Date.now() + longestStartMs
  for (;;) {
    const ended = state.ended !== undefined
    const file = await readPidFile(data.cluster)
    const lives = file !== undefined && (await liveness(file.pid, data.cluster)) === 'ours'
    if (lives && file.status === 'ready') return file
    if (ended && !lives) return undefined
    if (Date.now() > until)
      throw await startFailed(data, 'not ready after 5 minutes; it goes on, start again later', logSize)
    await delay(10)
  }
}

/** Where a server that wrote this file listens. */
export function placeOf(file: PidFile): Place {
  return { host: file.socketFolder || '127.0.0.1', port: file.port }
}

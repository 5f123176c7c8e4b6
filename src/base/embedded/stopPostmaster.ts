import { execFile } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { locateBinaries, programPath } from './binaries.ts'
import type { DataFolder } from './dataFolder.ts'
import { embeddedProblem } from './embeddedProblem.ts'
import { liveness, readPidFile } from './postmaster.ts'

/** A fast shutdown ends the sessions and writes a checkpoint; on a slow disc that takes its time. */
const longestStopMs = 2 * 60_000

/**
 * Stops the server of this folder (fast shutdown: sessions end, nothing is lost) and returns true when its process is
 * gone; false if none runs, or if another one than process `only` does. Only under the start lock. Throws
 * EMBEDDED_STOP_FAILED.
 */
export async function stopPostmaster(data: DataFolder, only?: number): Promise<boolean> {
  const pid = (await readPidFile(data.cluster))?.pid ?? 0
  if (only !== undefined && pid !== only) return false
  if ((await liveness(pid, data.cluster)) !== 'ours') return false
  try {
    await askToStop(data, pid)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw embeddedProblem('EMBEDDED_STOP_FAILED', { where: data.cluster, pid, reason }, { cause })
  }
  const until = Date.now() + longestStopMs
  while ((await liveness(pid, data.cluster)) === 'ours') {
    if (Date.now() > until) {
      const reason = `still running after ${longestStopMs / 1000} seconds`
      throw embeddedProblem('EMBEDDED_STOP_FAILED', { where: data.cluster, pid, reason })
    }
    await delay(10)
  }
  return true
}

async function askToStop(data: DataFolder, pid: number): Promise<void> {
  if (process.platform !== 'win32') {
    process.kill(pid, 'SIGINT')
    return
  }
  // A signal to a process is its end on Windows; pg_ctl knows PostgreSQL's own way.
  const pgCtl = programPath(await locateBinaries(), 'pg_ctl')
  await promisify(execFile)(pgCtl, ['stop', '-W', '-m', 'fast', '-D', data.cluster])
}

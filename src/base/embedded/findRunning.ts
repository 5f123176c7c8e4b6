import { rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { KontorError } from '../errors.ts'
import { type DataFolder, systemCode } from './dataFolder.ts'
import { embeddedProblem } from './embeddedProblem.ts'
import { placeOf } from './launch.ts'
import { liveness, type PidFile, pidFilePath, readPidFile } from './postmaster.ts'
import { prepareDatabase } from './prepareDatabase.ts'

/** A server that its last starter left behind may still be recovering, or be on its way down. */
const longestChangeMs = 5 * 60_000
/** A server that says it is ready must answer, and a pid file must be complete, within this time. */
const longestSilenceMs = 15_000
const longestIncompleteMs = 1_000

/** A server of this folder that runs already, with the login's password. */
export interface Running {
  readonly file: PidFile
  readonly password: string
}

/** What a start finds: a server to adopt, or none, and then whether the last one ended without cleaning up. */
interface Found {
  readonly running: Running | undefined
  readonly crashed: boolean
}

/**
 * Looks for the server of this folder, waits while it comes up or goes down, and removes a pid file that is
 * incomplete or names somebody else's process, which PostgreSQL itself would respect for ever. Only under the start
 * lock. Throws EMBEDDED_NO_ANSWER if a server of this folder lives and stays silent, and what prepareDatabase throws.
 */
export async function findRunning(data: DataFolder, log: (line: string) => void): Promise<Found> {
  const began = Date.now()
  let silence: KontorError | undefined
  for (let crashed = false; ; await delay(20)) {
    const file = await readPidFile(data.cluster)
    if (!file) return { running: undefined, crashed }
    crashed = true
    const waited = Date.now() - began
    const lives = await liveness(file.pid, data.cluster)
    if (file.pid === 0 && waited < longestIncompleteMs) continue
    // Without a process the socket may still answer: processes of another container are invisible, its socket in a
    // shared folder is not. A port of the machine is not asked, it may be anybody's by now.
    if (file.status === 'ready' && (lives === 'ours' || file.socketFolder === data.sockets)) {
      const answer = await ask(data, file)
      if (typeof answer === 'string') return { running: { file, password: answer }, crashed }
      silence = answer
    }
    if (lives === 'ours') {
      const limit = file.status === 'ready' ? longestSilenceMs : longestChangeMs
      if (waited > limit) throw silence ?? noAnswer(data)
      continue
    }
    if (file.pid === 0 || isTaken(file.pid)) {
      log(`removing ${pidFilePath(data.cluster)}: process ${file.pid} is not PostgreSQL in this folder`)
      await rm(pidFilePath(data.cluster), { force: true })
    }
    return { running: undefined, crashed }
  }
}

async function ask(data: DataFolder, file: PidFile): Promise<string | KontorError> {
  try {
    return await prepareDatabase(data, placeOf(file))
  } catch (error) {
    if (error instanceof KontorError && error.code === 'EMBEDDED_NO_ANSWER') return error
    throw error
  }
}

/** True for a zombie too, which nobody may ever collect if process 1 of a container does not. */
function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

function noAnswer(data: DataFolder): KontorError {
  return embeddedProblem('EMBEDDED_NO_ANSWER', { where: data.cluster, log: data.log })
}

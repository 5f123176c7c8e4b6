import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stopEmbedded } from '../src/base/embedded/startEmbedded.ts'

/** The folder of one test run: whatever is left behind in it goes with it. */
export interface RunFolder {
  readonly path: string
  /** Has it taken for the temporary folder by the processes of the run. */
  readonly environment: Readonly<Record<string, string>>
}

/** Name of the folder of the run's PostgreSQL inside the run's. */
export const serverFolder = 'server'

/**
 * Makes the folder of this run; in memory where the machine has room there: a run makes some 700,000 files, most of them
 * of databases that live for seconds, and on a disk making them costs several times the processor time of what is done
 * with them. Folders of killed runs are removed, with the PostgreSQL that still runs in them.
 */
export async function openRunFolder(): Promise<RunFolder> {
  const inMemory = process.platform === 'linux' && (await serves(memory))
  for (const place of inMemory ? [memory, tmpdir()] : [tmpdir()]) await sweep(place)
  const path = await mkdtemp(join(inMemory ? memory : tmpdir(), `${prefix}${process.pid}-`))
  // Through, not in: as root, PostgreSQL runs under another account.
  await chmod(path, 0o711)
  return { path, environment: inMemory ? { TMPDIR: path } : {} }
}

const prefix = 'kontor-test-'
const memory = '/dev/shm'
const least = 4 * 2 ** 30

/** Whether the folder has room for a run, in the file system and in memory, and lets programs in it be run (in containers often not). */
async function serves(folder: string): Promise<boolean> {
  const place = await statfs(folder).catch(error => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!place || place.bavail * place.bsize < least || process.availableMemory() < 2 * least) return false
  const probe = await mkdtemp(join(folder, 'kontor-probe-')).catch(unlessRefused)
  if (probe === undefined) return false
  try {
    const program = join(probe, 'program')
    await writeFile(program, '#!/bin/sh\n', { mode: 0o755 })
    return (await promisify(execFile)(program).catch(unlessRefused)) !== undefined
  } finally {
    await rm(probe, { recursive: true })
  }
}

function unlessRefused(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EACCES') throw error
}

/** A run that was killed could not stop its server: the next one does. */
async function sweep(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    const folder = join(place, name)
    if (pid === undefined || isAlive(Number(pid)) || !(await isMine(folder))) continue
    await stopEmbedded(join(folder, serverFolder))
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

import { open } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import type { DataFolder } from './dataFolder.ts'
import { giveToFolderOwner } from './dataFolder.ts'
import { embeddedProblem } from './embeddedProblem.ts'

/** The first start on a slow disc, or recovery after a crash, may take this long in the process that we wait for. */
const longestWaitMs = 6 * 60_000
const sqliteBusy = 5

/**
 * Runs `work` while no other process starts or stops the server of this folder. The lock is the operating system's
 * file lock under an empty SQLite file: it ends with its process however that dies, so there is no stale lock to
 * judge, and it works alike on Linux, macOS and Windows. Throws EMBEDDED_START_BLOCKED after six minutes.
 */
export async function withStartLock<T>(
  folder: DataFolder,
  log: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  await (await open(folder.lock, 'a', 0o600)).close()
  await giveToFolderOwner(folder.lock)
  const lock = new DatabaseSync(folder.lock)
  try {
    const until = Date.now() + longestWaitMs
    for (let first = true; !taken(lock); first = false) {
      if (first) log(`waiting for another process that starts or stops PostgreSQL in ${folder.root}`)
      if (Date.now() > until) {
        throw embeddedProblem('EMBEDDED_START_BLOCKED', { where: folder.root, seconds: longestWaitMs / 1000 })
      }
      await delay(20)
    }
    return await work()
  } finally {
    lock.close()
  }
}

function taken(lock: DatabaseSync): boolean {
  try {
    lock.exec('begin exclusive')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return false
    throw error
  }
}

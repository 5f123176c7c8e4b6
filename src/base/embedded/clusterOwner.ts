import { chmod, chown, lchown, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account, Owner } from './account.ts'
import { type DataFolder, unless } from './dataFolder.ts'

/**
 * Lets another account through the data folder, if it is root's and closed: through, not in; the account's group
 * gets to the folders that are its own and sees nothing else.
 */
export async function openPassage(data: DataFolder, account: Account): Promise<void> {
  const root = await stat(data.root)
  if (account.how !== 'setuid' || !account.owner || mayPass(account.owner, root)) return
  await chown(data.root, root.uid, account.owner.gid)
  await chmod(data.root, (root.mode & 0o7700) | 0o010)
}

/**
 * Gives a cluster that was made under another account to the one that the server will run under. Only under the
 * start lock and while no server runs.
 */
export async function handOver(
  data: DataFolder,
  account: Account,
  log: (line: string) => void,
): Promise<void> {
  const { owner } = account
  if (!owner) return
  const cluster = await stat(data.cluster).catch(unless('ENOENT'))
  if (!cluster || cluster.uid === owner.uid) return
  log(`giving ${data.cluster} to uid ${owner.uid}, it belonged to uid ${cluster.uid}`)
  // The top folder last: its owner says whether the rest is done.
  for (const entry of await readdir(data.cluster, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), owner.uid, owner.gid)
  }
  await chown(data.cluster, owner.uid, owner.gid)
}

/** Makes an empty folder that only the server's account can open. */
export async function makePrivateFolder(path: string, account: Account): Promise<void> {
  await rm(path, { recursive: true, force: true })
  await mkdir(path, { mode: 0o700 })
  if (account.owner) await chown(path, account.owner.uid, account.owner.gid)
}

/** Whether the mode lets that account search a folder; root is asked like anybody else, in a namespace it has no power. */
export function mayPass(account: Owner, folder: Owner & { readonly mode: number }): boolean {
  const bit = folder.uid === account.uid ? 0o100 : folder.gid === account.gid ? 0o010 : 0o001
  return (folder.mode & bit) !== 0
}

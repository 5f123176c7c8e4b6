import { randomBytes } from 'node:crypto'
import { chown, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { runProgram } from './account.ts'
import { programPath } from './binaries.ts'
import type { Footing } from './chooseFooting.ts'
import { makePrivateFolder } from './clusterOwner.ts'
import { type DataFolder, readOrMakeSecret, syncFolder, unless } from './dataFolder.ts'
import { embeddedProblem } from './embeddedProblem.ts'
import { outputOf, startFailedWith } from './serverLog.ts'

/** The superuser, used only to prepare the database. */
export const adminUser = 'kontor_admin'

/**
 * Makes the data directory. It is built beside its place and renamed, so a crash leaves either nothing or a whole
 * cluster; what earlier attempts left is removed. Throws EMBEDDED_START_FAILED.
 */
export async function initCluster(data: DataFolder, footing: Footing): Promise<void> {
  const prefix = `${basename(data.cluster)}.new-`
  for (const name of await readdir(data.root)) {
    if (name.startsWith(prefix)) await removeStaging(join(data.root, name))
  }
  const password = await readOrMakeSecret(data.adminPassword)
  const staging = join(data.root, prefix + randomBytes(6).toString('hex'))
  await makePrivateFolder(staging, footing.account)
  try {
    const passwordFile = join(staging, 'password')
    await writePasswordFile(passwordFile, password, footing)
    await runInitdb(data, footing, join(staging, 'cluster'), passwordFile)
    await rename(join(staging, 'cluster'), data.cluster)
    await syncFolder(data.root)
  } finally {
    await removeStaging(staging)
  }
}

/** Throws EMBEDDED_OTHER_VERSION if the data was written by another major version than the programs'. */
export async function checkVersion(data: DataFolder, footing: Footing): Promise<void> {
  const major = (await readFile(join(data.cluster, 'PG_VERSION'), 'utf8')).trim()
  if (major !== String(footing.binaries.major)) {
    throw embeddedProblem('EMBEDDED_OTHER_VERSION', {
      where: data.cluster,
      data: major,
      program: footing.binaries.version,
    })
  }
}

/** True once the data directory stands. */
export async function clusterExists(data: DataFolder): Promise<boolean> {
  return (await readdir(data.cluster).catch(unless('ENOENT'))) !== undefined
}

/** With retries: the initdb of a killed process may still be writing there. */
async function removeStaging(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
}

async function writePasswordFile(file: string, password: string, { account }: Footing): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  await handle.writeFile(`${password}\n`)
  await handle.close()
  if (account.owner) await chown(file, account.owner.uid, account.owner.gid)
}

async function runInitdb(
  data: DataFolder,
  footing: Footing,
  target: string,
  passwordFile: string,
): Promise<void> {
  const { account, binaries } = footing
  const who = [`--username=${adminUser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  // The built-in provider (PostgreSQL 17 on) sorts the same after every update of the operating system.
  const provider = binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []
  const how = ['--locale=C', '--encoding=UTF8', '--data-checksums', '--no-instructions']
  try {
    await runProgram(account, programPath(binaries, 'initdb'), ['-D', target, ...who, ...provider, ...how])
  } catch (error) {
    throw startFailedWith(data, outputOf(error))
  }
}

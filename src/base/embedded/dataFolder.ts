import { randomBytes } from 'node:crypto'
import {
  access,
  chmod,
  chown,
  constants,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  stat,
} from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { embeddedProblem } from './embeddedProblem.ts'

/** Where everything of one embedded PostgreSQL lies; all paths absolute and real. */
export interface DataFolder {
  readonly root: string
  /** PostgreSQL's own data directory. */
  readonly cluster: string
  /** Folder of the unix socket, open to the server's account only. */
  readonly sockets: string
  /** Copy of the programs, made only where the installed ones cannot be used in place. */
  readonly binaries: string
  readonly log: string
  readonly lock: string
  /** Password of the superuser, known to this folder only. */
  readonly adminPassword: string
  /** Password of the login that Kontor works with. */
  readonly loginPassword: string
}

/**
 * Makes the data folder if it is missing (0700) and returns its paths. A folder that exists keeps its mode unless
 * it is empty and ours: it may be a mount or hold other things, and each secret inside is closed by itself.
 * Throws EMBEDDED_NO_FOLDER, and EMBEDDED_NOT_OURS if this account may not work in it.
 */
export async function openDataFolder(dataDir: string): Promise<DataFolder> {
  const path = resolve(dataDir)
  const root = await makeFolder(path)
  const owner = (await stat(root)).uid
  try {
    await access(root, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw embeddedProblem('EMBEDDED_NOT_OURS', { where: root, owner }, { cause })
  }
  if (owner === process.geteuid?.() && (await readdir(root)).length === 0) await chmod(root, 0o700)
  return folderAt(root)
}

async function makeFolder(path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await mkdir(path, { mode: 0o700 }).catch(unless('EEXIST'))
    // With a separator at the end a file is refused.
    return await realpath(path + sep)
  } catch (cause) {
    const reason = systemCode(cause) ?? String(cause)
    throw embeddedProblem('EMBEDDED_NO_FOLDER', { where: path, reason }, { cause })
  }
}

/** The paths inside a data folder whose real path is `root`. */
export function folderAt(root: string): DataFolder {
  return {
    root,
    cluster: join(root, 'postgres'),
    sockets: join(root, 'postgres.socket'),
    binaries: join(root, 'postgres.binaries'),
    log: join(root, 'postgres.log'),
    lock: join(root, 'postgres.lock'),
    adminPassword: join(root, 'postgres.password'),
    loginPassword: join(root, 'kontor.password'),
  }
}

/** The secret in `file`, or undefined if the file does not exist. */
export async function readSecret(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').then(text => text.trim() || undefined, unless('ENOENT'))
}

/** The secret in `file`; if there is none, a new one of 256 bit, safely on disk (0600) before it is returned. */
export async function readOrMakeSecret(file: string): Promise<string> {
  const known = await readSecret(file)
  if (known !== undefined) return known
  const secret = randomBytes(32).toString('base64url')
  const handle = await open(`${file}.new`, 'w', 0o600)
  try {
    await handle.chmod(0o600)
    await handle.writeFile(`${secret}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await giveToFolderOwner(`${file}.new`)
  await rename(`${file}.new`, file)
  return secret
}

/**
 * When root works in somebody else's data folder, what root makes there must stay usable for that person's own
 * next start: the file gets the owner of the folder it lies in.
 */
export async function giveToFolderOwner(file: string): Promise<void> {
  if (process.geteuid?.() !== 0) return
  const folder = await stat(dirname(file))
  if (folder.uid !== 0) await chown(file, folder.uid, folder.gid)
}

/** Flushes the entries of a folder, so that a rename in it survives a power cut. Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A rejection handler that turns the named system errors into undefined and lets every other one fly. */
export function unless(...codes: string[]) {
  return (error: unknown): undefined => {
    if (codes.includes(systemCode(error) ?? '')) return undefined
    throw error
  }
}

/** `ENOENT`, `EACCES`, … of a system error, or PostgreSQL's SQLSTATE of a database error. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

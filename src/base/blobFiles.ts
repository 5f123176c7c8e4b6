import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { isId } from './ids.ts'

/** Where bytes lie: files below `folder`, or rows of the database. The folder also holds what is just coming in. */
export interface BlobPlace {
  readonly kind: 'folder' | 'database'
  readonly folder: string
}

/** True for the SHA-256 of something as 64 hex digits: the only names of files that are made here. */
export function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** The file of a blob. Nothing but an id and a hash ever becomes part of a path. */
export function blobFile(place: BlobPlace, tenant: string, hash: string): string {
  if (!isHash(hash)) throw new TypeError('no hash of a blob')
  return join(folderOf(place, tenant), hash)
}

/** Bytes on their way in: a file of its own, with hash and size of what was read. `drop` removes it if it was not kept. */
export interface IncomingFile {
  readonly path: string
  readonly hash: string
  readonly size: number
  /** The first bytes, by which the type of the content is told. */
  readonly head: Buffer
  drop(): Promise<void>
}

/** Reads a stream into a file, on disk when this answers; only a piece of it is in memory at a time. */
export async function takeIn(
  place: BlobPlace,
  tenant: string,
  content: Readable | Iterable<Buffer>,
): Promise<IncomingFile> {
  const folder = join(folderOf(place, tenant), incoming)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, randomBytes(12).toString('hex'))
  const drop = () => rm(path, { force: true })
  const file = await open(path, 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    let size = 0
    let head = Buffer.alloc(0)
    for await (const part of content as AsyncIterable<Buffer>) {
      hash.update(part)
      size += part.length
      if (head.length < headLength) head = Buffer.concat([head, part]).subarray(0, headLength)
      await file.writeFile(part)
    }
    await file.sync()
    return { path, hash: hash.digest('hex'), size, head, drop }
  } catch (error) {
    await drop()
    throw error
  } finally {
    await file.close()
  }
}

/** Gives an incoming file its name, for good: after a crash it is there, whole. */
export async function keepFile(
  place: BlobPlace,
  tenant: string,
  file: Pick<IncomingFile, 'path' | 'hash'>,
): Promise<void> {
  await rename(file.path, blobFile(place, tenant, file.hash))
  await syncFolder(folderOf(place, tenant))
}

/** Whether the file is there with that size. */
export async function hasFile(
  place: BlobPlace,
  tenant: string,
  hash: string,
  size: number,
): Promise<boolean> {
  const found = await ifThere(stat(blobFile(place, tenant, hash)))
  return found?.size === size
}

/** Bytes of a blob's file, `length` from `from` on at most; undefined where there is none. */
export async function readFileOf(
  place: BlobPlace,
  tenant: string,
  hash: string,
  from: number,
  length: number,
): Promise<Buffer | undefined> {
  // A process that was killed while it removed the blob has put it aside, and its row is still there.
  const file =
    (await ifThere(open(blobFile(place, tenant, hash)))) ??
    (await ifThere(open(join(folderOf(place, tenant), aside, hash))))
  if (!file) return undefined
  try {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - from)))
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled)
      if (bytesRead === 0) return undefined // cut off meanwhile: not what was put
      filled += bytesRead
    }
    return bytes
  } finally {
    await file.close()
  }
}

/** Puts the files of blobs aside, from where they can be had back until the rows are gone for good. */
export async function putAside(place: BlobPlace, tenant: string, hashes: readonly string[]): Promise<void> {
  await mkdir(join(folderOf(place, tenant), aside), { recursive: true, mode: 0o700 })
  for (const hash of hashes)
    await ifThere(rename(blobFile(place, tenant, hash), join(folderOf(place, tenant), aside, hash)))
}

/** What lies aside, also from a process that was killed. */
export async function filesAside(place: BlobPlace, tenant: string): Promise<string[]> {
  return ((await ifThere(readdir(join(folderOf(place, tenant), aside)))) ?? []).filter(isHash)
}

/** Of what lies aside: back to its place if it is still known and was not put again, gone otherwise. */
export async function clearAside(
  place: BlobPlace,
  tenant: string,
  hashes: readonly string[],
  known: ReadonlySet<string>,
): Promise<void> {
  for (const hash of hashes) {
    const path = join(folderOf(place, tenant), aside, hash)
    if (known.has(hash) && (await ifThere(stat(blobFile(place, tenant, hash)))) === undefined)
      await ifThere(rename(path, blobFile(place, tenant, hash)))
    else await ifThere(unlink(path))
  }
}

/** Removes what came in before that moment and was never kept: its process died. */
export async function clearIncoming(place: BlobPlace, tenant: string, before: Date): Promise<void> {
  const folder = join(folderOf(place, tenant), incoming)
  for (const name of (await ifThere(readdir(folder))) ?? []) {
    const found = await ifThere(stat(join(folder, name)))
    if (found && found.mtime < before) await rm(join(folder, name), { force: true })
  }
}

/** Enough of a file to tell what it is. */
const headLength = 4100
const incoming = 'incoming'
const aside = 'aside'

function folderOf(place: BlobPlace, tenant: string): string {
  if (!isId(tenant)) throw new TypeError('no id of a tenant')
  return join(place.folder, tenant.toLowerCase())
}

/** A name that was given is on disk when its folder is. Windows has no such call, and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch(error => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
}

import type { BlobPlace } from '../../base/blobFiles.ts'
import { readBlob } from '../../base/blobs.ts'
import type { Tx } from '../../base/database.ts'

/** Read at once: bytes. */
const slice = 2_097_152

/** Reads in a transaction of its own, or in the one that is open. */
export type ReadIn = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** The bytes of a stored file from a place on, in pieces, so that a large one is never in memory as a whole. */
export async function* fileFrom(
  read: ReadIn,
  tenant: string,
  hash: string,
  place: BlobPlace,
  from: number,
): AsyncGenerator<Buffer> {
  for (let at = from; ; ) {
    const piece = await read(tx => readBlob(tx, tenant, hash, place, at, slice))
    if (piece.length === 0) return
    yield piece
    at += piece.length
    if (piece.length < slice) return
  }
}

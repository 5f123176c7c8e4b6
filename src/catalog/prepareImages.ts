import type { BlobPlace } from '../base/blobFiles.ts'
import { getBlob, putBlob } from '../base/blobs.ts'
import { type Database, transact } from '../base/database.ts'
import { KontorError } from '../base/errors.ts'
import { recordImage, unseenBlobs } from './imageStore.ts'
import type { Refused } from './problems.ts'
import { thumbnailsOf } from './thumbnails.ts'

/** Larger files are not looked at: they would have to be in memory as a whole. */
const mostBytes = 50 * 1024 * 1024

/**
 * Looks at uploaded files that are about to become images, and stores smaller ones of them: each file once, one after another,
 * outside of any transaction of the caller. Answers what is none, by hash, with the code why: IMAGE_INVALID, IMAGE_TOO_LARGE.
 */
export async function prepareImages(
  db: Database,
  tenant: string,
  hashes: readonly string[],
  place: BlobPlace,
): Promise<ReadonlyMap<string, Refused['code']>> {
  const unseen = await transact(db, { tenant }, tx => unseenBlobs(tx, tenant, hashes))
  const faults = new Map<string, Refused['code']>()
  for (const { hash, size } of unseen) {
    if (size > mostBytes) {
      faults.set(hash, 'IMAGE_TOO_LARGE')
      continue
    }
    const content = await transact(db, { tenant }, tx => getBlob(tx, tenant, hash, place))
    const made = await thumbnailsOf(content).catch(error => {
      if (error instanceof KontorError) return error
      throw error
    })
    if (made instanceof KontorError) {
      faults.set(hash, made.code === 'IMAGE_TOO_LARGE' ? 'IMAGE_TOO_LARGE' : 'IMAGE_INVALID')
      continue
    }
    await transact(db, { tenant }, async tx => {
      const smaller = []
      for (const one of made.smaller)
        smaller.push({ edge: one.edge, ...(await putBlob(tx, tenant, one.content, one.mediaType, place)) })
      await recordImage(tx, tenant, { ...made, hash, smaller })
    })
  }
  return faults
}

import { open } from 'node:fs/promises'
import { isHash, takeIn } from '../base/blobFiles.ts'
import { blobPlace, putIncoming } from '../base/blobs.ts'
import { transact } from '../base/database.ts'
import { mediaTypeOf } from '../base/mediaType.ts'
import type { Context } from '../operations/operation.ts'
import { commandProblem } from './problems.ts'

/**
 * The hash under which a file of this machine is kept, which it is from now on; what is a hash already is answered as it is. Throws
 * FILE_UNREADABLE.
 */
export async function hashOfFile({ tenant, kontor }: Context, path: string): Promise<string> {
  if (isHash(path)) return path
  const place = blobPlace(kontor.config)
  const source = await open(path).catch(cause => {
    throw commandProblem('FILE_UNREADABLE', { path }, { cause })
  })
  const file = await takeIn(place, tenant, source.createReadStream())
  try {
    const put = await transact(kontor.db, { tenant }, tx =>
      putIncoming(tx, tenant, file, mediaTypeOf(file.head), place),
    )
    return put.hash
  } finally {
    await file.drop()
  }
}

import { open } from 'node:fs/promises'
import { z } from 'zod'
import { isHash, takeIn } from '../base/blobFiles.ts'
import { blobPlace, putIncoming } from '../base/blobs.ts'
import { transact } from '../base/database.ts'
import { mediaTypeOf } from '../base/mediaType.ts'
import { addImage, addImageInput, addSummary } from '../operations/images.ts'
import { operation } from '../operations/operation.ts'
import { commandProblem } from './problems.ts'

/** `kontor item image add`: what POST /items/:item/images does, of a file that is read here. */
export const imageCommand = operation({
  name: 'image.add',
  long: true,
  method: 'POST',
  path: '/items/:item/images',
  command: 'item image add <item> <file>',
  right: 'items.write',
  summary: addSummary(),
  input: addImageInput,
  output: z.object({ id: z.uuid(), itemId: z.uuid(), did: z.enum(['new', 'exists']) }),
  audit: (_, output) => ({ objectKind: 'item', objectId: output.itemId, data: { image: output.id } }),
  run(context, input) {
    const { tenant, kontor } = context
    const place = blobPlace(kontor.config)
    return addImage(context, input, async path => {
      if (isHash(path)) return path
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
    })
  },
})

import { z } from 'zod'
import { addImage, addImageInput, addSummary } from '../operations/images.ts'
import { operation } from '../operations/operation.ts'
import { hashOfFile } from './hashOfFile.ts'

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
  run: (context, input) => addImage(context, input, path => hashOfFile(context, path)),
})

import { z } from 'zod'
import { blobPlace } from '../base/blobs.ts'
import { transact } from '../base/database.ts'
import { addImages, changeImages, type NewImage, removeImages, sortImages } from '../catalog/images.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { throwRefused } from '../catalog/problems.ts'
import { described } from './described.ts'
import { doneShape, language, refusedShape, whichItem } from './itemInput.ts'
import { imageShape, imagesOf } from './itemShow.ts'
import { tell } from './items.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { tellOfMany, tellOfOne } from './tellOfMany.ts'

const file = z
  .string()
  .min(1)
  .max(4096)
  .meta(
    described(
      'Hash of an uploaded file (PUT /api/v1/files); on the terminal also its path.',
      'Hashwert einer hochgeladenen Datei (PUT /api/v1/files); im Terminal auch ihr Pfad.',
    ),
  )
const fields = {
  sort: z
    .int()
    .min(0)
    .max(65536)
    .optional()
    .meta(described('Lower ones come first.', 'Kleinere kommen zuerst.')),
  alt: z
    .record(language, z.string().trim().min(1).max(500))
    .optional()
    .meta(described('What it shows, by language: de=…', 'Was es zeigt, je Sprache: de=…')),
  channelIds: z
    .array(z.uuid())
    .max(1000)
    .optional()
    .meta(
      described(
        'Ids of the channels that show it; none: all.',
        'Kennungen der Kanäle, die es zeigen; keine: alle.',
      ),
    ),
}
const image = z
  .uuid()
  .meta(
    described(
      'Id of the image ("item image list" shows it).',
      'Kennung des Bildes („item image list“ zeigt sie).',
    ),
  )
const added = z.object({ id: z.uuid(), itemId: z.uuid(), did: z.enum(['new', 'exists']) })
const done = z.union([doneShape, refusedShape])

/** The input of adding one image, which the terminal shares. */
export const addImageInput = z.object({ item: whichItem, file, ...fields })

/** Images of items. */
export const imageOperations: readonly Operation[] = [
  operation({
    name: 'image.add',
    method: 'POST',
    path: '/items/:item/images',
    command: null, // the terminal reads the file itself (src/cli/imageCommand.ts)
    right: 'items.write',
    summary: addSummary(),
    long: true,
    input: addImageInput,
    output: added,
    audit: (_, output) => ({ objectKind: 'item', objectId: output.itemId, data: { image: output.id } }),
    run: (context, input) => addImage(context, input),
  }),
  operation({
    name: 'image.add-many',
    method: 'POST',
    path: '/images/bulk',
    command: null,
    right: 'items.write',
    summary: { en: 'Give items up to 100 images', de: 'Artikeln bis zu 100 Bilder geben' },
    long: true,
    input: z.object({
      images: z
        .array(z.object({ itemId: z.uuid(), hash: z.string().max(64), ...fields }))
        .min(1)
        .max(100),
    }),
    output: z.object({ items: z.array(z.union([added, refusedShape])) }),
    audit: input => ({ objectKind: 'item', data: { images: input.images.length } }),
    run: async (context, { images }) => ({ items: await add(context, images) }),
  }),
  operation({
    name: 'image.list',
    method: 'GET',
    path: '/items/:item/images',
    command: 'item image list <item>',
    right: 'items.read',
    summary: { en: 'List the images of an item', de: 'Die Bilder eines Artikels auflisten' },
    input: z.object({ item: whichItem }),
    output: z.object({ items: z.array(imageShape) }),
    run: (context, { item }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        return { items: await imagesOf(tx, tenant, await itemIdOf(tx, tenant, item)) }
      }),
  }),
  operation({
    name: 'image.change',
    method: 'PATCH',
    path: '/images/:image',
    command: 'item image change <image>',
    right: 'items.write',
    summary: { en: 'Change an image', de: 'Ein Bild ändern' },
    input: z.object({ image, ...fields }),
    output: doneShape,
    audit: input => ({ objectKind: 'image', objectId: input.image }),
    run: (context, { image: id, ...change }) =>
      tellOfOne(context, tx => changeImages(tx, context.tenant, [{ id, ...change }])),
  }),
  operation({
    name: 'image.change-many',
    method: 'PATCH',
    path: '/images/bulk',
    command: null,
    right: 'items.write',
    summary: { en: 'Change up to 1,000 images', de: 'Bis zu 1.000 Bilder ändern' },
    input: z.object({
      images: z
        .array(z.object({ id: z.uuid(), ...fields }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ items: z.array(done) }),
    audit: input => ({ objectKind: 'image', data: { count: input.images.length } }),
    run: (context, { images }) => tellOfMany(context, tx => changeImages(tx, context.tenant, images)),
  }),
  operation({
    name: 'image.remove',
    method: 'DELETE',
    path: '/images/:image',
    command: 'item image remove <image>',
    right: 'items.write',
    summary: { en: 'Take an image away', de: 'Ein Bild entfernen' },
    input: z.object({ image }),
    output: doneShape,
    audit: input => ({ objectKind: 'image', objectId: input.image }),
    run: (context, input) => tellOfOne(context, tx => removeImages(tx, context.tenant, [input.image])),
  }),
  operation({
    name: 'image.remove-many',
    method: 'POST',
    path: '/images/remove',
    command: null,
    right: 'items.write',
    summary: { en: 'Take up to 1,000 images away', de: 'Bis zu 1.000 Bilder entfernen' },
    input: z.object({ ids: z.array(z.uuid()).min(1).max(1000) }),
    output: z.object({ items: z.array(done) }),
    audit: input => ({ objectKind: 'image', data: { count: input.ids.length } }),
    run: (context, { ids }) => tellOfMany(context, tx => removeImages(tx, context.tenant, ids)),
  }),
  operation({
    name: 'image.sort',
    method: 'PUT',
    path: '/items/:item/images/order',
    command: 'item image sort <item> [image…]',
    right: 'items.write',
    summary: {
      en: 'Put the images of an item in order; those that are not named follow behind',
      de: 'Die Bilder eines Artikels ordnen; nicht genannte folgen dahinter',
    },
    input: z.object({
      item: whichItem,
      image: z
        .array(z.uuid())
        .min(1)
        .max(1000)
        .meta(described('Ids of images, from the first on.', 'Kennungen der Bilder, vom ersten an.')),
    }),
    output: doneShape,
    audit: (_, output) => ({ objectKind: 'item', objectId: output.id }),
    run: (context, input) =>
      tellOfOne(context, async tx => {
        const itemId = await itemIdOf(tx, context.tenant, input.item)
        return sortImages(tx, context.tenant, [{ itemId, ids: input.image }])
      }),
  }),
]

/** What adding an image is called. */
export function addSummary() {
  return { en: 'Give an item an image', de: 'Einem Artikel ein Bild geben' }
}

/**
 * Gives an item an image: the file is looked at and made smaller first, in transactions of its own. `upload` makes a hash of
 * what was given, where it is none. Errors: ITEM_UNKNOWN, IMAGE_….
 */
export async function addImage(
  context: Context,
  input: z.infer<typeof addImageInput>,
  upload?: (given: string) => Promise<string>,
) {
  const { item, file: given, ...rest } = input
  const itemId = await transact(context.kontor.db, { tenant: context.tenant }, tx =>
    itemIdOf(tx, context.tenant, item),
  )
  const hash = upload ? await upload(given) : given
  const [result] = await add(context, [{ itemId, hash, ...rest }])
  return throwRefused(result)
}

async function add(context: Context, images: readonly NewImage[]) {
  const { tenant, kontor } = context
  // What makes images smaller is large, and loaded when there is one.
  const { prepareImages } = await import('../catalog/prepareImages.ts')
  const hashes = [...new Set(images.map(one => one.hash))]
  const faults = await prepareImages(kontor.db, tenant, hashes, blobPlace(kontor.config))
  return transact(kontor.db, { tenant }, async tx => {
    const { results, changed } = await addImages(tx, tenant, images, faults)
    await tell(tx, context, changed)
    return results
  })
}

/** Images: their bytes come in a zip beside the models, found by host id and relation; the ids that are answered name the relation. */
import { createHash } from 'node:crypto'
import { type Batch, readId, remember, resolve } from './identities.ts'
import type { RelationType } from './mapping.ts'
import { noId, pair } from './models/writer.ts'
import { codes, ProtocolError } from './protocolError.ts'
import { ownName, place, readTexts } from './pushParts.ts'
import { integer, text } from './readModel.ts'
import { type ImageRelation, imageRelations } from './shopData.ts'
import type { ShopState } from './state.ts'
import { unzip } from './unzip.ts'
import type { WireModel } from './wire.ts'

const owners: Readonly<Record<ImageRelation, RelationType>> = {
  product: 'Product',
  category: 'Category',
  manufacturer: 'Manufacturer',
  specific: 'Specific',
}

/** What an image shows. Throws ProtocolError code 0 for a relation that the core cannot tell apart (V5). */
export function relationOf(model: WireModel): ImageRelation {
  const relation = imageRelations.find(known => known === text(model, 'relationType'))
  if (relation) return relation
  throw new ProtocolError(
    codes.uncaught,
    'The discriminator field name "relationType" for base-class "AbstractImage" was not found in input data.',
    'LogicException',
  )
}

/**
 * The bytes of each model, by model. Generation 3 fetches what has an address instead of a file. Throws ProtocolError: 400 without
 * a file, 20 for a model whose file is not in it, 500 for an archive that cannot be read.
 */
export function imageFiles(
  state: ShopState,
  sent: readonly WireModel[],
  archive: Buffer | null,
): ReadonlyMap<WireModel, { readonly name: string; readonly content: Buffer }> {
  if (sent.length === 0) return new Map()
  if (archive === null) {
    if (state.quirks.imagesByUrl && sent.every(model => text(model, 'remoteUrl') !== '')) return new Map()
    throw new ProtocolError(
      codes.noUpload,
      'Uploaded file could not get found. Please check upload_max_filesize and post_max_size',
    )
  }
  const entries = [...unzip(archive)]
  return new Map(
    sent.map(model => {
      const { host } = readId(model['id'])
      const wanted = new RegExp(`^${host}_${relationOf(model)}(?:_.*)?\\.\\w+$`, 'i')
      const found = entries.find(([name]) => wanted.test(name))
      if (!found)
        throw new ProtocolError(codes.imageMissing, `Image with host id ${host} is not in the archive`)
      const [name, content] = found
      return [model, { name: withEnding(name, content), content }]
    }),
  )
}

/** Stores one image; one of something that the shop does not have is passed over. */
export function storeImage(batch: Batch, model: WireModel): string | null {
  const { store } = batch.state
  const relation = relationOf(model)
  const ownerId = resolve(batch, owners[relation], readId(model['foreignKey']))
  const known = {
    product: store.items,
    category: store.categories,
    manufacturer: store.manufacturers,
    specific: store.specifics,
  }[relation].get(ownerId)
  if (!known) return null
  const bare = { ...model, id: bareId(model['id']) }
  const { id, host } = place(batch, 'Image', bare, store.images)
  const file = batch.files?.get(model)
  const altText = ownName(batch.state, readTexts(batch.state, model, 'altText'))
  store.images.put({
    id,
    relation,
    ownerId,
    fileName: file?.name ?? text(model, 'filename'),
    sort: integer(model, 'sort'),
    ...(altText ? { altText } : {}),
    ...(file ? { sha256: createHash('sha256').update(file.content).digest('hex') } : {}),
  })
  remember(batch, 'Image', id, host)
  return id
}

/** The image as it is answered: `whole` has its ids as far as every model has them. */
export function imageAnswer(batch: Batch, model: WireModel, whole: WireModel): WireModel {
  const { quirks, store } = batch.state
  const { host } = readId(model['id'])
  const id = resolve(batch, 'Image', { endpoint: '', host })
  const relation = relationOf(model)
  const owner = readId(model['foreignKey'])
  const ownerId = resolve(batch, owners[relation], owner)
  const named = id !== '' && quirks.imageIdsWithRelation ? `${relation}#=#${id}` : id
  return {
    ...whole,
    id: named === '' && host === 0 ? noId(quirks) : pair(quirks, named, host),
    foreignKey: ownerId === '' && owner.host === 0 ? noId(quirks) : pair(quirks, ownerId, owner.host),
    filename: store.images.get(id)?.data.fileName ?? text(model, 'filename'),
  }
}

/** The identity without the relation in front of its endpoint. */
export function bareId(identity: WireModel[string] | undefined): WireModel[string] {
  const { endpoint, host } = readId(identity)
  return [endpoint.replace(/^\w+#=#/, ''), host]
}

// The endpoint corrects the ending by what the file is.
function withEnding(name: string, content: Buffer): string {
  const [, ending] = signatures.find(([begin]) => content.subarray(0, begin.length).equals(begin)) ?? []
  return ending ? name.replace(/\w+$/, ending) : name
}

const signatures: readonly (readonly [Buffer, string])[] = [
  [Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'png'],
  [Buffer.from([0xff, 0xd8, 0xff]), 'jpg'],
  [Buffer.from('GIF8'), 'gif'],
]

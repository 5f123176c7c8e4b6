/** Images: given as data or fetched by the shop from an address. */

import { chosen, type Model, sameNames } from '../filters.ts'
import { invalid, missing, notFound, ShopError } from '../shopError.ts'
import { now, type ShopState } from '../state.ts'
import { names, numberOf, type Row, rowOf, rowsOf, textOf } from '../wire.ts'
import type { Resource } from './resource.ts'

const model: Model = {
  name: 'Shopware\\Models\\Media\\Media',
  properties: sameNames(
    'id',
    'albumId',
    'name',
    'description',
    'path',
    'type',
    'extension',
    'userId',
    'created',
    'fileSize',
  ),
}

export const media: Resource = {
  list(state, query) {
    const { rows, total } = chosen(model, state.tables.media.all(), query, state.quirks.unsorted)
    return { rows: rows.map(row => shown(state, row)), total }
  },
  one: (state, id) => shown(state, mediaBy(state, id)),
  fetch: (state, body) => fetched(state, body, 'file'),
  create(state, body) {
    if (textOf(body['album']) === '') throw missing('album')
    if (textOf(body['file']) === '') throw missing('file')
    refuse(state, body)
    return store(state, body)
  },
  change(state, id, body) {
    const row = mediaBy(state, id)
    refuse(state, { ...body, id: row['id'] ?? 0 })
    for (const name of ['name', 'description']) if (names(body, name)) row[name] = textOf(body[name])
    if (names(body, 'album')) row['albumId'] = numberOf(body['album'])
    if (names(body, 'file')) putFile(state, row, textOf(body['file']))
    return numberOf(row['id'])
  },
  remove(state, id) {
    const row = mediaBy(state, id)
    state.files.delete(textOf(row['path']))
    state.tables.media.remove(numberOf(row['id']))
    for (const article of state.tables.articles.all())
      article['images'] = rowsOf(article['images']).filter(one => one['mediaId'] !== row['id'])
    return {}
  },
}

function mediaBy(state: ShopState, id: string): Row {
  const row = state.tables.media.get(id)
  if (!row) throw notFound('Media', id)
  return row
}

function shown(state: ShopState, row: Row): Row {
  return {
    ...row,
    created: state.times.iso(textOf(row['created'])),
    path: `${state.url}${textOf(row['path'])}`,
  }
}

function store(state: ShopState, body: Row): number {
  const file = textOf(body['file'])
  const row = state.tables.media.add({
    albumId: numberOf(body['album']),
    name: textOf(body['name']),
    description: textOf(body['description']),
    type: 'IMAGE',
    extension: 'png',
    userId: 0,
    created: now(state),
    fileSize: 0,
    path: '',
  })
  try {
    putFile(state, row, file)
  } catch (error) {
    state.tables.media.remove(row.id)
    throw error
  }
  return row.id
}

function putFile(state: ShopState, row: Row, uri: string): void {
  const [, type = '', data] = /^data:image\/([a-z]+);base64,(.*)$/s.exec(uri) ?? []
  if (data === undefined)
    throw new ShopError(400, 'Could not load the file: it is neither a data URI nor an address')
  const bytes = Buffer.from(data, 'base64')
  if (bytes.length === 0) throw invalid('file: Dieser Wert sollte nicht leer sein.')
  const extension = type === 'jpeg' ? 'jpg' : type
  const name = textOf(row['name']) || `bild-${row['id']}`
  Object.assign(row, {
    name,
    extension,
    fileSize: bytes.length,
    path: `media/image/${row['id']}-${encodeURIComponent(name)}.${extension}`,
  })
  state.files.set(textOf(row['path']), bytes)
}

/** A body whose images are all in the shop: those that were given by an address have been fetched. */
export async function fetchImages(state: ShopState, body: Row): Promise<Row> {
  const one = rowOf(body['media'])
  if (names(one, 'link')) return { ...body, media: await inShop(state, one) }
  const variants = names(body, 'images') ? rowsOf(body['images']) : undefined
  if (!variants) return body
  const images: Row[] = []
  for (const image of variants) images.push(names(image, 'link') ? await inShop(state, image) : image)
  return { ...body, images }
}

async function inShop(state: ShopState, image: Row): Promise<Row> {
  const { file } = await fetched(state, { file: image['link'] ?? null }, 'file')
  const { link: _, ...rest } = image
  const mediaId = store(state, {
    album: -1,
    file: file ?? null,
    name: textOf(image['name']),
    description: textOf(image['description']),
  })
  return { ...rest, mediaId }
}

async function fetched(state: ShopState, body: Row, key: string): Promise<Row> {
  const address = textOf(body[key])
  if (!/^https?:/i.test(address)) {
    if (address !== '' && !address.startsWith('data:'))
      throw new ShopError(400, `Unsupported schema '${address.split(':')[0] ?? ''}'.`)
    return body
  }
  if (state.quirks.noDownloads) throw new ShopError(400, `Could not open ${address} for reading`)
  const answer = await fetch(address)
  if (!answer.ok) throw new ShopError(400, `Could not open ${address} for reading`)
  const type = answer.headers.get('content-type') ?? 'image/png'
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { ...body, [key]: `data:${type.split(';')[0]};base64,${bytes.toString('base64')}` }
}

function refuse(state: ShopState, body: Row): void {
  const reason = state.refuse('media', body)
  if (reason !== undefined) throw invalid(reason)
}

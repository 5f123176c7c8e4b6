import { useBlobs } from '../base/blobs.ts'
import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import {
  deleteImages,
  type ImageRow,
  insertImages,
  itemsOfImages,
  readImageFiles,
  readImages,
  updateImages,
  writeImageChannels,
} from './imageStore.ts'
import { holdKnownItems } from './itemStore.ts'
import { knownChannels } from './knownChannels.ts'
import type { Refused } from './problems.ts'
import { withChildren } from './withChildren.ts'

export interface NewImage {
  readonly itemId: string
  /** Of a file that was uploaded, and looked at by `prepareImages`. */
  readonly hash: string
  /** Its place; without it behind the others. */
  readonly sort?: number | undefined
  /** What it shows, by ISO 639-1 language. */
  readonly alt?: Readonly<Record<string, string>> | undefined
  /** Only there; absent or none: everywhere. */
  readonly channelIds?: readonly string[] | undefined
}

export type AddedImage =
  | { readonly id: string; readonly itemId: string; readonly did: 'new' | 'exists' }
  | Refused

/**
 * Gives items images. The same bytes once per item: `exists`, as it is. Refused, by the hash: ITEM_UNKNOWN, BLOB_UNKNOWN,
 * CHANNEL_UNKNOWN, IMAGE_INVALID and what `faults` says (of `prepareImages`).
 */
export async function addImages(
  tx: Tx,
  tenant: string,
  list: readonly NewImage[],
  faults: ReadonlyMap<string, Refused['code']> = new Map(),
): Promise<{ results: AddedImage[]; changed: Changed }> {
  const items = await holdKnownItems(
    tx,
    tenant,
    list.map(image => image.itemId),
  )
  const hashes = list.map(image => image.hash)
  const blobs = await useBlobs(tx, tenant, hashes)
  const [files, stored, channels] = await Promise.all([
    readImageFiles(tx, tenant, [...blobs.keys()]),
    readImages(tx, tenant, [...items]),
    knownChannels(
      tx,
      tenant,
      list.flatMap(image => image.channelIds ?? []),
    ),
  ])
  const there = new Map(stored.map(row => [`${row.itemId} ${row.hash}`, row.id]))
  const last = new Map<string, number>()
  for (const row of stored) last.set(row.itemId, Math.max(last.get(row.itemId) ?? -1, row.sort))
  const fresh: ImageRow[] = []
  const results = list.map((image): AddedImage => {
    const { itemId, hash } = image
    const refuse = (code: Refused['code'], data: Refused['data']): Refused => ({
      id: hash,
      did: 'refused',
      code,
      data,
    })
    if (!items.has(itemId)) return refuse('ITEM_UNKNOWN', { item: itemId })
    if (!blobs.has(hash)) return refuse('IMAGE_FILE_UNKNOWN', { hash })
    if (!files.has(hash)) return refuse(faults.get(hash) ?? 'IMAGE_INVALID', { hash })
    const stray = image.channelIds?.find(id => !channels.has(id))
    if (stray !== undefined) return refuse('CHANNEL_UNKNOWN', { channel: stray })
    const known = there.get(`${itemId} ${hash}`)
    if (known !== undefined) return { id: known, itemId, did: 'exists' }
    const id = newId()
    const sort = image.sort ?? (last.get(itemId) ?? -1) + 1
    last.set(itemId, Math.max(last.get(itemId) ?? -1, sort))
    there.set(`${itemId} ${hash}`, id)
    fresh.push({ id, itemId, hash, sort, alt: image.alt ?? {}, channelIds: image.channelIds ?? [] })
    return { id, itemId, did: 'new' }
  })
  if (fresh.length > 0) {
    await insertImages(tx, tenant, fresh)
    await writeImageChannels(tx, tenant, fresh)
  }
  // A new one may stand before others, whose places are told with them.
  const beside = stored.filter(row => fresh.some(one => one.itemId === row.itemId && one.sort <= row.sort))
  return { results, changed: await toldBy(tx, tenant, [...fresh, ...beside]) }
}

export interface ImageChange {
  readonly id: string
  readonly sort?: number | undefined
  readonly alt?: Readonly<Record<string, string>> | undefined
  /** None: everywhere. */
  readonly channelIds?: readonly string[] | undefined
}

export type ChangedImage = { readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused

/** Changes images. Refused: IMAGE_UNKNOWN, CHANNEL_UNKNOWN. Channels are told of all images of the item whose place may be another. */
export async function changeImages(
  tx: Tx,
  tenant: string,
  list: readonly ImageChange[],
): Promise<{ results: ChangedImage[]; changed: Changed }> {
  const rows = await holdImages(
    tx,
    tenant,
    list.map(image => image.id),
  )
  const channels = await knownChannels(
    tx,
    tenant,
    list.flatMap(image => image.channelIds ?? []),
  )
  const now = new Map(rows.map(row => [row.id, row]))
  const touched = new Set<string>()
  const results = list.map((image): ChangedImage => {
    const { id } = image
    const row = now.get(id)
    if (!row) return { id, did: 'refused', code: 'IMAGE_UNKNOWN', data: { image: id } }
    const stray = image.channelIds?.find(one => !channels.has(one))
    if (stray !== undefined) return { id, did: 'refused', code: 'CHANNEL_UNKNOWN', data: { channel: stray } }
    const channelIds = image.channelIds ? [...new Set(image.channelIds)].sort() : row.channelIds
    const next = { ...row, sort: image.sort ?? row.sort, alt: image.alt ?? row.alt, channelIds }
    if (isSame(row, next)) return { id, did: 'unchanged' }
    now.set(id, next)
    touched.add(id)
    return { id, did: 'changed' }
  })
  const changedRows = [...now.values()].filter(row => touched.has(row.id))
  if (changedRows.length > 0) {
    await updateImages(tx, tenant, changedRows)
    await writeImageChannels(tx, tenant, changedRows)
  }
  const items = new Set(changedRows.map(row => row.itemId))
  return {
    results,
    changed: await toldBy(
      tx,
      tenant,
      rows.filter(row => items.has(row.itemId)),
    ),
  }
}

/** Takes images away. Refused: IMAGE_UNKNOWN. */
export async function removeImages(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<{ results: ChangedImage[]; changed: Changed }> {
  const rows = await holdImages(tx, tenant, ids)
  const wanted = new Set(ids)
  const gone = rows.filter(row => wanted.has(row.id))
  if (gone.length > 0)
    await deleteImages(
      tx,
      tenant,
      gone.map(row => row.id),
    )
  const known = new Set(gone.map(row => row.id))
  const items = new Set(gone.map(row => row.itemId))
  return {
    results: ids.map(id =>
      known.has(id)
        ? { id, did: 'changed' }
        : { id, did: 'refused', code: 'IMAGE_UNKNOWN', data: { image: id } },
    ),
    changed: await toldBy(
      tx,
      tenant,
      rows.filter(row => items.has(row.itemId)),
    ),
  }
}

export interface ImageOrder {
  readonly itemId: string
  /** From the first on; those that are not named follow behind as they stood. */
  readonly ids: readonly string[]
}

/** Puts the images of items in order. Refused: ITEM_UNKNOWN; IMAGE_UNKNOWN where one is not of that item. */
export async function sortImages(
  tx: Tx,
  tenant: string,
  list: readonly ImageOrder[],
): Promise<{ results: ChangedImage[]; changed: Changed }> {
  const wanted = new Map(list.map(one => [one.itemId, one]))
  const items = await holdKnownItems(tx, tenant, [...wanted.keys()])
  const rows = Map.groupBy(await readImages(tx, tenant, [...items]), row => row.itemId)
  const moved: ImageRow[] = []
  const decide = ({ itemId, ids }: ImageOrder): ChangedImage => {
    if (!items.has(itemId))
      return { id: itemId, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: itemId } }
    const own = rows.get(itemId) ?? []
    const stray = ids.find(id => !own.some(row => row.id === id))
    if (stray !== undefined)
      return { id: itemId, did: 'refused', code: 'IMAGE_UNKNOWN', data: { image: stray } }
    const order = [...new Set([...ids, ...own.map(row => row.id)])]
    const changed = own.filter(row => row.sort !== order.indexOf(row.id))
    moved.push(...changed.map(row => ({ ...row, sort: order.indexOf(row.id) })))
    return { id: itemId, did: changed.length > 0 ? 'changed' : 'unchanged' }
  }
  const results = new Map([...wanted.values()].map(one => [one.itemId, decide(one)]))
  if (moved.length > 0) await updateImages(tx, tenant, moved)
  return {
    results: list.map(one => results.get(one.itemId) ?? decide(one)),
    changed: await toldBy(tx, tenant, moved),
  }
}

/** All images of the items of these images, whose rows are locked. */
async function holdImages(tx: Tx, tenant: string, ids: readonly string[]): Promise<ImageRow[]> {
  const itemIds = [...(await itemsOfImages(tx, tenant, ids)).values()]
  return readImages(tx, tenant, [...(await holdKnownItems(tx, tenant, itemIds))])
}

/** Images are objects of their own at some systems and a part of the item, and of its children, at others. */
function toldBy(tx: Tx, tenant: string, rows: readonly Pick<ImageRow, 'id' | 'itemId'>[]): Promise<Changed> {
  if (rows.length === 0) return Promise.resolve({})
  const unique = (ids: readonly string[]) => [...new Set(ids)].sort()
  return withChildren(tx, tenant, {
    item: unique(rows.map(row => row.itemId)),
    image: unique(rows.map(row => row.id)),
  })
}

function isSame(one: ImageRow, other: ImageRow): boolean {
  const words = (alt: ImageRow['alt']) => JSON.stringify(Object.entries(alt).sort())
  return (
    one.sort === other.sort &&
    words(one.alt) === words(other.alt) &&
    one.channelIds.join() === other.channelIds.join()
  )
}

import { BlockList } from 'node:net'
import { putBlob } from '../../base/blobs.ts'
import { transact } from '../../base/database.ts'
import { addImages, type NewImage } from '../../catalog/images.ts'
import type { Refused as RefusedImage } from '../../catalog/problems.ts'
import type { Note } from '../../channels/adoptionStore.ts'
import { type ImportRow, importRows, objectsNamed } from '../../channels/importStore.ts'
import { PortError } from '../../port/errors.ts'
import { createHttpClient, type HttpClient } from '../../port/httpClient.ts'
import type { ImageRecord } from '../../port/inventory.ts'
import { importBatch } from './importKind.ts'
import { type ImportWork, type Made, type Maker, note, refuse, unreadNotes } from './importWork.ts'

/** Of one image: a larger one is not fetched to its end. */
const mostBytes = 20 * 1024 * 1024
const timeoutMs = 30_000
const atOnce = 4
const batchSize = 20
const front = '00000000-0000-0000-0000-000000000000'

/** An image that was fetched, or why not. */
type Fetched = { readonly hash: string } | { readonly fault: Note }

/**
 * Fetches and stores the images of items that are here, without a login, as a customer's browser would: private addresses only where
 * Kontor may reach them and the shop itself lies there, no redirects, limited in size and time. One that cannot be had is noted, and
 * tried again by the next import. Answers how many were made.
 */
export async function importImages(work: ImportWork, only: readonly string[] | undefined): Promise<number> {
  const { context, tenant } = work
  const { blobs, connection } = context
  if (!blobs) return 0
  const of = { tenant, connectionId: connection.id, kind: 'image' as const }
  const options = {
    timeoutMs,
    answerBytes: mostBytes,
    concurrent: atOnce,
    secrets: [],
    signal: context.signal,
  }
  const own = createHttpClient({ ...options, allow: context.allowAddresses })
  const others = createHttpClient({ ...options, allow: new BlockList() })
  const hosts = new Set(Object.values(connection.settings).flatMap(hostOf))
  const clientFor = (url: string) => (hostOf(url).some(host => hosts.has(host)) ? own : others)
  let count = 0
  let afterId = front
  try {
    while (!context.signal.aborted) {
      const rows = await transact(context.db, { tenant }, tx =>
        importRows(tx, of, { under: false, only, afterId, limit: batchSize }),
      )
      afterId = rows.at(-1)?.id ?? ''
      if (afterId === '') break
      const items = await transact(context.db, { tenant }, tx =>
        objectsNamed(
          tx,
          { ...of, kind: 'item' },
          rows.map(row => imageOf(row).item),
        ),
      )
      const wanted = rows.filter(row => items.has(imageOf(row).item))
      const fetched = await fetchAll(work, wanted, clientFor)
      count += await importBatch(work, 'image', await imageMaker(work, fetched, items), rows)
    }
  } finally {
    await Promise.all([own.close(), others.close()])
  }
  return count
}

async function imageMaker(
  work: ImportWork,
  fetched: ReadonlyMap<string, Fetched>,
  items: ReadonlyMap<string, string>,
): Promise<Maker> {
  const { context, tenant } = work
  const hashes = [...fetched.values()].flatMap(one => ('hash' in one ? [one.hash] : []))
  // Looking at pictures takes a library that is loaded where it is needed.
  const { prepareImages } = await import('../../catalog/prepareImages.ts')
  const faults: ReadonlyMap<string, RefusedImage['code']> = context.blobs
    ? await prepareImages(context.db, tenant, [...new Set(hashes)], context.blobs)
    : new Map()
  return async (tx, _work, rows) => {
    const wanted = rows.flatMap(row => {
      const { item, sort, alt } = imageOf(row)
      const [itemId, file] = [items.get(item), fetched.get(row.id)]
      return itemId !== undefined && file && 'hash' in file
        ? [{ row, image: { itemId, hash: file.hash, sort, alt } satisfies NewImage }]
        : []
    })
    const added = await addImages(
      tx,
      tenant,
      wanted.map(one => one.image),
      faults,
    )
    const results = new Map(wanted.map(({ row }, at) => [row.id, added.results[at]]))
    return {
      changed: [added.changed],
      results: rows.map((row): Made => {
        const { item } = imageOf(row)
        const [result, file] = [results.get(row.id), fetched.get(row.id)]
        if (file && 'fault' in file) return { refused: [file.fault] }
        if (!result) return refuse('IMPORT_PARENT_MISSING', { parent: item })
        if (result.did === 'refused') return refuse(result.code, { ...result.data })
        // The same bytes twice at one item are one image here.
        if (result.did === 'exists') return refuse('IMPORT_IMAGE_TWICE')
        return { objectId: result.id, inside: [], notes: unreadNotes(row.record) }
      }),
    }
  }
}

async function fetchAll(
  work: ImportWork,
  rows: readonly ImportRow[],
  clientFor: (url: string) => HttpClient,
): Promise<ReadonlyMap<string, Fetched>> {
  const fetched = new Map<string, Fetched>()
  const left = [...rows]
  const worker = async () => {
    for (let row = left.shift(); row; row = left.shift()) {
      if (work.context.signal.aborted) return
      const { url } = imageOf(row)
      fetched.set(row.id, await fetchOne(work, url, clientFor(url)))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return fetched
}

async function fetchOne({ context, tenant }: ImportWork, url: string, http: HttpClient): Promise<Fetched> {
  const fault = (reason: string) => ({
    fault: note('IMPORT_IMAGE_FETCH', { url: url.slice(0, 300), reason }),
  })
  try {
    const { status, body, headers } = await http.call({ method: 'GET', url })
    if (status !== 200) return fault(`HTTP ${status}`)
    if (body.length === 0) return fault('no content')
    const mediaType =
      /^image\/[\w.+-]+/.exec(headers['content-type'] ?? '')?.[0] ?? 'application/octet-stream'
    const { blobs } = context
    if (!blobs) return fault('no place for files')
    const stored = await transact(context.db, { tenant }, tx =>
      putBlob(tx, tenant, Buffer.from(body), mediaType, blobs),
    )
    return { hash: stored.hash }
  } catch (error) {
    if (!(error instanceof PortError)) throw error
    return fault(`${error.code} ${error.detail}`.trim().slice(0, 200))
  }
}

function imageOf(row: ImportRow): ImageRecord {
  return row.record as ImageRecord
}

function hostOf(url: string): string[] {
  return URL.canParse(url) ? [new URL(url).host] : []
}

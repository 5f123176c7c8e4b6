import { changedTogether } from '../../base/changed.ts'
import { sqlState, type Tx, transact } from '../../base/database.ts'
import { KontorError } from '../../base/errors.ts'
import { freshStatistics, isTimeToLook } from '../../base/freshStatistics.ts'
import { newId } from '../../base/ids.ts'
import { errorFacts } from '../../base/log.ts'
import type { AdoptionKind, Note } from '../../channels/adoptionStore.ts'
import { type ImportRow, importRows, madeHere, noteMade, noteRefused } from '../../channels/importStore.ts'
import type { KeyBlock } from '../../channels/keyStore.ts'
import {
  enterLinks,
  findLinks,
  type Linkable,
  type LinksOf,
  linkKey,
  nameTheirs,
} from '../../channels/linkStore.ts'
import type { CharacteristicRecord, ItemRecord } from '../../port/inventory.ts'
import { isOfRecord } from '../importBatch.ts'
import { linksOf } from '../linksOf.ts'
import { markDue } from '../markDue.ts'
import { takeAsTold } from '../takeAsTheirs.ts'
import { type ImportWork, type Made, type Maker, note } from './importWork.ts'

const batchSize = 200
const front = '00000000-0000-0000-0000-000000000000'

/**
 * Makes all objects of a kind that can be made, batch by batch, each in one transaction: the objects, what is said of them, their
 * links under numbers drawn before, and that the channel has them as they are here. A crash loses the batch at hand, whose objects
 * wait as before. What one object cannot be is noted with it. Answers how many were made.
 */
export async function importKind(
  work: ImportWork,
  kind: AdoptionKind,
  maker: Maker,
  wish: { readonly under: boolean; readonly only: readonly string[] | undefined },
): Promise<number> {
  const { context, tenant } = work
  const of = { tenant, connectionId: context.connection.id, kind }
  let count = 0
  let afterId = front
  for (let batch = 1; !context.signal.aborted; batch++) {
    const rows = await transact(context.db, { tenant }, tx =>
      importRows(tx, of, { ...wish, afterId, limit: batchSize }),
    )
    afterId = rows.at(-1)?.id ?? ''
    if (afterId === '') return count
    count += await importBatch(work, kind, maker, rows)
    if (isTimeToLook(batch)) await transact(context.db, { tenant }, tx => freshStatistics(tx, 'catalogue'))
  }
  return count
}

/** The same of one batch that the caller has read. */
export async function importBatch(
  work: ImportWork,
  kind: AdoptionKind,
  maker: Maker,
  rows: readonly ImportRow[],
): Promise<number> {
  const { context } = work
  const block = await context.keys.reserve(rows.reduce((sum, row) => sum + 1 + insideCount(row), 0))
  const made = await context.write(tx => makeOrHalve({ tx, work, kind, maker, block }, rows))
  block.giveBack()
  return made
}

interface Batch {
  readonly tx: Tx
  readonly work: ImportWork
  readonly kind: AdoptionKind
  readonly maker: Maker
  readonly block: KeyBlock
}

// One object that the database cannot take costs the others a second try.
async function makeOrHalve(batch: Batch, rows: readonly ImportRow[]): Promise<number> {
  const { tx, work } = batch
  const [only] = rows
  if (!only) return 0
  try {
    return await makeWhole(batch, rows)
  } catch (error) {
    if (!isOfRecord(error) && !/^2[23]/.test(sqlState(error) ?? '')) throw error
    await tx.run('rollback to savepoint of_objects')
    if (rows.length > 1) {
      const middle = rows.length >> 1
      const first = await makeOrHalve(batch, rows.slice(0, middle))
      return first + (await makeOrHalve(batch, rows.slice(middle)))
    }
    await noteRefused(tx, work.tenant, [{ id: only.id, notes: [noteOf(work, error)] }])
    return 0
  }
}

function noteOf({ context }: ImportWork, error: unknown): Note {
  if (error instanceof KontorError && error.status < 500) return note(error.code, error.data)
  const reference = newId().slice(-12)
  context.log.error({ reference, ...errorFacts(error) }, 'object of the shop refused by the database')
  return note('INTERNAL_ERROR', { reference })
}

// Until nothing of a refused object was written.
async function makeWhole(batch: Batch, given: readonly ImportRow[]): Promise<number> {
  const { tx, work, maker } = batch
  const refused: { id: string; notes: readonly Note[] }[] = []
  let rows = given
  for (;;) {
    await tx.run('savepoint of_objects')
    const { results, changed, along = [] } = await maker(tx, work, rows)
    const undone = new Set<ImportRow>()
    for (const [at, row] of rows.entries()) {
      const result = results[at]
      if (!result) throw new TypeError('an object has no result')
      if ('refused' in result && result.written) {
        undone.add(row)
        refused.push({ id: row.id, notes: result.refused })
      }
    }
    if (undone.size === 0) {
      const made = await keep(batch, rows, results, refused)
      await noteRefused(tx, work.tenant, refused)
      await markDue(tx, work.tenant, changedTogether(...changed), work.by)
      await tellChannel(batch, made, along)
      await tx.run('release savepoint of_objects')
      return made.length
    }
    await tx.run('rollback to savepoint of_objects')
    rows = rows.filter(row => !undone.has(row))
  }
}

/** Links what was made, with what lies in it; answers the objects. */
async function keep(
  { tx, work, kind, block }: Batch,
  rows: readonly ImportRow[],
  results: readonly Made[],
  refused: { id: string; notes: readonly Note[] }[],
): Promise<string[]> {
  const of = linksOf(work.context, kind)
  const made = rows.flatMap((row, at) => {
    const result = results[at]
    if (!result || 'refused' in result) {
      if (result) refused.push({ id: row.id, notes: result.refused })
      return []
    }
    return [{ row, result }]
  })
  const own = made.map(({ row, result }) => ({ kind, objectId: result.objectId, theirs: row.theirs }))
  const clashing = await linkAll(tx, of, own, block)
  const free = made.filter(({ result }) => !clashing.has(result.objectId))
  for (const { row, result } of made)
    if (clashing.has(result.objectId))
      // What is here by that name is another one of theirs already: nothing was made.
      refused.push({ id: row.id, notes: [note('IMPORT_NAME_TWICE', { name: row.name })] })
  await linkAll(
    tx,
    of,
    free.flatMap(({ result }) => result.inside),
    block,
  )
  await noteMade(
    tx,
    work.tenant,
    free.map(({ row, result }) => ({ id: row.id, objectId: result.objectId, notes: result.notes })),
    work.by,
    work.context.now(),
  )
  return free.map(({ result }) => result.objectId)
}

// Answers objects of ours that are, or would be, another one of theirs.
async function linkAll(
  tx: Tx,
  of: LinksOf,
  list: readonly (Linkable & { readonly theirs: string })[],
  block: KeyBlock,
): Promise<Set<string>> {
  const known = await findLinks(tx, of, list)
  const fresh = list.filter(one => !known.has(linkKey(one)))
  const links = new Map([
    ...known,
    ...(await enterLinks(
      tx,
      of,
      fresh.map(one => ({ ...one, no: block.numberOf(one) })),
    )),
  ])
  const unnamed = list.flatMap(one => {
    const link = links.get(linkKey(one))
    return link && link.theirs === '' ? [{ no: link.no, theirs: one.theirs }] : []
  })
  const taken = await nameTheirs(tx, of.tenant, of.connectionId, unnamed)
  return new Set(
    list.flatMap(one => {
      const link = links.get(linkKey(one))
      const isOther = !link || taken.has(link.no) || (link.theirs !== '' && link.theirs !== one.theirs)
      return isOther ? [one.objectId] : []
    }),
  )
}

async function tellChannel({ tx, work, kind }: Batch, made: readonly string[], along: readonly Linkable[]) {
  const { context, channel } = work
  for (const owner of ['category', 'manufacturer', 'characteristic'] as const) {
    const ids = along.flatMap(one => (one.kind === owner ? [one.objectId] : []))
    await takeAsTold(tx, context, owner, channel, [...new Set(ids)])
  }
  await takeAsTold(tx, context, kind, channel, made)
  // What may be had of a parent is the sum of its children, which have just come.
  const parents = along.flatMap(one => (one.kind === 'item' ? [one.objectId] : []))
  const of = { tenant: context.tenant, connectionId: context.connection.id, kind: 'item' as const }
  const grown = await madeHere(tx, of, [...new Set(parents)])
  await takeAsTold(tx, context, 'item', channel, grown, true)
}

function insideCount({ record }: ImportRow): number {
  const { variations = [] } = record as Partial<ItemRecord>
  const { values = [] } = record as Partial<CharacteristicRecord>
  return variations.reduce((sum, one) => sum + 1 + one.values.length, values.length)
}

import type { Changed, ChangedKind } from '../../base/changed.ts'
import { type Database, type Tx, transact } from '../../base/database.ts'
import { newId } from '../../base/ids.ts'
import { countItems, listItems } from '../../catalog/listItems.ts'
import { catalogProblem } from '../../catalog/problems.ts'
import { wideChange } from '../../channels/dueStore.ts'
import { activeChannels } from '../../channels/timedStore.ts'
import { markDue, markSweeps } from '../markDue.ts'
import type { BulkChange, BulkFilter } from './bulkChange.ts'
import {
  type BulkEdit,
  type BulkValue,
  beginUndo,
  holdBulkEdit,
  insertBulkEdit,
  insertValues,
  nextValues,
  readBulkEdit,
  settleValues,
  storeProgress,
} from './bulkEditStore.ts'
import { changeStates, wishOf } from './changeStates.ts'
import { fieldKind, type RefusedField } from './fieldNames.ts'
import { readStates, sameValue, touchedFields } from './itemState.ts'

/** So many items are changed in one transaction. */
const batchSize = 500
/** So long a change can be taken back; then its old values go. */
export const undoDays = 30
const all = 2_147_483_647

/** What a change would do to one item. */
export interface PreviewedItem {
  readonly itemId: string
  readonly fields: readonly BulkValue[]
}

/**
 * What a change would do to the items of a page, as it would be done: by the same verbs, all of which is rolled back. Nothing
 * is written. Items to which it would do nothing are absent.
 */
export async function previewBulkEdit(
  tx: Tx,
  tenant: string,
  wish: { readonly filter: BulkFilter; readonly change: BulkChange },
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<{ items: PreviewedItem[]; found: number; looked: number; next: string | null }> {
  const ids = await nextIds(tx, tenant, wish.filter, page.after ?? null, page.limit + 1)
  const shown = ids.slice(0, page.limit)
  await tx.run('savepoint preview')
  const { values } = await changeBatch(tx, tenant, shown, wish.change)
  await tx.run('rollback to savepoint preview')
  const byItem = Map.groupBy(values, value => value.itemId)
  return {
    items: shown.flatMap(itemId => {
      const fields = byItem.get(itemId)
      return fields ? [{ itemId, fields }] : []
    }),
    found: await countFound(tx, tenant, wish.filter),
    looked: shown.length,
    next: ids.length > shown.length ? (shown.at(-1) ?? null) : null,
  }
}

/** Writes a change down; `workBulkEdit` does it. */
export async function startBulkEdit(
  tx: Tx,
  tenant: string,
  wish: { readonly filter: BulkFilter; readonly change: BulkChange },
  actor: string,
  now: Date,
): Promise<string> {
  const id = newId()
  const found = await countFound(tx, tenant, wish.filter)
  await insertBulkEdit(tx, tenant, { id, at: now, actor, found, ...wish })
  return id
}

/**
 * Does what is open of a change, or of taking it back: batches of 500 items, each with its old values, its due rows and how far
 * it got in one transaction. Killed and asked again it goes on behind the last batch; so it does when `signal` ended it after a
 * batch. Two who ask at once share the work.
 * Answers the edit as it stands then. Throws BULK_EDIT_UNKNOWN.
 */
export async function workBulkEdit(
  db: Database,
  tenant: string,
  id: string,
  onBatch: (edit: BulkEdit) => void = () => undefined,
  signal?: AbortSignal,
): Promise<BulkEdit> {
  for (let isOpen = true; isOpen; ) {
    isOpen = await transact(db, { tenant }, tx => workBatch(tx, tenant, id))
    const edit = await transact(db, { tenant }, tx => readBulkEdit(tx, tenant, id))
    if (!isOpen || signal?.aborted) return edit
    onBatch(edit)
  }
  throw new TypeError('the last batch answers')
}

/**
 * Takes a change back from now on; `workBulkEdit` does it. What was changed since stays as it is. Throws BULK_EDIT_UNKNOWN,
 * BULK_EDIT_RUNNING, and UNDO_TOO_LATE after 30 days. One that is taken back already stays so.
 */
export async function undoBulkEdit(tx: Tx, tenant: string, id: string, by: string, now: Date): Promise<void> {
  await readBulkEdit(tx, tenant, id)
  const edit = await holdBulkEdit(tx, tenant, id)
  if (!edit || edit.state === 'running') throw catalogProblem('BULK_EDIT_RUNNING', { edit: id })
  if (edit.state !== 'done') return
  if (edit.at.getTime() + undoDays * 86_400_000 < now.getTime())
    throw catalogProblem('UNDO_TOO_LATE', { at: edit.at.toISOString().slice(0, 10), days: undoDays })
  await beginUndo(tx, tenant, id, by, now)
}

/** Answers whether there is more to do that nobody else does. */
async function workBatch(tx: Tx, tenant: string, id: string): Promise<boolean> {
  const edit = await holdBulkEdit(tx, tenant, id)
  if (!edit || edit.state === 'done' || edit.state === 'undone') return false
  return edit.state === 'running' ? changeNext(tx, tenant, edit) : undoNext(tx, tenant, edit)
}

type HeldEdit = BulkEdit & { readonly afterId: string | null }

async function changeNext(tx: Tx, tenant: string, edit: HeldEdit): Promise<boolean> {
  const ids = await nextIds(tx, tenant, edit.filter, edit.afterId, batchSize)
  const { values, changed } = await changeBatch(tx, tenant, ids, edit.change)
  await insertValues(tx, tenant, edit.id, values)
  await tell(tx, tenant, edit, changed)
  const isLast = ids.length < batchSize
  const refused = itemsOf(values.filter(value => value.refusedCode !== null))
  await storeProgress(tx, tenant, edit.id, {
    afterId: isLast ? null : (ids.at(-1) ?? null),
    state: isLast ? 'done' : 'running',
    changed: itemsOf(values) - refused,
    refused,
  })
  return !isLast
}

async function undoNext(tx: Tx, tenant: string, edit: HeldEdit): Promise<boolean> {
  const values = await nextValues(tx, tenant, edit.id, edit.afterId, batchSize)
  const ids = [...new Set(values.map(value => value.itemId))]
  const open = values.filter(value => value.refusedCode === null)
  const fields = [
    ...new Set(open.map(value => value.field).filter(field => field.includes(' ') || field === 'category')),
  ]
  const states = await readStates(tx, tenant, ids, fields)
  const stands = (value: BulkValue) =>
    sameValue(value.field, states.get(value.itemId)?.[value.field] ?? null, value.after)
  const back = Map.groupBy(open.filter(stands), value => value.itemId)
  const { refused, changed } = await changeStates(
    tx,
    tenant,
    [...back].map(([itemId, list]) => ({
      itemId,
      fields: Object.fromEntries(list.map(value => [value.field, value.before])),
    })),
  )
  const code = (value: BulkValue) => (stands(value) ? codeOf(refused, value) : 'CHANGED_MEANWHILE')
  await settleValues(
    tx,
    tenant,
    edit.id,
    open.map(value => ({ itemId: value.itemId, field: value.field, code: code(value) })),
  )
  await tell(tx, tenant, edit, changed)
  const isLast = ids.length < batchSize
  await storeProgress(tx, tenant, edit.id, {
    afterId: isLast ? null : (ids.at(-1) ?? null),
    state: isLast ? 'undone' : 'undoing',
    changed: 0,
    refused: 0,
  })
  return !isLast
}

// A verb that looks at the whole item refuses all of its own fields.
function codeOf(refused: readonly RefusedField[], { itemId, field }: BulkValue): string | null {
  const about = fieldKind(field)
  const isOwn = about.kind === 'field' || (about.kind === 'text' && about.channelId === null)
  const found = refused.find(
    one => one.itemId === itemId && (one.field === field || (isOwn && one.field === 'item')),
  )
  return found?.code ?? null
}

/** Changes items and says which fields are others than before, and which were refused. */
async function changeBatch(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  change: BulkChange,
): Promise<{ values: BulkValue[]; changed: Changed }> {
  const fields = touchedFields(change)
  const before = await readStates(tx, tenant, ids, fields)
  const wishes = [...before].map(([itemId, state]) => wishOf(itemId, state, change))
  const { refused, changed } = await changeStates(tx, tenant, wishes)
  const after = await readStates(tx, tenant, ids, fields)
  const values = [...before].flatMap(([itemId, was]) => {
    const is = after.get(itemId) ?? was
    return Object.keys(was)
      .filter(field => !sameValue(field, was[field], is[field]))
      .map(
        (field): BulkValue => ({
          itemId,
          field,
          before: was[field],
          after: is[field],
          refusedCode: null,
        }),
      )
  })
  const left = [...wishes.flatMap(wish => wish.refused), ...refused].map(
    ({ itemId, field, code, data }): BulkValue => ({
      itemId,
      field,
      before: null,
      after: null,
      refusedCode: code,
      refusedData: data,
    }),
  )
  const known = new Map([...values, ...left].map(value => [`${value.itemId} ${value.field}`, value]))
  return { values: [...known.values()], changed }
}

// A wide change is one sweep per channel and kind, asked for with each batch: none is lost, whatever happens in between.
async function tell(tx: Tx, tenant: string, edit: BulkEdit, changed: Changed): Promise<void> {
  if (edit.found <= wideChange) return markDue(tx, tenant, changed, edit.actor)
  const kinds = Object.keys(changed) as ChangedKind[]
  if (kinds.length === 0) return
  const channelIds = await activeChannels(tx, tenant)
  await markSweeps(tx, tenant, { channelIds, kinds, by: edit.actor, complete: false })
}

/** The next items that are meant, the newest first: those that come in meanwhile are left alone. */
async function nextIds(
  tx: Tx,
  tenant: string,
  filter: BulkFilter,
  afterId: string | null,
  limit: number,
): Promise<string[]> {
  if ('ids' in filter)
    return [...new Set(filter.ids)]
      .sort()
      .reverse()
      .filter(id => afterId === null || id < afterId)
      .slice(0, limit)
  const rows = await listItems(tx, tenant, filter, { ...(afterId ? { after: afterId } : {}), limit })
  return rows.map(row => row.id)
}

async function countFound(tx: Tx, tenant: string, filter: BulkFilter): Promise<number> {
  return 'ids' in filter ? new Set(filter.ids).size : countItems(tx, tenant, filter, all)
}

function itemsOf(values: readonly BulkValue[]): number {
  return new Set(values.map(value => value.itemId)).size
}

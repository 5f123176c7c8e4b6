import type { Tx } from '../../base/database.ts'
import { isId } from '../../base/ids.ts'
import { catalogProblem } from '../../catalog/problems.ts'
import type { BulkChange, BulkFilter } from './bulkChange.ts'

export const bulkEditStates = ['running', 'done', 'undoing', 'undone'] as const

/** A change of many items, as it stands. */
export interface BulkEdit {
  readonly id: string
  readonly at: Date
  readonly actor: string
  readonly filter: BulkFilter
  readonly change: BulkChange
  readonly state: (typeof bulkEditStates)[number]
  readonly found: number
  /** Items that are others than before, and of which nothing was refused. */
  readonly changed: number
  /** Items of which something was left as it is, with its reason. */
  readonly refused: number
  readonly undoneBy: string | null
  readonly undoneAt: Date | null
}

const columns = `id, at, actor, filter, change, state, found, changed, refused, undone_by as "undoneBy", undone_at as "undoneAt"`

/** Writes a bulk edit down, before its first item. */
export async function insertBulkEdit(
  tx: Tx,
  tenant: string,
  edit: Pick<BulkEdit, 'id' | 'at' | 'actor' | 'filter' | 'change' | 'found'>,
): Promise<void> {
  const { id, at, actor, filter, change, found } = edit
  await tx.run(
    `insert into bulk_edit (tenant_id, id, at, actor, filter, change, found) values ($1, $2, $3, $4, $5, $6, $7)`,
    [tenant, id, at, actor, JSON.stringify(filter), JSON.stringify(change), found],
  )
}

/** A bulk edit. Throws BULK_EDIT_UNKNOWN. */
export async function readBulkEdit(tx: Tx, tenant: string, id: string): Promise<BulkEdit> {
  const [edit] = isId(id)
    ? await tx.query<BulkEdit>(`select ${columns} from bulk_edit where tenant_id = $1 and id = $2`, [
        tenant,
        id,
      ])
    : []
  if (!edit) throw catalogProblem('BULK_EDIT_UNKNOWN', { edit: id })
  return edit
}

/** Bulk edits, newest first. */
export function listBulkEdits(
  tx: Tx,
  tenant: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<BulkEdit[]> {
  return tx.query<BulkEdit>(
    `select ${columns} from bulk_edit where tenant_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [tenant, page.after ?? null, page.limit],
  )
}

/** How many there are; counts no further than `most`. */
export async function countBulkEdits(tx: Tx, tenant: string, most: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from bulk_edit where tenant_id = $1 limit $2) as counted`,
    [tenant, most],
  )
  return row?.count ?? 0
}

/** An edit with the item that was done last; undefined while somebody else works on it. Held until the end of the transaction. */
export async function holdBulkEdit(
  tx: Tx,
  tenant: string,
  id: string,
): Promise<(BulkEdit & { readonly afterId: string | null }) | undefined> {
  const [edit] = await tx.query<BulkEdit & { afterId: string | null }>(
    `select ${columns}, after_id as "afterId" from bulk_edit where tenant_id = $1 and id = $2 for update skip locked`,
    [tenant, id],
  )
  return edit
}

/** A part is done, up to an item; null: all of it, in that state. */
export async function storeProgress(
  tx: Tx,
  tenant: string,
  id: string,
  done: { afterId: string | null; state: BulkEdit['state']; changed: number; refused: number },
): Promise<void> {
  await tx.run(
    `update bulk_edit set after_id = $3, state = $4, changed = changed + $5, refused = refused + $6 where tenant_id = $1 and id = $2`,
    [tenant, id, done.afterId, done.state, done.changed, done.refused],
  )
}

/** The edit is to be taken back from now on. */
export async function beginUndo(tx: Tx, tenant: string, id: string, by: string, now: Date): Promise<void> {
  await tx.run(
    `update bulk_edit set state = 'undoing', after_id = null, undone_by = $3, undone_at = $4 where tenant_id = $1 and id = $2`,
    [tenant, id, by, now],
  )
}

/** One field of one item: what it was, and what it became; with a code it was not done, or not taken back. */
export interface BulkValue {
  readonly itemId: string
  readonly field: string
  readonly before: unknown
  readonly after: unknown
  readonly refusedCode: string | null
  /** What the sentence of the code names; is not stored. */
  readonly refusedData?: Readonly<Record<string, string>>
}

export async function insertValues(
  tx: Tx,
  tenant: string,
  editId: string,
  values: readonly BulkValue[],
): Promise<void> {
  if (values.length === 0) return
  await tx.run(
    `insert into bulk_edit_value (tenant_id, bulk_edit_id, item_id, field, before, after, refused_code)
     select $1, $2, r."itemId", r.field, r.before, r.after, r."refusedCode"
     from json_to_recordset($3) as r ("itemId" uuid, field text, before jsonb, after jsonb, "refusedCode" text)
     order by r."itemId", r.field
     on conflict (tenant_id, bulk_edit_id, item_id, field) do update set refused_code = excluded.refused_code`,
    [tenant, editId, JSON.stringify(values)],
  )
}

/** What can be taken back of the next items, in the order of their ids. */
export function nextValues(
  tx: Tx,
  tenant: string,
  editId: string,
  afterId: string | null,
  limit: number,
): Promise<BulkValue[]> {
  return tx.query<BulkValue>(
    `select item_id as "itemId", field, before, after, refused_code as "refusedCode" from bulk_edit_value
     where tenant_id = $1 and bulk_edit_id = $2 and item_id in (
       select distinct item_id from bulk_edit_value
       where tenant_id = $1 and bulk_edit_id = $2 and ($3::uuid is null or item_id > $3) order by item_id limit $4)
     order by item_id, field`,
    [tenant, editId, afterId, limit],
  )
}

/** What was taken back, and (with a code) what was not. */
export async function settleValues(
  tx: Tx,
  tenant: string,
  editId: string,
  values: readonly { readonly itemId: string; readonly field: string; readonly code: string | null }[],
): Promise<void> {
  await tx.run(
    `update bulk_edit_value v set undone = r.code is null, refused_code = r.code
     from json_to_recordset($3) as r ("itemId" uuid, field text, code text)
     where v.tenant_id = $1 and v.bulk_edit_id = $2 and v.item_id = r."itemId" and v.field = r.field`,
    [tenant, editId, JSON.stringify(values)],
  )
}

/** A field of an item in the list of an edit. */
export interface ListedValue extends BulkValue {
  readonly itemNumber: string
  readonly undone: boolean
}

/** What an edit did, item by item, behind an item; only what was refused, if asked so. */
export function listValues(
  tx: Tx,
  tenant: string,
  editId: string,
  page: { readonly after: string | undefined; readonly limit: number; readonly refused: boolean },
): Promise<ListedValue[]> {
  return tx.query<ListedValue>(
    `select v.item_id as "itemId", i.item_number as "itemNumber", v.field, v.before, v.after, v.refused_code as "refusedCode", v.undone
     from bulk_edit_value v join item i on i.tenant_id = v.tenant_id and i.id = v.item_id
     where v.tenant_id = $1 and v.bulk_edit_id = $2 and v.item_id in (
       select distinct item_id from bulk_edit_value
       where tenant_id = $1 and bulk_edit_id = $2 and ($3::uuid is null or item_id > $3) and (not $5 or refused_code is not null)
       order by item_id limit $4)
       and (not $5 or v.refused_code is not null)
     order by v.item_id, v.field`,
    [tenant, editId, page.after ?? null, page.limit, page.refused],
  )
}

/** The old and new values of edits that were made before, of all tenants: they cannot be taken back any more. */
export async function forgetValues(tx: Tx, before: Date): Promise<void> {
  await tx.run(
    `delete from bulk_edit_value v using bulk_edit e where e.tenant_id = v.tenant_id and e.id = v.bulk_edit_id and e.at < $1`,
    [before],
  )
}

/** Edits of all tenants that were asked for before and are not done: nobody may be at them any more. */
export function openBulkEdits(tx: Tx, before: Date): Promise<{ tenant: string; id: string }[]> {
  return tx.query(
    `select tenant_id as tenant, id from bulk_edit
     where state in ('running', 'undoing') and coalesce(undone_at, at) < $1 order by id limit 100`,
    [before],
  )
}

/** Number and name of items. */
export async function namesOfItems(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, { readonly itemNumber: string; readonly name: string }>> {
  const rows = await tx.query<{ id: string; itemNumber: string; name: string }>(
    `select id, item_number as "itemNumber", name from item where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row]))
}

/** What the ids in fields and values are called: channels, groups, categories, attributes, manufacturers, tax classes. */
export async function namesOfThings(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (ids.length === 0) return {}
  const rows = await tx.query<{ id: string; name: string }>(
    `select id, name from channel where tenant_id = $1 and id = any($2::uuid[])
     union all select id, name from customer_group where tenant_id = $1 and id = any($2::uuid[])
     union all select id, name from category where tenant_id = $1 and id = any($2::uuid[])
     union all select id, name from attribute where tenant_id = $1 and id = any($2::uuid[])
     union all select id, name from manufacturer where tenant_id = $1 and id = any($2::uuid[])
     union all select id, name from tax_class where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  return Object.fromEntries(rows.map(row => [row.id, row.name]))
}

/** What bulk edits did to one item, the newest first; after 30 days it is forgotten. */
export function valuesOfItem(
  tx: Tx,
  tenant: string,
  itemId: string,
  limit: number,
): Promise<(ListedValue & { readonly editId: string; readonly at: Date; readonly actor: string })[]> {
  return tx.query(
    `select v.item_id as "itemId", '' as "itemNumber", v.field, v.before, v.after, v.refused_code as "refusedCode", v.undone,
       e.id as "editId", e.at, e.actor
     from bulk_edit_value v join bulk_edit e on e.tenant_id = v.tenant_id and e.id = v.bulk_edit_id
     where v.tenant_id = $1 and v.item_id = $2 order by e.id desc, v.field limit $3`,
    [tenant, itemId, limit],
  )
}

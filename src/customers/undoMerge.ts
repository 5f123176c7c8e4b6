import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { keepEmails, saidBefore, toldAnew } from './accounts.ts'
import { nameOf } from './address.ts'
import {
  type CustomerField,
  type CustomerRow,
  emptyFields,
  holdCustomers,
  shownValue,
  writeFields,
} from './customerFields.ts'
import { changesOf, type Doing, rememberCustomers } from './customerHistory.ts'
import { refreshTerms } from './customerTermStore.ts'
import { type MovedTable, movedTables, touched } from './mergedTables.ts'
import { holdMerge, type MergeRow } from './mergeStore.ts'
import { customerProblem } from './problems.ts'

/** What a merge had moved and undoing could not put back, because it moved on or is gone since. */
export interface LeftRow {
  readonly table: string
  readonly key: string
}

export interface UndoneMerge {
  readonly mergeId: string
  readonly into: string
  readonly from: readonly string[]
  /** How many rows went back, by table. */
  readonly back: Readonly<Record<string, number>>
  readonly left: readonly LeftRow[]
}

/**
 * Puts back what a merge moved, each row to whom it was of, and what the survivor said before. What came after the merge stays
 * with the survivor. A row that moved on or is gone, and a field that was changed since, is left as it is and named in `left`.
 * Throws MERGE_UNKNOWN, MERGE_UNDONE, MERGE_NOT_LAST, CUSTOMER_ANONYMISED.
 */
export async function undoMerge(
  tx: Tx,
  tenant: string,
  mergeId: string,
  by: Doing,
): Promise<{ result: UndoneMerge; changed: Changed }> {
  const merge = await holdMerge(tx, tenant, mergeId)
  if (!merge) throw customerProblem('MERGE_UNKNOWN', { merge: mergeId })
  if (merge.undoneAt) throw customerProblem('MERGE_UNDONE')
  const parts = await tx.query<{ id: string }>(
    `select row_key as id from customer_merge_row where tenant_id = $1 and merge_id = $2 and table_name = 'customer'`,
    [tenant, merge.id],
  )
  await holdAssigned(tx, tenant, merge)
  const held = await holdCustomers(tx, tenant, [merge.into, ...parts.map(part => part.id)], 'merge')
  const survivor = held.get(merge.into)
  if (!survivor) throw customerProblem('CUSTOMER_UNKNOWN', { customer: merge.into })
  await checkUndo(tx, tenant, merge, survivor)
  const { after, left: fields } = await fieldsBefore(tx, tenant, merge, survivor)
  const changes = changesOf(survivor, after)
  const before = await saidBefore(tx, tenant, [merge.into])
  await writeFields(tx, tenant, [after])
  const places = [
    ...movedTables.map(place => () => putBack(tx, tenant, merge, place)),
    () => partsBack(tx, tenant, merge),
  ]
  const back: Record<string, number> = {}
  const left: LeftRow[] = [...fields]
  for (const put of [...places, () => addressesBack(tx, tenant, merge)]) {
    const one = await put()
    back[one.table] = one.back
    left.push(...one.left.map(key => ({ table: one.table, key })))
  }
  await tx.run(`update customer_merge set undone_at = $3, undone_by = $4 where tenant_id = $1 and id = $2`, [
    tenant,
    merge.id,
    by.now,
    by.name,
  ])
  await rememberCustomers(
    tx,
    tenant,
    [merge.into, ...merge.from].map(customerId => ({
      customerId,
      event: 'merge_undone',
      data: { merge: merge.id },
      changes: customerId === merge.into ? changes : [],
    })),
    by,
  )
  await refreshTerms(tx, tenant, [...held.keys()])
  await keepEmails(tx, tenant, before)
  const result = { mergeId, into: merge.into, from: merge.from, back, left }
  return { result, changed: await toldAnew(tx, tenant, before) }
}

// Web orders before customers, as everybody does.
async function holdAssigned(tx: Tx, tenant: string, merge: MergeRow): Promise<void> {
  await tx.query(
    `select w.id from web_order w where w.tenant_id = $1 and w.id in (
       select r.row_key::uuid from customer_merge_row r where r.tenant_id = $1 and r.merge_id = $2 and r.table_name = 'web_order')
     order by w.id for no key update`,
    [tenant, merge.id],
  )
}

async function checkUndo(tx: Tx, tenant: string, merge: MergeRow, survivor: CustomerRow): Promise<void> {
  if (survivor.anonymised) throw customerProblem('CUSTOMER_ANONYMISED', { customer: survivor.number })
  if (survivor.mergedInto === null) return
  const [later] = await tx.query<{ id: string; number: string }>(
    `select m.id, c.customer_number as number from customer_merge m
       join customer c on c.tenant_id = m.tenant_id and c.id = m.into_id
     where m.tenant_id = $1 and m.undone_at is null and $2::uuid = any(m.from_ids) order by m.id desc limit 1`,
    [tenant, merge.into],
  )
  throw customerProblem('MERGE_NOT_LAST', {
    customer: survivor.number,
    survivor: later?.number ?? '',
    merge: later?.id ?? '',
  })
}

// What the survivor said before, where it still says what the merge made of it.
async function fieldsBefore(tx: Tx, tenant: string, merge: MergeRow, survivor: CustomerRow) {
  const [row] = await tx.query<{ before: Values; after: Values }>(
    `select before, after from customer_merge_row where tenant_id = $1 and merge_id = $2 and table_name = 'customer_fields'`,
    [tenant, merge.id],
  )
  const left: LeftRow[] = []
  const restored: Partial<Record<CustomerField, string | boolean | null>> = {}
  for (const [field, before] of Object.entries(row?.before ?? {}) as [CustomerField, string | null][]) {
    if (shownValue(survivor[field]) === row?.after[field]) restored[field] = valueShown(field, before)
    else left.push({ table: 'customer_fields', key: field })
  }
  if (restored.debtorNumber && (await isTaken(tx, tenant, String(restored.debtorNumber), survivor.id))) {
    delete restored.debtorNumber
    left.push({ table: 'customer_fields', key: 'debtorNumber' })
  }
  const after = { ...survivor, ...restored } as CustomerRow
  return { after: { ...after, name: nameOf(after) || survivor.name }, left }
}

async function isTaken(tx: Tx, tenant: string, debtorNumber: string, besides: string): Promise<boolean> {
  const rows = await tx.query(
    `select from customer where tenant_id = $1 and debtor_number = $2 and merged_into is null and id <> $3`,
    [tenant, debtorNumber, besides],
  )
  return rows.length > 0
}

type Values = Readonly<Partial<Record<CustomerField, string | null>>>

function valueShown(field: CustomerField, shown: string | null): string | boolean | null {
  const empty = emptyFields[field]
  if (typeof empty === 'boolean') return shown === 'true'
  return shown ?? empty
}

interface PutBack {
  readonly table: string
  readonly back: number
  readonly left: readonly string[]
}

// The keys go along as they are: a planner that knows nothing of the rows of a fresh merge would compare each with each.
async function putBack(tx: Tx, tenant: string, merge: MergeRow, place: MovedTable): Promise<PutBack> {
  const { table, key, column, type } = place
  const rows = await tx.query<{ key: string; fromId: string }>(
    `select row_key as key, from_id as "fromId" from customer_merge_row
     where tenant_id = $1 and merge_id = $2 and table_name = $3 order by row_key`,
    [tenant, merge.id, table],
  )
  const keys = rows.map(row => row.key)
  const held = await tx.query<{ key: string }>(
    `select t.${key}::text as key from ${table} t where t.tenant_id = $1 and t.${key} = any($2::${type}[]) and t.${column} = $3
     order by t.${key} for no key update`,
    [tenant, keys, merge.into],
  )
  const isHeld = new Set(held.map(row => row.key))
  const back = rows.filter(row => isHeld.has(row.key))
  await tx.run(
    `update ${table} t set ${column} = u.owner${touched(place)} from unnest($2::${type}[], $3::uuid[]) as u (key, owner)
     where t.tenant_id = $1 and t.${key} = u.key`,
    [tenant, back.map(row => row.key), back.map(row => row.fromId)],
  )
  return { table, back: back.length, left: keys.filter(one => !isHeld.has(one)) }
}

async function partsBack(tx: Tx, tenant: string, merge: MergeRow): Promise<PutBack> {
  const rows = await tx.query<{ key: string; back: boolean }>(
    `with wanted as (
       select row_key::uuid as key, from_id from customer_merge_row where tenant_id = $1 and merge_id = $2 and table_name = 'customer'
     ), moved as (
       -- A debtor number that somebody else was given since stays theirs.
       update customer c set merged_into = nullif(w.from_id, w.key), version = c.version + 1,
         debtor_number = case when exists (select from customer o where o.tenant_id = c.tenant_id and o.debtor_number = c.debtor_number
           and o.merged_into is null and o.id <> c.id) then null else c.debtor_number end
       from wanted w where c.tenant_id = $1 and c.id = w.key and c.merged_into = $3 returning w.key
     )
     select w.key::text as key, m.key is not null as back from wanted w left join moved m on m.key = w.key order by w.key`,
    [tenant, merge.id, merge.into],
  )
  return counted('customer', rows)
}

async function addressesBack(tx: Tx, tenant: string, merge: MergeRow): Promise<PutBack> {
  const rows = await tx.query<{ key: string; back: boolean }>(
    `with wanted as (
       select row_key::uuid as key, from_id, before from customer_merge_row
       where tenant_id = $1 and merge_id = $2 and table_name = 'customer_address'
     ), moved as (
       update customer_address a set customer_id = w.from_id, is_billing = (w.before ->> 'billing')::boolean,
         is_shipping = (w.before ->> 'shipping')::boolean
       from wanted w where a.tenant_id = $1 and a.id = w.key and a.customer_id = $3 and not exists (
         select from customer_address o where o.tenant_id = $1 and o.customer_id = w.from_id and o.address_hash = a.address_hash)
       returning w.key
     )
     select w.key::text as key, m.key is not null as back from wanted w left join moved m on m.key = w.key order by w.key`,
    [tenant, merge.id, merge.into],
  )
  return counted('customer_address', rows)
}

function counted(table: string, rows: readonly { key: string; back: boolean }[]): PutBack {
  const left = rows.flatMap(row => (row.back ? [] : [row.key]))
  return { table, back: rows.length - left.length, left }
}

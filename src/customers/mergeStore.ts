import type { Tx } from '../base/database.ts'
import type { FieldChange } from './customerHistory.ts'
import { type MovedTable, touched } from './mergedTables.ts'

/** A merge as its statements need it. The customers are held. */
export interface MergeOf {
  readonly id: string
  readonly into: string
  readonly from: readonly string[]
}

/** Makes customers, and those that were parts of them, parts of the survivor. How many. */
export function moveParts(tx: Tx, tenant: string, { id, into, from }: MergeOf): Promise<number> {
  return tx.run(
    `with held as (
       select c.id, c.merged_into from customer c
       where c.tenant_id = $1 and (c.id = any($4::uuid[]) or c.merged_into = any($4::uuid[])) order by c.id for no key update
     ), moved as (
       update customer c set merged_into = $3, version = c.version + 1 from held h where c.tenant_id = $1 and c.id = h.id
       returning c.id, h.merged_into as before
     )
     insert into customer_merge_row (tenant_id, merge_id, table_name, row_key, from_id)
     select $1, $2, 'customer', m.id::text, coalesce(m.before, m.id) from moved m`,
    [tenant, id, into, from],
  )
}

/** Gives the survivor what a table holds of the others, and writes down whose it was. How many rows. */
export function moveRows(
  tx: Tx,
  tenant: string,
  { id, into, from }: MergeOf,
  place: MovedTable,
): Promise<number> {
  const { table, key, column } = place
  return tx.run(
    `with held as (
       select t.${key} as key, t.${column} as before from ${table} t where t.tenant_id = $1 and t.${column} = any($4::uuid[])
       order by t.${key} for no key update
     ), moved as (
       update ${table} t set ${column} = $3${touched(place)} from held h where t.tenant_id = $1 and t.${key} = h.key returning h.key, h.before
     )
     insert into customer_merge_row (tenant_id, merge_id, table_name, row_key, from_id)
     select $1, $2, '${table}', m.key::text, m.before from moved m`,
    [tenant, id, into, from],
  )
}

/**
 * Gives the survivor the addresses that it does not have yet; each once. They are not what new orders take, unless the survivor
 * had none at all.
 */
export function moveAddresses(tx: Tx, tenant: string, { id, into, from }: MergeOf): Promise<number> {
  return tx.run(
    `with held as (
       select a.id, a.customer_id, a.address_hash, a.is_billing, a.is_shipping from customer_address a
       where a.tenant_id = $1 and a.customer_id = any($4::uuid[]) order by a.id for no key update
     ), own as (
       select address_hash from customer_address where tenant_id = $1 and customer_id = $3
     ), wanted as (
       select distinct on (h.address_hash) h.* from held h where not exists (select from own o where o.address_hash = h.address_hash)
       order by h.address_hash, array_position($4::uuid[], h.customer_id), h.id
     ), first as (
       select w.id, w.customer_id = (select f.customer_id from wanted f order by array_position($4::uuid[], f.customer_id) limit 1)
         and not exists (select from own) as keeps from wanted w
     ), moved as (
       update customer_address a set customer_id = $3, is_billing = a.is_billing and f.keeps, is_shipping = a.is_shipping and f.keeps
       from wanted w join first f on f.id = w.id where a.tenant_id = $1 and a.id = w.id
       returning a.id, w.customer_id, w.is_billing, w.is_shipping
     )
     insert into customer_merge_row (tenant_id, merge_id, table_name, row_key, from_id, before)
     select $1, $2, 'customer_address', m.id::text, m.customer_id, jsonb_build_object('billing', m.is_billing, 'shipping', m.is_shipping)
     from moved m`,
    [tenant, id, into, from],
  )
}

/** Writes down what the survivor said before, where it says something else now. */
export async function noteFields(
  tx: Tx,
  tenant: string,
  { id, into }: MergeOf,
  changes: readonly FieldChange[],
): Promise<void> {
  if (changes.length === 0) return
  const part = (which: 'before' | 'after') =>
    JSON.stringify(Object.fromEntries(changes.map(change => [change.field, change[which]])))
  await tx.run(
    `insert into customer_merge_row (tenant_id, merge_id, table_name, row_key, from_id, before, after)
     values ($1, $2, 'customer_fields', $3::uuid::text, $3, $4, $5)`,
    [tenant, id, into, part('before'), part('after')],
  )
}

/** A merge that was made, and what it came to. */
export interface MergeRow {
  readonly id: string
  readonly into: string
  readonly from: readonly string[]
  readonly at: Date
  readonly actor: string
  readonly undoneAt: Date | null
  readonly undoneBy: string | null
}

const mergeColumns = `m.id, m.into_id as into, m.from_ids as "from", m.at, m.actor, m.undone_at as "undoneAt", m.undone_by as "undoneBy"`

/** A merge, locked until the end of the transaction; undefined if there is none of that id. */
export async function holdMerge(tx: Tx, tenant: string, id: string): Promise<MergeRow | undefined> {
  const [row] = await tx.query<MergeRow>(
    `select ${mergeColumns} from customer_merge m where m.tenant_id = $1 and m.id = $2 for no key update`,
    [tenant, id],
  )
  return row
}

/** A merge as it is shown: by the numbers of its customers, with how many rows it moved. */
export interface ShownMerge {
  readonly id: string
  readonly into: string
  readonly from: readonly string[]
  readonly at: Date
  readonly actor: string
  readonly undoneAt: Date | null
  readonly undoneBy: string | null
  readonly orders: number
}

/** The merges that a customer came out of, newest first, those that were undone with them. */
export function listMerges(tx: Tx, tenant: string, customerId: string): Promise<ShownMerge[]> {
  return tx.query<ShownMerge>(
    `select m.id, c.customer_number as into,
       array(select f.customer_number from customer f where f.tenant_id = m.tenant_id and f.id = any(m.from_ids) order by f.id) as "from",
       m.at, m.actor, m.undone_at as "undoneAt", m.undone_by as "undoneBy",
       (select count(*)::int from customer_merge_row r where r.tenant_id = m.tenant_id and r.merge_id = m.id
          and r.table_name = 'sales_order') as orders
     from customer_merge m join customer c on c.tenant_id = m.tenant_id and c.id = m.into_id
     where m.tenant_id = $1 and m.into_id in (
       select p.id from customer p where p.tenant_id = $1 and (p.id = $2 or p.merged_into = $2)) order by m.id desc`,
    [tenant, customerId],
  )
}

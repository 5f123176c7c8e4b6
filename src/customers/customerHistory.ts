import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { type CustomerFields, type CustomerRow, customerFields, shownValue } from './customerFields.ts'

/** Who does something to customers, and when. */
export interface Doing {
  readonly name: string
  readonly now: Date
}

/** What stood in a field before and after; null: nothing. */
export interface FieldChange {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** Something that was done to a customer. `data` holds ids and names of fields; values only stand in `changes`. */
export interface CustomerEvent {
  readonly customerId: string
  readonly event: string
  readonly data?: Readonly<Record<string, string | readonly string[]>>
  readonly changes?: readonly FieldChange[]
}

/** Writes down what was done to customers; the values of fields apart from it, so that they can be forgotten. */
export async function rememberCustomers(
  tx: Tx,
  tenant: string,
  events: readonly CustomerEvent[],
  by: Doing,
): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ customerId, event, data = {}, changes = [] }) => ({
    id: newId(by.now.getTime()),
    customerId,
    event,
    data: changes.length > 0 ? { ...data, fields: changes.map(one => one.field) } : data,
    changes,
  }))
  await tx.run(
    `insert into customer_history (tenant_id, id, customer_id, at, actor, event, data)
     select $1, r.id, r."customerId", $3, $4, r.event, r.data
     from json_to_recordset($2) as r (id uuid, "customerId" uuid, event text, data jsonb)`,
    [tenant, JSON.stringify(rows), by.now, by.name],
  )
  const values = rows.flatMap(row => row.changes.map(change => ({ ...change, historyId: row.id })))
  if (values.length === 0) return
  await tx.run(
    `insert into customer_history_value (tenant_id, history_id, field, before, after)
     select $1, r."historyId", r.field, r.before, r.after
     from json_to_recordset($2) as r ("historyId" uuid, field text, before text, after text)`,
    [tenant, JSON.stringify(values)],
  )
}

/** The fields in which two states of a customer differ. */
export function changesOf(before: CustomerRow, after: CustomerFields): FieldChange[] {
  return customerFields.flatMap(field =>
    before[field] === after[field]
      ? []
      : [{ field, before: shownValue(before[field]), after: shownValue(after[field]) }],
  )
}

/** An entry of the history as it is shown. `number`: of the customer whom it was done to, before that one became a part. */
export interface HistoryEntry {
  readonly id: string
  readonly at: Date
  readonly actor: string
  readonly event: string
  readonly number: string
  readonly data: Readonly<Record<string, unknown>>
  readonly changes: readonly FieldChange[]
}

/** The history of customers, newest first; `after` is the last id of the page before. */
export function listHistory(
  tx: Tx,
  tenant: string,
  customerIds: readonly string[],
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<HistoryEntry[]> {
  return tx.query<HistoryEntry>(
    `select h.id, h.at, h.actor, h.event, c.customer_number as number, h.data,
       coalesce((select json_agg(json_build_object('field', v.field, 'before', v.before, 'after', v.after) order by v.field)
         from customer_history_value v where v.tenant_id = h.tenant_id and v.history_id = h.id), '[]') as changes
     from customer_history h join customer c on c.tenant_id = h.tenant_id and c.id = h.customer_id
     where h.tenant_id = $1 and h.customer_id = any($2::uuid[]) and ($3::uuid is null or h.id < $3) order by h.id desc limit $4`,
    [tenant, customerIds, page.after ?? null, page.limit],
  )
}

/** How many entries these customers have, counted up to `most`. */
export async function countHistory(
  tx: Tx,
  tenant: string,
  customerIds: readonly string[],
  most: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (
       select from customer_history where tenant_id = $1 and customer_id = any($2::uuid[]) limit $3) counted`,
    [tenant, customerIds, most],
  )
  return row?.count ?? 0
}

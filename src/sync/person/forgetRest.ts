import { type Database, type Tx, transact } from '../../base/database.ts'
import { type DocumentOver, eraseAppended, eraseDocuments } from './eraseStore.ts'

/**
 * For how many years documents are kept, from the end of the year in which the last thing happened to them (German law: § 147 AO,
 * § 257 HGB). `voucher`: an order that goods or money belong to; it stands for the invoice that Kontor does not write yet.
 * `letter`: one that was cancelled before either, and a quotation.
 */
export const documentYears = { voucher: 8, letter: 6 } as const

/** Documents that are emptied in one transaction. */
const batch = 2_000

/**
 * What is left to do of persons that were anonymised: deletes what only retention may, and empties the orders whose legal time is
 * over. Done again it does nothing. Who has no such order left is forgotten.
 */
export async function forgetRest(db: Database, tenant: string, now: Date): Promise<void> {
  await transact(db, { role: 'kontor_retention' }, tx => eraseAppended(tx, tenant))
  for (;;) {
    const over = await transact(db, { tenant }, tx => documentsOver(tx, tenant, now))
    if (over.length > 0)
      await transact(db, { role: 'kontor_retention' }, tx => eraseDocuments(tx, tenant, over))
    if (over.length < batch) break
  }
  await transact(db, { tenant }, tx => markForgotten(tx, tenant, now))
}

/** Does the same for all tenants that have somebody to forget: the daily chore. */
export async function forgetPersons(db: Database, now: Date): Promise<void> {
  const tenants = await transact(db, { role: 'kontor_retention' }, tx =>
    tx.query<{ id: string }>(
      `select distinct tenant_id as id from customer where anonymised_at is not null and forgotten_at is null`,
    ),
  )
  for (const { id } of tenants) await forgetRest(db, id, now)
}

const hasNames = `(o.billing is not null or o.shipping is not null or o.customer_name <> k.customer_number)`
const endOfYear = (years: string, last: string) =>
  `make_timestamptz(1 + ${years} + extract(year from ${last} at time zone f.time_zone)::int, 1, 1, 0, 0, 0, f.time_zone)`

// In the zone of the company: its year ends there.
function documentsOver(tx: Tx, tenant: string, now: Date): Promise<DocumentOver[]> {
  const of = (
    table: string,
  ) => `customer k join ${table} o on o.tenant_id = k.tenant_id and o.customer_id = k.id
    join company f on f.tenant_id = o.tenant_id and f.id = o.company_id`
  const forgetting = `k.tenant_id = $1 and k.anonymised_at is not null and k.forgotten_at is null and ${hasNames}`
  return tx.query<DocumentOver>(
    `select 'order' as kind, o.id, k.customer_number as "customerNumber" from ${of('sales_order')}
       cross join lateral (select max(d.made_at) as at, count(*) as count from delivery d where d.tenant_id = o.tenant_id and d.order_id = o.id) g
       cross join lateral (select max(p.paid_at) as at, count(*) as count from payment p where p.tenant_id = o.tenant_id and p.order_id = o.id) p
     where ${forgetting} and $2 >= ${endOfYear(
       'case when g.count + p.count > 0 then $3::int else $4::int end',
       'greatest(o.placed_at, o.cancelled_at, g.at, p.at)',
     )}
     union all
     select 'quotation', o.id, k.customer_number from ${of('quotation')}
     where ${forgetting} and $2 >= ${endOfYear('$4::int', 'greatest(o.placed_at, o.ordered_at, o.declined_at)')}
     order by 2 limit $5`,
    [tenant, now, documentYears.voucher, documentYears.letter, batch],
  )
}

async function markForgotten(tx: Tx, tenant: string, now: Date): Promise<void> {
  const none = (table: string) =>
    `not exists (select from ${table} o where o.tenant_id = k.tenant_id and o.customer_id = k.id and ${hasNames})`
  await tx.run(
    `update customer k set forgotten_at = $2 where k.tenant_id = $1 and k.anonymised_at is not null and k.forgotten_at is null
       and ${none('sales_order')} and ${none('quotation')}`,
    [tenant, now],
  )
}

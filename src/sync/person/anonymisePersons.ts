import { type Database, type Tx, transact } from '../../base/database.ts'
import type { ProblemData } from '../../base/errors.ts'
import { forgetToldAccounts } from '../../channels/toldCustomers.ts'
import { holdCustomers } from '../../customers/customerFields.ts'
import { type Doing, rememberCustomers } from '../../customers/customerHistory.ts'
import { refreshTerms } from '../../customers/customerTermStore.ts'
import { refreshOrderTerms } from '../../sales/orderTerms.ts'
import { eraseCustomers, eraseRecords } from './eraseStore.ts'
import { findPerson, type Person } from './findPerson.ts'
import { forgetRest } from './forgetRest.ts'

/** What became of the wish to forget one person. */
export interface Anonymised {
  readonly id: string
  readonly did: 'anonymised' | 'already' | 'refused'
  /** Why not. */
  readonly code?: string
  readonly data?: ProblemData
  /** Orders that keep their addresses for as long as the law demands it. */
  readonly kept?: number
}

/**
 * Forgets persons for good: names, addresses, notes, what changed when, by what they are recognised and found, and what shops
 * sent of them are erased; a later order of theirs makes a new customer. Orders keep figures and, until their legal time is over,
 * names and addresses (`documentYears`). Who still has something open is refused: PERSON_ORDERS_OPEN, PERSON_MONEY_OPEN,
 * PERSON_ORDERS_WAITING, PERSON_TASKS_OPEN. Each person in a transaction of its own. Ids are of customers that are nobody's part.
 */
export async function anonymisePersons(
  db: Database,
  tenant: string,
  ids: readonly string[],
  by: Doing,
): Promise<Anonymised[]> {
  const results: Anonymised[] = []
  for (const id of ids) results.push(await transact(db, { tenant }, tx => anonymise(tx, tenant, id, by)))
  if (results.some(one => one.did === 'anonymised')) await forgetRest(db, tenant, by.now)
  const kept = await transact(db, { tenant }, tx => keptOrders(tx, tenant, ids))
  return results.map(one => (one.did === 'refused' ? one : { ...one, kept: kept.get(one.id) ?? 0 }))
}

async function anonymise(tx: Tx, tenant: string, id: string, by: Doing): Promise<Anonymised> {
  const held = (await holdCustomers(tx, tenant, [id], 'merge')).get(id)
  if (!held || held.mergedInto !== null)
    return { id, did: 'refused', code: 'CUSTOMER_UNKNOWN', data: { customer: held?.number ?? id } }
  if (held.anonymised) return { id, did: 'already' }
  const person = await findPerson(tx, tenant, id)
  const open = await whatIsOpen(tx, tenant, person)
  if (open) return { id, did: 'refused', ...open }
  await eraseRecords(tx, tenant, person, by.now)
  await forgetToldAccounts(tx, tenant, person.records)
  await eraseCustomers(tx, tenant, person.customers, by)
  await refreshTerms(tx, tenant, person.customers)
  await refreshOrderTerms(tx, tenant, person.orders)
  await rememberCustomers(tx, tenant, [{ customerId: id, event: 'anonymised' }], by)
  return { id, did: 'anonymised' }
}

// The first that stands against it.
async function whatIsOpen(
  tx: Tx,
  tenant: string,
  { orders, waiting }: Person,
): Promise<{ code: string; data: ProblemData } | undefined> {
  const [row] = await tx.query<{ open: string[]; money: string[]; tasks: string[] }>(
    `with o as (select * from sales_order where tenant_id = $1 and id = any($2::uuid[]))
     select
       array(select order_number from o where cancelled_at is null and merged_into is null
         and delivery_state not in ('shipped', 'completed') order by 1 limit 20) as open,
       array(select order_number from o where case when cancelled_at is null then payment_state in ('open', 'partly_paid') and total_gross > paid
         else paid > 0 end order by 1 limit 20) as money,
       array(select distinct o.order_number from o join task t on t.tenant_id = o.tenant_id and t.order_id = o.id and t.closed_at is null
         order by 1 limit 20) as tasks`,
    [tenant, orders],
  )
  const found = [
    ['PERSON_ORDERS_OPEN', row?.open],
    ['PERSON_ORDERS_WAITING', waiting.slice(0, 20)],
    ['PERSON_MONEY_OPEN', row?.money],
    ['PERSON_TASKS_OPEN', row?.tasks],
  ] as const
  const first = found.find(([, list]) => list !== undefined && list.length > 0)
  return first && { code: first[0], data: { orders: first[1] ?? [] } }
}

async function keptOrders(tx: Tx, tenant: string, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; kept: number }>(
    `select coalesce(c.merged_into, c.id) as id, count(*)::int as kept from customer c
       join sales_order o on o.tenant_id = c.tenant_id and o.customer_id = c.id and (o.billing is not null or o.shipping is not null)
     where c.tenant_id = $1 and (c.id = any($2::uuid[]) or c.merged_into = any($2::uuid[])) group by 1`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row.kept]))
}

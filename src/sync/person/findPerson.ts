import type { Tx } from '../../base/database.ts'
import type { Address } from '../../customers/address.ts'
import { partsOf } from '../../customers/liveCustomer.ts'
import { matchKeys } from '../../customers/matchKeys.ts'

/** A person as the data know it. */
export interface Person {
  /** The customer, and those that became parts of it. */
  readonly customers: readonly string[]
  readonly orders: readonly string[]
  /** Ledger rows of what shops sent of it: orders, customers, payments, events. */
  readonly records: readonly string[]
  /** External numbers of web orders that are in the inbox, or parked. */
  readonly waiting: readonly string[]
}

/**
 * All that is kept of a customer: its orders, the web orders that they were made of, and what of the rest shops sent is
 * recognised as the same person's. `customer` is nobody's part.
 */
export async function findPerson(tx: Tx, tenant: string, customer: string): Promise<Person> {
  const customers = await partsOf(tx, tenant, customer)
  const orders = await tx.query<{ id: string; webOrderId: string | null }>(
    `select id, web_order_id as "webOrderId" from sales_order where tenant_id = $1 and customer_id = any($2::uuid[]) order by id`,
    [tenant, customers],
  )
  const recognised = await findRecognised(tx, tenant, customers)
  const webOrders = new Set([
    ...orders.flatMap(order => order.webOrderId ?? []),
    ...recognised.orders.map(order => order.id),
  ])
  const records = await tx.query<{ id: string }>(
    `select w.id from unnest($2::uuid[]) as w (id)
     union select p.id from web_payment p where p.tenant_id = $1 and p.web_order_id = any($2::uuid[])
     union select e.id from ledger l join web_event e on e.tenant_id = l.tenant_id and e.connection_id = l.connection_id
       and e.order_external_id = l.external_id where l.tenant_id = $1 and l.kind = 'order' and l.id = any($2::uuid[])
     union select c.from_ledger_id from order_cancellation c
       where c.tenant_id = $1 and c.order_id = any($3::uuid[]) and c.from_ledger_id is not null
     union select r.from_ledger_id from order_return r
       where r.tenant_id = $1 and r.order_id = any($3::uuid[]) and r.from_ledger_id is not null
     union select q.id from cancellation_request q where q.tenant_id = $1 and q.order_id = any($3::uuid[])
     union select w.id from web_customer w where w.tenant_id = $1 and w.customer_id = any($4::uuid[])`,
    [tenant, [...webOrders], orders.map(order => order.id), customers],
  )
  const unread = await findUnread(tx, tenant, customers)
  return {
    customers,
    orders: orders.map(order => order.id),
    records: [...new Set([...records, ...recognised.customers, ...unread].map(row => row.id))].sort(),
    waiting: [
      ...recognised.orders.flatMap(order => (order.state === 'staged' ? [order.number] : [])),
      ...unread.flatMap(row => (row.outcome === 'ignored' ? [] : [row.number])),
    ],
  }
}

interface Recognisable {
  readonly id: string
  readonly connectionId: string
  readonly externalId: string | null
  readonly billing: Address | null
  readonly shipping: Address | null
  readonly assigned: string | null
}
type FoundOrder = Recognisable & { readonly state: string; readonly number: string }

// What was not taken over belongs to nobody yet: it is the person's if a take-over would find this customer by it.
async function findRecognised(tx: Tx, tenant: string, customers: readonly string[]) {
  const keys = await tx.query<{ key: string }>(
    `select key from customer_key where tenant_id = $1 and customer_id = any($2::uuid[])`,
    [tenant, customers],
  )
  const known = new Set(keys.map(row => row.key))
  const marks = `select lower(email) as email, name from customer where tenant_id = $1 and id = any($2::uuid[])
    union select lower(email), trim(concat_ws(' ', nullif(first_name, ''), nullif(last_name, ''))) from customer_address
      where tenant_id = $1 and customer_id = any($2::uuid[])
    union select lower(email), company from customer_address where tenant_id = $1 and customer_id = any($2::uuid[])`
  const accounts = [...known]
    .filter(key => key.startsWith('link|'))
    .map(key => key.slice(key.lastIndexOf('|') + 1))
  const orders = await tx.query<FoundOrder>(
    `with mark as (${marks})
     select w.id, w.state, w.external_number as number, w.connection_id as "connectionId", w.customer_external_id as "externalId",
       w.record -> 'billing' as billing, w.record -> 'shipping' as shipping, w.assigned_customer_id as assigned
     from web_order w where w.tenant_id = $1 and w.state <> 'taken_over' and (w.assigned_customer_id = any($2::uuid[])
       or w.customer_external_id = any($3::text[]) or w.customer_name in (select name from mark where name <> '')
       or lower(w.record -> 'billing' ->> 'email') in (select email from mark where email <> ''))`,
    [tenant, customers, accounts],
  )
  const records = await tx.query<Recognisable>(
    `with mark as (${marks})
     select w.id, w.connection_id as "connectionId", w.external_id as "externalId", w.record -> 'address' as billing,
       null as shipping, null as assigned
     from web_customer w where w.tenant_id = $1 and w.customer_id is null and (w.external_id = any($3::text[])
       or w.name in (select name from mark where name <> '') or w.email in (select email from mark where email <> ''))`,
    [tenant, customers, accounts],
  )
  const isOurs = ({ connectionId, externalId, billing, shipping, assigned }: Recognisable) =>
    (assigned !== null && customers.includes(assigned)) ||
    matchKeys({ connectionId, externalId, address: billing ?? shipping }).some(({ key }) => known.has(key))
  return { orders: orders.filter(isOurs), customers: records.filter(isOurs) }
}

// What nobody could read, or was left out: its payload alone tells whose it is. Mail and name must both stand there.
function findUnread(
  tx: Tx,
  tenant: string,
  customers: readonly string[],
): Promise<{ id: string; outcome: string; number: string }[]> {
  return tx.query(
    `with mark as (
       select distinct lower(email) as email, lower(coalesce(nullif(last_name, ''), company)) as name from customer
       where tenant_id = $1 and id = any($2::uuid[]) and email <> '' and coalesce(nullif(last_name, ''), company) <> '')
     select l.id, l.outcome, coalesce(l.external_number, l.external_id) as number from ledger l
       join payload p on p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.stored_at = l.payload_at
     where l.tenant_id = $1 and l.outcome in ('parked', 'waiting', 'ignored') and l.kind in ('order', 'customer')
       and exists (select from mark m where position(m.email in lower(p.body)) > 0 and position(m.name in lower(p.body)) > 0)`,
    [tenant, customers],
  )
}

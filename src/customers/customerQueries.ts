import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'
import { type CustomerFields, rowColumns } from './customerFields.ts'
import { type FoundCustomers, findByText } from './customerSearch.ts'

export interface ListedCustomer {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly email: string
  readonly place: string | null
  readonly country: string | null
  readonly group: string | null
  readonly debtorNumber: string | null
  readonly business: boolean
  readonly blocked: boolean
}

/** Which customers a list shows; what is absent does not count. */
export interface CustomerFilter {
  readonly search?: string | undefined
  /** Whole words only instead of beginnings. */
  readonly exact?: boolean | undefined
  readonly blocked?: boolean | undefined
  readonly business?: boolean | undefined
  readonly groupId?: string | undefined
  /** Two letters; of any address of the book. */
  readonly country?: string | undefined
  /** Of whom an order is still to be delivered, or of whom none is. */
  readonly openOrders?: boolean | undefined
}

const columns = `c.id, c.customer_number as number, c.name, c.email, a.city as place, a.country, g.name as "group",
  c.debtor_number as "debtorNumber", c.business, c.blocked`
const joins = `left join customer_group g on g.tenant_id = c.tenant_id and g.id = c.group_id
  left join lateral (select x.city, x.country from customer_address x where x.tenant_id = c.tenant_id and x.customer_id = c.id
    order by x.is_billing desc, x.id limit 1) as a on true`

/**
 * Customers that a text finds, newest first; `after` is the last id of the page before. Those that became parts of others
 * are not among them.
 */
export async function listCustomers(
  tx: Tx,
  tenant: string,
  {
    after,
    limit,
    ...filter
  }: CustomerFilter & { readonly after?: string | undefined; readonly limit: number },
): Promise<ListedCustomer[]> {
  const found = await findByText(tx, tenant, filter.search, filter.exact)
  return tx.query<ListedCustomer>(
    `select ${columns} from (select * from customer c where ${conditionOf(found)} and ($10::uuid is null or c.id < $10)
       order by c.id desc limit $11) as c ${joins} order by c.id desc`,
    [...valuesOf(tenant, found, filter), after ?? null, limit],
  )
}

/** How many customers a list holds; counting stops at `limit`. */
export async function countCustomers(
  tx: Tx,
  tenant: string,
  filter: CustomerFilter,
  limit: number,
): Promise<number> {
  const found = await findByText(tx, tenant, filter.search, filter.exact)
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from customer c where ${conditionOf(found)} limit $10) as counted`,
    [...valuesOf(tenant, found, filter), limit],
  )
  return row?.count ?? 0
}

// Found by name, the customers are few and read by their key; found along the list, each is compared.
function conditionOf(found: FoundCustomers | undefined): string {
  const inRange = `exists (select from search_term s where s.tenant_id = $1 and s.kind = 'customer' and s.object_id = c.id
    and s.term >= $3 and s.term < $4)`
  const search = found?.range ? `(c.id = any($2::uuid[]) or ${inRange})` : `c.id = any($2::uuid[])`
  const unused = found?.range ? 'true' : `($3::text is null and $4::text is null)`
  return `c.tenant_id = $1 and c.merged_into is null and ${found ? search : `$2::uuid[] is null`} and ${unused}
    and ($5::boolean is null or c.blocked = $5) and ($6::boolean is null or c.business = $6) and ($7::uuid is null or c.group_id = $7)
    and ($8::text is null or c.id in (select x.customer_id from customer_address x where x.tenant_id = $1 and x.country = $8))
    and ($9::boolean is null or $9 = (c.id in (select o.customer_id from sales_order o
      where o.tenant_id = $1 and o.list_state in ('open', 'in_progress'))))`
}

function valuesOf(tenant: string, found: FoundCustomers | undefined, filter: CustomerFilter): unknown[] {
  const { blocked = null, business = null, groupId = null, country = null, openOrders = null } = filter
  return [
    tenant,
    found?.ids ?? null,
    found?.range?.low ?? null,
    found?.range?.high ?? null,
    blocked,
    business,
    groupId,
    country,
    openOrders,
  ]
}

/** An address of a customer's book. */
export interface BookAddress {
  readonly id: string
  /** The one that new orders take. */
  readonly billing: boolean
  readonly shipping: boolean
  readonly salutation: string
  readonly title: string
  readonly firstName: string
  readonly lastName: string
  readonly company: string
  readonly street: string
  readonly extra: string
  readonly postcode: string
  readonly city: string
  readonly state: string
  readonly country: string | null
  readonly phone: string
  readonly email: string
}

export interface CustomerDetail extends Omit<CustomerFields, 'groupId'> {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly version: number
  readonly anonymised: boolean
  readonly group: string | null
  readonly groupId: string | null
  readonly createdAt: Date
  readonly madeBy: string
  readonly addresses: readonly BookAddress[]
  /** By what it is recognised. */
  readonly keys: readonly string[]
  /** Numbers of customers that became parts of this one. */
  readonly merged: readonly string[]
  readonly notes: number
  readonly orders: number
  readonly lastOrderAt: Date | null
}

/** A customer by id or number; that of one that became a part of another leads to the other. Undefined if there is none. */
export async function readCustomer(
  tx: Tx,
  tenant: string,
  idOrNumber: string,
): Promise<CustomerDetail | undefined> {
  const id = await findCustomer(tx, tenant, idOrNumber)
  if (id === undefined) return undefined
  const [row] = await tx.query<CustomerDetail & { readonly mergedInto: unknown }>(
    `select ${rowColumns}, g.name as "group", c.created_at as "createdAt", c.made_by as "madeBy",
       coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'billing', x.is_billing, 'shipping', x.is_shipping,
          'salutation', x.salutation, 'title', x.title, 'firstName', x.first_name, 'lastName', x.last_name, 'company', x.company,
          'street', x.street, 'extra', x.extra, 'postcode', x.postcode, 'city', x.city, 'state', x.state, 'country', x.country,
          'phone', x.phone, 'email', x.email) order by x.id)
        from customer_address x where x.tenant_id = c.tenant_id and x.customer_id = c.id), '[]') as addresses,
       array(select k.key from customer_key k where k.tenant_id = c.tenant_id and k.customer_id = c.id order by k.key limit 50) as keys,
       array(select m.customer_number from customer m where m.tenant_id = c.tenant_id and m.merged_into = c.id order by m.id) as merged,
       (select count(*)::int from customer_note n where n.tenant_id = c.tenant_id and n.customer_id = c.id) as notes,
       (select count(*)::int from sales_order o where o.tenant_id = c.tenant_id and o.customer_id = c.id) as orders,
       (select max(o.placed_at) from sales_order o where o.tenant_id = c.tenant_id and o.customer_id = c.id) as "lastOrderAt"
     from customer c left join customer_group g on g.tenant_id = c.tenant_id and g.id = c.group_id
     where c.tenant_id = $1 and c.id = $2`,
    [tenant, id],
  )
  if (!row) return undefined
  const { mergedInto: _, ...detail } = row
  return detail
}

/** The id of a customer by id or number; that of one that became a part of another leads to the other. Undefined: none. */
export async function findCustomer(tx: Tx, tenant: string, idOrNumber: string): Promise<string | undefined> {
  return (await findCustomers(tx, tenant, [idOrNumber]))[0]
}

/** The ids of customers by id or number, in order, as `findCustomer`. */
export async function findCustomers(
  tx: Tx,
  tenant: string,
  idsOrNumbers: readonly string[],
): Promise<(string | undefined)[]> {
  const rows = await tx.query<{ given: string; id: string }>(
    `select u.given, coalesce(c.merged_into, c.id) as id from unnest($2::text[]) as u (given)
       join customer c on c.tenant_id = $1 and c.customer_number = u.given
     union all select c.id::text, coalesce(c.merged_into, c.id) from customer c where c.tenant_id = $1 and c.id = any($3::uuid[])`,
    [tenant, idsOrNumbers, idsOrNumbers.filter(isId)],
  )
  const found = new Map(rows.map(row => [row.given, row.id]))
  return idsOrNumbers.map(given => found.get(given) ?? found.get(given.toLowerCase()))
}

/** The id of a customer by id or number, also of one that became a part of another. Undefined if there is none. */
export async function findVery(tx: Tx, tenant: string, idOrNumber: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `select id from customer where tenant_id = $1 and (customer_number = $2 or id = $3)`,
    [tenant, idOrNumber, isId(idOrNumber) ? idOrNumber : null],
  )
  return row?.id
}

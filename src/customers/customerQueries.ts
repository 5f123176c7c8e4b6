import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'
import { type CustomerFields, rowColumns } from './customerFields.ts'

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

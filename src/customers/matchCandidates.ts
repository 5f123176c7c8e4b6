import type { Tx } from '../base/database.ts'
import { searchWords } from '../base/searchWords.ts'
import { type MatchFacts, type MatchHow, matchKeys, streetKey } from './matchKeys.ts'

/** A customer who may be the one that ordered: by which key, and how sure that is in percent. */
export interface Candidate {
  readonly customerId: string
  readonly number: string
  readonly name: string
  readonly blocked: boolean
  readonly how: MatchHow
  readonly score: number
}

/** The customers that each of several orders may belong to, the surest first; one statement for all of them. */
export async function matchCandidates(
  tx: Tx,
  tenant: string,
  orders: readonly MatchFacts[],
): Promise<Candidate[][]> {
  const keys = orders.map(matchKeys)
  const wanted = [...new Set(keys.flat().map(one => one.key))]
  if (wanted.length === 0) return orders.map(() => [])
  const rows = await tx.query<Omit<Candidate, 'how' | 'score'> & { key: string }>(
    `select k.key, c.id as "customerId", c.customer_number as number, c.name, c.blocked
     from unnest($2::text[]) as u (key) join customer_key k on k.tenant_id = $1 and k.key = u.key
       join customer c on c.tenant_id = k.tenant_id and c.id = k.customer_id`,
    [tenant, wanted],
  )
  const byKey = new Map(rows.map(({ key, ...customer }) => [key, customer]))
  return keys.map(own => {
    const found = new Map<string, Candidate>()
    for (const { key, how, score } of own) {
      const customer = byKey.get(key)
      if (customer && !found.has(customer.customerId))
        found.set(customer.customerId, { ...customer, how, score })
    }
    return [...found.values()]
  })
}

/** A customer that was chosen by a person; `how` person, as sure as can be. */
export interface AssignedCustomer {
  readonly customerId: string
  readonly number: string
  readonly name: string
  readonly blocked: boolean
}

/** Customers by id, as lists show them; one that became a part of another is that other one. Ids that are none are absent. */
export async function customersById(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, AssignedCustomer>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<AssignedCustomer & { asked: string }>(
    `select c.id as asked, s.id as "customerId", s.customer_number as number, s.name, s.blocked
     from customer c join customer s on s.tenant_id = c.tenant_id and s.id = coalesce(c.merged_into, c.id)
     where c.tenant_id = $1 and c.id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Map(rows.map(({ asked, ...customer }) => [asked, customer]))
}

/** A candidate beside the order, field by field: what is the same, and since when they buy. */
export interface ComparedCandidate {
  readonly customerId: string
  readonly company: string
  readonly email: string
  readonly street: string
  readonly postcode: string
  readonly city: string
  readonly same: {
    readonly name: boolean
    readonly email: boolean
    readonly street: boolean
    readonly postcode: boolean
    readonly city: boolean
  }
  readonly orders: number
  readonly lastOrderAt: Date | null
}

/** Compares an order's address with these customers, in the order of the ids. */
export async function compareCandidates(
  tx: Tx,
  tenant: string,
  address: MatchFacts['address'] & { city?: string | undefined },
  ids: readonly string[],
): Promise<ComparedCandidate[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<
    Omit<ComparedCandidate, 'same'> & { firstName: string; lastName: string; name: string }
  >(
    `select c.id as "customerId", c.name, c.company, c.first_name as "firstName", c.last_name as "lastName", c.email,
       coalesce(a.street, '') as street, coalesce(a.postcode, '') as postcode, coalesce(a.city, '') as city,
       (select count(*)::int from sales_order o where o.tenant_id = $1 and o.customer_id = c.id) as orders,
       (select max(o.placed_at) from sales_order o where o.tenant_id = $1 and o.customer_id = c.id) as "lastOrderAt"
     from unnest($2::uuid[]) with ordinality as u (id, at) join customer c on c.tenant_id = $1 and c.id = u.id
       left join lateral (select * from customer_address a where a.tenant_id = $1 and a.customer_id = c.id
         order by a.is_billing desc, a.created_at desc, a.id desc limit 1) a on true
     order by u.at`,
    [tenant, ids],
  )
  const same = (a: string | undefined, b: string) => b !== '' && words(a) === words(b)
  const nameOf = (one: {
    company?: string | undefined
    firstName?: string | undefined
    lastName?: string | undefined
  }) => one.company || [one.firstName, one.lastName].filter(Boolean).join(' ')
  return rows.map(({ firstName, lastName, name, ...row }) => ({
    ...row,
    same: {
      name: same(nameOf(address ?? {}), nameOf({ company: row.company, firstName, lastName }) || name),
      email: same(address?.email, row.email),
      street: row.street !== '' && streetKey(address?.street ?? '') === streetKey(row.street),
      postcode: same(address?.postcode, row.postcode),
      city: same(address?.city, row.city),
    },
  }))
}

const words = (text: string | undefined) => searchWords(text ?? '').join(' ')

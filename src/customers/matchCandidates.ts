import type { Tx } from '../base/database.ts'
import { searchWords } from '../base/searchWords.ts'
import { chooseCustomer } from './chooseCustomer.ts'
import { streetKey } from './matchKeys.ts'
import { matchPool, type Scored, soughtOf } from './matchPool.ts'
import type { Matching } from './matchRule.ts'
import type { MatchScore, Told } from './matchScore.ts'
import { findCandidates } from './matchStore.ts'

/** An order as its candidates are looked up. */
export interface OrderToMatch {
  readonly connectionId: string
  /** The shop's own id of the customer; null for a guest. */
  readonly externalId: string | null
  readonly address: Told | null
  readonly matching: Matching
}

/** A customer who may be the one that ordered: by which key or by likeness, with points of 100 and what made them. */
export interface Candidate {
  readonly customerId: string
  readonly number: string
  readonly name: string
  readonly blocked: boolean
  readonly how: Scored['how']
  readonly score: number
  readonly because: MatchScore['reasons']
}

/** Who may have ordered, the likeliest first, and whether a person has to choose. */
export interface Candidates {
  readonly unclear: boolean
  /** The one that it will be of; null: a new one, or a person has to choose. */
  readonly match: Candidate | null
  readonly candidates: readonly Candidate[]
}

/** The customers that each of several orders may belong to, as taking over would see it now; one statement for all of them. */
export async function matchCandidates(
  tx: Tx,
  tenant: string,
  orders: readonly OrderToMatch[],
): Promise<Candidates[]> {
  const sought = orders.map(order =>
    order.externalId === null && order.matching.guests !== 'match' ? null : soughtOf(order),
  )
  const found = await findCandidates(tx, tenant, {
    sure: [...new Set(sought.flatMap(one => one?.sure.map(key => key.key) ?? []))],
    alike: [...new Set(sought.flatMap(one => one?.alike ?? []))],
  })
  const pool = matchPool(found)
  return orders.map(({ matching }, index): Candidates => {
    const own = sought[index]
    const scored = own ? pool.scored(own) : []
    const choice = chooseCustomer(scored, matching)
    return {
      unclear: choice.do === 'leave',
      match: choice.do === 'take' ? shown(choice.chosen) : null,
      candidates: scored.filter(one => one.score >= matching.askFrom).map(shown),
    }
  })
}

function shown({ candidate, how, score, reasons }: Scored): Candidate {
  const { id, number, name, blocked } = candidate
  return { customerId: id, number, name, blocked, how, score, because: reasons }
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
  address: Told | null,
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

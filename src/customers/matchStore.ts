import type { Tx } from '../base/database.ts'
import { isSameAddress, type StoredAddress } from './address.ts'
import { likenessKeys } from './likenessKeys.ts'
import { type LikeFacts, likeFacts, phonesOf, type Told } from './matchScore.ts'

/** More customers than this behind one key say nothing: the mailbox of a marketplace, a big house. Such a key is passed over. */
export const mostPerKey = 30
/** So many addresses of a customer are compared, the newest. */
const mostAddresses = 20

/** A customer that may be the one that is sought, with all that is known to compare. */
export interface MatchCandidate {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly blocked: boolean
  /** The sure keys that led to it. */
  readonly sure: readonly string[]
  /** The keys of likeness that led to it. */
  readonly alike: readonly string[]
  /** What is known, once for each address; worked out when somebody asks. */
  readonly facts: readonly LikeFacts[]
  /** Whether exactly this address stands in its book. */
  readonly has: (address: StoredAddress) => boolean
}

const columns = `c.id, c.customer_number as number, c.name, c.blocked,
  json_build_object('company', c.company, 'firstName', c.first_name, 'lastName', c.last_name, 'email', c.email, 'phone', c.phone,
    'mobile', c.mobile, 'vatId', c.vat_id, 'birthday', c.birthday) as own,
  (select json_agg(json_build_object('salutation', a.salutation, 'title', a.title, 'company', a.company, 'firstName', a.first_name,
      'lastName', a.last_name, 'street', a.street, 'extra', a.extra, 'postcode', a.postcode, 'city', a.city, 'state', a.state,
      'country', a.country, 'email', a.email, 'phone', a.phone))
    from (select * from customer_address x where x.tenant_id = c.tenant_id and x.customer_id = c.id order by x.id desc
      limit ${mostAddresses}) a) as book`

interface Hit extends Row {
  readonly sure: readonly string[]
  readonly alike: readonly string[]
}

interface Row {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly blocked: boolean
  readonly own: Told & {
    readonly mobile?: string
    readonly birthday?: string | null
    readonly vatId?: string | null
  }
  readonly book: readonly (Told & StoredAddress)[] | null
}

/** Customers that keys lead to, and the keys that too many share to say anything. */
export interface Found {
  readonly candidates: readonly MatchCandidate[]
  readonly crowded: readonly string[]
}

/**
 * The customers that these keys lead to, in one statement. Customers that became parts of others have no keys. Nothing is held:
 * who takes one of them asks `liveCustomer` before writing.
 */
export async function findCandidates(
  tx: Tx,
  tenant: string,
  keys: { readonly sure: readonly string[]; readonly alike: readonly string[] },
): Promise<Found> {
  if (keys.sure.length + keys.alike.length === 0) return { candidates: [], crowded: [] }
  const rows = await tx.query<Hit | { id: null; alike: string[] }>(
    `with likened as materialized (
       select u.key::text, array(select k.customer_id from customer_match_key k where k.tenant_id = $1 and k.key = u.key limit $4) as ids
       from unnest($3::bigint[]) as u (key)
     )
     select ${columns}, h.sure, h.alike from (
       select customer_id, array_remove(array_agg(sure), null) as sure, array_remove(array_agg(alike), null) as alike from (
         select k.customer_id, u.key as sure, null::text as alike
         from unnest($2::text[]) as u (key) join customer_key k on k.tenant_id = $1 and k.key = u.key
         union all
         select unnest(l.ids), null, l.key from likened l where cardinality(l.ids) < $4) one
       group by customer_id) h
     join customer c on c.tenant_id = $1 and c.id = h.customer_id and c.merged_into is null
     union all
     select null, null, null, null, null, null, null, array_agg(l.key) from likened l where cardinality(l.ids) = $4 having count(*) > 0
     order by id`,
    [tenant, keys.sure, keys.alike, mostPerKey + 1],
  )
  return {
    candidates: rows.flatMap(row => (row.id === null ? [] : [candidateOf(row)])),
    crowded: rows.flatMap(row => (row.id === null ? row.alike : [])),
  }
}

/** Customers by id, to compare them with each other; ids of nobody, and of parts of others, are absent. */
export async function readCandidates(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, MatchCandidate>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<Row>(
    `select ${columns} from customer c where c.tenant_id = $1 and c.id = any($2::uuid[]) and c.merged_into is null
       and c.anonymised_at is null`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, candidateOf({ ...row, sure: [], alike: [] })]))
}

function candidateOf({ own, book, ...row }: Hit): MatchCandidate {
  let facts: LikeFacts[] | undefined
  return {
    ...row,
    // Of most there is nothing to compare: the account at the shop says who it is.
    get facts() {
      facts ??= factsOfCustomer(own, own.mobile, book ?? [])
      return facts
    },
    has: address => (book ?? []).some(one => isSameAddress(one, address)),
  }
}

/** What is known of a customer, once for each address; contacts of all of them count for each. Pure. */
export function factsOfCustomer(
  own: Omit<Told, 'vatId' | 'birthday'> & {
    readonly vatId?: string | null
    readonly birthday?: string | null
  },
  mobile: string | undefined,
  book: readonly Told[],
): LikeFacts[] {
  const { vatId, birthday, ...rest } = own
  const told: Told = { ...rest, vatId: vatId ?? '', birthday: birthday ?? '' }
  const base = likeFacts(told)
  const each = book.map(likeFacts)
  const emails = [...new Set([base, ...each].flatMap(one => one.emails))]
  const phones = [...new Set([...base.phones, ...phonesOf(mobile), ...each.flatMap(one => one.phones)])]
  const { vatId: vat, birthday: born } = base
  const named = each.map(one => ({
    ...one,
    name: one.name ?? base.name,
    called: one.called || base.called,
    company: one.company.length > 0 ? one.company : base.company,
    emails,
    phones,
    vatId: vat,
    birthday: born,
  }))
  return named.length > 0 ? named : [{ ...base, emails, phones }]
}

/**
 * Adds keys of likeness to customers; what is there already stays. Pairs of key and customer. In the order of the keys: two that
 * add the same wait for each other in one direction.
 */
export async function addMatchKeys(
  tx: Tx,
  tenant: string,
  pairs: readonly (readonly [key: string, customerId: string])[],
): Promise<void> {
  if (pairs.length === 0) return
  await tx.run(
    `insert into customer_match_key (tenant_id, key, customer_id)
     select $1, u.key, u.id from unnest($2::bigint[], $3::uuid[]) as u (key, id) order by u.key, u.id
     on conflict do nothing`,
    [tenant, pairs.map(([key]) => key), pairs.map(([, id]) => id)],
  )
}

/** Makes customers comparable by what stands of them now and by nothing else; parts of others, and whom we forgot, by nothing. */
export async function refreshMatchKeys(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const known = await readCandidates(tx, tenant, ids)
  await tx.run(`delete from customer_match_key where tenant_id = $1 and customer_id = any($2::uuid[])`, [
    tenant,
    ids,
  ])
  await addMatchKeys(tx, tenant, [...known.values()].flatMap(pairsOf))
}

function pairsOf({ id, facts }: MatchCandidate): (readonly [string, string])[] {
  return [...new Set(facts.flatMap(likenessKeys))].map(key => [key, id] as const)
}

/**
 * Makes keys for customers that have none yet, `limit` at once; how many there were. Customers that somebody else has in hand are
 * left for the next time.
 */
export async function keyCustomers(tx: Tx, tenant: string, limit: number): Promise<number> {
  const rows = await tx.query<{ id: string }>(
    `select id from customer where tenant_id = $1 and not match_keyed order by id limit $2 for no key update skip locked`,
    [tenant, limit],
  )
  const ids = rows.map(row => row.id)
  await refreshMatchKeys(tx, tenant, ids)
  await tx.run(`update customer set match_keyed = true where tenant_id = $1 and id = any($2::uuid[])`, [
    tenant,
    ids,
  ])
  return ids.length
}

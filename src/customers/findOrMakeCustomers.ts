import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { type Address, nameOf } from './address.ts'
import {
  type CustomerWrites,
  findByIds,
  findByKeys,
  type KnownCustomer,
  writeCustomers,
} from './customerStore.ts'
import { type MatchHow, type MatchKey, matchKeys } from './matchKeys.ts'

/** Whoever placed an order, as far as the order says it. */
export interface Seeker {
  /** Of the order: what the number of a new customer is reserved for. */
  readonly id: string
  readonly connectionId: string
  /** The shop's own id of the customer; null for a guest. */
  readonly externalId: string | null
  readonly billing: Address | null
  readonly shipping: Address | null
  readonly language: string | null
  /** A person chose this customer: nothing else counts. */
  readonly assigned: { readonly customerId: string; readonly by: string } | null
}

/** Why it is this customer; stored with the order. `candidates` are other customers that something spoke for. */
export interface CustomerReason {
  readonly how: MatchHow | 'new' | 'person'
  readonly score: number
  readonly candidates: readonly string[]
  readonly by?: string
}

export type FoundCustomer =
  | { readonly customerId: string; readonly reason: CustomerReason }
  | {
      readonly code: 'CUSTOMER_AMBIGUOUS' | 'CUSTOMER_BLOCKED' | 'CUSTOMER_UNKNOWN'
      readonly data: ProblemData
    }

/**
 * Finds the customer of each order, or makes it. What a person chose wins. Keys that point to different customers are
 * CUSTOMER_AMBIGUOUS, a blocked customer is CUSTOMER_BLOCKED; both are for a person. Orders of one list that share a key
 * are of one customer, as if they had come one after the other.
 *
 * The unique key of `customer_key` decides between transactions: who loses throws `TryAgain` and finds the winner's
 * customer the next time. `numberOf` gives the number of a new customer by the id of its seeker, reserved beforehand.
 */
export async function findOrMakeCustomers(
  tx: Tx,
  tenant: string,
  seekers: readonly Seeker[],
  options: { readonly by: string; readonly numberOf: (id: string) => string },
): Promise<FoundCustomer[]> {
  const keyed = seekers.map(seeker => ({ seeker, keys: matchKeys(factsOf(seeker)) }))
  const [known, chosen] = await Promise.all([
    findByKeys(tx, tenant, [...new Set(keyed.flatMap(one => one.keys.map(key => key.key)))]),
    findByIds(tx, tenant, [...new Set(seekers.flatMap(one => one.assigned?.customerId ?? []))]),
  ])
  const writes: Writes = { made: [], keys: new Map(), moved: new Map(), addresses: [] }
  const found = keyed.map(({ seeker, keys }) => {
    const one = seeker.assigned
      ? chooseAssigned(seeker, keys, known, chosen, writes)
      : chooseByKeys(seeker, keys, known, writes, options)
    if ('customerId' in one)
      writes.addresses.push({
        customerId: one.customerId,
        isNew: one.reason.how === 'new',
        billing: seeker.billing ?? seeker.shipping,
        shipping: seeker.shipping,
      })
    return one
  })
  await writeCustomers(tx, tenant, writes)
  return found
}

type Writes = { -readonly [K in keyof CustomerWrites]: CustomerWrites[K] } & {
  made: CustomerWrites['made'][number][]
  keys: Map<string, string>
  moved: Map<string, string>
  addresses: CustomerWrites['addresses'][number][]
}
type Known = Map<string, KnownCustomer>

function factsOf({ connectionId, externalId, billing, shipping }: Seeker) {
  return { connectionId, externalId, address: billing ?? shipping }
}

function chooseByKeys(
  seeker: Seeker,
  keys: readonly MatchKey[],
  known: Known,
  writes: Writes,
  options: { readonly by: string; readonly numberOf: (id: string) => string },
): FoundCustomer {
  const hits = hitsOf(keys, known)
  const [first, ...others] = hits
  if (others.length > 0)
    return { code: 'CUSTOMER_AMBIGUOUS', data: { n: hits.length, customers: hits.map(hit => hit.number) } }
  if (first?.blocked) return { code: 'CUSTOMER_BLOCKED', data: { customer: first.number } }
  const customer = first ?? make(seeker, writes, options)
  learn(keys, customer, known, writes)
  const sure = keys.find(key => first && key.key === first.by)
  return {
    customerId: customer.id,
    reason: { how: sure?.how ?? 'new', score: sure?.score ?? 0, candidates: [] },
  }
}

function make(
  seeker: Seeker,
  writes: Writes,
  options: { readonly by: string; readonly numberOf: (id: string) => string },
): KnownCustomer {
  const address = seeker.billing ?? seeker.shipping ?? {}
  const id = newId()
  const number = options.numberOf(seeker.id)
  writes.made.push({
    id,
    number,
    name: nameOf(address) || number,
    address,
    fields: { language: seeker.language },
    madeBy: options.by,
  })
  return { id, number, blocked: false }
}

function chooseAssigned(
  seeker: Seeker,
  keys: readonly MatchKey[],
  known: Known,
  chosen: Known,
  writes: Writes,
): FoundCustomer {
  const { customerId, by } = seeker.assigned ?? { customerId: '', by: '' }
  const customer = chosen.get(customerId)
  if (!customer) return { code: 'CUSTOMER_UNKNOWN', data: { customer: customerId } }
  if (customer.blocked) return { code: 'CUSTOMER_BLOCKED', data: { customer: customer.number } }
  const hits = hitsOf(keys, known)
  // A choice between several settles it for the orders to come, too. One against the only match is for this order alone.
  if (hits.length > 1)
    for (const { key } of keys) {
      if (known.get(key)?.id !== customer.id) writes.moved.set(key, customer.id)
      known.set(key, customer)
    }
  else if (hits.every(hit => hit.id === customer.id)) learn(keys, customer, known, writes)
  const candidates = hits.flatMap(hit => (hit.id === customer.id ? [] : [hit.id]))
  return { customerId: customer.id, reason: { how: 'person', score: 100, candidates, by } }
}

// The customers that the keys point to, the surest first, each once, with the key that found it.
function hitsOf(keys: readonly MatchKey[], known: Known): (KnownCustomer & { by: string })[] {
  const hits = new Map<string, KnownCustomer & { by: string }>()
  for (const { key } of keys) {
    const customer = known.get(key)
    if (customer && !hits.has(customer.id)) hits.set(customer.id, { ...customer, by: key })
  }
  return [...hits.values()]
}

// By what else this customer is recognised from now on.
function learn(keys: readonly MatchKey[], customer: KnownCustomer, known: Known, writes: Writes): void {
  for (const { key } of keys) {
    if (known.has(key)) continue
    known.set(key, customer)
    writes.keys.set(key, customer.id)
  }
}

import { TryAgain, type Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { type Address, nameOf } from './address.ts'
import { type CustomerReason, chooseCustomer } from './chooseCustomer.ts'
import {
  type CustomerWrites,
  findByIds,
  type KnownCustomer,
  type NewCustomerRow,
  writeCustomers,
} from './customerStore.ts'
import { liveCustomer } from './liveCustomer.ts'
import { collectKey, type MatchKey } from './matchKeys.ts'
import { type MatchPool, matchPool, type Sought, soughtOf } from './matchPool.ts'
import type { Matching } from './matchRule.ts'
import { findCandidates, type MatchCandidate } from './matchStore.ts'
import { type NotSame, rememberNotSame } from './notSame.ts'

/** Whoever placed an order, as far as the order says it. */
export interface Seeker {
  /** Of the order: what the number of a new customer is reserved for. */
  readonly id: string
  readonly connectionId: string
  readonly channel: { readonly id: string; readonly name: string }
  /** The shop's own id of the customer; null for a guest. */
  readonly externalId: string | null
  readonly billing: Address | null
  readonly shipping: Address | null
  readonly language: string | null
  /** A person chose this customer, or said that it is a new one (null): nothing else counts. */
  readonly assigned: { readonly customerId: string | null; readonly by: string } | null
  readonly matching: Matching
}

export type FoundCustomer =
  | {
      readonly customerId: string
      readonly reason: CustomerReason
      /** Who was made for this order. */
      readonly made?: Pick<NewCustomerRow, 'number' | 'name' | 'address'> | undefined
    }
  | {
      readonly code: 'CUSTOMER_AMBIGUOUS' | 'CUSTOMER_UNSURE' | 'CUSTOMER_BLOCKED' | 'CUSTOMER_UNKNOWN'
      readonly data: ProblemData
    }

/**
 * Finds the customer of each order, or makes it. What a person chose wins; then sure keys and likeness decide
 * (`chooseCustomer`). Orders of one list find each other as if they had come one after the other.
 *
 * The unique key of `customer_key` decides between transactions: who loses throws `TryAgain` and finds the winner's
 * customer the next time. `numberOf` gives the number of a new customer by the id of its seeker, reserved beforehand.
 */
export async function findOrMakeCustomers(
  tx: Tx,
  tenant: string,
  seekers: readonly Seeker[],
  options: { readonly by: string; readonly now: Date; readonly numberOf: (id: string) => string },
): Promise<FoundCustomer[]> {
  const all = seekers.map(seeker => ({ seeker, sought: soughtBy(seeker) }))
  const [hits, chosen] = await Promise.all([
    findCandidates(tx, tenant, {
      sure: [...new Set(all.flatMap(one => one.sought.sure.map(key => key.key)))],
      alike: [...new Set(all.flatMap(one => one.sought.alike))],
    }),
    findByIds(tx, tenant, [...new Set(seekers.flatMap(one => one.assigned?.customerId ?? []))]),
  ])
  const work: Work = {
    pool: matchPool(hits),
    known: new Map(hits.candidates.map(one => [one.id, one])),
    writes: { made: [], keys: new Map(), moved: new Map(), addresses: [], alike: [] },
    notSame: [],
    chosen,
    ...options,
  }
  const found = all.map(({ seeker, sought }) => {
    const before = work.writes.made.length
    const one = choose(work, seeker, sought)
    if (!('customerId' in one)) return one
    const made = work.writes.made[before]
    noteAddresses(work, seeker, one, made !== undefined)
    return { ...one, made }
  })
  await holdFound(tx, tenant, found, work)
  await writeCustomers(tx, tenant, work.writes)
  await rememberNotSame(tx, tenant, work.notSame, { name: options.by, now: options.now })
  return found
}

interface Work {
  readonly pool: MatchPool
  /** Who was found by any key, by id. */
  readonly known: ReadonlyMap<string, MatchCandidate>
  readonly writes: Writes
  readonly notSame: NotSame[]
  readonly chosen: ReadonlyMap<string, KnownCustomer>
  readonly by: string
  readonly numberOf: (id: string) => string
}
type Writes = { -readonly [K in keyof CustomerWrites]: CustomerWrites[K] } & {
  made: CustomerWrites['made'][number][]
  keys: Map<string, string>
  moved: Map<string, string>
  addresses: CustomerWrites['addresses'][number][]
  alike: (readonly [string, string])[]
}

// Guests that are not matched are looked up by nothing, or by the key of their channel alone.
function soughtBy(seeker: Seeker): Sought {
  const { connectionId, externalId, billing, shipping, matching, channel, assigned } = seeker
  const sought = soughtOf({ connectionId, externalId, address: billing ?? shipping })
  if (externalId !== null || assigned || matching.guests === 'match') return sought
  const sure: readonly MatchKey[] = matching.guests === 'collect' ? [collectKey(channel.id)] : []
  return { ...sought, sure, alike: [] }
}

function choose(work: Work, seeker: Seeker, sought: Sought): FoundCustomer {
  const { pool } = work
  if (seeker.assigned) return chooseAssigned(work, seeker, sought, seeker.assigned)
  if (seeker.externalId === null && seeker.matching.guests === 'collect') return collect(work, seeker, sought)
  const choice = chooseCustomer(pool.scored(sought), seeker.matching)
  if (choice.do === 'leave') return { code: choice.code, data: choice.data }
  if (choice.do === 'make') return { customerId: make(work, seeker, sought), reason: choice.reason }
  const { candidate } = choice.chosen
  if (candidate.blocked) return { code: 'CUSTOMER_BLOCKED', data: { customer: candidate.number } }
  if (learn(work, sought, candidate) || choice.chosen.how === 'likeness') tell(work, sought, candidate)
  return { customerId: candidate.id, reason: choice.reason }
}

function collect(work: Work, seeker: Seeker, sought: Sought): FoundCustomer {
  const [key] = sought.sure
  const owner = key && work.pool.ownerOf(key.key)
  if (owner?.blocked) return { code: 'CUSTOMER_BLOCKED', data: { customer: owner.number } }
  const reason: CustomerReason = { how: 'collect', score: 100, candidates: [] }
  if (owner) return { customerId: owner.id, reason }
  const nobody = { ...seeker, billing: null, shipping: null }
  return { customerId: make(work, nobody, { ...sought, alike: [] }, seeker.channel.name), reason }
}

function make(work: Work, seeker: Seeker, sought: Sought, name?: string): string {
  const address = seeker.billing ?? seeker.shipping ?? {}
  const id = newId()
  const number = work.numberOf(seeker.id)
  const called = name ?? (nameOf(address) || number)
  const fields = { language: seeker.language }
  work.writes.made.push({ id, number, name: called, address, fields, madeBy: work.by })
  const candidate = {
    id,
    number,
    name: called,
    blocked: false,
    sure: [],
    alike: [],
    facts: [],
    has: () => false,
  }
  learn(work, sought, candidate)
  tell(work, sought, candidate)
  return id
}

function chooseAssigned(
  work: Work,
  seeker: Seeker,
  sought: Sought,
  assigned: { readonly customerId: string | null; readonly by: string },
): FoundCustomer {
  const { by } = assigned
  const scored = work.pool.scored(sought)
  if (assigned.customerId === null) {
    const candidates = scored.filter(one => one.score >= seeker.matching.askFrom).map(one => one.candidate.id)
    const customerId = make(work, seeker, sought)
    work.notSame.push(...candidates.map(other => [customerId, other] as const))
    return { customerId, reason: { how: 'person', score: 100, candidates, by } }
  }
  const customer = work.chosen.get(assigned.customerId)
  if (!customer) return { code: 'CUSTOMER_UNKNOWN', data: { customer: assigned.customerId } }
  if (customer.blocked) return { code: 'CUSTOMER_BLOCKED', data: { customer: customer.number } }
  const owners = scored.filter(one => one.how !== 'likeness').map(one => one.candidate)
  const known = scored.find(one => one.candidate.id === customer.id)?.candidate
  const candidate = known ?? { ...customer, name: '', sure: [], alike: [], facts: [], has: () => false }
  // A choice between several settles it for the orders to come, too. One against the only match is for this order alone.
  if (owners.length > 1)
    for (const { key } of sought.sure) {
      if (work.pool.ownerOf(key)?.id !== customer.id) work.writes.moved.set(key, customer.id)
      work.pool.give(key, candidate)
    }
  else if (owners.every(one => one.id === customer.id)) learn(work, sought, candidate)
  tell(work, sought, candidate)
  const candidates = scored.flatMap(one =>
    one.candidate.id !== customer.id && one.score >= seeker.matching.askFrom ? [one.candidate.id] : [],
  )
  return { customerId: customer.id, reason: { how: 'person', score: 100, candidates, by } }
}

// By what else this customer is recognised from now on; whether there was anything.
function learn(work: Work, sought: Sought, customer: MatchCandidate): boolean {
  let learned = false
  for (const { key } of sought.sure) {
    if (work.pool.ownerOf(key)) continue
    work.pool.give(key, customer)
    work.writes.keys.set(key, customer.id)
    learned = true
  }
  return learned
}

// Found by what the order says, by the rest of this list and by all that come later.
function tell(work: Work, sought: Sought, customer: MatchCandidate): void {
  work.pool.add(customer, sought)
  for (const key of sought.alike)
    if (!customer.alike.includes(key)) work.writes.alike.push([key, customer.id])
}

function noteAddresses(
  { writes, known }: Work,
  seeker: Seeker,
  found: { readonly customerId: string; readonly reason: CustomerReason },
  isNew: boolean,
): void {
  // Whose address it is says the order; the customer of all guests has none of them.
  if (found.reason.how === 'collect') return
  const { customerId } = found
  const book = known.get(customerId)
  const unknown = (address: Address | null) => (address && !book?.has(address) ? address : null)
  const billing = unknown(seeker.billing ?? seeker.shipping)
  const shipping = unknown(seeker.shipping)
  if (billing || shipping) writes.addresses.push({ customerId, isNew, billing, shipping })
}

// Until the end of the transaction none of those that were found becomes a part of another; a person's choice is held already.
async function holdFound(tx: Tx, tenant: string, found: readonly FoundCustomer[], work: Work): Promise<void> {
  const made = new Set(work.writes.made.map(one => one.id))
  const ids = found.flatMap(one =>
    'customerId' in one && !made.has(one.customerId) && one.reason.how !== 'person' ? [one.customerId] : [],
  )
  const live = await liveCustomer(tx, tenant, ids)
  if (ids.some(id => live.get(id) !== id)) throw new TryAgain('a customer was merged meanwhile')
}

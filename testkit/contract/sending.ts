/** Sending as the engine does it: what an object needs is there first, one result per element, tickets asked again. */

import assert from 'node:assert/strict'
import { exact } from '../../src/base/decimal.ts'
import type { Connector } from '../../src/port/connector.ts'
import { Unreachable } from '../../src/port/errors.ts'
import type { Outgoing, SendResult } from '../../src/port/outgoing.ts'
import { type OutgoingKind, outgoingKinds, type Ref } from '../../src/port/records.ts'
import type { Send } from '../../src/port/send.ts'
import type { Bench, Opened } from './bench.ts'
import { place } from './incoming.ts'
import { called, collect, neutralOf, recordOf } from './reading.ts'
import { type Around, expectedFields, sampleMakers } from './samples.ts'
import type { ContractSubject, Held } from './subject.ts'

/** An element of a writing call whose kind is only known at run time. */
export type Sendable = Outgoing<OutgoingKind>

const ofItems: ReadonlySet<OutgoingKind> = new Set(['price', 'stock', 'image', 'cross_selling'])
const lateKinds: ReadonlySet<OutgoingKind> = new Set([
  'manufacturer',
  'characteristic',
  'image',
  'cross_selling',
])
/** The others: for a subject of which only what it takes otherwise than those before is to be tried. */
export const usualKinds: readonly OutgoingKind[] = outgoingKinds.filter(kind => !lateKinds.has(kind))
const ofOrders: ReadonlySet<OutgoingKind> = new Set([
  'order_status',
  'delivery',
  'payment',
  'refund',
  'cancellation',
  'cancellation_answer',
  'return',
  'confirmation',
  'document',
])

/** The kinds that the connector sends and that the simulator lets us make ready. */
export function sendableKinds({ connector, without, sends }: ContractSubject): readonly OutgoingKind[] {
  // What most connectors send comes first: there most mistakes are found.
  const ordered = [...outgoingKinds.filter(kind => !lateKinds.has(kind)), ...lateKinds]
  return ordered.filter(kind => {
    if (!connector.send?.[kind] || sends?.includes(kind) === false) return false
    if (kind === 'customer') return without.insertRecord === undefined
    if (kind === 'cancellation_answer') return without.placeEvents === undefined
    return !ofItems.has(kind) || connector.send.item !== undefined || without.placeItem === undefined
  })
}

/** How a kind is sent. */
export function sendOf(connector: Connector, kind: OutgoingKind): Send<unknown, OutgoingKind> {
  const send = connector.send?.[kind]
  assert.ok(send, `${kind} is sent`)
  // One table has a type of its own per kind; here they are all used alike.
  return send as unknown as Send<unknown, OutgoingKind>
}

/** Elements ready to be sent: their orders have been fetched and acknowledged, their items are there. */
export async function prepare(
  bench: Bench,
  opened: Opened,
  kind: OutgoingKind,
  count: number,
): Promise<readonly Sendable[]> {
  const around =
    kind === 'customer'
      ? await fetchedCustomers(bench, count)
      : ofOrders.has(kind)
        ? await fetchedOrders(bench, kind, count)
        : ofItems.has(kind)
          ? beside(await sentItems(bench, opened, kind === 'cross_selling' ? count + 1 : count))
          : []
  return Array.from({ length: count }, (_, n) => {
    const no = bench.number()
    const { priceType } = bench.subject
    const own: Around = {
      ...(around[n] ?? { ...nowhere, itemNumber: `KT-${no}`, number: () => bench.number() }),
      ...(priceType === undefined ? {} : { priceGroup: { no: 1_000_002, theirs: priceType } }),
      ...(sendOf(bench.connector, kind).namesLines ? { namesLines: true } : {}),
    }
    const ref =
      kind === 'order_status' || kind === 'customer'
        ? own.order
        : ofItems.has(kind) && kind !== 'image' && kind !== 'cross_selling'
          ? own.item
          : { no, theirs: '' }
    const { needs = [] } = sendOf(bench.connector, kind)
    const along = needs.map(needed => [needed, sampleMakers[needed](n + 1, own)])
    return {
      ref,
      place: bench.subject.places?.[0] ?? '',
      state: sampleMakers[kind](n + 1, own),
      ...(needs.length > 0 ? { with: Object.fromEntries(along) } : {}),
    }
  })
}

// Each shows the one behind it; the last stands beside others only.
function beside(list: readonly Around[]): readonly Around[] {
  return list.map((one, at) => {
    const other = list[at + 1]
    return other ? { ...one, beside: [other.item] } : one
  })
}

const nobody: Ref = { no: 0, theirs: '' }
const nowhere = {
  item: nobody,
  itemNumber: '',
  order: nobody,
  record: undefined,
  request: nobody,
  customer: { address: {} },
}

// They are never made there: they came in and were acknowledged. `order` is their own name.
async function fetchedCustomers(bench: Bench, count: number): Promise<readonly Around[]> {
  const ids: string[] = []
  for (let n = 1; n <= count; n++) ids.push((await bench.system.insertRecord?.('customer', `neu ${n}`)) ?? '')
  const records = await collect(bench)
  return ids.map(id => ({
    ...nowhere,
    order: { no: bench.numberOf('customer', id), theirs: id },
    customer: neutralOf(bench, 'customer', recordOf(records, 'customer', id).raw),
    number: () => bench.number(),
  }))
}

async function fetchedOrders(bench: Bench, kind: OutgoingKind, count: number): Promise<readonly Around[]> {
  const ids = await place(bench, count)
  const requests = new Map<string, string>()
  if (kind === 'cancellation_answer')
    for (const id of ids)
      for (const event of (await bench.system.placeEvents?.(id)) ?? [])
        if (event.kind === 'cancellation_request') requests.set(id, event.externalId)
  const records = await collect(bench)
  return ids.map(id => ({
    ...nowhere,
    order: { no: bench.numberOf('order', id), theirs: id },
    record: neutralOf(bench, 'order', recordOf(records, 'order', id).raw),
    request: { no: bench.number(), theirs: requests.get(id) ?? '' },
    number: () => bench.number(),
  }))
}

async function sentItems(bench: Bench, opened: Opened, count: number): Promise<readonly Around[]> {
  if (!bench.connector.send?.item) {
    const items: Around[] = []
    for (let n = 0; n < count; n++) {
      const no = bench.number()
      const itemNumber = `KT-${no}`
      const theirs = (await bench.system.placeItem?.(itemNumber)) ?? ''
      items.push({ ...nowhere, item: { no, theirs }, itemNumber, number: () => bench.number() })
    }
    return items
  }
  const elements = await prepare(bench, opened, 'item', count)
  const results = await sendAndSettle(bench, opened, 'item', elements)
  return elements.map((element, n) => ({
    ...nowhere,
    item: { no: element.ref.no, theirs: theirsOf(results[n]) ?? '' },
    itemNumber: 'itemNumber' in element.state ? element.state.itemNumber : '',
    number: () => bench.number(),
  }))
}

/** One writing call. One result per element. */
export async function sendList(
  bench: Bench,
  opened: Opened,
  kind: OutgoingKind,
  list: readonly Sendable[],
): Promise<readonly SendResult[]> {
  const results = await sendOf(bench.connector, kind).send(opened.session, list)
  assert.equal(results.length, list.length, 'one result per element')
  bench.ourSide.queue(kind, list, results)
  for (const result of results) {
    if (result.result === 'queued')
      assert.ok(bench.connector.receive, 'a letter is queued, and nobody comes for it')
    assert.ok(
      result.result !== 'pending' || bench.connector.results,
      'a result is pending, and nobody can be asked for it',
    )
    if (result.result === 'rejected') bench.heard(`${result.code} ${result.text}`)
    if (result.result === 'accepted' && result.theirs !== undefined)
      assert.notEqual(result.theirs, '', 'accepted under an empty id')
  }
  return results
}

/** What the system has of these, as the connector finds it; nothing where it cannot look. */
export async function find(
  bench: Bench,
  opened: Opened,
  kind: OutgoingKind,
  list: readonly Sendable[],
): Promise<readonly (string | undefined)[]> {
  return (await sendOf(bench.connector, kind).find?.(opened.session, list)) ?? []
}

/** Sends, lets the system work off what it took in, and asks for what was pending. */
export async function sendAndSettle(
  bench: Bench,
  opened: Opened,
  kind: OutgoingKind,
  list: readonly Sendable[],
): Promise<readonly SendResult[]> {
  const results = await sendList(bench, opened, kind, list)
  return settle(bench, opened, results)
}

/** Lets the system come for its letters and work off what it took in. The results by then. */
export async function settle(
  bench: Bench,
  opened: Opened,
  results: readonly SendResult[],
): Promise<readonly SendResult[]> {
  await bench.system.settle?.()
  if (results.some(({ result }) => result === 'queued')) await called(bench)
  return settled(bench, opened, results.map(bench.ourSide.outcome))
}

/** The same results, with the answers of those that were pending. */
export async function settled(
  bench: Bench,
  opened: Opened,
  results: readonly SendResult[],
): Promise<readonly SendResult[]> {
  // In another order than they were given: the answers have to follow the question.
  const tickets = results.flatMap(result => (result.result === 'pending' ? [result.ticket] : [])).reverse()
  if (tickets.length === 0) return results
  const answers = (await bench.connector.results?.(opened.session, tickets)) ?? []
  assert.equal(answers.length, tickets.length, 'one answer per ticket')
  const answerOf = new Map(tickets.map((ticket, at) => [ticket, answers[at]]))
  return results.map(result =>
    result.result === 'pending' ? (answerOf.get(result.ticket) ?? result) : result,
  )
}

/** Their id in an accepted result, where they gave one. */
export function theirsOf(result: SendResult | undefined): string | undefined {
  return result?.result === 'accepted' ? result.theirs : undefined
}

/** What is handed over to take an element away. */
export function removalOf({ ref, place, state }: Sendable) {
  return {
    ref,
    place,
    ...('of' in state ? { of: state.of, sort: state.sort } : {}),
    ...('groups' in state ? { of: state.item } : {}),
  }
}

/** The element with the id that it was accepted under, as the engine would send it the next time. */
export function linked(element: Sendable, result: SendResult | undefined): Sendable {
  const theirs = theirsOf(result)
  return theirs === undefined ? element : { ...element, ref: { ...element.ref, theirs } }
}

/**
 * What became of a call that may fail as a whole. A call that ends in `Unreachable` and may have worked leaves all of
 * its elements unknown: the two are the same to the engine.
 */
export async function outcomes(
  bench: Bench,
  opened: Opened,
  kind: OutgoingKind,
  list: readonly Sendable[],
): Promise<readonly SendResult['result'][]> {
  const sending = sendList(bench, opened, kind, list)
  const results = await sending.catch(() => undefined)
  if (results) return results.map(result => result.result)
  const error = await bench.failure(sending)
  assert.ok(error instanceof Unreachable, String(error))
  assert.ok(error.mayHaveWorked, `"${error.message}" says that nothing can have happened`)
  return list.map(() => 'unknown')
}

// --- What the system holds ---------------------------------------------------------------------------------------

/** The objects that the system holds for an element: those that say what it says. */
export async function heldFor(bench: Bench, kind: OutgoingKind, element: Sendable): Promise<readonly Held[]> {
  const expected = expectedFields(kind, element.state as never)
  const held = (await bench.system.held?.(kind)) ?? []
  return held.filter(object => {
    const known = Object.entries(object.fields).filter(([name]) => expected[name] !== undefined)
    return known.length > 0 && known.every(([name, value]) => sameValue(value, expected[name] ?? ''))
  })
}

/** Asserts that the system holds the element, once, under the id that it was accepted with. */
export async function assertHeld(
  bench: Bench,
  kind: OutgoingKind,
  element: Sendable,
  result: SendResult | undefined,
): Promise<void> {
  const held = await heldFor(bench, kind, element)
  const called = JSON.stringify(expectedFields(kind, element.state as never))
  assert.equal(held.length, 1, `the system holds ${called} ${held.length} times`)
  const theirs = theirsOf(result)
  if (theirs !== undefined) assert.equal(held[0]?.theirs, theirs, `${called} was accepted under another id`)
}

function sameValue(came: string, expected: string): boolean {
  const decimal = /^-?\d+(\.\d+)?$/
  return (
    came === expected || (decimal.test(came) && decimal.test(expected) && exact(came).equals(exact(expected)))
  )
}

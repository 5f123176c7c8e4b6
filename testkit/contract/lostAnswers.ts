/** The call worked and its answer was lost, twice in a row: whatever is written is there once in the end, as it should be now. */

import assert from 'node:assert/strict'
import type { SendResult } from '../../src/port/outgoing.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import type { Bench } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { isAcked, isConsuming } from './declarations.ts'
import { place } from './incoming.ts'
import { acknowledge, firstPage, idsOf } from './reading.ts'
import { pictureOf } from './samples.ts'
import {
  assertHeld,
  find,
  linked,
  outcomes,
  prepare,
  removalOf,
  type Sendable,
  sendAndSettle,
  sendableKinds,
  sendOf,
  theirsOf,
} from './sending.ts'
import type { ContractSubject } from './subject.ts'

/** The cases of everything that writes: each kind that is sent, what is taken away, acknowledgements. */
export function lostAnswerCases(subject: ContractSubject): readonly ContractCase[] {
  const { connector } = subject
  const notAcked =
    unless(isAcked(connector), 'orders are not acknowledged') ??
    unless(!isConsuming(subject), 'what was given out is forgotten, acknowledged or not')
  return [
    ...sendableKinds(subject).flatMap(kind => [
      {
        name: `${kind}: is there once, with its newest content, after its answer was lost twice`,
        needs: ['held', 'cutAfter'] as const,
        run: (bench: Bench) => sendsInVain(bench, kind),
      },
      {
        name: `${kind}: is gone, and nothing else, after the answer to its removal was lost twice`,
        needs: ['held', 'cutAfter'] as const,
        notFor: unless(sendOf(connector, kind).remove !== undefined, 'nothing of this kind is taken away'),
        run: (bench: Bench) => removesInVain(bench, kind),
      },
    ]),
    {
      name: 'an ack whose answer was lost twice is accepted in the end, and nothing comes again',
      needs: ['cutAfter'],
      notFor: notAcked,
      run: async bench => {
        await place(bench, 3)
        const opened = await bench.open()
        const records = await firstPage(bench)
        for (let time = 0; time < 2; time++) {
          bench.system.fault('cutAfter', 'ack', 1)
          await bench.failure(acknowledge(bench, opened, records))
        }
        for (const result of await acknowledge(bench, opened, records))
          assert.ok(result === 'accepted' || result === 'gone', JSON.stringify(result))
        assert.deepEqual(idsOf(await firstPage(bench)), [])
      },
    },
  ]
}

async function sendsInVain(bench: Bench, kind: OutgoingKind): Promise<void> {
  const opened = await bench.open()
  const newest = await prepare(bench, opened, kind, 1)
  const before = await countOf(bench, kind)
  // What it should be changes while nobody knows what became of the first call.
  let known = newest
  for (const list of [newest.map(older), newest]) {
    bench.system.fault('cutAfter', 'send', 1)
    await outcomes(
      bench,
      opened,
      kind,
      list.map((element, at) => ({ ...element, ref: known[at]?.ref ?? element.ref })),
    )
    await bench.system.settle?.()
    known = await lookedFor(bench, opened, kind, known)
  }
  const results = await sendAndSettle(bench, opened, kind, known)
  for (const [at, element] of known.entries()) {
    assert.equal(results[at]?.result, 'accepted', JSON.stringify(results[at]))
    await assertHeld(bench, kind, element, results[at])
    const theirs = theirsOf(results[at])
    if (element.ref.theirs !== '' && theirs !== undefined)
      assert.equal(theirs, element.ref.theirs, 'what was found is what was written')
  }
  const made = (await countOf(bench, kind)) - before
  assert.ok(made === 0 || made === known.length, `${made} objects were made of ${known.length}`)
}

// As the engine: what would be made twice is looked for before it is sent again.
async function lookedFor(
  bench: Bench,
  opened: Awaited<ReturnType<Bench['open']>>,
  kind: OutgoingKind,
  list: readonly Sendable[],
): Promise<readonly Sendable[]> {
  if (sendOf(bench.connector, kind).repeat !== 'readBack') return list
  const found = await find(bench, opened, kind, list)
  return list.map((element, at) => ({
    ...element,
    ref: { ...element.ref, theirs: found[at] ?? element.ref.theirs },
  }))
}

async function removesInVain(bench: Bench, kind: OutgoingKind): Promise<void> {
  const { remove } = sendOf(bench.connector, kind)
  const opened = await bench.open()
  const list = await prepare(bench, opened, kind, 2)
  const results: SendResult[] = []
  for (const element of list) results.push(...(await sendAndSettle(bench, opened, kind, [element])))
  const [gone, stays] = list.map((element, at) => linked(element, results[at]))
  assert.ok(gone && stays)
  const before = await countOf(bench, kind)
  for (let time = 0; time < 2; time++) {
    bench.system.fault('cutAfter', 'send', 1)
    await bench.failure(Promise.resolve(remove?.(opened.session, [removalOf(gone)])))
  }
  const removed = (await remove?.(opened.session, [removalOf(gone)])) ?? []
  assert.equal(removed.length, 1, 'one result per element')
  await bench.system.settle?.()
  assert.equal(await countOf(bench, kind), before - 1)
  await assertHeld(bench, kind, stays, results[1])
}

async function countOf(bench: Bench, kind: OutgoingKind): Promise<number> {
  return ((await bench.system.held?.(kind)) ?? []).length
}

/** The element as it should have been a moment ago; what is sent once each stays as it is. */
function older(element: Sendable): Sendable {
  const { state } = element
  const texts = 'texts' in state ? { texts: { ...state.texts, de: { name: 'davor' } } } : {}
  const stock = 'stock' in state ? { stock: { ...state.stock, offered: '3' } } : {}
  const delivery = 'delivery' in state ? { delivery: 'partly_shipped' } : {}
  const prices = 'prices' in state ? { prices: [{ scales: [{ from: '1', net: '1', gross: '1.19' }] }] } : {}
  const image = 'hash' in state ? { hash: pictureOf('davor') } : {}
  const address = 'address' in state ? { address: { ...state.address, city: 'davor' } } : {}
  return {
    ...element,
    state: { ...state, ...texts, ...stock, ...address, ...delivery, ...prices, ...image },
  } as Sendable
}

/** Sending: one honest result per element, and no harm from repetition. */

import assert from 'node:assert/strict'
import { RateLimited, Refused, Rejected } from '../../src/port/errors.ts'
import type { SendResult } from '../../src/port/outgoing.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import type { Bench } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { partlyCases } from './partly.ts'
import {
  assertHeld,
  find,
  heldFor,
  linked,
  outcomes,
  prepare,
  removalOf,
  sendAndSettle,
  sendableKinds,
  sendList,
  sendOf,
  settle,
  theirsOf,
} from './sending.ts'
import type { ContractSubject, Fault } from './subject.ts'

/** Faults after which nobody knows what became of a writing call. */
const blindFaults = [
  'serverError',
  'cutBefore',
  'cutAfter',
  'truncated',
  'html',
] as const satisfies readonly Fault[]
/** The largest call that is tried; a batch may be larger. */
const manyElements = 25

/** The cases of one outgoing kind after the other. */
export function outgoingCases(subject: ContractSubject): readonly ContractCase[] {
  const kinds = sendableKinds(subject)
  return [...kinds.flatMap(kind => casesOf(subject, kind)), ...kinds.slice(0, 1).map(slowCase)]
}

function casesOf(subject: ContractSubject, kind: OutgoingKind): readonly ContractCase[] {
  const { connector } = subject
  const { repeat, atomic, batch, remove, findsOnly } = sendOf(connector, kind)
  const several = unless(batch >= 3, 'one element per call')
  return [
    {
      name: `${kind}: stores each, and says under which id`,
      needs: ['held'],
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, Math.min(batch, 3))
        const results = await sendAndSettle(bench, opened, kind, list)
        for (const [at, element] of list.entries()) {
          assert.equal(results[at]?.result, 'accepted', JSON.stringify(results[at]))
          await assertHeld(bench, kind, element, results[at])
        }
      },
    },
    {
      name: `${kind}: says "stored" only when it is`,
      needs: ['held'],
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 1)
        for (const [at, result] of (await sendList(bench, opened, kind, list)).entries())
          if (result.result === 'accepted' && result.proof === 'stored' && list[at])
            await assertHeld(bench, kind, list[at], result)
      },
    },
    {
      name: `${kind}: takes as many at once as it declares`,
      needs: ['held'],
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, Math.min(batch, manyElements))
        const results = await sendAndSettle(bench, opened, kind, list)
        for (const [at, element] of list.entries()) await assertHeld(bench, kind, element, results[at])
      },
    },
    {
      name: `${kind}: calls nothing for an empty list`,
      run: async bench => {
        const opened = await bench.open()
        const before = opened.run.run.http.calls.count
        assert.deepEqual(await sendOf(connector, kind).send(opened.session, []), [])
        assert.equal(opened.run.run.http.calls.count, before)
      },
    },
    {
      name: `${kind}: rejects the bad one and stores the others`,
      needs: ['held', 'refuse'],
      notFor: several ?? unless(atomic === false, 'the whole call fails'),
      run: bench => rejectsOne(bench, kind),
    },
    {
      name: `${kind}: stores nothing of a call with a bad one`,
      needs: ['held', 'refuse'],
      notFor: several ?? unless(atomic === true, 'the other elements are stored, or some of them'),
      run: bench => storesNothing(bench, kind),
    },
    {
      name: `${kind}: takes what was passed over in silence for rejected`,
      needs: ['held', 'skip'],
      notFor: several,
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 3)
        const [, skipped] = list
        assert.ok(skipped)
        await bench.system.skip?.(kind, skipped)
        const results = await sendAndSettle(bench, opened, kind, list)
        assert.deepEqual(
          results.map(result => result.result),
          ['accepted', 'rejected', 'accepted'],
        )
        assert.equal((await heldFor(bench, kind, skipped)).length, 0)
      },
    },
    ...blindFaults.map(fault => ({
      name: `${kind}: does not know what became of it after ${fault}`,
      needs: [fault],
      run: async (bench: Bench) => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, Math.min(batch, 2))
        bench.system.fault(fault, 'send', 1)
        for (const outcome of await outcomes(bench, opened, kind, list)) assert.equal(outcome, 'unknown')
      },
    })),
    ...(['refused', 'rateLimited'] as const).map(fault => ({
      name: `${kind}: stops or waits when it is answered with ${fault}`,
      needs: [fault],
      run: async (bench: Bench) => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 1)
        bench.system.fault(fault, 'send', 1)
        const error = await bench.failure(sendList(bench, opened, kind, list))
        assert.ok(error instanceof (fault === 'refused' ? Refused : RateLimited), String(error))
      },
    })),
    {
      name: `${kind}: opens a lost session again and sends once`,
      needs: ['expireSession', 'held'],
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 1)
        bench.system.fault('expireSession', 'send', 1)
        const results = await sendAndSettle(bench, opened, kind, list)
        for (const [at, element] of list.entries()) await assertHeld(bench, kind, element, results[at])
      },
    },
    ...(repeat === 'readBack' ? foundCases(kind, findsOnly) : []),
    ...(repeat !== 'readBack' || findsOnly ? repeatCases(kind) : []),
    ...partlyCases(subject, kind),
    {
      name: `${kind}: takes it away, and does no harm by doing so twice`,
      needs: ['held'],
      notFor: unless(remove !== undefined, 'nothing of this kind is taken away'),
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, Math.min(batch, 2))
        const results = await sendAndSettle(bench, opened, kind, list)
        const [gone] = list.map((element, at) => linked(element, results[at]))
        assert.ok(gone)
        for (let time = 0; time < 2; time++) {
          const removed: readonly SendResult[] = (await remove?.(opened.session, [removalOf(gone)])) ?? []
          assert.equal(removed.length, 1, 'one result per element')
          bench.ourSide.queue(kind, [gone], removed)
          await settle(bench, opened, removed)
        }
        assert.equal((await heldFor(bench, kind, gone)).length, 0)
        for (const element of list.slice(1)) assert.equal((await heldFor(bench, kind, element)).length, 1)
      },
    },
  ]
}

// Of one kind: time-outs are kept by the HTTP client, which is the same for all.
function slowCase(kind: OutgoingKind): ContractCase {
  return {
    name: `${kind}: ends a call within its time-out, and does not know what became of it`,
    needs: ['slow'],
    run: async bench => {
      const opened = await bench.open()
      const list = await prepare(bench, opened, kind, 1)
      bench.system.fault('slow', 'send', 1)
      opened.run.timeout(250)
      assert.deepEqual(await outcomes(bench, opened, kind, list), ['unknown'])
      opened.run.timeout(bench.connector.limits.timeoutMs)
    },
  }
}

/** What is safe or keyed ends the same however often it is sent. */
function repeatCases(kind: OutgoingKind): readonly ContractCase[] {
  return [
    {
      name: `${kind}: ends the same when it is sent twice`,
      needs: ['held'],
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 1)
        const first = await sendAndSettle(bench, opened, kind, list)
        const second = await sendAndSettle(bench, opened, kind, list)
        const third = await sendAndSettle(
          bench,
          opened,
          kind,
          list.map((element, at) => linked(element, first[at])),
        )
        for (const [at, element] of list.entries())
          for (const results of [first, second, third]) {
            assert.equal(results[at]?.result, 'accepted', JSON.stringify(results[at]))
            await assertHeld(bench, kind, element, results[at])
          }
      },
    },
    {
      name: `${kind}: is there once when it is sent again after its answer was lost`,
      needs: ['held', 'cutAfter'],
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 1)
        bench.system.fault('cutAfter', 'send', 1)
        await outcomes(bench, opened, kind, list)
        const results = await sendAndSettle(bench, opened, kind, list)
        for (const [at, element] of list.entries()) await assertHeld(bench, kind, element, results[at])
      },
    },
  ]
}

/** What would be made twice is looked for before it is sent again. */
function foundCases(kind: OutgoingKind, findsOnly: 'unlinked' | undefined): readonly ContractCase[] {
  return [
    {
      name: `${kind}: finds what is there, and not what is not`,
      needs: ['held'],
      notFor: unless(findsOnly === undefined, 'what is linked there needs no finding'),
      run: async bench => {
        const opened = await bench.open()
        const [first, never, second] = await prepare(bench, opened, kind, 3)
        assert.ok(first && never && second)
        const results = await sendAndSettle(bench, opened, kind, [first, second])
        assert.deepEqual(await find(bench, opened, kind, [first, never, second]), [
          theirsOf(results[0]),
          undefined,
          theirsOf(results[1]),
        ])
      },
    },
    ...(['cutBefore', 'cutAfter'] as const).map(fault => ({
      name: `${kind}: finds out what became of it after ${fault}, and it is there once in the end`,
      needs: ['held', fault] as const,
      run: async (bench: Bench) => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 1)
        bench.system.fault(fault, 'send', 1)
        await outcomes(bench, opened, kind, list)
        await bench.system.settle?.()
        const found = await find(bench, opened, kind, list)
        if (!findsOnly) assert.equal(found[0] === undefined, fault === 'cutBefore', `found ${found[0]}`)
        const known = list.map((element, at) => ({
          ...element,
          ref: { ...element.ref, theirs: found[at] ?? '' },
        }))
        const results = await sendAndSettle(bench, opened, kind, known)
        for (const [at, element] of list.entries()) await assertHeld(bench, kind, element, results[at])
      },
    })),
    ...(['serverError', 'truncated', 'html', 'cutAfter'] as const).map(fault => ({
      name: `${kind}: never takes ${fault} while looking for it for "not there"`,
      needs: ['held', fault] as const,
      run: async (bench: Bench) => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 1)
        await sendAndSettle(bench, opened, kind, list)
        bench.system.fault(fault, 'find', 1)
        await bench.failure(find(bench, opened, kind, list))
      },
    })),
  ]
}

async function rejectsOne(bench: Bench, kind: OutgoingKind): Promise<void> {
  const opened = await bench.open()
  const list = await prepare(bench, opened, kind, 3)
  const [bad] = list
  assert.ok(bad)
  await bench.system.refuse?.(kind, bad)
  const results = await sendAndSettle(bench, opened, kind, list)
  const [rejected] = results
  // Where the system only says that it has read the call, it is not known here either.
  if (rejected?.result !== 'accepted' || rejected.proof !== 'received') {
    assert.equal(rejected?.result, 'rejected', JSON.stringify(rejected))
    assert.match(rejected.code, /^[A-Z][A-Z0-9_]*$/)
    assert.ok(rejected.text.trim() !== '', 'the foreign text is kept')
  }
  assert.equal((await heldFor(bench, kind, bad)).length, 0)
  for (const [at, element] of list.entries()) if (at > 0) await assertHeld(bench, kind, element, results[at])
}

async function storesNothing(bench: Bench, kind: OutgoingKind): Promise<void> {
  const opened = await bench.open()
  const list = await prepare(bench, opened, kind, 3)
  const [, bad] = list
  assert.ok(bad)
  await bench.system.refuse?.(kind, bad)
  const sending = sendList(bench, opened, kind, list)
  const results = await sending.catch(() => undefined)
  if (!results)
    assert.ok((await bench.failure(sending)) instanceof Rejected, 'the records are at fault, not the call')
  for (const result of results ?? []) assert.equal(result.result, 'rejected', JSON.stringify(result))
  for (const element of list)
    assert.equal((await heldFor(bench, kind, element)).length, 0, 'a part of the call was stored')
  const good = list.filter(element => element !== bad)
  const again = await sendAndSettle(bench, opened, kind, good)
  for (const [at, element] of good.entries()) await assertHeld(bench, kind, element, again[at])
}

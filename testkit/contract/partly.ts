/** Calls that are stored in part: nothing is there twice in the end, and the bad one is named. */

import assert from 'node:assert/strict'
import { PortError, Refused } from '../../src/port/errors.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import type { Bench, Opened } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import {
  assertHeld,
  find,
  heldFor,
  outcomes,
  prepare,
  type Sendable,
  sendAndSettle,
  sendList,
  sendOf,
} from './sending.ts'
import type { ContractSubject } from './subject.ts'

/** The cases of calls that fail after a part of them was stored, and of what is sent alone. */
export function partlyCases({ connector }: ContractSubject, kind: OutgoingKind): readonly ContractCase[] {
  const { atomic, batch } = sendOf(connector, kind)
  const several = unless(batch >= 3, 'one element per call')
  return [
    {
      name: `${kind}: rejects the only one of a call in the words of the system, and takes it when it is good`,
      needs: ['held', 'refuse'],
      notFor: unless(atomic === 'midway' || batch === 1, 'no element has to be sent alone'),
      run: async bench => {
        const opened = await bench.open()
        const [good, bad] = await prepare(bench, opened, kind, 2)
        assert.ok(good && bad)
        await bench.system.refuse?.(kind, bad)
        await assertRejected(bench, opened, kind, bad)
        const [result] = await sendAndSettle(bench, opened, kind, [good])
        await assertHeld(bench, kind, good, result)
      },
    },
    {
      name: `${kind}: leaves nothing twice of a call that failed midway because of a bad one`,
      needs: ['held', 'refuse'],
      notFor: several ?? unless(atomic === 'midway', 'a bad one does not end the call midway'),
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 4)
        const [, bad] = list
        assert.ok(bad)
        await bench.system.refuse?.(kind, bad)
        const unsettled = await notAccepted(bench, opened, kind, list)
        const known = await withFound(bench, opened, kind, unsettled)
        for (const element of known) {
          if (element.ref.no === bad.ref.no) continue
          const [result] = await sendAndSettle(bench, opened, kind, [element])
          assert.equal(result?.result, 'accepted', JSON.stringify(result))
          await assertHeld(bench, kind, element, result)
        }
        await assertRejected(bench, opened, kind, bad)
        for (const element of list)
          assert.equal((await heldFor(bench, kind, element)).length, element === bad ? 0 : 1)
      },
    },
    {
      name: `${kind}: leaves nothing twice of a call that broke off midway`,
      needs: ['held', 'partly'],
      notFor: several ?? unless(atomic !== true, 'nothing of a call is stored in part'),
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, kind, 4)
        bench.system.fault('partly', 'send', 1)
        for (const outcome of await outcomes(bench, opened, kind, list)) assert.equal(outcome, 'unknown')
        const known = await withFound(bench, opened, kind, list)
        const results = await sendAndSettle(bench, opened, kind, known)
        for (const [at, element] of known.entries()) await assertHeld(bench, kind, element, results[at])
      },
    },
  ]
}

// As the engine: an element of a call that failed is neither stored nor not.
async function notAccepted(
  bench: Bench,
  opened: Opened,
  kind: OutgoingKind,
  list: readonly Sendable[],
): Promise<readonly Sendable[]> {
  const sending = sendList(bench, opened, kind, list)
  const results = await sending.catch(() => undefined)
  for (const [at, result] of (results ?? []).entries())
    if (result.result === 'accepted' && result.proof === 'stored' && list[at])
      assert.equal((await heldFor(bench, kind, list[at])).length, 1, 'said to be stored, and is not')
  if (results) return list.filter((_element, at) => results[at]?.result !== 'accepted')
  const error = await bench.failure(sending)
  assert.ok(error instanceof PortError && !(error instanceof Refused), String(error))
  return list
}

async function withFound(
  bench: Bench,
  opened: Opened,
  kind: OutgoingKind,
  list: readonly Sendable[],
): Promise<readonly Sendable[]> {
  const found = await find(bench, opened, kind, list)
  return list.map((element, at) => ({
    ...element,
    ref: { ...element.ref, theirs: found[at] ?? element.ref.theirs },
  }))
}

async function assertRejected(
  bench: Bench,
  opened: Opened,
  kind: OutgoingKind,
  bad: Sendable,
): Promise<void> {
  const [result] = await sendAndSettle(bench, opened, kind, [bad])
  assert.ok(result?.result === 'rejected', JSON.stringify(result))
  assert.match(result.code, /^[A-Z][A-Z0-9_]*$/)
  assert.ok(result.text.trim() !== '', 'the foreign text is kept')
  assert.equal((await heldFor(bench, kind, bad)).length, 0)
}

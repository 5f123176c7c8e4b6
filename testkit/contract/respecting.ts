/** A state of an order that somebody set at the system, and what becomes of it when ours is told. */

import assert from 'node:assert/strict'
import type { SendResult } from '../../src/port/outgoing.ts'
import { type ContractCase, unless } from './case.ts'
import { assertHeld, prepare, type Sendable, sendAndSettle, sendableKinds, sendOf } from './sending.ts'
import type { ContractSubject } from './subject.ts'

/** The cases of a system whose states of orders are not overwritten unasked. */
export function respectingCases(subject: ContractSubject): readonly ContractCase[] {
  const sends = sendableKinds(subject).includes('order_status')
  return [
    {
      name: 'order_status: leaves what somebody set there, says so, and sends over it only what was insisted on',
      needs: ['held', 'state', 'setOrderState'],
      notFor: unless(
        sends && sendOf(subject.connector, 'order_status').respects === true,
        'what is told replaces what is there',
      ),
      run: async bench => {
        const opened = await bench.open()
        const [element] = await prepare(bench, opened, 'order_status', 1)
        assert.ok(element)
        const { system } = bench
        const shown = async () => {
          const text = await system.state?.()
          assert.ok(text !== undefined, 'the simulator has no state()')
          return text
        }
        const send = async (insists?: string) => {
          const next = { ...element, ...(insists === undefined ? {} : { insists }) } as Sendable
          const [result] = await sendAndSettle(bench, opened, 'order_status', [next])
          return result
        }
        assert.ok(system.setOrderState, 'the simulator has no setOrderState()')
        await system.setOrderState(element.ref.theirs, 1)
        const before = await shown()
        const unasked = await send()
        assert.equal(await shown(), before, 'it was overwritten unasked')
        const text = wordsOf(unasked)
        // Set once more to another one: what a person has insisted on is not that.
        await system.setOrderState(element.ref.theirs, 2)
        const since = await shown()
        const late = await send(text)
        assert.equal(await shown(), since, 'it was overwritten where somebody insisted on something else')
        const other = wordsOf(late)
        assert.notEqual(other, text, 'two states that were set there are told by the same words')
        await assertHeld(bench, 'order_status', element, await send(other))
      },
    },
  ]
}

function wordsOf(result: SendResult | undefined): string {
  assert.equal(result?.result, 'rejected')
  if (result?.result !== 'rejected') return ''
  assert.equal(result.code, 'ORDER_STATE_SET_THERE')
  return result.text
}

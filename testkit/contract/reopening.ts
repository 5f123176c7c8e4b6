/** An order that was told as cancelled, and is open after all. */

import assert from 'node:assert/strict'
import { type ContractCase, unless } from './case.ts'
import { assertHeld, prepare, type Sendable, sendAndSettle, sendableKinds, sendOf } from './sending.ts'
import type { ContractSubject } from './subject.ts'

/** The cases of a system that opens cancelled orders again. */
export function reopeningCases(subject: ContractSubject): readonly ContractCase[] {
  const sends = sendableKinds(subject).includes('order_status')
  return [
    {
      name: 'order_status: opens again what it was told as cancelled, and takes a new cancellation after that',
      needs: ['held'],
      notFor: unless(
        sends && sendOf(subject.connector, 'order_status').reopens === true,
        'what is cancelled there stays so',
      ),
      run: async bench => {
        const opened = await bench.open()
        const [element] = await prepare(bench, opened, 'order_status', 1)
        assert.ok(element)
        let told: Sendable['told']
        // Each is told with what was accepted before, in the end as after a call of which nobody knows the end.
        for (const [delivery, inDoubt] of [
          ['cancelled', false],
          ['cancelled', false],
          ['open', false],
          ['cancelled', false],
          ['open', true],
          ['cancelled', true],
        ] as const) {
          const state = { ...element.state, delivery, payment: 'open' }
          const before = told ? { told: { ...told, ...(inDoubt ? { inDoubt } : {}) } } : {}
          const next = { ...element, state, ...before } as Sendable
          const [result] = await sendAndSettle(bench, opened, 'order_status', [next])
          await assertHeld(bench, 'order_status', next, result)
          told = { delivery, payment: 'open' }
        }
      },
    },
  ]
}

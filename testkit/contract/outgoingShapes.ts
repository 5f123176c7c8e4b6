/** Sending in the shapes that only some systems have: answers that come later, ids inside objects, stock and sales. */

import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { collect } from './reading.ts'
import { plainLine, plainOrder } from './samples.ts'
import {
  assertHeld,
  prepare,
  type Sendable,
  sendAndSettle,
  sendableKinds,
  sendList,
  settled,
} from './sending.ts'
import type { ContractSubject } from './subject.ts'

/** The cases of these shapes. */
export function shapeCases(subject: ContractSubject): readonly ContractCase[] {
  const { connector } = subject
  const kinds = sendableKinds(subject)
  const later = unless(connector.results !== undefined, 'no result comes later')
  const [first] = kinds
  return [
    {
      name: 'asks for the result of a ticket in another session, also after a restart',
      needs: ['held', 'settle'],
      notFor: later ?? unless(first !== undefined, 'nothing is sent'),
      run: async bench => {
        if (!first) return
        const before = await bench.open()
        const list = await prepare(bench, before, first, 2)
        const results = await sendList(bench, before, first, list)
        const waiting = results.filter(result => result.result === 'pending')
        assert.ok(waiting.length > 0, `no ${first} is pending`)
        assert.deepEqual(
          await settled(bench, before, waiting),
          waiting,
          'a ticket that is not answered stays pending',
        )
        await before.close()
        await bench.system.settle?.()
        const after = await bench.open()
        const answers = await settled(bench, after, results)
        for (const [at, element] of list.entries()) {
          assert.equal(answers[at]?.result, 'accepted', JSON.stringify(answers[at]))
          await assertHeld(bench, first, element, answers[at])
        }
      },
    },
    {
      name: 'never takes a fault while asking for tickets for an answer',
      needs: ['settle', 'serverError', 'truncated', 'html'],
      notFor: later ?? unless(first !== undefined, 'nothing is sent'),
      run: async bench => {
        if (!first) return
        const opened = await bench.open()
        const results = await sendList(bench, opened, first, await prepare(bench, opened, first, 1))
        for (const fault of ['serverError', 'truncated', 'html'] as const) {
          bench.system.fault(fault, 'results', 1)
          await bench.failure(settled(bench, opened, results))
        }
      },
    },
    {
      name: 'gives back the ids of what is inside an item',
      needs: ['nested'],
      notFor: unless(kinds.includes('item'), 'no items are sent'),
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, 'item', 2)
        const results = await sendAndSettle(bench, opened, 'item', list)
        for (const [at, element] of list.entries()) {
          const result = results[at]
          assert.ok(result?.result === 'accepted', JSON.stringify(result))
          const given = new Map((result.nested ?? []).map(ref => [ref.no, ref.theirs]))
          for (const no of nestedNumbers(element)) assert.ok(given.get(no), `nothing is said of our ${no}`)
          assert.equal(new Set(given.values()).size, given.size, 'two inner objects got the same id')
        }
      },
    },
    {
      name: `shows a stock ${connector.stockMeans === 'absolute' ? 'as it was sent' : 'less what was sold and not fetched yet'}`,
      needs: ['held'],
      notFor: unless(
        kinds.includes('stock') && connector.pull !== undefined,
        'nothing is sold between fetching and sending',
      ),
      run: showsStock,
    },
  ]
}

async function showsStock(bench: Bench): Promise<void> {
  const opened = await bench.open()
  const [element] = await prepare(bench, opened, 'stock', 1)
  assert.ok(element && 'stock' in element.state && 'itemNumber' in element.state)
  const { itemNumber } = element.state
  const sent = async (offered: string) => {
    await sendAndSettle(bench, opened, 'stock', [offering(element, offered)])
    return (await bench.system.held?.('stock'))?.find(held => held.fields['itemNumber'] === itemNumber)
      ?.fields['offered']
  }
  assert.equal(await sent('10'), '10')
  await bench.system.placeOrder(
    plainOrder(7, bench.clock.now(), { lines: [plainLine(itemNumber, { quantity: '2' })] }),
  )
  assert.equal(
    await sent('10'),
    bench.connector.stockMeans === 'absolute' ? '10' : '8',
    'with an order that was not fetched',
  )
  await collect(bench)
  assert.equal(await sent('8'), '8', 'once the order was fetched')
}

function offering(element: Sendable, offered: string): Sendable {
  assert.ok('stock' in element.state && 'item' in element.state)
  return { ...element, state: { ...element.state, stock: { ...element.state.stock, offered } } } as Sendable
}

function nestedNumbers(element: Sendable): readonly number[] {
  assert.ok('variations' in element.state)
  return (element.state.variations ?? []).flatMap(({ ref, values }) => [
    ref.no,
    ...values.map(value => value.ref.no),
  ])
}

/** What is shown beside items: sent alone, or within the item. */

import assert from 'node:assert/strict'
import type { Ref } from '../../src/port/records.ts'
import type { Bench } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { accessories } from './samples.ts'
import {
  assertHeld,
  heldFor,
  linked,
  prepare,
  type Sendable,
  sendAndSettle,
  sendableKinds,
} from './sending.ts'
import type { ContractSubject } from './subject.ts'

/** The cases of cross-selling, for whichever way a connector has. */
export function crossSellingCases(subject: ContractSubject): readonly ContractCase[] {
  const kinds = sendableKinds(subject)
  const carries = subject.connector.send?.item?.carries?.includes('cross_selling') ?? false
  return [
    {
      name: 'cross_selling: shows what is named, in its order, and only that when it changed',
      needs: ['held'],
      notFor: unless(kinds.includes('cross_selling'), 'it is not sent alone'),
      run: changesAlone,
    },
    {
      name: 'item: shows others beside it, in their order, and none when none are named any more',
      needs: ['held'],
      notFor: unless(carries && kinds.includes('item'), 'an item does not carry what is shown beside it'),
      run: changesWithin,
    },
  ]
}

async function changesAlone(bench: Bench): Promise<void> {
  const opened = await bench.open()
  const [first, second] = await prepare(bench, opened, 'cross_selling', 2)
  assert.ok(first && second && 'groups' in first.state && 'groups' in second.state)
  const [result] = await sendAndSettle(bench, opened, 'cross_selling', [first])
  await assertHeld(bench, 'cross_selling', first, result)
  const others = second.state.groups.flatMap(one => one.items)
  const more = showing(linked(first, result), [...others, second.state.item])
  const [again] = await sendAndSettle(bench, opened, 'cross_selling', [more])
  await assertHeld(bench, 'cross_selling', more, again)
  const other = showing(linked(more, again), [second.state.item, ...others])
  const [last] = await sendAndSettle(bench, opened, 'cross_selling', [other])
  await assertHeld(bench, 'cross_selling', other, last)
  assert.equal((await heldFor(bench, 'cross_selling', more)).length, 0, 'the old order is still shown')
}

function showing(element: Sendable, items: readonly Ref[]): Sendable {
  assert.ok('groups' in element.state)
  const groups = element.state.groups.map(one => ({ ...one, items }))
  return { ...element, state: { ...element.state, groups } } as Sendable
}

async function changesWithin(bench: Bench): Promise<void> {
  const opened = await bench.open()
  const list = await prepare(bench, opened, 'item', 3)
  const results = await sendAndSettle(bench, opened, 'item', list)
  const [item, second, third] = list.map((element, at) => linked(element, results[at]))
  assert.ok(item && second && third && 'itemNumber' in item.state)
  const { itemNumber } = item.state
  const texts = { de: { name: 'Zubehör' } }
  const shown = async (items: readonly Ref[]) => {
    const crossSelling = {
      groups: [{ group: accessories, texts, items }],
      all: [{ group: accessories, texts }],
    }
    const state = { ...item.state, ...(items.length > 0 ? { crossSelling } : {}) }
    const [result] = await sendAndSettle(bench, opened, 'item', [{ ...item, state } as Sendable])
    assert.equal(result?.result, 'accepted', JSON.stringify(result))
    const held = (await bench.system.held?.('item'))?.find(one => one.fields['itemNumber'] === itemNumber)
    return held?.fields['shown']
  }
  for (const items of [[third.ref, second.ref], [second.ref, third.ref], [second.ref], []])
    assert.equal(await shown(items), items.map(one => one.no).join(' '))
}

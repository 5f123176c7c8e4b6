/** What belongs to items and is sent beside them: manufacturers, characteristics, images. */

import assert from 'node:assert/strict'
import type { SendResult } from '../../src/port/outgoing.ts'
import type { OutgoingKind, Ref } from '../../src/port/records.ts'
import type { Bench } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { pictureOf } from './samples.ts'
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

/** The cases of what describes items. */
export function describingCases(subject: ContractSubject): readonly ContractCase[] {
  const kinds = sendableKinds(subject)
  const sends = (...list: readonly OutgoingKind[]) =>
    unless(
      list.every(kind => kinds.includes(kind)),
      `not all of these are sent: ${list.join(', ')}`,
    )
  return [
    {
      name: 'item: shows its manufacturer and its characteristic, whatever they are called by there',
      needs: ['held'],
      notFor: sends('item', 'manufacturer', 'characteristic'),
      run: showsBoth,
    },
    {
      name: 'characteristic: gives back the ids of its values, and keeps them when it is sent again',
      needs: ['held', 'nested'],
      notFor: sends('characteristic'),
      run: async bench => {
        const opened = await bench.open()
        const list = await prepare(bench, opened, 'characteristic', 2)
        const results = await sendAndSettle(bench, opened, 'characteristic', list)
        const first = results.map(valueIds)
        for (const ids of first) assert.ok(ids.length > 0 && ids.every(([, theirs]) => theirs !== ''))
        const known = list.map((element, at) => linked(element, results[at]))
        const again = await sendAndSettle(bench, opened, 'characteristic', known)
        assert.deepEqual(again.map(valueIds), first)
      },
    },
    {
      name: 'image: shows the new content, and only that, when it changed',
      needs: ['held'],
      notFor: sends('image'),
      run: async bench => {
        const opened = await bench.open()
        const [element] = await prepare(bench, opened, 'image', 1)
        assert.ok(element)
        const [result] = await sendAndSettle(bench, opened, 'image', [element])
        const changed = withPicture(linked(element, result), pictureOf('ein anderes Bild'))
        const [again] = await sendAndSettle(bench, opened, 'image', [changed])
        await assertHeld(bench, 'image', changed, again)
        assert.equal((await heldFor(bench, 'image', element)).length, 0, 'the old content is still shown')
      },
    },
    {
      name: 'image: refuses the one whose bytes are lost, and stores the others',
      needs: ['held'],
      notFor: sends('image'),
      run: async bench => {
        const opened = await bench.open()
        const [first, lost, last] = await prepare(bench, opened, 'image', 3)
        assert.ok(first && lost && last)
        const list = [first, withPicture(lost, 'f'.repeat(64)), last]
        const results = await sendAndSettle(bench, opened, 'image', list)
        const [, refused] = results
        assert.equal(refused?.result, 'rejected', JSON.stringify(refused))
        assert.equal(refused.code, 'BLOB_LOST')
        await assertHeld(bench, 'image', first, results[0])
        await assertHeld(bench, 'image', last, results[2])
      },
    },
  ]
}

async function showsBoth(bench: Bench): Promise<void> {
  const opened = await bench.open()
  const [maker] = await prepare(bench, opened, 'manufacturer', 1)
  const [feature] = await prepare(bench, opened, 'characteristic', 1)
  const [item] = await prepare(bench, opened, 'item', 1)
  assert.ok(maker && feature && item)
  assert.ok('name' in maker.state && 'values' in feature.state && 'itemNumber' in item.state)
  const [made] = await sendAndSettle(bench, opened, 'manufacturer', [maker])
  const [known] = await sendAndSettle(bench, opened, 'characteristic', [feature])
  const nested = known?.result === 'accepted' ? (known.nested ?? []) : []
  const [value] = feature.state.values
  assert.ok(value)
  const valueRef: Ref = nested.find(ref => ref.no === value.ref.no) ?? value.ref
  const described = {
    ...item,
    state: {
      ...item.state,
      manufacturer: { ref: linked(maker, made).ref },
      characteristics: [{ characteristic: linked(feature, known).ref, value: valueRef }],
    },
  } as Sendable
  const [result] = await sendAndSettle(bench, opened, 'item', [described])
  assert.equal(result?.result, 'accepted', JSON.stringify(result))
  const { itemNumber } = item.state
  const held = (await bench.system.held?.('item'))?.find(one => one.fields['itemNumber'] === itemNumber)
  assert.deepEqual(
    [held?.fields['manufacturer'], held?.fields['values']],
    [maker.state.name, value.texts['de']?.name],
  )
}

// Its values by our number.
function valueIds(result: SendResult) {
  assert.ok(result.result === 'accepted', JSON.stringify(result))
  return (result.nested ?? []).map(({ no, theirs }) => [no, theirs] as const)
}

function withPicture(element: Sendable, hash: string): Sendable {
  return { ...element, state: { ...element.state, hash } } as Sendable
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { idAt, idFromHex, isId, newId, timeOfId } from './ids.ts'

const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))

test('ids of one process are unique and sort in the order they were made', () => {
  const ids = Array.from({ length: 50_000 }, () => newId())
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual([...ids].sort(), ids)
})

test('an id is a UUID of version 7 that carries its time', () => {
  // Later than any other id of this process, so that the given time is taken.
  const now = Date.now() + 60_000
  const id = newId(now)
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(Number.parseInt(id.replace('-', '').slice(0, 12), 16), now)
})

test('ids keep their order when more are made than a millisecond has room for, and when the clock goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 50 }), steps => {
      const start = Date.now() + 120_000
      const times = [...Array.from({ length: 5_000 }, () => 0), ...steps].map(step => start + step)
      const ids = times.map(time => newId(time))
      assert.deepEqual([...ids].sort(), ids)
      assert.equal(new Set(ids).size, ids.length)
    }),
    { numRuns: 5, verbose: true },
  )
})

test(`ids of other moments sort by moment, and of the same one as they were made (seed ${seed})`, () => {
  // Seconds, as shops write them, in any order; before 1970 is none.
  const second = fc.integer({ min: -2, max: 40 }).map(one => one * 1000)
  fc.assert(
    fc.property(fc.array(second, { minLength: 1, maxLength: 300 }), seconds => {
      const made = seconds.map((at, order) => ({ at: Math.max(0, at), order, id: idAt(new Date(at)) }))
      assert.deepEqual(
        made.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
        made.toSorted((one, other) => one.at - other.at || one.order - other.order),
      )
      for (const { id, at } of made) assert.ok(isId(id) && timeOfId(id) === at)
    }),
    { seed, numRuns: 50, verbose: true },
  )
})

test('more ids of one moment than it has places for are unique still', () => {
  const moment = new Date('2026-11-02T08:00:00Z')
  const ids = Array.from({ length: 10_000 }, () => idAt(moment))
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(ids.slice(0, 4096).toSorted(), ids.slice(0, 4096))
  assert.ok(ids.every(id => timeOfId(id) === moment.getTime() && id[14] === '7'))
})

test('only the text form of a UUID is an id', () => {
  assert.ok(isId(newId()))
  assert.ok(isId('00000000-0000-0000-0000-000000000000'))
  for (const text of ['', 'x', `${newId()} `, `{${newId()}}`, newId().replaceAll('-', '')])
    assert.equal(isId(text), false)
})

test('an id without dashes, as tokens carry it, is found again', () => {
  const id = newId()
  assert.equal(idFromHex(id.replaceAll('-', '')), id)
  for (const hex of ['', id, 'g'.repeat(32), 'a'.repeat(31), 'A'.repeat(32)])
    assert.equal(idFromHex(hex), undefined)
})

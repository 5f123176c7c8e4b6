import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Connector, RawRecord } from '../port/connector.ts'
import { cutIntoBatches, prepareInSlices, prepareRecords, shownNumber } from './prepareRecords.ts'

// Of a connector only its scrubbing is used here.
const connector = {
  scrub: (_kind: string, raw: unknown) => {
    if (raw === 'breaks') throw new TypeError('scrubbing broke')
    return raw
  },
} as unknown as Connector

const order = (externalId: string, raw: unknown = {}, more: Partial<RawRecord> = {}): RawRecord => ({
  kind: 'order',
  externalId,
  place: '',
  raw,
  ...more,
})

test('the same content has the same hash, whatever order its fields come in', () => {
  const [one] = prepareRecords(connector, [order('1', { a: 1, b: [1, 2] })])
  const [same] = prepareRecords(connector, [order('1', { b: [1, 2], a: 1 })])
  const [other] = prepareRecords(connector, [order('1', { a: 1, b: [2, 1] })])
  assert.equal(one?.hash, same?.hash)
  assert.notEqual(one?.hash, other?.hash)
  assert.match(one?.hash ?? '', /^[0-9a-f]{32}$/)
})

test('the same id twice counts once: the later one is what the shop says last', () => {
  const prepared = prepareRecords(connector, [order('1', { v: 1 }), order('2', {}), order('1', { v: 2 })])
  assert.deepEqual(
    prepared.map(one => [one.externalId, one.payload?.value]),
    [
      ['1', { v: 2 }],
      ['2', {}],
    ],
  )
})

for (const [what, id] of Object.entries({
  'no id': '',
  'an id with NUL': 'a\0b',
  'an id with half a surrogate pair': 'a\ud83d',
  'an id of more than 500 characters': 'x'.repeat(501),
}))
  test(`a record with ${what} gets a name made of its content, and is never acknowledged`, () => {
    const [one] = prepareRecords(connector, [order(id, { v: 1 })])
    const [same] = prepareRecords(connector, [order(id, { v: 1 })])
    const [other] = prepareRecords(connector, [order(id, { v: 2 })])
    assert.equal(one?.hasId, false)
    assert.match(one?.externalId ?? '', /^\?[0-9a-f]{32}$/)
    assert.equal(one?.externalId, same?.externalId)
    assert.notEqual(one?.externalId, other?.externalId)
  })

test('records without an id and with the same content count once, however far apart they stand', async () => {
  const records = [...Array(50).fill(order('', null)), order('1'), ...Array(50).fill(order('', null))]
  const [batch] = cutIntoBatches(records)
  const prepared = await prepareInSlices(connector, batch?.records ?? [])
  assert.equal(prepared.length, 2)
})

test('nothing is kept of a payload that breaks the scrubbing', () => {
  const [one] = prepareRecords(connector, [order('1', 'breaks', { externalNumber: 'B-1' })])
  assert.equal(one?.payload, undefined)
  assert.deepEqual([one?.externalId, one?.externalNumber, one?.hasId], ['1', 'B-1', true])
})

test('a payload that is nested without end, or holds itself, is one that cannot be kept', () => {
  let nested: unknown = 1
  for (let depth = 0; depth < 100_000; depth++) nested = [nested]
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  for (const raw of [nested, circle])
    assert.equal(prepareRecords(connector, [order('1', raw)])[0]?.payload, undefined)
})

test('any payload is prepared without an error, as a text that a database can hold', t => {
  const seed = Date.now()
  t.diagnostic(`seed ${seed}`)
  fc.assert(
    fc.property(fc.anything(), raw => {
      const [one] = prepareRecords(connector, [order('1', raw)])
      const text = one?.payload?.text ?? ''
      assert.ok(text.isWellFormed() && !text.includes('\0') && !text.includes('\\u0000'))
    }),
    { seed, numRuns: 500 },
  )
})

test('a page is cut by kind into batches that hold every record once, in the order of their ids', t => {
  const kinds = ['order', 'customer', 'payment'] as const
  const records = fc.array(
    fc.record({ kind: fc.constantFrom(...kinds), externalId: fc.stringMatching(/^[a-f]{1,3}$/) }),
    { maxLength: 700 },
  )
  const seed = Date.now()
  t.diagnostic(`seed ${seed}`)
  fc.assert(
    fc.property(records, list => {
      const batches = cutIntoBatches(list.map(one => order(one.externalId, {}, { kind: one.kind })))
      for (const kind of kinds) {
        const ids = batches
          .filter(one => one.kind === kind)
          .flatMap(one => one.records.map(it => it.externalId))
        const expected = [...new Set(list.filter(one => one.kind === kind).map(one => one.externalId))]
        assert.deepEqual(ids, expected.sort())
      }
      for (const batch of batches) assert.ok(batch.records.length > 0 && batch.records.length <= 125)
    }),
    { seed, numRuns: 100 },
  )
})

test('a number is shown as far as an index and a database can hold it', () => {
  assert.equal(shownNumber('B-1'), 'B-1')
  assert.equal(shownNumber('x'.repeat(300)), 'x'.repeat(200))
  assert.equal(shownNumber(`${'x'.repeat(199)}🛒`), `${'x'.repeat(199)}\ufffd`)
  assert.equal(shownNumber('a\0b'), 'a\ufffdb')
})

// Records as no shop should give them: each is read as it says, or refused with its place, and nothing else of it changes.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { damaged, damagedBytes, eachHarm, harms } from '../../../testkit/contract/damage.ts'
import { checkNeutral } from '../../../testkit/contract/neutralRecord.ts'
import { nameOfPlace, type Place, placesRead, withValueAt } from '../../../testkit/contract/placesRead.ts'
import { canonical } from '../../port/canonical.ts'
import type { Page, RawRecord } from '../../port/connector.ts'
import { Rejected, Unreachable } from '../../port/errors.ts'
import { concerns, exactFields } from './fixtures/concerns.ts'
import { connector } from './index.ts'
import { readPage } from './pages.ts'
import { isModel } from './payloads.ts'

type Kind = keyof typeof concerns

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }
const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const pages = (
  [
    ['order', 'v5-order'],
    ['order', 'v3-order'],
    ['order', 'woocommerce-order'],
    ['customer', 'v5-customer'],
    ['customer', 'v3-customer'],
    ['payment', 'v5-payment'],
    ['payment', 'v3-payment'],
  ] as const
).map(([kind, file]) => [kind, readFileSync(new URL(`fixtures/${file}.json`, import.meta.url))] as const)
const records = pages.flatMap(([kind, body]) =>
  readPage(kind, { body }).records.map(({ raw }) => [kind, raw] as const),
)
// With the short language alone, as no generation sends it.
for (const [kind, raw] of [...records.filter(([, one]) => isModel(one) && 'languageIso' in one)])
  records.push([kind, withValueAt(raw, ['languageISO'], null)])
const bomb = gzipSync(Buffer.alloc(4_000_000, 0x20))
// As often again as it says: before a release, and where something is suspected, ten times as much.
const more = Number(process.env['KONTOR_TEST_ROUNDS'] ?? 1)
let mutants = 0

const strange: readonly unknown[] = [
  null,
  '',
  ' \t',
  '0',
  0,
  -1,
  '12.50',
  -0.1,
  1e21,
  1e-9,
  '9'.repeat(400),
  '1e999',
  '1,5',
  'NaN',
  true,
  [],
  {},
  [null],
  ['7', 0],
  ['', 0],
  [[['7']]],
  { id: 7 },
  'x'.repeat(5000),
  'M\u00fcller',
  'MÃ¼ller',
  '\0',
  '\ud800',
  '&amp;&#0;&#x10ffff;&#1114112;&euro;',
  '<br />\n<b>Warning</b>: mysql',
  '__proto__',
  '2026-02-30T08:00:00+01:00',
  '0000-00-00 00:00:00',
  '2026-01-01T08:00:00.123+0100',
  '2026-07-01 08:00:00',
  nested(400),
]

test('a field may hold anything: it says just that, or the record is refused, and no other field changes', t => {
  const tried = new Map<string, number>()
  for (const [kind, raw] of records) {
    const good = payloadOf(kind, raw)
    const before = leaves(mapped(kind, good))
    for (const place of placesRead(good, payload => mapped(kind, payload))) {
      const name = nameOfPlace(place)
      for (const value of strange) {
        const raised = withValueAt(raw, place, value)
        if (raised === undefined) continue
        tried.set(`${kind} ${name}`, (tried.get(`${kind} ${name}`) ?? 0) + 1)
        const record = survives(kind, raised)
        if (record === undefined) continue
        for (const changed of differing(before, leaves(record)))
          assert.ok(mayChange(kind, name, changed), `${name} = ${JSON.stringify(value)} changes ${changed}`)
        saysWhatWasSent(name, place, value, record)
      }
    }
  }
  const rows = Object.entries(concerns).flatMap(([kind, fields]) =>
    Object.keys(fields).map(name => `${kind} ${name}`),
  )
  const unlisted = [...tried.keys()].filter(name => !rows.includes(name))
  assert.deepEqual(unlisted, [], 'every field that is read has its line in concerns.ts')
  assert.deepEqual(
    rows.filter(name => !tried.has(name)),
    [],
    'every line is of a field that is read',
  )
  const fewest = Math.min(...tried.values())
  t.diagnostic(`${tried.size} fields, each with ${fewest} mutants or more`)
  assert.ok(fewest >= 5)
})

test('whatever is in a record, read or not, may be missing, doubled or strange', () => {
  for (const [kind, raw] of records) for (const harmed of eachHarm(raw)) survives(kind, harmed)
})

test('several damages at once are no other matter, also to what was stored', t => {
  t.diagnostic(`seed ${seed}`)
  const holds = ([which, list]: [number, Parameters<typeof damaged>[1]]) => {
    const [kind, raw] = records[which % records.length] ?? assert.fail('no record')
    survives(kind, damaged(raw, list))
    survives(kind, damaged(payloadOf(kind, raw), list))
  }
  fc.assert(fc.property(fc.tuple(fc.nat(), harms), holds), { seed, numRuns: 1500 * more })
})

test('damaged bytes are a page, or cannot be read', t => {
  t.diagnostic(`seed ${seed}`)
  for (const [kind, body] of pages)
    for (const list of fc.sample(harms, { seed, numRuns: 400 * more })) reads(kind, damagedBytes(body, list))
})

test('an answer that breaks off is never read as a shorter page', () => {
  for (const [kind, whole] of pages) {
    const body = compact(whole)
    for (let at = 0; at < body.length; at += 3) assert.equal(reads(kind, body.subarray(0, at)), undefined)
    const noticed = Buffer.concat([Buffer.from('<br />\n<b>Notice</b>: {"x":1} in shop.php\n'), body])
    for (let at = 0; at < noticed.length; at += 31)
      assert.equal(reads(kind, noticed.subarray(0, at)), undefined)
  }
})

test('what stands before and behind the answer changes nothing of it', () => {
  for (const [kind, body] of pages) {
    const good = reads(kind, body)
    assert.ok(good)
    for (const around of [
      '<br />\n<b>Warning</b>: Undefined array key "x" in /srv/shop.php on line 3<br />\n',
      '\ufeff',
      '\n\n\t',
      '<!DOCTYPE html><html><body>{}</body></html>\n',
      '{"notice":"plugin"}\n',
      'Deprecated: {"jtl"} \n',
    ]) {
      assert.deepEqual(reads(kind, Buffer.concat([Buffer.from(around), body])), good, around)
      const behind = around.replaceAll('}', ')')
      assert.deepEqual(reads(kind, Buffer.concat([body, Buffer.from(`\n${behind}`)])), good, behind)
    }
  }
})

test('other encodings, compressed bytes, deep nesting and other documents are no page, or harm nobody', t => {
  for (const [kind, body] of pages) {
    const text = body.toString()
    for (const other of ['latin1', 'utf16le', 'base64', 'hex'] as const) reads(kind, Buffer.from(text, other))
    reads(kind, Buffer.from(text.replace(/[^\x20-\x7e\n]/g, '\xff'), 'latin1'))
    for (const deep of [1000, 100_000]) {
      const lists = '['.repeat(deep) + ']'.repeat(deep)
      reads(kind, Buffer.from(`{"jtlrpc":"2.0","id":"1","result":${lists},"error":null}`))
      reads(kind, Buffer.from(`{"jtlrpc":"2.0","id":"1","result":[{"id":${lists}}],"error":null}`))
      for (const no of ['0', '12345678901234567890'])
        reads(
          kind,
          Buffer.from(
            `{"jtlrpc":"2.0","id":"1","result":[{"id":["1",${no}],"items":${lists}}],"error":null}`,
          ),
        )
    }
    for (const nothing of [
      '',
      'null',
      '0',
      '[]',
      '{}',
      '"x"',
      '<html></html>',
      '{"jtlrpc":"2.0"}',
      'PK\x03\x04',
    ])
      assert.equal(reads(kind, Buffer.from(nothing, 'latin1')), undefined, nothing)
    for (const result of ['null', '7', 'true', '"x"', '{"a":1}', '{"result":[]}'])
      assert.equal(
        reads(kind, Buffer.from(`{"jtlrpc":"2.0","id":"1","result":${result},"error":null}`)),
        undefined,
      )
    // A bomb is not unpacked, because nothing is: compressed bytes are no answer.
    assert.equal(reads(kind, bomb), undefined)
  }
  t.diagnostic(`${mutants} mutants in all`)
  assert.ok(mutants >= 20_000, `only ${mutants} mutants`)
})

function payloadOf(kind: Kind, raw: unknown): unknown {
  return canonical(connector.scrub(kind, raw)).value
}

function mapped(kind: Kind, payload: unknown): unknown {
  return connector.map[kind]?.(payload, context)
}

/** The record, or undefined where it is refused. Anything but a good record and a refusal flies. */
function survives(kind: Kind, raw: unknown): unknown {
  mutants++
  const payload = payloadOf(kind, raw)
  try {
    return checkNeutral(kind, mapped(kind, payload))
  } catch (error) {
    assert.ok(error instanceof Rejected && error.code === 'PAYLOAD_INVALID', String(error))
    return undefined
  }
}

/** The records of the page, or undefined where it cannot be read. */
function reads(kind: Kind, body: Uint8Array): readonly RawRecord[] | undefined {
  mutants++
  let page: Page
  try {
    page = readPage(kind, { body })
  } catch (error) {
    assert.ok(error instanceof Unreachable, String(error))
    return undefined
  }
  assert.equal(page.last, page.records.length === 0)
  for (const { raw } of page.records) if (canBeKept(kind, raw)) survives(kind, raw)
  return page.records
}

// What is nested without end breaks off when it is scrubbed or sorted: the engine parks it without its payload.
function canBeKept(kind: Kind, raw: unknown): boolean {
  try {
    payloadOf(kind, raw)
    return true
  } catch (error) {
    assert.ok(error instanceof RangeError, String(error))
    return false
  }
}

function nested(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth))
}

function compact(body: Uint8Array): Buffer {
  return Buffer.from(JSON.stringify(JSON.parse(Buffer.from(body).toString())))
}

/** The places of a record and what stands there. */
function leaves(
  record: unknown,
  place: Place = [],
  found = new Map<string, unknown>(),
): Map<string, unknown> {
  if (typeof record === 'object' && record !== null)
    for (const [key, inner] of Object.entries(record)) leaves(inner, [...place, key], found)
  else found.set(place.join('\n'), record)
  return found
}

function differing(before: Map<string, unknown>, now: Map<string, unknown>): readonly string[] {
  const places = [...new Set([...before.keys(), ...now.keys()])]
  return places
    .filter(place => before.get(place) !== now.get(place))
    .map(place => nameOfPlace(place.split('\n')))
}

function mayChange(kind: Kind, field: string, changed: string): boolean {
  const allowed = concerns[kind][field] ?? []
  return allowed.some(
    place => changed === place || changed.startsWith(`${place}.`) || changed.startsWith(`${place}[]`),
  )
}

/** A number that stands in the record is the one that was sent, digit by digit, or it was none and is derived. */
function saysWhatWasSent(field: string, place: Place, sent: unknown, record: unknown): void {
  const name = exactFields[field]
  if (name === undefined || sent === null || sent === '') return
  const line = place[0] === 'items' ? valueAt(record, ['lines', place[1] ?? '']) : record
  const said = new Decimal(String(valueAt(line, [name])))
  const isNumber =
    typeof sent === 'number' || (typeof sent === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(sent))
  assert.ok(isNumber, `${field} = ${JSON.stringify(sent)} is no number, and was taken for ${said}`)
  // 0 means "not known" of a price and of a total: the other price, or the lines, say it.
  const isDerived = Number(sent) === 0 && !['quantity', 'taxRate', 'amount'].includes(name)
  assert.ok(
    isDerived || said.equals(new Decimal(String(sent).trim())),
    `${field} = ${sent} was taken for ${said}`,
  )
}

function valueAt(value: unknown, place: Place): unknown {
  return place.reduce<unknown>(
    (inner, key) => (isModel(inner) || Array.isArray(inner) ? Reflect.get(inner, key) : undefined),
    value,
  )
}

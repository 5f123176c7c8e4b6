// Answers as no shop should give them: each is parked, refused or read, and nothing else happens.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { damaged, damagedBytes, eachHarm, harms } from '../../../testkit/contract/damage.ts'
import { checkNeutral } from '../../../testkit/contract/neutralRecord.ts'
import { nameOfPlace, type Place, placesRead, withValueAt } from '../../../testkit/contract/placesRead.ts'
import { canonical } from '../../port/canonical.ts'
import { Rejected, Unreachable } from '../../port/errors.ts'
import { firstLines, readEnvelope } from './envelope.ts'
import { customers, orders } from './fixtures/records.ts'
import { connector } from './index.ts'
import { readPage } from './pages.ts'
import type { PulledKind } from './pull.ts'

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }
const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** More often before a release: see test/rounds.ts. */
const times = Number(process.env['KONTOR_TEST_ROUNDS'] ?? 1)
let mutants = 0
after(() => assert.ok(mutants >= 20_000, `only ${mutants} mutants`))

const strange: readonly unknown[] = [
  null,
  '',
  ' \t',
  '0',
  0,
  -1,
  '-1',
  '12.50',
  1.005,
  '8.4033613445378',
  '1e21',
  '1E-9',
  1e300,
  '9'.repeat(400),
  '1,5',
  '1.234,56',
  'NaN',
  '0x10',
  7,
  true,
  false,
  [],
  {},
  ['1', '2'],
  [null],
  { 0: 'a', 1: 'b' },
  [{ price: '1' }],
  'x'.repeat(5000),
  'MÃ¼ller',
  '\0\x1b',
  '\ud800',
  '&euro;&#0;',
  '<br />\n<b>Warning</b>: Undefined index',
  '#0 /var/www/shop/engine/Shopware/Kernel.php(192): handle()',
  '__proto__',
  '2026-02-30T08:00:00+0100',
  '0000-00-00 00:00:00',
  '-0001-11-30T00:00:00+0053',
  '01.02.2026',
]

test('a field may hold anything: an amount is what was sent, or the record is refused', t => {
  const tried = new Map<string, number>()
  for (const [kind, raw] of records()) {
    const good = canonical(connector.scrub(kind, raw)).value
    for (const place of placesRead(good, payload => connector.map[kind]?.(payload, context))) {
      const name = `${kind} ${nameOfPlace(place)}`
      for (const value of strange) {
        const raised = withValueAt(raw, place, value)
        if (raised === undefined) continue
        tried.set(name, (tried.get(name) ?? 0) + 1)
        const record = survives(kind, raised)
        if (record !== undefined) saysWhatWasSent(name, place, value, record)
      }
    }
  }
  const fewest = Math.min(...tried.values())
  t.diagnostic(`${tried.size} fields that map.ts reads, each with ${fewest} mutants or more`)
  assert.ok(fewest >= 5 && tried.size > 70, `${tried.size} fields`)
  for (const field of [...Object.keys(exactFields), 'order number', 'customer email'])
    assert.ok(tried.has(field), `${field} of ${[...tried.keys()].join(', ')}`)
})

test('every field of every record may be missing, doubled or strange', () => {
  for (const [kind, raw] of records()) for (const harmed of eachHarm(raw)) survives(kind, harmed)
})

test('several damages at once are no other matter', t => {
  t.diagnostic(`seed ${seed}`)
  const all = [...records()]
  const several = fc.tuple(fc.nat(), harms)
  const holds = ([which, list]: [number, Parameters<typeof damaged>[1]]) => {
    const [kind, raw] = all[which % all.length] ?? assert.fail('no record')
    survives(kind, damaged(raw, list))
  }
  fc.assert(fc.property(several, holds), { seed, numRuns: 4000 * times })
})

test('damaged pages are pages, or cannot be read', t => {
  t.diagnostic(`seed ${seed}`)
  for (const [kind, list] of [['order', orders] as const, ['customer', customers] as const]) {
    const page = Buffer.from(JSON.stringify({ records: list }))
    for (const harm of fc.sample(harms, { seed, numRuns: 1500 * times }))
      reads(kind, damagedBytes(page, harm))
    for (let at = 0; at < page.length; at += 11) assert.ok(!reads(kind, page.subarray(0, at)), `${at} bytes`)
    for (const body of ['', '0', 'null', '[]', '{}', '{"records":{}}', '<html></html>'])
      assert.ok(!reads(kind, Buffer.from(body)), body)
  }
})

test('damaged answers are read, or none of the shop; no file of the server is in what they say', t => {
  t.diagnostic(`seed ${seed}`)
  const answers = [
    { success: true, data: orders },
    { success: false, message: 'Validation error', errors: ['mainDetail.number: This value is not valid.'] },
    {
      success: false,
      message:
        'An exception occurred in /var/www/shop/engine/Library/Doctrine.php on line 12\nStack trace:\n#0 /var/www/shop/x.php(3): a()',
    },
    { errors: [{ code: '9', status: '401', title: 'The resource owner denied the request.' }] },
  ]
  for (const answer of answers) {
    const body = Buffer.from(JSON.stringify(answer))
    for (const harm of fc.sample(harms, { seed, numRuns: 500 * times })) {
      mutants++
      const envelope = readEnvelope(damagedBytes(body, harm))
      if (envelope) assert.doesNotMatch(firstLines(envelope.message), /#\d+ +\//)
    }
  }
})

function* records(): Generator<readonly [PulledKind, unknown]> {
  for (const raw of orders) yield ['order', raw]
  for (const raw of customers) yield ['customer', raw]
}

function reads(kind: PulledKind, body: Uint8Array): boolean {
  mutants++
  try {
    for (const record of readPage(kind, { body }, context).records) survives(kind, record.raw, false)
    return true
  } catch (error) {
    assert.ok(error instanceof Unreachable, String(error))
    return false
  }
}

/** The record, or undefined where it is refused. Anything but a good record, with the total of the shop, and a refusal flies. */
function survives(kind: PulledKind, raw: unknown, counts = true): unknown {
  if (counts) mutants++
  const payload = canonical(connector.scrub(kind, raw)).value
  let record: unknown
  try {
    record = checkNeutral(kind, connector.map[kind]?.(payload, context))
  } catch (error) {
    assert.ok(error instanceof Rejected && error.code === 'PAYLOAD_INVALID', String(error))
    return undefined
  }
  if (kind === 'order') addsUp(record)
  return record
}

const Exact = Decimal.clone({ precision: 900, rounding: Decimal.ROUND_HALF_UP })

// A line for rounding makes the sum exact, or there is none: reckoned here by another library than there.
function addsUp(record: unknown): void {
  const { lines, totalGross } = checkNeutral('order', record)
  const sum = lines.reduce((all, { unitNet, unitGross, quantity, taxRate = '0' }) => {
    const gross = unitGross ?? new Exact(unitNet ?? '0').times(new Exact(taxRate).plus(100)).div(100)
    return all.plus(new Exact(gross).times(quantity))
  }, new Exact(0))
  const difference = new Exact(totalGross ?? Number.NaN).minus(sum).abs()
  if (lines.some(line => line.ref.theirs === 'rounding'))
    assert.ok(difference.lessThan('0.0051'), `${totalGross} is not ${sum}`)
}

/** Where an amount stands in the record. */
const exactFields: Readonly<Record<string, string>> = {
  'order details[].price': 'price',
  'order details[].quantity': 'quantity',
  'order details[].taxRate': 'taxRate',
  'order invoiceAmount': 'totalGross',
}

function saysWhatWasSent(field: string, place: Place, sent: unknown, record: unknown): void {
  const name = exactFields[field]
  if (name === undefined) return
  const lines = valueAt(record, 'lines')
  const of = field.includes('details') && Array.isArray(lines) ? lines[Number(place[1])] : record
  const said = name === 'price' ? (valueAt(of, 'unitGross') ?? valueAt(of, 'unitNet')) : valueAt(of, name)
  // A rate may be missing.
  if (said === undefined)
    return void assert.ok(sent === null || String(sent).trim() === '', `${field} was left out`)
  const text = String(sent).trim()
  assert.match(
    text,
    /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i,
    `${field} = ${JSON.stringify(sent)} was taken for ${said}`,
  )
  assert.ok(new Exact(String(said)).equals(text), `${field}: ${said}`)
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

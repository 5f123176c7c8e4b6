// Answers as no shop should give them: each is parked, refused or read, and nothing else happens.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { damaged, damagedBytes, eachHarm, harms } from '../../../testkit/contract/damage.ts'
import { checkNeutral } from '../../../testkit/contract/neutralRecord.ts'
import { nameOfPlace, type Place, placesRead, withValueAt } from '../../../testkit/contract/placesRead.ts'
import { canonical } from '../../port/canonical.ts'
import type { RawRecord } from '../../port/connector.ts'
import { Rejected, Unreachable } from '../../port/errors.ts'
import { fixture, packed } from './fixtures/fakeShop.ts'
import { connector } from './index.ts'
import { type PulledKind, readPage } from './pages.ts'

const files = { order: 'orders', customer: 'customers', payment: 'payments' } as const
const context = {
  timeZone: 'Europe/Berlin',
  facts: {},
  settings: { languages: '1=de, 2=en', customerGroups: '1=Endkunden, 2=Händler' },
}
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
  '-1',
  '12.50',
  '8.4033613445378',
  '1e21',
  '1E-9',
  '9'.repeat(400),
  '1,5',
  '1.234,56',
  'NaN',
  '0x10',
  7,
  true,
  [],
  {},
  ['1', '2'],
  [{ fPreis: '1' }],
  'x'.repeat(5000),
  'MÃ¼ller',
  '\0\x1b',
  '\ud800',
  '&euro;&#0;&lol;',
  '<br />\n<b>Warning</b>: mysql',
  '__proto__',
  '_DBNULL_',
  '2026-02-30 08:00:00',
  '0000-00-00 00:00:00',
  '01.02.2026',
]

test('a field may hold anything: an amount is what was sent, or the record is refused', t => {
  const tried = new Map<string, number>()
  for (const [kind, { raw }] of records()) {
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
  assert.ok(fewest >= 5 && tried.size > 60, `${tried.size} fields`)
  for (const field of [...Object.keys(exactFields), 'order cBestellNr', 'customer cMail'])
    assert.ok(tried.has(field), field)
})

test('every field of every record may be missing, doubled or strange', () => {
  for (const [kind, record] of records()) for (const raw of eachHarm(record.raw)) survives(kind, raw)
})

test('several damages at once are no other matter', t => {
  t.diagnostic(`seed ${seed}`)
  const all = [...records()]
  const several = fc.tuple(fc.nat(), harms)
  const holds = ([which, list]: [number, Parameters<typeof damaged>[1]]) => {
    const [kind, record] = all[which % all.length] ?? assert.fail('no record')
    survives(kind, damaged(record.raw, list))
  }
  fc.assert(fc.property(several, holds), { seed, numRuns: 4000 * times })
})

test('damaged documents and archives are pages, or cannot be read', t => {
  t.diagnostic(`seed ${seed}`)
  for (const kind of kinds) {
    const document = fixture(files[kind])
    const archive = packed(document)
    for (const list of fc.sample(harms, { seed, numRuns: 500 * times })) {
      reads(kind, packed(damagedBytes(document, list)))
      reads(kind, damagedBytes(archive, list))
    }
    for (let at = 0; at < archive.length; at += 7) reads(kind, archive.subarray(0, at))
    for (let at = 0; at < document.length; at += 23) reads(kind, packed(document.subarray(0, at)))
  }
})

test('texts of other documents, encodings and entities do no harm', () => {
  const strange = [
    '&lol;',
    '&#0;&#x10ffff;&#1114112;',
    ']]>',
    '<![CDATA[<x>&amp;]]>',
    '<!-- -- -->',
    '<?php echo 1 ?>',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '<br />\n<b>Warning</b>: mysql',
    '\ufeff',
    '<a'.repeat(200),
    '<a>'.repeat(100),
    '_DBNULL_',
  ]
  for (const kind of kinds) {
    const text = fixture(files[kind]).toString()
    const places = [...text.matchAll(/>/g)].map(found => found.index + 1)
    for (const one of strange)
      for (const at of places) reads(kind, packed(`${text.slice(0, at)}${one}${text.slice(at)}`))
    reads(kind, packed(Buffer.from(text, 'latin1')))
    reads(kind, packed(Buffer.from(text, 'utf16le')))
    for (const body of ['0', '0\n', '', '3', '3\n5.4.0', '8\nx', '<html>0</html>', 'PK', 'PK\x03\x04'])
      reads(kind, Buffer.from(body, 'latin1'))
  }
})

test('quirk: HTML of a plug-in before the document or the archive makes it no page, and so do other documents', () => {
  for (const kind of kinds) {
    const document = fixture(files[kind])
    const notice = Buffer.from(
      '<br />\n<b>Warning</b>: Undefined array key "x" in /srv/shop.php on line 3<br />\n',
    )
    refuses(kind, packed(Buffer.concat([notice, document])))
    refuses(kind, Buffer.concat([notice, packed(document)]))
    refuses(kind, document)
    for (const other of kinds) if (other !== kind) refuses(kind, packed(fixture(files[other])))
  }
})

test('an archive that breaks off is never read as a shorter page', () => {
  for (const kind of kinds) {
    const archive = packed(fixture(files[kind]))
    for (let at = 1; at < archive.length; at++) refuses(kind, archive.subarray(0, at))
  }
})

test('quirk: what Shop 4 says in Latin-1 and Shop 5 in UTF-8 is the same record', () => {
  for (const kind of kinds) {
    // Letters that both have; the fixtures have more.
    const text = fixture(files[kind])
      .toString()
      .replace(/[^\0-\xff]/g, 'ß')
    const utf8 = readPage(kind, { body: packed(Buffer.from(text)) })
    const latin1 = { body: packed(Buffer.from(text, 'latin1')), note: { encoding: 'latin1' } }
    assert.deepEqual(readPage(kind, latin1).records, utf8.records)
    if (kind !== 'payment') assert.match(JSON.stringify(utf8.records), /[äöüß]/)
    // Without the note too: what is no UTF-8 is Latin-1.
    assert.deepEqual(readPage(kind, { body: latin1.body }).records, utf8.records)
  }
})

test('a zip bomb is refused before it is unpacked, whatever its directory says', () => {
  const before = process.memoryUsage().rss
  const zeros = Buffer.alloc(80 * 1024 * 1024, 0x20)
  const bomb = Buffer.from(packed(zeros))
  assert.ok(bomb.length < 200_000)
  const honest = bomb.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  for (const kind of kinds) {
    refuses(kind, bomb)
    // Sizes in both directories that are lies: 0, 1000, all bits.
    for (const size of [0, 1000, 0xffffffff]) {
      const liar = Buffer.from(bomb)
      liar.writeUInt32LE(size, 22)
      liar.writeUInt32LE(size, honest + 24)
      refuses(kind, liar)
    }
    // A bomb within a bomb is text that is no XML.
    refuses(kind, packed(bomb))
    refuses(kind, deflateRawSync(bomb))
  }
  const grown = (process.memoryUsage().rss - before) / 1024 / 1024
  assert.ok(grown < 700, `${Math.round(grown)} MiB more`)
})

test('entities of a document type are never expanded, and its files never read', () => {
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  for (const kind of kinds) {
    const text = fixture(files[kind]).toString()
    for (const type of [
      `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>`,
      '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
      '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
    ]) {
      const document = text.replace(/^<\?xml[^>]*\?>/, head => `${head}${type}`).replace(/></, '>&l9;&f;<')
      refuses(kind, packed(document))
    }
  }
})

const kinds = ['order', 'customer', 'payment'] as const

function* records(): Generator<readonly [PulledKind, RawRecord]> {
  for (const kind of kinds)
    for (const record of readPage(kind, { body: packed(fixture(files[kind])) }).records) yield [kind, record]
}

function reads(kind: PulledKind, body: Uint8Array): boolean {
  mutants++
  try {
    const page = readPage(kind, { body })
    for (const record of page.records) survives(kind, record.raw, false)
    return true
  } catch (error) {
    assert.ok(error instanceof Unreachable, String(error))
    return false
  }
}

function refuses(kind: PulledKind, body: Uint8Array): void {
  assert.ok(!reads(kind, body), 'it was read as a page')
}

/** The record, or undefined where it is refused. Anything but a good record, whose total is that of its lines, and a refusal flies. */
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
  if (kind === 'order') hasItsTotal(record)
  return record
}

// Each line in gross, rounded to the cent half up, then added: reckoned here by another library than there.
const Exact = Decimal.clone({ precision: 900, rounding: Decimal.ROUND_HALF_UP })

function hasItsTotal(record: unknown): void {
  const { lines, totalGross } = checkNeutral('order', record)
  const total = lines.reduce((sum, { unitNet = '0', quantity, taxRate = '0' }) => {
    const net = new Exact(unitNet).times(quantity)
    return sum.plus(net.times(new Exact(taxRate).plus(100)).div(100).toDecimalPlaces(2))
  }, new Exact(0))
  assert.equal(new Exact(totalGross ?? Number.NaN).toFixed(2), total.toFixed(2))
}

/** Where an amount stands in the record. */
const exactFields: Readonly<Record<string, string>> = {
  'order twarenkorbpos[].fPreis': 'unitNet',
  'order twarenkorbpos[].nAnzahl': 'quantity',
  'order twarenkorbpos[].fMwSt': 'taxRate',
  'order fGuthaben': 'unitNet',
  'payment fBetrag': 'amount',
}

function saysWhatWasSent(field: string, place: Place, sent: unknown, record: unknown): void {
  const name = exactFields[field]
  // An amount that may be missing is 0 then.
  if (name === undefined || sent === null || (typeof sent === 'string' && sent.trim() === '')) return
  const lines = valueAt(record, 'lines')
  const of = Array.isArray(lines)
    ? field === 'order fGuthaben'
      ? lines.at(-1)
      : lines[Number(place[1])]
    : record
  if (field === 'order fGuthaben' && valueAt(valueAt(of, 'ref'), 'theirs') !== 'fGuthaben') {
    assert.ok(new Exact(String(sent)).isZero(), `credit ${String(sent)} was left out`)
    return
  }
  const said = new Exact(String(valueAt(of, name)))
  assert.match(
    String(sent).trim(),
    /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i,
    `${field} = ${JSON.stringify(sent)} was taken for ${said}`,
  )
  const exactly = new Exact(String(sent).trim())
  assert.ok(
    said.equals(field === 'order fGuthaben' ? exactly.toDecimalPlaces(2) : exactly),
    `${field}: ${said}`,
  )
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

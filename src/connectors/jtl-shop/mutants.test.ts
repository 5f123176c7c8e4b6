// Answers as no shop should give them: each is parked, refused or read, and nothing else happens.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { damaged, damagedBytes, eachHarm, harms } from '../../../testkit/contract/damage.ts'
import { checkNeutral } from '../../../testkit/contract/neutralRecord.ts'
import { canonical } from '../../port/canonical.ts'
import type { RawRecord } from '../../port/connector.ts'
import { Rejected, Unreachable } from '../../port/errors.ts'
import { fixture, packed } from './fixtures/fakeShop.ts'
import { connector } from './index.ts'
import { type PulledKind, readPage } from './pages.ts'

const files = { order: 'orders', customer: 'customers', payment: 'payments' } as const
const context = { timeZone: 'Europe/Berlin', facts: {}, settings: { languages: '1=de, 2=en' } }
const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
let mutants = 0

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
  fc.assert(fc.property(several, holds), { seed, numRuns: 6000 })
})

test('damaged documents and archives are pages, or cannot be read', t => {
  t.diagnostic(`seed ${seed}`)
  for (const kind of kinds) {
    const document = fixture(files[kind])
    const archive = packed(document)
    for (const list of fc.sample(harms, { seed, numRuns: 1200 })) {
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
  assert.ok(mutants >= 20_000, `${mutants} mutants`)
})

const kinds = ['order', 'customer', 'payment'] as const

function* records(): Generator<readonly [PulledKind, RawRecord]> {
  for (const kind of kinds)
    for (const record of readPage(kind, { body: packed(fixture(files[kind])) }).records) yield [kind, record]
}

function reads(kind: PulledKind, body: Uint8Array): void {
  mutants++
  try {
    const page = readPage(kind, { body })
    for (const record of page.records) survives(kind, record.raw, false)
  } catch (error) {
    assert.ok(error instanceof Unreachable, String(error))
  }
}

function survives(kind: PulledKind, raw: unknown, counts = true): void {
  if (counts) mutants++
  const payload = canonical(connector.scrub(kind, raw)).value
  try {
    checkNeutral(kind, connector.map[kind]?.(payload, context))
  } catch (error) {
    assert.ok(error instanceof Rejected, String(error))
  }
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { longLanguage, shortLanguage } from '../../base/languageCodes.ts'
import { ownWords } from './push.ts'
import { textsFor, wireTime } from './wireText.ts'

test("leaves of an error the shop's own words", () => {
  const block = (no: number, name: string) =>
    `Controller = Product | Action = push | JTL-Wawi PK = ${no} | SKU = A-${no} | Name = ${name} | `
  const cases = [
    [`${block(1, 'Tee')}Out of memory`, 'Out of memory'],
    [`${block(2, 'Tee')}${block(1, 'Tasse')}Demo shop refuses this`, 'Demo shop refuses this'],
    [`${block(1, 'a = b')}SQLSTATE[23000]: key = 5`, 'SQLSTATE[23000]: key = 5'],
    ['Controller = StatusChange | Action = push | JTL-Wawi PK = 9 | Locked', 'Locked'],
    ['Controller = Product', 'Controller = Product'],
    ['Call to undefined method', 'Call to undefined method'],
    ['', ''],
  ] as const
  for (const [message, words] of cases) assert.equal(ownWords(message), words)
  const long = block(1, 'x'.repeat(500)).repeat(200)
  const started = process.cpuUsage()
  assert.equal(ownWords(`${long}end`), 'end')
  assert.ok(process.cpuUsage(started).user < 500_000, 'a long text is read in no time')
})

test('names languages by their bibliographic code of three letters', () => {
  const codes = {
    de: 'ger',
    en: 'eng',
    fr: 'fre',
    nl: 'dut',
    cs: 'cze',
    el: 'gre',
    ro: 'rum',
    sk: 'slo',
    zh: 'chi',
  }
  for (const [short, long] of Object.entries(codes)) {
    assert.equal(longLanguage(short), long)
    assert.equal(shortLanguage(long), short)
  }
  assert.equal(longLanguage('xx'), undefined)
})

test("sends texts in the shop's languages, its own first; in all where it names none", () => {
  const texts = { de: { name: 'Tee' }, en: { name: 'Tea' }, fr: { name: 'Thé' } }
  const globals = { taxRates: [], currencies: [], customerGroups: [], crossSellingGroups: [] }
  const codes = (languages: string[], defaultLanguage?: string) =>
    textsFor(texts, { ...globals, languages, ...(defaultLanguage ? { defaultLanguage } : {}) }).map(
      ({ languageISO }) => languageISO,
    )
  assert.deepEqual(codes(['de', 'en', 'it'], 'en'), ['eng', 'ger'])
  assert.deepEqual(codes([]), ['ger', 'eng', 'fre'])
  assert.deepEqual(codes(['it']), [])
})

test('writes times in whole seconds: with milliseconds the endpoint refuses the whole call', () => {
  assert.equal(wireTime('2026-02-01T10:00:00.123Z'), '2026-02-01T10:00:00Z')
  assert.equal(wireTime('2026-02-01T10:00+01:00'), '2026-02-01T10:00:00+01:00')
  assert.equal(wireTime('2026-02-01T10:00:05+0100'), '2026-02-01T10:00:05+0100')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { exact } from '../base/decimal.ts'
import { decimalText, jsonNumber, parseExact } from './exactJson.ts'

const decimals = fc
  .tuple(fc.boolean(), fc.stringMatching(/^(0|[1-9]\d{0,24})$/), fc.stringMatching(/^\d{0,18}$/))
  .map(([negative, whole, fraction]) => `${negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`)

test('keeps every decimal of a JSON text, however long, wherever it stands', t => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  const holds = (list: readonly string[]) => {
    const text = `{"first":${list[0]}, "list":[${list.join(' , ')}],"deep":[[{"x":\n${list.at(-1)}}]]}`
    const read = parseExact(text) as { first: unknown; list: unknown[]; deep: [[{ x: unknown }]] }
    for (const [at, value] of [read.first, ...read.list, read.deep[0][0].x].entries()) {
      const expected = at === 0 ? list[0] : at <= list.length ? list[at - 1] : list.at(-1)
      assert.ok(
        exact(decimalText(value) ?? 'NaN').equals(exact(expected ?? '')),
        `${expected} became ${value}`,
      )
    }
  }
  fc.assert(fc.property(fc.array(decimals, { minLength: 1, maxLength: 5 }), holds), { seed, numRuns: 500 })
})

test('reads everything else as JSON.parse does', t => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  const holds = (text: string) => assert.deepEqual(parseExact(text), JSON.parse(text))
  const texts = fc.json({ noUnicodeString: false }).filter(text => !/\d[\d.]{14}/.test(text))
  fc.assert(fc.property(texts, holds), { seed, numRuns: 200 })
  holds('{"iban":"DE89370400440532013000","tx":"12345678901234567890","n":1}')
  holds('{"__proto__":{"polluted":true}}')
})

test('refuses what is no JSON', () => {
  for (const text of ['', '{', '[1234567890123456789', 'NaN', "{'a':1}"])
    assert.throws(() => parseExact(text), SyntaxError)
})

test('gives the decimal text of a number or of its text, without exponent', () => {
  const expected: readonly (readonly [unknown, string])[] = [
    [24.1, '24.1'],
    ['24.10', '24.10'],
    [' 7 ', '7'],
    [-0.5, '-0.5'],
    [0, '0'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    ['-1.25e-3', '-0.00125'],
    ['1.5E2', '150'],
    [8.4033613445378, '8.4033613445378'],
    ['0.1000000000000000055', '0.1000000000000000055'],
  ]
  for (const [value, text] of expected) assert.equal(decimalText(value), text)
})

test('gives no decimal text for what is none', () => {
  const strange = [
    '',
    ' ',
    '1,5',
    '1.',
    '.5',
    '+1',
    '0x10',
    'NaN',
    '1e999',
    '1 2',
    '١٢',
    '--1',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e300,
    null,
    undefined,
    true,
    {},
    [],
    ['1'],
  ]
  for (const value of strange) assert.equal(decimalText(value), undefined, JSON.stringify(value))
})

test('writes decimals with exactly their digits', () => {
  const cases = [
    ['10.0', '10'],
    ['0.35', '0.35'],
    ['007.50', '7.5'],
    ['-0.00', '0'],
    ['12345678901234.123456', '12345678901234.123456'],
    ['0.10000000000000000001', '0.10000000000000000001'],
    ['100000000000000000000000', '100000000000000000000000'],
  ] as const
  for (const [text, json] of cases) assert.equal(JSON.stringify({ n: jsonNumber(text) }), `{"n":${json}}`)
  for (const wrong of ['', '1,5', '1e5', 'NaN', 'Infinity', '.5'])
    assert.throws(() => jsonNumber(wrong), SyntaxError)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonical, cleanText } from './canonical.ts'

// Keys that the database can hold; that others are replaced has a test of its own.
const values = fc.jsonValue({ noUnicodeString: false }).filter(hasPlainKeys)

test('has one text for the same content, whatever order its keys come in', t => {
  property(t, value => assert.equal(canonical(reversed(value)).text, canonical(value).text))
})

test('keeps everything, and is the same when done twice', t => {
  property(t, value => {
    const once = canonical(value)
    assert.deepEqual(JSON.parse(once.text), JSON.parse(JSON.stringify(once.value)))
    assert.equal(canonical(once.value).text, once.text)
    assert.equal(countOf(once.value), countOf(value), 'something was lost')
  })
})

test('keeps keys with line breaks apart from the keys that they seem to be made of', () => {
  assert.equal(canonical({ a: 1, b: 2 }).text, '{"a":1,"b":2}')
  assert.equal(canonical({ 'a\nb': 3 }).text, '{"a\\nb":3}')
  assert.equal(canonical({ 'c\nd': 1, e: 2 }).text, '{"c\\nd":1,"e":2}')
  assert.equal(canonical({ c: 1, 'd\ne': 2 }).text, '{"c":1,"d\\ne":2}')
})

test('leaves out what is undefined and keeps null', () => {
  assert.equal(canonical({ b: undefined, a: null, c: [undefined] }).text, '{"a":null,"c":[null]}')
  assert.equal(canonical(undefined).text, 'null')
})

test('keeps a key "__proto__" as a key and changes no prototype', () => {
  const { value, text } = canonical(JSON.parse('{"__proto__":{"admin":true},"constructor":1}'))
  assert.equal(text, '{"__proto__":{"admin":true},"constructor":1}')
  assert.equal((value as { admin?: unknown }).admin, undefined)
})

test('shares nothing with its source', () => {
  const source = { a: [{ b: 1 }] }
  const { value } = canonical(source)
  source.a[0] = { b: 2 }
  assert.deepEqual(value, { a: [{ b: 1 }] })
})

test('replaces what no database text can hold, in keys too', () => {
  assert.equal(cleanText('vor\0nach \ud83c \ud83c\udf75'), 'vor\ufffdnach \ufffd \ud83c\udf75')
  assert.deepEqual(canonical({ 'k\0': 'v\udf75' }).value, { 'k\ufffd': 'v\ufffd' })
})

function property(t: { diagnostic(text: string): void }, holds: (value: unknown) => void): void {
  const seed = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  fc.assert(fc.property(values, holds), { seed, numRuns: 500 })
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}

function hasPlainKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => cleanText(key) === key && hasPlainKeys(inner))
}

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, inner) => sum + countOf(inner), 1)
}

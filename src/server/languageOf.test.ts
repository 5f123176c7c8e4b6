import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageOf } from './languageOf.ts'

test('the first language of ours that the reader wants, else English', () => {
  for (const [header, language] of [
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-CH', 'de'],
    ['DE_de', 'en'],
    ['fr;q=1, de;q=0.4, en;q=0.6', 'en'],
    ['fr;q=1, de;q=0.8, en;q=0.6', 'de'],
    ['en;q=0, de;q=0.1', 'de'],
    ['de;q=nonsense', 'de'],
    ['*', 'en'],
  ] as const)
    assert.equal(languageOf(header), language, String(header))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { printResult, visible } from './printResult.ts'

test('a list is a table with aligned columns, numbers to the right', () => {
  const output = {
    items: [
      { name: 'Äpfel', quantity: '5', note: null, parts: [{ a: 1 }], createdAt: null },
      { name: 'Nüsse & Kerne', quantity: '12.50', note: null, parts: [], createdAt: new Date(0) },
    ],
    next: 'abc',
    count: 10_000,
    countCapped: true,
  }
  assert.equal(
    printResult(output, 'en'),
    [
      'name           quantity  created at',
      'Äpfel                 5',
      'Nüsse & Kerne     12.50  1970-01-01T00:00:00.000Z',
      'more than 10000 entries',
      'More with: --after abc',
      '',
    ].join('\n'),
  )
})

test('one thing is a line for each field, and what it consists of a table', () => {
  const output = {
    ok: true,
    figures: { order: { found: 2, new: 1 }, payment: { found: 10, new: 0.04 } },
    tags: ['a', 'b'],
    empty: [],
  }
  assert.equal(
    printResult(output, 'de'),
    [
      'ok     ja',
      'tags   a, b',
      'empty',
      '',
      'figures',
      '         found  new',
      'order        2    1',
      'payment     10    0',
      '',
    ].join('\n'),
  )
})

test('nothing says so', () => {
  assert.equal(printResult({ items: [] }, 'de'), 'Keine Einträge.\n')
  assert.equal(printResult(null, 'de'), '')
})

test('what a shop sends cannot steer the terminal', () => {
  assert.equal(visible('a\u001b[31mred\u0007\r\nb\u202edcba\tc'), 'a[31mred bdcba c')
  assert.ok(!printResult({ items: [{ name: '\u001b]0;owned\u0007' }] }, 'en').includes('\u001b'))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ListedValue, readListed, writeListed } from './listedValues.ts'

test('values of an attribute stand in one cell, with their rows, and as nothing', () => {
  const cells: readonly (readonly [string, readonly ListedValue[] | undefined])[] = [
    ['Baumwolle', [['', 'Baumwolle']]],
    [
      ' Baumwolle|Seide | ',
      [
        ['', 'Baumwolle'],
        ['', 'Seide'],
      ],
    ],
    [
      '[1] Baumwolle | [2] Seide',
      [
        ['1', 'Baumwolle'],
        ['2', 'Seide'],
      ],
    ],
    ['[a\\] b] [x]', [['a] b', '[x]']]],
    ['\\[x] 1 \\| 2', [['', '[x] 1 | 2']]],
    ['C:\\Bilder\\1', [['', 'C:\\Bilder\\1']]],
    [
      'a\\\\|b',
      [
        ['', 'a\\'],
        ['', 'b'],
      ],
    ],
    ['[offen', [['', '[offen']]],
    ['<p>1 > 0</p>\n2', [['', '<p>1 > 0</p>\n2']]],
    [' [] ', []],
    ['|', undefined],
    ['[1]', undefined],
    ['a | []', undefined],
  ]
  for (const [cell, values] of cells) assert.deepEqual(readListed(cell), values, cell)
  assert.equal(writeListed([['', ' ']]), '[]')
  assert.equal(
    writeListed([
      ['2', 'b'],
      ['', 'x'],
      ['1', ' a '],
      ['2', 'a'],
    ]),
    'x | [1] a | [2] b | [2] a',
  )
})

test('what is written is read as it was, whatever signs it has', () => {
  const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  let state = seed
  const below = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const signs = ['|', '\\', '[', ']', ' ', 'a', 'ß', '\n', "'", '-']
  const text = () => Array.from({ length: 1 + below(6) }, () => signs[below(signs.length)]).join('')
  for (let round = 0; round < 3000; round++) {
    const values = Array.from(
      { length: 1 + below(3) },
      (): ListedValue => [below(2) ? text() : '', `${text()}x${text()}`.trim()],
    )
    const inOrder = values.toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    const cell = writeListed(values)
    assert.deepEqual(readListed(cell), inOrder, `seed ${seed}: ${JSON.stringify(values)} as ${cell}`)
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { halfOf, readPairs } from './pairs.ts'

test('there are 400 pairs and more, of every difficulty, in two halves, two fifths of them true', () => {
  const pairs = readPairs()
  assert.ok(pairs.length >= 400)
  assert.equal(new Set(pairs.map(pair => pair.id)).size, pairs.length)
  for (const difficulty of named)
    for (const same of [true, false]) {
      const some = pairs.filter(pair => pair.difficulty === difficulty && pair.same === same)
      assert.ok(some.length >= 4, `${difficulty}: ${some.length} that are ${same}`)
    }
  for (const half of ['open', 'held']) {
    const own = pairs.filter(pair => halfOf(pair) === half)
    assert.ok(own.length >= 200 && own.filter(pair => pair.same).length / own.length >= 0.4, half)
  }
  assert.equal(new Set(pairs.map(({ a, b }) => JSON.stringify([a, b]))).size, pairs.length)
})

const named = [
  'umlaut',
  'street form',
  'typo',
  'swapped names',
  'company/person',
  'moved',
  'family at one address',
  'same name in one town',
  'shared e-mail',
  'packing station',
  'foreign alphabet',
  'changed name',
  'house number and door',
  'short form of a name',
  'little data',
  'shop id',
]

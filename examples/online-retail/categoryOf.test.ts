import assert from 'node:assert/strict'
import { test } from 'node:test'
import { categoryOf, demoCategories } from './categoryOf.ts'

test('every category that a name leads to is one of the list, parents stand before their children', () => {
  const names = [
    'PAPER CHAIN KIT 50S CHRISTMAS',
    'JUMBO BAG RED RETROSPOT',
    'WHITE HANGING HEART T-LIGHT HOLDER',
    'X',
  ]
  assert.deepEqual(names.map(categoryOf), ['Christmas', 'Bags', 'Lights and candles', 'Home'])
  for (const [index, { parent }] of demoCategories.entries())
    if (parent)
      assert.ok(
        demoCategories.slice(0, index).some(one => one.name === parent),
        parent,
      )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pullCeiling, quickSyncCeiling } from './ceiling.ts'
import { withShop } from './testClient.ts'

test('says how fast it is alone, and what goes over the wire for an object', async t => {
  for (const [name, measure] of Object.entries({ orders: pullCeiling, items: quickSyncCeiling }))
    await withShop({ keepLog: 'counts' }, async shop => {
      const { objects, perSecond, requests, bytes } = await measure(shop, 250)
      assert.deepEqual([objects, requests], [250, name === 'orders' ? 7 : 3])
      assert.ok(perSecond > 0 && bytes > 0)
      t.diagnostic(`${name}: ${perSecond.toFixed(0)} in a second, ${(bytes / objects).toFixed(0)} bytes each`)
    })
})

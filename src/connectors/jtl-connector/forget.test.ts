import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Rejected } from '../../port/errors.ts'
import { emptyShop, item, required } from './fixtures/pushing.ts'
import { forgetNumbers, forgetsSafely } from './forget.ts'

test('a shop of core 5 forgets the numbers that are named, and no other', async t => {
  const { shop, sends, open, calls } = await emptyShop(t, 5)
  const session = await open()
  await required(sends.item).send(session, [item(11, 'T-1'), item(12, 'T-2'), item(13, 'T-3')])
  await forgetNumbers(session, 12, 500)
  assert.deepEqual(
    shop.links('product').map(([, no]) => no),
    [11],
  )
  await forgetNumbers(session, 12, 500)
  assert.equal(calls('core.linker.clear'), 2)
  assert.equal(forgetsSafely({ generation: 5 }), true)
})

test('a shop that would forget everything is not asked', async t => {
  const { shop, sends, open, calls } = await emptyShop(t, 3)
  const session = await open()
  await required(sends.item).send(session, [item(11, 'T-1')])
  await assert.rejects(forgetNumbers(session, 11, 11), Rejected)
  assert.equal(calls('core.linker.clear'), 0)
  assert.equal(shop.links('product').length, 1)
  assert.deepEqual([forgetsSafely({ generation: 3 }), forgetsSafely({})], [false, false])
})

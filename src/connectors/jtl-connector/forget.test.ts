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

test('what describes items is forgotten with them, and nothing with a lower number', async t => {
  const bytes = async () => Buffer.from('picture')
  const { shop, sends, open } = await emptyShop(t, 5, {}, {}, undefined, bytes)
  const session = await open()
  const named = (no: number) => ({ ref: { no, theirs: '' }, place: '' })
  await required(sends.item).send(session, [item(11, 'T-1')])
  const texts = { de: { name: 'Farbe' } }
  for (const base of [100, 200]) {
    const name = `Werk ${base}`
    await required(sends.manufacturer).send(session, [{ ...named(base), state: { name, texts: {} } }])
    const values = [{ ref: { no: base + 2, theirs: '' }, texts, sort: 1 }]
    const state = { sort: 1, texts: { de: { name } }, values }
    await required(sends.characteristic).send(session, [{ ...named(base + 1), state }])
    const of = { no: 11, theirs: '' }
    const image = { of, ofKind: 'item', sort: base, hash: `${base}`, mediaType: 'image/png', alt: {} }
    await required(sends.image).send(session, [{ ...named(base + 3), state: image }])
  }
  await forgetNumbers(session, 200, 500)
  const left = (['manufacturer', 'specific', 'image'] as const).map(kind =>
    shop.links(kind).map(([, no]) => no),
  )
  assert.deepEqual(left, [[100], [101], [103]])
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

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pictureOf } from '../../../testkit/contract/samples.ts'
import { ref, shopOf, tee } from './fixtures/simulatedShop.ts'
import { connector } from './index.ts'

test('quirk: a cancellation is mailed, so it is told once, and an order that is open again is told so before its state', async t => {
  const { shop, send } = await shopOf(t, '5.4')
  const { id: theirs } = shop.placeOrder({ lines: [{ sku: 'X', quantity: '1' }] })
  shop.change('tbestellung', theirs, { cAbgeholt: 'Y', cStatus: '2' })
  const order = { no: 601, theirs }
  const tell = (delivery: string, told?: object) =>
    send('order_status', [
      { ref: order, state: { order, delivery, payment: 'open', packages: [] }, ...(told ? { told } : {}) },
    ])
  const files = () =>
    shop.log.calls.flatMap(call => call.files).filter(name => name.endsWith('bestellung.xml'))
  const mails = () => shop.log.mails.filter(mail => mail.kind === 'cancelled').length
  const status = () => shop.row('tbestellung', theirs)?.['cStatus']
  const cancelled = { delivery: 'cancelled', payment: 'open' }
  await tell('cancelled')
  await tell('cancelled', cancelled)
  assert.deepEqual([status(), mails(), files()], ['-1', 1, ['storno_bestellung.xml']])
  // Nobody knows whether it was heard: better a second mail than an order that goes on.
  await tell('cancelled', { ...cancelled, inDoubt: true })
  assert.equal(mails(), 2)
  await tell('open')
  assert.equal(status(), '-1', 'the shop keeps it cancelled, whatever its state is told')
  await tell('open', cancelled)
  assert.deepEqual([status(), files().slice(-2)], ['2', ['reaktiviere_bestellung.xml', 'set_bestellung.xml']])
})

test('quirk: two images with the same bytes have a file each, and one keeps its file when the other leaves', async t => {
  const { shop, send, session } = await shopOf(t, '5.4')
  await send('item', [
    { ref: ref(10), state: tee },
    { ref: ref(14), state: { ...tee, itemNumber: 'TEE-2' } },
  ])
  const image = (no: number, of: number) => ({
    ref: { no, theirs: '' },
    state: { of: ref(of), ofKind: 'item', sort: 1, hash: pictureOf('same'), mediaType: 'image/png', alt: {} },
  })
  await send('image', [image(100, 10), image(101, 14)])
  assert.equal(shop.files().size, 2)
  await connector.send?.image?.remove?.(session, [
    { ref: { no: 100, theirs: '100' }, place: '', of: ref(10), sort: 1 },
  ])
  const [left] = shop.rows('tartikelpict')
  assert.equal(left?.['kBild'], '101')
  assert.deepEqual([...shop.files().keys()], [`media/image/storage/${left['cPfad']}`])
  assert.deepEqual(shop.log.rowErrors, [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ref, shopOf, tee, texts } from './fixtures/simulatedShop.ts'
import { connector } from './index.ts'

for (const version of ['4.06', '5.4'] as const)
  test(`a value that a characteristic has no more is taken away in a shop ${version}, after the others are there`, async t => {
    const { shop, send } = await shopOf(t, version)
    const values = [41, 42, 43].map(no => ({ ref: ref(no), texts: texts(`Wert ${no}`), sort: no }))
    const state = { sort: 1, texts: texts('Sorte'), values }
    const shown = () => shop.rows('tmerkmalwert').map(row => row['kMerkmalWert'])
    await send('characteristic', [{ ref: ref(40), state }])
    assert.deepEqual(shown(), ['41', '42', '43'])
    const fewer = { ...state, values: values.slice(1, 2), gone: [ref(41), ref(43)] }
    await send('characteristic', [{ ref: { no: 40, theirs: '40' }, state: fewer }])
    assert.deepEqual(shown(), ['42'])
    assert.deepEqual(shop.log.rowErrors, [])
  })

test('an item has its unit and those of its base price, where their keys are known', async t => {
  const { shop, send } = await shopOf(t, '5.4', { units: '1=Stk, 2=kg' })
  await send('item', [
    { ref: ref(10), state: tee },
    { ref: ref(11), state: { ...tee, itemNumber: 'TEE-2', unit: 'Dose' } },
  ])
  const measure = (key: string | null | undefined) => shop.row('tmasseinheit', key ?? '')?.['cCode']
  const item = shop.item('TEE-1')
  assert.equal(shop.row('teinheit', item?.['kEinheit'] ?? '', '2')?.['cName'], 'Stk')
  assert.deepEqual(
    [
      measure(item?.['kMassEinheit']),
      item?.['fMassMenge'],
      measure(item?.['kGrundPreisEinheit']),
      item?.['fGrundpreisMenge'],
    ],
    ['g', '100', 'kg', '1'],
  )
  assert.deepEqual([item?.['cVPE'], item?.['fVPEWert'], item?.['cVPEEinheit']], ['Y', '0.1', 'kg'])
  assert.equal(shop.item('TEE-2')?.['kEinheit'], '0')
  assert.deepEqual(shop.log.rowErrors, [])
  const keeps = await shopOf(t, '5.4', { globals: 'keep' })
  await keeps.send('item', [{ ref: ref(10), state: tee }])
  assert.deepEqual(
    [keeps.shop.item('TEE-1')?.['kEinheit'], keeps.shop.item('TEE-1')?.['kMassEinheit']],
    ['0', '0'],
  )
})

test('a shop that was set back gives the key of a delivery address no second time', async t => {
  const { shop, run } = await shopOf(t, '5.4')
  const place = () =>
    shop.placeOrder({
      lines: [{ sku: 'X', quantity: '1' }],
      shipping: {
        firstName: 'Kim',
        lastName: 'Anders',
        street: 'Weg 2',
        postcode: '04109',
        city: 'Leipzig',
        country: 'DE',
      },
    }).id
  const addressOf = (order: string) => Number(shop.row('tbestellung', order)?.['kLieferadresse'])
  const putBack = shop.backUp()
  const first = place()
  const address = addressOf(first)
  assert.ok(address > 0)
  const session = await connector.open(run)
  await connector.pull?.fetch(session, 'order', { startedAt: run.now() }, 100)
  await connector.ack?.(session, 'order', [{ theirs: first, no: 1 }])
  putBack()
  await connector.open(run)
  assert.equal(addressOf(place()), address + 1)
})

// What an order of a channel program gets that names no shipping method or no payment method, and what a name that nobody knows does.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openMerchant, scxServer } from './scxWorld.ts'

const host = await scxServer({ after })

test('an order that names no method gets the usual one of its channel; a name that nobody knows is asked about, never guessed', async t => {
  const { program, act, work, lanes, query, channels } = await openMerchant(t, host, {
    items: ['TASSE'],
  })
  const channel = channels.get('laden') ?? ''
  const item = { price: '11.90', sku: 'TASSE', taxPercent: '19' }
  const shipping = (group: string) => ({
    type: 'SHIPPING' as const,
    price: '4.90',
    taxPercent: '19',
    more: { shippingGroup: group },
  })
  const place = (orderId: string, group?: string, more: Record<string, string | boolean> = {}) =>
    program.place({
      sellerId: 'laden',
      orderId,
      lines: group === undefined ? [item] : [item, shipping(group)],
      more,
    })
  const checks = async () =>
    (
      await query<{ text: string }>(
        `select external_number || ' ' || array_to_string(open_checks, ' ') as text from web_order where state = 'staged' order by 1`,
      )
    ).map(row => row.text.trim())
  await act('shipping-method.put', { code: 'dhl', name: 'DHL Paket' })
  await act('payment-method.put', { code: 'market', name: 'Marktplatz zahlt' })
  await act('channel.set', { channel, checksPayment: true, checksShipping: true })
  await assert.rejects(act('channel.set', { channel, shippingMethod: 'UPS' }), { code: 'METHOD_UNKNOWN' })

  place('OHNE')
  place('LEER', ' ', { paymentMethod: ' ' })
  place('VERSENDET', undefined, { fbc: true })
  place('FREMD', 'Kurier', { paymentMethod: 'Tausch' })
  await work()
  assert.deepEqual(program.book.refusals, [])
  const asked = 'FREMD PAYMENT_METHOD_UNMAPPED SHIPPING_METHOD_UNMAPPED'
  const missing = ['LEER', 'OHNE', 'VERSENDET'].map(one => `${one} PAYMENT_METHOD_MISSING`)
  assert.deepEqual(await checks(), [asked, ...missing])

  const set = await act<Shown>('channel.set', {
    channel,
    shippingMethod: 'dhl',
    paymentMethod: 'Marktplatz zahlt',
  })
  assert.deepEqual([set.shippingMethod?.name, set.paymentMethod?.name], ['DHL Paket', 'Marktplatz zahlt'])
  await lanes('orders')
  assert.deepEqual(await checks(), [asked, 'LEER', 'OHNE', 'VERSENDET'])
  await act('inbox.take-over', { all: true })
  const orders = await query<Record<string, string>>(
    `select o.external_number as order, o.shipping_method as ships, o.payment_method as pays,
       (select string_agg(distinct p.method, ',') from payment p where p.order_id = o.id) as booked,
       h.data ->> 'usualShippingMethod' as told
     from sales_order o join sales_order_history h on h.order_id = o.id and h.event = 'taken_over' order by 1`,
  )
  const pays = 'Marktplatz zahlt'
  assert.deepEqual(orders, [
    { order: 'LEER', ships: 'DHL Paket', pays, booked: pays, told: 'DHL Paket' },
    { order: 'OHNE', ships: 'DHL Paket', pays, booked: pays, told: 'DHL Paket' },
    { order: 'VERSENDET', ships: '', pays, booked: pays, told: null },
  ])
  assert.deepEqual(await checks(), [asked], 'a usual method says nothing about a name')

  // Taken away, and out of use: nothing is given any more.
  const without = await act<Shown>('channel.set', { channel, shippingMethod: 'none', name: 'Laden' })
  assert.deepEqual([without.shippingMethod, without.paymentMethod?.name], [null, 'Marktplatz zahlt'])
  await act('payment-method.put', { code: 'market', name: 'Marktplatz zahlt', active: false })
  place('SPÄTER')
  await work()
  assert.deepEqual(await checks(), [asked, 'SPÄTER PAYMENT_METHOD_MISSING'])
})

test('shipping methods without a carrier that the channel has told are an open point of the check, until they are assigned', async t => {
  const { act, channels, connectionId, program, work } = await openMerchant(t, host, { items: ['TASSE'] })
  const channel = channels.get('laden') ?? ''
  const open = async () => {
    const check = { connection: connectionId }
    const { lines } = await act<{ lines: { code: string; ok: boolean; open: string; text: string }[] }>(
      'connection.check',
      check,
    )
    return lines
      .filter(line => line.code === 'CARRIER_UNMAPPED')
      .map(line => [line.ok, line.open, /: (\d+ \(.*?\))\./.exec(line.text)?.[1]])
  }
  await act('shipping-method.put', { code: 'dhl', name: 'DHL Paket' })
  await act('shipping-method.put', { code: 'gls', name: 'GLS' })
  await act('shipping-method.put', { code: 'old', name: 'DPD', active: false })
  await act('shipping-method.put', { code: 'fetch', name: 'Abholung' })
  await act('shipping-method.put', { code: 'truck', name: 'Spedition' })
  await act('channel.set', { channel, shippingMethod: 'truck' })
  assert.deepEqual(await open(), [[true, 'shipping', '2 (GLS, Spedition)']], 'DHL has its very name there')
  await act('channel.set-maps', { channel, list: 'carrier', map: { OTHER: 'gls' } })
  assert.deepEqual(await open(), [[true, 'shipping', '1 (Spedition)']])
  await act('channel.set', { channel, shippingMethod: 'none' })
  assert.deepEqual(await open(), [])
  // What it tells no more is none of its carriers any more.
  program.ask('shippingRules', { body: { supportedCarrierList: [{ carrierId: 'UPS' }] } })
  await work()
  assert.deepEqual(await open(), [[true, 'shipping', '2 (DHL Paket, GLS)']])
  program.ask('shippingRules', { body: { supportedCarrierList: [] } })
  await work()
  assert.deepEqual(await open(), [], 'it told none')
})

interface Shown {
  readonly shippingMethod: { readonly name: string } | null
  readonly paymentMethod: { readonly name: string } | null
}

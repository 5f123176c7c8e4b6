// What a channel says that it can do (`featureList`): return labels, families as one offer, pictures that it fetches.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openMerchant, type ScxMerchant, scxServer } from './scxWorld.ts'

const host = await scxServer({ after })
let merchant: ScxMerchant
before(async () => {
  merchant = await openMerchant({ after }, host, {
    settings: { returnTrackingRequired: 'true', variationsSupported: 'true' },
  })
})

interface Outcome {
  readonly items: readonly { readonly deliveryId: string; readonly did: string; readonly reason?: string }[]
}

test('a delivery without a return label is refused where the channel demands one, and told once the label is entered', async () => {
  const { program, act, lanes, work, query } = merchant
  program.place({
    sellerId: 'laden',
    orderId: 'LABEL',
    lines: [{ price: '11.90', sku: 'TASSE', taxPercent: '19' }],
  })
  await work()
  await act('inbox.take-over', { all: true })
  const [order] = await query<{ id: string }>('select id from sales_order')
  const deliver = { orderId: order?.id, packages: [{ carrier: 'DHL', tracking: '00340434160000000001' }] }
  const { items } = await act<Outcome>('order.deliver-many', { deliveries: [deliver] })
  assert.equal(items[0]?.did, 'delivered', items[0]?.reason)
  await lanes('feedback')
  const refused = async () =>
    (await act<{ items: { code: string }[] }>('outbox.refused')).items.map(one => one.code)
  assert.deepEqual(await refused(), ['RETURN_TRACKING_MISSING'])
  const [delivery] = await query<{ id: string }>('select id from delivery')
  const label = (returnTracking: string) =>
    act<Outcome>('delivery.package', {
      delivery: delivery?.id,
      package: 1,
      returnCarrier: 'DHL',
      returnTracking,
    })
  assert.equal((await label('x'.repeat(200))).items[0]?.did, 'refused')
  assert.equal((await label('0034043416 0000000002')).items[0]?.did, 'packed')
  const shown = await act<{
    wantsReturnLabels: boolean
    packages: { tracking: string; returnLabel: unknown }[]
  }>('delivery.show', { delivery: delivery?.id })
  const systems = await act<{ items: { title: string }[] }>('system.list')
  assert.deepEqual(
    systems.items.map(one => one.title),
    ['SCX sales channel'],
  )
  const ofOrder = await act<{ wantsReturnLabels: boolean }>('order.show', { id: order?.id })
  assert.deepEqual([shown.wantsReturnLabels, ofOrder.wantsReturnLabels], [true, true])
  assert.deepEqual(
    shown.packages.map(one => [one.tracking, (one.returnLabel as { tracking: string }).tracking]),
    [['00340434160000000001', '00340434160000000002']],
  )
  await lanes('feedback')
  assert.deepEqual(await refused(), [])
  const [letter] = await query<{ body: { shippingItems: { returnTracking: object }[] } }>(
    `select body from letter where type = 'Seller:Order.Shipping'`,
  )
  const { trackingUrl, ...told } = (letter?.body.shippingItems[0]?.returnTracking ?? {}) as {
    trackingUrl?: string
  }
  assert.deepEqual(told, { carrier: 'DHL', trackingNumber: '00340434160000000002' })
  assert.match(trackingUrl ?? '', /^https:/)
  await work()
  assert.deepEqual(program.audit(), [])
})

test('a family is one offer with its variations, which follows its children, and what is bought is a child', async () => {
  const { program, act, lanes, work, query } = merchant
  const channel = merchant.channels.get('laden') ?? ''
  const [like] = await query<{ category: string }>(
    `select category_id as category from item_category limit 1`,
  )
  await act('item.add', { itemNumber: 'HEMD', name: 'Hemd', netPrice: '10' })
  await act('item.categories', { item: 'HEMD', categories: [like?.category] })
  await act('item.variations', {
    item: 'HEMD',
    variations: [{ name: 'Farbe', values: [{ name: 'Rot' }, { name: 'Blau' }] }],
  })
  await act('item.combine', { item: 'HEMD' })
  for (const item of ['HEMD', 'HEMD-Rot', 'HEMD-Blau'])
    await act('item.sell-on', { item, channel, active: true })
  await act('stock.book', { item: 'HEMD-Rot', quantity: '5', reason: 'opening' })
  await lanes('catalogue', 'stock')
  const letters = await query<{ type: string; body: Record<string, unknown> }>(
    'select type, body from letter order by id',
  )
  const offer = letters.find(one => one.type === 'Seller:Offer.New')?.body as unknown as {
    sku: string
    variationList: { sku: string; variationDimensionList: object[] }[]
  }
  assert.deepEqual(
    [offer.sku, offer.variationList.map(one => [one.sku, one.variationDimensionList])],
    [
      'HEMD',
      [
        ['HEMD-Rot', [{ attributeId: 'Farbe', value: 'Rot' }]],
        ['HEMD-Blau', [{ attributeId: 'Farbe', value: 'Blau' }]],
      ],
    ],
  )
  assert.equal(letters.filter(one => one.type === 'Seller:Offer.New').length, 1, 'no child for itself')
  await work()
  assert.deepEqual(
    ['HEMD-Rot', 'HEMD-Blau'].map(sku => program.offerOf(sku)?.quantity),
    ['5', '0'],
  )
  const red = program.offerOf('HEMD-Rot')
  program.place({
    sellerId: 'laden',
    orderId: 'FAMILIE',
    lines: [{ price: '11.90', offerId: red?.offerId ?? 0, taxPercent: '19' }],
  })
  await work()
  const lines = await query(
    `select i.item_number as item from web_order_line l join item i on i.id = l.item_id join web_order w on w.id = l.web_order_id
       join ledger r on r.id = w.id where r.external_id = 'laden/FAMILIE'`,
  )
  assert.deepEqual(lines, [{ item: 'HEMD-Rot' }])
  await act('item.change', { item: 'HEMD-Rot', netPrice: '12' })
  // The quantity takes the place of the whole offer, which is then told anew.
  await lanes('catalogue', 'stock', 'catalogue')
  await work()
  const seen = program.offerOf('HEMD-Rot')
  assert.deepEqual([seen?.quantity, Object.values(seen?.prices ?? {})], ['4', ['14.28']])
  assert.deepEqual(program.audit(), [])
})

test('a cancellation of ours waits at its order until the channel answered, and one of the buyer holds it with words', async () => {
  const { program, act, lanes, work, query } = merchant
  for (const orderId of ['OURS', 'THEIRS'])
    program.place({
      sellerId: 'laden',
      orderId,
      lines: [{ price: '11.90', sku: 'TASSE', taxPercent: '19' }],
    })
  await work()
  await act('inbox.take-over', { all: true })
  const order = async (number: string) => {
    const [row] = await query<{ id: string }>('select id from sales_order where external_number = $1', number)
    return act<{
      id: string
      hold: string | null
      cancelReason: string | null
      cancellations: { awaitsChannel: boolean; answer: string | null; told: { state: string } | null }[]
    }>('order.show', { id: row?.id })
  }
  const { items: reasons } = await act<{ items: { code: string; names: { en: string } }[] }>(
    'cancel-reason.list',
  )
  const [reason] = reasons
  await act('order.cancel', { ids: [(await order('OURS')).id], reason: reason?.code })
  await lanes('feedback')
  const [waits] = (await order('OURS')).cancellations
  assert.deepEqual([waits?.awaitsChannel, waits?.answer, waits?.told?.state], [true, null, 'accepted'])
  program.askToCancel('laden/THEIRS')
  await work()
  const ours = await order('OURS')
  const [done] = ours.cancellations
  assert.deepEqual([done?.awaitsChannel, done?.answer, done?.told?.state], [false, 'accepted', 'accepted'])
  assert.equal(ours.cancelReason, reason?.names.en)
  const theirs = await order('THEIRS')
  assert.deepEqual([theirs.hold, theirs.cancellations], ['Cancellation requested', []])
  const { items: tasks } = await act<{ items: { sentence: string }[] }>('task.list', { order: theirs.id })
  assert.match(tasks[0]?.sentence ?? '', /cancellation\. The buyer asked for it/)
})

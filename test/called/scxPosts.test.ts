// What a channel program posts, and what it is told, as it becomes here: which item a line is, an order that is mended, a ticket's answer, pictures.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { blobPlace, putBlob } from '../../src/base/blobs.ts'
import type { JsonObject } from '../../testkit/scx/wire.ts'
import { openMerchant, type ScxMerchant, scxServer } from './scxWorld.ts'

const publicUrl = 'https://kontor.example'
const host = await scxServer({ after }, { publicUrl })
let one: ScxMerchant
let other: ScxMerchant

before(async () => {
  const scope = { after }
  one = await openMerchant(scope, host, { sellers: ['laden', 'filiale'] })
  other = await openMerchant(scope, host, { items: ['KANNE'] })
})

test('a line is the item of our number, else of the id of its offer, else of its number, each of this seller and this tenant', async () => {
  const [cup, dish] = [offerOf('laden', 'TASSE'), offerOf('laden', 'TELLER')]
  const elsewhere = offerOf('filiale', 'TELLER')
  const id = (offer: typeof cup) => ({ channelOfferId: offer.channelOfferId ?? '' })
  await posted(
    order('LINES', [
      { offerId: cup.offerId, ...id(dish), sku: 'TELLER' },
      { ...id(dish), sku: 'TASSE' },
      { sku: 'TELLER' },
      // Neither number nor id is one of this seller.
      { offerId: elsewhere.offerId, ...id(elsewhere), sku: 'TASSE' },
      { offerId: 2_000_000_000, channelOfferId: 'never seen', sku: 'TASSE' },
    ]),
  )
  assert.deepEqual(await itemsOf('LINES'), ['TASSE', 'TELLER', 'TELLER', 'TASSE', 'TASSE'])
  assert.equal(offerOf('laden', 'KANNE', other).sku, 'KANNE')
  await posted(order('STRANGE', [{ sku: 'KANNE' }]))
  assert.deepEqual(await outcomeOf('STRANGE'), ['parked', 'ITEM_UNKNOWN'], 'another tenant has it')
})

test('an order that is parked is mended by posting it anew; once it is here it stays as it is', async () => {
  const wrong = order('MENDED', [{ sku: 'TASSE' }], 'QQ')
  assert.deepEqual(await posted(wrong), [])
  assert.deepEqual(await outcomeOf('MENDED'), ['parked', 'COUNTRY_UNKNOWN'])
  const taken = async () =>
    Number((await one.act<{ staged: string }>('stock.show', { item: 'TASSE' })).staged)
  const before = await taken()
  assert.deepEqual(await posted(wrong), [], 'the same again is no news')
  assert.deepEqual(await outcomeOf('MENDED'), ['parked', 'COUNTRY_UNKNOWN'])
  assert.deepEqual(await posted(order('MENDED', [{ sku: 'TASSE' }], 'DEU')), [])
  assert.deepEqual(await outcomeOf('MENDED'), ['staged', null])
  assert.equal(await taken(), before, 'it is counted once')
  const again = order('MENDED', [{ sku: 'TASSE' }], 'AUT')
  assert.deepEqual(await posted(again), ['CHN401', 'CHN409'])
  await one.act('inbox.take-over', { all: true })
  assert.deepEqual(await posted(again), ['CHN401', 'CHN409'])
  const countries = await one.query<{ country: string }>(
    `select shipping ->> 'country' as country from sales_order where external_number = 'MENDED'`,
  )
  assert.deepEqual(countries, [{ country: 'DE' }])
  assert.deepEqual(await one.broken(), [])
})

test('a change of address mends an order that is parked for its own, and said again it is no news', async () => {
  const wrong = order('MOVED', [{ sku: 'TASSE' }], 'QQ')
  const taken = async () =>
    Number((await one.act<{ staged: string }>('stock.show', { item: 'TASSE' })).staged)
  assert.deepEqual(await posted(wrong), [])
  assert.deepEqual(await outcomeOf('MOVED'), ['parked', 'COUNTRY_UNKNOWN'])
  const before = await taken()
  const address = { lastName: 'Muster', street: 'Weg 2', city: 'Graz', postcode: '8010' }
  const moved = (country: string) => ({
    ...{ sellerId: 'laden', orderId: 'MOVED' },
    ...{ billingAddress: { ...address, country }, shippingAddress: { ...address, country } },
  })
  assert.deepEqual(await readdressed(moved('QX')), [], 'another one that nobody knows')
  assert.deepEqual(await outcomeOf('MOVED'), ['parked', 'COUNTRY_UNKNOWN'])
  const events = () => one.query(`select outcome from ledger where external_id = 'laden/MOVED' order by kind`)
  for (let time = 0; time < 2; time++) {
    assert.deepEqual(await readdressed(moved('AUT')), [])
    assert.deepEqual(await events(), [{ outcome: 'staged' }, { outcome: 'taken_over' }])
    assert.equal(await taken(), before, 'it is counted once')
    assert.deepEqual(await posted(wrong), [], 'as it was')
  }
  await one.act('inbox.take-over', { all: true })
  const [row] = await one.query<{ shipping: JsonObject }>(
    `select shipping from sales_order where external_number = 'MOVED'`,
  )
  assert.deepEqual([row?.shipping['city'], row?.shipping['country']], ['Graz', 'AT'])
  assert.deepEqual(await one.broken(), [])
})

test('what was said of an order while it was parked holds once it is mended', async () => {
  const pending = { orderStatus: 'CREATED' }
  await posted({ ...order('LATER', [{ sku: 'TASSE' }], 'QQ'), ...pending })
  one.program.ask('orderStatus', {
    body: { orderList: [{ sellerId: 'laden', orderId: 'LATER', orderStatus: 'ACCEPTED' }] },
  })
  await one.work()
  assert.deepEqual(await outcomeOf('LATER'), ['parked', 'COUNTRY_UNKNOWN'])
  assert.deepEqual(await posted({ ...order('LATER', [{ sku: 'TASSE' }]), ...pending }), [])
  assert.deepEqual(await outcomeOf('LATER'), ['staged', null])
  const rows = await one.query(`select pending from web_order where external_number = 'LATER'`)
  assert.deepEqual(rows, [{ pending: false }], 'it was released')
})

test('a payment of which the channel says only that it is there has the number that the channel gave it, and is found by it', async () => {
  const item = { sku: 'TASSE', itemPaymentStatus: 'PAID' }
  await posted({ ...order('PAID', [item]), paymentMethod: 'PayPal', paymentReference: 'PP-1' })
  await posted({ ...order('LATE', [{ sku: 'TASSE' }]), paymentReference: 'PP-2' })
  await posted({ ...order('NEVER', [{ sku: 'TASSE' }]), paymentReference: 'PP-3' })
  await one.act('inbox.take-over', { all: true })
  const line = { orderItemId: 'LATE-0', itemStatus: 'UNSHIPPED', paymentStatus: 'PAID' }
  const paid = { sellerId: 'laden', orderId: 'LATE', orderStatus: 'ACCEPTED', orderItems: [line] }
  for (let time = 0; time < 2; time++) {
    one.program.ask('orderStatus', { body: { orderList: [paid] } })
    await one.work()
  }
  const numbered = async (transactionId: string) => {
    const { items } = await one.act<{ items: { amount: string }[] }>('payment.list', {
      transaction: transactionId,
    })
    const found = await one.act<{ items: { externalNumber: string }[] }>('order.list', {
      process: transactionId,
      processFields: ['payment'],
    })
    return [items.map(payment => payment.amount), found.items.map(row => row.externalNumber)]
  }
  assert.deepEqual(await numbered('PP-1'), [['11.9'], ['PAID']])
  assert.deepEqual(await numbered('PP-2'), [['11.9'], ['LATE']])
  assert.deepEqual(await numbered('PP-3'), [[], []], 'nobody has paid it')
  assert.deepEqual(await one.broken(), [])
})

test('an offer that failed, that a person let go of, and that is listed after all has its quantity and changes from then on', async () => {
  one.program.setRules({ list: ({ sku }) => (sku === 'VASE' ? [{ code: 'X', message: 'brand?' }] : []) })
  const channel = one.channels.get('laden') ?? ''
  await one.act('item.add', { itemNumber: 'VASE', name: 'Vase', netPrice: '10' })
  const { items } = await one.act<{ items: { id: string; path: string[] }[] }>('category.list')
  await one.act('item.categories', { item: 'VASE', categories: [items[0]?.id] })
  await one.act('stock.book', { item: 'VASE', quantity: '5', reason: 'opening' })
  await one.act('item.sell-on', { item: 'VASE', channel, active: true })
  await one.lanes('catalogue', 'stock')
  await one.work()
  const offer = offerOf('laden', 'VASE')
  assert.equal(offer.state, 'failed')
  const { items: refused } = await one.act<{ items: { id: string; name: string }[] }>('outbox.refused')
  await one.act('outbox.drop', { ids: refused.map(({ id }) => id) })
  await one.act('stock.book', { item: 'VASE', quantity: '-1', reason: 'adjustment' })
  await one.lanes('catalogue', 'stock')
  const letters = () => one.query<{ type: string; body: JsonObject }>('select type, body from letter')
  assert.deepEqual(await letters(), [], 'it is not there')
  const { sellerId, offerId, channelOfferId } = offer
  const listed = { sellerId, offerId, channelOfferId, listedAt: host.clock.now.toISOString() }
  one.program.ask('listed', { body: { offerList: [listed] } })
  await one.work()
  await one.lanes('catalogue', 'stock')
  const lie = await letters()
  assert.deepEqual(
    lie.map(({ type, body }) => [type, body['channelOfferId'], body['quantity']]),
    [['Seller:Offer.StockUpdate', channelOfferId, '4']],
  )
  one.program.setRules({})
  await one.work()
})

test('the answer to a ticket goes to the seller who was asked, word by word, whatever language we speak', async () => {
  one.program.setQuirks({ knowsTickets: true })
  const ticket = one.program.openTicket('filiale', 'LINES', 'Wann kommt die Größe M?')
  await one.work()
  const { items } = await one.act<{ items: { id: string; subject: string }[] }>('ticket.list')
  const [{ id, subject } = { id: '', subject: '' }] = items
  assert.equal(subject, 'Frage zu meiner Bestellung')
  const text = 'Übermorgen – „M“ ist unterwegs.\nGrüße, 株式会社 🙂'
  await one.act('ticket.reply', { ticket: id, text })
  const [letter] = await one.query<{ type: string; body: JsonObject }>('select type, body from letter')
  assert.equal(letter?.type, 'Seller:Ticket.Reply')
  const { createdAt, ...said } = letter?.body ?? {}
  assert.match(String(createdAt), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/)
  assert.deepEqual(said, {
    ...{ sellerId: 'filiale', ticketId: ticket, message: text, from: { role: 'SELLER' } },
    ...{ replyRequested: false, attachment: [] },
  })
  await one.work()
  assert.deepEqual(one.program.book.notes.at(-1), {
    type: 'Seller:Ticket.Reply',
    text: `${ticket}: ${text}`,
  })
  assert.deepEqual(one.program.book.problems, [])
})

test('the pictures of an offer are fetched from the addresses that its event names, and not by one that was changed or is over', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const place = blobPlace(host.kontor.config)
  const { hash } = await one.tx(tx => putBlob(tx, one.tenant, png, 'image/png', place))
  await one.act('image.add', { item: 'TASSE', file: hash })
  await one.lanes('catalogue')
  const letters = await one.query<{ type: string; body: JsonObject }>(
    `select type, body from letter where type like 'Seller:Offer.%' and body ? 'mainPicture' order by place`,
  )
  assert.deepEqual(
    letters.map(({ body }) => [body['sellerId'], body['sku']]),
    [
      ['filiale', 'TASSE'],
      ['laden', 'TASSE'],
    ],
  )
  const address = new URL(String(letters[0]?.body['mainPicture']))
  assert.equal(address.origin, publicUrl)
  const get = (changes: Readonly<Record<string, string>> = {}) => {
    const url = new URL(address.pathname + address.search, host.url())
    for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value)
    return fetch(url)
  }
  const answer = await get()
  assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'image/png'])
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), png)
  const until = Number(address.searchParams.get('until'))
  assert.equal(
    (await get({ until: String(until + 86_400) })).status,
    404,
    'another time needs another signature',
  )
  const now = host.clock.now
  assert.ok(until * 1000 - now.getTime() > 7 * 86_400_000, 'it holds for a week at least')
  for (const [seconds, status] of [
    [until - 1, 200],
    [until, 404],
  ] as const) {
    host.clock.now = new Date(seconds * 1000)
    assert.equal((await get()).status, status)
  }
  host.clock.now = now
  await one.work()
})

function offerOf(sellerId: string, sku: string, { program }: ScxMerchant = one) {
  const found = Object.values(program.state.offers).find(
    offer => offer.sellerId === sellerId && offer.sku === sku,
  )
  return found ?? assert.fail(`${sellerId} does not offer ${sku}`)
}

function order(orderId: string, items: readonly JsonObject[], country = 'DE'): JsonObject {
  const at = host.clock.now.toISOString()
  const address = { lastName: 'Muster', street: 'Weg 1', city: 'Berlin', postcode: '10115', country }
  return {
    ...{ sellerId: 'laden', orderId, orderStatus: 'ACCEPTED', purchasedAt },
    ...{ lastChangedAt: at, currency: 'EUR', billingAddress: address, shippingAddress: address },
    orderItem: items.map((item, n) => ({
      ...{
        type: 'ITEM',
        orderItemId: `${orderId}-${n}`,
        grossPrice: '11.90',
        total: '11.90',
        quantity: '1.0',
      },
      ...{ taxPercent: '19', ...item },
    })),
  }
}
const purchasedAt = new Date(Date.now() + 3_600_000).toISOString()

/** Posts an order. The codes with which it is refused. */
async function posted(body: JsonObject): Promise<string[]> {
  one.program.book.refusals.splice(0)
  one.program.ask('order', { body: { orderList: [body] } })
  await one.work()
  return one.program.book.refusals.splice(0).map(({ code }) => code)
}

/** Tells another address of an order. The codes with which it is refused. */
async function readdressed(body: JsonObject): Promise<string[]> {
  one.program.book.refusals.splice(0)
  one.program.ask('orderAddress', { body: { orderList: [body] } })
  await one.work()
  return one.program.book.refusals.splice(0).map(({ code }) => code)
}

async function outcomeOf(orderId: string): Promise<readonly (string | null)[]> {
  const [row] = await one.query<{ outcome: string; code: string | null }>(
    `select outcome, code from ledger where kind = 'order' and external_id = $1`,
    `laden/${orderId}`,
  )
  return [row?.outcome ?? null, row?.code ?? null]
}

async function itemsOf(orderId: string): Promise<string[]> {
  const rows = await one.query<{ number: string }>(
    `select i.item_number as number from web_order_line o join ledger l on l.id = o.web_order_id join item i on i.id = o.item_id
     where l.external_id = $1 order by o.line_no`,
    `laden/${orderId}`,
  )
  return rows.map(row => row.number)
}

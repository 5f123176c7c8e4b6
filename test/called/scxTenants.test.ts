// Two tenants with the same program, the same sellers and the same ids: neither sees or reaches anything of the other.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { blobPlace, putBlob } from '../../src/base/blobs.ts'
import type { CallName } from '../../testkit/scx/operations.ts'
import type { Json } from '../../testkit/scx/wire.ts'
import { openMerchant, type ScxMerchant, scxServer } from './scxWorld.ts'

const host = await scxServer({ after })
let one: ScxMerchant
let other: ScxMerchant

before(async () => {
  const scope = { after }
  one = await openMerchant(scope, host, { sellers: ['laden', 'filiale'], onHand: '100' })
  other = await openMerchant(scope, host, { sellers: ['laden'], onHand: '7' })
})

const line = (price: string) => [{ price, sku: 'TASSE', offerId: 1, taxPercent: '19' }]

test('orders of the same ids are two orders, and changes of one do nothing to the other', async () => {
  for (const [merchant, price] of [
    [one, '11.90'],
    [other, '99.00'],
  ] as const) {
    merchant.program.place({ sellerId: 'laden', orderId: 'GLEICH', lines: line(price), status: 'CREATED' })
    await merchant.work()
  }
  one.program.place({ sellerId: 'laden', orderId: 'NUR-HIER', lines: line('1.00') })
  one.program.release('laden/GLEICH')
  await one.work()
  assert.deepEqual(await orders(one), ['laden/GLEICH 11.90 false', 'laden/NUR-HIER 1.00 false'])
  assert.deepEqual(await orders(other), ['laden/GLEICH 99.00 true'])
  const strange = { sellerId: 'laden', orderId: 'NUR-HIER' }
  const entry = {
    ...strange,
    orderStatus: 'ACCEPTED',
    orderItems: [{ orderItemId: 'NUR-HIER-1', itemStatus: 'SHIPPED' }],
  }
  assert.deepEqual(await refused(other, 'orderStatus', { body: { orderList: [entry] } }), ['GEN404'])
  const cancellation = {
    ...strange,
    orderCancellationRequestId: '5c85c85c-0000-4000-8000-000000000001',
    orderItem: [{ orderItemId: 'NUR-HIER-1', quantity: '1' }],
    cancelReason: 'BUYER_CANCELLED',
  }
  assert.deepEqual(await refused(other, 'cancellation', { body: cancellation }), ['GEN404'])
  const back = { ...strange, channelReturnId: 'R-1', orderItem: [] }
  assert.deepEqual(await refused(other, 'return', { body: back }), ['GEN404'])
  assert.deepEqual(await refused(other, 'return', { body: back }), ['GEN404'])
  const notices = async (merchant: ScxMerchant) => {
    const { items } = await merchant.act<{ items: { text: string; times: number }[] }>('notice.list')
    return items.map(({ text, times }) => `${times}: ${text.replace(/ Look at .*/, '')}`)
  }
  assert.deepEqual(await notices(other), [
    '2: Not taken: return of the order "NUR-HIER". This order is not here.',
    '1: Not taken: cancellation of the order "NUR-HIER". This order is not here.',
    '1: Not taken: status of the order "NUR-HIER". This order is not here.',
  ])
  assert.deepEqual(await notices(one), [])
})

test('events of one are taken and dropped by nobody else, and quantities, offers and sellers are its own', async () => {
  await one.act('stock.book', { item: 'TASSE', quantity: '-50', reason: 'adjustment' })
  await one.lanes('stock')
  const letters = await one.query<{ id: string }>('select id from letter order by id')
  assert.equal(letters.length, 2, 'one for each seller')
  const known = Object.keys(other.program.book.events).length
  other.program.ask('ack', { body: { eventIdList: letters.map(letter => letter.id) } })
  await other.work()
  assert.equal(Object.keys(other.program.book.events).length, known)
  assert.deepEqual(
    await one.query('select id from letter order by id'),
    letters,
    'dropped by another tenant they lie there',
  )
  await one.work()
  const quantities = (merchant: ScxMerchant) =>
    Object.values(merchant.program.state.offers)
      .map(offer => `${offer.sellerId} ${offer.sku} ${offer.quantity}`)
      .sort()
  assert.deepEqual(quantities(one), [
    'filiale TASSE 48',
    'filiale TELLER 100',
    'laden TASSE 48',
    'laden TELLER 100',
  ])
  assert.deepEqual(quantities(other), ['laden TASSE 6', 'laden TELLER 7'])
  const read = async (merchant: ScxMerchant) => {
    const { stockUpdateList } = (await answerTo(merchant, 'allStockUpdates')) as {
      stockUpdateList: { sellerId: string; quantity: number }[]
    }
    return stockUpdateList.map(entry => `${entry.sellerId} ${entry.quantity}`).sort()
  }
  assert.deepEqual(await read(one), ['filiale 100', 'filiale 48', 'laden 100', 'laden 48'])
  assert.deepEqual(
    (await read(other)).filter(entry => !/^laden [67]$/.test(entry)),
    [],
  )
  const sellers = async (merchant: ScxMerchant) => {
    const { sellerList } = (await answerTo(merchant, 'sellers')) as { sellerList: { sellerId: string }[] }
    return sellerList.map(seller => seller.sellerId).sort()
  }
  assert.deepEqual(await sellers(one), ['filiale', 'laden'])
  assert.deepEqual(await sellers(other), ['laden'])
  // To the other it is unlinked already, which is no error.
  assert.deepEqual(await refused(other, 'deleteSeller', { id: 'filiale' }), [])
  assert.equal(
    ((await answerTo(one, 'sellers')) as { sellerList: { isActiveByChannel: boolean }[] }).sellerList.filter(
      seller => seller.isActiveByChannel,
    ).length,
    2,
  )
})

test('documents, reports, tickets and notices of one are not there for the other', async () => {
  const bytes = Buffer.from('%PDF-1.4\nRechnung')
  const { hash } = await one.tx(tx =>
    putBlob(tx, one.tenant, bytes, 'application/pdf', blobPlace(host.kontor.config)),
  )
  await one.act('inbox.take-over', { all: true })
  const [order] = await one.query<{ id: string }>('select id from sales_order order by id')
  await one.act('order.attach-document', { order: order?.id, file: hash, number: 'RE-1' })
  await one.act('channel.ask', { channel: one.channels.get('laden'), name: 'inventory' })
  await one.lanes('feedback')
  const [document] = await one.query<{ id: string }>('select id from order_document')
  const [report] = await one.query<{ id: string }>('select id from place_ask where answered_at is null')
  assert.ok(document && report)
  assert.deepEqual(await refused(other, 'getInvoice', { id: document.id }), ['GEN404'])
  assert.deepEqual(
    await refused(other, 'reportData', { id: report.id, body: [{ channelOfferId: 'X', title: 'Fremd' }] }),
    ['GEN404'],
  )
  assert.deepEqual(await refused(other, 'reportCompleted', { id: report.id }), ['GEN404'])
  await one.work()
  assert.equal(one.program.state.documents[document.id]?.text, '%PDF-1.4')
  const [answered] = await one.query('select 1 from place_ask where answered_at is null')
  assert.equal(answered, undefined)

  one.program.openTicket('laden', 'GLEICH', 'Wo bleibt es?')
  one.program.notify('laden', 'Bitte prüfen')
  await one.work()
  const [attachment] = one.program.state.tasks
  assert.equal(attachment, undefined)
  const counts = async ({ act }: ScxMerchant) => [
    (await act<{ items: unknown[] }>('ticket.list')).items.length,
    // Besides what Kontor itself says of calls that were turned away.
    (await act<{ items: { severity: string }[] }>('notice.list')).items.filter(
      one => one.severity !== 'error',
    ).length,
  ]
  assert.deepEqual(await counts(one), [1, 1])
  assert.deepEqual(await counts(other), [0, 0])
})

test('tokens of one do nothing at the other, whatever they are called', async () => {
  const [mine, theirs] = [await signIn(one), await signIn(other)]
  const get = async (token: string, path: string) =>
    (await fetch(`${host.url()}/scx${path}`, { headers: { authorization: `Bearer ${token}` } })).status
  const paths = [
    '/v1/channel',
    '/v1/channel/event',
    '/v1/channel/seller/list',
    '/v1/channel/offer/stock-updates/all',
  ]
  const renamed = [theirs.split('.')[0], ...mine.split('.').slice(1)].join('.')
  for (const path of paths)
    assert.deepEqual(
      [await get(mine, path), await get(renamed, path), await get('', path)],
      [200, 401, 401],
      path,
    )
  const mixed = [other.refreshToken.split('.')[0], one.refreshToken.split('.')[1]].join('.')
  assert.equal((await postToken(mixed)).status, 401)
  for (const merchant of [one, other]) assert.deepEqual(await merchant.broken(), [])
})

test('an address that there is not is answered in the words of the interface, whatever the method, and names a limit', async () => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const answer = await fetch(`${host.url()}/scx/v1/channel/nowhere`, { method })
    const { errorList } = (await answer.json()) as { errorList: { code: string }[] }
    const { headers } = answer
    assert.deepEqual(
      [
        answer.status,
        errorList[0]?.code,
        headers.get('x-ratelimit-limit'),
        headers.get('x-ratelimit-remaining'),
      ],
      [404, 'GEN404', '60', '60'],
      method,
    )
  }
})

async function orders({ query }: ScxMerchant): Promise<string[]> {
  const rows = await query<{ text: string }>(
    `select l.external_id || ' ' || w.total_gross::numeric(20, 2) || ' ' || w.pending as text from web_order w join ledger l on l.id = w.id`,
  )
  return rows.map(row => row.text).sort()
}

type Ask = { readonly id?: string; readonly body?: Json }

/** The codes with which a call is refused; empty where it was not. */
async function refused(
  { program, work }: ScxMerchant,
  call: Exclude<CallName, 'auth'>,
  ask: Ask,
): Promise<string[]> {
  program.book.refusals.splice(0)
  program.ask(call, ask)
  await work()
  return program.book.refusals
    .splice(0)
    .flatMap(({ severity, code }) => (severity === 'warning' ? [] : [code]))
}

async function answerTo({ program, work }: ScxMerchant, call: Exclude<CallName, 'auth'>): Promise<unknown> {
  program.ask(call, { keep: call })
  await work()
  return program.state.answers[call]
}

async function signIn({ refreshToken }: ScxMerchant): Promise<string> {
  const answer = await postToken(refreshToken)
  assert.equal(answer.status, 200)
  return ((await answer.json()) as { authToken: string }).authToken
}

function postToken(refreshToken: string): Promise<Response> {
  return fetch(`${host.url()}/scx/v1/auth`, { method: 'POST', body: new URLSearchParams({ refreshToken }) })
}

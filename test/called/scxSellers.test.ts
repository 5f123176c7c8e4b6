// Sellers of an SCX channel that are unlinked from either side, set inactive, and come back.
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { openMerchant, type ScxMerchant, scxServer } from './scxWorld.ts'

const host = await scxServer({ after })
let merchant: ScxMerchant
beforeEach(async () => {
  merchant = await openMerchant({ after }, host, { sellers: ['laden', 'filiale'] })
})

const unlinked = () =>
  Object.values(merchant.program.book.events).filter(one => one.type === 'Seller:Channel.Unlinked')
const channel = () => merchant.channels.get('laden') ?? ''
const order = (sellerId: string, orderId: string) =>
  merchant.program.place({ sellerId, orderId, lines: [{ price: '11.90', sku: 'TASSE', taxPercent: '19' }] })

test('unlinked by the channel it is told so once, nothing is posted for that seller, and it comes back with what changed meanwhile', async () => {
  const { program, act, lanes, work, query } = merchant
  order('laden', 'VORHER')
  await work()
  await act('stock.book', { item: 'TASSE', quantity: '-10', reason: 'adjustment' })
  await lanes('stock')
  program.closeSeller('laden', 'Vertrag endet')
  // It is closed before it polls: what lay there for it is not handed out any more.
  while (program.state.tasks.length > 0) await program.step()
  assert.deepEqual(await query('select type, place from letter order by place'), [
    { type: 'Seller:Offer.StockUpdate', place: 'filiale' },
    { type: 'Seller:Channel.Unlinked', place: 'laden' },
  ])
  const [letter] = await query<{ body: Record<string, unknown> }>(
    `select body from letter where place = 'laden'`,
  )
  const { unlinkedAt, ...body } = letter?.body ?? {}
  assert.deepEqual(body, { sellerId: 'laden', reason: 'Vertrag endet', permanentlyRemoved: false })
  assert.match(String(unlinkedAt), /^\d{4}-\d\d-\d\dT[\d:]{8}\+00:00$/)
  await work()
  assert.equal(unlinked().length, 1)
  assert.equal(program.state.sellers['laden']?.forgotten, false)
  assert.deepEqual(await refusedPosts('laden'), expectedPosts)
  assert.deepEqual(
    (await refusedPosts('filiale')).filter(one => one.includes('GEN700')),
    [],
    'the other one is none of it',
  )
  await act('stock.book', { item: 'TASSE', quantity: '-10', reason: 'adjustment' })
  await lanes('catalogue', 'stock')
  await work()
  assert.equal(unlinked().length, 1, 'never again')
  assert.equal(program.offer('filiale', offerId('filiale'))?.quantity, '79')

  const { url } = await act<{ url: string }>('channel.sign-in-again', { channel: channel() })
  program.changeSeller(url, { sellerId: 'laden', isActive: true })
  await work()
  await lanes('catalogue', 'stock')
  await work()
  assert.equal(program.offer('laden', offerId('laden'))?.quantity, '79')
  order('laden', 'NACHHER')
  await work()
  assert.deepEqual(program.audit(), [])
  assert.equal((await query('select id from web_order')).length, 2)
})

test('set inactive by its own session a seller is not told that it was unlinked, and is active again by the next one', async () => {
  const { program, act, lanes, work, query } = merchant
  const change = async (isActive: boolean) => {
    const { url } = await act<{ url: string }>('channel.sign-in-again', { channel: channel() })
    program.changeSeller(url, { sellerId: 'laden', isActive })
    await work()
  }
  await change(false)
  assert.deepEqual(unlinked(), [])
  assert.deepEqual(await refusedPosts('laden'), expectedPosts)
  await act('stock.book', { item: 'TASSE', quantity: '-10', reason: 'adjustment' })
  await lanes('stock')
  assert.deepEqual(await query('select place from letter'), [{ place: 'filiale' }])
  await work()
  await change(true)
  await lanes('catalogue', 'stock')
  await work()
  assert.equal(program.offer('laden', offerId('laden'))?.quantity, '90')
  assert.deepEqual([unlinked(), program.audit()], [[], []])
})

test('unlinked here for a time or for good the channel is told which, and only a new sign-up opens the latter, on the same channel', async () => {
  const { program, act, lanes, work } = merchant
  const close = async (forGood: boolean) => {
    await act('channel.close-place', { channel: channel(), reason: 'Umzug', forGood })
    await work()
  }
  await close(false)
  assert.deepEqual([unlinked().length, program.state.sellers['laden']?.forgotten], [1, false])
  assert.deepEqual(await refusedPosts('laden'), expectedPosts)
  await close(true)
  assert.deepEqual([unlinked().length, program.state.sellers['laden']?.forgotten], [2, true])
  assert.deepEqual(await refusedPosts('laden'), expectedPosts)
  await assert.rejects(act('channel.sign-in-again', { channel: channel() }), {
    code: 'PLACE_CLOSED_FOR_GOOD',
  })

  const { url } = await act<{ url: string }>('connection.sign-up', { connection: merchant.connectionId })
  program.signUp(url, { sellerId: 'laden' })
  await work()
  await lanes('stock', 'catalogue')
  const lies = await merchant.query<{ key: string }>(
    `select key from letter where type = 'Seller:Offer.Update' and place = 'laden'`,
  )
  assert.equal(lies.length, 2, 'what the program may have forgotten is told it whole')
  await work()
  order('laden', 'WIEDER')
  await work()
  assert.deepEqual(program.audit(), [])
  assert.deepEqual(
    await merchant.query(
      'select l.external_id as id, l.channel_id = $1 as same from web_order w join ledger l on l.id = w.id',
      channel(),
    ),
    [{ id: 'laden/WIEDER', same: true }],
  )
})

test('the list of sellers says of each side what that side has said, whatever the other one did', async () => {
  const { program, act, work } = merchant
  const both = async () => {
    const [[status, text] = []] = await asked([['GET', 'seller/list', '']])
    assert.equal(status, 200)
    const { sellerList } = JSON.parse(text ?? '') as { sellerList: Record<string, unknown>[] }
    const found = sellerList.find(one => one['sellerId'] === 'laden')
    return { here: found?.['isActiveByJTL'], there: found?.['isActiveByChannel'] }
  }
  const change = async (isActive: boolean) => {
    const { url } = await act<{ url: string }>('channel.sign-in-again', { channel: channel() })
    program.changeSeller(url, { sellerId: 'laden', isActive })
    await work()
  }
  assert.deepEqual(await both(), { here: true, there: true })
  await change(false)
  assert.deepEqual(await both(), { here: true, there: false }, 'set inactive there')
  await change(true)
  assert.deepEqual(await both(), { here: true, there: true })
  program.closeSeller('laden', 'Vertrag endet')
  await work()
  assert.deepEqual(await both(), { here: true, there: false }, 'closed there')
  await act('channel.set', { channel: channel(), active: false })
  assert.deepEqual(await both(), { here: false, there: false }, 'and switched off here')
  await change(true)
  assert.deepEqual(await both(), { here: false, there: true }, 'it stays switched off')
  await act('channel.set', { channel: channel(), active: true })
  assert.deepEqual(await both(), { here: true, there: true })
  await act('channel.close-place', { channel: channel(), reason: 'Umzug', forGood: false })
  await work()
  assert.deepEqual(await both(), { here: false, there: true }, 'unlinked here')
})

function offerId(sellerId: string): number {
  const offers = Object.values(merchant.program.state.offers)
  return offers.find(one => one.sellerId === sellerId && one.sku === 'TASSE')?.offerId ?? 0
}

const at = '2026-03-01T10:00:00+0000'
const request = '5c85c85c-0000-4000-8000-000000000009'
const item = { orderItemId: 'VORHER-1', quantity: '1' }

/** Every call that names a seller: what is posted, and what of it is about an order. */
const posts: Readonly<Record<string, (sellerId: string) => object>> = {
  'POST order': sellerId => ({
    orderList: [
      {
        sellerId,
        orderId: 'X-1',
        orderStatus: 'CREATED',
        purchasedAt: at,
        lastChangedAt: at,
        currency: 'EUR',
        orderItem: [{ type: 'ITEM', orderItemId: '1', grossPrice: '1', total: '1', taxPercent: '19' }],
      },
    ],
  }),
  'PUT order/status': sellerId => ({ orderList: [{ sellerId, orderId: 'VORHER', orderStatus: 'ACCEPTED' }] }),
  'PUT order/address-update': sellerId => ({ orderList: [{ sellerId, orderId: 'VORHER' }] }),
  'POST order/cancellation': sellerId => ({
    sellerId,
    orderId: 'VORHER',
    orderCancellationRequestId: request,
    orderItem: [item],
  }),
  'PUT order/cancellation-accept': sellerId => ({ sellerId, orderCancellationRequestId: request }),
  'PUT order/cancellation-denied': sellerId => ({
    sellerId,
    orderCancellationRequestId: request,
    reason: 'zu spät',
  }),
  'POST order/return': sellerId => ({ sellerId, orderId: 'VORHER', channelReturnId: 'R-1' }),
  'POST order/return/processing-result': sellerId => ({ sellerId, sellerReturnId: '1', isAccepted: '1' }),
  'POST order/refund/processing-result': sellerId => ({ sellerId, refundId: '1', isAccepted: '1' }),
  'POST offer/in-progress': sellerId => ({ offerList: [{ sellerId, offerId: '1', startedAt: at }] }),
  'POST offer/listed': sellerId => ({ offerList: [{ sellerId, offerId: '1', listedAt: at }] }),
  'POST offer/listing-failed': sellerId => ({
    offerList: [{ sellerId, offerId: '1', failedAt: at, errorList: [{ code: 'X', message: 'x' }] }],
  }),
  'POST notification': sellerId => ({ sellerId, severity: 'INFO', message: 'x' }),
  'POST ticket': sellerId => ({
    sellerId,
    ticketId: 'T-1',
    topic: 'QUESTION',
    createdAt: at,
    from: { role: 'BUYER' },
    subject: 'x',
    message: 'x',
  }),
}
const expectedPosts = Object.keys(posts).map(
  call => `${call} ${/order$|status|update|offer/.test(call) ? 201 : 404} GEN700`,
)

/** What each call says of that seller: status and the code that is no warning. */
async function refusedPosts(sellerId: string): Promise<string[]> {
  const calls = Object.entries(posts).map(([call, body]) => {
    const [method = '', path = ''] = call.split(' ')
    return [method, path, JSON.stringify(body(sellerId))] as const
  })
  const answers = await asked(calls)
  return answers.map(([status, text], at) => {
    const { errorList = [] } = JSON.parse(text || '{}') as {
      errorList?: { code: string; severity: string }[]
    }
    const codes = errorList.filter(one => one.severity === 'error').map(one => one.code)
    return [...(calls[at] ?? []).slice(0, 2), status, ...codes].join(' ')
  })
}

/** Status and text of the answers to these calls (method, path and body), of somebody who is signed in. */
async function asked(calls: readonly (readonly [string, string, string])[]): Promise<[number, string][]> {
  host.clock.now = new Date(host.clock.now.getTime() + 60_000)
  const signedIn = await fetch(`${host.url()}/scx/v1/auth`, {
    method: 'POST',
    body: new URLSearchParams({ refreshToken: merchant.refreshToken }),
  })
  const { authToken } = (await signedIn.json()) as { authToken: string }
  const answers: [number, string][] = []
  for (const [method, path, body] of calls) {
    const answer = await fetch(`${host.url()}/scx/v1/channel/${path}`, {
      method,
      headers: { authorization: `Bearer ${authToken}` },
      ...(body === '' ? {} : { body }),
    })
    answers.push([answer.status, await answer.text()])
  }
  return answers
}

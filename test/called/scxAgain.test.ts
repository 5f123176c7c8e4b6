// J7 for a channel program: it gives nothing again, so what was missed here is read from our own log, and nothing comes twice.
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { becomes } from '../worker/workers.ts'
import { openMerchant, type ScxMerchant, scxServer } from './scxWorld.ts'

const host = await scxServer({ after })
let merchant: ScxMerchant
let since: string

beforeEach(async () => {
  merchant = await openMerchant({ after }, host)
  // The program's clock runs ahead of ours, and a request may not begin in the future.
  since = new Date(Date.now() - 3_600_000).toISOString()
})

const line = (sku: string) => [{ price: '11.90', sku, taxPercent: '19' }]
const channel = () => merchant.channels.get('laden') ?? ''

test('J7: orders and their changes that came while events were switched off come in once they are switched on, and no request doubles them', async () => {
  const { program, act, work, lanes } = merchant
  program.place({ sellerId: 'laden', orderId: 'VORHER', lines: line('TASSE') })
  await work()
  const { items } = await act<{ items: { kind: string; enabled: boolean }[] }>('channel.events', {
    channel: channel(),
  })
  const kinds = items.filter(one => one.enabled).map(one => one.kind)
  assert.ok(kinds.includes('order') && kinds.includes('order_status') && kinds.includes('order_address'))
  await act('channel.set-events', { channel: channel(), events: [] })
  const missed = ['M-1', 'M-2', 'M-3']
  for (const orderId of missed)
    program.place({
      sellerId: 'laden',
      orderId,
      lines: line('TASSE'),
      status: 'CREATED',
      ...(orderId === 'M-1' ? { address: null } : {}),
    })
  await work()
  // Released only because its address is known, though nobody here listened when it came.
  program.release('laden/M-1', {
    lastName: 'Neumann',
    street: 'Neue Straße 7',
    city: 'Berlin',
    country: 'DE',
  })
  program.moveLines('laden/M-2', 'CANCELED_BY_BUYER')
  await work()
  assert.deepEqual(program.book.refusals, [], 'the program is told that all is stored, and it is')
  assert.deepEqual(await orders(), ['laden/VORHER staged'])

  await act('channel.set-events', { channel: channel(), events: kinds.map(kind => ({ kind, from: since })) })
  await lanes('orders')
  const all = ['laden/M-1 staged', 'laden/M-2 cancelled', 'laden/M-3 staged pending', 'laden/VORHER staged']
  assert.deepEqual(await orders(), all)
  await request({ from: since })
  await request({ from: since })
  assert.deepEqual(await orders(), all)
  // What the marketplace does next is judged by all that it posted, also while nobody listened.
  program.release('laden/M-3')
  await work()
  assert.deepEqual(program.audit(), [])
  assert.deepEqual(
    (await orders()).filter(one => one.includes('pending')),
    [],
  )
  assert.deepEqual(await merchant.broken(), [])
})

test('J7: what was posted while the connection was locked waits, and events of ours with it', async () => {
  const { program, act, work, lanes, query } = merchant
  await act('stock.book', { item: 'TASSE', quantity: '-1', reason: 'adjustment' })
  await lanes('stock')
  await act('connection.lock', { connection: merchant.connectionId, reason: 'Inventur' })
  program.place({ sellerId: 'laden', orderId: 'GESPERRT', lines: line('TELLER') })
  assert.equal(await program.poll(), true)
  assert.deepEqual(program.book.refusals, [])
  assert.equal(program.offerOf('TASSE')?.quantity, '100', 'nothing is handed out')
  assert.equal((await query('select id from letter')).length, 1)
  assert.deepEqual(await orders(), [])
  await act('connection.unlock', { connection: merchant.connectionId })
  await lanes('orders')
  await work()
  assert.deepEqual(await orders(), ['laden/GESPERRT staged'])
  assert.equal(program.offerOf('TASSE')?.quantity, '99')
  await request({ from: since })
  assert.deepEqual(await orders(), ['laden/GESPERRT staged'])
  assert.deepEqual(program.audit(), [])
})

test('J7: an order that could not be read is there after a request, once the item is known here', async () => {
  const { program, act, work, query } = merchant
  program.place({ sellerId: 'laden', orderId: 'UNBEKANNT', lines: line('KANNE') })
  await work()
  assert.deepEqual(await orders(), [])
  assert.deepEqual(await query(`select outcome, code from ledger where kind = 'order'`), [
    { outcome: 'parked', code: 'ITEM_UNKNOWN' },
  ])
  await act('item.add', { itemNumber: 'KANNE', name: 'Kanne', netPrice: '10' })
  await request({ from: since })
  assert.deepEqual(await orders(), ['laden/UNBEKANNT staged'])
  await request({ from: since })
  assert.deepEqual(await orders(), ['laden/UNBEKANNT staged'])
  assert.deepEqual(await merchant.broken(), [])
})

async function orders(): Promise<string[]> {
  const rows = await merchant.query<{ text: string }>(
    `select l.external_id || ' ' || w.state || case when w.pending and w.state = 'staged' then ' pending' else '' end as text
     from web_order w join ledger l on l.id = w.id`,
  )
  return rows.map(row => row.text).sort()
}

/** Asks for it, and comes back once it was done: it goes on behind the answer. */
async function request(wish: { readonly from: string }): Promise<void> {
  const { request } = await merchant.act<{ request: { id: string } }>('request.start', {
    channel: channel(),
    ...wish,
  })
  await becomes('the request has ended', async () => {
    const { items } = await merchant.act<{ items: { id: string; state: string }[] }>('request.list')
    const state = items.find(one => one.id === request.id)?.state
    assert.ok(state === 'open' || state === 'running' || state === 'done', state)
    return state === 'done'
  })
}

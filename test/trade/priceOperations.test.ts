// Prices and bulk edits as a program uses them: over HTTP, with what they say and what they leave in the log.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { tradeServer } from './tradeServer.ts'

const trade = await tradeServer({ after }, { items: 3, channels: 1 })
const { server, db, world } = trade
const { tenant, items, channels } = world
const channel = channels[0]?.channel ?? ''

const call: typeof trade.call = (method, path, body, status = method === 'POST' ? 201 : 200) =>
  trade.call(method, path, body, status)

const there = `/items/ART-1/channels/${channel}/prices`
const date = (days: number) => new Date(server.kontor.now().getTime() + days * 86_400_000).toISOString()

test('a price is explained: what is paid, by which rule, and which rules were passed over and why', async () => {
  await call('POST', '/customer-groups', { names: ['Händler'] })
  await transact(db, { tenant }, tx =>
    tx.run(
      `insert into channel_customer_group (tenant_id, channel_id, their_id, customer_group_id)
       select $1, $2, '1', id from customer_group where tenant_id = $1`,
      [tenant, channel],
    ),
  )
  await call('PUT', '/items/ART-1/price', { gross: '11.99' })
  await call('PUT', there, { group: 'Händler', gross: '9.99', from: '10' })
  await call('PUT', '/items/ART-1/special-prices', { gross: '8.99', channel, from: date(-1), to: date(30) })
  await call('PUT', '/items/ART-1/special-prices', { net: '1', from: date(5) })
  await call('PUT', '/items/ART-1/special-prices', { net: '2', from: date(-9), to: date(-2) })
  await call('PUT', '/items/ART-1/special-prices', { net: '3', from: date(-8), untilStock: '500' })
  const told = await call('GET', `${there}?group=H%C3%A4ndler&quantity=10`)
  const [price] = told.prices
  assert.deepEqual([price.unit.gross, price.groupTheirs], ['8.99', '1'])
  assert.match(
    price.unit.words,
    /^(Sonderpreis Kanal|Special price channel) .*(bis|until) \d\d[./]\d\d[./]\d{4}/,
  )
  assert.deepEqual(
    price.why.map((rule: { by: string }) => rule.by),
    ['special_price', 'channel_price', 'base_price'],
  )
  const because = price.passed.map((one: { because: string }) => one.because).sort()
  assert.deepEqual(because, ['earlier', 'not_yet', 'over', 'stock'])
  const everyone = (await call('GET', there)).prices.find((one: { groupTheirs?: string }) => !one.groupTheirs)
  assert.deepEqual(everyone.scales, [{ from: '0', net: '10.075630252101', gross: '11.99' }])
  const few = (await call('GET', `${there}?group=H%C3%A4ndler&quantity=9`)).prices[0]
  assert.ok(few.passed.some((one: { because: string }) => one.because === 'quantity'))
  const twice = await call('PUT', there, { net: '1', gross: '1.19' }, 422)
  assert.equal(twice.code, 'PRICE_SAID_TWICE')
  const [done] = (
    await call('PUT', '/items/channel-prices', {
      items: [{ itemId: items[1], channelId: channel, scales: [{ from: '0', net: '5' }] }],
    })
  ).items
  assert.equal(done.did, 'changed')
  assert.equal((await call('GET', '/items/ART-1/channel-prices')).items[0].gross, '9.99')
})

test('the prices of an item stand in one table, each net and gross, and which of both was said', async () => {
  const prices = await call('GET', '/items/ART-1/prices')
  assert.deepEqual([prices.currency, prices.taxRate], ['EUR', '19'])
  assert.deepEqual(prices.everywhere, [
    { groupId: null, scales: [{ from: '0', net: '10.075630252101', gross: '11.99', said: 'gross' }] },
  ])
  const group = prices.groups[0].id
  assert.equal(prices.channels[0].sold, true)
  assert.deepEqual(prices.channels[0].prices, [
    { groupId: group, scales: [{ from: '10', net: '8.394957983193', gross: '9.99', said: 'gross' }] },
  ])
  await call('PUT', '/items/ART-2/price', { net: '10', group: 'Händler', from: '5' })
  const [base, ofGroup] = (await call('GET', '/items/ART-2/prices')).everywhere
  assert.deepEqual(
    [base.scales[0].said, ofGroup.scales[0]],
    ['net', { from: '5', net: '10', gross: '11.90', said: 'net' }],
  )
  await call('PUT', '/items/ART-2/price', { remove: true, group: 'Händler', from: '5' })
})

test('special prices of all items are listed by whether they hold now, will, or are over', async () => {
  await call('PUT', '/items/ART-2/special-prices', { net: '4', from: date(-3), active: false })
  const list = async (query: string) => (await call('GET', `/special-prices?${query}`)).items
  const nets = async (query: string) =>
    (await list(query)).map((one: { net: string; gross: string }) => one.net ?? one.gross)
  assert.deepEqual(await nets('when=running'), ['8.99'])
  assert.deepEqual(await nets('when=coming'), ['1'])
  assert.deepEqual(await nets('when=over'), ['4', '3', '2'])
  assert.deepEqual(await nets(`item=ART-2`), ['4'])
  assert.deepEqual(await nets(`channel=${channel}`), ['8.99'])
  const first = await call('GET', '/special-prices?limit=2')
  assert.deepEqual([first.items.length, first.count], [2, 5])
  const rest = await call('GET', `/special-prices?limit=10&after=${first.next}`)
  assert.deepEqual(
    [...first.items, ...rest.items].map(
      (one: { itemNumber: string; when: string }) => `${one.itemNumber} ${one.when}`,
    ),
    ['ART-2 over', 'ART-1 over', 'ART-1 over', 'ART-1 coming', 'ART-1 running'],
  )
})

test('a bulk edit is looked at, made and taken back; the log has both with count and fields', async () => {
  const wish = { items: ['ART-2', 'ART-3'], percent: ['price=10'], set: ['buffer=2'], round: 'x.99' }
  const preview = await call('POST', '/bulk-edits/preview', wish, 200)
  assert.equal(preview.items.length, 2)
  const before = await call('GET', '/items/ART-2')
  const edit = await call('POST', '/bulk-edits', wish, 200)
  assert.deepEqual([edit.state, edit.changed], ['done', 2])
  const after = await call('GET', '/items/ART-2')
  assert.deepEqual([after.netPrice, after.buffer], ['10.99', '2'])
  const undone = await call('POST', `/bulk-edits/${edit.id}/undo`, {}, 200)
  assert.equal(undone.state, 'undone')
  const again = await call('GET', '/items/ART-2')
  assert.deepEqual([again.netPrice, again.buffer], [before.netPrice, before.buffer])
  const log = await call('GET', `/audit?object=${edit.id}`)
  assert.deepEqual(
    log.items.map((row: { action: string; data: object }) => [row.action, row.data]),
    ['bulk-edit.undo', 'bulk-edit.start'].map(action => [
      action,
      { found: 2, changed: 2, refused: 0, fields: ['buffer', 'price'] },
    ]),
  )
  const unknown = await call('POST', '/bulk-edits/preview', { ...wish, set: ['colour=red'] }, 422)
  assert.equal(unknown.code, 'BULK_FIELD_UNKNOWN')
  assert.equal((await call('POST', '/bulk-edits/preview', { all: true }, 422)).code, 'BULK_NOTHING_SAID')
})

// Catalogue and stock as a program uses them: over HTTP, with what it leaves behind for the channels.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { tradeServer } from './tradeServer.ts'

const trade = await tradeServer({ after }, { items: 4, channels: 2 })
const { db, world } = trade
const { tenant, items, channels } = world
const [item = '', second = ''] = items

const call: typeof trade.call = (method, path, body, status = method === 'POST' ? 201 : 200) =>
  trade.call(method, path, body, status)

/** What is due or swept since the last look: `kind object` of the first channel. */
async function due(): Promise<string[]> {
  const { rows } = await db.pool.query<{ what: string }>(
    `with d as (delete from due where tenant_id = $1 returning kind, channel_id, object_id),
       s as (delete from sweep where tenant_id = $1 returning kind, channel_id)
     select kind || ' ' || object_id as what from d where channel_id = $2
     union all select 'sweep ' || kind from s where channel_id = $2`,
    [tenant, channels[0]?.channel],
  )
  return rows.map(row => row.what).sort()
}

test('items are changed one by one or in lists, shown and found', async () => {
  const shown = await call('PATCH', '/items/ART-1', { name: 'Kühlbox', texts: { en: { name: 'Cooler' } } })
  assert.deepEqual([shown.version, shown.texts.en.name], [2, 'Cooler'])
  const found = await call('GET', '/items?search=kuehl')
  assert.deepEqual([found.items.length, found.count, found.items[0].id], [1, 1, item])
  const { items: results } = await call('PATCH', '/items/bulk', {
    items: [
      { id: item, netPrice: '11' },
      { id: second, version: 9, name: 'X' },
    ],
  })
  assert.deepEqual(results[0], { id: item, did: 'changed', version: 3 })
  assert.equal(results[1].code, 'VERSION_OLD')
  assert.equal((await call('PATCH', '/items/ART-2', { version: 9, name: 'X' }, 409)).code, 'VERSION_OLD')
  await call('PATCH', '/items/ART-2', { netPrice: '-1' }, 400)
  assert.deepEqual(await due(), [`item ${item}`, `price ${item}`])
})

test('prices of groups, categories and channels of an item are set by name', async () => {
  await call('POST', '/customer-groups', { names: ['Händler', 'Verein'] })
  await call('PATCH', '/customer-groups/Verein', { isDefault: true })
  const groups = await call('GET', '/customer-groups')
  assert.deepEqual(
    groups.items.map((group: { name: string; isDefault: boolean }) => [group.name, group.isDefault]),
    [
      ['Händler', false],
      ['Verein', true],
    ],
  )
  await call('PUT', '/items/ART-1/price', { group: 'Händler', net: '8', from: '5' })
  await call('PUT', '/items/ART-1/price', { group: 'Händler', net: '7', from: '50' })
  assert.equal((await call('PUT', '/items/ART-1/price', { group: 'Händler' }, 422)).code, 'PRICE_NEEDED')
  const forMany = await call('PUT', '/items/ART-1/price', { net: '6', from: '5' }, 422)
  assert.equal(forMany.code, 'SCALE_FOR_EVERYONE', 'it does not become the price of one piece')
  await call('POST', '/categories', { name: 'Garten' })
  await call('POST', '/categories', { name: 'Kühlen', parent: 'Garten' })
  const circle = await call('PATCH', '/categories/Garten', { parent: 'Kühlen' }, 409)
  assert.equal(circle.code, 'CATEGORY_CIRCLE')
  await due()
  await call('PUT', '/items/ART-1/categories', { categories: ['Kühlen'] })
  assert.deepEqual(await due(), [`item ${item}`])
  const channel = channels[0]?.channel
  await call('PUT', `/items/ART-1/channels/${channel}`, { reserve: '3' })
  assert.deepEqual(await due(), [`stock ${item}`])
  const shown = await call('GET', `/items/${item}`)
  assert.deepEqual([shown.prices.length, shown.categories[0].name, shown.channels.length], [2, 'Kühlen', 2])
  assert.equal(shown.channels.find((one: { channelId: string }) => one.channelId === channel).reserve, '3')
})

test('tax classes are shown with what is charged in them today', async () => {
  const { items: classes } = await call('GET', '/tax-classes')
  assert.deepEqual(
    classes.map((one: { isDefault: boolean; rates: unknown }) => [one.isDefault, one.rates]),
    [
      [true, [{ country: 'DE', rate: '19' }]],
      [false, [{ country: 'DE', rate: '7' }]],
      [false, [{ country: 'DE', rate: '0' }]],
    ],
  )
})

test('stock is booked and shown with what is offered of it', async () => {
  await call('POST', '/warehouses', { code: 'B', name: 'Zweites' })
  assert.equal(
    (await call('POST', '/stock/movements', { item: 'ART-1', quantity: '1' }, 422)).code,
    'WAREHOUSE_NEEDED',
  )
  const booked = await call('POST', '/stock/movements', {
    item: 'ART-1',
    quantity: '5',
    warehouse: 'B',
    reason: 'receipt',
  })
  assert.equal(booked.onHand, '5')
  assert.deepEqual(await due(), [`stock ${item}`])
  const low = await call('POST', '/stock/movements', { item: 'ART-1', quantity: '-6', warehouse: 'B' }, 409)
  assert.equal(low.code, 'STOCK_TOO_LOW')
  await call(
    'POST',
    '/stock/movements/bulk',
    {
      moves: [
        { itemId: second, warehouseId: world.warehouse, quantity: '1' },
        { itemId: item, warehouseId: world.warehouse, quantity: '-1000' },
      ],
    },
    409,
  )
  assert.deepEqual(await due(), [])
  const stock = await call('GET', '/stock/ART-1')
  assert.deepEqual(
    [stock.onHand, stock.available, stock.warehouses.length, stock.movements.length],
    ['105', '105', 2, 2],
  )
  assert.deepEqual(stock.offers.map((offer: { offered: string }) => offer.offered).sort(), ['102', '105'])
  await call('PATCH', '/warehouses/B', { lockAvailability: true })
  assert.deepEqual(await due(), [`stock ${item}`])
  assert.equal((await call('GET', '/stock/ART-1')).available, '100')
})

test('what a channel gets of catalogue and stock is changed by one sweep for each kind', async () => {
  const [channel] = channels
  const path = `/channels/${channel?.channel}/offer`
  const offer = await call('PATCH', path, { share: '0.5', group: { '2': 'Händler' } })
  assert.deepEqual([offer.share, offer.groups[0].theirId, offer.groups[0].group], ['0.5', '2', 'Händler'])
  assert.deepEqual(await due(), ['sweep price', 'sweep stock'])
  await call('PATCH', path, { share: '0.5', group: { '2': 'Händler' } })
  assert.deepEqual(await due(), [])
  await call('PATCH', path, { rootCategory: 'Garten', group: { '2': '', '3': 'Händler' } })
  const told = await due()
  assert.deepEqual(
    told.filter(what => what.startsWith('sweep')),
    ['sweep category', 'sweep item', 'sweep price'],
  )
  assert.equal(told.filter(what => what.startsWith('category')).length, 2, 'what leaves sight is told, too')
  const other = await call('GET', `/channels/${channels[1]?.channel}/offer`)
  assert.deepEqual([other.share, other.rootCategoryId, other.groups], ['1', null, []])
})

test('a channel that is switched on again is told all that may have changed meanwhile', async () => {
  const path = `/channels/${channels[0]?.channel}`
  await call('PATCH', path, { active: false })
  await due()
  await call('PATCH', path, { active: true })
  assert.deepEqual(
    await due(),
    [
      'category',
      'characteristic',
      'cross_selling',
      'image',
      'item',
      'manufacturer',
      'order_status',
      'price',
      'stock',
    ].map(kind => `sweep ${kind}`),
  )
  await call('PATCH', path, { active: true })
  assert.deepEqual(await due(), [])
})

test('what is shown beside an item is said by number and name, and stands in the item', async () => {
  await due()
  const made = await call('PUT', '/cross-selling-groups/Zubehör', { texts: { en: { name: 'Accessories' } } })
  assert.deepEqual([made.did, made.version], ['new', 1])
  const beside = (items: readonly string[], status = 200) =>
    call('PUT', '/items/ART-1/cross-selling', { group: 'Zubehör', items }, status)
  assert.equal((await beside(['ART-3', second])).did, 'changed')
  assert.deepEqual(await due(), [`cross_selling ${item}`])
  assert.equal((await beside(['ART-3', second])).did, 'unchanged')
  assert.deepEqual(await due(), [])
  assert.equal((await beside(['ART-1'], 422)).code, 'CROSS_SELLING_ITSELF')
  assert.equal((await beside(['no such'], 404)).code, 'ITEM_UNKNOWN')
  const shown = await call('GET', '/items/ART-1')
  assert.deepEqual(
    shown.crossSelling.map((one: { group: string; itemNumber: string }) => `${one.group} ${one.itemNumber}`),
    ['Zubehör ART-3', 'Zubehör ART-2'],
  )
  const { items: groups } = await call('GET', '/cross-selling-groups')
  assert.deepEqual(
    groups.map((one: { name: string }) => one.name),
    ['Zubehör'],
  )
  const refused = await call('DELETE', '/cross-selling-groups/Zubehör', undefined, 409)
  assert.equal(refused.code, 'CROSS_SELLING_GROUP_IN_USE')
  await call('DELETE', '/cross-selling-groups/Zubehör?withItems=true')
  assert.deepEqual((await call('GET', '/items/ART-1')).crossSelling, [])
})

test('each lane of each connection is woken once, when the change is committed', async () => {
  const listener = new pg.Client({ connectionString: db.directUrl })
  await listener.connect()
  try {
    const heard: string[] = []
    const ended = new Promise<void>(done => {
      listener.on('notification', ({ payload = '' }) => (payload === 'end' ? done() : heard.push(payload)))
    })
    await listener.query('listen kontor_wake')
    await call('PATCH', '/items/bulk', { items: items.map(id => ({ id, netPrice: '99', buffer: '1' })) })
    await call('PATCH', '/items/bulk', { items: items.map(id => ({ id, netPrice: '99' })) })
    await db.pool.query(`select pg_notify('kontor_wake', 'end')`) // they come in the order of the commits
    await ended
    const lanes = channels.flatMap(({ connection }) =>
      ['catalogue', 'stock'].map(lane => `${tenant} ${connection} ${lane}`),
    )
    assert.deepEqual(heard.sort(), lanes.sort())
  } finally {
    await listener.end()
  }
})

test('one thing that is named by its id and by its name is refused with a code', async () => {
  await call('POST', '/characteristics', { name: 'Form', values: [{ name: 'rund' }] })
  const { items: all } = await call('GET', '/characteristics')
  const value = all.find((one: { name: string }) => one.name === 'Form').values[0]
  const values = [{ id: value.id, name: 'oval' }, { name: 'rund' }]
  const twice = await call('PATCH', '/characteristics/Form', { values }, 409)
  assert.equal(twice.code, 'CHARACTERISTIC_TAKEN')
  await call('PATCH', '/characteristics/Form', { values: values.slice(0, 1) })
  const { items: groupsHere } = await call('GET', '/customer-groups')
  const group = { 1: 'Händler', 2: groupsHere[0].id }
  const offer = await call('PATCH', `/channels/${channels[0]?.channel}/offer`, { group }, 409)
  assert.equal(offer.code, 'MAP_TWICE')
})

test('every change stands in the audit, with names of fields and no values', async () => {
  const audit = await call('GET', '/audit?limit=200')
  const actions = new Set(audit.items.map((row: { action: string }) => row.action))
  for (const action of [
    'item.change',
    'item.price',
    'item.sell-on',
    'category.add',
    'stock.book',
    'channel.set-offer',
  ])
    assert.ok(actions.has(action), action)
  const change = audit.items.find((row: { action: string }) => row.action === 'item.change')
  assert.deepEqual(change.data, { fields: ['name', 'texts'] })
})

test('a text that no database can hold is refused, not a failure of ours', async () => {
  const refused = await call('PATCH', `/items/${second}`, { name: 'Tas\0se' }, 400)
  assert.equal(refused.code, 'INPUT_INVALID')
  await call('PATCH', `/items/${second}`, { texts: { de: { name: 'Tasse \ud83d' } } }, 400)
  const named = await call('PATCH', `/items/${second}`, { name: 'Tasse ☕👩‍🚀' })
  assert.equal(named.name, 'Tasse ☕👩‍🚀')
  assert.equal(
    (await call('GET', `/items?search=${encodeURIComponent('a\0')}`, undefined, 400)).code,
    'INPUT_INVALID',
  )
})

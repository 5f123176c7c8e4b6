// An item as its page uses it: all of it in one answer, saved at once or not at all, and nothing of somebody else overwritten.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { operator } from '../../src/company/rights.ts'
import { showItem } from '../../src/operations/itemShow.ts'
import { offersFor } from '../../src/stock/offers.ts'
import { tradeServer } from './tradeServer.ts'

const { server, db, world, call } = await tradeServer({ after }, { items: 6, channels: 2, onHand: '20' })
const { tenant, items, channels } = world
const [item = '', partA = '', partB = '', kit = ''] = items
const [first = '', second = ''] = channels.map(one => one.channel)

async function due(): Promise<string[]> {
  const { rows } = await db.pool.query<{ what: string }>(
    `with d as (delete from due where tenant_id = $1 returning kind, object_id)
     select distinct kind || ' ' || object_id as what from d order by 1`,
    [tenant],
  )
  return rows.map(row => row.what)
}

const category = (await call('POST', '/categories', { name: 'Garten' })).id
const colour = await call('POST', '/characteristics', { name: 'Farbe', values: [{ name: 'rot' }] })
const red = (await call('GET', '/characteristics')).items[0].values[0].id
const [{ id: material }] = (
  await call('PUT', '/attributes', { attributes: [{ name: 'Material', translated: true }] })
).items
await due()

test('everything that was changed is saved at once, shown in one answer, and told once', async () => {
  const { seen } = await call('GET', `/items/${item}`)
  const saved = await call('PUT', `/items/${item}`, {
    seen,
    name: 'Kühlbox',
    grossPrice: '23.80',
    oversell: true,
    texts: { de: { name: 'Kühlbox', description: 'hält kalt' } },
    categories: [category],
    characteristics: [red],
    attributes: { [material]: { de: 'Kork' } },
    channelTexts: [{ channelId: first, texts: { de: { name: 'Kühlbox XL' } } }],
    channels: [{ channelId: second, active: true, reserve: '3', cap: '5', oversell: false }],
  })
  assert.deepEqual(saved, await call('GET', `/items/${item}`), 'the answer is what one finds afterwards')
  assert.deepEqual(await due(), [
    `characteristic ${colour.id}`,
    `item ${item}`,
    `price ${item}`,
    `stock ${item}`,
  ])
  assert.notEqual(saved.seen, seen)
  assert.deepEqual(saved.basePrice, { net: '20', gross: '23.80' })
  assert.deepEqual(
    [saved.netPrice, saved.grossPrice, saved.oversell, saved.currency],
    [null, '23.80', true, 'EUR'],
  )
  assert.deepEqual(
    saved.attributes.map((one: object) => Object.values(one)),
    [[material, 'Material', true, 'text', 'de', 'Kork']],
  )
  assert.deepEqual(
    [saved.characteristics[0].characteristic, saved.characteristics[0].value],
    ['Farbe', 'rot'],
  )
  const sold = saved.channels.find((one: { channelId: string }) => one.channelId === second)
  assert.deepEqual([sold.reserve, sold.cap, sold.oversell, sold.shop.length], ['3', '5', false, 3])
})

test('a text that is empty says where it is looked for, the nearest place first', async () => {
  const { languages, textCells } = await call('GET', `/items/${item}`)
  assert.deepEqual(languages, ['de'])
  const cell = textCells.find((one: { channelId: string }) => one.channelId === first)
  assert.deepEqual(cell, {
    channelId: first,
    language: 'de',
    told: true,
    fallback: [{ at: 'everyone', language: 'de' }],
  })
  await call('PATCH', `/items/${item}`, { texts: { en: { name: 'Cooler' } } })
  const english = (await call('GET', `/items/${item}`)).textCells.find(
    (one: { channelId: string; language: string }) => one.channelId === first && one.language === 'en',
  )
  assert.deepEqual(
    english.fallback.map((one: { at: string; language: string }) => `${one.at} ${one.language}`),
    ['everyone en', 'channel de', 'everyone de'],
  )
})

for (const [what, change] of Object.entries({
  'its name': () => call('PATCH', `/items/${item}`, { name: 'Anders' }),
  'its categories': () => call('PUT', `/items/${item}/categories`, { categories: [] }),
  'an attribute': () => call('PUT', `/items/${item}/attributes`, { values: { [material]: { de: 'Holz' } } }),
  'a text of a channel': () =>
    call('PUT', `/items/${item}/channels/${first}/texts`, { texts: { de: { name: 'X' } } }),
  'a channel': () => call('PUT', `/items/${item}/channels/${second}`, { reserve: '4' }),
}))
  test(`whoever looked before somebody else changed ${what} is refused, and nothing is written`, async () => {
    const { seen } = await call('GET', `/items/${item}`)
    await change()
    const before = await call('GET', `/items/${item}`)
    const body = { seen, ownNumber: 'E-1', categories: [category] }
    assert.equal((await call('PUT', `/items/${item}`, body, 409)).code, 'VERSION_OLD')
    assert.deepEqual(await call('GET', `/items/${item}`), before)
    await call('PUT', `/items/${item}`, { ...body, seen: before.seen, ownNumber: null })
  })

test('one part that is refused keeps all of it from being saved', async () => {
  await due()
  const before = await call('GET', `/items/${item}`)
  const nowhere = '00000000-0000-7000-8000-000000000000'
  const body = { name: 'Halb', categories: [category], channels: [{ channelId: nowhere, active: true }] }
  assert.equal((await call('PUT', `/items/${item}`, body, 404)).code, 'CHANNEL_UNKNOWN')
  assert.deepEqual(await call('GET', `/items/${item}`), before)
  assert.deepEqual(await due(), [])
})

test('an item with texts, channels and categories is read in as many statements as a bare one', async () => {
  const bare = (await call('POST', '/items', { itemNumber: 'KAHL', name: 'Kahl' })).id
  const context = {
    kontor: server.kontor,
    tenant,
    actor: operator('test'),
    language: 'de' as const,
    afterCommit: () => undefined,
  }
  const counted = (id: string) =>
    transact(db, { tenant }, async tx => {
      let n = 0
      const counting: Tx = {
        query(text, values) {
          n += 1
          return tx.query(text, values)
        },
        run: (text, values) => tx.run(text, values),
      }
      await showItem(counting, context, id)
      return n
    })
  assert.equal(await counted(item), await counted(bare))
})

test('what shops know of an item is told apart: article, price, stock', async () => {
  const state = async () => {
    const shown = await call('GET', `/items/${item}`)
    const at = shown.channels.find((one: { channelId: string }) => one.channelId === first)
    return at.shop.map((one: { about: string; state: string; text: string | null }) =>
      [one.about, one.state, one.text].filter(Boolean).join(' '),
    )
  }
  await due()
  assert.deepEqual(await state(), ['item nothing', 'price nothing', 'stock nothing'])
  await db.pool.query(
    `insert into channel_object (tenant_id, channel_id, kind, object_id, data_hash, price_hash, accepted_at, rejected_kind,
       rejected_code, rejected_text, rejected_at)
     values ($1, $2, 'item', $3, gen_random_uuid(), gen_random_uuid(), now(), 'price', 'REJECTED', 'zu billig', now())`,
    [tenant, first, item],
  )
  assert.deepEqual(await state(), ['item accepted', 'price refused zu billig', 'stock nothing'])
  await call('PATCH', `/items/${item}`, { netPrice: '30' })
  assert.deepEqual(await state(), ['item accepted', 'price waiting', 'stock nothing'])
})

test('what a kit could offer is said before its parts are saved, and is what it offers afterwards', async () => {
  await call('PATCH', `/items/${partA}`, { buffer: '2' })
  const empty = (await call('POST', '/items', { itemNumber: 'SET', name: 'Set', netPrice: '9', buffer: '1' }))
    .id
  const part = { [partA]: '3', [partB]: '1' }
  const asked = await call(
    'GET',
    `/items/${empty}/parts/offer?part=${encodeURIComponent(JSON.stringify(part))}`,
  )
  // (20 − 2) ÷ 3 = 6 of the one, 20 of the other; one kit is kept back.
  assert.deepEqual([asked.makes, ...asked.parts.map((one: { makes: string }) => one.makes)], ['5', '6', '20'])
  await call('PUT', `/items/${empty}/parts`, { part })
  await call('PUT', `/items/${empty}/channels/${first}`, {})
  const [offer] = await transact(db, { tenant }, tx =>
    offersFor(tx, tenant, { channelId: first, itemIds: [empty] }),
  )
  assert.equal(offer?.offered, '5')
  assert.deepEqual(
    await call('GET', `/items/${empty}/parts/offer`),
    asked,
    'the stored parts, asked without any',
  )
  // A kit in a kit takes what its own parts take.
  const outer = await call('GET', `/items/${kit}/parts/offer?part=${JSON.stringify({ [empty]: '2' })}`)
  assert.equal(outer.makes, '3')
})

test('the history of an item names what was saved', async () => {
  const { items: events } = await call('GET', `/items/${item}/history`)
  assert.deepEqual([events[0].action, events[0].who, events[0].fields], ['item.change', 'all', ['netPrice']])
  const saved = events.findLast((one: { action: string }) => one.action === 'item.save')
  assert.ok(saved.fields.includes('categories') && !saved.fields.includes('seen'), saved.fields.join())
})

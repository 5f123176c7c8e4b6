// What a shop changes by itself: seen, kept, asked about or sent over, field by field (features.md, A13).
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { storeGuard } from '../../src/channels/guardLists.ts'
import type { ChannelGuard } from '../../src/channels/guardSettings.ts'
import { decideConflicts } from '../../src/sync/decideConflicts.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, type PushWorld, sent } from '../push/pushWorld.ts'

const { db } = await testDatabase({ after })

/** Sold and accepted at 10; then somebody makes it 12 in the shop. */
async function edited(push: PushWorld, guard: ChannelGuard): Promise<string> {
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  await push.lane('stock')
  await push.world.tx(tx => storeGuard(tx, push.world.tenant, push.channelId, guard))
  push.system.objects.edit('T-1', { prices: [price('12')] })
  push.calls('price')
  return id
}
const price = (net: string) => ({ scales: [{ from: '0', net, gross: String(Number(net) * 1.19) }] })
const shopPrice = ({ system }: PushWorld) => {
  const fields = system.objects.of('item')[0]?.fields as
    | { prices: { scales: { net: string }[] }[] }
    | undefined
  return fields?.prices[0]?.scales[0]?.net
}
const reprice = (push: PushWorld, id: string, netPrice: string) =>
  push.change(tx => changeItems(tx, push.world.tenant, [{ id, netPrice }]))
const conflicts = ({ world }: PushWorld) =>
  world.query<Record<string, unknown>>(
    `select id, field, last_sent ->> 'net' as "lastSent", theirs ->> 'net' as theirs, ours ->> 'net' as ours, state
     from conflict where tenant_id = $1 order by field`,
    world.tenant,
  )
const rows = async (push: PushWorld) => (await conflicts(push)).map(({ id: _, ...row }) => row)
const decide = async (push: PushWorld, take: 'ours' | 'theirs') => {
  const ids = (await conflicts(push)).map(row => String(row['id']))
  const done = push.world.tx(tx => decideConflicts(tx, push.world.tenant, ids, take, 'Eva', new Date()))
  return (await done).decided
}

test('ask: the row shows last sent, shop and Kontor; the field waits, and a person decides', async context => {
  const push = await createPushWorld(db, context)
  const id = await edited(push, { leads: { price: 'ask' } })
  await reprice(push, id, '15')
  const end = await push.lane('catalogue')
  assert.deepEqual(sent(end, 'price'), {})
  assert.equal(end.figures['price']?.parked, 1)
  assert.deepEqual(await rows(push), [
    { field: 'price', lastSent: '10', theirs: '12', ours: '15', state: 'open' },
  ])
  assert.equal(shopPrice(push), '12')
  await reprice(push, id, '16')
  await push.sweep('item', true)
  await push.lane('catalogue')
  assert.equal(shopPrice(push), '12', 'nor does it go along with the whole item')
  assert.equal(await decide(push, 'ours'), 1)
  await push.lane('catalogue')
  assert.equal(shopPrice(push), '16', 'the newest of ours')
  await reprice(push, id, '17')
  await push.lane('catalogue')
  assert.equal(shopPrice(push), '17', 'and no conflict any more')
})

test('ask, and theirs is taken: that field is sent no more, until a person takes ours', async context => {
  const push = await createPushWorld(db, context)
  const id = await edited(push, {})
  await reprice(push, id, '15')
  await push.lane('catalogue')
  await decide(push, 'theirs')
  await push.change(tx => changeItems(tx, push.world.tenant, [{ id, netPrice: '18', name: 'Becher' }]))
  await push.lane('catalogue')
  assert.equal(shopPrice(push), '12')
  assert.deepEqual(push.system.objects.of('item')[0]?.fields['names'], { de: 'Becher' }, 'the rest goes on')
  await decide(push, 'ours')
  await push.lane('catalogue')
  assert.equal(shopPrice(push), '18')
})

test('we lead: ours goes over theirs, and it is written down', async context => {
  const push = await createPushWorld(db, context)
  const id = await edited(push, { leads: { price: 'ours' } })
  await reprice(push, id, '15')
  assert.deepEqual(sent(await push.lane('catalogue'), 'price'), { sent: 1, accepted: 1 })
  assert.equal(shopPrice(push), '15')
  assert.deepEqual(await rows(push), [
    { field: 'price', lastSent: '10', theirs: '12', ours: '15', state: 'overwritten' },
  ])
})

test('they lead: the field is not sent, whoever changed it', async context => {
  const push = await createPushWorld(db, context)
  const id = await edited(push, { leads: { price: 'theirs' } })
  await reprice(push, id, '15')
  await push.lane('catalogue')
  assert.equal(shopPrice(push), '12')
  assert.deepEqual(
    (await rows(push)).map(row => row['state']),
    ['kept'],
  )
  push.system.objects.edit('T-1', { prices: [price('13')] })
  await reprice(push, id, '16')
  await push.sweep('item', true)
  await push.lane('catalogue')
  assert.equal(shopPrice(push), '13', 'the newest of theirs')
})

for (const lead of ['ours', 'ask'] as const)
  test(`without a change here an edit of the shop is reported, not overwritten (${lead})`, async context => {
    const push = await createPushWorld(db, context)
    await edited(push, { look: 10, leads: { price: lead } })
    for (let time = 0; time < 2; time++) {
      assert.equal((await push.lane('catalogue')).state, 'done')
      await push.sweep('price')
    }
    assert.deepEqual(
      (await rows(push)).map(({ ours: _, ...row }) => row),
      [{ field: 'price', lastSent: '10', theirs: '12', state: 'open' }],
    )
    assert.equal(shopPrice(push), '12')
    assert.equal(push.calls('price'), 0)
    await decide(push, 'ours')
    await push.lane('catalogue')
    assert.equal(shopPrice(push), '10')
  })

test('the look goes on where it was, in steps, and begins again', async context => {
  const push = await createPushWorld(db, context)
  await push.sell(['T-1', 'T-2', 'T-3', 'T-4', 'T-5'])
  await push.lane('catalogue')
  await push.world.tx(tx => storeGuard(tx, push.world.tenant, push.channelId, { look: 2 }))
  for (const number of ['T-1', 'T-5']) push.system.objects.edit(number, { names: { de: 'Im Shop' } })
  const seen = async () => (await conflicts(push)).length
  const counts: number[] = []
  for (let time = 0; time < 3; time++) {
    await push.lane('catalogue')
    counts.push(await seen())
  }
  assert.deepEqual(counts, [1, 1, 2])
  push.system.objects.edit('T-2', { names: { de: 'Auch' } })
  await push.lane('catalogue')
  assert.equal(await seen(), 3)
})

test('conflicts of texts and prices never keep a quantity waiting', async context => {
  const push = await createPushWorld(db, context)
  const id = await edited(push, {})
  push.system.objects.edit('T-1', { names: { de: 'Im Shop' } })
  await push.change(tx => changeItems(tx, push.world.tenant, [{ id, netPrice: '15', name: 'Becher' }]))
  await push.lane('catalogue')
  await push.move(id, '-3')
  assert.deepEqual(sent(await push.lane('stock'), 'stock'), { sent: 1, accepted: 1 })
  assert.equal(push.system.objects.shown('T-1'), '7')
  assert.deepEqual(push.system.objects.of('item')[0]?.fields['names'], { de: 'Im Shop' })
})

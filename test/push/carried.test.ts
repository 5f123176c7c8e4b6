import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { setLock } from '../../src/channels/addConnection.ts'
import { setChannel } from '../../src/channels/channelStore.ts'
import type { Connector } from '../../src/port/connector.ts'
import { Unreachable } from '../../src/port/errors.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { sweepLanes } from '../../src/sync/sweepLanes.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, shown } from './pushWorld.ts'

const { db } = await testDatabase({ after })

test('a price that may have arrived is told anew, also when a quantity was accepted meanwhile', async context => {
  let cut = false
  const push = await createPushWorld(db, context, {}, (connector: Connector) => {
    const { price } = connector.send ?? {}
    assert.ok(price)
    const send: typeof price.send = async (session, list) => {
      const results = await price.send(session, list)
      if (cut) throw new Unreachable('the line was cut', { mayHaveWorked: true })
      return results
    }
    return { ...connector, send: { ...connector.send, price: { ...price, send } } }
  })
  const { world } = push
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  const asked = async (netPrice: string) =>
    push.change(tx => changeItems(tx, world.tenant, [{ id, netPrice }]))
  const priceThere = () =>
    /"net":"(\d+)"/.exec(JSON.stringify(push.system.objects.of('item')[0]?.fields['price']))?.[1]
  await asked('9')
  await push.lane('catalogue')
  assert.equal(priceThere(), '9')
  await asked('8')
  cut = true
  assert.equal((await push.lane('catalogue')).state, 'failed')
  assert.equal(priceThere(), '8', 'it arrived')
  cut = false
  await push.move(id, '-1')
  await push.lane('stock')
  await asked('9')
  await push.lane('catalogue')
  assert.equal(priceThere(), '9')
})

test('locking a connection ends what is sent to it', async context => {
  let during = async () => undefined as unknown
  const push = await createPushWorld(db, context, {}, (connector: Connector) => {
    const { item } = connector.send ?? {}
    assert.ok(item)
    const send: typeof item.send = async (session, list) => {
      await during()
      return item.send(session, list)
    }
    return { ...connector, send: { ...connector.send, item: { ...item, send } } }
  })
  const { world, connectionId } = push
  await push.sell(Array.from({ length: 40 }, (_, n) => `T-${n + 1}`))
  const lock = { by: 'tester', reason: 'stocktaking', at: new Date() }
  during = () => world.tx(tx => setLock(tx, world.tenant, connectionId, lock))
  await push.lane('catalogue')
  assert.equal(Object.keys(shown(push.system)).length, 4, 'the call in progress, and none after it')
  assert.equal((await push.due('item')).length, 36)
  await world.tx(tx => setLock(tx, world.tenant, connectionId, null))
  during = async () => undefined
  await push.lane('catalogue')
  assert.equal(Object.keys(shown(push.system)).length, 40)
})

test('what a channel that is switched off has to be told starts no run', async context => {
  const push = await createPushWorld(db, context)
  const { world, channelId } = push
  const [id = ''] = await push.sell(['T-1'])
  await push.lane('catalogue')
  await push.lane('stock')
  await push.move(id, '-1')
  await world.tx(tx => setChannel(tx, world.tenant, channelId, { active: false }))
  assert.equal((await push.lane('stock')).again, false)
  await world.query(
    `update due set since_at = since_at - interval '1 minute' where tenant_id = $1`,
    world.tenant,
  )
  const { overlooked } = await sweepLanes(db, { holder: 'test', lease: productLease, mine: () => false })
  assert.deepEqual(
    overlooked.filter(lane => lane.tenant === world.tenant),
    [],
  )
  await world.tx(tx => setChannel(tx, world.tenant, channelId, { active: true }))
  assert.equal((await push.lane('stock')).again, false)
  assert.deepEqual(shown(push.system), { 'T-1': '9' })
})

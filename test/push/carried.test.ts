import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { setLock } from '../../src/channels/addConnection.ts'
import type { Connector } from '../../src/port/connector.ts'
import { Unreachable } from '../../src/port/errors.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { createPushWorld, type PushWorld, shown } from './pushWorld.ts'

const { db } = await testDatabase({ after })

function place({ system }: PushWorld, id: string, number: string) {
  const order = orderOf(id)
  const placed = { ...order, lines: order.lines.map(line => ({ ...line, sku: number })) }
  system.placeOrder(placed)
  return placed
}

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

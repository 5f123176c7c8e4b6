import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { KontorError } from '../../src/base/errors.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { createWorld, type World } from '../import/world.ts'
import { act, addReference } from './connectWorld.ts'

const { db } = await testDatabase({ after })

test('an unmapped payment method is an open check only where the channel wants it, and mapping it clears it', async context => {
  const world = await createWorld(db, context)
  const { system, name } = await addReference(world, context)
  await world.makeItems('A-1')
  await act(world, 'connection.check', { connection: name })
  system.placeOrder(orderOf('M-1'))
  await world.sync()
  assert.deepEqual(await open(world), [])
  await act(world, 'channel.set', { channel: name, checksPayment: true })
  system.placeOrder(orderOf('M-2'))
  await world.sync()
  assert.deepEqual(await open(world), ['PAYMENT_METHOD_UNMAPPED'])
  await act(world, 'payment-method.put', { code: 'BILL', name: 'Invoice' })
  const listed = await act<Maps>(world, 'channel.maps', { channel: name })
  const row = listed.items.find(one => one.list === 'payment_method')
  assert.deepEqual([row?.theirs, row?.ours, row?.proposal?.name], ['invoice', null, 'Invoice'])
  await world.sync()
  assert.deepEqual(await open(world), ['PAYMENT_METHOD_UNMAPPED'], 'a proposal is applied by nobody')
  await act(world, 'channel.propose-maps', { channel: name })
  await world.sync()
  assert.deepEqual(await open(world), [])
  await act(world, 'channel.set-maps', { channel: name, list: 'payment_method', map: { invoice: '' } })
  system.placeOrder(orderOf('M-3'))
  await world.sync()
  assert.deepEqual(await open(world), ['PAYMENT_METHOD_UNMAPPED'])
})

test('a customer group of ours is mapped to one of theirs and to no other', async context => {
  const world = await createWorld(db, context)
  const { id } = await world.openShop({ name: 'Groups' })
  await act(world, 'connection.check', { connection: id })
  await act(world, 'customer-group.add', { names: ['Händler', 'Endkunden'] })
  const listed = await act<Maps>(world, 'channel.maps', { channel: 'Groups' })
  const groups = listed.items.filter(one => one.list === 'customer_group')
  assert.deepEqual(
    groups.map(one => [one.name, one.ours, one.proposal?.name]),
    [
      ['Endkunden', null, 'Endkunden'],
      ['Händler', null, 'Händler'],
    ],
  )
  assert.equal(listed.missing, 2)
  const [first = { theirs: '' }, second = { theirs: '' }] = groups
  const set = (map: Record<string, string>) =>
    act<Maps>(world, 'channel.set-maps', { channel: 'Groups', list: 'customer_group', map })
  await refuses(set({ [first.theirs]: 'Händler', [second.theirs]: 'Händler' }), 'MAP_TWICE')
  await set({ [first.theirs]: 'Händler' })
  await refuses(set({ [second.theirs]: 'Händler' }), 'MAP_TWICE')
  const swapped = await set({ [first.theirs]: 'Endkunden', [second.theirs]: 'Händler' })
  assert.equal(swapped.missing, 0)
  await refuses(
    act(world, 'channel.set-maps', { channel: 'Groups', list: 'tax_rate', map: { '19': '19' } }),
    'MAP_MATCHED',
  )
  await refuses(
    act(world, 'channel.set-maps', { channel: 'Groups', list: 'order_status', map: { a: 'b' } }),
    'MAP_NOT_OFFERED',
  )
})

interface Maps {
  readonly missing: number
  readonly items: readonly {
    readonly list: string
    readonly theirs: string
    readonly name: string
    readonly ours: string | null
    readonly proposal: { readonly name: string } | null
  }[]
}

async function open(world: World): Promise<string[]> {
  const rows = await world.query<{ open: string[] }>(
    `select open_checks as open from web_order where tenant_id = $1 and state = 'staged'`,
    world.tenant,
  )
  return rows.flatMap(row => row.open)
}

async function refuses(work: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(
    work,
    (error: KontorError) => error.code === code || assert.fail(`${error.code}: ${error}`),
  )
}

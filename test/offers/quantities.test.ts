import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { transact } from '../../src/base/database.ts'
import { quantitiesSince } from '../../src/channels/quantitiesSince.ts'
import { acceptSent } from '../../src/channels/sentStore.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createPushWorld, type PushWorld } from '../push/pushWorld.ts'

const { db } = await testDatabase({ after })

test('quantities that became others are read by time, each with the numbers of both sides', async context => {
  const push = await createPushWorld(db, context)
  const [first = '', second = ''] = await push.sell(['T-1', 'T-2'])
  await push.lane('catalogue')
  const all = await read(push)
  assert.deepEqual(
    all.items.map(one => [one.place, one.offered, one.no > 0, one.theirs !== '']),
    [
      ['', '10', true, true],
      ['', '10', true, true],
    ],
  )
  const [last] = all.items.slice(-1)
  const since = new Date((last?.at.getTime() ?? 0) + 1)
  await push.move(first, '-3')
  await push.sweep('item', true)
  await push.lane('catalogue')
  await push.lane('stock')
  assert.deepEqual(
    (await read(push, since)).items.map(one => one.offered),
    ['7'],
    'told again as it was is no change',
  )
  assert.deepEqual((await read(push, since, 'elsewhere')).items, [])
  await push.move(second, '-10')
  await push.lane('stock')
  assert.deepEqual(
    (await read(push, since)).items.map(one => one.offered),
    ['7', '0'],
  )
})

test('who reads on from where the last reading ended misses nothing of a transaction that was open then', async context => {
  const push = await createPushWorld(db, context)
  const { world, channelId } = push
  const { tenant } = world
  const [first = '', second = ''] = await push.sell(['T-1', 'T-2'])
  await push.lane('catalogue')
  const accept = (tx: Parameters<typeof acceptSent>[0], objectId: string, offered: string) => {
    const fields = { offered, managed: true, oversell: false }
    const hash = '00000000-0000-0000-0000-00000000000a'
    return acceptSent(tx, { tenant, channelId, object: 'item' }, [
      { objectId, sent: { stock: { hash, fields } } },
    ])
  }
  const opened = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const late = transact(db, { tenant }, async tx => {
    await accept(tx, first, '1')
    opened.resolve()
    await release.promise
  })
  await opened.promise
  await world.tx(tx => accept(tx, second, '2'))
  const before = await read(push)
  assert.deepEqual(before.items.map(one => one.offered).sort(), ['10', '2'], 'the other is not there yet')
  release.resolve()
  await late
  const next = await read(push, before.until)
  const lost = next.items.find(one => one.offered === '1')
  assert.ok(lost)
  assert.ok(
    before.until.getTime() + 1000 <= lost.at.getTime(),
    'because that transaction was open, not by luck',
  )
  const settled = await read(push, next.until)
  assert.ok(settled.until >= next.until, 'the time goes on')
})

function read({ world, connectionId }: PushWorld, since?: Date, place?: string) {
  return world.tx(tx =>
    quantitiesSince(tx, world.tenant, connectionId, {
      ...(since ? { since } : {}),
      ...(place === undefined ? {} : { place }),
    }),
  )
}

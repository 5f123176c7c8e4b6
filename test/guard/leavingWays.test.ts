// What has to leave a channel, in systems and changes of other forms: its quantity is told as in leavingStock.test.ts.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { combineChildren } from '../../src/catalog/children.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setVariations } from '../../src/catalog/variations.ts'
import type { Connector } from '../../src/port/connector.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { sent, shown } from '../push/pushWorld.ts'
import { createGuardWorld, type GuardWorld } from './guardWorld.ts'

const { db } = await testDatabase({ after })
const numbers = Array.from({ length: 40 }, (_, n) => `T-${n + 10}`)

const offer = ({ change, world, channelId }: GuardWorld, ids: readonly string[], active: boolean) =>
  change(tx =>
    sellOn(
      tx,
      world.tenant,
      ids.map(itemId => ({ itemId, channelId, active })),
    ),
  )

/** The quantities of these items at the shop. */
const at = (guard: GuardWorld, from: number, to: number) =>
  numbers.slice(from, to).map(number => shown(guard.system)[number])
const all = (count: number, quantity: string | undefined) =>
  Array.from<string | undefined>({ length: count }).fill(quantity)

async function sold(guard: GuardWorld): Promise<string[]> {
  const ids = await guard.sell(numbers)
  await guard.lane('catalogue')
  await guard.lane('stock')
  assert.deepEqual(at(guard, 0, 40), all(40, '10'))
  return ids
}

/** A parent with so many children of 2 pieces each, all sold. */
async function family(guard: GuardWorld, size: number): Promise<{ parent: string; children: string[] }> {
  const { tenant } = guard.world
  const [parent = ''] = await guard.sell(['P'], '0')
  const values = Array.from({ length: size }, (_, n) => ({ name: `Farbe ${n + 1}` }))
  await guard.change(tx =>
    setVariations(tx, tenant, [{ itemId: parent, variations: [{ name: 'Farbe', values }] }]),
  )
  const { results } = await guard.change(tx => combineChildren(tx, tenant, parent))
  const children = results.map(result => result.id)
  await offer(guard, [parent, ...children], true)
  for (const id of children) await guard.move(id, '2')
  await guard.lane('catalogue')
  await guard.lane('stock')
  return { parent, children }
}

test('a change of so many that all are walked through has no quantity of 0 either', async context => {
  const guard = await createGuardWorld(db, context)
  const ids = await sold(guard)
  await offer(guard, ids.slice(0, 11), false)
  await guard.world.query(`delete from due where tenant_id = $1`, guard.world.tenant)
  for (const kind of ['item', 'stock'] as const) await guard.sweep(kind)
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), {})
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), ['vanish item 11'])
  await guard.lane('stock')
  assert.deepEqual(at(guard, 0, 12), all(12, '10'))
})

test('where a system takes no quantity without its price, one goes with the price that was accepted last', async context => {
  const guard = await createGuardWorld(db, context, {}, withPrices)
  const ids = await sold(guard)
  await offer(guard, ids.slice(0, 11), false)
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), ['vanish item 11'])
  await guard.move(ids[0] ?? '', '-3')
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), { sent: 1, accepted: 1 })
  assert.deepEqual(at(guard, 0, 11), ['7', ...all(10, '10')])
})

function withPrices(connector: Connector): Connector {
  const { stock, ...others } = connector.send ?? {}
  return stock ? { ...connector, send: { ...others, stock: { ...stock, needs: ['price'] } } } : connector
}

for (const [when, keeps] of [
  ['at once', keepsAll],
  ['when it is asked later', keepsLater],
] as const)
  test(`what the shop does not let go of has 0 in the end, whether it says so ${when}`, async context => {
    const guard = await createGuardWorld(db, context, {}, keeps)
    const ids = await sold(guard)
    await offer(guard, ids.slice(0, 11), false)
    assert.deepEqual(sent(await guard.lane('stock'), 'stock'), {}, 'they are too many')
    await guard.settings({ vanish: 50 })
    for (const lane of ['catalogue', 'catalogue', 'stock'] as const) await guard.lane(lane)
    assert.deepEqual(at(guard, 0, 12), [...all(11, '0'), '10'])
  })

const refused = { result: 'rejected', code: 'REMOTE_VALIDATION', text: 'it stays' } as const

function keepsAll(connector: Connector): Connector {
  return removing(connector, (_, list) => Promise.resolve(list.map(() => refused)))
}

function keepsLater(connector: Connector): Connector {
  const later = removing(connector, (_, list) =>
    Promise.resolve(list.map(({ ref }) => ({ result: 'pending', ticket: `end ${ref.no}` }))),
  )
  return { ...later, results: (_, tickets) => Promise.resolve(tickets.map(() => refused)) }
}

function removing(
  connector: Connector,
  remove: NonNullable<NonNullable<NonNullable<Connector['send']>['item']>['remove']>,
): Connector {
  const { item, ...others } = connector.send ?? {}
  return item ? { ...connector, send: { ...others, item: { ...item, remove } } } : connector
}

test('a few more that leave while others are held go, and have 0 at once', async context => {
  const guard = await createGuardWorld(db, context)
  const ids = await sold(guard)
  await offer(guard, ids.slice(0, 11), false)
  await guard.lane('catalogue')
  await offer(guard, ids.slice(11, 14), false)
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), { sent: 3, accepted: 3 })
  assert.deepEqual(at(guard, 0, 15), [...all(11, '10'), ...all(3, '0'), '10'])
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), ['vanish item 11'])
  assert.deepEqual(at(guard, 0, 15), [...all(11, '10'), ...all(3, undefined), '10'])
})

test('a family shows what its children show, while they are held', async context => {
  const guard = await createGuardWorld(db, context)
  const { children } = await family(guard, 20)
  assert.equal(shown(guard.system)['P'], '40')
  await offer(guard, children.slice(0, 11), false)
  for (const lane of ['stock', 'catalogue', 'stock'] as const) await guard.lane(lane)
  assert.deepEqual(await guard.stops(), ['vanish item 11'])
  assert.equal(shown(guard.system)['P'], '40')
  await guard.move(children[19] ?? '', '-2')
  await guard.lane('stock')
  assert.equal(shown(guard.system)['P'], '38')
})

test('a family whose parent alone is not sold any more is not empty before the guard has looked', async context => {
  const guard = await createGuardWorld(db, context)
  const { parent } = await family(guard, 12)
  await offer(guard, [parent], false)
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), {})
  await guard.lane('catalogue')
  assert.deepEqual(await guard.stops(), ['vanish item 13'])
  assert.equal(shown(guard.system)['P'], '24')
})

test('a parent that tells its children whole names those that are held, until they are released', async context => {
  const guard = await createGuardWorld(db, context, {}, tellsWhole)
  const { children } = await family(guard, 20)
  await offer(guard, children.slice(0, 11), false)
  assert.deepEqual(sent(await guard.lane('stock'), 'stock'), {})
  assert.deepEqual(sent(await guard.lane('catalogue'), 'item'), {}, 'nor is it told without them')
  assert.deepEqual(await guard.stops(), ['vanish item 11'])
  await guard.move(children[0] ?? '', '-1')
  await guard.lane('stock')
  assert.equal(shown(guard.system)['P'], '39')
  await guard.decide('released')
  assert.deepEqual(
    sent(await guard.lane('catalogue'), 'item'),
    { sent: 12, accepted: 12 },
    'with their parent',
  )
  await guard.lane('stock')
  assert.equal(shown(guard.system)['P'], '18')
})

function tellsWhole(connector: Connector): Connector {
  const { item, ...others } = connector.send ?? {}
  return item ? { ...connector, send: { ...others, item: { ...item, namesChildren: 'whole' } } } : connector
}

test('what is held twice, for its price and for its quantity, is released at once where both go with the item', async context => {
  const guard = await createGuardWorld(db, context, {}, itemsAlone)
  const ids = (await guard.sell(numbers)).slice(0, 11)
  await guard.lane('catalogue')
  await guard.change(tx =>
    changeItems(
      tx,
      guard.world.tenant,
      ids.map(id => ({ id, netPrice: '1' })),
    ),
  )
  for (const id of ids) await guard.move(id, '-10')
  await guard.settings({ stock: 10 })
  await guard.lane('catalogue')
  assert.deepEqual((await guard.stops()).sort(), ['price item 11', 'stock item 11'])
  assert.equal(await guard.decide('released'), 22)
  assert.deepEqual(sent(await guard.lane('catalogue'), 'price'), { sent: 11, accepted: 11 })
  assert.deepEqual(at(guard, 0, 12), [...all(11, '0'), '10'])
})

function itemsAlone(connector: Connector): Connector {
  const { price: _price, stock: _stock, ...others } = connector.send ?? {}
  return { ...connector, send: others }
}

// What kits are made of: what may be said, what may not, and what follows for who sells them.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { kitContents, setKitParts } from '../../src/catalog/kits.ts'
import { offersFor } from '../../src/stock/offers.ts'
import { widenStock } from '../../src/stock/related.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { verify } from '../../src/sync/verify.ts'
import { stockChecks } from '../../src/sync/verifyStock.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { seedWebOrders } from '../../testkit/database/tradeOrders.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'

const { db } = await testDatabase({ after })
const world = await tradeWorld(db, { items: 4, onHand: '10' })
const { tenant } = world
const [a = '', b = '', c = '', d = ''] = world.items
const channelId = world.channels[0]?.channel ?? ''
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)

async function fresh(...numbers: string[]): Promise<string[]> {
  const made = await inTenant(tx =>
    createItems(
      tx,
      tenant,
      numbers.map(itemNumber => ({ itemNumber, name: itemNumber })),
    ),
  )
  const results = 'results' in made ? (made as { results: { id: string }[] }).results : made
  const ids = (results as readonly { id: string }[]).map(one => one.id)
  await db.pool.query(
    `insert into item_channel (tenant_id, channel_id, item_id) select $1, $2, id from unnest($3::uuid[]) as u (id)`,
    [tenant, channelId, ids],
  )
  return ids
}

const setParts = (kitId: string, parts: Readonly<Record<string, string>>) =>
  inTenant(tx =>
    setKitParts(tx, tenant, [
      { kitId, parts: Object.entries(parts).map(([itemId, quantity]) => ({ itemId, quantity })) },
    ]),
  )
const codeOf = async (kitId: string, parts: Readonly<Record<string, string>>) => {
  const [result] = (await setParts(kitId, parts)).results
  return result?.did === 'refused' ? result.code : result?.did
}
const offered = async (...itemIds: string[]) =>
  (await inTenant(tx => offersFor(tx, tenant, { channelId, itemIds }))).map(offer => Number(offer.offered))

test('kits in kits offer what the scarcest part makes, and take from it together', async () => {
  const [inner = '', outer = ''] = await fresh('INNER', 'OUTER')
  assert.equal(await codeOf(outer, { [inner]: '2', [b]: '1' }), 'changed')
  // The inner one becomes a kit below the outer one: both ranks rise, and contents are multiplied out anew.
  const { results, changed } = await setParts(inner, { [a]: '2', [b]: '0.5' })
  assert.equal(results[0]?.did, 'changed')
  assert.deepEqual(changed, { stock: [inner, outer].sort(), item: [inner] })
  const contents = await inTenant(tx => kitContents(tx, tenant, [outer]))
  assert.deepEqual(
    contents.map(row => [row.itemId, row.quantity]),
    [
      [a, '4'],
      [b, '2'],
    ].sort(),
  )
  assert.deepEqual(await offered(inner, outer, a), [5, 2, 10])
  // Two of the outer kit in the inbox take 8 of a and 4 of b from everybody.
  await seedWebOrders(db, world, [{ itemId: outer, quantity: '2' }])
  assert.deepEqual(await offered(inner, outer, a, b), [1, 0, 2, 6])
  const wide = await inTenant(tx => widenStock(tx, tenant, [b]))
  assert.deepEqual(wide, [b, inner, outer].sort())
  assert.equal(await codeOf(inner, { [a]: '2', [b]: '0.5' }), 'unchanged')
  await inTenant(tx => markDue(tx, tenant, { stock: [outer] }, 'test'))
  const { rows } = await db.pool.query(`select object_id from due where tenant_id = $1 and kind = 'stock'`, [
    tenant,
  ])
  assert.deepEqual(rows.map(row => row.object_id).sort(), [a, b, inner, outer].sort())
})

test('what no kit can be made of is refused, with the way round a circle', async () => {
  const [one = '', two = '', three = '', parent = ''] = await fresh('K1', 'K2', 'K3', 'PARENT')
  await db.pool.query(`update item set kind = 'parent', rank = -1 where id = $1`, [parent])
  assert.equal(await codeOf(newId(), { [a]: '1' }), 'ITEM_UNKNOWN')
  assert.equal(await codeOf(one, { [newId()]: '1' }), 'ITEM_UNKNOWN')
  assert.equal(await codeOf(one, {}), 'KIT_EMPTY')
  assert.equal(await codeOf(one, { [a]: '0' }), 'KIT_QUANTITY_INVALID')
  assert.equal(await codeOf(one, { [parent]: '1' }), 'KIT_PART_IS_PARENT')
  assert.equal(await codeOf(parent, { [a]: '1' }), 'KIND_IN_USE')
  assert.equal(await codeOf(a, { [b]: '1' }), 'KIND_IN_USE', 'it has stock')
  assert.equal(await codeOf(one, { [one]: '1' }), 'KIT_CIRCLE')
  assert.equal(await codeOf(one, { [two]: '1', [c]: '1' }), 'changed')
  assert.equal(await codeOf(two, { [three]: '1' }), 'changed')
  const { results } = await setParts(three, { [d]: '1', [one]: '1' })
  assert.deepEqual(results, [
    { id: three, did: 'refused', code: 'KIT_CIRCLE', data: { item: 'K3', way: 'K3 → K1 → K2 → K3' } },
  ])
  // In one list the first of a circle is done and the second refused; a kit that is named twice gets the last.
  const twice = await inTenant(tx =>
    setKitParts(tx, tenant, [
      { kitId: three, parts: [{ itemId: d, quantity: '5' }] },
      { kitId: three, parts: [{ itemId: d, quantity: '1' }] },
      { kitId: two, parts: [{ itemId: one, quantity: '1' }] },
    ]),
  )
  assert.deepEqual(
    twice.results.map(result => (result.did === 'refused' ? result.code : result.did)),
    ['changed', 'changed', 'KIT_CIRCLE'],
  )
})

test('ten kits in each other are one too many, and a rank falls again', async () => {
  const chain = await fresh(...Array.from({ length: 10 }, (_, at) => `DEEP-${at}`))
  const [first = '', second = ''] = chain
  // From the outside in: each new part lifts all that lie above it.
  for (const [at, kit] of chain.slice(0, 9).entries())
    assert.equal(await codeOf(kit, { [chain[at + 1] ?? '']: '1' }), 'changed')
  assert.equal(await codeOf(chain[9] ?? '', { [a]: '1' }), 'KIT_TOO_DEEP')
  const rank = async (id: string) =>
    (await db.pool.query('select rank from item where id = $1', [id])).rows[0]?.rank
  assert.deepEqual([await rank(first), await rank(second)], [9, 8])
  assert.equal(await codeOf(second, { [a]: '1' }), 'changed')
  assert.deepEqual([await rank(first), await rank(second)], [2, 1])
})

test('of two who make half of a circle each, one gets it and one is told', async () => {
  for (let round = 0; round < 5; round++) {
    const [one = '', two = ''] = await fresh(`L${round}`, `R${round}`)
    const codes = await Promise.all([
      codeOf(one, { [two]: '1', [a]: '1' }),
      codeOf(two, { [one]: '1', [a]: '1' }),
    ])
    assert.deepEqual(codes.sort(), ['KIT_CIRCLE', 'changed'])
  }
  const findings = await inTenant(tx => verify(tx, tenant))
  assert.deepEqual(
    findings.filter(({ ok, promise }) => !ok && promise in stockChecks).map(finding => finding.promise),
    [],
  )
})

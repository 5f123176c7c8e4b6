// Items and families leave a channel and come back by chance, are held, released and dropped, and the lanes run in any order: in the end
// all that is shown has its quantity, and all that shall not be shown has left.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { combineChildren } from '../../src/catalog/children.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { setVariations } from '../../src/catalog/variations.ts'
import type { Connector } from '../../src/port/connector.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { between, type Chance, createChance } from '../../testkit/jtlConnector/chance.ts'
import { shown } from '../push/pushWorld.ts'
import { rounds } from '../rounds.ts'
import { createGuardWorld, type GuardWorld } from './guardWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))

type Sends = NonNullable<Connector['send']>
const changed = (change: (send: Sends) => object) => (connector: Connector) =>
  ({ ...connector, send: { ...connector.send, ...change(connector.send ?? {}) } }) as Connector
const ways: Readonly<Record<string, (connector: Connector) => Connector>> = {
  'items and quantities alone': connector => connector,
  'children with their parents': changed(({ item }) => ({ item: { ...item, namesChildren: 'whole' } })),
  'quantities with prices': changed(({ stock }) => ({ stock: { ...stock, needs: ['price'] } })),
  'what leaves as inactive': changed(({ item }) => ({ item: { ...item, remove: undefined } })),
}

for (const [way, change] of Object.entries(ways))
  for (let round = 0; round < rounds(1); round++)
    test(`a system that takes ${way} shows in the end what is there (seed ${seed + round})`, async context => {
      const chance = createChance(seed + round)
      const guard = await createGuardWorld(db, context, {}, change)
      await guard.settings({ stock: 100 })
      const family = await fill(guard)
      const log: string[] = []
      for (let step = 0; step < 25; step++) log.push(await act(guard, chance, family))
      for (let again = 0; again < 4; again++)
        for (const lane of ['stock', 'catalogue'] as const) await guard.lane(lane)
      await guard.lane('stock')
      // The reference system does not look at children within their parents.
      const found = await faults(guard, way === 'children with their parents')
      assert.deepEqual(found, [], log.join('; '))
    })

async function offer({ change, world, channelId }: GuardWorld, ids: readonly string[], active: boolean) {
  await change(tx =>
    sellOn(
      tx,
      world.tenant,
      ids.map(itemId => ({ itemId, channelId, active })),
    ),
  )
}

/** Sells 24 items and a family of eight children, all told. Their ids, the parent in the midst. */
async function fill(guard: GuardWorld): Promise<string[]> {
  const { tenant } = guard.world
  const ids = await guard.sell(Array.from({ length: 24 }, (_, at) => `T-${at}`))
  const [parent = ''] = await guard.sell(['P'], '0')
  const values = Array.from({ length: 8 }, (_, at) => ({ name: `Farbe ${at}` }))
  await guard.change(tx =>
    setVariations(tx, tenant, [{ itemId: parent, variations: [{ name: 'Farbe', values }] }]),
  )
  const { results } = await guard.change(tx => combineChildren(tx, tenant, parent))
  const children = results.map(result => result.id)
  await offer(guard, [parent, ...children], true)
  for (const id of children) await guard.move(id, '5')
  for (const lane of ['catalogue', 'stock'] as const) await guard.lane(lane)
  return [...ids, parent, ...children]
}

async function act(guard: GuardWorld, chance: Chance, all: readonly string[]): Promise<string> {
  const from = between(chance, 0, all.length - 1)
  const some = all.slice(from, from + between(chance, 1, between(chance, 0, 1) === 0 ? 4 : 14))
  const [first = ''] = some
  const said = (what: string) => `${what} ${from}+${some.length}`
  switch (between(chance, 0, 8)) {
    case 0:
    case 1:
    case 2:
      await offer(guard, some, false)
      return said('leave')
    case 3:
      await offer(guard, some, true)
      return said('come back')
    case 4:
      // Of a parent nothing lies anywhere.
      if (from !== 24) await guard.move(first, between(chance, 0, 1) === 0 ? '1' : '-1')
      return said('move')
    case 5:
      await guard.lane('catalogue')
      return 'catalogue'
    case 6:
      await guard.lane('stock')
      return 'stock'
    case 7: {
      const as = between(chance, 0, 2) === 0 ? 'dropped' : 'released'
      await guard.decide(as, some)
      return said(as)
    }
    default:
      await guard.change(tx => changeItems(tx, guard.world.tenant, [{ id: first, name: `Tasse ${from}` }]))
      return said('name')
  }
}

async function faults({ world, system }: GuardWorld, withoutChildren: boolean): Promise<string[]> {
  const rows = await world.query<{
    id: string
    number: string
    parent: string | null
    kind: string
    sold: boolean
    there: boolean
    kept: boolean
    due: boolean
    pieces: number
  }>(
    `select i.id, i.item_number as number, i.parent_id as parent, i.kind, k.active and coalesce(p.active, true) as sold,
       o.data_hash is not null and (o.data_sent ->> 'active')::boolean as there, coalesce(g.state in ('held', 'dropped'), false) as kept,
       exists (select from due d where d.tenant_id = $1 and d.object_id = i.id) as due,
       (select coalesce(greatest(sum(l.on_hand), 0), 0)::int from stock_level l where l.tenant_id = $1 and l.item_id = i.id) as pieces
     from item i join item_channel k on k.tenant_id = $1 and k.item_id = i.id
       left join item_channel p on p.tenant_id = $1 and p.item_id = i.parent_id
       join channel_object o on o.tenant_id = $1 and o.kind = 'item' and o.object_id = i.id
       left join guard_item g on g.tenant_id = $1 and g.object_id = i.id and g.rule = 'vanish' and g.state <> 'sent'
     where i.tenant_id = $1`,
    world.tenant,
  )
  const quantities = shown(system)
  const isShown = (row: (typeof rows)[number]) => row.there && (row.sold || row.kept)
  return rows.flatMap(row => {
    const { number, id, kind, parent, pieces } = row
    const children = rows.filter(one => one.parent === id && isShown(one))
    const wanted = kind === 'parent' ? children.reduce((sum, child) => sum + child.pieces, 0) : pieces
    const isOther = isShown(row) && Number(quantities[number]) !== wanted
    return [
      ...(row.due ? [`${number} waits`] : []),
      ...(row.there && !row.sold && !row.kept ? [`${number} should have left`] : []),
      ...(isOther && !(withoutChildren && parent)
        ? [`${number} shows ${quantities[number]}, not ${wanted}`]
        : []),
    ]
  })
}

import assert from 'node:assert/strict'
import sharp from 'sharp'
import { blobPlace, putBlob } from '../../src/base/blobs.ts'
import type { Changed } from '../../src/base/changed.ts'
import { type Database, type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { createCharacteristics } from '../../src/catalog/characteristics.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { addImages } from '../../src/catalog/images.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { setItemCharacteristics } from '../../src/catalog/itemCharacteristics.ts'
import { createManufacturers } from '../../src/catalog/manufacturers.ts'
import { prepareImages } from '../../src/catalog/prepareImages.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { askForSweep } from '../../src/channels/dueStore.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { type LaneKind, LaneLost, productLease } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import type { Generation, Quirks } from '../../testkit/jtlConnector/quirks.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { createWorld, jtl, type World } from '../import/world.ts'

const place = blobPlace({ dataDir: '/nowhere', blobs: 'database' })

/** The third of each kind is called so that a shop can refuse it. */
export const goods = {
  items: ['A-1', 'A-2', 'A-3 FAIL', 'A-4', 'A-5', 'A-6'],
  categories: ['Hemden', 'Hosen', 'Schuhe FAIL', 'Tücher & Schals'],
  manufacturers: ['Weber & Söhne', 'Müller GmbH', 'Werk FAIL', 'Spinnerei'],
  characteristics: ['Farbe', 'Größe', 'Stoff FAIL', 'Schnitt'],
} as const

/** A catalogue with all that describes items, which is to be told to a shop behind a JTL-Connector. */
export interface DescribedTrade {
  readonly world: World
  readonly shop: Shop
  /** Hashes of the images of the first item, in their order. */
  readonly images: readonly string[]
  /** Lets both lanes run until nothing is due any more, as often as that takes; waiting takes no time. */
  tellAll(): Promise<void>
  /** Everything is to be told once more. */
  sweepAll(): Promise<void>
  /** Works a lane off by processes of which each dies when its first call for the next of these kinds was answered. */
  dieAfter(lane: LaneKind, kinds: readonly OutgoingKind[]): Promise<void>
  /** Orders of the shop come in, are taken over and delivered here. */
  deliverAll(): Promise<void>
}

/** Makes it in a tenant of its own; nothing was told yet. */
export async function openDescribedTrade(
  db: Database,
  scope: TestScope,
  generation: Generation,
  quirks: Partial<Quirks> = {},
): Promise<DescribedTrade> {
  const world = await createWorld(db, scope)
  const { tenant } = world
  const { shop, id: connectionId } = await world.openShop({
    generation,
    quirks,
    catalog: [],
    withoutItems: true,
  })
  const [channel] = await world.query<{ id: string }>('select id from channel where tenant_id = $1', tenant)
  const channelId = channel?.id ?? ''
  const images = await stockUp(db, world, channelId)
  const again = async () => {
    await world.query('update due set not_before = null, tries = 0 where tenant_id = $1', tenant)
    await world.query('update sync_lane set not_before = null where tenant_id = $1', tenant)
  }
  return {
    world,
    shop,
    images,
    tellAll: async () => {
      for (let round = 0; round < 8; round++) {
        await world.sync({ lanes: ['catalogue', 'feedback'], parts: { blobs: place } })
        await again()
        const left = await world.query(
          `select 1 from due where tenant_id = $1 and kind not in ('stock', 'price')`,
          tenant,
        )
        if (left.length === 0) return
      }
    },
    sweepAll: async () => {
      for (const kind of ['category', 'manufacturer', 'characteristic', 'item', 'image'] as const)
        await world.tx(tx =>
          askForSweep(tx, tenant, { channelIds: [channelId], kind, by: 'tester', complete: true }),
        )
    },
    dieAfter: async (lane, kinds) => {
      for (const kind of kinds) await dieAfter(db, world, { connectionId, lane, kind })
    },
    deliverAll: async () => {
      assert.equal((await world.sync()).state, 'done')
      const web = await world.query<{ id: string }>('select id from web_order where tenant_id = $1', tenant)
      const ids = web.map(one => one.id)
      const taken = await takeOver(world.parts, { tenant, ids, by: 'tester', actorKind: 'user' })
      let number = 0
      await change(world, async tx => {
        const wishes = taken.map(one => ({ orderId: one.orderId ?? '', packages: [] }))
        const done = await deliver(tx, tenant, wishes, doing, () => `LS-${++number}`)
        assert.ok(
          done.results.every(one => one.did !== 'refused'),
          JSON.stringify(done.results),
        )
        return done
      })
    },
  }
}

const doing = { name: 'tester', now: new Date() }

async function stockUp(db: Database, world: World, channelId: string): Promise<readonly string[]> {
  const { tenant } = world
  const idsOf = (done: { readonly results: readonly { readonly id: string }[] }) =>
    done.results.map(one => one.id)
  const makers = idsOf(
    await change(world, tx =>
      createManufacturers(
        tx,
        tenant,
        goods.manufacturers.map(name => ({ name })),
      ),
    ),
  )
  const categories = idsOf(
    await change(world, tx =>
      createCategories(
        tx,
        tenant,
        goods.categories.map(name => ({ name })),
      ),
    ),
  )
  await change(world, tx =>
    createCharacteristics(
      tx,
      tenant,
      goods.characteristics.map(name => ({
        name,
        values: [{ name: `${name} eins` }, { name: `${name} zwei` }],
      })),
    ),
  )
  const values = await world.query<{ id: string; name: string }>(
    `select v.id, c.name from characteristic_value v
     join characteristic c on c.tenant_id = v.tenant_id and c.id = v.characteristic_id where v.tenant_id = $1`,
    tenant,
  )
  // Each item has one of each kind, the bad one all that is bad.
  const turn = <T>(list: readonly T[], at: number) => list.slice(at % list.length, (at % list.length) + 1)
  const made = goods.items.map((itemNumber, at) => ({
    itemNumber,
    name: `Artikel ${itemNumber}`,
    netPrice: '10',
    manufacturerId: turn(makers, at)[0] ?? null,
  }))
  const items = idsOf(await change(world, tx => createItems(tx, tenant, made)))
  const described = items.map((itemId, at) => ({
    itemId,
    valueIds: values
      .filter(one => turn<string>(goods.characteristics, at).includes(one.name))
      .map(one => one.id),
    categoryIds: turn(categories, at),
  }))
  await change(world, tx => setItemCharacteristics(tx, tenant, described))
  await change(world, tx => setItemCategories(tx, tenant, described))
  const [warehouse] = await world.tx(tx => createWarehouses(tx, tenant, [{ code: 'M', name: 'Main' }]))
  const opening = { warehouseId: warehouse?.id ?? '', quantity: '9', reason: 'opening' as const }
  await change(world, tx =>
    moveStock(
      tx,
      tenant,
      items.map(itemId => ({ itemId, ...opening })),
      'tester',
    ),
  )
  const hashes: string[] = []
  for (const background of ['red', 'blue', 'green', 'white']) {
    const create = { width: 4, height: 4, channels: 3 as const, background }
    const content = await sharp({ create }).png().toBuffer()
    hashes.push((await transact(db, { tenant }, tx => putBlob(tx, tenant, content, 'image/png', place))).hash)
  }
  await prepareImages(db, tenant, hashes, place)
  const [first = ''] = items
  await change(world, tx =>
    addImages(
      tx,
      tenant,
      hashes.map(hash => ({ itemId: first, hash })),
    ),
  )
  await change(world, tx =>
    sellOn(
      tx,
      tenant,
      items.map(itemId => ({ itemId, channelId, active: true })),
    ),
  )
  return hashes
}

function change<T extends { changed: Changed }>(world: World, verb: (tx: Tx) => Promise<T>): Promise<T> {
  return world.tx(async tx => {
    const done = await verb(tx)
    await markDue(tx, world.tenant, done.changed, 'tester')
    return done
  })
}

interface Death {
  readonly connectionId: string
  readonly lane: LaneKind
  readonly kind: OutgoingKind
}

// What a dead process leaves: the call was made, and nobody writes what came of it. It is let go at the end, and may write nothing then.
async function dieAfter(db: Database, world: World, { connectionId, lane, kind }: Death): Promise<void> {
  const { tenant } = world
  const [answered, heard] = later()
  const [released, release] = later()
  const send = Object.entries(jtl.send ?? {}).map(([name, one]) => [
    name,
    {
      ...one,
      send: async (session: unknown, list: readonly never[]) => {
        if (name !== kind) return one.send(session, list)
        try {
          return await one.send(session, list)
        } finally {
          heard()
          await released
        }
      },
    },
  ])
  const dying = { ...jtl, send: Object.fromEntries(send) } as Connector
  const wish = { tenant, connectionId, kind: lane, holder: `dying ${newId()}`, askedBy: 'tester' }
  const held = await claimLane(db, { ...wish, lease: productLease })
  assert.ok('fence' in held, 'the lane is free')
  const parts = { ...world.parts, db: { ...db }, connectors: new Map([[jtl.name, dying]]), blobs: place }
  const running = runLane(parts, held, { lease: { leaseMs: 600_000, beatMs: 600_000 } })
  await Promise.race([answered, running.then(() => assert.fail(`nothing was sent of ${kind}`))])
  await world.query(
    `update sync_lane set beat_at = clock_timestamp() - interval '1 hour' where tenant_id = $1`,
    tenant,
  )
  const next = await claimLane(db, { ...wish, holder: `next ${newId()}`, lease: productLease })
  assert.ok('fence' in next, 'the lane of a dead process is taken up')
  release()
  await assert.rejects(running, LaneLost)
  await world.query(
    'update channel_object set in_flight_until = clock_timestamp() where tenant_id = $1 and in_flight_until is not null',
    tenant,
  )
  await world.query('update due set not_before = null where tenant_id = $1', tenant)
  await world.query(
    `update sync_lane set beat_at = clock_timestamp() - interval '1 hour' where tenant_id = $1`,
    tenant,
  )
}

function later(): readonly [Promise<void>, () => void] {
  const { promise, resolve } = Promise.withResolvers<void>()
  return [promise, () => resolve()]
}

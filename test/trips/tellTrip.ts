import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { Database } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { setGroupPrices } from '../../src/catalog/groupPrices.ts'
import { removeImages } from '../../src/catalog/images.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { decideConflicts } from '../../src/sync/decideConflicts.ts'
import { type LaneKind, productLease } from '../../src/sync/lanes.ts'
import { askForSync, workOffSync } from '../../src/sync/startSync.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import { act } from '../connect/connectWorld.ts'
import { createWorld, type World } from '../import/world.ts'
import { type TripItem, tripCatalogue } from './catalogue.ts'
import { change, type Entered, enterCatalogue, place } from './enterCatalogue.ts'
import { expectedItems } from './expectedItems.ts'
import type { ShownField, ShownItem } from './shownItem.ts'
import type { TripShop, TripSubject } from './subject.ts'
import { tellOrders } from './tellOrders.ts'

/** A trip that is under way: each test of it goes on where the one before has ended. */
export interface Trip {
  readonly world: World
  readonly shop: TripShop
  readonly channelId: string
  readonly entered: Entered
  catalogue: readonly TripItem[]
  lanes(...lanes: readonly LaneKind[]): Promise<void>
}

/** Tells it as tests of the file that calls this: the catalogue there, changes on both sides, orders and their life back. */
export function tellTrip(db: Database, subject: TripSubject): void {
  const ends: (() => unknown)[] = []
  after(async () => {
    for (const end of ends.toReversed()) await end()
  })
  const scope: TestScope = { after: hook => void ends.push(hook) }
  let trip: Trip | undefined
  const under = () => trip ?? assert.fail('the catalogue did not arrive')

  test(`${subject.name}: ${subject.items} items arrive, and every field of every item is as it was entered`, async () => {
    trip = await setOut(db, scope, subject)
    await trip.lanes('catalogue', 'stock')
    compare(subject, trip)
    assert.deepEqual(trip.shop.written(), numbersOf(trip.catalogue))
    assert.deepEqual(trip.shop.complaints(), [])
  })

  test(`${subject.name}: what is changed here arrives, and of all other items nothing is sent`, async () => {
    const { shop, lanes, catalogue } = under()
    shop.written()
    const touched = await changeHere(under())
    await lanes('catalogue', 'stock')
    compare(subject, under())
    const sent = shop.written()
    assert.deepEqual(sent, touched)
    assert.ok(sent.length <= catalogue.length / 3, `${sent.length} items were sent`)
    assert.deepEqual(shop.complaints(), [])
  })

  if (subject.canBeSeen) tellConflicts(subject, under)
  else tellOverwritten(subject, under)

  tellOrders(subject, under)
}

// The shop cannot be asked what it shows: there are no conflicts to decide, and a rule that says so is refused in words.
function tellOverwritten(subject: TripSubject, under: () => Trip): void {
  test(`${subject.name}: what is changed there stays unseen, and a complete synchronisation sets it right`, async () => {
    const { shop, world, lanes, catalogue, channelId } = under()
    const simple = catalogue.filter(item => item.parent === undefined && item.variations === undefined)
    const [edited, lost, both] = simple.map(item => item.itemNumber).slice(-3)
    assert.ok(edited && lost && both)
    for (const itemNumber of [edited, both]) shop.overwrite(itemNumber)
    shop.lose(lost)
    const asks = act(world, 'conflict.set-rules', { channel: channelId, lead: { name: 'ask' } })
    await assert.rejects(asks, (error: Error & { code?: string }) => error.code === 'CONFLICTS_NOT_OFFERED')
    await lanes('catalogue', 'stock')
    const names = () => differing(subject, under())
    assert.deepEqual(names(), [edited, lost, both].sort(), 'nothing was changed here, so nothing was sent')
    // Changed on both sides: what is here counts.
    await rename(under(), both, 'Auf beiden Seiten geändert')
    await lanes('catalogue', 'stock')
    assert.deepEqual(names(), [edited, lost].sort())
    await complete(under())
    compare(subject, under())
    assert.deepEqual(shop.complaints(), [])
  })
}

// The shop is read before it is written: what somebody has changed there is kept until a person decides.
function tellConflicts(subject: TripSubject, under: () => Trip): void {
  test(`${subject.name}: what is changed on both sides waits for a person, and a complete synchronisation sets the rest right`, async () => {
    const { shop, world, lanes, catalogue, channelId } = under()
    const simple = catalogue.filter(item => item.parent === undefined && item.variations === undefined)
    const [edited, lost, both] = simple.map(item => item.itemNumber).slice(-3)
    assert.ok(edited && lost && both)
    for (const itemNumber of [edited, both]) shop.overwrite(itemNumber)
    shop.lose(lost)
    await act(world, 'conflict.set-rules', { channel: channelId, lead: { name: 'ask', price: 'ask' } })
    await lanes('catalogue', 'stock')
    assert.deepEqual(differing(subject, under()), [edited, lost, both].sort(), 'nothing was changed here')
    const decide = async () => {
      const rows = await world.query<{ id: string; field: string }>(
        `select id, field from conflict where tenant_id = $1 and state = 'open' order by field`,
        world.tenant,
      )
      const ids = rows.map(row => row.id)
      await change(world, async (tx, tenant) => ({
        ...(await decideConflicts(tx, tenant, ids, 'ours', 'tester', new Date())),
        changed: {},
      }))
      return [...new Set(rows.map(row => row.field))]
    }
    await rename(under(), both, 'Auf beiden Seiten geändert')
    await lanes('catalogue')
    const there = shop.shown().find(item => item.itemNumber === both)
    assert.equal(there?.names?.['de'], 'Im Shop geändert', 'it is kept until somebody decides')
    assert.deepEqual(await decide(), ['name.de', 'price'])
    await lanes('catalogue', 'stock')
    assert.equal(
      shop.shown().find(item => item.itemNumber === both)?.names?.['de'],
      'Auf beiden Seiten geändert',
    )
    await complete(under())
    await decide()
    await complete(under())
    // What was found to be gone is sent as new, after a pause.
    await world.query('update due set not_before = null where tenant_id = $1', world.tenant)
    await lanes('catalogue', 'stock')
    compare(subject, under())
    assert.deepEqual(shop.complaints(), [])
  })
}

function differing(subject: TripSubject, trip: Trip): readonly string[] {
  const numbers = different(subject, trip).map(one => one.split(/:| is /)[0] ?? '')
  return [...new Set(numbers)].sort()
}

async function setOut(db: Database, scope: TestScope, subject: TripSubject): Promise<Trip> {
  const world = await createWorld(db, scope)
  const shop = await subject.open(scope)
  const connection = await world.connect(shop.connector, shop.settings, undefined, shop.place)
  const [channel] = await world.query<{ id: string }>(
    'select id from channel where tenant_id = $1 and connection_id = $2',
    world.tenant,
    connection,
  )
  const channelId = channel?.id ?? ''
  await act(world, 'connection.check', { connection })
  await act(world, 'customer-group.add', { names: Object.values(shop.groups) })
  await act(world, 'channel.set-maps', { channel: channelId, list: 'customer_group', map: shop.groups })
  const [dealers] = await world.query<{ id: string }>(
    `select id from customer_group where tenant_id = $1 and name = 'Händler'`,
    world.tenant,
  )
  const catalogue = tripCatalogue(subject.items, subject.letters, subject)
  await world.makeItems(...shop.sellsBesides)
  const entered = await enterCatalogue(world, channelId, dealers?.id ?? '', catalogue)
  const lanes: Trip['lanes'] = async (...kinds) => {
    for (const lane of kinds) {
      const run = await world.sync({ lanes: [lane], parts: { blobs: place } })
      assert.equal(run.state, 'done', JSON.stringify(run.error))
    }
    assert.deepEqual(await refusedHere(world), [])
  }
  return { world, shop, channelId, entered, catalogue, lanes }
}

function refusedHere(world: World) {
  return world.query(
    `select kind, object_id, rejected_code, rejected_field, rejected_text
     from channel_object where tenant_id = $1 and rejected_code is not null`,
    world.tenant,
  )
}

function compare(subject: TripSubject, trip: Trip): void {
  assert.deepEqual(different(subject, trip), [])
  assert.deepEqual(trip.shop.shown().map(numberOf).sort(), numbersOf(trip.catalogue))
}

// `field of item: there instead of here`, for everything that is not shown as it should be.
function different(subject: TripSubject, { shop, catalogue, entered }: Trip): readonly string[] {
  const shown = new Map(shop.shown().map(item => [item.itemNumber, item]))
  return expectedItems(catalogue, { ...entered, priceDigits: subject.priceDigits }).flatMap(item => {
    const there = shown.get(item.itemNumber)
    if (!there) return [`${item.itemNumber} is not there`]
    return held(subject, item)
      .filter(field => !isDeepStrictEqual(there[field], item[field]))
      .map(field => {
        const [theirs, ours] = [there[field], item[field]].map(value => JSON.stringify(value))
        return `${item.itemNumber}: ${field} is ${theirs} instead of ${ours}`
      })
  })
}

function held({ holds, holdsOfFamilies }: TripSubject, item: ShownItem): readonly ShownField[] {
  if (item.parent) return holdsOfFamilies?.child ?? holds
  return (item.variations?.length ?? 0) > 0 ? (holdsOfFamilies?.parent ?? holds) : holds
}

function numbersOf(catalogue: readonly TripItem[]): string[] {
  return catalogue.map(numberOf).sort()
}

function numberOf({ itemNumber }: { readonly itemNumber: string }): string {
  return itemNumber
}

async function complete({ world }: Trip): Promise<void> {
  const kinds = ['category', 'manufacturer', 'characteristic', 'item', 'image'] as const
  const wish = {
    tenant: world.tenant,
    channels: [],
    lanes: ['catalogue', 'stock'] as const,
    askedBy: 'tester',
    holder: holderName(),
    complete: { kinds, connectors: world.parts.connectors },
  }
  const started = await world.tx(tx => askForSync(tx, wish))
  const run = await workOffSync({ ...world.parts, blobs: place }, wish, started, { lease: productLease })
  assert.equal(run.state, 'done', JSON.stringify(run.error))
}

async function rename(trip: Trip, itemNumber: string, name: string): Promise<void> {
  const id = trip.entered.ids.get(itemNumber) ?? ''
  trip.catalogue = trip.catalogue.map(item => {
    if (item.itemNumber !== itemNumber) return item
    return { ...item, texts: { ...item.texts, de: { ...item.texts.de, name } } }
  })
  const texts = trip.catalogue.find(item => item.itemNumber === itemNumber)?.texts
  await change(trip.world, (tx, tenant) => changeItems(tx, tenant, [{ id, name, texts: texts ?? {} }]))
}

// One change of each kind, each at another item; their numbers, sorted, with those of the parents that show the sum of their children.
async function changeHere(trip: Trip): Promise<readonly string[]> {
  const { world, entered, channelId } = trip
  const idOf = (one: TripItem) => entered.ids.get(one.itemNumber) ?? ''
  const simple = trip.catalogue.filter(item => item.parent === undefined && item.variations === undefined)
  const child = trip.catalogue.find(item => item.parent !== undefined) ?? assert.fail('no child')
  const [named, pictured, gone, sold] = simple
  const others = simple.filter(item => ![named, pictured, gone, sold].includes(item))
  const priced = others.find(item => !item.dealers && !item.scales && !item.special)
  assert.ok(named && priced && pictured && gone && sold)
  await rename(trip, named.itemNumber, 'Umbenannt: „Größe & Güte“'.replace(/[„“]/g, ''))
  // A tenth less: what falls further waits for a person.
  const [netPrice, net] = [0.9, 0.85].map(part => (Number(priced.netPrice) * part).toFixed(2))
  assert.ok(netPrice && net)
  await change(world, (tx, tenant) => changeItems(tx, tenant, [{ id: idOf(priced), netPrice }]))
  const [dealers] = await world.query<{ id: string }>(
    `select id from customer_group where tenant_id = $1 and name = 'Händler'`,
    world.tenant,
  )
  const scales = [{ from: '1', net }]
  const group = { itemId: idOf(priced), customerGroupId: dealers?.id ?? '', scales }
  await change(world, (tx, tenant) => setGroupPrices(tx, tenant, [group]))
  const [image] = await world.query<{ id: string }>(
    `select id from item_image where tenant_id = $1 and item_id = $2 order by sort, id limit 1`,
    world.tenant,
    idOf(pictured),
  )
  await change(world, (tx, tenant) => removeImages(tx, tenant, [image?.id ?? '']))
  const withdrawn = { itemId: idOf(gone), channelId, active: false }
  await change(world, (tx, tenant) => sellOn(tx, tenant, [withdrawn]))
  const moves = [sold, child].map(one => ({
    itemId: idOf(one),
    warehouseId: entered.warehouseId,
    quantity: '-7',
    reason: 'adjustment' as const,
  }))
  await change(world, (tx, tenant) => moveStock(tx, tenant, moves, 'tester'))
  trip.catalogue = trip.catalogue
    .filter(item => item.itemNumber !== gone.itemNumber)
    .map(item => {
      if (item.itemNumber === priced.itemNumber) return { ...item, netPrice, dealers: scales }
      if (item.itemNumber === pictured.itemNumber) return { ...item, images: item.images.slice(1) }
      if (item.itemNumber === sold.itemNumber || item.itemNumber === child.itemNumber)
        return { ...item, stock: String(Number(item.stock) - 7) }
      return item
    })
  return [named, priced, sold, child]
    .map(item => item.itemNumber)
    .concat(child.parent ?? '')
    .sort()
}

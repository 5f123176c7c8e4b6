import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { KontorError } from '../../src/base/errors.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import type { Connector } from '../../src/port/connector.ts'
import { Refused } from '../../src/port/errors.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import type { ReferenceSystem } from '../../testkit/reference/system.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { counts, createWorld, jtl, type World } from '../import/world.ts'
import { act, addReference, writes } from './connectWorld.ts'

const { db } = await testDatabase({ after })

test('a new connection collects orders after its check and sends nothing before its first run is finished', async context => {
  const { world, system, name } = await newShop(context)
  await sell(world, name, 'A-1')
  system.placeOrder(orderOf('R-1'))
  const before = await world.sync({ lanes })
  assert.deepEqual(codes(before), ['CHECK_MISSING', 'FIRST_RUN_MISSING'])
  assert.deepEqual(counts(before).found, 0)
  assert.equal(system.calls.length, 0, 'nothing is called')
  await act(world, 'connection.check', { connection: name })
  const run = await world.sync({ lanes })
  assert.equal(run.state, 'done')
  assert.equal(counts(run).new, 1)
  assert.deepEqual(codes(run), ['FIRST_RUN_MISSING'])
  assert.deepEqual(writes(system), [])
  await refuses(act(world, 'first-run.finish', { connection: name }), 'FIRST_RUN_NOT_LOOKED')
})

test('an empty shop is checked, looked at and ready by one command', async context => {
  const { world, system, name } = await newShop(context)
  await sell(world, name, 'A-1')
  const shown = await act(world, 'first-run.finish', { connection: name, empty: true })
  assert.equal(shown['phase'], 'ready')
  await world.sync({ lanes })
  assert.deepEqual(numbers(system), ['A-1'])
  await refuses(act(world, 'first-run.finish', { connection: name }), 'FIRST_RUN_DONE')
})

test('a shop that is not empty is not taken for one', async context => {
  const { world, system, name } = await newShop(context)
  put(system, 'X-1')
  await refuses(act(world, 'first-run.finish', { connection: name, empty: true }), 'FIRST_RUN_NOT_EMPTY')
})

test('what is there is matched by number, then by GTIN; what is not clear is listed and decided by a person', async context => {
  const { world, system, name } = await newShop(context)
  await itemIds(world, 'N-1', 'G-1', 'C-1', 'D-1', 'D-2', 'ours')
  await world.query(
    `update item set gtin = '40000008' where tenant_id = $1 and item_number = 'G-1'`,
    world.tenant,
  )
  await world.query(
    `update item set gtin = '40000015' where tenant_id = $1 and item_number in ('D-1', 'D-2')`,
    world.tenant,
  )
  const there = {
    number: put(system, 'N-1'),
    gtin: put(system, '', { gtin: '40000008' }),
    otherCase: put(system, 'c-1'),
    twice: put(system, 'unknown', { gtin: '40000015' }),
    theirs: put(system, 'Z-9'),
  }
  const looked = await act<Shown>(world, 'first-run.look', { connection: name })
  assert.deepEqual(itemsOf(looked), { seen: 5, matched: 2, ambiguous: 2, theirsOnly: 1, adopted: 0 })
  assert.deepEqual(writes(system), [])
  const { items } = await act<{ items: Listed[] }>(world, 'first-run.list', {
    connection: name,
    state: ['ambiguous', 'matched'],
  })
  const listed = new Map(items.map(one => [one.theirs, one]))
  assert.equal(listed.get(there.number)?.matchedBy, 'number')
  assert.equal(listed.get(there.gtin)?.matchedBy, 'gtin')
  assert.deepEqual(
    listed.get(there.twice)?.candidates.map(one => one.number),
    ['D-1', 'D-2'],
  )
  assert.deepEqual(
    listed.get(there.otherCase)?.candidates.map(one => one.number),
    ['C-1'],
  )
  await refuses(act(world, 'first-run.finish', { connection: name }), 'FIRST_RUN_OPEN')
  const cleared = await act<Shown & { adopted: number }>(world, 'first-run.adopt', {
    connection: name,
    all: true,
    pair: { [there.twice]: 'D-2' },
    leave: [there.otherCase],
  })
  assert.equal(cleared.adopted, 3)
  assert.deepEqual(itemsOf(cleared), { seen: 5, matched: 0, ambiguous: 0, theirsOnly: 1, adopted: 3 })
  await refuses(act(world, 'first-run.finish', { connection: name }), 'FIRST_RUN_LEAD_OPEN')
  await act(world, 'first-run.lead', { connection: name, leads: 'kontor' })
  await act(world, 'first-run.finish', { connection: name })
  const before = system.objects.of('item').length
  const run = await world.sync({ lanes })
  assert.equal(counts(run, 'item').accepted, 3, 'complete, because nobody knows what the shop holds of them')
  assert.equal(system.objects.of('item').length, before, 'nothing is made a second time')
  assert.deepEqual(await world.broken(), [])
})

test('two objects of theirs do not become one of ours', async context => {
  const { world, system, name } = await newShop(context)
  await itemIds(world, 'N-1', 'N-2')
  const pair = { [put(system, 'T-1')]: 'N-1', [put(system, 'T-2')]: 'N-1' }
  await act(world, 'first-run.look', { connection: name })
  await refuses(act(world, 'first-run.adopt', { connection: name, pair }), 'ADOPTION_REFUSED')
  assert.equal(itemsOf(await act<Shown>(world, 'first-run.show', { connection: name })).adopted, 0)
})

test('where the shop leads, nothing adopted is sent until it is changed here', async context => {
  const { world, system, name } = await newShop(context)
  const [item = ''] = await itemIds(world, 'N-1', 'N-2')
  put(system, 'N-1')
  put(system, 'N-2')
  await act(world, 'first-run.look', { connection: name })
  await act(world, 'first-run.adopt', { connection: name, all: true })
  await act(world, 'first-run.lead', { connection: name, leads: 'shop' })
  await act(world, 'first-run.finish', { connection: name })
  await world.sync({ lanes })
  assert.deepEqual(writes(system), [])
  await act(world, 'item.change', { item, name: 'Renamed here' })
  const run = await world.sync({ lanes })
  assert.equal(counts(run, 'item').accepted, 1)
  assert.equal(system.objects.of('item').length, 2)
})

test('where the shop leads, a quantity that it shows otherwise is ours at once, and the guard sees it fall', async context => {
  const { world, system, name } = await newShop(context)
  const ids = await itemIds(world, 'N-1', 'N-2', 'N-3')
  await world.tx(async tx => {
    const [warehouse] = await createWarehouses(tx, world.tenant, [{ code: 'M', name: 'Main' }])
    const moves = ids.map(itemId => ({
      ...{ itemId, warehouseId: warehouse?.id ?? '' },
      ...{ quantity: '5', reason: 'receipt' as const },
    }))
    await markDue(tx, world.tenant, (await moveStock(tx, world.tenant, moves, 'tester')).changed, 'tester')
  })
  const shows = (offered: string) => ({ stock: { offered, managed: true, oversell: false } })
  put(system, 'N-1', shows('7'))
  put(system, 'N-2', shows('5.0'))
  put(system, 'N-3') // says nothing of it
  const gone = Array.from({ length: 12 }, (_, at) => `Z-${at}`)
  await itemIds(world, ...gone)
  for (const number of gone) put(system, number, shows('3'))
  await act(world, 'first-run.look', { connection: name })
  await act(world, 'first-run.adopt', { connection: name, all: true })
  await act(world, 'first-run.lead', { connection: name, leads: 'shop' })
  await act(world, 'first-run.finish', { connection: name })
  const run = await world.sync({ lanes })
  assert.deepEqual(
    ['N-1', 'N-2', 'N-3', 'Z-0'].map(one => system.objects.shown(one)),
    ['5', '5', undefined, '3'],
  )
  assert.equal(counts(run, 'stock').accepted, 1)
  assert.equal(counts(run, 'item').accepted ?? 0, 0, 'nothing else of ours')
  const [held] = await world.query<{ count: number }>(
    `select count(*)::int as count from guard_item where tenant_id = $1 and rule = 'stock' and state = 'held'`,
    world.tenant,
  )
  assert.equal(held?.count, 12, 'what would run out at once is for a person')
  assert.deepEqual(await world.broken(), [])
})

test('a look that breaks off goes on where it stood, and keeps what was decided', async context => {
  const { world, system, name } = await newShop(context)
  await world.makeItems(...Array.from({ length: 30 }, (_, at) => `P-${at}`))
  for (let at = 0; at < 30; at++) put(system, `P-${at}`)
  const resumes: (string | undefined)[] = []
  let breaks = true
  const usual = referenceConnector()
  const { inventory } = usual
  assert.ok(inventory)
  const list: typeof inventory.list = (session, kind, resume, want) => {
    if (kind === 'item') resumes.push(resume)
    if (breaks && resumes.length === 3) throw new Refused('AUTH_EXPIRED', 'no')
    return inventory.list(session, kind, resume, want)
  }
  world.install({ ...usual, inventory: { ...inventory, list } } as Connector)
  await assert.rejects(act(world, 'first-run.look', { connection: name }))
  breaks = false
  resumes.splice(0, 2)
  const looked = await act<Shown>(world, 'first-run.look', { connection: name })
  assert.deepEqual(itemsOf(looked), { seen: 30, matched: 30, ambiguous: 0, theirsOnly: 0, adopted: 0 })
  assert.deepEqual(resumes.slice(0, 2), [resumes[0], resumes[0]], 'the page that failed is asked for again')
  assert.notEqual(resumes[0], undefined)
  await act(world, 'first-run.adopt', { connection: name, all: true })
  const again = await act<Shown>(world, 'first-run.look', { connection: name, anew: true })
  assert.deepEqual(itemsOf(again), { seen: 30, matched: 0, ambiguous: 0, theirsOnly: 0, adopted: 30 })
})

test('a shop by JTL-Connector shows what it has without losing it, and hears our numbers of what is adopted', async context => {
  const world = await createWorld(db, context)
  const { shop, id } = await world.openShop({ ...contents, name: 'Connector shop' })
  await world.query(`update connection set phase = 'new' where tenant_id = $1 and id = $2`, world.tenant, id)
  const count = shop.items().length
  assert.ok(count > 200, 'several pages')
  const looked = await act<Shown>(world, 'first-run.look', { connection: id })
  assert.equal(itemsOf(looked).matched, count)
  const twice = await act<Shown>(world, 'first-run.look', { connection: id, anew: true })
  assert.equal(itemsOf(twice).seen, count, 'looking took nothing away')
  await act(world, 'first-run.adopt', { connection: id, all: true })
  const after = await act<Shown>(world, 'first-run.look', { connection: id, anew: true })
  assert.equal(itemsOf(after).adopted, count)
  const [told] = await world.query<{ count: number }>(
    `select count(*)::int as count from adoption where tenant_id = $1 and connection_id = $2 and told_at is not null and kind = 'item'`,
    world.tenant,
    id,
  )
  assert.equal(told?.count, count)
})

test('numbers that the shop did not hear are told when the first run is finished', async context => {
  const world = await createWorld(db, context)
  const { shop, id } = await world.openShop({ ...contents, name: 'Half told' })
  await world.query(`update connection set phase = 'new' where tenant_id = $1 and id = $2`, world.tenant, id)
  const { inventory } = jtl
  assert.ok(inventory?.link)
  const link = inventory.link.bind(inventory)
  const told: string[] = []
  world.install({
    ...jtl,
    inventory: {
      ...inventory,
      link: (session, kind, list) => {
        if (told.length === 0 && told.push('refused')) throw new Refused('AUTH_EXPIRED', 'no')
        told.push(...list.map(one => one.theirs))
        return link(session, kind, list)
      },
    },
  })
  await act(world, 'first-run.look', { connection: id })
  await assert.rejects(act(world, 'first-run.adopt', { connection: id, all: true }))
  const shown = await act<Shown>(world, 'first-run.show', { connection: id })
  assert.equal(itemsOf(shown).adopted, shop.items().length, 'what was decided stays')
  await act(world, 'first-run.lead', { connection: id, leads: 'kontor' })
  await act(world, 'first-run.finish', { connection: id })
  assert.ok(told.length > shop.items().length)
})

test('two of ours are never one of theirs, nor two of theirs one of ours', async context => {
  const { world, system, name } = await newShop(context)
  await itemIds(world, 'N-1', 'N-2')
  const first = put(system, 'N-1')
  const second = put(system, 'elsewhere')
  await act(world, 'first-run.look', { connection: name })
  await act(world, 'first-run.adopt', { connection: name, all: true })
  const adopt = (pair: Record<string, string>) => act(world, 'first-run.adopt', { connection: name, pair })
  await refuses(adopt({ [second]: 'N-1' }), 'ADOPTION_REFUSED')
  await refuses(adopt({ [first]: 'N-2' }), 'ADOPTION_REFUSED')
  await refuses(adopt({ nothing: 'N-2' }), 'ADOPTION_UNKNOWN')
  await adopt({ [second]: 'N-2' })
})

test('categories are matched by name below the same parent', async context => {
  const world = await createWorld(db, context)
  const { shop, id } = await world.openShop({ ...contents, name: 'Tree' })
  const theirs = shop.categories()
  assert.ok(theirs.some(one => one.parentId))
  await world.query(`update connection set phase = 'new' where tenant_id = $1 and id = $2`, world.tenant, id)
  const made = new Map<string, string>()
  for (const category of theirs) {
    const name = category.texts[0]?.name ?? ''
    const parent = made.get(category.parentId ?? '')
    const wish = [{ name, parentId: parent ?? null }]
    const { results } = await world.tx(tx => createCategories(tx, world.tenant, wish))
    const [row] = results
    made.set(category.id, row && 'id' in row ? row.id : '')
  }
  const looked = await act<Shown>(world, 'first-run.look', { connection: id })
  const categories = looked.kinds.find(one => one.kind === 'category')
  assert.equal(categories?.matched, theirs.length)
})

const contents = { ...generateShop({ orders: 0, items: 250, seed: 11 }) }
const lanes = ['orders', 'stock', 'catalogue', 'feedback'] as const

interface Shown {
  readonly kinds: readonly {
    kind: string
    seen: number
    matched: number
    ambiguous: number
    theirsOnly: number
    adopted: number
  }[]
}
interface Listed {
  readonly theirs: string
  readonly matchedBy: string | null
  readonly candidates: readonly { readonly number: string }[]
}

function itemsOf({ kinds }: Shown) {
  const { seen, matched, ambiguous, theirsOnly, adopted } = kinds.find(one => one.kind === 'item') ?? {
    seen: -1,
    matched: -1,
    ambiguous: -1,
    theirsOnly: -1,
    adopted: -1,
  }
  return { seen, matched, ambiguous, theirsOnly, adopted }
}

async function newShop(context: Parameters<typeof createWorld>[1]) {
  const world = await createWorld(db, context)
  return { world, ...(await addReference(world, context, { system: { largestPage: 10 } })) }
}

async function itemIds(world: World, ...numbers: string[]): Promise<string[]> {
  await world.makeItems(...numbers)
  await world.query(`update item set net_price = 10 where tenant_id = $1`, world.tenant)
  const rows = await world.query<{ id: string }>(
    `select id from item where tenant_id = $1 and item_number = any($2::text[]) order by item_number`,
    world.tenant,
    numbers,
  )
  return rows.map(row => row.id)
}

async function sell(world: World, channel: string, number: string): Promise<void> {
  const [itemId = ''] = await itemIds(world, number)
  await world.tx(async tx => {
    const [warehouse] = await createWarehouses(tx, world.tenant, [{ code: 'M', name: 'Main' }])
    const move = { itemId, warehouseId: warehouse?.id ?? '', quantity: '5', reason: 'receipt' as const }
    await markDue(tx, world.tenant, (await moveStock(tx, world.tenant, [move], 'tester')).changed, 'tester')
  })
  await act(world, 'item.sell-on', { item: itemId, channel })
}

function put(system: ReferenceSystem, itemNumber: string, more: Record<string, unknown> = {}): string {
  const entry = {
    no: 0,
    id: '',
    reference: itemNumber,
    place: '',
    fields: { itemNumber, names: { de: 'x' }, ...more },
  }
  const stored = system.objects.put('item', entry)
  assert.ok(typeof stored === 'object' && 'id' in stored)
  return stored.id
}

function numbers(system: ReferenceSystem): unknown[] {
  return system.objects.of('item').map(one => one.fields['itemNumber'])
}

function codes(run: Awaited<ReturnType<World['sync']>>): string[] {
  return [...new Set(run.parts.flatMap(part => part.notes.map(note => note.code)))].sort()
}

async function refuses(work: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(
    work,
    (error: KontorError) => error.code === code || assert.fail(`${error.code}: ${error}`),
  )
}

// J6: a merchant who comes with a full shop and an empty Kontor.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { KontorError } from '../../src/base/errors.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { type TestScope, testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import type { ShopOptions } from '../../testkit/jtlConnector/state.ts'
import { createWorld, jtl, type World } from '../import/world.ts'
import { rounds } from '../rounds.ts'
import { act } from './connectWorld.ts'
import { categoriesHere, categoriesThere, itemsHere, itemsThere } from './importedFields.ts'
import { shopCatalogue } from './shopCatalogue.ts'

const { db, url } = await testDatabase({ after })
const program = fileURLToPath(new URL('importProcess.ts', import.meta.url))

for (const generation of [5, 3] as const)
  test(`the catalogue of a shop, 200 items, is made here, field by field, and nothing is sent back (generation ${generation})`, async context => {
    const { world, shop, contents } = await newShop(context, { generation }, { families: 20, simple: 60 })
    await act(world, 'first-run.look', { connection: 'Shop' })
    await mapGroups(world)
    const done = await act<Imported>(world, 'first-run.import', {
      connection: 'Shop',
      all: true,
      withStock: 'HAUPT',
    })
    assert.deepEqual(await noted(world), [], 'there is nothing to say of any')
    const { catalog, categories, manufacturers, specifics, images } = contents
    assert.deepEqual(Object.fromEntries(done.kinds.map(one => [one.kind, one.made])), {
      category: categories.length,
      manufacturer: manufacturers.length,
      characteristic: specifics.length,
      item: catalog.length,
      image: images.length - 1,
    })
    assert.deepEqual(await itemsHere(world), itemsThere(shop))
    assert.deepEqual(await categoriesHere(world), categoriesThere(shop))
    for (const kind of ['product', 'category', 'manufacturer', 'specific'] as const)
      assert.deepEqual(shop.remaining(kind), [], `the shop knows our number of each ${kind}`)
    assert.deepEqual(shop.remaining('image'), ['ic'])
    const before = shop.log.calls.length
    await act(world, 'first-run.lead', { connection: 'Shop', leads: 'kontor' })
    await act(world, 'first-run.finish', { connection: 'Shop' })
    const run = await world.sync({ lanes: ['orders', 'stock', 'catalogue'] })
    assert.equal(run.state, 'done', JSON.stringify(run.notes))
    assert.deepEqual(writesOf(shop, before), [], 'nothing is sent back as a change')
    assert.deepEqual(await world.broken(), [])
  })

test('groups, rates, languages and currencies that Kontor does not have stop the import, each by name and with its command', async context => {
  const { world, shop } = await newShop(context, {
    globals: {
      currencies: [
        { id: '1', iso: 'EUR', name: 'Euro', nameHtml: '&euro;', factor: '1', isDefault: true },
        { id: '2', iso: 'USD', name: 'Dollar', nameHtml: '$', factor: '1.1', isDefault: false },
      ],
    },
  })
  const one = shop.item('ART-1')
  assert.ok(one)
  shop.putItem({ ...one, vat: '5.5' })
  await act(world, 'first-run.look', { connection: 'Shop' })
  const all = { connection: 'Shop', all: true }
  await assert.rejects(act(world, 'first-run.import', all), (error: KontorError) => {
    assert.equal(error.code, 'IMPORT_CONDITIONS')
    for (const name of [
      'customer_group:1 (Endkunden)',
      'customer_group:2 (Händler)',
      'tax_rate:5.5',
      'currency:USD',
    ])
      assert.ok(error.texts.de.includes(name), `${name} in: ${error.texts.de}`)
    return true
  })
  assert.deepEqual(await itemsHere(world), {}, 'nothing was made')
  const { items } = await act<{ items: Condition[] }>(world, 'first-run.conditions', { connection: 'Shop' })
  const dealers = items.find(row => row.theirs === '2' && row.kind === 'customer_group')
  assert.equal(dealers?.command, 'channel map set Shop customer_group --map "2=Händler"')
  assert.match(dealers?.sentence ?? '', /Händler/)
  await mapGroups(world, { 1: 'Kunden' })
  const leaveOut = ['customer_group:2', 'tax_rate:5.50', 'currency:USD']
  const done = await act<Imported>(world, 'first-run.import', { ...all, leaveOut })
  assert.deepEqual(await noted(world), [
    'a1 IMPORT_TAX_UNKNOWN',
    'product#=#ia1a IMPORT_PARENT_MISSING',
    'product#=#ia1b IMPORT_PARENT_MISSING',
  ])
  assert.equal(done.kinds.find(row => row.kind === 'item')?.left, 1)
  const here = await itemsHere(world)
  assert.deepEqual(here['ART-2']?.['prices'], ['10 2.1'], 'no price of the group that was left out')
})

test('what cannot be made is listed with its reason and stops nothing; put right, it is made later', async context => {
  const { world, shop } = await newShop(context)
  const plain = shop.item('ART-1')
  assert.ok(plain)
  const put = (id: string, change: Partial<typeof plain>) =>
    shop.putItem({ ...plain, id, sku: id, ean: '', ...change })
  put('no-number', { sku: '' })
  put('no-name', { texts: [{ language: 'de', name: '' }] })
  put('twice', { sku: 'ART-2' })
  put('rate', { vat: '0.7' })
  put('orphan', { masterId: 'nobody' })
  put('choices', { variations: [{ id: 'x', name: 'Gravur', values: [{ id: 'y', name: 'ja' }] }] })
  put('bad-ean', { ean: '123' })
  put('lost', { categoryIds: ['gone'], stock: '-3' })
  await mapGroups(world)
  const wish = { connection: 'Shop', all: true, withStock: 'HAUPT', leaveOut: ['tax_rate:0.7'] }
  await act(world, 'first-run.import', wish)
  assert.deepEqual(
    (await noted(world)).filter(one => !one.startsWith('product#')),
    [
      'bad-ean IMPORT_GTIN_LEFT',
      'choices IMPORT_CHOICES',
      'lost IMPORT_PART_LEFT',
      'lost IMPORT_STOCK_LEFT',
      'no-name IMPORT_NAME_MISSING',
      'no-number IMPORT_NUMBER_MISSING',
      'orphan IMPORT_PARENT_MISSING',
      'rate IMPORT_TAX_UNKNOWN',
      'twice IMPORT_NUMBER_TAKEN',
    ],
  )
  assert.equal(Object.keys(await itemsHere(world)).length, shop.items().length - 6)
  put('no-name', { texts: [{ language: 'de', name: 'Jetzt mit Namen' }] })
  await act(world, 'first-run.look', { connection: 'Shop', anew: true })
  await act(world, 'first-run.import', wish)
  assert.equal((await itemsHere(world))['no-name']?.['name'], 'Jetzt mit Namen')
  assert.ok(!(await noted(world)).includes('no-name IMPORT_NAME_MISSING'))
})

test('an image of another private address is not fetched, though the shop itself may be', async context => {
  const { world } = await newShop(context)
  await mapGroups(world)
  const wish = { connection: 'Shop', only: ['a2'] }
  await act(world, 'first-run.import', wish)
  const record = { item: 'a2', url: 'http://127.0.0.1:1/geheim.png', sort: 9, alt: {} }
  await world.query(
    `update adoption set state = 'theirs_only', object_id = null, made = false, record = $2
     where tenant_id = $1 and kind = 'image' and their_id = 'product#=#ia2a'`,
    world.tenant,
    JSON.stringify(record),
  )
  await act(world, 'first-run.import', wish)
  const { items } = await act<{ items: { notes: { code: string; sentence: string }[] }[] }>(
    world,
    'first-run.list',
    { connection: 'Shop', noted: true, kind: 'image' },
  )
  assert.deepEqual(
    items.map(one => one.notes[0]?.code),
    ['IMPORT_IMAGE_FETCH'],
  )
  assert.match(items[0]?.notes[0]?.sentence ?? '', /ADDRESS_NOT_ALLOWED/)
})

test('ended at any call and gone on, it makes everything once', async context => {
  const { world, shop, contents } = await newShop(context)
  await mapGroups(world)
  const wish = { connection: 'Shop', all: true, withStock: 'HAUPT' }
  let ends = 0
  // The process goes away in the middle of a call, each time one call later.
  for (let after = 2; ; after += 2) {
    let calls = 0
    const stop = new AbortController()
    shop.setHooks({ beforeCall: () => void (++calls >= after && stop.abort()) })
    const end = await act(world, 'first-run.import', wish, stop.signal).catch((error: unknown) => error)
    shop.setHooks({})
    if (!stop.signal.aborted) {
      assert.ok(!(end instanceof Error), String(end))
      break
    }
    ends++
  }
  assert.ok(ends > 5, `${ends} ends are no test`)
  assert.deepEqual(await itemsHere(world), itemsThere(shop))
  assert.deepEqual(await categoriesHere(world), categoriesThere(shop))
  const links = await world.query<{ n: number }>(
    `select count(*)::int as n from link where tenant_id = $1 and kind = 'item'`,
    world.tenant,
  )
  assert.equal(links[0]?.n, contents.catalog.length)
  assert.deepEqual(shop.remaining('product'), [])
  assert.deepEqual(await world.broken(), [])
})

test('killed at any moment and begun again, it makes everything once', async context => {
  const { world, shop, contents } = await newShop(context)
  await mapGroups(world)
  const [connection] = await world.query<{ id: string }>(
    'select id from connection where tenant_id = $1',
    world.tenant,
  )
  const folder = await mkdtemp(join(tmpdir(), 'kontor-import-'))
  context.after(() => rm(folder, { recursive: true }))
  const start = () => {
    const args = [program, url, world.keyFile, world.tenant, connection?.id ?? '', folder]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    context.after(() => child.kill('SIGKILL'))
    return { child, ended: once(child, 'exit') }
  }
  const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Date.now() % 1e6)
  context.diagnostic(`seed ${seed}`)
  let at = 0
  const chance = () => {
    const x = Math.sin(seed + at++) * 10_000
    return x - Math.floor(x)
  }
  let killed = 0
  for (let kill = 0; kill < rounds(3); kill++) {
    const { child, ended } = start()
    const seen = shop.log.calls.length
    const after = 5 + Math.floor(chance() * 8)
    while (shop.log.calls.length < seen + after && child.exitCode === null) await wait(1)
    await wait(chance() * 60) // in a call, in a transaction, or between
    if (child.exitCode === null && child.kill('SIGKILL')) killed++
    await ended
  }
  assert.ok(killed > 0, 'none was killed in the middle')
  const last = start()
  assert.deepEqual(await last.ended, [0, null])
  assert.deepEqual(await itemsHere(world), itemsThere(shop))
  assert.deepEqual(await categoriesHere(world), categoriesThere(shop))
  assert.deepEqual(shop.remaining('product'), [])
  assert.equal(shop.links('product').length, contents.catalog.length)
  assert.deepEqual(await world.broken(), [])
})

test('what is here already is adopted, and only the rest is made', async context => {
  const { world, shop, contents } = await newShop(context)
  await mapGroups(world)
  await world.makeItems('ART-1', 'ART-2')
  await world.query(`update item set net_price = 1 where tenant_id = $1`, world.tenant)
  await act(world, 'category.add', { name: 'Küche' })
  await act(world, 'manufacturer.add', { name: 'Glashütte' })
  await act(world, 'first-run.look', { connection: 'Shop' })
  const wish = { connection: 'Shop', all: true }
  await act(world, 'first-run.adopt', wish)
  const done = await act<Imported>(world, 'first-run.import', wish)
  const made = new Map(done.kinds.map(one => [one.kind, one.made]))
  assert.equal(made.get('item'), contents.catalog.length - 2)
  assert.equal(made.get('category'), contents.categories.length - 1)
  assert.deepEqual(
    (await categoriesHere(world)).map(row => row.path),
    categoriesThere(shop).map(row => row.path),
  )
  assert.deepEqual(await noted(world), ['m2 IMPORT_KNOWN_HERE'])
  assert.deepEqual(shop.remaining('product'), [])
  const before = shop.log.calls.length
  await act(world, 'first-run.lead', { connection: 'Shop', leads: 'kontor' })
  await act(world, 'first-run.finish', { connection: 'Shop' })
  await world.sync({ lanes: ['catalogue'] })
  const pushed = new Set(
    shop.log.pushed
      .filter(one => one.call > before && one.method === 'product.push')
      .map(one => one.endpoint),
  )
  assert.deepEqual(
    [...pushed].sort(),
    ['a1', 'a2'],
    'what was adopted is sent, as who leads says; what was made is not',
  )
})

test('single items come with what they need', async context => {
  const { world, shop } = await newShop(context)
  await mapGroups(world)
  await act(world, 'first-run.import', { connection: 'Shop', only: ['a2', 'f1'] })
  const there = itemsThere(shop)
  const family = Object.keys(there).filter(number => number.startsWith('SHIRT-1'))
  const wanted = Object.fromEntries(
    ['ART-2', ...family].map(number => [number, { ...there[number], stock: null }]),
  )
  assert.deepEqual(await itemsHere(world), wanted)
  assert.deepEqual(
    (await categoriesHere(world)).map(row => row.path),
    ['Küche', 'Küche > Geschirr', 'Küche > Geschirr > Becher & Krüge'],
  )
})

interface Condition {
  readonly kind: string
  readonly theirs: string
  readonly state: string
  readonly command: string | null
  readonly sentence: string | null
}

interface Imported {
  readonly kinds: readonly { kind: string; made: number; left: number; refused: number; remarks: number }[]
}

async function newShop(
  context: TestScope,
  options: Partial<ShopOptions> = {},
  size = { families: 2, simple: 10 },
) {
  const contents = shopCatalogue(size)
  const world = await createWorld(db, context)
  world.install(jtl)
  const shop = await startShop({ generation: 5, token: 'geheim', ...contents, ...options })
  context.after(() => shop.close())
  await act(world, 'connection.add', {
    system: 'jtl-connector',
    name: 'Shop',
    set: { url: shop.url, token: shop.token },
  })
  await world.tx(tx => createWarehouses(tx, world.tenant, [{ code: 'HAUPT', name: 'Hauptlager' }]))
  await act(world, 'connection.check', { connection: 'Shop' })
  return { world, shop, contents }
}

async function mapGroups(
  world: World,
  map: Readonly<Record<string, string>> = { 1: 'Kunden', 2: 'Händler' },
): Promise<void> {
  await act(world, 'customer-group.add', { names: Object.values(map) })
  await act(world, 'channel.set-maps', { channel: 'Shop', list: 'customer_group', map })
}

async function noted(world: World): Promise<string[]> {
  const { items } = await act<{ items: { theirs: string; notes: { code: string; sentence: string }[] }[] }>(
    world,
    'first-run.list',
    { connection: 'Shop', noted: true, limit: 200 },
  )
  return items.flatMap(one => one.notes.map(note => `${one.theirs} ${note.code}`)).sort()
}

function writesOf(shop: Shop, since = 0): string[] {
  return shop.log.calls
    .slice(since)
    .map(call => call.method)
    .filter(method => /push|delete|clear/.test(method))
}

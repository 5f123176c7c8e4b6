import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { type Tx, transact } from '../base/database.ts'
import { searchTerm, searchWords } from '../base/searchWords.ts'
import { createCategories } from './categories.ts'
import { replaceTerms } from './itemTerms.ts'
import { type ItemFilter, listAndCountItems, listItemIds, listItems } from './listItems.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const chance = createChance(seed)
const { tenant, items, warehouse, channels } = await tradeWorld(db, { items: 120, onHand: '0' })
const channel = channels[0]?.channel ?? ''
const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
const some = <T>(list: readonly T[]): T => list[between(chance, 0, list.length - 1)] as T
const words = [
  'Kühl',
  'kuehlbox',
  'gross',
  'klein',
  'rot',
  'A-1',
  'a 15',
  'ab',
  'Box',
  'boxen',
  'ART-1',
  'xyz',
]

interface Made {
  readonly id: string
  readonly itemNumber: string
  readonly terms: readonly string[]
  readonly kind: string
  readonly active: boolean
  readonly sold: boolean
  readonly category: string | null
  readonly lies: 'never' | 'no more' | 'now'
  readonly priced: boolean
  readonly pictured: boolean
}
const made: Made[] = []
let root = ''
let below = ''

before(async () => {
  await inTenant(async tx => {
    const [first] = (await createCategories(tx, tenant, [{ name: 'Root' }])).results
    root = first?.id ?? ''
    const [second] = (await createCategories(tx, tenant, [{ name: 'Below', parentId: root }])).results
    below = second?.id ?? ''
    const names: { id: string; itemNumber: string; name: string }[] = []
    for (const [at, id] of items.entries()) {
      const name = `${some(words)} ${some(words)} ${some(words)}`
      const itemNumber = `N-${between(chance, 0, 9)}${at}`
      const one: Made = {
        id,
        itemNumber,
        terms: [searchTerm(itemNumber), ...searchWords(itemNumber), ...searchWords(name)],
        kind: chance() < 0.1 ? 'kit' : 'simple',
        active: chance() < 0.8,
        sold: chance() < 0.7,
        category: some([null, root, below]),
        lies: some(['never', 'no more', 'now'] as const),
        priced: chance() < 0.7,
        pictured: chance() < 0.5,
      }
      made.push(one)
      names.push({ id, itemNumber, name })
    }
    await tx.run(
      `update item i set item_number = r."itemNumber", number_key = lower(r."itemNumber"), name = r.name, active = r.active,
         kind = r.kind, rank = case r.kind when 'kit' then 1 else 0 end, net_price = case when r.priced then 10 end
       from json_to_recordset($2) as r (id uuid, "itemNumber" text, name text, active boolean, kind text, priced boolean)
       where i.tenant_id = $1 and i.id = r.id`,
      [tenant, JSON.stringify(made.map((one, at) => ({ ...one, name: names[at]?.name })))],
    )
    await replaceTerms(tx, tenant, names)
    await tx.run(
      `update item_channel k set active = r.sold from json_to_recordset($2) as r (id uuid, sold boolean)
       where k.tenant_id = $1 and k.item_id = r.id`,
      [tenant, JSON.stringify(made)],
    )
    await tx.run(
      `insert into item_category (tenant_id, item_id, category_id)
       select $1, id, category from json_to_recordset($2) as r (id uuid, category uuid) where category is not null`,
      [tenant, JSON.stringify(made)],
    )
    await tx.run(
      `insert into stock_level (tenant_id, item_id, warehouse_id, on_hand)
       select $1, id, $3, case lies when 'now' then 1 else 0 end from json_to_recordset($2) as r (id uuid, kind text, lies text)
       where kind <> 'kit' and lies <> 'never'`,
      [tenant, JSON.stringify(made), warehouse],
    )
    await tx.run(
      `insert into blob (tenant_id, hash, size, media_type) values ($1, '\\x01', 1, 'image/png')`,
      [tenant],
    )
    await tx.run(
      `insert into item_image (tenant_id, id, item_id, hash)
       select $1, gen_random_uuid(), id, '\\x01' from json_to_recordset($2) as r (id uuid, pictured boolean) where pictured`,
      [tenant, JSON.stringify(made)],
    )
  })
})

function meets(one: Made, filter: ItemFilter): boolean {
  const begins = (word: string) => one.terms.some(term => term.startsWith(word))
  const lies = one.kind === 'kit' ? 'never' : one.lies
  const searched = filter.search ? searchTerm(filter.search) : ''
  return (
    (searched === '' ||
      begins(searched) ||
      (searchWords(searched).length > 0 && searchWords(searched).every(begins))) &&
    (filter.kind === undefined || one.kind === filter.kind) &&
    (filter.active === undefined || one.active === filter.active) &&
    (filter.channelId === undefined || one.sold) &&
    (filter.categoryId === undefined ||
      one.category === filter.categoryId ||
      (filter.categoryId === root && one.category === below)) &&
    (filter.inStock === undefined || (lies === 'now') === filter.inStock) &&
    (filter.warehouseId === undefined || lies !== 'never') &&
    (filter.priced === undefined || one.priced === filter.priced) &&
    (filter.pictured === undefined || one.pictured === filter.pictured)
  )
}

const filters: readonly ItemFilter[] = [
  {},
  ...[
    'kuehl',
    'k',
    'kuehl gross',
    'gross rot klein',
    'a-1',
    'a-15',
    'n-1',
    'xyz q',
    'nothing',
    '-',
    'box a 1',
  ].map(search => ({ search })),
  { kind: 'kit' },
  { search: 'k', active: false },
  { search: 'kuehl box', channelId: channel, inStock: true },
  { active: true, inStock: false },
  { warehouseId: warehouse },
  { warehouseId: warehouse, inStock: true, search: 'a' },
  { priced: false },
  { priced: true, pictured: false, active: true },
  { pictured: true, search: 'k' },
]

test(`lists, pages and counts are what a plain reckoning says, however wide a search is (seed ${seed})`, async () => {
  const all = [...filters, { categoryId: root }, { categoryId: below, search: 'rot' }]
  for (const plain of all)
    for (const searchLimit of [undefined, 15, 0]) {
      const filter = searchLimit === undefined ? plain : { ...plain, searchLimit }
      const should = made.filter(one => meets(one, plain)).map(one => one.id)
      const what = JSON.stringify(filter)
      for (const sort of searchLimit === undefined
        ? (['newest', 'number'] as const)
        : (['newest'] as const)) {
        const sorted =
          sort === 'newest'
            ? should.toSorted().reverse()
            : made
                .filter(one => should.includes(one.id))
                .sort((a, b) => (a.itemNumber.toLowerCase() < b.itemNumber.toLowerCase() ? -1 : 1))
                .map(one => one.id)
        const read: string[] = []
        for (let next: string | undefined; ; next = read.at(-1)) {
          const page = { after: next, limit: 50, sort }
          const { rows, count } = await inTenant(tx => listAndCountItems(tx, tenant, filter, page, 1000))
          assert.equal(count, should.length, what)
          read.push(...rows.map(row => row.id))
          if (rows.length < 50) break
        }
        assert.deepEqual(read, sorted, `${what} ${sort}`)
      }
      const ids = await inTenant(tx => listItemIds(tx, tenant, filter, undefined, 1000))
      assert.deepEqual(ids, should.toSorted(), what)
    }
})

test('counting stops where it is told to, and going through all ids goes on behind the last', async () => {
  const counted = await inTenant(tx => listAndCountItems(tx, tenant, { search: 'n-' }, { limit: 1 }, 25))
  assert.equal(counted.count, 25)
  const ids = await inTenant(tx => listItemIds(tx, tenant, {}, items[9], 5))
  assert.deepEqual(ids, items.slice(10, 15))
  assert.deepEqual(
    await inTenant(tx =>
      listItems(tx, tenant, {}, { sort: 'number', after: '00000000-0000-7000-8000-000000000000', limit: 5 }),
    ),
    [],
  )
})

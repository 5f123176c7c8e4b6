// Verbs of any part are run in any order, and what was written down as due is compared with everything that every channel is
// told, reckoned anew before and after. Each part has its own test on it (`due<Part>.test.ts`).
import assert from 'node:assert/strict'
import type { Changed } from '../../src/base/changed.ts'
import { type Database, type Tx, transact } from '../../src/base/database.ts'
import { characteristicsForChannel, manufacturersForChannel } from '../../src/catalog/alongForChannel.ts'
import { changeCategories, createCategories } from '../../src/catalog/categories.ts'
import { categoriesForChannel } from '../../src/catalog/categoriesForChannel.ts'
import { createCustomerGroups } from '../../src/catalog/customerGroups.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { itemsForChannel } from '../../src/catalog/itemsForChannel.ts'
import { offersFor } from '../../src/stock/offers.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { between } from '../../testkit/jtlConnector/chance.ts'

/** The moment at which channels are told, and verbs are run. */
export const now = new Date('2026-03-02T09:00:00Z')

/** Changes something by chance and says what. */
export type Verb = (tx: Tx) => Promise<{ changed: Changed }>
export type Verbs = Readonly<Record<string, Verb>>

/** What else a channel is told: kind, id and content. For kinds that this file does not know. */
export type Teller = (
  tx: Tx,
  channelId: string,
) => Promise<readonly { readonly kind: string; readonly id: string; readonly content: unknown }[]>

/**
 * A tenant with 8 items on 3 channels, of which two show a part of the tree, each another, and one knows the customer groups;
 * two warehouses, the first with 20 of each item.
 */
export async function dueWorld(db: Database) {
  const world = await tradeWorld(db, { items: 8, channels: 3, onHand: '20' })
  const { tenant } = world
  const channels = world.channels.map(one => one.channel)
  return transact(db, { tenant }, async tx => {
    const groups = await createCustomerGroups(tx, tenant, [{ name: 'A' }, { name: 'B' }])
    const roots = await createCategories(tx, tenant, [{ name: 'R1' }, { name: 'R2' }])
    const categories = roots.results.map(result => result.id)
    for (const [at, root] of categories.entries())
      await tx.run('update channel set root_category_id = $2, share = 0.5 where id = $1', [
        channels[at],
        root,
      ])
    await tx.run(
      `insert into channel_customer_group (tenant_id, channel_id, their_id, customer_group_id) values ($1, $2, '1', $3)`,
      [tenant, channels[0], groups[0]?.id],
    )
    const [second] = await createWarehouses(tx, tenant, [{ code: 'B', name: 'B' }])
    return {
      tenant,
      channels,
      /** As it was made, for seeding more. */
      seeded: world,
      taxClasses: world.taxClasses,
      /** Grows with what verbs make. */
      items: [...world.items],
      /** Grows with what verbs make. */
      categories,
      groups: groups.map(group => group.id),
      warehouses: [world.warehouse, second?.id ?? ''],
    }
  })
}

/** Everything that every channel is told: `channel kind object` → its content. */
export async function told(
  tx: Tx,
  tenant: string,
  channels: readonly string[],
  also?: Teller,
): Promise<Map<string, string>> {
  const items = (await tx.query<{ id: string }>('select id from item order by id')).map(row => row.id)
  const categoryIds = (await tx.query<{ id: string }>('select id from category order by id')).map(
    row => row.id,
  )
  const all = new Map<string, string>()
  for (const channelId of channels) {
    const put = (kind: string, id: string, content: unknown) =>
      all.set(`${channelId} ${kind} ${id}`, JSON.stringify(content))
    for (const item of await itemsForChannel(tx, tenant, { channelId, itemIds: items, now })) {
      if (!item) continue
      const { prices, problem, taxRate, ...rest } = item
      put('item', item.id, { ...rest, taxRate })
      put('price', item.id, { prices, problem, taxRate })
    }
    for (const offer of await offersFor(tx, tenant, { channelId, itemIds: items }))
      if (all.has(`${channelId} item ${offer.itemId}`)) put('stock', offer.itemId, offer)
    for (const category of await categoriesForChannel(tx, tenant, { channelId, categoryIds, now }))
      if (category) put('category', category.id, category)
    for (const one of (await also?.(tx, channelId)) ?? []) put(one.kind, one.id, one.content)
  }
  return all
}

/** What channels are told of manufacturers and characteristics. */
export function describersTold(tenant: string): Teller {
  return async (tx, channelId) => {
    const ids = async (table: string) =>
      (await tx.query<{ id: string }>(`select id from ${table} order by id`)).map(row => row.id)
    const wish = { channelId, now }
    const made = await manufacturersForChannel(tx, tenant, { ...wish, ids: await ids('manufacturer') })
    const known = await characteristicsForChannel(tx, tenant, { ...wish, ids: await ids('characteristic') })
    return [
      ...made.flatMap(one => (one ? [{ kind: 'manufacturer', id: one.id, content: one }] : [])),
      ...known.flatMap(one => (one ? [{ kind: 'characteristic', id: one.id, content: one }] : [])),
    ]
  }
}

/** What waits to be told. */
export async function dueRows(tx: Tx): Promise<{ channel: string; kind: string; id: string }[]> {
  return tx.query('select channel_id as channel, kind, object_id as id from due')
}

// Objects of these kinds concern every channel, those who sell an item, or (all others) are looked at by their own tests.
const everywhere: ReadonlySet<string> = new Set(['category', 'manufacturer', 'characteristic'])
const selling: ReadonlySet<string> = new Set(['item', 'price', 'stock', 'cross_selling'])

/**
 * Runs each verb so many times, shuffled: a verb meets what any other left behind. After each one what is told otherwise than
 * before is due, and what is due is due for exactly the channels it concerns. Answers the verbs that changed anything that
 * a channel is told.
 */
export async function compareVerbs(
  db: Database,
  world: { readonly tenant: string; readonly channels: readonly string[] },
  verbs: Verbs,
  wish: {
    readonly chance: () => number
    readonly rounds: number
    readonly also?: Teller
    /** Verbs that have to have changed something: until they did all verbs go on in turn, as one may wait for what another does. */
    readonly needed?: readonly string[]
    /** Whether what was seen is enough: the same. A hundred times at most. */
    readonly enough?: (seen: ReadonlySet<string>) => boolean
  },
): Promise<Set<string>> {
  const { tenant, channels } = world
  const { chance, rounds, also, needed = [], enough = () => true } = wish
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const plan = Array.from({ length: rounds }, () => Object.entries(verbs))
    .flat()
    .map(([name, verb]) => ({ name, verb, place: chance() }))
    .sort((a, b) => a.place - b.place)
  const seen = new Set<string>()
  let before = await inTenant(tx => told(tx, tenant, channels, also))
  const act = (name: string, verb: Verbs[string]) =>
    inTenant(async tx => {
      const { changed } = await verb(tx)
      await markDue(tx, tenant, changed, 'test')
      const then = await told(tx, tenant, channels, also)
      if (await compare(tx, channels, name, before, then)) seen.add(name)
      await tx.run('delete from due')
      before = then
    })
  for (const { name, verb } of plan) await act(name, verb)
  const isEnough = () => needed.every(name => seen.has(name)) && enough(seen)
  for (let more = 0; more < 100 && !isEnough(); more++)
    for (const [name, verb] of Object.entries(verbs)) await act(name, verb)
  return seen
}

async function compare(
  tx: Tx,
  channels: readonly string[],
  name: string,
  before: ReadonlyMap<string, string>,
  then: ReadonlyMap<string, string>,
): Promise<boolean> {
  const written = await dueRows(tx)
  const marked = new Set(written.map(row => `${row.channel} ${row.kind} ${row.id}`))
  const differs = [...new Set([...before.keys(), ...then.keys()])].filter(
    key => before.get(key) !== then.get(key),
  )
  assert.deepEqual(
    differs.filter(key => !marked.has(key)),
    [],
    `${name}: a channel is not told`,
  )
  const sold = await tx.query<{ id: string; channel: string }>(
    'select item_id as id, channel_id as channel from item_channel',
  )
  const known = written.filter(row => everywhere.has(row.kind) || selling.has(row.kind))
  const objects = new Set(known.map(row => `${row.kind} ${row.id}`))
  const should = [...objects].flatMap(object => {
    const [kind = '', id] = object.split(' ')
    return everywhere.has(kind)
      ? channels.map(channel => `${channel} ${object}`)
      : sold.filter(row => row.id === id).map(row => `${row.channel} ${object}`)
  })
  assert.deepEqual(
    known.map(row => `${row.channel} ${row.kind} ${row.id}`).sort(),
    should.sort(),
    `${name}: other channels are told`,
  )
  return differs.length > 0
}

/** Verbs of the tree of categories, which change what all that lies in it is told with. */
export function treeVerbs(
  {
    tenant,
    items,
    categories,
  }: Pick<Awaited<ReturnType<typeof dueWorld>>, 'tenant' | 'items' | 'categories'>,
  chance: () => number,
): Verbs {
  const some = someOf(chance)
  return {
    async createCategories(tx) {
      const parentId = some([null, ...categories])
      const made = await createCategories(tx, tenant, [{ name: `C${categories.length}`, parentId }])
      categories.push(...made.results.map(result => result.id))
      return made
    },
    moveCategories: tx =>
      changeCategories(tx, tenant, [{ id: some(categories), parentId: some([null, ...categories]) }]),
    setItemCategories: tx =>
      setItemCategories(tx, tenant, [
        { itemId: some(items), categoryIds: categories.filter(() => chance() < 0.3) },
      ]),
  }
}

/** One of a list, by chance. */
export function someOf(chance: () => number) {
  return <T>(list: readonly T[]): T => list[between(chance, 0, list.length - 1)] as T
}

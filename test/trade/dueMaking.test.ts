// Orders made, edited, split, merged and made of quotations: with every piece that they commit or let go, channels have to be told.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { setKitParts } from '../../src/catalog/kits.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { type EditResult, editOrders, type OrderEdit } from '../../src/sales/editOrders.ts'
import { insertOrders, lockStockOf } from '../../src/sales/insertOrders.ts'
import { makeOrders, type NewOrder } from '../../src/sales/makeOrders.ts'
import { mergeOrders } from '../../src/sales/mergeOrders.ts'
import { orderQuotations } from '../../src/sales/orderQuotations.ts'
import { orderStatesForChannel } from '../../src/sales/orderStatesForChannel.ts'
import { changeQuotations, declineQuotations, makeQuotations } from '../../src/sales/quotations.ts'
import { splitOrders } from '../../src/sales/splitOrders.ts'
import { leaveInbox } from '../../src/sales/takeOverStore.ts'
import { verify } from '../../src/sync/verify.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { seedWebOrders } from '../../testkit/database/tradeOrders.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import { compareVerbs, dueWorld, now, someOf, type Teller, type Verbs } from './dueWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const by = { name: 'test', now }

test(`who makes, edits, splits and merges orders has channels told of what is left (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const some = someOf(chance)
  const world = await dueWorld(db)
  const { tenant, channels, items } = world
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const customers = [newId(), newId()] as const
  const kit = newId()
  await inTenant(tx => furnish(tx, world, kit, customers))
  const sold = [...items, kit]
  await takenOver(world, customers[0] ?? '')
  const before = await broken(tenant)

  const number = () => newId()
  const line = () => ({ kind: 'item' as const, itemId: some(sold), quantity: some(['1', '2', '3', '0.5']) })
  const wish = (): NewOrder => ({
    kind: some(['instant', 'customer', 'api'] as const),
    customer:
      chance() < 0.1
        ? { make: { address: { lastName: 'Neu', country: some(['DE', 'CH']) } } }
        : { id: some(customers) },
    channelId: some([undefined, undefined, undefined, ...channels]),
    lines: [line(), line()],
  })
  const orders = (tx: Tx) =>
    tx.query<{ id: string; version: number; lines: number[] }>(
      `select id, version, array(select line_no from sales_order_line n where n.order_id = o.id and n.item_id is not null order by 1) as lines
       from sales_order o where cancelled_at is null and completed_at is null order by id`,
    )
  const quotations = (tx: Tx) =>
    tx.query<{ id: string; version: number }>('select id, version from quotation order by id')
  const did = new Map<string, Set<string>>()
  const noted = <T extends { readonly results: readonly { readonly did: string }[] }>(
    verb: string,
    done: T,
  ) => {
    for (const one of done.results) did.set(verb, (did.get(verb) ?? new Set()).add(one.did))
    return done
  }
  const edit = async (tx: Tx, name: string, change: (lines: readonly number[]) => Partial<OrderEdit>) => {
    const all = await orders(tx)
    const wishes = [some(all), some(all)].map(({ id: orderId, version, lines }) => ({
      orderId,
      version,
      knowingly: true,
      ...change(lines),
    }))
    return noted<{ results: EditResult[]; changed: object }>(name, await editOrders(tx, tenant, wishes, by))
  }

  const verbs: Verbs = {
    makeOrders: async tx =>
      noted('make', await makeOrders(tx, tenant, [wish(), wish()], by, { order: number, customer: number })),
    editQuantities: tx =>
      edit(tx, 'edit', lines => ({ change: [{ line: some(lines), quantity: some(['1', '2', '5']) }] })),
    editLines: tx =>
      edit(tx, 'edit', lines => ({ add: [line()], remove: chance() < 0.4 ? [some(lines)] : [] })),
    editHeads: tx =>
      edit(tx, 'edit', () => ({
        customerId: some(customers),
        priority: between(chance, -9, 9),
        note: number(),
      })),
    async split(tx) {
      const wishes = (await orders(tx))
        .filter(one => one.lines.length > 1)
        .slice(-3)
        .map(({ id: orderId, lines }) => ({ orderId, lines: [{ line: some(lines), quantity: '1' }] }))
      return noted('split', await splitOrders(tx, tenant, wishes, by, number))
    },
    async merge(tx) {
      const [alike] = await tx.query<{ ids: string[] }>(
        `select array_agg(id order by id) as ids from sales_order
         where cancelled_at is null and channel_id is null and delivery_state = 'open'
         group by customer_id, prices_gross, tax_treatment, billing, shipping order by count(*) desc, 1 limit 1`,
      )
      const [into, ...others] = alike?.ids.slice(-3) ?? []
      const merge = { into: into ?? newId(), orders: others }
      return noted('merge', await mergeOrders(tx, tenant, [merge], by))
    },
    makeQuotations: tx =>
      makeQuotations(tx, tenant, [wish(), wish()], by, { quotation: number, customer: number }),
    async changeQuotations(tx) {
      const { id: quotationId, version } = some(await quotations(tx)) ?? { id: newId(), version: 1 }
      return changeQuotations(tx, tenant, [{ quotationId, version, to: wish() }], by, { customer: number })
    },
    async orderQuotations(tx) {
      const wishes = (await quotations(tx)).map(({ id }) => ({ quotationId: id })).slice(-3)
      return noted('quotation', await orderQuotations(tx, tenant, wishes, by, number))
    },
    declineQuotations: async tx =>
      declineQuotations(
        tx,
        tenant,
        [{ quotationId: some(await quotations(tx))?.id ?? newId(), reason: 'x' }],
        by,
      ),
    // What edits and splits meet: orders that are delivered in part, or paid.
    async deliver(tx) {
      const wishes = (await orders(tx)).slice(0, 5).map(({ id: orderId, lines }) => ({
        orderId,
        lines: [{ line: lines[0] ?? 1, quantity: '1' }],
        packages: [],
      }))
      return deliver(tx, tenant, wishes, by, number)
    },
    pay: async tx =>
      bookPayments(tx, tenant, [{ orderId: some(await orders(tx)).id, amount: '11.90', method: 'x' }], by),
  }
  const needed = ['makeOrders', 'editQuantities', 'editLines', 'orderQuotations']
  const also = statesTold(tenant)
  const done = Object.entries({
    make: 'made',
    edit: 'changed',
    split: 'split',
    merge: 'merged',
    quotation: 'ordered',
  })
  const enough = () => done.every(([verb, what]) => did.get(verb)?.has(what))
  const seen = await compareVerbs(db, world, verbs, { chance, rounds: rounds(3), also, needed, enough })
  for (const name of needed) assert.ok(seen.has(name), `${name} changed nothing for a channel: ${[...seen]}`)
  for (const name of [
    'split',
    'merge',
    'makeQuotations',
    'changeQuotations',
    'declineQuotations',
    'editHeads',
  ])
    assert.ok(!seen.has(name), `${name} changes nothing that a channel is told`)
  for (const [verb, what] of done)
    assert.ok(did.get(verb)?.has(what), `${verb}: only ${[...(did.get(verb) ?? [])]}`)
  assert.deepEqual(await broken(tenant), before)
})

// The orders of shops were put there without an import: what verify says of that, it says before and afterwards.
async function broken(tenant: string) {
  const findings = await transact(db, { tenant }, tx => verify(tx, tenant))
  return findings.filter(one => !one.ok)
}

type World = Awaited<ReturnType<typeof dueWorld>>

/** A kit of two items, sold everywhere as they are, and customers. */
async function furnish(
  tx: Tx,
  { tenant, items, channels }: World,
  kit: string,
  customers: readonly string[],
) {
  await tx.run(
    `insert into item (tenant_id, id, item_number, number_key, name, net_price, kind, rank, tax_class_id)
     select $1, $2, 'KIT', 'kit', 'Kit', 25, 'simple', 0, tax_class_id from item where id = $3`,
    [tenant, kit, items[0]],
  )
  const parts = items.slice(0, 2).map(itemId => ({ itemId, quantity: '2' }))
  await setKitParts(tx, tenant, [{ kitId: kit, parts }])
  await sellOn(
    tx,
    tenant,
    [...items, kit].flatMap(itemId => channels.map(channelId => ({ itemId, channelId, active: true }))),
  )
  await tx.run(
    `insert into customer (tenant_id, id, customer_number, name) select $1, id, id::text, 'Kunde' from unnest($2::uuid[]) as u (id)`,
    [tenant, customers],
  )
}

/** Orders of shops, which are edited knowingly. */
async function takenOver({ tenant, seeded, items }: World, customerId: string) {
  const ids = await seedWebOrders(
    db,
    seeded,
    items.map(itemId => ({ itemId, quantity: '2' })),
  )
  await transact(db, { tenant }, async tx => {
    await leaveInbox(tx, tenant, ids, { state: 'taken_over', now })
    const made = ids.map(webOrderId => ({
      webOrderId,
      id: newId(),
      number: newId(),
      customerId,
      reason: {},
      paid: '0',
      paymentState: 'open',
      deliver: true,
    }))
    await insertOrders(tx, tenant, made, await lockStockOf(tx, tenant, ids), by)
  })
}

/** What shops are told of their orders. */
function statesTold(tenant: string): Teller {
  return async (tx, channelId) => {
    const rows = await tx.query<{ id: string }>(
      'select id from sales_order where channel_id = $1 order by id',
      [channelId],
    )
    const states = await orderStatesForChannel(
      tx,
      tenant,
      rows.map(row => row.id),
    )
    return states.flatMap(one => (one ? [{ kind: 'order_status', id: one.id, content: one }] : []))
  }
}

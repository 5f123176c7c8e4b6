// A day after the backup the machine burns down: 500 orders, 20 numbers and some objects at the shop are of that day.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Database, type Tx, transact } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { operator } from '../../src/company/rights.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import type { Kontor } from '../../src/operations/operation.ts'
import { perform } from '../../src/operations/perform.ts'
import type { Connector } from '../../src/port/connector.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { laneKinds, productLease } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { beginRecovery } from '../../src/sync/recovery/beginRecovery.ts'
import { askForSync, workOffSync } from '../../src/sync/startSync.ts'
import { takeOver } from '../../src/sync/takeOver.ts'
import { verify } from '../../src/sync/verify.ts'
import { type TestScope, testDatabase } from '../../testkit/database/testDatabase.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import { startReferenceSystem } from '../../testkit/reference/system.ts'
import { orderOf } from '../import/referenceWorld.ts'
import { createWorld, type World } from '../import/world.ts'
import { backUp, emptyDatabase, openRestored, restore, scratchFolder } from './restoreWorld.ts'

/** What the test needs of a shop, whichever it is. */
interface AnyShop {
  /** What fetching needs beside the name. */
  readonly fetch: { readonly option: string; readonly input: Readonly<Record<string, unknown>> }
  readonly connectionId: string
  placeOrders(count: number): void
  orderIds(): string[]
  /** Its objects: their id, our number, what they are called. */
  items(): { readonly id: string; readonly no: number; readonly number: string }[]
  /** Records that bear a number of ours, where it keeps them. */
  acked(): (readonly [id: string, no: number])[]
  /** Deliveries that it was told. */
  deliveries(): number
  /** Calls that wrote or read anything, so far. */
  calls(): number
}

const shops: Readonly<Record<string, (world: World, scope: TestScope) => Promise<AnyShop>>> = {
  'a system that is read by date': (world, scope) => reference(world, scope, { inward: 'watermark' }),
  'a system that can only forget all it was told': async (world, scope) => ({
    ...(await reference(world, scope, { inward: 'acked', again: 'relink' })),
    fetch: { option: ' --all', input: { all: true } },
  }),
  'a shop that forgets what it was told is stored': async (world, scope) => {
    const { shop, id } = await world.openShop({ name: 'Shop', withoutItems: true })
    scope.after(async () => undefined)
    let count = 0
    return {
      connectionId: id,
      fetch: { option: '', input: { numbers: 2000 } },
      placeOrders: more => {
        for (let at = 0; at < more; at++)
          shop.placeOrder({
            id: `o${++count}`,
            lines: [
              { sku: 'A-1', name: 'Tasse', quantity: '1', priceNet: '10', priceGross: '11.90', vat: '19' },
            ],
            billing,
            shipping: billing,
          })
      },
      orderIds: () => shop.orders().map(order => order.id),
      items: () => {
        const numbers = new Map(shop.links('product'))
        return shop.items().map(item => ({ id: item.id, no: numbers.get(item.id) ?? 0, number: item.sku }))
      },
      acked: () => shop.links('customer_order'),
      deliveries: () => shop.deliveryNotes().length,
      calls: () => shop.log.calls.length,
    }
  },
}

async function reference(world: World, scope: TestScope, shape: Partial<Shape>): Promise<AnyShop> {
  const system = await startReferenceSystem({ way: shape.inward ?? 'acked' })
  scope.after(() => system.stop())
  const connectionId = await world.connect(
    referenceConnector(shape) as Connector,
    { url: system.url, token: system.token },
    'Shop',
  )
  const ids: string[] = []
  return {
    connectionId,
    fetch: { option: '', input: {} },
    placeOrders: count => {
      for (let at = 0; at < count; at++) ids.push(system.placeOrder(orderOf(`R-${ids.length + 1}`)))
    },
    orderIds: () => ids,
    items: () =>
      system.objects
        .of('item')
        .map(({ id, no, fields }) => ({ id, no, number: String(fields['itemNumber']) })),
    acked: () => [],
    deliveries: () => system.objects.of('delivery').length,
    calls: () => system.calls.length,
  }
}

for (const [name, open] of Object.entries(shops))
  test(`after a restore nothing is lost, doubled or overwritten at ${name}`, async t => {
    const { db } = await testDatabase(t)
    const world = await createWorld(db, t)
    const shop = await open(world, t)
    const before = merchant(world, db, shop.connectionId)
    const [, late = ''] = await before.offer('A-1', 'B-1')
    await before.sync()
    shop.placeOrders(30)
    await before.sync()
    await before.takeOver(30)
    // An item and deliveries that the backup knows, and that were sent after it.
    await before.sell(late)
    await before.deliver(2)

    const file = join(await scratchFolder(t), 'kontor.backup')
    await backUp(db, file)

    shop.placeOrders(500)
    await before.sync()
    await before.takeOver(20)
    await before.deliver(5)
    const [unknownItem = ''] = await before.offer('C-1')
    await before.sell(unknownItem)
    await before.sync()
    assert.deepEqual(await before.broken(), [])
    assert.equal(shop.deliveries(), 7)
    const numbers = await before.numbers()
    assert.ok(numbers.length > 50)
    const itemsBefore = shop.items().filter(item => item.number.endsWith('-1'))
    assert.deepEqual(itemsBefore.map(item => item.number).sort(), ['A-1', 'B-1', 'C-1'])

    const { url } = await emptyDatabase(t)
    const { begun } = await restore(url, file, (tx, head) => beginRecovery(tx, new Date(head.takenAt)))
    assert.deepEqual(begun, { connections: 1, steps: 6 })
    const restored = merchant(world, openRestored(url, t), shop.connectionId)

    // Locked for everything: nothing is called, whatever is asked for.
    const calls = shop.calls()
    assert.equal((await restored.sync()).parts.length, 0)
    await assert.rejects(restored.do('connection.unlock', { connection: 'Shop' }), {
      code: 'CONNECTION_RECOVERING',
    })
    await assert.rejects(restored.do('worker.run-now', { connection: 'Shop', lane: ['orders'] }), {
      code: 'CHANNEL_LOCKED',
    })
    assert.equal(shop.calls(), calls)
    assert.equal((await restored.broken()).length, 1, 'verify does not call it clean')

    const shown = await restored.do('recovery.show', {})
    assert.equal(shown.isOver, false)
    assert.deepEqual(
      shown.steps.map((step: { step: string; of: string; command: string }) => [
        step.step,
        step.of,
        step.command,
      ]),
      [
        ['number', 'customer', 'kontor recovery number customer LAST'],
        ['number', 'delivery', 'kontor recovery number delivery LAST'],
        ['number', 'order', 'kontor recovery number order LAST'],
        ['number', 'quotation', 'kontor recovery number quotation LAST'],
        ['number', 'return', 'kontor recovery number return LAST'],
        ['orders', 'Shop', `kontor recovery fetch "Shop"${shop.fetch.option}`],
      ],
    )
    await assert.rejects(restored.do('recovery.done', { connection: 'Shop' }), { code: 'RECOVERY_OPEN' })
    await assert.rejects(restored.do('recovery.number', { kind: 'order', last: '10001' }), {
      code: 'NUMBER_TOO_LOW',
    })
    for (const kind of ['order', 'delivery', 'customer', 'quotation', 'return'])
      await restored.do('recovery.number', { kind, last: '90000' })
    const wish = { connection: 'Shop', ...shop.fetch.input }
    if ('all' in wish)
      await assert.rejects(restored.do('recovery.fetch', { connection: 'Shop' }), {
        code: 'RECOVERY_UNLINKS_ALL',
      })
    const fetched = await restored.do('recovery.fetch', wish)
    assert.equal(fetched.new, 500)
    assert.equal((await restored.do('recovery.fetch', wish)).new, 0, 'it may be repeated')
    await restored.do('recovery.done', { connection: 'Shop' })
    assert.deepEqual(await restored.broken(), [])
    assert.equal((await restored.do('recovery.show', {})).isOver, true)

    await restored.sync()
    await restored.takeOver(500)
    await restored.deliver(5)
    await restored.sync()
    assert.deepEqual(await restored.broken(), [])

    // Nothing lost, nothing twice.
    const ledger = await restored.ledger()
    assert.deepEqual(ledger.map(row => row.id).sort(), [...shop.orderIds()].sort())
    assert.ok(ledger.every(row => row.outcome === 'taken_over'))
    // No number twice: what was given after the backup is not given again, to people or to the shop.
    const again = new Set(await restored.numbers())
    const known = new Set(await restored.numbersOf(30, 2))
    assert.deepEqual(
      numbers.filter(number => again.has(number) && !known.has(number)),
      [],
    )
    const acked = shop.acked()
    assert.equal(new Set(acked.map(([, no]) => no)).size, acked.length)
    if (acked.length > 0) assert.deepEqual(acked.map(([id]) => id).sort(), [...shop.orderIds()].sort())
    // Each object once at the shop, and what we do not know any more as it was.
    const items = shop.items().filter(item => item.number.endsWith('-1'))
    assert.deepEqual(
      items.map(({ id, number }) => [id, number]),
      itemsBefore.map(({ id, number }) => [id, number]),
    )
    const links = await restored.links()
    for (const item of itemsBefore) {
      const ours = links.filter(link => link.theirs === item.id && link.kind === 'item')
      assert.equal(ours.length, item.number === 'C-1' ? 0 : 1, item.number)
    }
    const lost = itemsBefore.find(item => item.number === 'C-1')
    assert.ok(!links.some(link => link.no === lost?.no), 'the number of the lost item means nothing else now')
    // The two that were told after the backup: nobody can look for them by a name, so a person does.
    assert.equal(shop.deliveries(), 12)
    const held = await restored.do('outbox.refused', { connection: 'Shop' })
    assert.deepEqual(
      held.items.map((item: { code: string }) => item.code),
      ['RECOVERY_UNSURE', 'RECOVERY_UNSURE'],
    )
  })

const billing = {
  firstName: 'Eva',
  lastName: 'Muster',
  street: 'Weg 1',
  zipCode: '10115',
  city: 'Berlin',
  country: 'DE',
  email: 'eva@example.com',
}

/** What the merchant does, on the one database or on the other. */
function merchant(world: World, db: Database, connectionId: string) {
  const { tenant } = world
  const parts = { ...world.parts, db }
  const kontor: Kontor = { ...world.kontor, db }
  const tx = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const perform_ = async (name: string, input: Record<string, unknown>) => {
    const operation = allOperations.find(one => one.name === name)
    if (!operation) throw new TypeError(name)
    const actor = operator('tester')
    const { output } = await perform({ kontor, tenant, actor, language: 'en' }, operation, input)
    return JSON.parse(JSON.stringify(output ?? null))
  }
  return {
    do: perform_,
    sync: async () => {
      const wish = { tenant, channels: [], lanes: laneKinds, askedBy: 'tester', holder: holderName() }
      const started = await tx(inside => askForSync(inside, wish))
      const run = await workOffSync(parts, wish, started, { lease: productLease })
      assert.equal(run.state, 'done', JSON.stringify(run.parts.map(part => part.error)))
      return run
    },
    /** Makes items with stock; the first is sold at once. */
    offer: (...numbers: string[]) =>
      tx(async inside => {
        const { results: items } = await createItems(
          inside,
          tenant,
          numbers.map(itemNumber => ({ itemNumber, name: `Tasse ${itemNumber}`, netPrice: '10' })),
        )
        const code = `L${numbers[0]}`
        const [warehouse] = await createWarehouses(inside, tenant, [{ code, name: code }])
        const moved = items.map(item => ({
          itemId: item.id,
          warehouseId: warehouse?.id ?? '',
          quantity: '1000',
          reason: 'receipt' as const,
        }))
        await markDue(inside, tenant, (await moveStock(inside, tenant, moved, 'tester')).changed, 'tester')
        const [first] = items
        if (first && numbers.length > 1) await offerOne(inside, first.id)
        return items.map(item => item.id)
      }),
    sell: (itemId: string) => tx(inside => offerOne(inside, itemId)),
    takeOver: async (count: number) => {
      const staged = await tx(inside =>
        inside.query<{ id: string }>(
          `select id from web_order where tenant_id = $1 and state = 'staged' order by placed_at, id limit $2`,
          [tenant, count],
        ),
      )
      const done = await takeOver(parts, {
        tenant,
        ids: staged.map(row => row.id),
        by: 'tester',
        actorKind: 'user',
      })
      assert.ok(
        done.every(one => one.did === 'taken_over'),
        JSON.stringify(done.find(one => one.did !== 'taken_over')),
      )
      assert.equal(done.length, count)
    },
    deliver: async (count: number) => {
      const orders = await tx(inside =>
        inside.query<{ id: string }>(
          `select o.id from sales_order o where o.tenant_id = $1 and not exists (select 1 from delivery d where d.tenant_id = $1 and d.order_id = o.id)
           order by o.id desc limit $2`,
          [tenant, count],
        ),
      )
      for (const { id } of orders) await perform_('order.deliver', { order: id })
    },
    broken: () => tx(inside => brokenOf(inside, tenant)),
    numbers: () =>
      tx(async inside =>
        (
          await inside.query<{ number: string }>(
            `select order_number as number from sales_order where tenant_id = $1
             union all select delivery_number from delivery where tenant_id = $1
             union all select customer_number from customer where tenant_id = $1`,
            [tenant],
          )
        ).map(row => row.number),
      ),
    /** The numbers that the backup knew: of so many orders and deliveries, and of the customer. */
    numbersOf: (orders: number, deliveries: number) =>
      tx(async inside =>
        (
          await inside.query<{ number: string }>(
            `(select order_number as number from sales_order where tenant_id = $1 order by taken_over_at, order_number limit $2)
             union all (select delivery_number from delivery where tenant_id = $1 order by id limit $3)
             union all (select customer_number from customer where tenant_id = $1 order by id limit 1)`,
            [tenant, orders, deliveries],
          )
        ).map(row => row.number),
      ),
    ledger: () =>
      tx(inside =>
        inside.query<{ id: string; outcome: string }>(
          `select external_id as id, outcome from ledger where tenant_id = $1 and kind = 'order'`,
          [tenant],
        ),
      ),
    links: () =>
      tx(inside =>
        inside.query<{ kind: string; no: number; theirs: string | null }>(
          `select kind, key_no as no, their_id as theirs from link where tenant_id = $1 and connection_id = $2`,
          [tenant, connectionId],
        ),
      ),
  }
  async function offerOne(inside: Tx, itemId: string) {
    const [channel] = await inside.query<{ id: string }>(
      `select id from channel where tenant_id = $1 and connection_id = $2`,
      [tenant, connectionId],
    )
    const done = await sellOn(inside, tenant, [{ itemId, channelId: channel?.id ?? '', active: true }])
    await markDue(inside, tenant, done.changed, 'tester')
  }
}

async function brokenOf(inside: Tx, tenant: string) {
  const findings = await verify(inside, tenant)
  return findings.flatMap(one => (one.ok ? [] : [`${one.promise}: ${one.wrong}`]))
}

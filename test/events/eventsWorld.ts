import type { Database } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { type TakenOver, takeOver } from '../../src/sync/takeOver.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import type { NewOrder, RecordType } from '../../testkit/reference/records.ts'
import { type WireObject, wireNumber } from '../../testkit/reference/wireJson.ts'
import { createReferenceWorld, orderOf, type ReferenceWorld } from '../import/referenceWorld.ts'
import { ledgerOf } from '../import/world.ts'

/** A reference world in which a test tells what happened to orders, over real HTTP. */
export interface EventsWorld extends ReferenceWorld {
  /** Places an order of so many cups (line 1) and as many plates (line 2). Its id. */
  place(number: string, quantity?: number, other?: Partial<NewOrder>): string
  /** An event of the system; `minute` is its time. Its id. */
  tell(type: RecordType, order: string, minute: number, fields?: WireObject): string
  /** Changes fields of an order at the system. */
  change(order: string, fields: WireObject): void
  /** Synchronises, and fails if that does. */
  run(): Promise<void>
  takeOver(): Promise<TakenOver[]>
  /** Outcome and code of a record. */
  outcome(kind: string, id: string): Promise<string>
  one<Row extends object>(sql: string, ...values: unknown[]): Promise<Row>
}

const start = Date.parse('2026-03-01T10:00:00Z')

/** The instant of that minute, as the system writes it. */
export const minuteAt = (minute: number) => new Date(start + minute * 60_000).toISOString()

export const quantityOf = (quantity: number | string) => wireNumber(String(quantity))

/** Makes one, with stock of both items. */
export async function createEventsWorld(db: Database, scope: TestScope): Promise<EventsWorld> {
  const base = await createReferenceWorld(db, scope, 'watermark')
  const { world, system, clock } = base
  await world.makeItems('A-2')
  await world.tx(async tx => {
    const warehouse = newId()
    await tx.run(`insert into warehouse (tenant_id, id, code, name) values ($1, $2, 'MAIN', 'Haupt')`, [
      world.tenant,
      warehouse,
    ])
    await tx.run(
      `with moved as (insert into stock_movement (tenant_id, id, item_id, warehouse_id, quantity, reason, actor)
         select $1, gen_random_uuid(), i.id, $2, 100, 'receipt', 'tester' from item i where i.tenant_id = $1 returning item_id, warehouse_id, quantity)
       insert into stock_level (tenant_id, item_id, warehouse_id, on_hand) select $1, item_id, warehouse_id, quantity from moved`,
      [world.tenant, warehouse],
    )
  })
  return {
    ...base,
    place: (number, quantity = 1, other = {}) => {
      clock.advance(1)
      const line = { name: 'Tasse', quantity: String(quantity), net: '10', gross: '11.90', vat: '19' }
      const total = (quantity * 2 * 11.9).toFixed(2)
      const lines = [
        { ...line, sku: 'A-1' },
        { ...line, sku: 'A-2' },
      ]
      return system.placeOrder({ ...orderOf(number), id: `o-${number}`, total, lines, ...other })
    },
    tell: (type, order, minute, fields = {}) => {
      clock.advance(1)
      return system.add(type, { order, at: minuteAt(minute), ...fields })
    },
    change: (order, fields) => {
      clock.advance(1)
      system.changeOrder(order, fields)
    },
    run: async () => {
      const run = await base.sync()
      if (run.state !== 'done')
        throw new Error(`${JSON.stringify(run.error)} ${world.log.findLast(line => line.includes('rror'))}`)
    },
    takeOver: async () => {
      const ids = await world.query<{ id: string }>(
        `select id from web_order where state = 'staged' order by id`,
      )
      const wish = { tenant: world.tenant, ids: ids.map(row => row.id), by: 'tester', actorKind: 'user' }
      return takeOver({ ...world.parts, now: clock.now }, wish)
    },
    outcome: async (kind, id) => {
      const row = (await ledgerOf(world, kind)).get(id)
      return [row?.outcome, row?.code].filter(Boolean).join(' ')
    },
    one: async (sql, ...values) => {
      const [row] = await world.query<never>(sql, ...values)
      if (!row) throw new Error(`no row: ${sql}`)
      return row
    },
  }
}

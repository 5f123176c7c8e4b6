import { type Database, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import type { TradeWorld } from './tradeWorld.ts'

/** One line of an order that is only there to take stock: its order has this line alone. */
export interface TakenLine {
  readonly itemId: string
  readonly quantity: string
  /** Of sales orders. */
  readonly delivered?: string
  /** The whole order was cancelled; of web orders: is no longer in the inbox. */
  readonly gone?: boolean
}

/** Sales orders of one line each, as short as the tables allow; answers their ids. Nothing is allocated. */
export async function seedOrders(
  db: Database,
  world: TradeWorld,
  lines: readonly TakenLine[],
): Promise<string[]> {
  const { tenant, company } = world
  const customer = newId()
  const rows = lines.map(line => ({ delivered: '0', gone: false, ...line, id: newId() }))
  await transact(db, { tenant, bulk: true }, async tx => {
    await tx.run(`insert into customer (tenant_id, id, customer_number, name) values ($1, $2, $3, 'Kunde')`, [
      tenant,
      customer,
      customer,
    ])
    await tx.run(
      `insert into sales_order (tenant_id, id, order_number, kind, company_id, connection_id, channel_id, customer_id,
         customer_reason, customer_name, placed_at, taken_over_by, currency, total_gross, total_minor, cancelled_at)
       select $1, r.id, r.id::text, 'customer', $3, $5, $6, $4, '{}', 'Kunde', now(), 'test', 'EUR', 10, 1000, case when r.gone then now() end
       from json_to_recordset($2) as r (id uuid, gone boolean)`,
      [
        tenant,
        JSON.stringify(rows),
        company,
        customer,
        world.channels[0]?.connection,
        world.channels[0]?.channel,
      ],
    )
    await tx.run(
      `insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, name, quantity, delivered)
       select $1, r.id, 1, 'item', r."itemId", 'Ding', r.quantity::numeric, r.delivered::numeric
       from json_to_recordset($2) as r (id uuid, "itemId" uuid, quantity text, delivered text)`,
      [tenant, JSON.stringify(rows)],
    )
  })
  return rows.map(row => row.id)
}

/** Web orders of one line each in the inbox (or gone from it), as short as the tables allow; answers their ids. */
export async function seedWebOrders(
  db: Database,
  world: TradeWorld,
  lines: readonly TakenLine[],
): Promise<string[]> {
  const { tenant } = world
  const [shop] = world.channels
  const rows = lines.map(line => ({ gone: false, ...line, id: newId() }))
  await transact(db, { tenant, bulk: true }, async tx => {
    await tx.run(
      `insert into ledger (tenant_id, id, connection_id, channel_id, kind, key_no, external_id, outcome, code, first_seen_at, changed_at)
       select $1, r.id, $3, $4, 'order', r.no, r.id::text, case when r.gone then 'ignored' else 'staged' end,
         case when r.gone then 'IGNORED_BY_PERSON' end, now(), now()
       from rows from (json_to_recordset($2) as (id uuid, gone boolean)) with ordinality as r (id, gone, no)`,
      [tenant, JSON.stringify(rows), shop?.connection, shop?.channel],
    )
    await tx.run(
      `insert into web_order (tenant_id, id, connection_id, channel_id, state, external_number, placed_at, currency, total_gross,
         total_minor, customer_name, payment_state, remote_state, record, changed_at)
       select $1, r.id, $3, $4, case when r.gone then 'cancelled' else 'staged' end, r.id::text, now(), 'EUR', 10, 1000, 'Kunde',
         'open', 'open', '{}', now()
       from json_to_recordset($2) as r (id uuid, gone boolean)`,
      [tenant, JSON.stringify(rows), shop?.connection, shop?.channel],
    )
    await tx.run(
      `insert into web_order_line (tenant_id, web_order_id, line_no, kind, item_id, name, quantity, staged)
       select $1, r.id, 1, 'item', r."itemId", 'Ding', r.quantity::numeric, not r.gone
       from json_to_recordset($2) as r (id uuid, "itemId" uuid, quantity text, gone boolean)`,
      [tenant, JSON.stringify(rows)],
    )
  })
  return rows.map(row => row.id)
}

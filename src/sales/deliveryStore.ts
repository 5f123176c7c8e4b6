import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import type { Doing } from './orderStore.ts'
import type { Package, PlannedLine } from './planDelivery.ts'

/** A line with an item that is not delivered in full. */
export interface DeliverableLine {
  readonly orderId: string
  readonly line: number
  readonly itemId: string
  readonly open: string
  readonly managed: boolean
}

/** Pieces that lie in a warehouse for a line. */
export interface SetAside {
  readonly orderId: string
  readonly line: number
  readonly warehouseId: string
  readonly quantity: string
}

export interface Warehouse {
  readonly id: string
  readonly code: string
  /** Nothing leaves it. */
  readonly locked: boolean
  /** What lies in it is offered nowhere. */
  readonly hidden: boolean
}

/** What can be delivered of these orders, and from where. The orders and their stock are locked. */
export async function readDeliverable(tx: Tx, tenant: string, orderIds: readonly string[]) {
  const [lines, aside, warehouses] = await Promise.all([
    tx.query<DeliverableLine>(
      `select n.order_id as "orderId", n.line_no as line, n.item_id as "itemId", n.open_quantity as open, i.stock_managed as managed
       from sales_order_line n join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
       where n.tenant_id = $1 and n.order_id = any($2::uuid[]) and n.open_quantity > 0 order by n.order_id, n.line_no`,
      [tenant, orderIds],
    ),
    tx.query<SetAside>(
      `select order_id as "orderId", line_no as line, warehouse_id as "warehouseId", quantity from allocation
       where tenant_id = $1 and order_id = any($2::uuid[])`,
      [tenant, orderIds],
    ),
    tx.query<Warehouse>(
      `select id, code, lock_shipment or not active as locked, lock_availability as hidden from warehouse where tenant_id = $1
       order by priority, id`,
      [tenant],
    ),
  ])
  return { lines, aside, warehouses }
}

export interface NewDelivery {
  readonly id: string
  readonly number: string
  readonly orderId: string
  readonly warehouseId: string
  readonly shippedAt: Date
  readonly lines: readonly PlannedLine[]
  readonly packages: readonly Package[]
}

/** Writes deliveries: what is set aside is used up, stock leaves by movements, lines count as delivered. */
export async function insertDeliveries(
  tx: Tx,
  tenant: string,
  deliveries: readonly NewDelivery[],
  by: Doing,
): Promise<void> {
  if (deliveries.length === 0) return
  const lines = deliveries.flatMap(one =>
    one.lines.map(line => ({
      ...line,
      delivery: one.id,
      order: one.orderId,
      warehouse: one.warehouseId,
      movement: newId(),
    })),
  )
  const packages = deliveries.flatMap(one =>
    one.packages.map((box, index) => ({ ...box, delivery: one.id, no: index + 1 })),
  )
  await tx.run(
    `insert into delivery (tenant_id, id, delivery_number, order_id, warehouse_id, shipped_at, made_by, made_at)
     select $1, r.id, r.number, r."orderId", r."warehouseId", r."shippedAt", $3, $4
     from json_to_recordset($2) as r (id uuid, number text, "orderId" uuid, "warehouseId" uuid, "shippedAt" timestamptz)`,
    [tenant, JSON.stringify(deliveries.map(({ lines: _, packages: __, ...row }) => row)), by.name, by.now],
  )
  await tx.run(
    `insert into delivery_package (tenant_id, delivery_id, package_no, carrier, tracking, url)
     select $1, r.delivery, r.no, r.carrier, r.tracking, r.url
     from json_to_recordset($2) as r (delivery uuid, no int, carrier text, tracking text, url text)`,
    [tenant, JSON.stringify(packages)],
  )
  await tx.run(
    `with line as materialized (
       select * from json_to_recordset($2) as r (delivery uuid, "order" uuid, warehouse uuid, movement uuid, line int, "itemId" uuid,
         quantity numeric, managed boolean)
     ), noted as (
       insert into delivery_line (tenant_id, delivery_id, order_id, line_no, quantity)
       select $1, delivery, "order", line, quantity from line
     ), moved as (
       insert into stock_movement (tenant_id, id, item_id, warehouse_id, quantity, reason, cause_kind, cause_id, actor, at)
       select $1, movement, "itemId", warehouse, -quantity, 'delivery', 'delivery', delivery, $3, $4 from line where managed
     ), stock as (
       update stock_level s set on_hand = s.on_hand - t.quantity, allocated = s.allocated - t.quantity
       from (select "itemId", warehouse, sum(quantity) as quantity from line where managed group by 1, 2) as t
       where s.tenant_id = $1 and s.item_id = t."itemId" and s.warehouse_id = t.warehouse
     )
     update sales_order_line n set delivered = n.delivered + t.quantity, allocated = n.allocated - t.managed
     from (select "order", line, sum(quantity) as quantity, coalesce(sum(quantity) filter (where managed), 0) as managed
           from line group by 1, 2) as t
     where n.tenant_id = $1 and n.order_id = t."order" and n.line_no = t.line`,
    [tenant, JSON.stringify(lines), by.name, by.now],
  )
  await useUp(tx, tenant, lines)
}

// Deleted first, so that no row stands there with nothing: what is used up goes, of the others a rest stays.
async function useUp(
  tx: Tx,
  tenant: string,
  lines: readonly { readonly order: string; readonly warehouse: string; readonly managed: boolean }[],
): Promise<void> {
  const used = JSON.stringify(lines.filter(line => line.managed))
  const taken = `(select "order", line, warehouse, sum(quantity) as quantity
      from json_to_recordset($2) as r ("order" uuid, line int, warehouse uuid, quantity numeric) group by 1, 2, 3) as t`
  const which = `a.tenant_id = $1 and a.order_id = t."order" and a.line_no = t.line and a.warehouse_id = t.warehouse`
  await tx.run(
    `with gone as (delete from allocation a using ${taken} where ${which} and a.quantity <= t.quantity)
     update allocation a set quantity = a.quantity - t.quantity from ${taken} where ${which} and a.quantity > t.quantity`,
    [tenant, used],
  )
}

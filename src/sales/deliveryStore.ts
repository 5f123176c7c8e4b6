import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { needsStock } from './kitLines.ts'
import type { Doing } from './orderStore.ts'
import type { TidyPackage } from './packages.ts'
import type { PlannedLine } from './planDelivery.ts'

/** A line with an item that is not delivered in full. */
export interface DeliverableLine {
  readonly orderId: string
  readonly line: number
  readonly itemId: string
  readonly open: string
  /** It lies on stock; of a kit: something of it does. */
  readonly managed: boolean
  /** Of a kit: what one of it takes, of what lies on stock. Null: it is no kit. */
  readonly parts: readonly { readonly itemId: string; readonly perKit: string }[] | null
  /** Of a kit: its parts of which no stock is kept; they leave no warehouse. */
  readonly loose: readonly string[]
  /** Why nothing of it may be shipped. */
  readonly barred: 'SHIPPING_LOCK' | 'PARENT_ITEM' | null
}

/** Pieces that lie in a warehouse for a line, or for a part of a kit. */
export interface SetAside {
  readonly orderId: string
  readonly line: number
  readonly itemId: string
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
      `select n.order_id as "orderId", n.line_no as line, n.item_id as "itemId", n.open_quantity as open,
         ${needsStock('n', 'i')} as managed,
         case i.kind when 'kit' then (
           select coalesce(jsonb_agg(jsonb_build_object('itemId', p.item_id, 'perKit', p.per_kit::text) order by p.item_id), '[]')
           from sales_order_part p join item c on c.tenant_id = p.tenant_id and c.id = p.item_id and c.stock_managed
           where p.tenant_id = n.tenant_id and p.order_id = n.order_id and p.line_no = n.line_no) end as parts,
         array(select p.item_id from sales_order_part p join item c on c.tenant_id = p.tenant_id and c.id = p.item_id and not c.stock_managed
           where p.tenant_id = n.tenant_id and p.order_id = n.order_id and p.line_no = n.line_no order by p.item_id) as loose,
         case when n.shipping_lock then 'SHIPPING_LOCK' when i.kind = 'parent' then 'PARENT_ITEM' end as barred
       from sales_order_line n join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
       where n.tenant_id = $1 and n.order_id = any($2::uuid[]) and n.open_quantity > 0 order by n.order_id, n.line_no`,
      [tenant, orderIds],
    ),
    tx.query<SetAside>(
      `select order_id as "orderId", line_no as line, item_id as "itemId", warehouse_id as "warehouseId", quantity from allocation
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
  /** Null: it waits to be shipped. */
  readonly shippedAt: Date | null
  readonly lines: readonly PlannedLine[]
  readonly packages: readonly TidyPackage[]
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
    })),
  )
  const taken = lines.flatMap(({ delivery, order, line, taken: pieces }) =>
    pieces.map(piece => ({ ...piece, delivery, order, line, movement: newId() })),
  )
  await tx.run(
    `insert into delivery (tenant_id, id, delivery_number, order_id, warehouse_id, shipped_at, made_by, made_at)
     select $1, r.id, r.number, r."orderId", r."warehouseId", r."shippedAt", $3, $4
     from json_to_recordset($2) as r (id uuid, number text, "orderId" uuid, "warehouseId" uuid, "shippedAt" timestamptz)`,
    [tenant, JSON.stringify(deliveries.map(({ lines: _, packages: __, ...row }) => row)), by.name, by.now],
  )
  await insertPackages(
    tx,
    tenant,
    deliveries.flatMap(one =>
      one.packages.map((box, index) => ({ ...box, delivery: one.id, no: index + 1 })),
    ),
  )
  await tx.run(
    `with line as materialized (
       select * from json_to_recordset($2) as r (delivery uuid, "order" uuid, line int, "itemId" uuid, quantity numeric)
     ), taken as materialized (
       select * from json_to_recordset($5) as r (delivery uuid, "order" uuid, line int, movement uuid, "itemId" uuid, warehouse uuid,
         quantity numeric)
     ), noted as (
       insert into delivery_line (tenant_id, delivery_id, order_id, line_no, quantity)
       select $1, delivery, "order", line, quantity from line
     ), moved as (
       insert into stock_movement (tenant_id, id, item_id, warehouse_id, quantity, reason, cause_kind, cause_id, actor, at)
       select $1, movement, "itemId", warehouse, -quantity, 'delivery', 'delivery', delivery, $3, $4 from taken
     ), stock as (
       update stock_level s set on_hand = s.on_hand - t.quantity, allocated = s.allocated - t.quantity
       from (select "itemId", warehouse, sum(quantity) as quantity from taken group by 1, 2) as t
       where s.tenant_id = $1 and s.item_id = t."itemId" and s.warehouse_id = t.warehouse
     ), used as (
       select "order", line, "itemId", sum(quantity) as quantity from taken group by 1, 2, 3
     ), parts as (
       update sales_order_part p set allocated = p.allocated - u.quantity, open_quantity = p.open_quantity - u.quantity from used u
       where p.tenant_id = $1 and p.order_id = u."order" and p.line_no = u.line and p.item_id = u."itemId"
     )
     update sales_order_line n set delivered = n.delivered + t.quantity,
       allocated = case when t.kit then greatest(0, n.allocated - t.quantity) else n.allocated - t.taken end
     from (select l."order", l.line, sum(l.quantity) as quantity, bool_or(i.kind = 'kit') as kit, coalesce(max(u.quantity), 0) as taken
           from line l join item i on i.tenant_id = $1 and i.id = l."itemId"
             left join used u on u."order" = l."order" and u.line = l.line and u."itemId" = l."itemId" group by 1, 2) as t
     where n.tenant_id = $1 and n.order_id = t."order" and n.line_no = t.line`,
    [
      tenant,
      JSON.stringify(lines.map(({ taken: _, ...line }) => line)),
      by.name,
      by.now,
      JSON.stringify(taken),
    ],
  )
  await useUp(tx, tenant, taken)
}

/** Writes packages under numbers that their deliveries do not have yet. */
export async function insertPackages(
  tx: Tx,
  tenant: string,
  packages: readonly (TidyPackage & { readonly delivery: string; readonly no: number })[],
): Promise<void> {
  if (packages.length === 0) return
  await tx.run(
    `insert into delivery_package (tenant_id, delivery_id, package_no, carrier, tracking, url, weight, return_label, order_id)
     select $1, r.delivery, r.no, r.carrier, r.tracking, r.url, r.weight, nullif(r."returnLabel", 'null'), d.order_id
     from json_to_recordset($2) as r (delivery uuid, no int, carrier text, tracking text, url text, weight numeric, "returnLabel" jsonb)
       left join delivery d on d.tenant_id = $1 and d.id = r.delivery and d.reversed_at is null`,
    [tenant, JSON.stringify(packages)],
  )
}

// Deleted first, so that no row stands there with nothing: what is used up goes, of the others a rest stays.
async function useUp(tx: Tx, tenant: string, taken: readonly object[]): Promise<void> {
  const pieces = `(select "order", line, "itemId", warehouse, sum(quantity) as quantity
      from json_to_recordset($2) as r ("order" uuid, line int, "itemId" uuid, warehouse uuid, quantity numeric) group by 1, 2, 3, 4) as t`
  const which = `a.tenant_id = $1 and a.order_id = t."order" and a.line_no = t.line and a.item_id = t."itemId" and a.warehouse_id = t.warehouse`
  await tx.run(
    `with gone as (delete from allocation a using ${pieces} where ${which} and a.quantity <= t.quantity)
     update allocation a set quantity = a.quantity - t.quantity from ${pieces} where ${which} and a.quantity > t.quantity`,
    [tenant, JSON.stringify(taken)],
  )
}

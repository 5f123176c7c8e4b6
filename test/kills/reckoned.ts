import type { Tx } from '../../src/base/database.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'

/** An item with what it costs, and what is there of it less what is promised. */
export interface ReckonedItem {
  readonly id: string
  readonly sku: string
  readonly net: string
  readonly free: string
}

/** All items by number, reckoned from movements and lines, not by the statements of the product. */
export function reckonItems(tx: Tx, tenant: string): Promise<ReckonedItem[]> {
  return tx.query(
    `select i.id, i.item_number as sku, i.net_price::text as net, greatest(0,
       coalesce((select sum(m.quantity) from stock_movement m where m.tenant_id = $1 and m.item_id = i.id), 0)
       - coalesce((select sum(n.quantity - n.delivered - n.cancelled) from sales_order_line n
           join sales_order o on o.tenant_id = $1 and o.id = n.order_id and o.cancelled_at is null
           where n.tenant_id = $1 and n.item_id = i.id), 0)
       - coalesce((select sum(n.quantity) from web_order_line n
           join web_order w on w.tenant_id = $1 and w.id = n.web_order_id and w.state = 'staged'
           where n.tenant_id = $1 and n.item_id = i.id), 0))::text as free
     from item i where i.tenant_id = $1 order by 2`,
    [tenant],
  )
}

/** Parcels that a shop of the JTL-Connector was told of, each with its order there. */
export function parcelsAtShop(shop: Shop): string[] {
  return shop
    .deliveryNotes()
    .flatMap(({ orderId, tracking }) =>
      tracking.flatMap(({ codes }) => codes.map(code => `${code} of ${orderId}`)),
    )
}

/** In what the parcels that a shop was told of differ from those that were sent for its orders; without a connection for all orders. */
export async function parcelsDiffer(
  tx: Tx,
  tenant: string,
  told: readonly string[],
  connectionId?: string,
): Promise<string[]> {
  const rows = await tx.query<{ parcel: string }>(
    `select p.tracking || ' of ' || l.external_id as parcel from delivery_package p
     join delivery d on d.tenant_id = $1 and d.id = p.delivery_id
     join sales_order o on o.tenant_id = $1 and o.id = d.order_id
     join ledger l on l.tenant_id = $1 and l.id = o.web_order_id
     where p.tenant_id = $1 and ($2::uuid is null or l.connection_id = $2)`,
    [tenant, connectionId ?? null],
  )
  const sent = new Set(rows.map(row => row.parcel))
  const noted = new Set(told)
  return [
    ...[...sent.difference(noted)].map(parcel => `the shop was not told of ${parcel}`),
    ...[...noted.difference(sent)].map(parcel => `the shop was told of ${parcel}, which was not sent`),
  ]
}

import type { Tx } from '../base/database.ts'

/** A delivery as the shop of its order is told it. */
export interface DeliveryForChannel {
  readonly id: string
  readonly orderId: string
  readonly channelId: string
  /** Key number and their id of the order. */
  readonly keyNo: number
  readonly theirOrderId: string
  readonly deliveryNumber: string
  readonly shippedAt: Date
  /** With it, nothing of the order is open any more. */
  readonly complete: boolean
  readonly lines: readonly {
    readonly lineNo: number
    readonly theirLine: string | null
    readonly itemId: string
    readonly quantity: string
  }[]
  readonly packages: readonly {
    readonly no: number
    readonly carrier: string
    readonly tracking: string
    readonly url?: string
    readonly returnLabel?: { readonly carrier: string; readonly tracking: string; readonly url?: string }
  }[]
}

/**
 * Deliveries of orders that came from shops, in the order of the ids; undefined for one of an order that did not, that is not shipped
 * yet or was taken back. One statement.
 */
export async function deliveriesForChannel(
  tx: Tx,
  tenant: string,
  deliveryIds: readonly string[],
): Promise<(DeliveryForChannel | undefined)[]> {
  if (deliveryIds.length === 0) return []
  const rows = await tx.query<DeliveryForChannel>(
    `select d.id, d.order_id as "orderId", o.channel_id as "channelId", l.key_no as "keyNo", l.external_id as "theirOrderId",
       d.delivery_number as "deliveryNumber", d.shipped_at as "shippedAt",
       (o.delivery_state = 'completed' or not exists (select from sales_order_line n where n.tenant_id = o.tenant_id and n.order_id = o.id and n.open_quantity > 0))
         and not exists (select from delivery e where e.tenant_id = d.tenant_id and e.order_id = d.order_id and e.reversed_at is null
           and (e.shipped_at is null or e.shipped_at > d.shipped_at or e.shipped_at = d.shipped_at and e.id > d.id)) as complete,
       (select jsonb_agg(jsonb_build_object('lineNo', x.line_no, 'theirLine', n.external_id, 'itemId', n.item_id, 'quantity', x.quantity::text)
          order by x.line_no)
        from delivery_line x join sales_order_line n on n.tenant_id = x.tenant_id and n.order_id = x.order_id and n.line_no = x.line_no
        where x.tenant_id = d.tenant_id and x.delivery_id = d.id) as lines,
       coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('no', k.package_no, 'carrier', k.carrier, 'tracking', k.tracking,
          'url', k.url, 'returnLabel', k.return_label)) order by k.package_no)
        from delivery_package k where k.tenant_id = d.tenant_id and k.delivery_id = d.id), '[]') as packages
     from unnest($2::uuid[]) as u (id)
       join delivery d on d.tenant_id = $1 and d.id = u.id and d.shipped_at is not null and d.reversed_at is null
       join sales_order o on o.tenant_id = d.tenant_id and o.id = d.order_id and o.channel_id is not null
       join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id`,
    [tenant, deliveryIds],
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  return deliveryIds.map(id => byId.get(id))
}

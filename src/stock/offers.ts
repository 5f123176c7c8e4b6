import type { Tx } from '../base/database.ts'

/** What a channel may be told to have of an item. */
export interface Offer {
  readonly itemId: string
  /** Whole pieces, never below 0. */
  readonly offered: string
  /** false: its stock is not looked at. */
  readonly managed: boolean
  /** May be sold without stock; the quantity is true all the same. */
  readonly oversell: boolean
}

/**
 * What a channel may offer of these items, in the order of the ids (engine.md section 5):
 * clamp(floor((available − staged − buffer − reserve) × share), 0, cap), available = on hand in warehouses that are not
 * locked for availability − committed. 0 for what the channel does not sell or sells no longer. To be read inside the call
 * slot of the connection, never earlier.
 *
 * One statement; each figure is looked up by item, so that it costs what was asked for and not what there is.
 */
export function offersFor(
  tx: Tx,
  tenant: string,
  wish: { readonly channelId: string; readonly itemIds: readonly string[] },
): Promise<Offer[]> {
  return tx.query<Offer>(
    `select u.id as "itemId", coalesce(i.stock_managed, true) as managed, coalesce(i.oversell, false) as oversell,
       case when k.active and i.active and not i.blocked
         then floor(least(greatest((h.on_hand - c.committed - s.staged - i.buffer - k.reserve) * n.share, 0), k.cap))
         else 0 end::text as offered
     from unnest($3::uuid[]) with ordinality as u (id, place)
     left join item i on i.tenant_id = $1 and i.id = u.id
     left join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = u.id
     left join channel n on n.tenant_id = $1 and n.id = $2
     cross join lateral (
       select coalesce(sum(l.on_hand), 0) as on_hand from stock_level l
       join warehouse w on w.tenant_id = l.tenant_id and w.id = l.warehouse_id and not w.lock_availability
       where l.tenant_id = $1 and l.item_id = u.id) h
     cross join lateral (${committedOf}) c
     cross join lateral (${stagedOf}) s
     order by u.place`,
    [tenant, wish.channelId, wish.itemIds],
  )
}

/** Open quantities of orders that are not cancelled. */
const committedOf = `select coalesce(sum(l.open_quantity), 0) as committed from sales_order_line l
  join sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id and o.cancelled_at is null
  where l.tenant_id = $1 and l.item_id = u.id and l.open_quantity > 0`

/** What web orders in the inbox will take. */
const stagedOf = `select coalesce(sum(l.quantity), 0) as staged from web_order_line l
  where l.tenant_id = $1 and l.item_id = u.id and l.staged and l.item_id is not null`

/** The quantities of an item over all warehouses. */
export interface StockFigures {
  readonly itemId: string
  readonly onHand: string
  readonly allocated: string
  readonly committed: string
  readonly staged: string
  /** May be below 0. */
  readonly available: string
}

/** The quantities of these items, in the order of the ids. */
export function stockFigures(tx: Tx, tenant: string, itemIds: readonly string[]): Promise<StockFigures[]> {
  return tx.query<StockFigures>(
    `select u.id as "itemId", trim_scale(h.on_hand)::text as "onHand", trim_scale(h.allocated)::text as allocated,
       trim_scale(c.committed)::text as committed, trim_scale(s.staged)::text as staged,
       trim_scale(h.free - c.committed)::text as available
     from unnest($2::uuid[]) with ordinality as u (id, place)
     cross join lateral (
       select coalesce(sum(l.on_hand), 0) as on_hand, coalesce(sum(l.allocated), 0) as allocated,
         coalesce(sum(l.on_hand) filter (where not w.lock_availability), 0) as free
       from stock_level l join warehouse w on w.tenant_id = l.tenant_id and w.id = l.warehouse_id
       where l.tenant_id = $1 and l.item_id = u.id) h
     cross join lateral (${committedOf}) c
     cross join lateral (${stagedOf}) s
     order by u.place`,
    [tenant, itemIds],
  )
}

import type { Tx } from '../base/database.ts'
import { firstIdOf } from '../base/ids.ts'

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
 * One statement that costs what was asked for and not what there is.
 */
export function offersFor(
  tx: Tx,
  tenant: string,
  wish: { readonly channelId: string; readonly itemIds: readonly string[] },
): Promise<Offer[]> {
  return tx.query<Offer>(
    `with ${figures}
     select u.id as "itemId", coalesce(i.stock_managed, true) as managed, coalesce(i.oversell, false) as oversell,
       case when k.active and i.active and not i.blocked
         then floor(least(greatest((coalesce(h.free, 0) - coalesce(c.committed, 0) - coalesce(s.staged, 0)
           - i.buffer - k.reserve) * n.share, 0), k.cap))
         else 0 end::text as offered
     from unnest($2::uuid[]) with ordinality as u (id, place)
     left join item i on i.tenant_id = $1 and i.id = u.id
     left join item_channel k on k.tenant_id = $1 and k.channel_id = $3 and k.item_id = u.id
     left join channel n on n.tenant_id = $1 and n.id = $3
     left join lying h on h.item_id = u.id
     left join committed c on c.item_id = u.id
     left join staged s on s.item_id = u.id
     order by u.place`,
    [tenant, wish.itemIds, wish.channelId],
  )
}

// The ids stand in each part as constants, not as a join: the planner then knows from its statistics which of them have many
// lines. Joined, one best-seller would make it expect thousands for every item, and read whole tables for each. For the same
// reason the order of a line is looked up, not joined.
const figures = `lying as (
    select l.item_id, sum(l.on_hand) as on_hand, sum(l.allocated) as allocated,
      sum(l.on_hand) filter (where not w.lock_availability) as free
    from stock_level l join warehouse w on w.tenant_id = l.tenant_id and w.id = l.warehouse_id
    where l.tenant_id = $1 and l.item_id = any($2::uuid[]) group by l.item_id),
  committed as (
    select l.item_id, sum(l.open_quantity) filter (where (
      select o.cancelled_at is null from sales_order o where o.tenant_id = l.tenant_id and o.id = l.order_id)) as committed
    from sales_order_line l
    where l.tenant_id = $1 and l.item_id = any($2::uuid[]) and l.open_quantity > 0 group by l.item_id),
  staged as (
    select l.item_id, sum(l.quantity) as staged from web_order_line l
    where l.tenant_id = $1 and l.item_id = any($2::uuid[]) and l.staged and l.item_id is not null group by l.item_id)`

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
    `with ${figures}
     select u.id as "itemId", trim_scale(coalesce(h.on_hand, 0))::text as "onHand",
       trim_scale(coalesce(h.allocated, 0))::text as allocated, trim_scale(coalesce(c.committed, 0))::text as committed,
       trim_scale(coalesce(s.staged, 0))::text as staged,
       trim_scale(coalesce(h.free, 0) - coalesce(c.committed, 0))::text as available
     from unnest($2::uuid[]) with ordinality as u (id, place)
     left join lying h on h.item_id = u.id
     left join committed c on c.item_id = u.id
     left join staged s on s.item_id = u.id
     order by u.place`,
    [tenant, itemIds],
  )
}

/**
 * How many pieces of these items were sold: ordered and not delivered yet, or delivered since that moment. Items of which
 * nothing was sold are absent.
 */
export async function soldLately(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
  since: Date,
): Promise<Map<string, string>> {
  if (itemIds.length === 0) return new Map()
  const rows = await tx.query<{ id: string; sold: string }>(
    `with ${figures},
     delivered as (
       select m.item_id, -sum(m.quantity) as delivered from stock_movement m
       where m.tenant_id = $1 and m.item_id = any($2::uuid[]) and m.id >= $3 and m.reason = 'delivery' group by m.item_id)
     select u.id, (coalesce(c.committed, 0) + coalesce(s.staged, 0) + coalesce(d.delivered, 0))::text as sold
     from unnest($2::uuid[]) as u (id)
     left join committed c on c.item_id = u.id
     left join staged s on s.item_id = u.id
     left join delivered d on d.item_id = u.id
     where coalesce(c.committed, 0) + coalesce(s.staged, 0) + coalesce(d.delivered, 0) > 0`,
    [tenant, itemIds, firstIdOf(since)],
  )
  return new Map(rows.map(row => [row.id, row.sold]))
}

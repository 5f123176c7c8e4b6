import type { Tx } from '../base/database.ts'
import { firstIdOf } from '../base/ids.ts'
import { type Reach, reachOf } from './related.ts'

/** What a channel may be told to have of an item. */
export interface Offer {
  readonly itemId: string
  /** Whole pieces, never below 0. */
  readonly offered: string
  /** false: its stock is not looked at. Of a kit or a parent: that of nothing it is made of. */
  readonly managed: boolean
  /** May be sold without stock, by its own switch and that of the channel; the quantity is true all the same. */
  readonly oversell: boolean
  /** The channel sells it, and of a parent all its children. */
  readonly sold: boolean
}

/**
 * What a channel may offer of these items, in the order of the ids (engine.md section 5):
 * clamp(floor((available − staged − buffer − reserve) × share), 0, cap), available = on hand in warehouses that are not
 * locked for availability − committed. Of a kit the number of whole kits that its parts make, each less its own buffer, takes
 * the place of available − staged; a parent is the sum of its children. What is not managed is told as the channel says, or
 * as it lies there. 0 for what the channel does not sell or sells no longer, but for what is named as `stillShown` there. To be
 * read inside the call slot of the connection, never earlier.
 *
 * Two statements that cost what was asked for and what it is made of, not what there is.
 */
export async function offersFor(
  tx: Tx,
  tenant: string,
  wish: {
    readonly channelId: string
    readonly itemIds: readonly string[]
    readonly stillShown?: readonly string[]
  },
): Promise<Offer[]> {
  const reach = await reachOf(tx, tenant, wish.itemIds)
  return tx.query<Offer>(
    `with ${figures},
     made as materialized (select * from unnest($4::uuid[], $5::uuid[], $6::numeric[]) as m (whole, base, quantity)),
     base as materialized (
       select i.id, i.kind, i.stock_managed, i.oversell, i.buffer, k.active and i.active and not i.blocked or i.id = any($9::uuid[]) as sold,
         coalesce(h.free, 0) - coalesce(c.committed, 0) - coalesce(s.staged, 0) as rest, k.reserve, k.cap, k.oversell as oversell_there
       from item i
         left join item_channel k on k.tenant_id = $1 and k.channel_id = $7 and k.item_id = i.id
         left join lying h on h.item_id = i.id
         left join committed c on c.item_id = i.id
         left join staged s on s.item_id = i.id
       where i.tenant_id = $1 and i.id = any($2::uuid[])),
     kit as (
       select m.whole, bool_or(b.stock_managed) as managed,
         coalesce(min(div(greatest(b.rest - b.buffer, 0), m.quantity)) filter (where b.stock_managed),
           min(div(greatest(b.rest - b.buffer, 0), m.quantity))) as whole_kits
       from made m join base b on b.id = m.base where m.quantity is not null group by m.whole),
     one as materialized (
       select b.id, a.managed, b.oversell and coalesce(b.oversell_there, true) as oversell, b.sold,
         case when not coalesce(b.sold, false) then 0
           when not a.managed and n.unlimited_quantity is not null then floor(least(n.unlimited_quantity, b.cap))
           else floor(least(greatest((case b.kind when 'kit' then coalesce(t.whole_kits, 0) else b.rest end
             - b.buffer - b.reserve) * n.share, 0), b.cap)) end as offered
       from base b left join kit t on t.whole = b.id left join channel n on n.tenant_id = $1 and n.id = $7
         cross join lateral (select case b.kind when 'kit' then coalesce(t.managed, false) else b.stock_managed end as managed) as a
       where b.kind <> 'parent'),
     family as (
       select m.whole, bool_or(o.managed) filter (where o.sold) as managed, bool_or(o.oversell) filter (where o.sold) as oversell,
         sum(o.offered) filter (where o.sold) as offered, bool_and(coalesce(o.sold, false)) as sold
       from made m join one o on o.id = m.base where m.quantity is null group by m.whole)
     select u.id as "itemId", coalesce(case b.kind when 'parent' then f.managed else o.managed end, true) as managed,
       coalesce(case b.kind when 'parent' then f.oversell else o.oversell end, false) as oversell,
       coalesce(case b.kind when 'parent' then case when b.sold then f.offered else 0 end else o.offered end, 0)::text as offered,
       coalesce(b.sold, false) and coalesce(f.sold, true) as sold
     from unnest($8::uuid[]) with ordinality as u (id, place)
     left join base b on b.id = u.id
     left join one o on o.id = u.id
     left join family f on f.whole = u.id
     order by u.place`,
    [...reachValues(tenant, reach), wish.channelId, wish.itemIds, wish.stillShown ?? []],
  )
}

/** The values of a statement with `figures` in it: $1 to $6. */
export function reachValues(tenant: string, { base, kits, made }: Reach): unknown[] {
  return [
    tenant,
    base,
    kits,
    made.map(one => one.whole),
    made.map(one => one.base),
    made.map(one => one.quantity),
  ]
}

// What waits in the inbox, or is parked, takes the kit as it is now.
function stagedOf(table: 'web_order_line' | 'parked_line'): string {
  return `select l.item_id, l.quantity from ${table} l
      where l.tenant_id = $1 and l.item_id = any($2::uuid[]) and l.staged and l.item_id is not null
      union all
      select c.item_id, l.quantity * c.quantity from ${table} l
        join kit_content c on c.tenant_id = l.tenant_id and c.kit_id = l.item_id and c.item_id = any($2::uuid[])
      where l.tenant_id = $1 and l.item_id = any($3::uuid[]) and l.staged and l.item_id is not null`
}

// The ids stand in each part as constants, not as a join: the planner then knows from its statistics which of them have many
// lines. Joined, one best-seller would make it expect thousands for every item, and read whole tables for each. For the same
// reason the order of a line is looked up, not joined. Orders that somebody else delivered take nothing of ours.
/** What lies, is committed and staged of items, as parts of a `with`. */
export const figures = `lying as materialized (
    select l.item_id, sum(l.on_hand) as on_hand, sum(l.allocated) as allocated,
      sum(l.on_hand) filter (where not w.lock_availability) as free
    from stock_level l join warehouse w on w.tenant_id = l.tenant_id and w.id = l.warehouse_id
    where l.tenant_id = $1 and l.item_id = any($2::uuid[]) group by l.item_id),
  open_line as (
    select l.tenant_id, l.order_id, l.item_id, l.open_quantity, l.allocated from sales_order_line l
    where l.tenant_id = $1 and l.item_id = any($2::uuid[]) and l.open_quantity > 0
    union all
    select p.tenant_id, p.order_id, p.item_id, p.open_quantity, p.allocated from sales_order_part p
    where p.tenant_id = $1 and p.item_id = any($2::uuid[]) and p.open_quantity > 0),
  committed as materialized (
    select l.item_id, sum(l.allocated) as allocated, sum(l.open_quantity) filter (where (
      select o.cancelled_at is null and o.delivery_state <> 'completed' from sales_order o
      where o.tenant_id = l.tenant_id and o.id = l.order_id)) as committed
    from open_line l group by l.item_id),
  staged as materialized (
    select w.item_id, sum(w.quantity) as staged from (
      ${stagedOf('web_order_line')} union all ${stagedOf('parked_line')}) as w
    group by w.item_id)`

/** The quantities of an item over all warehouses. Of a kit nothing lies anywhere; of a parent all that its children have. */
export interface StockFigures {
  readonly itemId: string
  readonly onHand: string
  readonly allocated: string
  readonly committed: string
  readonly staged: string
  /** May be below 0. Of a kit: how many could be made. */
  readonly available: string
}

/** The quantities of these items, in the order of the ids. Two statements. */
export async function stockFigures(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
): Promise<StockFigures[]> {
  const reach = await reachOf(tx, tenant, itemIds)
  return tx.query<StockFigures>(
    `with ${figures},
     made as materialized (select * from unnest($4::uuid[], $5::uuid[], $6::numeric[]) as m (whole, base, quantity)),
     own as materialized (
       select i.id, i.kind, i.stock_managed, coalesce(h.on_hand, 0) as on_hand,
         case i.kind when 'kit' then coalesce(c.allocated, 0) else coalesce(h.allocated, 0) end as allocated,
         coalesce(c.committed, 0) as committed, coalesce(s.staged, 0) as staged,
         coalesce(h.free, 0) - coalesce(c.committed, 0) as available
       from item i
         left join lying h on h.item_id = i.id
         left join committed c on c.item_id = i.id
         left join staged s on s.item_id = i.id
       where i.tenant_id = $1 and i.id = any($2::uuid[])),
     kit as (
       select m.whole, min(div(greatest(b.available, 0), m.quantity)) filter (where b.stock_managed) as available
       from made m join own b on b.id = m.base where m.quantity is not null group by m.whole),
     family as (
       select m.whole, sum(b.on_hand) as on_hand, sum(b.allocated) as allocated, sum(b.committed) as committed,
         sum(b.staged) as staged, sum(greatest(b.available, 0)) as available
       from made m join own b on b.id = m.base where m.quantity is null group by m.whole)
     select u.id as "itemId", trim_scale(coalesce(f.on_hand, o.on_hand, 0))::text as "onHand",
       trim_scale(coalesce(f.allocated, o.allocated, 0))::text as allocated,
       trim_scale(coalesce(f.committed, o.committed, 0))::text as committed,
       trim_scale(coalesce(f.staged, o.staged, 0))::text as staged,
       trim_scale(coalesce(f.available, case o.kind when 'kit' then coalesce(k.available, 0) else o.available end, 0))::text as available
     from unnest($7::uuid[]) with ordinality as u (id, place)
     left join own o on o.id = u.id
     left join kit k on k.whole = u.id
     left join family f on f.whole = u.id
     order by u.place`,
    [...reachValues(tenant, reach), itemIds],
  )
}

/**
 * How many pieces of these items were sold: ordered and not delivered yet, or delivered since that moment. Of a kit: how many
 * kits the pieces of that part would make of which most was sold, whoever ordered it; of a parent what was sold of its
 * children. Items of which nothing was sold are absent. Two statements.
 */
export async function soldLately(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
  since: Date,
): Promise<Map<string, string>> {
  if (itemIds.length === 0) return new Map()
  const reach = await reachOf(tx, tenant, itemIds)
  const rows = await tx.query<{ id: string; sold: string }>(
    `with ${figures},
     delivered as (
       select m.item_id, -sum(m.quantity) as delivered from stock_movement m
       where m.tenant_id = $1 and m.item_id = any($2::uuid[]) and m.id >= $7 and m.reason = 'delivery' group by m.item_id),
     own as materialized (
       select u.id, coalesce(c.committed, 0) + coalesce(s.staged, 0) + coalesce(d.delivered, 0) as sold
       from unnest($2::uuid[]) as u (id)
       left join committed c on c.item_id = u.id
       left join staged s on s.item_id = u.id
       left join delivered d on d.item_id = u.id),
     made as (
       select m.whole, max(div(b.sold, m.quantity)) as kits, sum(b.sold) filter (where m.quantity is null) as children
       from unnest($4::uuid[], $5::uuid[], $6::numeric[]) as m (whole, base, quantity) join own b on b.id = m.base group by m.whole)
     select o.id, greatest(o.sold, m.kits, m.children)::text as sold
     from unnest($8::uuid[]) as u (id) join own o on o.id = u.id left join made m on m.whole = u.id
     where greatest(o.sold, m.kits, m.children) > 0`,
    [...reachValues(tenant, reach), firstIdOf(since), itemIds],
  )
  return new Map(rows.map(row => [row.id, row.sold]))
}

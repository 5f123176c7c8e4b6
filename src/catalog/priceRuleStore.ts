import type { Tx } from '../base/database.ts'
import { type Amount, amountOf, type SaidPrice, type Taxation } from './amount.ts'
import type { ListRule, PriceFacts, Scale, SpecialRule } from './priceRules.ts'

/** The prices of which items at which channel are asked for. */
export interface PriceWish {
  /** Null: at none; only rules that hold everywhere. */
  readonly channelId: string | null
  readonly itemIds: readonly string[]
  readonly now: Date
  /** Also rules that do not hold now: for people who ask why. */
  readonly all?: boolean
  /** Groups of ours that are asked about, each under its id; absent: those that the channel knows, as it calls them. */
  readonly groupIds?: readonly string[]
}

/** What decides the prices of these items at a channel now. Six statements for any number of items. */
export async function readPriceRules(
  tx: Tx,
  tenant: string,
  wish: PriceWish,
): Promise<(itemId: string, taxation: Taxation) => PriceFacts> {
  const { channelId, itemIds, now, all = false } = wish
  const [bases, specials, lists, listed, channelRows, groupRows] = await Promise.all([
    readBases(tx, tenant, itemIds),
    readSpecials(tx, tenant, [channelId, itemIds, now, all]),
    readLists(tx, tenant, [channelId, now, all]),
    readListed(tx, tenant, [channelId, now, all, itemIds]),
    readChannelPrices(tx, tenant, channelId, itemIds),
    wish.groupIds
      ? readPricesOfGroups(tx, tenant, wish.groupIds, itemIds)
      : readGroupPrices(tx, tenant, channelId, itemIds),
  ])
  const pricesOf = Map.groupBy(listed, row => row.listId)
  const rules = lists.map(list => ({
    ...list,
    prices: new Map((pricesOf.get(list.id) ?? []).map(row => [row.itemId, amount(row)])),
  }))
  const baseOf = new Map(bases.map(row => [row.itemId, amountOf(row)]))
  const specialsOf = Map.groupBy(specials, row => row.itemId)
  const channelPricesOf = Map.groupBy(channelRows, row => row.itemId)
  const groups = [...Map.groupBy(groupRows, row => row.theirs)].map(([theirs, rows]) => ({
    id: rows[0]?.groupId ?? '',
    theirs,
    byItem: Map.groupBy(rows, row => row.itemId),
  }))
  return (itemId, taxation) => ({
    ...taxation,
    itemId,
    now,
    base: known(baseOf.get(itemId) ?? null),
    specials: specialsOf.get(itemId) ?? [],
    lists: rules,
    channelScales: [...Map.groupBy(channelPricesOf.get(itemId) ?? [], row => row.groupId)].map(
      ([groupId, rows]) => ({ groupId, scales: rows.map(scaleOf) }),
    ),
    groups: groups.map(({ id, theirs, byItem }) => ({
      id,
      theirs,
      scales: (byItem.get(itemId) ?? []).map(scaleOf),
    })),
  })
}

/** A row of the database says a price once: constraints see to it. */
function amount(row: SaidPrice): Amount {
  const found = known(amountOf(row))
  if (!found) throw new TypeError('a stored price is net or gross')
  return found
}

function known(found: Amount | null | 'twice'): Amount | null {
  if (found === 'twice') throw new TypeError('a stored price is net or gross, not both')
  return found
}

function scaleOf(row: SaidPrice & { readonly from: string }): Scale {
  return { from: row.from, ...amount(row) }
}

const said = (row: string) => `trim_scale(${row}.net)::text as net, trim_scale(${row}.gross)::text as gross`

function readBases(tx: Tx, tenant: string, ids: readonly string[]) {
  return tx.query<SaidPrice & { itemId: string }>(
    `select i.id as "itemId", trim_scale(i.net_price)::text as net, trim_scale(i.gross_price)::text as gross
     from item i where i.tenant_id = $1 and i.id = any($2::uuid[])`,
    [tenant, ids],
  )
}

async function readSpecials(tx: Tx, tenant: string, values: readonly unknown[]): Promise<SpecialRule[]> {
  const rows = await tx.query<Omit<SpecialRule, 'price'> & SaidPrice>(
    `select s.id, s.item_id as "itemId", s.customer_group_id as "groupId", s.channel_id is not null as "ofChannel", ${said('s')},
       s.active, s.valid_from as "from", s.valid_to as until, trim_scale(s.until_stock)::text as "untilStock", s.ended_at as "endedAt"
     from special_price s
     where s.tenant_id = $1 and s.item_id = any($3::uuid[]) and (s.channel_id is null or s.channel_id = $2)
       and ($5 or s.active and s.ended_at is null and s.valid_from <= $4 and (s.valid_to is null or s.valid_to > $4))`,
    [tenant, ...values],
  )
  return rows.map(({ net, gross, ...rule }) => ({ ...rule, price: amount({ net, gross }) }))
}

function readLists(tx: Tx, tenant: string, values: readonly unknown[]) {
  return tx.query<Omit<ListRule, 'prices'>>(
    `select l.id, l.name, trim_scale(l.factor)::text as factor, l.active, l.valid_from as "from", l.valid_to as until,
       array(select g.customer_group_id from price_list_group g where g.tenant_id = $1 and g.price_list_id = l.id) as "groupIds",
       exists (select from price_list_channel c where c.tenant_id = $1 and c.price_list_id = l.id) as "ofChannel"
     from price_list l
     where l.tenant_id = $1 and ${chosen}`,
    [tenant, ...values],
  )
}

function readListed(tx: Tx, tenant: string, values: readonly unknown[]) {
  return tx.query<SaidPrice & { listId: string; itemId: string }>(
    `select p.price_list_id as "listId", p.item_id as "itemId", ${said('p')}
     from price_list l join price_list_item p on p.tenant_id = l.tenant_id and p.price_list_id = l.id and p.item_id = any($5::uuid[])
     where l.tenant_id = $1 and ${chosen}`,
    [tenant, ...values],
  )
}

// For this channel or for all of them; on now, or any.
const chosen = `($4 or l.active and (l.valid_from is null or l.valid_from <= $3) and (l.valid_to is null or l.valid_to > $3))
  and (not exists (select from price_list_channel c where c.tenant_id = l.tenant_id and c.price_list_id = l.id)
    or exists (select from price_list_channel c where c.tenant_id = l.tenant_id and c.price_list_id = l.id and c.channel_id = $2))`

function readChannelPrices(tx: Tx, tenant: string, channelId: string | null, ids: readonly string[]) {
  return tx.query<SaidPrice & { itemId: string; groupId: string | null; from: string }>(
    `select p.item_id as "itemId", p.customer_group_id as "groupId", trim_scale(p.from_quantity)::text as "from", ${said('p')}
     from channel_price p where p.tenant_id = $1 and p.channel_id = $2 and p.item_id = any($3::uuid[])
     order by p.item_id, p.customer_group_id, p.from_quantity`,
    [tenant, channelId, ids],
  )
}

function readGroupPrices(tx: Tx, tenant: string, channelId: string | null, ids: readonly string[]) {
  return tx.query<SaidPrice & { groupId: string; theirs: string; itemId: string | null; from: string }>(
    // A system that has price types is told prices by them, and by no groups.
    `with type as (select m.their_id, m.ours from channel_map m where m.tenant_id = $1 and m.channel_id = $2 and m.list = 'price_type')
     select g.customer_group_id as "groupId", g.their_id as theirs, p.item_id as "itemId",
       trim_scale(p.from_quantity)::text as "from", ${said('p')}
     from (select customer_group_id, their_id from channel_customer_group
         where tenant_id = $1 and channel_id = $2 and not exists (select from type)
         union all select ours::uuid, their_id from type where ours <> 'everyone') g
       left join item_price p on p.tenant_id = $1 and p.customer_group_id = g.customer_group_id and p.item_id = any($3::uuid[])
     order by g.their_id, p.item_id, p.from_quantity`,
    [tenant, channelId, ids],
  )
}

function readPricesOfGroups(tx: Tx, tenant: string, groupIds: readonly string[], ids: readonly string[]) {
  return tx.query<SaidPrice & { groupId: string; theirs: string; itemId: string | null; from: string }>(
    `select g.id as "groupId", g.id::text as theirs, p.item_id as "itemId", trim_scale(p.from_quantity)::text as "from", ${said('p')}
     from customer_group g
       left join item_price p on p.tenant_id = g.tenant_id and p.customer_group_id = g.id and p.item_id = any($3::uuid[])
     where g.tenant_id = $1 and g.id = any($2::uuid[]) order by g.id, p.item_id, p.from_quantity`,
    [tenant, groupIds, ids],
  )
}

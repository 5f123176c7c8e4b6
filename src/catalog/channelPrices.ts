import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
import type { SaidPrice } from './amount.ts'
import { type GivenScale, objectionToPrices, scaleRows } from './givenScales.ts'
import { knownGroups, type PricedItem } from './groupPrices.ts'
import { holdKnownItems } from './itemStore.ts'
import { knownChannels } from './knownChannels.ts'
import type { Refused } from './problems.ts'

/** What an item costs at one channel, for everyone there or for one group, from which quantity on; no scale: as elsewhere. */
export interface ChannelPrice {
  readonly itemId: string
  readonly channelId: string
  /** Null: everyone. */
  readonly customerGroupId: string | null
  /** Net or gross, in the company's currency. One per quantity. */
  readonly scales: readonly GivenScale[]
}

/**
 * Sets prices of channels, instead of those that the item had there for everyone or for the group. Refused (and left out) are
 * ITEM_UNKNOWN, CHANNEL_UNKNOWN, CUSTOMER_GROUP_UNKNOWN, PRICE_SAID_TWICE and PRICE_NEEDED. Named twice, the last one counts;
 * of two scales from one quantity too.
 */
export async function setChannelPrices(
  tx: Tx,
  tenant: string,
  prices: readonly ChannelPrice[],
): Promise<{ results: PricedItem[]; changed: Changed }> {
  const items = await holdKnownItems(
    tx,
    tenant,
    prices.map(price => price.itemId),
  )
  const groups = await knownGroups(tx, tenant, [
    ...new Set(prices.flatMap(price => price.customerGroupId ?? [])),
  ])
  const channels = await knownChannels(tx, tenant, [...new Set(prices.map(price => price.channelId))])
  const refused = prices.map(
    ({ itemId: id, channelId, customerGroupId: group, scales }): Refused | undefined => {
      const objection = objectionToPrices(scales)
      if (!items.has(id)) return { id, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: id } }
      if (!channels.has(channelId))
        return { id, did: 'refused', code: 'CHANNEL_UNKNOWN', data: { channel: channelId } }
      if (group !== null && !groups.has(group))
        return { id, did: 'refused', code: 'CUSTOMER_GROUP_UNKNOWN', data: { group } }
      return objection && { id, did: 'refused', ...objection }
    },
  )
  const wanted = new Map(
    prices
      .filter((_, at) => !refused[at])
      .map(price => [`${price.itemId} ${price.channelId} ${price.customerGroupId}`, price] as const),
  )
  const touched = new Set(await storePrices(tx, tenant, [...wanted.values()]))
  return {
    results: prices.map(
      ({ itemId }, at) => refused[at] ?? { id: itemId, did: touched.has(itemId) ? 'changed' : 'unchanged' },
    ),
    changed: touched.size > 0 ? { price: [...touched].sort() } : {},
  }
}

/** Answers the items that have other prices than before. */
async function storePrices(tx: Tx, tenant: string, prices: readonly ChannelPrice[]): Promise<string[]> {
  if (prices.length === 0) return []
  const rows = prices.flatMap(({ itemId, channelId, customerGroupId, scales }) =>
    scaleRows(scales).map(row => ({
      id: newId(),
      item: itemId,
      channel: channelId,
      group: customerGroupId,
      ...row,
    })),
  )
  const touched = await tx.query<{ id: string }>(
    `with wanted as (
       select r.id, r.item, r.channel, r."group", r."from"::numeric as quantity, r.net::numeric as net, r.gross::numeric as gross
       from json_to_recordset($5) as r (id uuid, item uuid, channel uuid, "group" uuid, "from" text, net text, gross text)),
     gone as (
       delete from channel_price p using unnest($2::uuid[], $3::uuid[], $4::uuid[]) as u (item, channel, "group")
       where p.tenant_id = $1 and p.item_id = u.item and p.channel_id = u.channel and p.customer_group_id is not distinct from u."group"
         and not exists (select from wanted w where w.item = p.item_id and w.channel = p.channel_id
           and w."group" is not distinct from p.customer_group_id and w.quantity = p.from_quantity)
       returning p.item_id),
     come as (
       insert into channel_price (tenant_id, id, channel_id, item_id, customer_group_id, from_quantity, net, gross)
       select $1, w.id, w.channel, w.item, w."group", w.quantity, w.net, w.gross
       from wanted w order by w.item, w.channel, w."group", w.quantity
       on conflict (tenant_id, channel_id, item_id, customer_group_id, from_quantity) do update
         set net = excluded.net, gross = excluded.gross
         where (channel_price.net, channel_price.gross) is distinct from (excluded.net, excluded.gross)
       returning item_id)
     select item_id as id from gone union select item_id from come`,
    [
      tenant,
      prices.map(price => price.itemId),
      prices.map(price => price.channelId),
      prices.map(price => price.customerGroupId),
      JSON.stringify(rows),
    ],
  )
  return touched.map(row => row.id)
}

/** Prices of one item at channels, as a person sees them. */
export interface ShownChannelPrice {
  readonly channelId: string
  readonly channel: string
  readonly customerGroupId: string | null
  readonly group: string | null
  readonly from: string
  readonly net: string | null
  readonly gross: string | null
}

/** The prices that an item has at channels, of all or of one. */
export function channelPricesOf(
  tx: Tx,
  tenant: string,
  itemId: string,
  channelId?: string,
): Promise<ShownChannelPrice[]> {
  return tx.query(
    `select p.channel_id as "channelId", h.name as channel, p.customer_group_id as "customerGroupId", g.name as "group",
       trim_scale(p.from_quantity)::text as "from", trim_scale(p.net)::text as net, trim_scale(p.gross)::text as gross
     from channel_price p
       join channel h on h.tenant_id = p.tenant_id and h.id = p.channel_id
       left join customer_group g on g.tenant_id = p.tenant_id and g.id = p.customer_group_id
     where p.tenant_id = $1 and p.item_id = $2 and ($3::uuid is null or p.channel_id = $3)
     order by h.name, h.id, g.name nulls first, p.from_quantity`,
    [tenant, itemId, channelId ?? null],
  )
}

/** Sets or (neither net nor gross) takes away the one price that holds from a quantity on; its other scales stay. */
export async function changeChannelScale(
  tx: Tx,
  tenant: string,
  price: SaidPrice & Omit<ChannelPrice, 'scales'> & { readonly from: string },
): Promise<{ results: PricedItem[]; changed: Changed }> {
  const { itemId, channelId, customerGroupId, from, net = null, gross = null } = price
  await holdKnownItems(tx, tenant, [itemId])
  const others = (await channelPricesOf(tx, tenant, itemId, channelId)).filter(
    row => row.customerGroupId === customerGroupId && !exact(row.from).equals(exact(from)),
  )
  const scales = [...others, ...(net === null && gross === null ? [] : [{ from, net, gross }])]
  return setChannelPrices(tx, tenant, [{ itemId, channelId, customerGroupId, scales }])
}

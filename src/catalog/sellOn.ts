import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { toldAlong } from './alongForChannel.ts'
import { holdKnownItems } from './itemStore.ts'
import { knownChannels } from './knownChannels.ts'
import type { Refused } from './problems.ts'

/** That an item is sold on a channel, or no longer, and how much of it. */
export interface Sale {
  readonly itemId: string
  readonly channelId: string
  readonly active: boolean
  /** Kept back from this channel; absent: as it was, at first 0. */
  readonly reserve?: string | undefined
  /** Never offers more; null: no limit; absent: as it was. */
  readonly cap?: string | null | undefined
  /** May be sold without stock there, if its own switch says so too; absent: as it was, at first true. */
  readonly oversell?: boolean | undefined
}

export type SoldItem =
  | { readonly id: string; readonly channelId: string; readonly did: 'changed' | 'unchanged' }
  | Refused

/**
 * Sells items on channels or takes them out of the offer; rows are locked in the order of channel and item. Refused (and
 * left out) are ITEM_UNKNOWN and CHANNEL_UNKNOWN. Named twice, the last one counts. What was never sold there and is not to
 * be is `unchanged`.
 */
export async function sellOn(
  tx: Tx,
  tenant: string,
  sales: readonly Sale[],
): Promise<{ results: SoldItem[]; changed: Changed }> {
  const items = await holdKnownItems(
    tx,
    tenant,
    sales.map(sale => sale.itemId),
  )
  const channels = await knownChannels(tx, tenant, [...new Set(sales.map(sale => sale.channelId))])
  const refused = sales.map(({ itemId, channelId }): Refused | undefined =>
    !items.has(itemId)
      ? { id: itemId, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: itemId } }
      : !channels.has(channelId)
        ? { id: itemId, did: 'refused', code: 'CHANNEL_UNKNOWN', data: { channel: channelId } }
        : undefined,
  )
  const wanted = new Map(
    sales.filter((_, at) => !refused[at]).map(sale => [`${sale.channelId} ${sale.itemId}`, sale] as const),
  )
  const stored = await storeSales(tx, tenant, [...wanted.values()])
  const touched = new Set(stored.map(row => `${row.channelId} ${row.itemId}`))
  const ids = (rows: readonly { itemId: string }[]) => [...new Set(rows.map(row => row.itemId))].sort()
  const turned = ids(stored.filter(row => row.turned))
  const added = ids(stored.filter(row => row.added))
  const along = await toldAlong(tx, tenant, added)
  return {
    results: sales.map(
      ({ itemId, channelId }, at) =>
        refused[at] ?? {
          id: itemId,
          channelId,
          did: touched.has(`${channelId} ${itemId}`) ? 'changed' : 'unchanged',
        },
    ),
    changed: {
      ...along,
      ...(turned.length > 0 ? { item: turned } : {}),
      ...(added.length > 0 ? { price: added } : {}),
      ...(stored.length > 0 ? { stock: ids(stored) } : {}),
    },
  }
}

/** Answers what is another than before; `turned`: sold there now, or no longer; `added`: for the first time. */
function storeSales(
  tx: Tx,
  tenant: string,
  sales: readonly Sale[],
): Promise<{ itemId: string; channelId: string; turned: boolean; added: boolean }[]> {
  const rows = sales.map(({ itemId, channelId, active, reserve, cap, oversell }) => ({
    item: itemId,
    channel: channelId,
    active,
    reserve: reserve ?? null,
    cap: cap ?? null,
    uncapped: cap === null,
    oversell: oversell ?? null,
  }))
  return tx.query(
    `with wanted as (
       select r.item, r.channel, r.active, r.reserve::numeric as reserve, r.cap::numeric as cap, r.uncapped, r.oversell
       from json_to_recordset($2) as r (item uuid, channel uuid, active boolean, reserve text, cap text, uncapped boolean,
         oversell boolean)),
     known as (
       select k.* from wanted w join item_channel k on k.tenant_id = $1 and k.channel_id = w.channel and k.item_id = w.item
       order by k.channel_id, k.item_id for no key update of k),
     stored as (
       insert into item_channel (tenant_id, channel_id, item_id, active, reserve, cap, oversell)
       select $1, w.channel, w.item, w.active, coalesce(w.reserve, k.reserve, 0), case when not w.uncapped then coalesce(w.cap, k.cap) end,
         coalesce(w.oversell, k.oversell, true)
       from wanted w left join known k on k.channel_id = w.channel and k.item_id = w.item
       where w.active or k.item_id is not null order by w.channel, w.item
       on conflict (tenant_id, channel_id, item_id) do update
         set active = excluded.active, reserve = excluded.reserve, cap = excluded.cap, oversell = excluded.oversell
         where (item_channel.active, item_channel.reserve, item_channel.cap, item_channel.oversell)
           is distinct from (excluded.active, excluded.reserve, excluded.cap, excluded.oversell)
       returning channel_id, item_id, active)
     select s.item_id as "itemId", s.channel_id as "channelId", k.active is distinct from s.active as turned, k.item_id is null as added
     from stored s left join known k on k.channel_id = s.channel_id and k.item_id = s.item_id`,
    [tenant, JSON.stringify(rows)],
  )
}

/** The channels that sell these items now; items that none sells are absent. */
export async function channelsOfItems(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
): Promise<Map<string, readonly string[]>> {
  const rows = await tx.query<{ itemId: string; channelIds: string[] }>(
    `select item_id as "itemId", array_agg(channel_id order by channel_id) as "channelIds" from item_channel
     where tenant_id = $1 and item_id = any($2::uuid[]) and active group by item_id`,
    [tenant, itemIds],
  )
  return new Map(rows.map(row => [row.itemId, row.channelIds]))
}

/** Where an item is sold, as a person sees it. */
export function salesOf(
  tx: Tx,
  tenant: string,
  itemId: string,
): Promise<
  {
    channelId: string
    channel: string
    active: boolean
    reserve: string
    cap: string | null
    oversell: boolean
  }[]
> {
  return tx.query(
    `select k.channel_id as "channelId", h.name as channel, k.active, k.reserve, k.cap, k.oversell
     from item_channel k join channel h on h.tenant_id = k.tenant_id and h.id = k.channel_id
     where k.tenant_id = $1 and k.item_id = $2 order by h.name`,
    [tenant, itemId],
  )
}

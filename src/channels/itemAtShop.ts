import type { Tx } from '../base/database.ts'
import type { OrderAtShop } from './orderAtShop.ts'
import { noHash } from './sentStore.ts'

/** The three things of an item that a channel is told apart. */
export const itemAspects = ['item', 'price', 'stock'] as const

/** What a channel knows of one of them: accepted, waiting to be told, on its way, refused, or never told anything. */
export interface AspectAtShop extends Pick<OrderAtShop, 'state' | 'at' | 'code' | 'text'> {
  readonly channelId: string
  /** What of it was refused, in the words of the other side. */
  readonly field: string | null
  readonly about: (typeof itemAspects)[number]
}

/**
 * What channels know of an item: texts and facts, price, stock, for each of the channels. When it was accepted is known of
 * the item as a whole. One statement.
 */
export function itemAtShops(
  tx: Tx,
  tenant: string,
  itemId: string,
  channelIds: readonly string[],
): Promise<AspectAtShop[]> {
  return tx.query<AspectAtShop>(
    `select s."channelId", s.about, s.state,
       case s.state when 'waiting' then s.since_at when 'refused' then s.rejected_at when 'accepted' then s.accepted_at end as at,
       case s.state when 'refused' then s.rejected_code end as code, case s.state when 'refused' then s.rejected_text end as text,
       case s.state when 'refused' then s.rejected_field end as field
     from (
       select h.id as "channelId", u.about, u.place, d.since_at, c.rejected_at, c.accepted_at, c.rejected_code, c.rejected_field, c.rejected_text,
         case when (c.in_flight_run is not null or c.ticket is not null) and c.in_flight_kind = u.about then 'sending'
           when d.object_id is not null then 'waiting'
           when c.rejected_code is not null and coalesce(c.rejected_kind, 'item') = u.about then 'refused'
           when coalesce(case u.about when 'price' then c.price_hash when 'stock' then c.stock_hash else c.data_hash end, '${noHash}') <> '${noHash}' then 'accepted'
           else 'nothing' end as state
       from unnest($3::uuid[]) as h (id)
         cross join unnest($4::text[]) with ordinality as u (about, place)
         left join channel_object c on c.tenant_id = $1 and c.channel_id = h.id and c.kind = 'item' and c.object_id = $2
         left join due d on d.tenant_id = $1 and d.channel_id = h.id and d.kind = u.about and d.object_id = $2) s
     order by s."channelId", s.place`,
    [tenant, itemId, channelIds, itemAspects],
  )
}

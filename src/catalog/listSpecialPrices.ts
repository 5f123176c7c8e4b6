import type { Tx } from '../base/database.ts'
import type { ShownSpecialPrice } from './specialPrices.ts'

/** When special prices are looked at: they hold now, will, or do not any more (also: switched off, stock used up). */
export const specialTimes = ['running', 'coming', 'over'] as const
export type SpecialTime = (typeof specialTimes)[number]

/** A special price in a list over all items. */
export interface ListedSpecialPrice extends ShownSpecialPrice {
  readonly itemId: string
  readonly itemNumber: string
  readonly name: string
  readonly when: SpecialTime
}

export interface SpecialPriceFilter {
  readonly when?: SpecialTime | undefined
  readonly itemId?: string | undefined
  readonly channelId?: string | undefined
  readonly customerGroupId?: string | undefined
}

// $2 is the moment that is asked about.
const whenOf = `case when not s.active or s.ended_at is not null or s.valid_to <= $2 then 'over'
  when s.valid_from > $2 then 'coming' else 'running' end`
const matches = `s.tenant_id = $1 and ($3::text is null or ${whenOf} = $3) and ($4::uuid is null or s.item_id = $4)
  and ($5::uuid is null or s.channel_id = $5) and ($6::uuid is null or s.customer_group_id = $6)`

function valuesOf(tenant: string, filter: SpecialPriceFilter, now: Date): unknown[] {
  const { when = null, itemId = null, channelId = null, customerGroupId = null } = filter
  return [tenant, now, when, itemId, channelId, customerGroupId]
}

/** Special prices of all items as of `now`, newest first; `after` is the last id of the page before. */
export function listSpecialPrices(
  tx: Tx,
  tenant: string,
  filter: SpecialPriceFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
  now: Date,
): Promise<ListedSpecialPrice[]> {
  return tx.query<ListedSpecialPrice>(
    `select s.id, s.item_id as "itemId", i.item_number as "itemNumber", i.name, ${whenOf} as "when",
       s.channel_id as "channelId", h.name as channel, s.customer_group_id as "customerGroupId", g.name as "group",
       trim_scale(s.net)::text as net, trim_scale(s.gross)::text as gross, s.valid_from as "from", s.valid_to as "to",
       s.active, trim_scale(s.until_stock)::text as "untilStock", s.ended_at as "endedAt"
     from (select * from special_price s where ${matches} and ($7::uuid is null or s.id < $7) order by s.id desc limit $8) as s
       join item i on i.tenant_id = $1 and i.id = s.item_id
       left join channel h on h.tenant_id = $1 and h.id = s.channel_id
       left join customer_group g on g.tenant_id = $1 and g.id = s.customer_group_id
     order by s.id desc`,
    [...valuesOf(tenant, filter, now), page.after ?? null, page.limit],
  )
}

/** How many match; counting stops at `most`. */
export async function countSpecialPrices(
  tx: Tx,
  tenant: string,
  filter: SpecialPriceFilter,
  most: number,
  now: Date,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from special_price s where ${matches} limit $7) as counted`,
    [...valuesOf(tenant, filter, now), most],
  )
  return row?.count ?? 0
}

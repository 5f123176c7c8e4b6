import type { Tx } from '../base/database.ts'
import { figures, reachValues } from './offers.ts'
import type { Reach } from './related.ts'

/** What of an item is nobody's yet, and what a channel may have of it. */
export interface Rest {
  readonly kind: string
  /** available − staged; may be below 0. */
  readonly rest: string
  readonly buffer: string
  readonly reserve: string
  readonly share: string
  readonly managed: boolean
  readonly oversell: boolean
  /** The channel sells it. */
  readonly sold: boolean
}

/** What the quantities of items are made of, with what is left of each at a channel, by item. One statement. */
export async function channelRests(
  tx: Tx,
  tenant: string,
  channelId: string,
  reach: Reach,
): Promise<Map<string, Rest>> {
  const rows = await tx.query<Rest & { id: string }>(
    `with ${figures},
     made as (select * from unnest($4::uuid[], $5::uuid[], $6::numeric[]) as m (whole, base, quantity))
     select i.id, i.kind, (coalesce(h.free, 0) - coalesce(c.committed, 0) - coalesce(s.staged, 0))::text as rest, i.buffer::text as buffer,
       coalesce(k.reserve, 0)::text as reserve, coalesce(n.share, 1)::text as share, i.stock_managed as managed,
       i.oversell and coalesce(k.oversell, true) as oversell, coalesce(k.active and i.active and not i.blocked, false) as sold
     from item i
       left join item_channel k on k.tenant_id = $1 and k.channel_id = $7 and k.item_id = i.id
       left join channel n on n.tenant_id = $1 and n.id = $7
       left join lying h on h.item_id = i.id
       left join committed c on c.item_id = i.id
       left join staged s on s.item_id = i.id
     where i.tenant_id = $1 and i.id = any($2::uuid[])`,
    [...reachValues(tenant, reach), channelId],
  )
  return new Map(rows.map(({ id, ...rest }) => [id, rest]))
}

import type { Tx } from '../base/database.ts'
import type { Asked, Known } from '../port/receive.ts'

/**
 * The quantities that channels of a connection accepted last and that became others at or after `since`, oldest first; of all places
 * or of one. `until`: nothing that commits later is older, so that who reads on from there misses nothing; what is of the same time or
 * shortly before comes once more. Two statements.
 */
export async function quantitiesSince(
  tx: Tx,
  tenant: string,
  connectionId: string,
  { place, since }: NonNullable<Asked['quantities']>,
): Promise<NonNullable<Known['quantities']>> {
  const [settled] = await tx.query<{ until: Date }>('select kontor_settled_until() as until')
  const until = settled?.until ?? new Date(0)
  const items = await tx.query<NonNullable<Known['quantities']>['items'][number]>(
    // Materialized, and each link by itself: fresh tables have no statistics, and a join may be made the wrong way round.
    `with told as materialized (
       select h.id as channel_id, h.place, o.object_id, o.stock_sent ->> 'offered' as offered, o.stock_at as at
       from channel h join channel_object o on o.tenant_id = $1 and o.channel_id = h.id and o.stock_at >= $4 and o.kind = 'item'
         and o.stock_sent is not null
       where h.tenant_id = $1 and h.connection_id = $2 and h.active and ($3::text is null or h.place = $3))
     select t.place, l.no, l.theirs, t.offered, t.at from told t
       cross join lateral (select k.key_no as no, coalesce(k.their_id, '') as theirs from link k
         where k.tenant_id = $1 and k.connection_id = $2 and k.kind = 'item' and k.object_id = t.object_id
           and (k.channel_id = t.channel_id or k.channel_id is null) limit 1) l
     order by t.at, l.no`,
    [tenant, connectionId, place ?? null, since ?? new Date(0)],
  )
  return { items, until }
}

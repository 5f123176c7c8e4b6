import type { Tx } from '../base/database.ts'

/** A place of a system, and the channel that sells at it, if any. */
export interface Place {
  readonly place: string
  readonly name: string
  readonly active: boolean
  readonly channelId: string | null
  readonly channel: string | null
  /** Records that wait for a channel at this place. */
  readonly parked: number
}

/** Writes down places that the system named; what it named before and does not any more stays. */
export async function notePlaces(
  tx: Tx,
  tenant: string,
  connectionId: string,
  places: readonly { readonly place: string; readonly name: string; readonly active?: boolean }[],
  now: Date,
): Promise<void> {
  if (places.length === 0) return
  const rows = [...new Map(places.map(one => [one.place, { active: true, ...one }])).values()]
  await tx.run(
    `insert into web_place (tenant_id, connection_id, place, name, active, seen_at)
     select $1, $2, r.place, r.name, r.active, $4 from json_to_recordset($3) as r (place text, name text, active boolean) order by r.place
     on conflict (tenant_id, connection_id, place) do update set name = excluded.name, active = excluded.active, seen_at = excluded.seen_at`,
    [tenant, connectionId, JSON.stringify(rows), now],
  )
}

/** The places of a connection: those that the system named, those of its channels, and those that parked records name. */
export function listPlaces(tx: Tx, tenant: string, connectionId: string): Promise<Place[]> {
  return tx.query<Place>(
    `with parked as (
       select l.data ->> 'place' as place, count(*)::int as count from ledger l
       where l.tenant_id = $1 and l.connection_id = $2 and l.outcome = 'parked' and l.code = 'CHANNEL_INACTIVE' group by 1),
     all_places as (
       select place from web_place where tenant_id = $1 and connection_id = $2
       union select place from channel where tenant_id = $1 and connection_id = $2
       union select p.place from parked p join connection c on c.tenant_id = $1 and c.id = $2 where p.place <> c.name)
     select a.place, coalesce(w.name, h.name, a.place) as name, coalesce(w.active, true) as active, h.id as "channelId", h.name as channel,
       coalesce(p.count, 0) as parked
     from all_places a
       left join web_place w on w.tenant_id = $1 and w.connection_id = $2 and w.place = a.place
       left join channel h on h.tenant_id = $1 and h.connection_id = $2 and h.place = a.place
       left join parked p on p.place = a.place
     order by a.place`,
    [tenant, connectionId],
  )
}

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
    `insert into web_place (tenant_id, connection_id, place, name, active, seen_at, opened_at, changed_at)
     select $1, $2, r.place, r.name, r.active, $4, $4, $4 from json_to_recordset($3) as r (place text, name text, active boolean) order by r.place
     on conflict (tenant_id, connection_id, place) do update set name = excluded.name, active = excluded.active, seen_at = excluded.seen_at,
       changed_at = case when (web_place.name, web_place.active) = (excluded.name, excluded.active) then web_place.changed_at
         else excluded.changed_at end`,
    [tenant, connectionId, JSON.stringify(rows), now],
  )
}

/**
 * A connection is made before anybody knows its places, with a channel that has none. Where the system has one place alone, that channel
 * sells there from now on; where it has several, a person says at which (`sellAt`). Answers whether there is something to say.
 */
export async function takeOnlyPlace(
  tx: Tx,
  tenant: string,
  connectionId: string,
  places: readonly { readonly place: string }[],
): Promise<{ readonly undecided: string | undefined }> {
  const named = [...new Set(places.map(one => one.place))].filter(Boolean)
  const channels = await tx.query<{ id: string; name: string; place: string }>(
    'select id, name, place from channel where tenant_id = $1 and connection_id = $2 order by id',
    [tenant, connectionId],
  )
  const whole = channels.find(channel => channel.place === '')
  const [only] = named
  if (!whole || only === undefined) return { undecided: undefined }
  if (named.length > 1 || channels.length > 1) return { undecided: whole.name }
  await sellAt(tx, tenant, whole.id, only)
  return { undecided: undefined }
}

/**
 * A channel that has no place yet sells there from now on; false where it has one. Orders that were parked for that place get in by the next
 * run, which has to be asked for.
 */
export async function sellAt(tx: Tx, tenant: string, channelId: string, place: string): Promise<boolean> {
  const rows = await tx.query<{ connection_id: string }>(
    `update channel set place = $3, read_again = locked_at is null where tenant_id = $1 and id = $2 and place = '' returning connection_id`,
    [tenant, channelId, place],
  )
  const [channel] = rows
  if (!channel) return false
  // Without its hash a record is news.
  await tx.run(
    `update ledger set payload_hash = null where tenant_id = $1 and connection_id = $2 and kind = 'order' and outcome = 'parked'
       and code = 'CHANNEL_INACTIVE' and channel_id is null and data ->> 'place' = $3`,
    [tenant, channel.connection_id, place],
  )
  return true
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

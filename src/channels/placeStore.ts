import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'

/** A place of a system, and the channel that sells at it, if any. */
export interface Place {
  readonly place: string
  readonly name: string
  readonly active: boolean
  readonly channelId: string | null
  readonly channel: string | null
  /** Records that wait for a channel at this place. */
  readonly parked: number
  /** Null: known of records alone. */
  readonly openedAt: Date | null
  readonly changedAt: Date | null
  readonly closed: PlaceClosing | null
}

/** How a place was closed: by a person `here`, or by the system, `there`. */
export interface PlaceClosing {
  readonly at: Date
  readonly side: 'here' | 'there'
  readonly by: string
  readonly reason: string
  readonly forGood: boolean
  /** What the letter that says so is waiting for: `taken`: nothing any more; `untaken`: it was handed out again and again and never confirmed. */
  readonly told: 'lies' | 'untaken' | 'taken'
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

const closing = `case when w.closed_at is not null then jsonb_build_object('at', w.closed_at, 'side', w.closed_side, 'by', coalesce(w.closed_by, ''),
    'reason', coalesce(w.close_reason, ''), 'forGood', w.closed_for_good, 'told', case when w.untaken_at is not null then 'untaken'
      when exists (select from letter l where l.tenant_id = $1 and l.connection_id = $2 and l.key = 'kontor/closed/' || w.place) then 'lies'
      else 'taken' end) end`

/** The places of a connection: those that the system named, those of its channels, and those that parked records name. */
export async function listPlaces(tx: Tx, tenant: string, connectionId: string): Promise<Place[]> {
  const rows = await tx.query<Place & { closed: (Omit<PlaceClosing, 'at'> & { at: string }) | null }>(
    `with parked as (
       select l.data ->> 'place' as place, count(*)::int as count from ledger l
       where l.tenant_id = $1 and l.connection_id = $2 and l.outcome = 'parked' and l.code = 'CHANNEL_INACTIVE' group by 1),
     all_places as (
       select place from web_place where tenant_id = $1 and connection_id = $2
       union select place from channel where tenant_id = $1 and connection_id = $2
       union select p.place from parked p join connection c on c.tenant_id = $1 and c.id = $2 where p.place <> c.name)
     select a.place, coalesce(w.name, h.name, a.place) as name, coalesce(w.active, true) as active, h.id as "channelId", h.name as channel,
       coalesce(p.count, 0) as parked,
       w.opened_at as "openedAt", w.changed_at as "changedAt", ${closing} as closed
     from all_places a
       left join web_place w on w.tenant_id = $1 and w.connection_id = $2 and w.place = a.place
       left join channel h on h.tenant_id = $1 and h.connection_id = $2 and h.place = a.place
       left join parked p on p.place = a.place
     order by a.place`,
    [tenant, connectionId],
  )
  return rows.map(row => ({ ...row, closed: row.closed && { ...row.closed, at: new Date(row.closed.at) } }))
}

/** The key of the letter that says that a place was closed: no connector's key begins so. */
export function closedKey(place: string): string {
  return `kontor/closed/${place}`
}

/** A place of a system where people sign up, with the channel that sells there. */
export interface HeldPlace {
  readonly place: string
  readonly closedAt: Date | null
  readonly forGood: boolean
  /** Our channel was on when it was closed. */
  readonly rests: boolean
  readonly channelId: string | null
  readonly channelActive: boolean | null
}

/** These places as they are, held until the end of the transaction. */
export function holdPlaces(
  tx: Tx,
  tenant: string,
  connectionId: string,
  places: readonly string[],
): Promise<HeldPlace[]> {
  return tx.query<HeldPlace>(
    `select w.place, w.closed_at as "closedAt", w.closed_for_good as "forGood", w.rests, h.id as "channelId", h.active as "channelActive"
     from web_place w left join channel h on h.tenant_id = $1 and h.connection_id = $2 and h.place = w.place
     where w.tenant_id = $1 and w.connection_id = $2 and w.place = any($3::text[]) order by w.place for update of w`,
    [tenant, connectionId, places],
  )
}

/** Writes down that a place was closed, and lets its channel rest; a session that was made for it, or that it used, holds no longer. */
export async function writeClosed(
  tx: Tx,
  tenant: string,
  connectionId: string,
  place: string,
  why: Pick<PlaceClosing, 'at' | 'side' | 'by' | 'reason' | 'forGood'>,
): Promise<void> {
  await tx.run(
    `update web_place w set closed_at = $4, closed_side = $5, closed_by = $6, close_reason = $7, closed_for_good = $8, changed_at = $4,
       active = $5 = 'here' and active, untaken_at = null, rests = case when closed_at is null then coalesce((select h.active from channel h
         where h.tenant_id = $1 and h.connection_id = $2 and h.place = $3), false) else rests end
     where tenant_id = $1 and connection_id = $2 and place = $3`,
    [tenant, connectionId, place, why.at, why.side, why.by, why.reason, why.forGood],
  )
  await tx.run(
    'update channel set active = false where tenant_id = $1 and connection_id = $2 and place = $3 and active',
    [tenant, connectionId, place],
  )
  await tx.run(
    `update place_session set until_at = $4 where tenant_id = $1 and connection_id = $2 and (place = $3 or used_by = $3) and until_at > $4`,
    [tenant, connectionId, place, why.at],
  )
}

/** Writes down that a place is open again; `anew`: after it was closed for good, as if it had never been there. */
export async function writeOpened(
  tx: Tx,
  tenant: string,
  connectionId: string,
  place: string,
  { at, anew }: { readonly at: Date; readonly anew: boolean },
): Promise<void> {
  await tx.run(
    `update web_place set closed_at = null, closed_side = null, closed_by = null, close_reason = null, closed_for_good = false, rests = false,
       untaken_at = null, active = true, changed_at = $4, opened_at = case when $5 then $4 else opened_at end
     where tenant_id = $1 and connection_id = $2 and place = $3`,
    [tenant, connectionId, place, at, anew],
  )
}

/** Nobody takes the letters that say that these places were closed. */
export async function closingUntaken(
  tx: Tx,
  tenant: string,
  connectionId: string,
  places: readonly string[],
): Promise<void> {
  if (places.length === 0) return
  await tx.run(
    `update web_place set untaken_at = clock_timestamp()
     where tenant_id = $1 and connection_id = $2 and place = any($3::text[]) and closed_at is not null`,
    [tenant, connectionId, places],
  )
}

/**
 * A channel for a place: the first channel of the connection if it has no place yet, else a new one, named as the company where that
 * name is free. Never fails for a name that is taken. `made`: it is new.
 */
export async function channelForPlace(
  tx: Tx,
  tenant: string,
  connection: { readonly id: string; readonly name: string },
  { place, name }: { readonly place: string; readonly name: string },
): Promise<{ readonly id: string; readonly made: boolean }> {
  const [homeless] = await tx.query<{ id: string }>(
    `select id from channel where tenant_id = $1 and connection_id = $2 and place = '' order by id limit 1 for update`,
    [tenant, connection.id],
  )
  if (homeless && (await sellAt(tx, tenant, homeless.id, place))) return { id: homeless.id, made: false }
  const id = newId()
  const wishes = [
    name,
    `${connection.name} ${place}`,
    `${name || connection.name} ${id.slice(-6)}`,
    `${connection.name.slice(0, 60)} ${id}`,
  ]
  // Who is quicker with a name has it; the last one is nobody else's.
  for (const wish of wishes.map(text => text.trim().slice(0, 100))) {
    const made = await tx.run(
      `insert into channel (tenant_id, id, connection_id, name, place) select $1, $2, $3, $4, $5
       where $4 <> '' and not exists (select from connection where tenant_id = $1 and name = $4)
       on conflict (tenant_id, name) do nothing`,
      [tenant, id, connection.id, wish, place],
    )
    if (made > 0) return { id, made: true }
  }
  throw new TypeError('a name that holds a new id is taken')
}

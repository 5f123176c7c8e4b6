import type { Tx } from '../base/database.ts'

/** Lists in which things of ours are mapped to things of theirs, many to one. */
export const placeLists = ['category', 'carrier'] as const
export type PlaceList = (typeof placeLists)[number]

/** What of ours is what of theirs at a channel. */
export interface PlaceEntry {
  readonly list: PlaceList
  /** The id of a category, the code of a carrier. */
  readonly ours: string
  readonly theirs: string
}

/** These mappings of a channel; `ours` absent: all of the list. */
export function listPlaces(
  tx: Tx,
  tenant: string,
  of: { readonly channelId: string; readonly list: PlaceList; readonly ours?: readonly string[] },
): Promise<PlaceEntry[]> {
  return tx.query<PlaceEntry>(
    `select list, ours, their_id as theirs from channel_place
     where tenant_id = $1 and channel_id = $2 and list = $3 and ($4::text[] is null or ours = any($4)) order by ours`,
    [tenant, of.channelId, of.list, of.ours ?? null],
  )
}

/** Sets mappings of one list; `theirs` null takes one away. Answers those of ours of which it is another now. */
export async function setPlaces(
  tx: Tx,
  tenant: string,
  of: { readonly channelId: string; readonly list: PlaceList; readonly by: string; readonly now: Date },
  entries: readonly { readonly ours: string; readonly theirs: string | null }[],
): Promise<string[]> {
  const gone = await tx.query<{ ours: string }>(
    `delete from channel_place where tenant_id = $1 and channel_id = $2 and list = $3 and ours = any($4::text[]) returning ours`,
    [tenant, of.channelId, of.list, entries.flatMap(one => (one.theirs === null ? [one.ours] : []))],
  )
  const set = await tx.query<{ ours: string }>(
    `insert into channel_place (tenant_id, channel_id, list, ours, their_id, mapped_at, mapped_by)
     select $1, $2, $3, r.ours, r.theirs, $5, $6 from json_to_recordset($4) as r (ours text, theirs text) order by r.ours
     on conflict (tenant_id, channel_id, list, ours) do update set their_id = excluded.their_id, mapped_at = excluded.mapped_at,
       mapped_by = excluded.mapped_by
     where channel_place.their_id <> excluded.their_id
     returning ours`,
    [
      tenant,
      of.channelId,
      of.list,
      JSON.stringify(entries.filter(one => one.theirs !== null)),
      of.now,
      of.by,
    ],
  )
  return [...gone, ...set].map(row => row.ours)
}

/** What of ours is mapped to these of theirs at any channel of a connection. */
export async function oursMappedTo(
  tx: Tx,
  tenant: string,
  connectionId: string,
  list: PlaceList,
  theirs: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ ours: string }>(
    `select distinct p.ours from channel h join channel_place p on p.tenant_id = $1 and p.channel_id = h.id and p.list = $3
       and p.their_id = any($4::text[])
     where h.tenant_id = $1 and h.connection_id = $2 order by p.ours`,
    [tenant, connectionId, list, theirs],
  )
  return rows.map(row => row.ours)
}

/** Items of which a person said that they stand in one of these categories of theirs, at any channel of a connection. */
export async function itemsListedUnder(
  tx: Tx,
  tenant: string,
  connectionId: string,
  theirs: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct l.item_id as id from channel h join item_listing l on l.tenant_id = $1 and l.channel_id = h.id
       and l.their_category = any($3::text[])
     where h.tenant_id = $1 and h.connection_id = $2 order by l.item_id`,
    [tenant, connectionId, theirs],
  )
  return rows.map(row => row.id)
}

import type { Tx } from '../base/database.ts'

/** What an order calls an object of ours: their id, and our number where they send it back. */
export interface NamedByThem {
  /** What it is answered under. */
  readonly name: string
  readonly place: string
  readonly theirs: string
  readonly no?: number
}

/**
 * Ids of the objects that these names mean, by name; names of nothing are absent. What is linked per channel is found at the channel of
 * its place alone, by our number before their id.
 */
export async function linkedObjects(
  tx: Tx,
  tenant: string,
  connectionId: string,
  kind: string,
  names: readonly NamedByThem[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const rows = await tx.query<{ name: string; object_id: string }>(
    `with asked as (select * from jsonb_to_recordset($4) as u (name text, place text, theirs text, no int))
     select u.name, k.object_id, 1 as rank from asked u
       join link k on k.tenant_id = $1 and k.connection_id = $2 and k.kind = $3 and k.their_id = u.theirs and k.their_id = any($5::text[])
       left join channel h on h.tenant_id = $1 and h.id = k.channel_id
     where k.channel_id is null or h.place = u.place
     union all
     select u.name, k.object_id, 2 from asked u
       join link k on k.tenant_id = $1 and k.connection_id = $2 and k.kind = $3 and k.key_no = u.no
       join channel h on h.tenant_id = $1 and h.id = k.channel_id and h.place = u.place
     order by rank`,
    [tenant, connectionId, kind, JSON.stringify(names), names.map(one => one.theirs)],
  )
  return new Map(rows.map(row => [row.name, row.object_id])) // of two the later one counts
}

/** An object that has a name at the other side, or gets one. */
export interface Linkable {
  readonly kind: string
  readonly objectId: string
}

/** Our number of an object for a connection, and their id ('' until they gave one). */
export interface Link {
  readonly no: number
  readonly theirs: string
}

/** Where links lie: one per connection, or one per channel where the system names the object at each place. */
export interface LinksOf {
  readonly tenant: string
  readonly connectionId: string
  /** Null: linked per connection. */
  readonly channelId: string | null
}

/** The next links of a kind behind a number, of objects that the other side has a name for. */
export async function nextLinks(
  tx: Tx,
  of: LinksOf,
  kind: string,
  afterNo: number,
  limit: number,
): Promise<Link[]> {
  return tx.query(
    `select key_no as no, their_id as theirs from link
     where tenant_id = $1 and connection_id = $2 and channel_id is not distinct from $3 and kind = $4 and key_no > $5
       and their_id is not null order by key_no limit $6`,
    [of.tenant, of.connectionId, of.channelId, kind, afterNo, limit],
  )
}

/** The links of these objects; those without one are absent. Keyed by `linkKey`. */
export async function findLinks(
  tx: Tx,
  of: LinksOf,
  objects: readonly Linkable[],
): Promise<Map<string, Link>> {
  if (objects.length === 0) return new Map()
  const rows = await tx.query<{ kind: string; object_id: string; key_no: number; their_id: string | null }>(
    // Lists as constants, not joined: the planner then looks each id up instead of reading all links of the connection.
    `select kind, object_id, key_no, their_id from link
     where tenant_id = $1 and connection_id = $2 and kind = any($4::text[]) and object_id = any($5::uuid[])
       and channel_id is not distinct from $3`,
    [
      of.tenant,
      of.connectionId,
      of.channelId,
      [...new Set(objects.map(one => one.kind))],
      objects.map(one => one.objectId),
    ],
  )
  const asked = new Set(objects.map(linkKey))
  return new Map(
    rows
      .map((row): [string, Link] => [
        linkKey({ kind: row.kind, objectId: row.object_id }),
        { no: row.key_no, theirs: row.their_id ?? '' },
      ])
      .filter(([key]) => asked.has(key)),
  )
}

/** Names an object among the links of a connection. */
export function linkKey({ kind, objectId }: Linkable): string {
  return `${kind} ${objectId}`
}

/**
 * Enters objects under numbers that were drawn for them before; one that somebody else entered meanwhile keeps its own
 * number. Answers the links of all of them.
 */
export async function enterLinks(
  tx: Tx,
  of: LinksOf,
  entries: readonly (Linkable & { readonly no: number; readonly theirs?: string })[],
): Promise<Map<string, Link>> {
  if (entries.length === 0) return new Map()
  const rows = await tx.query<{ no: number }>(
    `insert into link (tenant_id, connection_id, channel_id, key_no, kind, object_id, their_id)
     select $1, $2, $3, r.no, r.kind, r."objectId", r.theirs
     from json_to_recordset($4) as r (no int, kind text, "objectId" uuid, theirs text) order by r.kind, r."objectId"
     on conflict do nothing returning key_no as no`,
    [of.tenant, of.connectionId, of.channelId, JSON.stringify(entries)],
  )
  if (rows.length < entries.length) return findLinks(tx, of, entries)
  return new Map(entries.map(one => [linkKey(one), { no: one.no, theirs: one.theirs ?? '' }]))
}

/**
 * Stores the ids that they gave, by our numbers. An id that belongs to another object of the kind already is not taken
 * from it: answers the numbers for which that is so.
 */
export async function nameTheirs(
  tx: Tx,
  tenant: string,
  connectionId: string,
  given: readonly Link[],
): Promise<Set<number>> {
  if (given.length === 0) return new Set()
  const rows = await tx.query<{ no: number }>(
    `with given as (
       select u.no, u.theirs, k.kind, k.channel_id, k.their_id as before
       from unnest($3::int[], $4::text[]) as u (no, theirs)
       join link k on k.tenant_id = $1 and k.connection_id = $2 and k.key_no = u.no and k.key_no = any($3::int[])
     ), taken as (
       select g.no from given g where exists (
           select 1 from link o where o.tenant_id = $1 and o.connection_id = $2 and o.kind = g.kind and o.their_id = g.theirs
             and o.their_id = any($4::text[]) and o.channel_id is not distinct from g.channel_id and o.key_no <> g.no)
         or exists (select 1 from given e where e.kind = g.kind and e.theirs = g.theirs
             and e.channel_id is not distinct from g.channel_id and e.no < g.no)
     ), named as (
       update link k set their_id = g.theirs from given g
       where k.tenant_id = $1 and k.connection_id = $2 and k.key_no = g.no and k.key_no = any($3::int[]) and g.before is distinct from g.theirs
         and g.no not in (select no from taken)
     )
     select no from taken`,
    [tenant, connectionId, given.map(link => link.no), given.map(link => link.theirs)],
  )
  return new Set(rows.map(row => row.no))
}

/**
 * Of what comes in as a record of its own and bears a link of ours already (we made it there): the record takes the link over, with its
 * number, which the other side knows. Answers the numbers by their ids.
 */
export async function takeLinks(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string; readonly kind: string },
  records: readonly { readonly id: string; readonly theirs: string }[],
): Promise<Map<string, number>> {
  if (records.length === 0) return new Map()
  const rows = await tx.query<{ theirs: string; no: number }>(
    `update link k set object_id = u.id from unnest($4::uuid[], $5::text[]) as u (id, theirs)
     where k.tenant_id = $1 and k.connection_id = $2 and k.kind = $3 and k.their_id = u.theirs and k.their_id = any($5::text[])
       and k.channel_id is null
     returning k.their_id as theirs, k.key_no as no`,
    [of.tenant, of.connectionId, of.kind, records.map(one => one.id), records.map(one => one.theirs)],
  )
  return new Map(rows.map(row => [row.theirs, row.no]))
}

/** Nobody knows any more what these numbers are at the other side. */
export async function forgetTheirs(
  tx: Tx,
  of: Pick<LinksOf, 'tenant' | 'connectionId'>,
  numbers: readonly number[],
): Promise<void> {
  await tx.run(
    `update link set their_id = null where tenant_id = $1 and connection_id = $2 and key_no = any($3::int[])`,
    [of.tenant, of.connectionId, numbers],
  )
}

/** The other side does not know these under their ids any more. Our numbers stay theirs for ever. */
export async function endLinks(tx: Tx, of: LinksOf, objects: readonly Linkable[]): Promise<void> {
  if (objects.length === 0) return
  await tx.run(
    `update link k set their_id = null from unnest($4::text[], $5::uuid[]) as u (kind, id)
     where k.tenant_id = $1 and k.connection_id = $2 and k.kind = u.kind and k.object_id = u.id and k.object_id = any($5::uuid[])
       and k.channel_id is not distinct from $3 and k.their_id is not null`,
    [
      of.tenant,
      of.connectionId,
      of.channelId,
      objects.map(one => one.kind),
      objects.map(one => one.objectId),
    ],
  )
}

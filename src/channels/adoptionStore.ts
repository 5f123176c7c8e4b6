import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { type InventoryKind, type InventoryObject, inventoryKinds } from '../port/inventory.ts'

export const adoptionKinds = inventoryKinds
export type AdoptionKind = InventoryKind
export const adoptionStates = ['theirs_only', 'matched', 'ambiguous', 'adopted', 'left_alone'] as const
export type AdoptionState = (typeof adoptionStates)[number]

/** Which inventory: of a kind of object at a connection, or at one of its channels. */
export interface AdoptionOf {
  readonly tenant: string
  readonly connectionId: string
  /** Where the system names objects at each place; absent or null: they are linked per connection. */
  readonly channelId?: string | null
  readonly kind: AdoptionKind
}

/** What stands in `scope`. */
export function scopeOf({ channelId }: Pick<AdoptionOf, 'channelId'>): string {
  return channelId ?? ''
}

/** Why an object was not made here, or what of it was left, by a code of the reasons. */
export interface Note {
  readonly code: string
  readonly data: ProblemData
}

/** How far the inventory of a kind was read. */
export interface Reading {
  readonly kind: AdoptionKind
  /** Where objects are linked per channel. */
  readonly channelId: string | null
  readonly resume: string | null
  readonly objects: number
  readonly startedAt: Date
  readonly doneAt: Date | null
  readonly refusedCode: string | null
  readonly refusedData: ProblemData | null
}

/** How far each kind was read; kinds that nobody looked at are absent. */
export function readings(tx: Tx, tenant: string, connectionId: string): Promise<Reading[]> {
  return tx.query<Reading>(
    `select kind, nullif(scope, '') as "channelId", resume, objects, started_at as "startedAt", done_at as "doneAt",
       refused_code as "refusedCode", refused_data as "refusedData"
     from adoption_reading where tenant_id = $1 and connection_id = $2 order by kind, scope`,
    [tenant, connectionId],
  )
}

/** Begins to read from the front: what was found before stays, and what was decided. */
export async function beginReading(tx: Tx, of: AdoptionOf, now: Date): Promise<void> {
  await tx.run(
    `insert into adoption_reading (tenant_id, connection_id, kind, scope, started_at) values ($1, $2, $3, $5, $4)
     on conflict (tenant_id, connection_id, kind, scope) do update set resume = null, objects = 0, started_at = excluded.started_at,
       done_at = null, refused_code = null, refused_data = null`,
    [of.tenant, of.connectionId, of.kind, now, scopeOf(of)],
  )
}

/** The system cannot tell what it has of this kind. */
export async function refuseReading(
  tx: Tx,
  of: AdoptionOf,
  refusal: { code: string; data: ProblemData },
): Promise<void> {
  await tx.run(
    `update adoption_reading set refused_code = $4, refused_data = $5
     where tenant_id = $1 and connection_id = $2 and kind = $3 and scope = $6`,
    [of.tenant, of.connectionId, of.kind, refusal.code, JSON.stringify(refusal.data), scopeOf(of)],
  )
}

/**
 * Stores a page of an inventory, with where it goes on. Known objects keep what was decided about them. Answers how many
 * were not known.
 */
export async function storeInventory(
  tx: Tx,
  of: AdoptionOf,
  objects: readonly (InventoryObject & { readonly id: string; readonly notes?: readonly Note[] })[],
  page: { readonly resume: string | undefined; readonly last: boolean; readonly now: Date },
): Promise<number> {
  const unique = [...new Map(objects.map(one => [one.theirs, one])).values()]
  const rows = await tx.query<{ fresh: boolean }>(
    `insert into adoption (tenant_id, id, connection_id, kind, scope, their_id, name, number, gtin, parent, state, record, notes, our_no,
       quantity, seen_at)
     select $1, r.id, $2, $3, $5, r.theirs, r.name, nullif(r.number, ''), nullif(r.gtin, ''), coalesce(r.parent, ''), 'theirs_only', r.record,
       r.notes, r.no, r.quantity, $6
     from json_to_recordset($4) as r (id uuid, theirs text, name text, number text, gtin text, parent text, record jsonb, notes jsonb, no int,
       quantity numeric)
     order by r.theirs
     on conflict (tenant_id, connection_id, kind, scope, their_id) do update
       set name = excluded.name, number = excluded.number, gtin = excluded.gtin, parent = excluded.parent,
         our_no = excluded.our_no, quantity = excluded.quantity, seen_at = excluded.seen_at,
         record = case when adoption.state in ('theirs_only', 'matched', 'ambiguous') then excluded.record end
     returning xmax = 0 as fresh`,
    [of.tenant, of.connectionId, of.kind, JSON.stringify(unique), scopeOf(of), page.now],
  )
  const fresh = rows.filter(row => row.fresh).length
  await tx.run(
    // Counted at the end alone: on the way, counting all that is there with each page costs more than the page.
    `update adoption_reading r set resume = $4, done_at = $5, objects = case when $5::timestamptz is null then r.objects + $7
       else (select count(*) from adoption a where a.tenant_id = $1 and a.connection_id = $2 and a.kind = $3 and a.scope = $6) end
     where r.tenant_id = $1 and r.connection_id = $2 and r.kind = $3 and r.scope = $6`,
    [
      ...[of.tenant, of.connectionId, of.kind, page.resume ?? null, page.last ? page.now : null, scopeOf(of)],
      unique.length,
    ],
  )
  return fresh
}

/** What nobody has decided about and the reading that began then has not listed: it is not there any more. */
export async function dropUnseen(tx: Tx, of: AdoptionOf, since: Date): Promise<void> {
  await tx.run(
    `delete from adoption where tenant_id = $1 and connection_id = $2 and kind = $3 and scope = $4 and seen_at < $5
       and state in ('theirs_only', 'matched', 'ambiguous')`,
    [of.tenant, of.connectionId, of.kind, scopeOf(of), since],
  )
}

/** These are none of ours, after all. */
export async function unmatchAdoptions(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update adoption set state = 'theirs_only', object_id = null, matched_by = null
     where tenant_id = $1 and id = any($2::uuid[]) and state in ('matched', 'ambiguous')`,
    [tenant, ids],
  )
}

/** How many objects stand in each state, by kind. */
export function adoptionCounts(
  tx: Tx,
  tenant: string,
  connectionId: string,
): Promise<{ kind: AdoptionKind; state: AdoptionState; count: number }[]> {
  return tx.query(
    `select kind, state, count(*)::int as count from adoption where tenant_id = $1 and connection_id = $2
     group by kind, state order by kind, state`,
    [tenant, connectionId],
  )
}

/** One object of theirs, and what of ours it is. */
export interface Adoption {
  readonly id: string
  readonly kind: AdoptionKind
  readonly theirs: string
  readonly name: string
  readonly number: string | null
  readonly gtin: string | null
  readonly parent: string | null
  readonly state: AdoptionState
  readonly matchedBy: string | null
  readonly objectId: string | null
  /** It was made here by the import. */
  readonly made: boolean
  readonly notes: readonly Note[] | null
}

/** SQL: the columns of an `Adoption`, of rows `a`. */
export const adoptionColumns = `a.id, a.kind, a.their_id as theirs, a.name, a.number, a.gtin, a.parent, a.state, a.matched_by as "matchedBy", a.object_id as "objectId", a.made, a.notes`

/** A page of them behind `after`, in the order in which they were first seen. */
export function listAdoptions(
  tx: Tx,
  tenant: string,
  wish: {
    connectionId: string
    kind?: AdoptionKind | undefined
    states: readonly AdoptionState[]
    /** Only those of which there is something to say. */
    noted?: boolean | undefined
    /** Only those that are linked at this channel; null: those that are linked per connection; absent: all. */
    channelId?: string | null | undefined
    after?: string | undefined
    limit: number
  },
): Promise<Adoption[]> {
  return tx.query<Adoption>(
    // State by state, each in the order of its index: of several at once all that is left would be sorted for each page.
    `select p.* from unnest($4::text[]) as s (state) cross join lateral (
       select ${adoptionColumns} from adoption a where a.tenant_id = $1 and a.connection_id = $2 and ($3::text is null or a.kind = $3)
         and a.state = s.state and ($5::uuid is null or a.id > $5) and (not $7 or a.notes is not null)
         and ($8::text is null or a.scope = $8) order by a.id limit $6) p
     order by p.id limit $6`,
    [
      tenant,
      wish.connectionId,
      wish.kind ?? null,
      [...new Set(wish.states)],
      wish.after ?? null,
      wish.limit,
      wish.noted ?? false,
      wish.channelId === undefined ? null : scopeOf({ channelId: wish.channelId }),
    ],
  )
}

/** Those of these ids of theirs that are known, locked in the order of their ids. */
export function holdAdoptions(tx: Tx, of: AdoptionOf, theirs: readonly string[]): Promise<Adoption[]> {
  return tx.query<Adoption>(
    `select ${adoptionColumns} from adoption a where a.tenant_id = $1 and a.connection_id = $2 and a.kind = $3 and a.their_id = any($4::text[])
       and a.scope = $5 order by a.id for no key update`,
    [of.tenant, of.connectionId, of.kind, theirs, scopeOf(of)],
  )
}

/** Writes down what was decided about objects of theirs; `objectId` null: they are left alone. `basedAt`: what we have of them counts as theirs. */
export async function decideAdoptions(
  tx: Tx,
  tenant: string,
  decided: readonly { readonly id: string; readonly objectId: string | null; readonly byPerson: boolean }[],
  by: string,
  basedAt: Date | null = null,
): Promise<void> {
  await tx.run(
    `update adoption a set state = case when r."objectId" is null then 'left_alone' else 'adopted' end, object_id = r."objectId",
       matched_by = case when r."objectId" is null then null when r."byPerson" then 'person' else a.matched_by end, decided_by = $3,
       told_at = null, based_at = $4, record = null, notes = null
     from json_to_recordset($2) as r (id uuid, "objectId" uuid, "byPerson" boolean) where a.tenant_id = $1 and a.id = r.id`,
    [tenant, JSON.stringify(decided), by, basedAt],
  )
}

/** Adopted objects of which the system has not heard our number, with it: at most `limit`. */
export function untoldAdoptions(
  tx: Tx,
  of: AdoptionOf,
  limit: number,
): Promise<{ id: string; theirs: string; no: number; objectId: string; made: boolean }[]> {
  return tx.query(
    `select a.id, a.their_id as theirs, k.key_no as no, a.object_id as "objectId", a.made from adoption a
       join link k on k.tenant_id = $1 and k.connection_id = $2 and k.kind = $3 and k.object_id = a.object_id and k.their_id = a.their_id
         and k.channel_id is not distinct from nullif(a.scope, '')::uuid
     where a.tenant_id = $1 and a.connection_id = $2 and a.state = 'adopted' and a.kind = $3 and a.told_at is null order by a.id limit $4`,
    [of.tenant, of.connectionId, of.kind, limit],
  )
}

/** The system has heard our numbers of these. */
export async function markTold(tx: Tx, tenant: string, ids: readonly string[], now: Date): Promise<void> {
  await tx.run(`update adoption set told_at = $3 where tenant_id = $1 and id = any($2::uuid[])`, [
    tenant,
    ids,
    now,
  ])
}

/** Adopted objects of a kind whose state here was not taken for theirs yet: at most `limit`. */
export function unbasedAdoptions(
  tx: Tx,
  of: AdoptionOf,
  limit: number,
): Promise<{ id: string; objectId: string }[]> {
  return tx.query(
    `select a.id, a.object_id as "objectId" from adoption a
     where a.tenant_id = $1 and a.connection_id = $2 and a.state = 'adopted' and a.kind = $3 and a.based_at is null order by a.id limit $4`,
    [of.tenant, of.connectionId, of.kind, limit],
  )
}

/** How many pieces the system showed of these adopted objects when it was read last, by the id of ours; absent where it did not say. */
export async function quantitiesShown(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; quantity: string }>(
    `select object_id as id, trim_scale(quantity)::text as quantity from adoption
     where tenant_id = $1 and id = any($2::uuid[]) and object_id is not null and quantity is not null`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row.quantity]))
}

/** What we have of these counts as what they have, from now on. */
export async function markBased(tx: Tx, tenant: string, ids: readonly string[], now: Date): Promise<void> {
  await tx.run(`update adoption set based_at = $3 where tenant_id = $1 and id = any($2::uuid[])`, [
    tenant,
    ids,
    now,
  ])
}

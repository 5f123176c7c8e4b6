import type { Tx } from '../base/database.ts'
import type { InventoryRecord } from '../port/inventory.ts'
import type { AdoptionKind, AdoptionOf, AdoptionState, Note } from './adoptionStore.ts'

/** An object of theirs that can be made here. */
export interface ImportRow {
  readonly id: string
  readonly theirs: string
  readonly name: string
  readonly number: string
  readonly gtin: string
  readonly parent: string
  readonly record: InventoryRecord
}

/**
 * The next objects without a partner here, behind `afterId`, in the order in which they were first seen: those that lie under
 * nothing (`under` false), or under what is linked already (`under` true). `only`: of these ids of theirs, of images those of
 * these items; absent: all.
 */
export function importRows(
  tx: Tx,
  of: AdoptionOf,
  wish: {
    readonly under: boolean
    readonly only?: readonly string[] | undefined
    readonly afterId: string
    readonly limit: number
  },
): Promise<ImportRow[]> {
  return tx.query<ImportRow>(
    `select a.id, a.their_id as theirs, a.name, coalesce(a.number, '') as number, coalesce(a.gtin, '') as gtin,
       coalesce(a.parent, '') as parent, a.record
     from adoption a where a.tenant_id = $1 and a.connection_id = $2 and a.kind = $3 and a.state = 'theirs_only' and a.record is not null
       and a.id > $4 and (coalesce(a.parent, '') <> '') = $5
       and (not $5 or exists (select from link k where k.tenant_id = $1 and k.connection_id = $2 and k.kind = $3 and k.their_id = a.parent))
       and ($6::text[] is null or case when $3 = 'image' then a.record ->> 'item' else a.their_id end = any($6))
     order by a.id limit $7`,
    [of.tenant, of.connectionId, of.kind, wish.afterId, wish.under, wish.only ?? null, wish.limit],
  )
}

/** Our objects of these ids of theirs, wherever they are linked; those without a link are absent. */
export async function objectsNamed(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string; readonly kind: string },
  theirs: readonly string[],
): Promise<Map<string, string>> {
  if (theirs.length === 0) return new Map()
  const rows = await tx.query<{ theirs: string; objectId: string }>(
    `select their_id as theirs, object_id as "objectId" from link
     where tenant_id = $1 and connection_id = $2 and kind = $3 and their_id = any($4::text[])`,
    [of.tenant, of.connectionId, of.kind, theirs],
  )
  return new Map(rows.map(row => [row.theirs, row.objectId]))
}

/** Those of these objects that imports of this connection have made. */
export async function madeHere(tx: Tx, of: AdoptionOf, objectIds: readonly string[]): Promise<string[]> {
  if (objectIds.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select object_id as id from adoption
     where tenant_id = $1 and connection_id = $2 and kind = $3 and object_id = any($4::uuid[]) and made order by object_id`,
    [of.tenant, of.connectionId, of.kind, objectIds],
  )
  return rows.map(row => row.id)
}

/** Which of these ids of theirs a person has still to decide about. */
export async function undecided(tx: Tx, of: AdoptionOf, theirs: readonly string[]): Promise<Set<string>> {
  if (theirs.length === 0) return new Set()
  const open: readonly AdoptionState[] = ['matched', 'ambiguous']
  const rows = await tx.query<{ theirs: string }>(
    `select their_id as theirs from adoption
     where tenant_id = $1 and connection_id = $2 and kind = $3 and their_id = any($4::text[]) and state = any($5)`,
    [of.tenant, of.connectionId, of.kind, theirs, open],
  )
  return new Set(rows.map(row => row.theirs))
}

/** These were made here, or found by their name, and are linked; what was left of them is noted. */
export async function noteMade(
  tx: Tx,
  tenant: string,
  made: readonly { readonly id: string; readonly objectId: string; readonly notes: readonly Note[] }[],
  by: string,
  now: Date,
): Promise<void> {
  await tx.run(
    `update adoption a set state = 'adopted', object_id = r."objectId", matched_by = null, decided_by = $3, told_at = null, based_at = $4,
       made = true, record = null, notes = r.notes
     from json_to_recordset($2) as r (id uuid, "objectId" uuid, notes jsonb) where a.tenant_id = $1 and a.id = r.id`,
    [tenant, JSON.stringify(made.map(one => ({ ...one, notes: notesOf(one.notes) }))), by, now],
  )
}

/** These could not be made, and why; they can be tried again. */
export async function noteRefused(
  tx: Tx,
  tenant: string,
  refused: readonly { readonly id: string; readonly notes: readonly Note[] }[],
): Promise<void> {
  if (refused.length === 0) return
  await tx.run(
    `update adoption a set notes = r.notes from json_to_recordset($2) as r (id uuid, notes jsonb)
     where a.tenant_id = $1 and a.id = r.id and a.state = 'theirs_only'`,
    [tenant, JSON.stringify(refused.map(one => ({ ...one, notes: notesOf(one.notes) })))],
  )
}

/** What lies under something that is not here could not be made either. */
export async function noteOrphans(tx: Tx, of: AdoptionOf): Promise<void> {
  await tx.run(
    `update adoption a set notes = jsonb_build_array(jsonb_build_object('code', 'IMPORT_PARENT_MISSING',
       'data', jsonb_build_object('parent', a.parent)))
     where a.tenant_id = $1 and a.connection_id = $2 and a.kind = $3 and a.state = 'theirs_only' and a.record is not null
       and coalesce(a.parent, '') <> ''
       and not exists (select from link k where k.tenant_id = $1 and k.connection_id = $2 and k.kind = $3 and k.their_id = a.parent)`,
    [of.tenant, of.connectionId, of.kind],
  )
}

function notesOf(notes: readonly Note[]): readonly Note[] | null {
  return notes.length === 0 ? null : notes
}

/** How many of each kind were made, stay without a partner, and have something said of them. */
export interface ImportCount {
  readonly kind: AdoptionKind
  readonly made: number
  readonly left: number
  readonly refused: number
  readonly remarks: number
}

/** The counts, kinds without any object absent. */
export function importCounts(tx: Tx, tenant: string, connectionId: string): Promise<ImportCount[]> {
  return tx.query(
    `select kind, count(*) filter (where made)::int as made, count(*) filter (where state = 'theirs_only')::int as "left",
       count(*) filter (where state = 'theirs_only' and notes is not null)::int as refused,
       count(*) filter (where state = 'adopted' and notes is not null)::int as remarks
     from adoption where tenant_id = $1 and connection_id = $2 group by kind order by kind`,
    [tenant, connectionId],
  )
}

/** What the objects that can be made say of groups, rates and languages. */
export async function usedTerms(
  tx: Tx,
  tenant: string,
  connectionId: string,
): Promise<{ groups: string[]; rates: string[]; languages: string[] }> {
  const waiting = `select kind, record from adoption
    where tenant_id = $1 and connection_id = $2 and state = 'theirs_only' and record is not null`
  const rows = await tx.query<{ what: string; value: string }>(
    `with waiting as materialized (${waiting})
     select distinct 'group' as what, p ->> 'group' as value
       from waiting, jsonb_array_elements(coalesce(record -> 'prices', '[]') || coalesce(record -> 'specials', '[]')) p
       where kind = 'item' and p ->> 'group' is not null
     union all select distinct 'rate', record ->> 'taxRate' from waiting where kind = 'item' and record ->> 'taxRate' is not null
     union all select distinct 'language', l from waiting, jsonb_object_keys(coalesce(record -> 'texts', '{}')) l order by 1, 2`,
    [tenant, connectionId],
  )
  const of = (what: string) => rows.flatMap(row => (row.what === what ? [row.value] : []))
  return { groups: of('group'), rates: of('rate'), languages: of('language') }
}

/** Links of what lies in objects of ours, so far as the other side has given it an id: what it has to be told of. */
export async function nestedLinks(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string; readonly kind: AdoptionKind },
  objectIds: readonly string[],
): Promise<{ kind: 'variation' | 'variation_value' | 'characteristic_value'; theirs: string; no: number }[]> {
  const inside = await tx.query<{ id: string }>(
    of.kind === 'item'
      ? `select id from variation where tenant_id = $1 and item_id = any($2::uuid[])
         union all select w.id from variation v join variation_value w on w.tenant_id = $1 and w.variation_id = v.id
           where v.tenant_id = $1 and v.item_id = any($2::uuid[])`
      : `select id from characteristic_value where tenant_id = $1 and characteristic_id = any($2::uuid[])`,
    [of.tenant, objectIds],
  )
  if (inside.length === 0) return []
  // The ids as a constant, not joined: the planner then looks each one up instead of reading all links of the connection.
  return tx.query(
    `select kind, their_id as theirs, key_no as no from link
     where tenant_id = $1 and connection_id = $2 and kind = any($4) and object_id = any($3::uuid[]) and their_id is not null
     order by key_no`,
    [
      of.tenant,
      of.connectionId,
      inside.map(row => row.id),
      of.kind === 'item' ? ['variation', 'variation_value'] : ['characteristic_value'],
    ],
  )
}

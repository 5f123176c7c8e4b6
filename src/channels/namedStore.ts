import type { Tx } from '../base/database.ts'
import { canonical, cleanText } from '../port/canonical.ts'
import type { AttributeOfTheirs, NamedSet, NamedThingOfTheirs } from '../port/posted.ts'

/** What a set changed: which of its things are new, another, or gone. */
export interface SetChange {
  readonly list: NamedSet['list']
  readonly of: string
  readonly theirs: readonly string[]
}

/**
 * Stores named things of theirs, set by set in their order. What a set that replaces does not name any more is gone, and stays:
 * mappings and orders may still name it. What is as it was is not written. Of one id twice in a set the last counts.
 */
export async function storeNamedSets(
  tx: Tx,
  tenant: string,
  connectionId: string,
  sets: readonly NamedSet[],
  now: Date,
): Promise<SetChange[]> {
  const done: SetChange[] = []
  for (const set of sets) {
    const of = set.of ?? ''
    const rows = [...new Map(set.entries.map(one => [one.theirs, rowOf(one)])).values()]
    const written = await tx.query<{ id: string }>(
      `insert into web_term (tenant_id, connection_id, list, scope, their_id, name, code, parent, attribute, is_closed, seen_at)
       select $1, $2, $3, $4, r.theirs, r.name, r.code, r.parent, r.attribute, coalesce(r."isClosed", false), $6
       from jsonb_to_recordset($5) as r (theirs text, name text, code text, parent text, attribute jsonb, "isClosed" boolean)
       order by r.theirs
       on conflict (tenant_id, connection_id, list, scope, their_id) do update set name = excluded.name, code = excluded.code,
         parent = excluded.parent, attribute = excluded.attribute, is_closed = excluded.is_closed, seen_at = excluded.seen_at,
         gone_at = null
       where (web_term.name, web_term.code, web_term.parent, web_term.attribute, web_term.is_closed, web_term.gone_at)
         is distinct from (excluded.name, excluded.code, excluded.parent, excluded.attribute, excluded.is_closed, null::timestamptz)
       returning their_id as id`,
      [tenant, connectionId, set.list, of, JSON.stringify(rows), now],
    )
    const gone = await tx.query<{ id: string }>(
      `update web_term t set gone_at = $5 where t.tenant_id = $1 and t.connection_id = $2 and t.list = $3 and t.scope = $4
         and t.gone_at is null and ${set.replaces ? `not exists (select from unnest($6::text[]) as u (id) where u.id = t.their_id)` : `t.their_id = any($6::text[])`}
       returning t.their_id as id`,
      [
        tenant,
        connectionId,
        set.list,
        of,
        now,
        set.replaces ? rows.map(row => row.theirs) : (set.gone ?? []).map(cleanText),
      ],
    )
    done.push({ list: set.list, of, theirs: [...written, ...gone].map(row => row.id) })
  }
  return done
}

/** Whether the system names anything of this list now. */
export async function namesAny(
  tx: Tx,
  tenant: string,
  connectionId: string,
  list: NamedSet['list'],
): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from web_term where tenant_id = $1 and connection_id = $2 and list = $3 and gone_at is null limit 1`,
    [tenant, connectionId, list],
  )
  return rows.length > 0
}

// As a database can hold it.
function rowOf({ theirs, name, code, parent, isClosed, attribute }: NamedThingOfTheirs) {
  return {
    theirs: cleanText(theirs),
    name: cleanText(name),
    ...(code === undefined ? {} : { code: cleanText(code) }),
    ...(parent === undefined ? {} : { parent: cleanText(parent) }),
    ...(isClosed ? { isClosed } : {}),
    ...(attribute === undefined ? {} : { attribute: canonical(attribute).value }),
  }
}

/** A category of theirs. */
export interface CategoryOfTheirs {
  readonly theirs: string
  readonly name: string
  readonly isClosed: boolean
  readonly gone: boolean
}

/** Those of these categories that the system named at some time, by their id. */
export async function categoriesOfTheirs(
  tx: Tx,
  tenant: string,
  connectionId: string,
  theirs: readonly string[],
): Promise<ReadonlyMap<string, CategoryOfTheirs>> {
  if (theirs.length === 0) return new Map()
  const rows = await tx.query<CategoryOfTheirs>(
    `select their_id as theirs, name, is_closed as "isClosed", gone_at is not null as gone from web_term
     where tenant_id = $1 and connection_id = $2 and list = 'category' and scope = '' and their_id = any($3::text[])`,
    [tenant, connectionId, theirs],
  )
  return new Map(rows.map(row => [row.theirs, row]))
}

/** An attribute of theirs, as far as its scope reaches. */
export interface AttributeTerm {
  readonly scope: string
  readonly theirs: string
  readonly name: string
  readonly attribute: AttributeOfTheirs
}

/** The attributes of these scopes that the system names now, by scope and id. */
export function attributesOfTheirs(
  tx: Tx,
  tenant: string,
  connectionId: string,
  scopes: readonly string[],
): Promise<AttributeTerm[]> {
  return tx.query<AttributeTerm>(
    `select scope, their_id as theirs, name, attribute from web_term
     where tenant_id = $1 and connection_id = $2 and list = 'attribute' and scope = any($3::text[]) and gone_at is null
       and attribute is not null order by scope, their_id`,
    [tenant, connectionId, scopes],
  )
}

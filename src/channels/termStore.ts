import type { Tx } from '../base/database.ts'
import type { TermRecord } from '../port/records.ts'

/** A named thing of the other side. */
export interface Term {
  readonly list: TermRecord['list']
  readonly theirs: string
  readonly name: string
  readonly code: string | null
  readonly isDefault: boolean
  /** The system does not name it any more. */
  readonly gone: boolean
}

type Wide = 'category' | 'attribute'

/** Writes down named things of the other side; what it does not name any more stays, because orders may still name it. */
export async function noteTerms(
  tx: Tx,
  tenant: string,
  connectionId: string,
  terms: readonly (TermRecord & { readonly theirs: string })[],
  now: Date,
): Promise<void> {
  if (terms.length === 0) return
  const rows = [
    ...new Map(
      terms.map(({ parent, ...term }) => [
        `${term.list} ${term.theirs}`,
        { ...term, parent: parent?.theirs ?? null },
      ]),
    ).values(),
  ]
  await tx.run(
    `insert into web_term (tenant_id, connection_id, list, their_id, name, code, is_default, parent, seen_at)
     select $1, $2, r.list, r.theirs, r.name, r.code, coalesce(r."isDefault", false), r.parent, $4
     from json_to_recordset($3) as r (list text, theirs text, name text, code text, "isDefault" boolean, parent text)
     order by r.list, r.theirs
     on conflict (tenant_id, connection_id, list, scope, their_id) do update set name = excluded.name, code = excluded.code,
       is_default = excluded.is_default, parent = excluded.parent, seen_at = excluded.seen_at, gone_at = null`,
    [tenant, connectionId, JSON.stringify(rows), now],
  )
}

/** The named things of a connection by list and name, without categories and attributes, of which there may be thousands. */
export function listTerms(
  tx: Tx,
  tenant: string,
  connectionId: string,
): Promise<(Term & { readonly list: Exclude<Term['list'], Wide> })[]> {
  return tx.query(
    `select list, their_id as theirs, name, code, is_default as "isDefault", gone_at is not null as gone from web_term
     where tenant_id = $1 and connection_id = $2 and list not in ('category', 'attribute') order by list, name, their_id`,
    [tenant, connectionId],
  )
}

/** Those of these things of a list that the system names now, in whatever scope. */
export async function namesOfList(
  tx: Tx,
  tenant: string,
  connectionId: string,
  list: Term['list'],
  theirs: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select distinct their_id as id from web_term
     where tenant_id = $1 and connection_id = $2 and list = $3 and their_id = any($4::text[]) and gone_at is null`,
    [tenant, connectionId, list, theirs],
  )
  return new Set(rows.map(row => row.id))
}

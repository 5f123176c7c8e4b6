import type { Tx } from '../base/database.ts'
import { searchRanges, type TermRanges } from '../base/searchRanges.ts'

/** Up to so many objects are named one by one if nobody says. */
const narrowLimit = 10_000
/** Terms are counted no further. */
const setLimit = 100_000

/** Objects that meet a text: their ids where they are few, else the ranges to compare each with. */
export interface SearchedObjects {
  readonly ids: readonly string[] | null
  /** The first range of each is the one that fewest terms lie in. */
  readonly whole: TermRanges
  readonly words: TermRanges | undefined
}

/** The objects whose search terms meet a text; null if none is asked for. */
export async function findObjects(
  tx: Tx,
  tenant: string,
  kind: 'customer' | 'item',
  text: string | undefined,
  exact: boolean,
  limit: number = narrowLimit,
): Promise<SearchedObjects | null> {
  const ranges = searchRanges(text ?? '', exact)
  if (!ranges) return null
  const whole = await rarestFirst(tx, tenant, kind, ranges.whole)
  const words = ranges.words && (await rarestFirst(tx, tenant, kind, ranges.words))
  const found = { whole: whole.ranges, words: words?.ranges }
  if (Math.max(whole.count, words?.count ?? 0) > limit) return { ids: null, ...found }
  const ids = new Set<string>()
  for (const { ranges: way } of words ? [whole, words] : [whole])
    for (const row of await tx.query<{ id: string }>(
      `select distinct f.id from (${objectsInSet(kind, '$2', '$3')}) as f (id)`,
      [tenant, way.lows, way.highs],
    ))
      ids.add(row.id)
  return { ids: [...ids], ...found }
}

/** The ranges with the one first that fewest terms lie in, and how many those are (counting stops above a set). */
async function rarestFirst(
  tx: Tx,
  tenant: string,
  kind: string,
  { lows, highs }: TermRanges,
): Promise<{ count: number; ranges: TermRanges }> {
  const rows = await tx.query<{ low: string; high: string; count: number }>(
    `select u.low, u.high, (select count(*)::int from (select 1 from search_term t where t.tenant_id = $1 and t.kind = $2
       and t.term >= u.low and t.term < u.high limit $5) as counted) as count
     from unnest($3::text[], $4::text[]) as u (low, high) order by 3, 1`,
    [tenant, kind, lows, highs, setLimit + 1],
  )
  return {
    count: rows[0]?.count ?? 0,
    ranges: { lows: rows.map(row => row.low), highs: rows.map(row => row.high) },
  }
}

/**
 * The objects that meet ranges, as a subquery: the first range leads, the others are compared per object. `lows` and `highs` are
 * parameters.
 */
export function objectsInSet(kind: 'customer' | 'item', lows: string, highs: string): string {
  return `select t.object_id from search_term t
    where t.tenant_id = $1 and t.kind = '${kind}' and t.term >= (${lows}::text[])[1] and t.term < (${highs}::text[])[1]
      and (cardinality(${lows}::text[]) = 1 or ${meetsRanges(kind, 't.object_id', lows, highs)})`
}

/** True for an object that meets ranges, as a condition; parameters as for `objectsInSet`. */
export function meetsRanges(kind: 'customer' | 'item', object: string, lows: string, highs: string): string {
  return `not exists (select 1 from unnest(${lows}::text[], ${highs}::text[]) as u (low, high) where not exists (
    select 1 from search_term s where s.tenant_id = $1 and s.kind = '${kind}' and s.object_id = ${object}
      and s.term >= u.low and s.term < u.high))`
}

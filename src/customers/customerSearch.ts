import type { Tx } from '../base/database.ts'
import { rangesOf, searchRanges, type TermRanges } from '../base/searchRanges.ts'

/** So many entries of the index are read to name the customers that a text finds; where its rarest word has more, the list is looked along. */
const narrowLimit = 10_000

/** Where a word lies in the index. */
export interface TermRange {
  readonly low: string
  readonly high: string
}

/** What a text finds: these customers, and each that has terms in all ranges of one of the wide ways to read it. */
export interface FoundCustomers {
  readonly ids: readonly string[]
  /** Of each way the range that fewest terms lie in comes first. */
  readonly wide: readonly (readonly [TermRange, ...TermRange[]])[]
}

/**
 * Finds what every word of a text is the beginning of; `exact`: the whole of. A telephone number may be written as people
 * write them. At most two statements for each way to read the text. Undefined: nothing is asked for.
 */
export async function findByText(
  tx: Tx,
  tenant: string,
  text: string | undefined,
  exact = false,
  limit: number = narrowLimit,
): Promise<FoundCustomers | undefined> {
  const ranges = searchRanges(text ?? '', exact)
  if (!ranges) return undefined
  const phone = phoneDigits(text ?? '')
  const ways = [ranges.whole, ranges.words, phone === undefined ? undefined : rangesOf([phone], exact)]
  const ids = new Set<string>()
  const wide: [TermRange, ...TermRange[]][] = []
  for (const way of ways) {
    if (!way) continue
    const [first, ...others] = await rarestFirst(tx, tenant, way, limit)
    if (!first) continue
    if (first.count > limit) wide.push([first, ...others])
    else for (const id of await idsIn(tx, tenant, [first, ...others])) ids.add(id)
  }
  return { ids: [...ids], wide }
}

// A number that is written with blanks or signs between its digits; one without is a word like others.
function phoneDigits(text: string): string | undefined {
  const digits = text.replace(/\D/g, '')
  return digits.length >= 5 && /^[\d\s+()/.-]+$/.test(text) && !/^\d+$/.test(text.trim())
    ? digits.replace(/^00/, '')
    : undefined
}

interface Range extends TermRange {
  readonly count: number
}

function rarestFirst(tx: Tx, tenant: string, { lows, highs }: TermRanges, limit: number): Promise<Range[]> {
  return tx.query<Range>(
    `select u.low, u.high, (select count(*)::int from (select from search_term t where t.tenant_id = $1 and t.kind = 'customer'
       and t.term >= u.low and t.term < u.high limit $4) as counted) as count
     from unnest($2::text[], $3::text[]) as u (low, high) order by 3, 1`,
    [tenant, lows, highs, limit + 1],
  )
}

// The rarest word leads, the others are looked up for what it finds.
async function idsIn(tx: Tx, tenant: string, ranges: readonly Range[]): Promise<string[]> {
  if (ranges.some(range => range.count === 0)) return []
  const rows = await tx.query<{ id: string }>(
    `select distinct t.object_id as id from search_term t
     where t.tenant_id = $1 and t.kind = 'customer' and t.term >= ($2::text[])[1] and t.term < ($3::text[])[1]
       and not exists (select from unnest(($2::text[])[2:], ($3::text[])[2:]) as w (low, high) where not exists (
         select from search_term s where s.tenant_id = $1 and s.kind = 'customer' and s.object_id = t.object_id
           and s.term >= w.low and s.term < w.high))`,
    [tenant, ranges.map(range => range.low), ranges.map(range => range.high)],
  )
  return rows.map(row => row.id)
}

import type { Tx } from '../base/database.ts'
import { searchOf } from './itemTerms.ts'

/** Up to so many entries of the search are put into a set; what more match is looked up item by item along the list. */
const setLimit = 100_000
/** Up to so many items are asked for each other word one by one; of more, the sets are intersected. */
const probeLimit = 2000

/** Terms that begin with a typed word: from `low` on and before `high`, in byte order. */
export interface TermRange {
  readonly low: string
  readonly high: string
  /** How many entries lie in it; counting stops above `setLimit`. */
  readonly count: number
}

/** A typed text, as it is looked up: an item meets it if it meets all ranges of one of the ways, the rarest first in each. */
export interface ItemSearch {
  readonly ways: readonly (readonly TermRange[])[]
  /** Few enough match to make a set of them; else the list is walked and each item is asked. */
  readonly narrow: boolean
  /** Above so many entries a range is wide. */
  readonly limit: number
}

/** A value as a parameter of the statement that is being made: answers its `$n`. `$1` is the tenant. */
export type Parameter = (value: unknown) => string

/** What a typed text asks for; undefined where it asks for nothing. One statement, which reads ranges of an index. */
export async function prepareItemSearch(
  tx: Tx,
  tenant: string,
  text: string | undefined,
  limit: number = setLimit,
): Promise<ItemSearch | undefined> {
  const { whole, words } = searchOf(text)
  if (whole === null) return undefined
  const same = words.length === 0 || (words.length === 1 && words[0] === whole)
  const ways = same ? [[whole]] : [[whole], words]
  const counts = await countRanges(tx, tenant, [...new Set(ways.flat())], limit)
  const counted = ways.map(way =>
    way
      .map(word => ({ low: word, high: highOf(word), count: counts.get(word) ?? 0 }))
      .sort((a, b) => a.count - b.count),
  )
  return { ways: counted, limit, narrow: counted.every(([rarest]) => rarest && rarest.count <= limit) }
}

const highOf = (word: string) => `${word}\u{10FFFF}`

async function countRanges(
  tx: Tx,
  tenant: string,
  words: readonly string[],
  limit: number,
): Promise<Map<string, number>> {
  const rows = await tx.query<{ word: string; count: number }>(
    `select u.low as word, (select count(*)::int from (select from search_term t where t.tenant_id = $1 and t.kind = 'item'
       and t.term >= u.low and t.term < u.high limit $4) as counted) as count
     from unnest($2::text[], $3::text[]) as u (low, high)`,
    [tenant, words, words.map(highOf), limit + 1],
  )
  return new Map(rows.map(row => [row.word, row.count]))
}

/**
 * The items that meet a search, each once, as a subquery with the column `id`. `whatever`: also of ranges that are too wide
 * for it, at whatever cost.
 */
export function foundItems(search: ItemSearch, at: Parameter, whatever = false): string {
  const sets = search.ways.map(way => {
    const [rarest, ...others] = way
    if (!rarest) throw new TypeError('a way has a range')
    const few = rarest.count <= Math.min(probeLimit, search.limit)
    const asSet = few ? [] : others.filter(range => whatever || range.count <= search.limit)
    const probed = others.filter(range => !asSet.includes(range))
    const set = [rarest, ...asSet].map(range => entries(range, at)).join(' intersect ')
    const also = probed.map(range => meets(range, 'f.id', at))
    return `select f.id from (${set}) as f (id)${also.length > 0 ? ` where ${also.join(' and ')}` : ''}`
  })
  const [only = '', another] = sets
  return another === undefined ? `select distinct id from (${only}) as s` : sets.join(' union ')
}

/** Whether an item meets a search, as a condition. */
export function meetsSearch(search: ItemSearch, item: string, at: Parameter): string {
  const ways = search.ways.map(way => `(${way.map(range => meets(range, item, at)).join(' and ')})`)
  return `(${ways.join(' or ')})`
}

/**
 * How many items have an entry in the only range of a search, reading no more of it than it takes to know that there are
 * `most`; undefined where that cannot be said so easily.
 */
export async function countAlone(
  tx: Tx,
  tenant: string,
  { ways }: ItemSearch,
  most: number,
): Promise<number | undefined> {
  const [range, another] = ways.flat()
  if (!range || another) return undefined
  const entriesRead = 2 * most + 1
  const [row] = await tx.query<{ read: number; items: number }>(
    `select count(*)::int as read, count(distinct object_id)::int as items from (
       select t.object_id from search_term t
       where t.tenant_id = $1 and t.kind = 'item' and t.term >= $2 and t.term < $3 limit $4) as e`,
    [tenant, range.low, range.high, entriesRead],
  )
  if (!row) throw new TypeError('a count is a row')
  return row.items >= most ? most : row.read < entriesRead ? row.items : undefined
}

// Exact comparisons and ranges only: under row-level security nothing else uses an index.
const entries = ({ low, high }: TermRange, at: Parameter) =>
  `select t.object_id from search_term t where t.tenant_id = $1 and t.kind = 'item' and t.term >= ${at(low)} and t.term < ${at(high)}`

// A value, not an `exists`: that could become a join with all entries of the range.
const meets = ({ low, high }: TermRange, item: string, at: Parameter) =>
  `(select true from search_term s where s.tenant_id = $1 and s.kind = 'item' and s.object_id = ${item}
     and s.term >= ${at(low)} and s.term < ${at(high)} limit 1)`

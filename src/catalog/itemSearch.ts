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
  /** The terms in the only range, where it has many entries but few terms: each has its items in the order of their ids. */
  readonly terms?: readonly string[]
}

/** A value as a parameter of the statement that is being made: answers its `$n`. `$1` is the tenant. */
export type Parameter = (value: unknown) => string

/** Of so many terms the items are taken term by term, in the order of their ids. */
const fewTerms = 32

/** What a typed text asks for; undefined where it asks for nothing. At most three statements, which read ranges of an index. */
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
  // Where each way has a word that few entries meet, no other needs to be counted.
  const little = Math.min(probeLimit, limit)
  const few = counted(ways, await countRanges(tx, tenant, [...new Set(ways.flat())], little))
  if (few.every(([rarest]) => rarest && rarest.count <= little)) return { ways: few, limit, narrow: true }
  const [all, terms] = await Promise.all([
    countRanges(tx, tenant, [...new Set(ways.flat())], limit),
    same ? termsIn(tx, tenant, whole) : undefined,
  ])
  const wide = counted(ways, all)
  const narrow = wide.every(([rarest]) => rarest && rarest.count <= limit)
  return { ways: wide, limit, narrow, ...(terms ? { terms } : {}) }
}

function counted(ways: readonly string[][], counts: ReadonlyMap<string, number>): TermRange[][] {
  return ways.map(way =>
    way
      .map(word => ({ low: word, high: highOf(word), count: counts.get(word) ?? 0 }))
      .sort((a, b) => a.count - b.count),
  )
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

// From each term to the next one, so that it costs what there are terms, not entries. Undefined where there are many.
async function termsIn(tx: Tx, tenant: string, word: string): Promise<string[] | undefined> {
  const rows = await tx.query<{ term: string }>(
    `with recursive t (term) as (
       (select s.term from search_term s where s.tenant_id = $1 and s.kind = 'item' and s.term >= $2 and s.term < $3
        order by s.term limit 1)
       union all
       select (select s.term from search_term s where s.tenant_id = $1 and s.kind = 'item' and s.term > t.term and s.term < $3
         order by s.term limit 1) from t where t.term is not null
     ) select term from t where term is not null limit $4`,
    [tenant, word, highOf(word), fewTerms + 1],
  )
  return rows.length > fewTerms ? undefined : rows.map(row => row.term)
}

/** The newest items that have one of a few terms, before an id, each once, as a subquery with the column `id`. */
export function newestOfTerms(
  terms: readonly string[],
  after: string | undefined,
  limit: number,
  at: Parameter,
): string {
  const before = after === undefined ? '' : ` and t.object_id < ${at(after)}`
  const most = at(limit)
  return `select distinct e.id from unnest(${at(terms)}::text[]) as u (term) cross join lateral (
      select t.object_id as id from search_term t where t.tenant_id = $1 and t.kind = 'item' and t.term = u.term${before}
      order by t.object_id desc limit ${most}) as e
    order by e.id desc limit ${most}`
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
  { ways, terms }: ItemSearch,
  most: number,
): Promise<number | undefined> {
  const [range, another] = ways.flat()
  if (!range || another) return undefined
  if (terms?.length === 1) {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int as count from (select from search_term t
         where t.tenant_id = $1 and t.kind = 'item' and t.term = $2 limit $3) as e`,
      [tenant, terms[0], most],
    )
    return row?.count
  }
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

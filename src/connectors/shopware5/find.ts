import { exact } from '../../base/decimal.ts'
import { Unreachable } from '../../port/errors.ts'
import type { Outgoing } from '../../port/outgoing.ts'
import { isParent } from './itemModels.ts'
import { articleOf } from './itemNames.ts'
import { itemKey } from './keys.ts'
import { isRow, keyOf, listOf, textOf } from './payloads.ts'
import { filterBy, sortBy } from './query.ts'
import type { Session } from './session.ts'

/** A variant as a list of them names it. */
export interface VariantRow {
  readonly id: string
  readonly article: string
  readonly number: string
}

type Row = Readonly<Record<string, unknown>>

/** Rows of a list in one answer. */
const pageRows = 1000
/** What servers take of an address, less the path. */
const queryLength = 6000

/**
 * All rows of a list whose property has one of these values. Values are looked for many at once, and more rows than one answer holds
 * come in several. Throws errors of the port.
 */
export async function rowsBy(
  session: Session,
  resource: string,
  property: string,
  values: readonly string[],
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const part of partsOf([...new Set(values)])) {
    const query = { ...filterBy({ property, value: part }), ...sortBy('id'), limit: String(pageRows) }
    for (let start = 0; ; start += pageRows) {
      const { data } = await session.api.get(resource, { ...query, start: String(start) })
      if (data === undefined) throw new Unreachable(`the shop has no list of ${resource}`)
      const page = listOf(data).filter(isRow)
      rows.push(...page)
      if (page.length < pageRows) break
    }
  }
  return rows
}

/** Variants by their numbers, exactly as written; what the shop has not is absent. */
export async function variantsByNumber(
  session: Session,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, VariantRow>> {
  if (numbers.length === 0) return new Map()
  const rows = (await rowsBy(session, 'variants', 'number', numbers)).map(variantRow)
  return new Map(rows.filter(isWhole).map(row => [row.number, row]))
}

/** The variants of articles, by article; one that the shop has not is absent. */
export async function variantsOfArticles(
  session: Session,
  articles: readonly string[],
): Promise<ReadonlyMap<string, readonly VariantRow[]>> {
  const wanted = articles.filter(article => article !== '')
  if (wanted.length === 0) return new Map()
  const rows = (await rowsBy(session, 'variants', 'articleId', wanted)).map(variantRow)
  return Map.groupBy(rows.filter(isWhole), row => row.article)
}

/**
 * Looks for items under their numbers; a parent whose place a child has taken is found by its children. Gives their keys, undefined
 * for what the shop has not.
 */
export async function findItems(
  session: Session,
  list: readonly Outgoing<'item'>[],
): Promise<readonly (string | undefined)[]> {
  const found = await variantsByNumber(
    session,
    list.map(({ state }) => state.itemNumber),
  )
  return list.map(element => {
    const row = found.get(element.state.itemNumber)
    if (!isParent(element)) return row && itemKey(row.article, row.id)
    const known = (element.state.children ?? []).map(({ ref }) => articleOf(ref.theirs))
    return row?.article ?? known.find(article => article !== '')
  })
}

/** Texts of a name that the shop compares without regard to case, compared so here too. */
export function sameName(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase()
}

function variantRow(row: Row): VariantRow {
  return { id: keyOf(row['id']), article: keyOf(row['articleId']), number: textOf(row['number']) }
}

function isWhole({ id, article }: VariantRow): boolean {
  return id !== '' && article !== ''
}

function* partsOf(values: readonly string[]): Generator<readonly string[]> {
  let part: string[] = []
  let room = queryLength
  for (const value of values) {
    const size = encodeURIComponent(value).length + 36 // "&filter[0][value][99]=", with its brackets encoded
    if (part.length > 0 && size > room) {
      yield part
      part = []
      room = queryLength
    }
    part.push(value)
    room -= size
  }
  if (part.length > 0) yield part
}

/** Decimals of the shop are floating-point: an amount is what it is to four digits, a net one to six. */
export function shownAmount(value: number | string, digits: number): string {
  return exact(String(value)).toDecimalPlaces(digits).toFixed()
}

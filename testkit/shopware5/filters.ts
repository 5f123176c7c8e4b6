/** What a list gives of a table: filters, order and a part, as Doctrine builds them of the query. */
import { ShopError } from './shopError.ts'
import { isList, type Json, listOf, numberOf, type Row, rowOf, rowsOf, textOf } from './wire.ts'

/** Which properties of the model there are, and under which key of a row they stand. */
export interface Model {
  /** Such as `Shopware\Models\Order\Order`. */
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
}

/** The properties that are called as the row calls them. */
export function sameNames(...properties: readonly string[]): Model['properties'] {
  return Object.fromEntries(properties.map(name => [name, name]))
}

/** The rows that the query asks for, and how many there would be without a limit. ShopError 500 for an unknown property. */
export function chosen(
  model: Model,
  rows: readonly Row[],
  query: Row,
  unsorted: boolean,
): { readonly rows: readonly Row[]; readonly total: number } {
  const kept = filtered(model, rows, query['filter'])
  const sorts = rowsOf(query['sort'])
  const keys = sorts.map(({ property, direction }) => ({
    key: keyOf(model, textOf(property)),
    sign: textOf(direction).toUpperCase() === 'DESC' ? -1 : 1,
  }))
  const sorted =
    keys.length > 0
      ? kept.toSorted((a, b) => {
          for (const { key, sign } of keys) {
            const order = compare(a[key] ?? null, b[key] ?? null)
            if (order !== 0) return sign * order
          }
          return 0
        })
      : unsorted
        ? kept.toReversed()
        : kept
  const start = numberOf(query['start'])
  const limit = query['limit'] === undefined ? 1000 : numberOf(query['limit'])
  return { rows: sorted.slice(start, start + limit), total: kept.length }
}

type Test = (row: Row) => boolean

function filtered(model: Model, rows: readonly Row[], filter: Json | undefined): readonly Row[] {
  let whole: Test | undefined
  for (const [name, given] of Object.entries(rowOf(filter))) {
    const spelled = typeof given === 'object' ? rowOf(given) : {}
    const long = spelled['property'] !== undefined
    const property = long ? textOf(spelled['property']) : name
    // What is no name of a property is passed over.
    if (!/^[a-z][a-z0-9_.]+$/i.test(property)) continue
    const value: Json = long ? (spelled['value'] ?? null) : given
    const test = testOf(keyOf(model, property), textOf(spelled['expression']).toUpperCase(), value)
    const before = whole
    whole = !before
      ? test
      : textOf(spelled['operator']) === ''
        ? row => before(row) && test(row)
        : row => before(row) || test(row)
  }
  return whole ? rows.filter(whole) : rows
}

function keyOf(model: Model, property: string): string {
  const own = property.slice(property.lastIndexOf('.') + 1)
  const key = Object.hasOwn(model.properties, property) ? model.properties[property] : undefined
  if (key === undefined)
    throw new ShopError(
      500,
      `Errormesage: [Semantical Error] line 0, col 812 near '${own} ': Error: Class ${model.name} has no field or association named ${own}`,
    )
  return key
}

function testOf(key: string, expression: string, value: Json): Test {
  const list = typeof value === 'object' && value !== null ? listOf(value) : undefined
  const asked = expression !== '' ? expression : list ? 'IN' : value === null ? 'IS NULL' : 'LIKE'
  const against = (test: (order: number) => boolean): Test => {
    return row => {
      const held = row[key] ?? null
      return held !== null && value !== null && test(compare(held, value))
    }
  }
  switch (asked) {
    case 'IS NULL':
      return row => (row[key] ?? null) === null
    case 'IN':
      return row => (list ?? [value]).some(one => compare(row[key] ?? null, one) === 0)
    case 'NOT IN':
      return row => !(list ?? [value]).some(one => compare(row[key] ?? null, one) === 0)
    case 'LIKE': {
      const pattern = likePattern(textOf(value))
      return row => (row[key] ?? null) !== null && pattern.test(textOf(row[key]))
    }
    case '=':
      return against(order => order === 0)
    case '!=':
    case '<>':
      return against(order => order !== 0)
    case '<':
      return against(order => order < 0)
    case '<=':
      return against(order => order <= 0)
    case '>':
      return against(order => order > 0)
    case '>=':
      return against(order => order >= 0)
    default:
      throw new ShopError(
        500,
        `Errormesage: [Syntax Error] line 0, col 811: Error: Expected known function, got '${asked}'`,
      )
  }
}

/** As MySQL compares: numbers with texts as numbers, texts without regard to case; NULL first. */
function compare(held: Json, value: Json): number {
  if (held === null || value === null) return held === value ? 0 : held === null ? -1 : 1
  if (typeof held === 'number' || typeof held === 'boolean') return numberOf(held) - numberOf(value)
  const [a, b] = [fold(held), fold(value)]
  return a < b ? -1 : a > b ? 1 : 0
}

// A collation without regard to case; accents are left apart, though MySQL may not.
function fold(value: Json): string {
  return isList(value) ? '' : textOf(value).toLowerCase()
}

function likePattern(text: string): RegExp {
  const source = [...text].map(letter =>
    letter === '%' ? '.*' : letter === '_' ? '.' : letter.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  )
  return new RegExp(`^${source.join('')}$`, 'isu')
}

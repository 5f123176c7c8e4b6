import type { BulkWish } from '../../api/bulk.ts'
import { readDecimal } from '../../words/decimalText.ts'
import { type How, howsOf, isRepeatable, kindOf } from './fields.ts'

/** What a bulk edit is opened with: which items, how they are called, and the field that stands there first. */
export interface BulkStart {
  readonly which: BulkWish
  readonly about: string
  readonly first: 'price' | 'sellOn'
}

/** One field that becomes another. */
export interface DraftRow {
  readonly key: number
  readonly field: string
  readonly how: How
  /** As it was typed, or the id that was chosen. */
  readonly value: string
  /** Of a text, or of an attribute that is translated. */
  readonly language: string
}

/** A change that is being put together. */
export interface Draft {
  readonly rows: readonly DraftRow[]
  readonly round: string
  readonly priceGroup: string
  readonly priceChannel: string
  readonly textChannel: string
}

/** A draft with one row. */
export function newDraft(field: string): Draft {
  return { rows: [newRow(1, field)], round: '', priceGroup: '', priceChannel: '', textChannel: '' }
}

/** A row with the first thing that its field can do. */
export function newRow(key: number, field: string): DraftRow {
  const how = field === 'price' ? 'percent' : (howsOf(field)[0] ?? 'set')
  return { key, field, how, value: kindOf(field) === 'switch' ? 'true' : '', language: 'de' }
}

/** Why a draft cannot be looked at yet. */
export type Objection =
  | { readonly what: 'incomplete' }
  | { readonly what: 'twice'; readonly field: string }
  | { readonly what: 'number'; readonly value: string }
  | { readonly what: 'language' }

/** What stands against a draft; `translated`: the attributes that have a value per language. */
export function objectionsTo(draft: Draft, translated: ReadonlySet<string>): Objection[] {
  const rows = draft.rows.filter(row => row.field !== '')
  const missing = rows.filter(row => row.how !== 'clear' && row.value.trim() === '')
  const found: Objection[] = rows.length === 0 || missing.length > 0 ? [{ what: 'incomplete' }] : []
  const seen = new Set<string>()
  for (const row of rows) {
    const place = isRepeatable(row.field)
      ? `${row.field} ${row.value}`
      : hasLanguage(row, translated)
        ? `${row.field} ${row.language}`
        : row.field
    if (seen.has(place)) found.push({ what: 'twice', field: row.field })
    seen.add(place)
    if (isNumber(row) && row.value.trim() !== '' && readDecimal(row.value, { signed: true }) === undefined)
      found.push({ what: 'number', value: row.value })
    if (hasLanguage(row, translated) && !/^[a-z]{2}$/.test(row.language)) found.push({ what: 'language' })
  }
  return found
}

/** Whether a row needs a language. */
export function hasLanguage(row: DraftRow, translated: ReadonlySet<string>): boolean {
  return kindOf(row.field) === 'words' || translated.has(row.field.slice('attribute.'.length))
}

function isNumber(row: DraftRow): boolean {
  const kind = kindOf(row.field)
  return row.how !== 'clear' && (kind === 'price' || kind === 'number')
}

/** The draft as the server takes it. */
export function wishOf(which: BulkWish, draft: Draft, translated: ReadonlySet<string>): BulkWish {
  const { rows, round, priceGroup, priceChannel, textChannel } = draft
  const said = rows.filter(row => row.field !== '')
  const pairs = (how: readonly How[], kinds: readonly string[]) =>
    said
      .filter(row => how.includes(row.how) && kinds.includes(kindOf(row.field)))
      .map(row => `${row.field}=${wordOf(row)}`)
  const picked = (field: string) => said.filter(row => row.field === field).map(row => row.value)
  const texts = said.filter(row => kindOf(row.field) === 'words')
  const attributes = said.filter(row => kindOf(row.field) === 'attribute')
  const calculated = said.some(row => row.how === 'add' || row.how === 'percent')
  const priced = said.some(row => row.field === 'price')
  return withoutNothing({
    ...which,
    set: pairs(['set', 'clear'], ['price', 'number', 'text', 'switch', 'choice']),
    add: pairs(['add'], ['price', 'number']),
    percent: pairs(['percent'], ['price', 'number']),
    round: calculated ? round : '',
    priceGroup: priced ? priceGroup : '',
    priceChannel: priced ? priceChannel : '',
    addCategory: picked('addCategory'),
    removeCategory: picked('removeCategory'),
    sellOn: picked('sellOn'),
    sellNoMoreOn: picked('sellNoMoreOn'),
    text: texts.map(row => `${row.language}.${row.field.slice('text.'.length)}=${wordOf(row)}`),
    textChannel: texts.length > 0 ? textChannel : '',
    attribute: attributes.map(row => {
      const id = row.field.slice('attribute.'.length)
      return `${translated.has(id) ? `${id}:${row.language}` : id}=${wordOf(row)}`
    }),
  })
}

function wordOf(row: DraftRow): string {
  if (row.how === 'clear') return ''
  return isNumber(row) ? (readDecimal(row.value, { signed: true }) ?? row.value) : row.value
}

// An empty text or list says nothing.
function withoutNothing(wish: BulkWish): BulkWish {
  return Object.fromEntries(
    Object.entries(wish).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )
}

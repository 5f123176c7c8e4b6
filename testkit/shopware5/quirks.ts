/**
 * Every way in which shops differ, or do what one would not expect, as a switch of its own. RUN = seen at a real 5.7, READ = read of
 * others, I = follows from its words, X = not seen, a caller should survive it all the same.
 */
import { problems } from '../../src/base/errors.ts'

export interface QuirkEntry {
  readonly what: string
  readonly source: 'RUN' | 'READ' | 'I' | 'X'
  /** How the shop of the page stands. */
  readonly on: boolean
}

/** The table of all switches. */
export const quirkTable = {
  // Signing in
  digestOnly: entry('only Digest opens, as in older 5.x', 'RUN', false),
  risingCounts: entry('a nonce is taken again only with a higher count', 'X', false),
  headerStripped: entry('PHP-CGI never sees the Authorization header', 'READ', false),

  // Answers
  htmlBeforeJson: entry('a notice of PHP stands before the JSON', 'X', false),
  numbersAsText: entry('numbers of tables come as texts', 'X', false),
  extraFields: entry('plug-ins add fields that no page mentions', 'X', false),
  tracesInErrors: entry('an error and a failed element of a batch carry the stack trace', 'RUN', true),
  unsorted: entry('a list without sort comes in any order', 'X', false),

  // Orders
  detailsReplaced: entry('details of a PUT are all that stays, unless said otherwise', 'RUN', true),
  changedIsNull: entry('an order that nobody touched has no time of change', 'RUN', true),
  abandonedBaskets: entry(
    'abandoned baskets stand among the orders, with status -1 and number "0"',
    'RUN',
    true,
  ),
  oldOrders: entry(
    'orders have neither the tax rate of shipping nor isProportionalCalculation',
    'RUN',
    false,
  ),
  stockGivenBack: entry('a cancelled order gives its stock back', 'X', false),
  taxFreeKeepsRates: entry('lines of an order without tax name the rate that they would have', 'X', false),
  statusByPlugin: entry(
    'a plug-in moves an order that was set to in process on to ready for delivery',
    'X',
    false,
  ),

  // Catalogue
  collectionsReplaced: entry('collections of a PUT are all that stays, unless said otherwise', 'RUN', true),
  imagesAppended: entry('images of a PUT are added to those there, unless said otherwise', 'READ', true),
  strictSql: entry('a delivery time of more than 11 characters is an error, else it is cut', 'RUN', false),
  duplicateIs409: entry('a number that is taken is 409 with foundIds, else 400', 'RUN', false),
  mainNumberMoves: entry(
    'the variant that is marked as main takes the place of the main number',
    'RUN',
    true,
  ),
  categoriesById: entry('categories of an article are an object by id, else a list', 'X', false),
  categoryTwice: entry('a category has its fields under "0" once more', 'RUN', true),
  noDownloads: entry('the shop cannot download images by link', 'X', false),
  cachedPages: entry('pages show old prices until the caches are cleared', 'RUN', false),
} as const satisfies Record<string, QuirkEntry>

export type QuirkName = keyof typeof quirkTable
export type Quirks = Readonly<Record<QuirkName, boolean>>

/** The names of all switches, in the order of the table. */
export const quirkNames = Object.keys(quirkTable) as QuirkName[]

const fail = problems({
  SHOP_QUIRK_UNKNOWN: {
    status: 400,
    de: 'Der Demo-Shop kennt die Eigenheit „{name}“ nicht; möglich sind: {names}.',
    en: 'The demo shop does not know the quirk "{name}"; possible are: {names}.',
  },
})

/** The switches as the page says, changed by what is given. Throws SHOP_QUIRK_UNKNOWN. */
export function quirksOf(changes: Partial<Quirks> = {}): Quirks {
  const unknown = Object.keys(changes).find(name => !Object.hasOwn(quirkTable, name))
  if (unknown !== undefined) throw fail('SHOP_QUIRK_UNKNOWN', { name: unknown, names: quirkNames })
  const usual = Object.fromEntries(quirkNames.map(name => [name, quirkTable[name].on]))
  return { ...(usual as Record<QuirkName, boolean>), ...changes }
}

function entry(what: string, source: QuirkEntry['source'], on: boolean): QuirkEntry {
  return { what, source, on }
}

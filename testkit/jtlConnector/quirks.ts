/**
 * Every way in which real endpoints differ, as a named switch. The two generations are nothing but two columns of
 * defaults, so a test can turn each difference on and off by itself.
 *
 * Sources: V5 = observed at connector-core 5.3, V3 = observed at connector-core 3.x, R = read in a shop plugin's
 * source or change log, X = not observed, a reader should survive it all the same.
 */

import { problems } from '../../src/base/errors.ts'

/** 5 = connector-core 4.x/5.x, 3 = connector-core 2.x/3.x. */
export type Generation = 5 | 3

/** One switch: what the shop does when it is on, where that is known from, and its default per generation. */
export interface QuirkEntry {
  readonly what: string
  readonly source: string
  readonly on: { readonly 5: boolean; readonly 3: boolean }
}

const never = { 5: false, 3: false }
const since5 = { 5: true, 3: false }
const only3 = { 5: false, 3: true }

/** The table of all switches. */
export const quirkTable = {
  // Answers
  warningsKey: entry('every answer has the key `warnings` (5.3 and later)', 'V5', since5),
  unknownIdOnError: entry('uncaught errors answer the id "unknown"', 'V3', only3),
  malformedJsonIs500: entry(
    'malformed JSON answers HTTP 500 and nothing, else 200 and code 0',
    'V5, V3',
    since5,
  ),
  htmlBeforeJson: entry('a PHP notice stands before the JSON', 'R', never),
  stringIds: entry('the host id of an identity is answered as text', 'X', never),
  nullIds: entry('a missing identity is answered as null, else as ["",0]', 'V3', only3),
  extraUnknownFields: entry('models carry fields that no page mentions', 'X', never),
  backReferences: entry('sub-models carry the identity of their parent', 'V3', only3),
  languageIsoBoth: entry('`languageIso` with two letters stands beside `languageISO`', 'V5', since5),
  datesWithoutColon: entry('dates end in +0100, else in +01:00', 'V3', only3),
  imagesByUrl: entry('an image without a file is fetched from its remoteUrl, else code 400', 'V5, R', only3),
  imageIdsWithRelation: entry('image ids are `product#=#801` and are acked so', 'V5', since5),
  pricesAnswerProducts: entry(
    'price and stock pushes answer Product models, else what was sent',
    'V5, V3',
    since5,
  ),
  finishResultObject: entry('finish answers {"result":true}, else true', 'V3', only3),
  controllerNamePascal: entry('statistic answers `CustomerOrder`, else `customerOrder`', 'V5, V3', since5),
  serverInfoNull: entry('identify answers `serverInfo: null`', 'R', never),

  // Sessions
  noSessionIs789: entry('a call without session answers 789, else code 0 "No session"', 'V5, V3', since5),
  sessionSurvivesFinish: entry('the session stays valid after finish', 'V3', only3),
  slowWrongToken: entry(
    'a wrong token is answered after 2 s (true of 3.x, off to keep tests short)',
    'V3',
    never,
  ),
  needsFinish: entry('features ask for a call of finish', 'V5', since5),
  finishRejected: entry('finish answers the error "data is not an array" (PrestaShop)', 'R', never),
  cachedUntilFinish: entry('pages show pushed items, prices and stock only after finish', 'R', never),

  // Methods
  unknownMethodCodes: entry('unknown controller 33000, unknown action 33001, else -32601', 'V5, V3', since5),
  camelCaseOnly: entry('only camelCase controllers are known', 'R', never),
  clearAlias: entry('core.connector.clear is core.linker.clear', 'V5, V3', since5),
  pullNeedsParams: entry('a pull without params crashes', 'V3', only3),
  statisticsDisabled: entry('statistic is not offered', 'R', never),
  paymentStatisticCountsUnlinked: entry('payments of unlinked orders count (WooCommerce)', 'R', never),

  // Mapping
  strictAckTypes: entry(
    'ack refuses an endpoint that is no text and a host that is no integer',
    'V5',
    since5,
  ),
  ackKeysUcfirst: entry(
    'ack only raises the first letter: customer_order is ignored in silence',
    'V3',
    only3,
  ),
  ignoresAcks: entry('ack answers true and stores nothing', 'R', never),
  clearIgnoresParams: entry('linker.clear always clears everything', 'V3', only3),
  clearIgnoresType: entry('clearing one type clears everything (WooCommerce)', 'R', never),

  // Orders and money
  consumesAtPull: entry('an order that was pulled is not delivered again, acked or not (Vivino)', 'R', never),
  statusAfterPull: entry('a pull sets the order to "in process" in the shop (Shopware 5)', 'R', never),
  totalsNet: entry('totalSum net, totalSumGross and priceGross 0, always unpaid (WooCommerce)', 'R', never),
  emptyStatus: entry('status and paymentStatus are empty texts', 'R', never),
  customerIdUnknown: entry('orders name a customer that is never delivered (Shopware 5)', 'R', never),
  creationDateNull: entry('creationDate is null (Shopware 5)', 'R', never),
  duplicatePayments: entry('a page holds each payment twice (PrestaShop)', 'R', never),
  duplicateTransactions: entry('each payment comes once more under another id (PrestaShop)', 'R', never),
  imageFilterIgnored: entry('image.pull ignores the filter relationType (WooCommerce)', 'R', never),
  htmlEntities: entry('names contain HTML entities', 'R', never),
  languagesTwice: entry('each language is reported twice (Shopware 5)', 'R', never),

  // Pushes
  stockLevelMustBeObject: entry('product.stockLevel as a plain number is refused', 'V3', only3),
  skipsWithoutShopLanguage: entry('a product without text in the shop language is skipped', 'R', never),
  adoptsSameSku: entry('a new product takes over the product with the same SKU', 'R', never),
  omitsSkipped: entry(
    'what was skipped or refused is not in the answer (WooCommerce, Shopware 5)',
    'R',
    never,
  ),
  stopsAtGuests: entry(
    'a push of customers ends at the first one without an account, whose rest is not in the answer (WooCommerce)',
    'R',
    never,
  ),
  answersReversed: entry('the answer has another order than what was sent', 'X', never),
  storesBeforeFailing: entry('the model that makes the error was stored before it', 'X', never),
  deliveryNoteWithoutId: entry(
    'delivery notes are noted at the order, and get no id (WooCommerce)',
    'X',
    never,
  ),
} as const satisfies Record<string, QuirkEntry>

export type QuirkName = keyof typeof quirkTable

/** What a failing model does to its batch. */
const batchFailureTable = {
  /** What came before it stays in the shop but is not linked: pushing again doubles it (core master; V5). */
  storedNotLinked: 'V5',
  /** What came before it is stored and linked, the rest is not (core 4.0 to 5.3.0; R). */
  linkedUntilFailing: 'R',
  /** All are tried; only an error of the last model is answered, other failures are missing (Shopware 5; R). */
  lastErrorOnly: 'R',
  /** Nothing of the batch stays (PrestaShop; R). */
  rollback: 'R',
} as const

export type BatchFailure = keyof typeof batchFailureTable

/** The names of what a failing model may do, in the order of the table. */
export const batchFailures = Object.keys(batchFailureTable) as BatchFailure[]

/** The state of all switches. */
export type Quirks = Readonly<Record<QuirkName, boolean>> & { readonly batchFailure: BatchFailure }

/** The names of all switches, in the order of the table. */
export const quirkNames = Object.keys(quirkTable) as QuirkName[]

const fail = problems({
  SHOP_QUIRK_UNKNOWN: {
    status: 400,
    de: 'Der Demo-Shop kennt die Eigenheit „{name}“ nicht; möglich sind: {names}.',
    en: 'The demo shop does not know the quirk "{name}"; possible are: {names}.',
  },
})

/** The switches of a generation, changed by what is given. Throws SHOP_QUIRK_UNKNOWN. */
export function quirksOf(generation: Generation, changes: Partial<Quirks> = {}): Quirks {
  checkQuirks(changes)
  const defaults = Object.fromEntries(quirkNames.map(name => [name, quirkTable[name].on[generation]]))
  const batchFailure: BatchFailure = generation === 5 ? 'storedNotLinked' : 'lastErrorOnly'
  return { ...(defaults as Record<QuirkName, boolean>), batchFailure, ...changes }
}

/** Refuses names that are not in the table (they come from JSON as well). Throws SHOP_QUIRK_UNKNOWN. */
export function checkQuirks(changes: Partial<Quirks>): void {
  const unknown = Object.keys(changes).find(
    name => name !== 'batchFailure' && !Object.hasOwn(quirkTable, name),
  )
  if (unknown !== undefined) throw fail('SHOP_QUIRK_UNKNOWN', { name: unknown, names: quirkNames })
}

function entry(what: string, source: string, on: QuirkEntry['on']): QuirkEntry {
  return { what, source, on }
}

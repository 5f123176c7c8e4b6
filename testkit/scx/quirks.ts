/**
 * Every habit of the real client (PHP), as a switch of its own: turned over, a client of another make is played. V = seen by running
 * it, C = read in its source, D = read in its documentation, X = not seen, a host should survive it all the same.
 */
import { problems } from '../../src/base/errors.ts'

export interface QuirkEntry {
  readonly what: string
  readonly source: 'V' | 'C' | 'D' | 'X'
  /** How the real client stands. */
  readonly on: boolean
}

/** The table of all switches. */
export const quirkTable = {
  // Signing in
  multipartAuth: entry('the refresh token is posted as multipart, as the guide does with curl', 'D', false),
  strictScope: entry('a scope other than SELLER, CHAN or ADM makes every call impossible', 'V', true),
  repeatsAfter401: entry('a 401 is answered by signing in anew and repeating the call, once', 'V', true),
  forgetsExpiry: entry('a token is used until it is refused', 'X', false),

  // Bodies
  integersAsText: entry('integers in JSON bodies are texts', 'V', true),
  booleansAsText: entry('booleans in JSON bodies are "1" and the empty text', 'V', true),
  zoneWithoutColon: entry('times end in +0000', 'V', true),
  shortZone: entry('times end in +00, as some pages of the documentation show', 'D', false),
  prettyJson: entry('JSON comes in lines, with escaped slashes and letters', 'V', true),
  nullsOmitted: entry('what is not known is left out instead of being null', 'V', true),
  sendsDefaults: entry('values that are the default are sent', 'V', true),
  quantityAsNumber: entry('quantities of order lines are numbers, as in a sample of the guide', 'D', false),
  gzipReports: entry('rows of a report are packed', 'V', true),

  // Calls
  typeWithoutBody: entry('GET and DELETE without a body say that it is JSON', 'V', true),
  trailingSlash: entry('the address ends in a slash, which doubles it', 'C', false),
  pluralEvents: entry('events are fetched at /events, as the guide writes', 'D', false),
  limitInUrl: entry('the size of a page of events stands in the address', 'D', false),
  postsAttributes: entry('attributes are posted, as the guide does', 'D', false),
  sessionIdName: entry('a seller is changed by sessionId, as the guide does', 'D', false),
  bareStockPoll: entry('changed stock is polled without time and seller', 'V', true),
  acceptLanguage: entry('errors are wanted in English', 'D', false),
  acksSingly: entry('events are acknowledged one by one', 'X', false),

  // Answers
  strictStatus: entry(
    'a call that succeeded with another status than the documented one has failed',
    'C',
    true,
  ),
  strictSeverity: entry(
    'an error with another severity than error, warning or notice breaks the client',
    'V',
    true,
  ),
  knowsTickets: entry('replies to tickets are understood', 'X', false),
} as const satisfies Record<string, QuirkEntry>

export type QuirkName = keyof typeof quirkTable
export type Quirks = Readonly<Record<QuirkName, boolean>>

/** The names of all switches, in the order of the table. */
export const quirkNames = Object.keys(quirkTable) as QuirkName[]

/** A client that writes JSON as it is meant, for programs that were not made with the PHP client. */
export const typedClient: Partial<Quirks> = {
  integersAsText: false,
  booleansAsText: false,
  zoneWithoutColon: false,
  prettyJson: false,
  nullsOmitted: false,
  sendsDefaults: false,
  gzipReports: false,
  typeWithoutBody: false,
  bareStockPoll: false,
  multipartAuth: true,
  acceptLanguage: true,
}

const fail = problems({
  SCX_QUIRK_UNKNOWN: {
    status: 400,
    de: 'Das Kanalprogramm kennt die Eigenheit „{name}“ nicht; möglich sind: {names}.',
    en: 'The channel program does not know the quirk "{name}"; possible are: {names}.',
  },
})

/** The switches as the real client has them, changed by what is given. Throws SCX_QUIRK_UNKNOWN. */
export function quirksOf(changes: Partial<Quirks> = {}): Quirks {
  const unknown = Object.keys(changes).find(name => !Object.hasOwn(quirkTable, name))
  if (unknown !== undefined) throw fail('SCX_QUIRK_UNKNOWN', { name: unknown, names: quirkNames })
  const usual = Object.fromEntries(quirkNames.map(name => [name, quirkTable[name].on]))
  return { ...(usual as Record<QuirkName, boolean>), ...changes }
}

function entry(what: string, source: QuirkEntry['source'], on: boolean): QuirkEntry {
  return { what, source, on }
}

import type { PostedNotice } from '../../port/posted.ts'
import type { ForeignAnswer, ForeignRequest } from '../../port/receive.ts'
import type { Failure, Said, ScxError } from './answers.ts'
import { joined } from './ids.ts'

/** What a call brings, as a person calls it; with `hint` of an error it is one of them. */
export interface Told {
  readonly noun: Said
  readonly about?: 'order' | 'item'
}

/** More of one body help nobody. */
const mostErrors = 3

/**
 * An answer with what a person has to know of it: the program alone hears why something was not taken, and what it does not tell anybody
 * is lost. One notice for each entry of a list; a body that cannot be read at all (`whole`) is one. Pure.
 */
export function toldOf(
  answer: ForeignAnswer | Failure,
  {
    request,
    told,
    body,
    whole,
  }: {
    readonly request: ForeignRequest
    readonly told: Told | undefined
    readonly body: unknown
    readonly whole?: boolean
  },
): ForeignAnswer {
  if (!('errors' in answer)) return answer
  const { errors, ...rest } = answer
  // Who is signed out, too fast or too long gets no further than to the server.
  if (!told || rest.status === 401 || rest.status === 413) return rest
  const placeOf = placesIn(request)
  const notices = whole
    ? [wholeOf(told, errors, body, placeOf)]
    : errors
        .filter(error => error.severity !== 'warning')
        .map(error => noticeOf(told, error, placeOf(error.place ?? textIn(body, 'sellerId'))))
  return notices.length === 0 ? rest : { ...rest, notices }
}

function noticeOf({ noun, about }: Told, error: ScxError, place: string): PostedNotice {
  const { code, message, quiet } = error
  const hint = quiet ? undefined : error.hint
  const isLost = !quiet && code !== 'CHN409'
  const named = quoted(hint)
  const texts = {
    de: `Nicht übernommen: ${noun.de}${named.de}. ${message.de}${isLost ? ' Beim Marktplatz nachsehen, und dem Hersteller des Kanalprogramms melden.' : ''}`,
    en: `Not taken: ${noun.en}${named.en}. ${message.en}${isLost ? ' Look at the marketplace, and tell the maker of the channel program.' : ''}`,
  }
  const theirs = hint !== undefined && about === 'order' ? joined(place, hint) : hint
  return {
    place,
    severity: quiet ? 'info' : isLost ? 'error' : 'warning',
    text: texts.de,
    texts,
    ...(about && theirs !== undefined && place !== '' ? { about: { kind: about, theirs } } : {}),
  }
}

function wholeOf(
  { noun, about }: Told,
  errors: readonly ScxError[],
  body: unknown,
  placeOf: (seller: string | undefined) => string,
): PostedNotice {
  const entry = entryIn(body, errors[0]?.at ?? [])
  const order = about === 'order' ? textIn(entry, 'orderId') : undefined
  const named = quoted(order?.slice(0, 150))
  const why = (language: keyof Said) =>
    errors
      .slice(0, mostErrors)
      .map(({ message }) => message[language].replace(/\.$/, ''))
      .join('; ')
  const texts = {
    de: `Ein Aufruf des Kanalprogramms wurde ganz abgewiesen: ${noun.de}${named.de}. ${why('de')}. Dem Hersteller des Kanalprogramms melden.`,
    en: `A call of the channel program was turned away as a whole: ${noun.en}${named.en}. ${why('en')}. Tell the maker of the channel program.`,
  }
  return {
    place: placeOf(textIn(entry, 'sellerId') ?? textIn(body, 'sellerId')),
    severity: 'error',
    text: texts.de,
    texts,
  }
}

function quoted(name: string | undefined): Said {
  return name === undefined ? { de: '', en: '' } : { de: ` „${name}“`, en: ` "${name}"` }
}

// A seller that was never here is none that a person could look at.
function placesIn({ seats }: ForeignRequest): (seller: string | undefined) => string {
  const known = new Set(seats.map(seat => seat.place))
  return seller => (seller !== undefined && known.has(seller) ? seller : '')
}

// What of the body an error is about: the entry of its list, else all of it.
function entryIn(body: unknown, [list, at]: readonly PropertyKey[]): unknown {
  const entries = list === undefined ? undefined : fieldOf(body, list)
  return Array.isArray(entries) && typeof at === 'number' ? entries[at] : body
}

function textIn(holder: unknown, field: string): string | undefined {
  const value = fieldOf(holder, field)
  return typeof value === 'string' ? value : undefined
}

function fieldOf(holder: unknown, field: PropertyKey): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, field) : undefined
}

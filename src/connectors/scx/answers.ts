import type { Language } from '../../base/errors.ts'
import type { CallHere, ForeignAnswer, RefusedCall } from '../../port/receive.ts'

/** A text in both languages: German unless the caller asks for English. */
export type Said = Readonly<Record<Language, string>>

/** One entry of an error list. `hint` of a list of orders is the id of the order that failed. */
export interface ScxError {
  readonly code: string
  readonly message: Said
  /** `warning` and `error` only: of anything else the real client makes an exception of another kind [V]. Absent: error. */
  readonly severity?: 'error' | 'warning'
  readonly hint?: string
  /** For people only (`told.ts`): whose it is, where in the body it is, and that it is nothing to worry about. */
  readonly place?: string
  readonly at?: readonly PropertyKey[]
  readonly quiet?: true
}

/** An answer that knows what went wrong. */
export interface Failure extends ForeignAnswer {
  readonly errors: readonly ScxError[]
}

const json = { 'content-type': 'application/json; charset=utf-8' }

/** A call that went well. Without `body` the answer is empty. */
export function ok(status: number, body?: unknown): ForeignAnswer {
  return body === undefined ? { status, body: '' } : { status, headers: json, body: JSON.stringify(body) }
}

/** The error list of a call that went wrong, or (201) of one that went well in parts. The texts are in the caller's language. */
export function failure(
  request: Pick<CallHere, 'headers'>,
  status: number,
  ...errors: readonly ScxError[]
): Failure {
  const language = languageOf(request)
  const errorList = errors.map(({ code, message, severity = 'error', hint }) => ({
    code,
    message: message[language],
    severity,
    hint: hint ?? null,
  }))
  return { status, headers: json, body: JSON.stringify({ errorList }), errors }
}

/** German by default; English where `Accept-Language` names it before German [D]. */
export function languageOf({ headers }: Pick<CallHere, 'headers'>): Language {
  const asked = (headers['accept-language'] ?? '').slice(0, 200).toLowerCase()
  const first = asked.split(',').find(part => /^\s*(de|en)\b/.test(part))
  return first?.trim().startsWith('en') ? 'en' : 'de'
}

/** GEN404: what the call names is not here. */
export const notFound: ScxError = {
  code: 'GEN404',
  message: { de: 'Nicht gefunden.', en: 'Not found.' },
}

/** GEN404 of an order: it was never posted, or not for this seller. */
export function noOrder(hint: string): ScxError {
  return {
    code: 'GEN404',
    message: { de: 'Diese Bestellung gibt es hier nicht.', en: 'This order is not here.' },
    hint,
  }
}

/** GEN700: the seller is not at this channel, or was unlinked. `hint`: the id of the order, where it is about one. */
export function noSeller(hint?: string): ScxError {
  return {
    code: 'GEN700',
    message: {
      de: 'Diesen Verkäufer gibt es an diesem Kanal nicht.',
      en: 'This seller does not exist at this channel.',
    },
    ...(hint === undefined ? {} : { hint }),
  }
}

/** CHN409 (our own code, none is documented): the same thing was posted before with other content, or what is here does not allow it. */
export function conflict(message: Said, hint?: string): ScxError {
  return { code: 'CHN409', message, ...(hint === undefined ? {} : { hint }) }
}

/** VAL100: what was posted is not as it has to be. */
export function notValid(message: Said, hint?: string): ScxError {
  return { code: 'VAL100', message, ...(hint === undefined ? {} : { hint }) }
}

const refusals: Readonly<Record<RefusedCall, { readonly status: number; readonly error: ScxError }>> = {
  unknownRoute: { status: 404, error: notFound },
  unknownConnection: {
    status: 401,
    error: {
      code: 'GEN401',
      message: { de: 'Das Token gilt nicht.', en: 'The token does not hold.' },
    },
  },
  tooFast: {
    status: 429,
    error: {
      code: 'GEN429',
      message: { de: 'Zu viele Aufrufe. Später noch einmal.', en: 'Too many calls. Try again later.' },
    },
  },
  tooLarge: {
    status: 413,
    error: { code: 'GEN413', message: { de: 'Der Inhalt ist zu groß.', en: 'The body is too large.' } },
  },
  unreadable: {
    status: 400,
    error: notValid({ de: 'Der Inhalt ist nicht lesbar.', en: 'The body cannot be read.' }),
  },
  failed: {
    status: 500,
    error: {
      code: 'GEN500',
      message: { de: 'Interner Fehler. Später noch einmal.', en: 'Internal error. Try again later.' },
    },
  },
}

/** What is answered where no route answers. */
export function refuse(why: RefusedCall, request: Pick<CallHere, 'headers'>): ForeignAnswer {
  const { status, error } = refusals[why]
  const { errors: _known, ...answer } = failure(request, status, error)
  return answer
}

import type { ForeignAnswer, ForeignRequest, ReceivedDone } from '../../port/receive.ts'
import { conflict, failure, ok, type Said, type ScxError } from './answers.ts'

/** What was found of a list of orders, before anything was stored. */
export interface JudgedOrders {
  /** So many entries the list has. */
  readonly total: number
  /** Of the entries that are not stored. */
  readonly errors: readonly ScxError[]
  /** The order of each record, in their order; undefined for a record that only goes along. */
  readonly orders: readonly (string | undefined)[]
}

/**
 * The answer to a list of orders: 201 and an empty object if all were stored, else one warning that counts, and one error for each that
 * failed, with its order in `hint` (the client looks there; an id in a text would name other orders too: `A1` is in `A10`) [C].
 * Parked ones are stored.
 */
export function orderAnswer(
  request: ForeignRequest,
  judged: JudgedOrders,
  done: ReceivedDone,
): ForeignAnswer {
  const refused = done.outcomes.flatMap(({ did }, at) => {
    const order = judged.orders[at]
    return did === 'refused' && order !== undefined ? [conflict(postedBefore, order)] : []
  })
  const errors = [...judged.errors, ...refused]
  if (errors.length === 0) return ok(201, {})
  const stored = judged.total - errors.length
  const warning: ScxError = {
    code: 'CHN401',
    severity: 'warning',
    message: {
      de: `Nicht alle Bestellungen konnten verarbeitet werden. ${stored} von ${judged.total} Bestellungen wurden gespeichert.`,
      en: `Not all orders could be processed. ${stored} out of ${judged.total} orders were stored successfully.`,
    },
  }
  return failure(request, 201, warning, ...errors)
}

/** The order is here with other content. */
export const postedBefore: Said = {
  de: 'Die Bestellung gibt es schon mit anderem Inhalt; sie bleibt, wie sie ist.',
  en: 'The order is here already with other content; it stays as it is.',
}

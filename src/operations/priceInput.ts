import { z } from 'zod'
import { amountOf } from '../catalog/amount.ts'
import { catalogProblem } from '../catalog/problems.ts'
import { described } from './described.ts'
import { amount } from './itemInput.ts'

const net = amount.optional().meta(described('Net price, without tax.', 'Netto-Preis, ohne Steuer.'))
const gross = amount
  .optional()
  .meta(
    described(
      'Gross price, with tax, instead of the net price; told to channels exactly like this.',
      'Brutto-Preis, mit Steuer, statt des Netto-Preises; Kanäle erfahren genau ihn.',
    ),
  )

/** A price of one thing: net or gross. */
export const eitherPrice = { net, gross }

/** The same in a list of many, where neither (absent or null) takes it away. */
export const manyPrice = { net: amount.nullable().optional(), gross: amount.nullable().optional() }

/** Prices by quantity, each net or gross. */
export const scales = z
  .array(z.object({ from: amount, net: amount.optional(), gross: amount.optional() }))
  .max(100)

/**
 * A price that was said, or that it goes: exactly one of net, gross and removal. Throws PRICE_SAID_TWICE, and PRICE_NEEDED (or
 * the code given for removals) where a price and its removal were said, or neither.
 */
export function priceOrRemoval(
  given: { readonly net?: string | undefined; readonly gross?: string | undefined },
  remove: boolean,
  removalCode: 'PRICE_NEEDED' | 'SPECIAL_PRICE_UNNAMED' = 'PRICE_NEEDED',
): { net: string | null; gross: string | null } {
  const price = amountOf(given)
  const { net = '', gross = '' } = given
  if (price === 'twice') throw catalogProblem('PRICE_SAID_TWICE', { net, gross })
  if ((price === null) !== remove) throw catalogProblem(remove ? removalCode : 'PRICE_NEEDED')
  return { net: given.net ?? null, gross: given.gross ?? null }
}

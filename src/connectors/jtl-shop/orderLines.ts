import { type Exact, exact, rounded } from '../../base/decimal.ts'
import { given } from '../../base/given.ts'
import type { LineKind, OrderLineRecord } from '../../port/records.ts'
import {
  amountOrNothing,
  type Chosen,
  decimalOf,
  invalid,
  isZero,
  keyOf,
  listOf,
  type Position,
  rowOf,
  textOf,
} from './payloads.ts'

/** A line with what it costs in the total, rounded to the cent. */
export interface PricedLine {
  readonly record: OrderLineRecord
  readonly gross: Exact
}

/**
 * A position of an order; `path` is where it stands, such as `twarenkorbpos[3]`. `fPreis` is net with some 13 digits: what the
 * buyer pays for the position is its gross amount, rounded once. Throws `Rejected` PAYLOAD_INVALID with the path.
 */
export function mapPosition(value: unknown, path: string): PricedLine {
  const position: Position = rowOf(value, path)
  const kind = lineKindOf(textOf(position.nPosTyp))
  const product = keyOf(position.kArtikel)
  const sku = textOf(position.cArtNr)
  const taxRate = decimalOf(position.fMwSt, `${path}.fMwSt`)
  if (taxRate.startsWith('-')) throw invalid(`${path}.fMwSt`, 'negative')
  const unitNet = decimalOf(position.fPreis, `${path}.fPreis`)
  const quantity = decimalOf(position.nAnzahl, `${path}.nAnzahl`)
  const gross = exact(unitNet).times(factorOf(taxRate))
  const ref = product === '' ? undefined : { theirs: product }
  return {
    record: given<OrderLineRecord>({
      ref: { theirs: keyOf(position.kWarenkorbPos) },
      kind,
      item: kind === 'item' && (product || sku) ? given({ ref, sku: sku || undefined }) : undefined,
      name: textOf(position.cName) || sku,
      quantity,
      unitNet,
      // The shop's 13 digits stand for a price of few: the rest is what the division by the rate has left.
      unitGross: rounded(gross, 8).toFixed(),
      taxRate,
      detail: detailOf(position, path),
    }),
    gross: rounded(quantity === '1' ? gross : gross.times(quantity), 2),
  }
}

/** Store credit that was used, as a line: a negative amount in gross. Nothing where there is none. */
export function creditLine(value: unknown, path: string): readonly PricedLine[] {
  const amount = amountOrNothing(value, path)
  if (isZero(amount)) return []
  const gross = rounded(exact(amount), 2)
  const record: OrderLineRecord = {
    ref: { theirs: 'fGuthaben' },
    kind: 'voucher',
    name: 'Guthaben',
    quantity: '1',
    unitNet: gross.toFixed(),
    unitGross: gross.toFixed(),
    taxRate: '0',
  }
  return [{ record, gross }]
}

/** What the lines cost together: each gross amount rounded, then added up. */
export function totalOf(lines: readonly PricedLine[]): string {
  return lines.reduce((sum, line) => sum.plus(line.gross), exact('0')).toFixed()
}

const factors = new Map<string, Exact>()

// Of net to gross. There are few rates, but a shop may send any, so the memory is bounded.
function factorOf(taxRate: string): Exact {
  const factor = factors.get(taxRate) ?? exact(taxRate).div(100).plus(1)
  if (factors.size >= 100) factors.clear()
  factors.set(taxRate, factor)
  return factor
}

// nPosTyp. 12 is unused, 15 to 18 belong to the ERP that the shop knows.
const kinds: Readonly<Record<string, LineKind>> = {
  1: 'item',
  2: 'shipping',
  3: 'voucher',
  4: 'voucher',
  5: 'payment',
  6: 'surcharge',
  7: 'voucher',
  8: 'payment',
  9: 'shipping',
  10: 'surcharge',
  11: 'item', // a free gift
  13: 'surcharge',
  14: 'surcharge',
}

function lineKindOf(type: string): LineKind {
  return Object.hasOwn(kinds, type) ? (kinds[type] ?? 'custom') : 'custom'
}

function detailOf(position: Position, path: string): Readonly<Record<string, unknown>> | undefined {
  const chosen = listOf(position.twarenkorbposeigenschaft)
  const variations = chosen.map((entry, at) => chosenOf(entry, `${path}.twarenkorbposeigenschaft[${at}]`))
  const detail = given({
    variations: variations.length === 0 ? undefined : variations,
    note: textOf(position.cHinweis) || undefined,
    group: textOf(position.cUnique) || undefined,
  })
  return Object.keys(detail).length === 0 ? undefined : detail
}

function chosenOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
  const chosen: Chosen = rowOf(value, path)
  const surcharge = amountOrNothing(chosen.fAufpreis, `${path}.fAufpreis`)
  return given({
    name: textOf(chosen.cEigenschaftName),
    value: textOf(chosen.cEigenschaftWertName),
    text: textOf(chosen.cFreifeldWert) || undefined,
    surcharge: isZero(surcharge) ? undefined : surcharge,
  })
}

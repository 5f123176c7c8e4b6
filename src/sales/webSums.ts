import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { DocumentSums } from './insertOrders.ts'
import { orderTotals } from './orderTotals.ts'

/** A line of a web order, as far as sums ask. */
export interface SummedLine {
  readonly line: number
  readonly quantity: string
  readonly unitNet: string | null
  readonly unitGross: string | null
  readonly taxRate: string | null
}

/** What the lines of a web order make of it when it is taken over. */
export interface ReckonedOrder {
  /** What it came from. */
  readonly system: string
  /** The document's own sums. */
  readonly sums: DocumentSums | null
  /** Texts of lines that an order is found by: neither an item nor its shipping. */
  readonly texts: readonly string[]
}

/** Reckons web orders that are taken over, by id. */
export async function readWebSums(
  tx: Tx,
  tenant: string,
  webOrderIds: readonly string[],
): Promise<Map<string, ReckonedOrder>> {
  if (webOrderIds.length === 0) return new Map()
  const rows = await tx.query<
    SummedLine & { id: string; system: string; total: string; digits: number; text: string | null }
  >(
    `select w.id, c.system, w.total_gross as total, u.minor_digits as digits, n.line_no as line, n.quantity, n.unit_net as "unitNet",
       n.unit_gross as "unitGross", n.tax_rate as "taxRate",
       case when n.kind not in ('item', 'shipping', 'payment') then n.name end as text
     from web_order w join connection c on c.tenant_id = w.tenant_id and c.id = w.connection_id
       join currency u on u.code = w.currency
       join web_order_line n on n.tenant_id = w.tenant_id and n.web_order_id = w.id
     where w.tenant_id = $1 and w.id = any($2::uuid[]) order by w.id, n.line_no`,
    [tenant, webOrderIds],
  )
  const found = new Map<string, ReckonedOrder>()
  for (const [id, lines] of Map.groupBy(rows, row => row.id)) {
    const [first] = lines
    if (!first) continue
    const texts = lines.flatMap(line => line.text ?? [])
    found.set(id, { system: first.system, sums: webSums(lines, first.total, first.digits), texts })
  }
  return found
}

/**
 * The sums of a channel's lines, where one of the two ways to reckon (prices with tax, or without) gives the channel's total to the
 * minor unit. Null: its total stands alone, as it came. Pure.
 */
export function webSums(
  lines: readonly SummedLine[],
  total: string | null,
  minorDigits: number,
): DocumentSums | null {
  if (total === null) return null
  const known = lines.flatMap(line => (line.taxRate === null ? [] : [{ ...line, taxRate: line.taxRate }]))
  if (known.length < lines.length || lines.length === 0) return null
  for (const pricesGross of [true, false]) {
    if (known.some(line => (pricesGross ? line.unitGross : line.unitNet) === null)) continue
    const totals = orderTotals({ lines: known, pricesGross, minorDigits })
    if (!exact(totals.gross).equals(total)) continue
    const { net, rates } = totals
    const amounts = known.map(({ line }, at) => ({
      line,
      net: totals.lines[at]?.net ?? '0',
      gross: totals.lines[at]?.gross ?? '0',
    }))
    return { pricesGross, net, rates, lines: amounts }
  }
  return null
}

import { grossOf } from '../../examples/online-retail/amounts.ts'
import type { History } from '../../examples/online-retail/history/planHistory.ts'
import { lineTypeOf } from '../../examples/online-retail/lineTypes.ts'
import type { Row } from '../../examples/online-retail/types.ts'
import type { Database } from '../../src/base/database.ts'
import { exact } from '../../src/base/decimal.ts'

/** One kind of outcome, counted: how many rows of the file, pieces of items, and what they are worth in GBP. */
export interface Outcome {
  readonly outcome: string
  readonly rows: number
  readonly pieces: string
  readonly gross: string
}

/** The file's own sums beside what the database holds after it was lived through. */
export interface HistorySums {
  readonly outcomes: readonly Outcome[]
  readonly total: Outcome
  readonly file: Outcome
  /** Pieces that left the warehouse, less those that came back; what the file says of it. */
  readonly stock: { readonly left: string; readonly file: string }
  /** The sum of the documents' totals, each rounded to the penny, and how far the roundings carry it from the exact one. */
  readonly documents: { readonly gross: string; readonly roundings: string }
}

/** Sums up what a history became: pieces and amounts out of the database, rows as they were planned. */
export async function historySums(
  db: Database,
  tenant: string,
  rows: readonly Row[],
  history: History,
): Promise<HistorySums> {
  const { rows: sums } = await db.pool.query<{ outcome: string; pieces: string; gross: string }>(
    `with line as (
       select o.external_number, n.*, case when o.external_number like '%-before' then 'before'
         when exists (select from sales_order_line i where i.tenant_id = o.tenant_id and i.order_id = o.id and i.kind = 'item') then 'order'
         else 'order of money alone' end as sort
       from sales_order o join sales_order_line n on n.tenant_id = o.tenant_id and n.order_id = o.id where o.tenant_id = $1
     )
     select sort as outcome, coalesce(sum(quantity) filter (where kind = 'item'), 0) as pieces, coalesce(sum(quantity * unit_gross), 0) as gross
     from line group by sort
     union all
     select 'cancellation', -coalesce(sum(c.quantity), 0), -coalesce(sum(c.quantity * l.unit_gross), 0)
     from order_cancellation_line c join line l on l.tenant_id = c.tenant_id and l.order_id = c.order_id and l.line_no = c.line_no
     union all
     select 'return', -coalesce(sum(r.quantity), 0), -coalesce(sum(r.quantity * l.unit_gross), 0)
     from order_return_line r join line l on l.tenant_id = r.tenant_id and l.order_id = r.order_id and l.line_no = r.line_no
     union all
     select 'stock adjustment', -coalesce(sum(-m.quantity), 0), 0 from stock_movement m where m.tenant_id = $1 and m.reason = 'adjustment'`,
    [tenant],
  )
  const rowsOf = plannedRows(history)
  const outcomes = sums
    .filter(one => one.outcome !== 'before')
    .map(({ outcome, pieces, gross }) => ({
      outcome,
      rows: rowsOf.get(outcome) ?? 0,
      pieces: exact(pieces).toFixed(),
      gross: money(gross),
    }))
  const total = {
    outcome: 'together',
    rows: outcomes.reduce((sum, one) => sum + one.rows, 0),
    pieces: add(outcomes.map(one => one.pieces)),
    gross: money(add(outcomes.map(one => one.gross))),
  }
  const products = rows.filter(row => lineTypeOf(row.code) === 'product')
  const pieces = products.reduce((sum, row) => sum + row.quantity, 0)
  const file = { outcome: 'the file', rows: rows.length, pieces: String(pieces), gross: money(grossOf(rows)) }
  return {
    outcomes,
    total,
    file,
    stock: await stockOf(db, tenant, history, rows),
    documents: await documentsOf(db, tenant),
  }
}

// How an order is called here follows from what is in it, as above.
function plannedRows(history: History): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (outcome: string, more: number) => counts.set(outcome, (counts.get(outcome) ?? 0) + more)
  for (const order of history.orders)
    if (order.sort !== 'before')
      add(
        order.lines.some(line => line.type === 'product') ? 'order' : 'order of money alone',
        order.lines.length,
      )
  // A row that takes from a cancellation and a return counts once, with the first.
  const ways = new Map<number, string>()
  for (const one of history.takenBack) if (!ways.has(one.row)) ways.set(one.row, one.way)
  for (const way of ways.values()) add(way, 1)
  add('stock adjustment', history.adjustments.length)
  return counts
}

// The file sells and takes back; adjustments of it have their sign the other way: what is damaged leaves without being sold.
async function stockOf(db: Database, tenant: string, history: History, rows: readonly Row[]) {
  const { rows: moved } = await db.pool.query<{ left: string }>(
    `select -coalesce(sum(m.quantity), 0) as left from stock_movement m where m.tenant_id = $1 and m.reason <> 'opening'`,
    [tenant],
  )
  const corrected = new Set(history.adjustments.map(one => one.row))
  const sold = rows
    .filter(row => lineTypeOf(row.code) === 'product')
    .reduce((sum, row) => sum + (corrected.has(row.row) ? -row.quantity : row.quantity), 0)
  const before = history.takenBack
    .filter(one => one.order.endsWith('-before'))
    .reduce((sum, one) => sum + one.quantity, 0)
  return { left: exact(moved[0]?.left ?? '0').toFixed(), file: String(sold + before) }
}

async function documentsOf(db: Database, tenant: string) {
  const { rows } = await db.pool.query<{ gross: string; exact: string }>(
    `select coalesce(sum(o.total_gross), 0) as gross, (select coalesce(sum(n.quantity * n.unit_gross), 0) from sales_order_line n
       join sales_order p on p.tenant_id = n.tenant_id and p.id = n.order_id
       where n.tenant_id = $1 and p.external_number not like '%-before') as exact
     from sales_order o where o.tenant_id = $1 and o.external_number not like '%-before'`,
    [tenant],
  )
  const [row] = rows
  return {
    gross: money(row?.gross ?? '0'),
    roundings: exact(row?.gross ?? '0')
      .minus(row?.exact ?? '0')
      .toFixed(),
  }
}

const add = (list: readonly string[]) => list.reduce((sum, one) => sum.plus(one), exact('0')).toFixed()

function money(amount: string): string {
  const value = exact(amount)
  return value.toFixed(Math.max(2, value.decimalPlaces()))
}

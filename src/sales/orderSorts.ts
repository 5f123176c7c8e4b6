import type { Tx } from '../base/database.ts'
import { firstIdOf } from '../base/ids.ts'
import { type OrderFilter, type Parameter, parametersOf } from './orderFilter.ts'
import type { OrderPageWish } from './orderPage.ts'

/** The order of a list, and from where on it is read. */
export interface ListOrder {
  /** The order of ids is that of the list: orders' ids begin with the moment they were placed. */
  readonly byId: boolean
  readonly direction: 'asc' | 'desc'
  /** What it is sorted by besides the id, behind `before`; nothing where that is the id alone. */
  column(table: string, before: string): string
  by(table: string): string
  /** What comes behind the page before. */
  behind(table: string, at: Parameter): string
  behindId(id: string, at: Parameter): string
}

const columns = {
  date: undefined,
  total: 'total_minor',
  customer: 'sort_name',
  number: 'order_number',
} as const

/** The order that is wished for; undefined where the page before ended with an order that is none. */
export async function sortsOf(
  tx: Tx,
  tenant: string,
  filter: OrderFilter,
  wish: OrderPageWish,
): Promise<ListOrder | undefined> {
  const column = columns[wish.sort ?? 'date']
  const direction = wish.ascending ? 'asc' : 'desc'
  const sign = wish.ascending ? '>' : '<'
  const within = await idsOfDays(tx, tenant, filter)
  const last = wish.after === undefined ? null : await placeOf(tx, tenant, wish.after, column)
  if (last === undefined) return undefined
  const behindId = (id: string, at: Parameter) => {
    const all = [
      ...(column === undefined && last ? [`${id} ${sign} ${at(last.id)}`] : []),
      ...(within?.from ? [`${id} >= ${at(within.from)}`] : []),
      ...(within?.to ? [`${id} < ${at(within.to)}`] : []),
    ]
    return all.length === 0 ? 'true' : all.join(' and ')
  }
  return {
    byId: column === undefined,
    direction,
    column: (table, before) => (column === undefined ? '' : `${before}${table}.${column}`),
    by: table => `${column === undefined ? '' : `${table}.${column} ${direction}, `}${table}.id ${direction}`,
    behind: (table, at) =>
      column === undefined || !last
        ? behindId(`${table}.id`, at)
        : `${behindId(`${table}.id`, at)} and (${table}.${column}, ${table}.id) ${sign} (${at(last.key)}, ${at(last.id)})`,
    behindId,
  }
}

async function placeOf(
  tx: Tx,
  tenant: string,
  id: string,
  column: string | undefined,
): Promise<{ readonly id: string; readonly key: string } | undefined> {
  const [row] = await tx.query<{ id: string; key: string }>(
    `select o.id, ${column === undefined ? `''` : `o.${column}::text`} as key from sales_order o where o.tenant_id = $1 and o.id = $2`,
    [tenant, id],
  )
  return row
}

// Days are a range of ids, unless there are orders whose ids were made when they came here.
async function idsOfDays(tx: Tx, tenant: string, { from, to, timeZone }: OrderFilter) {
  if (from === undefined && to === undefined) return undefined
  const { values, at } = parametersOf(tenant)
  const [row] = await tx.query<{ untimed: boolean; from: Date | null; to: Date | null }>(
    `select exists (select from sales_order o where o.tenant_id = $1 and not kontor_is_timed(o.id, o.placed_at)) as untimed,
       ${at(from ?? null)}::timestamp at time zone ${at(timeZone)} as from,
       (${at(to ?? null)}::timestamp + interval '1 day') at time zone ${at(timeZone)} as to`,
    values,
  )
  if (!row || row.untimed) return undefined
  const first = (moment: Date | null) =>
    moment && moment.getTime() > 0 ? zeroed(firstIdOf(moment)) : undefined
  return { from: first(row.from), to: first(row.to) }
}

// Below every id of that millisecond, however it was made.
const zeroed = (id: string) => `${id.slice(0, 14)}0000-0000-000000000000`

import type { OrderFilter, Parameter } from './orderFilter.ts'

/** Something that orders of a list have to meet. */
export interface Condition {
  /** Whether an order `o` meets it. */
  readonly check: (at: Parameter) => string
  /**
   * A statement of the ids (`id`) of all orders that meet it, in no order, some perhaps twice; read from an index alone. Where it names
   * more (`loose`), they have to be checked.
   */
  readonly entries: (at: Parameter) => string
  readonly loose?: boolean
  /** A quicker way to the same entries, that takes a statement to find; undefined: there is none. */
  readonly groups?: () => Promise<((at: Parameter) => string) | undefined>
  /** The same cut into few pieces, each of which an index holds in the order of ids; undefined where there would be many. */
  readonly streams?: () => Promise<Streams | undefined>
}

/** Pieces of an index. */
export interface Streams {
  /** Parameters as arrays of the same length, with their type: what tells the pieces apart, as k.k1, k.k2. */
  readonly keys: readonly { readonly type: string; readonly values: readonly unknown[] }[]
  /** What follows `from` and reads one piece, and how it names the order. */
  readonly of: string
  readonly id: string
}

/** More pieces than these are not looked at one by one. */
export const mostStreams = 200

/** Conditions that are a value or a range of one column, which has an index of its own. */
export function plainConditions(filter: OrderFilter): Condition[] {
  const { colourIds, customerId, fromMinor, toMinor, from, to, takenFrom, takenTo, timeZone } = filter
  const all: Condition[] = []
  if (colourIds) all.push(keyed('colour_id', colourIds))
  if (customerId) all.push(keyed('customer_id', [customerId]))
  if (fromMinor !== undefined || toMinor !== undefined)
    all.push(
      ranged('total_minor', at => [
        fromMinor === undefined ? undefined : `>= ${at(fromMinor)}::bigint`,
        toMinor === undefined ? undefined : `<= ${at(toMinor)}::bigint`,
      ]),
    )
  const days = (column: string, first: string | undefined, last: string | undefined) =>
    ranged(column, at => [
      first === undefined ? undefined : `>= ${at(first)}::timestamp at time zone ${at(timeZone)}`,
      last === undefined
        ? undefined
        : `< (${at(last)}::timestamp + interval '1 day') at time zone ${at(timeZone)}`,
    ])
  if (from !== undefined || to !== undefined) all.push(days('placed_at', from, to))
  if (takenFrom !== undefined || takenTo !== undefined) all.push(days('taken_over_at', takenFrom, takenTo))
  return all
}

function keyed(column: string, values: readonly string[]): Condition {
  return {
    check: at => `o.${column} = any(${at(values)}::uuid[])`,
    entries: at =>
      `select t.id from unnest(${at(values)}::uuid[]) as u (v) join sales_order t on t.tenant_id = $1 and t.${column} = u.v`,
    streams: async () => ({
      keys: [{ type: 'uuid', values }],
      of: `sales_order t where t.tenant_id = $1 and t.${column} = k.k1`,
      id: 't.id',
    }),
  }
}

function ranged(column: string, borders: (at: Parameter) => (string | undefined)[]): Condition {
  const within = (table: string, at: Parameter) =>
    borders(at)
      .flatMap(border => (border === undefined ? [] : [`${table}.${column} ${border}`]))
      .join(' and ')
  return {
    check: at => within('o', at),
    entries: at => `select t.id from sales_order t where t.tenant_id = $1 and ${within('t', at)}`,
  }
}

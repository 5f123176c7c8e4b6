import type { Tx } from '../base/database.ts'
import { type Condition, mostStreams } from './orderCondition.ts'
import { type GroupColumn, groupCheck, groupColumns, type OrderFilter, parametersOf } from './orderFilter.ts'

/** So many different numbers of a column are looked at; a tenant has some dozens or hundreds. */
const mostGroups = 2000

/** The filters whose facts a number of a column stands for, as conditions. */
export function groupConditions(tx: Tx, tenant: string, filter: OrderFilter): Condition[] {
  return groupColumns.flatMap(column => {
    if (groupCheck(column, filter, () => '') === undefined) return []
    let known: Promise<string[] | undefined> | undefined
    const groups = () => {
      known ??= groupsMeeting(tx, tenant, column, filter)
      return known
    }
    return [
      {
        check: at => groupCheck(column, filter, at) ?? 'true',
        entries: at =>
          `select o.id from sales_order o where o.tenant_id = $1 and ${groupCheck(column, filter, at)}`,
        groups: async () => {
          const values = await groups()
          return values && entriesOf(column, values)
        },
        streams: async () => {
          const values = await groups()
          if (!values || values.length > mostStreams) return undefined
          return {
            keys: [{ type: 'bigint', values }],
            of: `sales_order t where t.tenant_id = $1 and t.${column} = k.k1`,
            id: 't.id',
          }
        },
      } satisfies Condition,
    ]
  })
}

/**
 * The orders of numbers of a column, by the index alone. A range of one number, since of a number that is not known yet a plan takes
 * for granted that many orders have it, and would look for the few of a rare one along the table.
 */
function entriesOf(column: GroupColumn, values: readonly string[]): Condition['entries'] {
  return at =>
    `select t.id from unnest(${at(values)}::bigint[]) as u (v) cross join lateral (
       select t.id from sales_order t where t.tenant_id = $1 and t.${column} >= u.v and t.${column} <= u.v order by t.${column}, t.id desc) as t`
}

/** The numbers whose orders meet a filter: each is judged by one of its orders. Undefined: there are too many numbers. */
async function groupsMeeting(
  tx: Tx,
  tenant: string,
  column: GroupColumn,
  filter: OrderFilter,
): Promise<string[] | undefined> {
  const { values, at } = parametersOf(tenant)
  const check = groupCheck(column, filter, at) ?? 'true'
  const rows = await tx.query<{ group: string; meets: boolean }>(
    `select g.v::text as group, g.fact as meets from (${groupsOf(column, check, at(mostGroups + 1))}) as g`,
    values,
  )
  if (rows.length > mostGroups) return undefined
  return rows.flatMap(row => (row.meets ? [row.group] : []))
}

/**
 * A statement of the different numbers of a column (`v`), each found by one look behind the one before, with what is asked of one of
 * its orders `o` (`fact`).
 */
export function groupsOf(column: GroupColumn, fact: string, limit: string): string {
  const first = (behind: string) =>
    `select o.${column} as v, ${fact} as fact from sales_order o where o.tenant_id = $1${behind} order by o.${column} limit 1`
  return `with recursive g (v, fact) as (
      (${first('')}) union all select n.v, n.fact from g cross join lateral (${first(` and o.${column} > g.v`)}) as n
    ) select v, fact from g limit ${limit}`
}

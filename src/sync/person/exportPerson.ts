import type { Tx } from '../../base/database.ts'
import { findPerson } from './findPerson.ts'
import { personTables } from './personTables.ts'

type Row = Readonly<Record<string, unknown>>
/** Rows by the name of their table. */
export type RowsByTable = Readonly<Record<string, readonly Row[]>>

/** All that is kept of a person, as rows of tables; those of one order, and of one record that a shop sent, stand together. */
export interface PersonExport {
  readonly customer: RowsByTable
  readonly orders: readonly RowsByTable[]
  readonly records: readonly RowsByTable[]
}

/**
 * What a person may ask for by law (GDPR, article 15): everything that is kept of it, also of customers that became parts of this
 * one, of its orders with all that belongs to them, and of what shops sent of it, as they sent it. Decimals are texts. Changes
 * nothing. `customer` is nobody's part.
 */
export async function exportPerson(tx: Tx, tenant: string, customer: string): Promise<PersonExport> {
  const person = await findPerson(tx, tenant, customer)
  const ids = { customer: person.customers, order: person.orders, record: person.records }
  const places = { customer: group([customer]), order: group(person.orders), record: group(person.records) }
  const owners = new Map<string, Map<string, string>>()
  for (const { table, part, by, through, from } of personTables) {
    const above = through === undefined ? undefined : (owners.get(through) ?? new Map<string, string>())
    const rows = await tx.query<Record<string, unknown>>(
      `select t.*, ${from ? by : `t.${by}`} as named_here from ${from ?? `${table} t`}
       where t.tenant_id = $1 and ${from ? by : `t.${by}`} = any($2::uuid[]) order by 1, 2`,
      [tenant, above ? [...above.keys()] : ids[part]],
    )
    const owned = new Map<string, string>()
    for (const { tenant_id: _, named_here, ...row } of rows) {
      const named = String(named_here)
      const owner = above?.get(named) ?? named
      owned.set(String(row['id']), owner)
      // All of the customers that a person is stand together.
      const place = places[part].get(part === 'customer' ? customer : owner)
      if (place) place[table] = [...(place[table] ?? []), row]
    }
    owners.set(table, owned)
  }
  return {
    customer: places.customer.get(customer) ?? {},
    orders: [...places.order.values()],
    records: [...places.record.values()],
  }
}

function group(ids: readonly string[]): Map<string, Record<string, readonly Row[]>> {
  return new Map(ids.map(id => [id, {}]))
}

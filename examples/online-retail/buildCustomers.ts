import { inventAddress } from './inventAddress.ts'
import type { Customer, Row } from './types.ts'
import { londonInstant } from './voucher.ts'

/**
 * Makes one customer of every customer id of the file, in the order of their first rows; guests have no id and
 * become none. Who only cancels in these rows bought before they begin, and is a customer like any other.
 */
export function buildCustomers(rows: readonly Row[], seed: string): Map<string, Customer> {
  const customers = new Map<string, Customer>()
  for (const row of rows) {
    const id = row.customerId
    if (id === null || customers.has(id)) continue
    const address = inventAddress(seed, { customerId: id, home: row.country }, row.country)
    customers.set(id, { id, country: row.country, address, firstSeen: londonInstant(row.localTime) })
  }
  return customers
}

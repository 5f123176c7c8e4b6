import type { Tx } from '../base/database.ts'
import type { FoundCustomer } from '../customers/findOrMakeCustomers.ts'
import { readRecords } from '../sales/orderTerms.ts'
import { type CustomerRecord, orderWords } from '../sales/orderTokens.ts'
import type { HeldWebOrder } from '../sales/takeOverStore.ts'

/** What the records of customers say, by id; of those who were made just now without asking the database. */
export async function recordsAtTakeOver(
  tx: Tx,
  tenant: string,
  customers: readonly FoundCustomer[],
): Promise<ReadonlyMap<string, CustomerRecord>> {
  const made = new Map(
    customers.flatMap(one => ('customerId' in one && one.made ? [[one.customerId, one.made] as const] : [])),
  )
  const known = customers.flatMap(one =>
    'customerId' in one && !made.has(one.customerId) ? [one.customerId] : [],
  )
  const read = await readRecords(tx, tenant, known)
  for (const [id, { number, name, address }] of made) {
    const { company = '', firstName = '', lastName = '', email = '', phone = '' } = address
    read.set(id, { number, debtor: '', name, company, firstName, lastName, email, phone })
  }
  return read
}

/** What an order will be found by (`orderWords`); `texts`: of lines that are neither an item nor its shipping. Pure. */
export function wordsAtTakeOver(
  order: HeldWebOrder,
  customer: CustomerRecord | undefined,
  texts: readonly string[] = [],
): string {
  const { billing, shipping, customerNote } = order
  return orderWords({ billing, shipping, note: '', customerNote: customerNote ?? '', customer, texts })
}

import type { Tx } from '../base/database.ts'
import type { FoundCustomer } from '../customers/findOrMakeCustomers.ts'
import { readRecords, textsOfWebOrders } from '../sales/orderTerms.ts'
import { orderWords } from '../sales/orderTokens.ts'
import type { HeldWebOrder } from '../sales/takeOverStore.ts'

/** What orders will be found by, by the id of the web order; for those whose customer is found. */
export async function wordsAtTakeOver(
  tx: Tx,
  tenant: string,
  orders: readonly HeldWebOrder[],
  customers: readonly FoundCustomer[],
): Promise<Map<string, string>> {
  const ids = customers.flatMap(one => ('customerId' in one ? [one.customerId] : []))
  const [records, texts] = await Promise.all([
    readRecords(tx, tenant, ids),
    textsOfWebOrders(
      tx,
      tenant,
      orders.map(order => order.id),
    ),
  ])
  return new Map(
    orders.flatMap((order, at) => {
      const customer = customers[at]
      if (!customer || !('customerId' in customer)) return []
      const words = {
        billing: order.billing,
        shipping: order.shipping,
        note: '',
        customerNote: order.customerNote ?? '',
        customer: records.get(customer.customerId),
        texts: texts.get(order.id) ?? [],
      }
      return [[order.id, orderWords(words)] as const]
    }),
  )
}

import type { Tx } from '../base/database.ts'
import type { Condition } from './orderCondition.ts'
import { itemConditions } from './orderItemSearch.ts'
import {
  type OrderSearch,
  usualCustomerFields,
  usualItemFields,
  usualProcessFields,
} from './orderSearchFields.ts'
import { customerConditions } from './orderWordSearch.ts'
import { processCondition } from './processCondition.ts'

/** What a search asks of orders; a few statements, each of which reads little of an index. */
export async function searchConditions(tx: Tx, tenant: string, search: OrderSearch): Promise<Condition[]> {
  const exact = search.exact ?? false
  const process = processCondition(search.process, search.processFields ?? usualProcessFields, exact)
  return [
    ...(process ? [process] : []),
    ...customerConditions(tx, tenant, search.customer, search.customerFields ?? usualCustomerFields, exact),
    ...(await itemConditions(tx, tenant, search.item, search.itemFields ?? usualItemFields, exact)),
  ]
}

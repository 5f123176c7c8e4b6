import type { MapRow } from '../../api/channels.ts'
import type { Tab } from './entries.ts'

/** Which list is mapped in which tab: each thing has one home. */
export const listsOf = {
  offer: ['customer_group', 'price_type', 'language'],
  shipping: ['shipping_method', 'carrier'],
  payment: ['payment_method', 'tax_rate', 'currency'],
} as const satisfies Partial<Record<Tab, readonly MapRow['list'][]>>
export type MapTab = keyof typeof listsOf

/** The rows of a tab. */
export function rowsOf(items: readonly MapRow[], tab: MapTab): MapRow[] {
  return items.filter(row => listsOf[tab].some(list => list === row.list))
}

/** How many mappings are missing in a tab; none in one where nothing is mapped. */
export function missingIn(items: readonly MapRow[], tab: Tab): number {
  if (tab !== 'offer' && tab !== 'shipping' && tab !== 'payment') return 0
  return rowsOf(items, tab).filter(row => row.needed && row.ours === null).length
}

/** Where mapping goes on: the first tab in which something is missing. */
export function tabToMap(items: readonly MapRow[]): MapTab {
  const tabs = ['offer', 'shipping', 'payment'] as const
  return tabs.find(tab => missingIn(items, tab) > 0) ?? 'offer'
}

import type { Query } from '../../api/call.ts'
import { type OrderFolder, orderFolders } from '../../api/orders.ts'
import { type OrderFilterField, type OrdersSearch, orderFilterFields } from '../../shell/ordersSearch.ts'

/** Filters with several values; in the address they stand between tildes. */
const many: ReadonlySet<string> = new Set([
  'processFields',
  'customerFields',
  'itemFields',
  'kind',
  'payment',
  'delivery',
  'deliverability',
  'invoice',
  'country',
  'paymentMethod',
  'shippingMethod',
  'colours',
] satisfies OrderFilterField[])
const flags: ReadonlySet<string> = new Set(['held', 'pending'] satisfies OrderFilterField[])
/** Say how a search field searches, and limit nothing alone. */
const manners: ReadonlySet<string> = new Set(['processFields', 'customerFields', 'itemFields'])

/** The filter as the server takes it: what is asked for, and what a view stores. */
export function filterOf(search: OrdersSearch): Query & Record<string, string | boolean | readonly string[]> {
  const filter: Record<string, string | boolean | readonly string[]> = { folder: folderOf(search.folder) }
  for (const name of orderFilterFields) {
    const value = search[name]
    if (value === undefined || value === '') continue
    filter[name] = many.has(name) ? valuesOf(value) : flags.has(name) ? value === 'yes' : value
  }
  if (search.exact) filter['exact'] = true
  return filter
}

/** The address of a stored filter; what it does not say is taken out of the address. */
export function searchOf(filter: Readonly<Record<string, unknown>>): OrdersSearch {
  const search: Record<string, string | boolean> = {}
  for (const name of [...orderFilterFields, 'folder'] as const) {
    const value = filter[name]
    if (Array.isArray(value)) search[name] = value.join('~')
    else if (typeof value === 'boolean') search[name] = value ? 'yes' : 'no'
    else if (typeof value === 'string') search[name] = value
  }
  if (filter['exact'] === true) search['exact'] = true
  return search
}

/** How many filters limit the list, besides the folder. */
export function filtersSet(search: OrdersSearch): number {
  return orderFilterFields.filter(name => search[name] !== undefined && !manners.has(name)).length
}

/** The values of a filter that has several. */
export function valuesOf(value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : value.split('~')
}

/** The folder that is meant; all where none is. */
export function folderOf(given: string | undefined): OrderFolder {
  return orderFolders.find(folder => folder === given) ?? 'all'
}

/** An amount in minor units (cents) as decimal text: "1250" is "12.50". */
export function fromMinor(minor: string): string {
  const [, sign = '', digits = '0'] = /^(-?)(\d+)$/.exec(minor) ?? []
  const padded = digits.padStart(3, '0')
  return `${sign}${padded.slice(0, -2)}.${padded.slice(-2)}`
}

/** Decimal text as minor units; undefined where it has parts of a cent, or is no amount. */
export function toMinor(decimal: string): string | undefined {
  const [, sign = '', whole, part = ''] = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(decimal) ?? []
  if (whole === undefined) return undefined
  return `${sign}${whole}${part.padEnd(2, '0')}`.replace(/^(-?)0+(?=\d)/, '$1')
}

import { searchTexts } from './searchTexts.ts'

/**
 * What the address of the list of orders holds, besides folder, view, sorting, row and tab: the search fields with what each
 * looks at, and every filter. Several values of one filter stand between tildes.
 */
export const orderFilterFields = [
  'process',
  'processFields',
  'customer',
  'customerFields',
  'item',
  'itemFields',
  'company',
  'channel',
  'kind',
  'payment',
  'delivery',
  'deliverability',
  'invoice',
  'held',
  'pending',
  'country',
  'currency',
  'fromMinor',
  'toMinor',
  'paymentMethod',
  'shippingMethod',
  'customerGroup',
  'customerId',
  'colours',
  'from',
  'to',
  'takenFrom',
  'takenTo',
] as const
export type OrderFilterField = (typeof orderFilterFields)[number]

const fields = [...orderFilterFields, 'folder', 'view', 'sort', 'row', 'tab'] as const

export type OrdersSearch = { readonly [Name in (typeof fields)[number]]?: string | undefined } & {
  /** Whole words only instead of beginnings. */
  readonly exact?: boolean | undefined
  readonly ascending?: boolean | undefined
}

/** The address of the list of orders, read. */
export function readOrdersSearch(search: Readonly<Record<string, unknown>>): OrdersSearch {
  return {
    ...searchTexts(search, fields),
    ...(search['exact'] === true ? { exact: true } : {}),
    ...(search['ascending'] === true ? { ascending: true } : {}),
  }
}

/** What a new order begins with: a customer, or a quotation that is written anew. */
export interface NewOrderSearch {
  readonly customer?: string | undefined
  readonly quotation?: string | undefined
}

/** Which quotations are shown. */
export interface QuotationsSearch {
  readonly state?: string | undefined
  readonly number?: string | undefined
  readonly row?: string | undefined
}

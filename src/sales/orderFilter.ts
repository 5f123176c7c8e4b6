import { folderConditions, type OrderFolder } from './orderFolders.ts'
import type { OrderSearch } from './orderSearchFields.ts'

export const invoiceStates = ['none', 'part', 'full'] as const
export const orderKinds = [
  'shop',
  'marketplace',
  'connector',
  'instant',
  'customer',
  'csv',
  'api',
  'exchange',
] as const

/** What the list is limited to; what is absent limits nothing. */
export interface OrderFilter extends OrderSearch {
  readonly folder?: OrderFolder | undefined
  readonly companyId?: string | undefined
  readonly channelId?: string | undefined
  readonly kind?: readonly string[] | undefined
  readonly payment?: readonly string[] | undefined
  readonly delivery?: readonly string[] | undefined
  readonly deliverability?: readonly string[] | undefined
  readonly invoice?: readonly string[] | undefined
  /** Kept from delivery by a person or a rule, or not. */
  readonly held?: boolean | undefined
  /** Not yet released by its marketplace, or not so. */
  readonly pending?: boolean | undefined
  readonly country?: readonly string[] | undefined
  readonly currency?: string | undefined
  /** Total in minor units of its currency, both included. */
  readonly fromMinor?: string | undefined
  readonly toMinor?: string | undefined
  readonly paymentMethod?: readonly string[] | undefined
  readonly shippingMethod?: readonly string[] | undefined
  /** The group that its customer was in when it was made. */
  readonly customerGroupId?: string | undefined
  readonly customerId?: string | undefined
  readonly colourIds?: readonly string[] | undefined
  /** Days of `timeZone` on which it was placed, both included. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Days of `timeZone` on which it came here, both included. */
  readonly takenFrom?: string | undefined
  readonly takenTo?: string | undefined
  readonly timeZone: string
}

/** A value as a parameter of the statement that is being made: answers its `$n`. `$1` is the tenant. */
export type Parameter = (value: unknown) => string

/** Collects the parameters of a statement. */
export function parametersOf(tenant: string): { readonly values: unknown[]; readonly at: Parameter } {
  const values: unknown[] = [tenant]
  return { values, at: value => `$${values.push(value)}` }
}

/** Filters that orders of one number in a column agree on: `origin`, `ways`, `states` (migration 0046). */
export const groupColumns = ['origin', 'ways', 'states'] as const
export type GroupColumn = (typeof groupColumns)[number]

/** What a filter asks of the facts that a column stands for, as a condition on `o`; undefined: nothing. */
export function groupCheck(column: GroupColumn, filter: OrderFilter, at: Parameter): string | undefined {
  const all = checks[column](filter, at).filter(check => check !== undefined)
  return all.length === 0 ? undefined : `(${all.join(' and ')})`
}

type Checks = (filter: OrderFilter, at: Parameter) => (string | undefined)[]

const oneOf = (column: string, values: readonly string[] | undefined, at: Parameter) =>
  values === undefined
    ? undefined
    : values.length === 1
      ? `${column} = ${at(values[0])}`
      : `${column} = any(${at(values)}::text[])`
const same = (column: string, value: string | undefined, at: Parameter) =>
  value === undefined ? undefined : `${column} = ${at(value)}`

const checks: Readonly<Record<GroupColumn, Checks>> = {
  origin: (filter, at) => [
    same('o.company_id', filter.companyId, at),
    same('o.channel_id', filter.channelId, at),
    oneOf('o.kind', filter.kind, at),
    same('o.currency', filter.currency, at),
    same('o.customer_group_id', filter.customerGroupId, at),
  ],
  ways: (filter, at) => [
    oneOf('o.country', filter.country, at),
    oneOf('o.payment_method', filter.paymentMethod, at),
    oneOf('o.shipping_method', filter.shippingMethod, at),
  ],
  states: (filter, at) => [
    filter.folder === undefined || filter.folder === 'all'
      ? undefined
      : `(${folderConditions[filter.folder]})`,
    oneOf('o.payment_state', filter.payment, at),
    oneOf('o.delivery_state', filter.delivery, at),
    oneOf('o.deliverability', filter.deliverability, at),
    oneOf('o.invoice_state', filter.invoice, at),
    filter.held === undefined ? undefined : `o.hold_reason is ${filter.held ? 'not ' : ''}null`,
    filter.pending === undefined ? undefined : `${filter.pending ? '' : 'not '}o.pending`,
  ],
}

import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

export type NumberKind = 'order' | 'delivery' | 'customer' | 'return' | 'quotation'

/** The numbers of one kind that people read. */
export interface NumberRange {
  readonly kind: NumberKind
  readonly prefix: string
  readonly suffix: string
  readonly next: string
  /** What the next number looks like today. */
  readonly example: string
}

export const numberRangesQuery = queryOptions({
  queryKey: ['settings', 'numbers'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly NumberRange[] }>('GET', '/number-ranges', { signal })).items,
})

/** Sets up a range; it never goes back. */
export function setNumberRange(
  kind: NumberKind,
  change: { readonly prefix?: string; readonly suffix?: string; readonly next?: string },
): Promise<NumberRange> {
  return call('PATCH', `/number-ranges/${kind}`, { body: change })
}

export interface TaxSaid {
  readonly smallBusiness: boolean
  readonly oss: boolean
  readonly exportsFree: boolean
  readonly shippingTax: 'main' | 'proportional'
}

/** What a company is for taxes, by day. */
export interface CompanyTax {
  readonly companyId: string
  readonly company: string
  readonly country: string
  readonly today: TaxSaid & { readonly day: string }
  readonly settings: readonly (TaxSaid & { readonly from: string })[]
  readonly vatIds: readonly {
    readonly vatId: string
    readonly state: string
    readonly from: string | null
    readonly until: string | null
  }[]
}

/** The taxes of a company; not said which: of the only one. */
export function companyTaxQuery(company: string | undefined) {
  return queryOptions({
    queryKey: ['settings', 'tax', company ?? ''],
    queryFn: ({ signal }) => call<CompanyTax>('GET', '/company-tax', { query: { company }, signal }),
    retry: false,
  })
}

/** Sets what a company is from a day on. */
export function setCompanyTax(
  company: string,
  change: Partial<TaxSaid> & { readonly from: string },
): Promise<CompanyTax> {
  return call('PUT', '/company-tax', { body: { company, ...change } })
}

export interface PutVatIds {
  readonly refused: number
  readonly items: readonly { readonly vatId: string; readonly did: string; readonly reason: string | null }[]
}

/** Sets up a VAT id that a company has itself. */
export function putVatId(
  company: string,
  vatId: string,
  period: { readonly from?: string; readonly until?: string },
): Promise<PutVatIds> {
  return call('PUT', '/company-tax/vat-ids', { body: { company, ids: [vatId], ...period } })
}

export type ReasonList = 'cancel-reasons' | 'return-reasons'

/** Why goods come back, or orders are cancelled. */
export interface SaidReason {
  readonly id: string
  readonly code: string
  readonly names: { readonly de: string; readonly en: string }
  readonly commentRequired: boolean
  /** What the shops of a connection call it, by its id. */
  readonly channelValues: Readonly<Record<string, string>>
  readonly active: boolean
}

export function reasonsQuery(list: ReasonList) {
  return queryOptions({
    queryKey: ['settings', 'reasons', list],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly SaidReason[] }>('GET', `/${list}`, { signal })).items,
  })
}

/** Adds a reason. */
export function addReason(
  list: ReasonList,
  reason: {
    readonly code: string
    readonly de: string
    readonly en: string
    readonly commentRequired: boolean
  },
): Promise<SaidReason> {
  return call('POST', `/${list}`, { body: reason })
}

/** Changes a reason: names, what shops call it, whether it can be chosen. */
export function changeReason(
  list: ReasonList,
  id: string,
  change: {
    readonly de?: string
    readonly en?: string
    readonly commentRequired?: boolean
    readonly channelValues?: Readonly<Record<string, string>>
    readonly active?: boolean
  },
): Promise<SaidReason> {
  return call('PATCH', `/${list}/${id}`, { body: change })
}

/** From how many points on an order is a known customer's, and from how many a person is asked. */
export interface MatchRule {
  readonly automaticFrom: number
  readonly askFrom: number
}

export const matchRuleQuery = queryOptions({
  queryKey: ['settings', 'match-rule'],
  queryFn: ({ signal }) => call<MatchRule>('GET', '/match-rule', { signal }),
})

/** Sets these limits, for orders from now on. */
export function setMatchRule(rule: MatchRule): Promise<MatchRule> {
  return call('PUT', '/match-rule', { body: rule })
}

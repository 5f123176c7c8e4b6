import type { ProblemData } from '../base/errors.ts'

/** The seven things that are looked at before a web order is taken over, in the order of the screen. */
export const inboxChecks = ['customer', 'address', 'item', 'tax', 'payment', 'shipping', 'total'] as const
export type InboxCheck = (typeof inboxChecks)[number]

/** `open`: something is missing or wrong. `ask`: nothing is wrong, a person has to choose or to agree. */
export const checkResults = ['ok', 'open', 'ask'] as const
export type CheckResult = (typeof checkResults)[number]
export type CheckResults = Readonly<Record<InboxCheck, CheckResult>>

/** An open check with its values. */
export interface OpenCheck {
  readonly code: string
  readonly data: ProblemData
}

const checkOf: Readonly<Record<string, readonly [InboxCheck, CheckResult]>> = {
  CUSTOMER_AMBIGUOUS: ['customer', 'ask'],
  CUSTOMER_UNSURE: ['customer', 'ask'],
  CUSTOMER_BLOCKED: ['customer', 'open'],
  ADDRESS_MISSING: ['address', 'open'],
  ADDRESS_INVALID: ['address', 'open'],
  COUNTRY_UNKNOWN: ['address', 'open'],
  ITEM_IS_PARENT: ['item', 'open'],
  ITEM_BLOCKED: ['item', 'open'],
  ITEM_UNKNOWN: ['item', 'open'],
  ITEM_AMBIGUOUS: ['item', 'ask'],
  QUANTITY_INVALID: ['item', 'open'],
  TAX_UNKNOWN: ['tax', 'open'],
  PAYMENT_METHOD_UNMAPPED: ['payment', 'open'],
  PAYMENT_METHOD_MISSING: ['payment', 'open'],
  SHIPPING_METHOD_UNMAPPED: ['shipping', 'open'],
  TOTAL_MISMATCH: ['total', 'ask'],
  CURRENCY_UNKNOWN: ['total', 'open'],
}

/**
 * The result of each of the seven checks from the codes of the open ones. A code that belongs to none of them (pending,
 * an internal error) changes none: it blocks all the same and is the first blocker in words.
 */
export function checkResultsOf(codes: readonly string[]): CheckResults {
  const results: Record<InboxCheck, CheckResult> = {
    customer: 'ok',
    address: 'ok',
    item: 'ok',
    tax: 'ok',
    payment: 'ok',
    shipping: 'ok',
    total: 'ok',
  }
  for (const code of codes) {
    const [check, result] = checkOf[code] ?? []
    if (check && result && results[check] !== 'open') results[check] = result
  }
  return results
}

/** The open checks with their values; a code whose values were not kept has none. */
export function openChecksOf(codes: readonly string[], data: readonly OpenCheck[] | null): OpenCheck[] {
  const left = [...(data ?? [])]
  const known = codes.map(code => {
    const at = left.findIndex(one => one.code === code)
    return at < 0 ? { code, data: {} } : (left.splice(at, 1)[0] ?? { code, data: {} })
  })
  return known
}

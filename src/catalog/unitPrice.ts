import { exact } from '../base/decimal.ts'
import { bothOf } from './amount.ts'
import {
  isLower,
  narrowestSpecial,
  type PriceFacts,
  type PriceReason,
  type Step,
  specialReason,
  usualPrice,
} from './priceRules.ts'

/** What one piece costs where so many are bought, and the rule that says it. */
export interface QuantityPrice {
  readonly net: string
  readonly gross: string
  readonly rule: PriceReason
}

/**
 * What a group (undefined: everyone) pays for one piece of so many: the step of the usual price that the quantity falls on, or
 * the special price where that is lower still. Undefined where there is no price for so few. Pure.
 */
export function unitPrice(
  facts: PriceFacts,
  groupId: string | undefined,
  quantity: string,
): QuantityPrice | undefined {
  const usual = usualPrice(facts, groupId)
  const step = stepFor(usual ?? [], quantity)
  const first = usual?.[0]
  if (!step || !first) return undefined
  const special = narrowestSpecial(facts, groupId)
  return special && isLower(facts, special.price, first.price) && isLower(facts, special.price, step.price)
    ? { ...bothOf(special.price, facts), rule: specialReason(special) }
    : { ...bothOf(step.price, facts), rule: step.reason }
}

/** The step that a quantity falls on: the last that it reaches. */
export function stepFor(usual: readonly Step[], quantity: string): Step | undefined {
  return usual.findLast(step => exact(step.from).lessThanOrEqualTo(exact(quantity)))
}

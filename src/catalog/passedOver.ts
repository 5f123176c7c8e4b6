import { exact } from '../base/decimal.ts'
import {
  isLower,
  type ListRule,
  listHolds,
  listIsFor,
  listPrice,
  listReason,
  narrowestSpecial,
  type PriceFacts,
  type PriceReason,
  type SpecialRule,
  specialHolds,
  specialIsFor,
  specialReason,
  usualPrice,
} from './priceRules.ts'
import { stepFor } from './unitPrice.ts'

/** Why a rule does not say the price that is paid. */
export type PassedBecause =
  /** It is switched off. */
  | 'inactive'
  | 'not_yet'
  | 'over'
  /** Its stock was used up. */
  | 'stock'
  /** A special price that is not lower than the usual price. */
  | 'dearer'
  /** A narrower special price, or one that began later, comes first. */
  | 'narrower'
  /** Another rule for the usual price comes first. */
  | 'earlier'
  /** It begins at a greater quantity. */
  | 'quantity'

/** A rule that was passed over, and why. */
export interface PassedOver {
  readonly rule: PriceReason
  readonly because: PassedBecause
  /** Since or until when, ISO 8601: with not_yet, over and stock. */
  readonly at?: string
}

/**
 * The rules that could be meant for a group (undefined: everyone) and do not say what is paid for that quantity, each with its
 * reason: special prices, price lists, prices of channel, group and item, in the order in which they are asked. Pure.
 */
export function passedOver(
  facts: PriceFacts,
  groupId: string | undefined,
  quantity: string,
): readonly PassedOver[] {
  return [...passedSpecials(facts, groupId, quantity), ...passedUsual(facts, groupId, quantity)]
}

function passedSpecials(facts: PriceFacts, groupId: string | undefined, quantity: string): PassedOver[] {
  const usual = usualPrice(facts, groupId) ?? []
  const best = narrowestSpecial(facts, groupId)
  const [first] = usual
  const paid = stepFor(usual, quantity)
  return facts.specials
    .filter(rule => specialIsFor(rule, groupId))
    .flatMap((rule): PassedOver[] => {
      const off = specialIsOff(facts, rule)
      if (off) return [{ rule: specialReason(rule), ...off }]
      if (rule !== best) return [{ rule: specialReason(rule), because: 'narrower' }]
      const lower =
        first && isLower(facts, rule.price, first.price) && isLower(facts, rule.price, (paid ?? first).price)
      return lower ? [] : [{ rule: specialReason(rule), because: 'dearer' }]
    })
}

function specialIsOff(facts: PriceFacts, rule: SpecialRule): Omit<PassedOver, 'rule'> | undefined {
  if (specialHolds(facts, rule)) return undefined
  if (!rule.active) return { because: 'inactive' }
  if (rule.endedAt) return { because: 'stock', at: rule.endedAt.toISOString() }
  return outOfTime(facts, rule)
}

function outOfTime(
  { now }: PriceFacts,
  { from, until }: Pick<ListRule, 'from' | 'until'>,
): Omit<PassedOver, 'rule'> {
  return from && from.getTime() > now.getTime()
    ? { because: 'not_yet', at: from.toISOString() }
    : { because: 'over', ...(until ? { at: until.toISOString() } : {}) }
}

function passedUsual(facts: PriceFacts, groupId: string | undefined, quantity: string): PassedOver[] {
  const usual = usualPrice(facts, groupId) ?? []
  const paid = stepFor(usual, quantity)?.reason
  const says = (rule: PriceReason) =>
    paid !== undefined && paid.by === rule.by && paid.id === rule.id && paid.only.join() === rule.only.join()
  return [...listsOver(facts, groupId), ...pricesOver(facts, groupId, quantity)].filter(
    ({ rule }) => !says(rule),
  )
}

function listsOver(facts: PriceFacts, groupId: string | undefined): PassedOver[] {
  const forGroup = groupId === undefined ? [] : facts.lists.filter(list => listIsFor(list, groupId))
  const forAll = facts.lists.filter(list => listIsFor(list, undefined))
  const over = (list: ListRule, group: string | undefined): PassedOver[] => {
    const price = listPrice(facts, list)
    if (!price) return []
    const rule = listReason(facts, list, price, group)
    if (listHolds(facts, list)) return [{ rule, because: 'earlier' }]
    return [{ rule, ...(list.active ? outOfTime(facts, list) : { because: 'inactive' as const }) }]
  }
  return [...forGroup.flatMap(list => over(list, groupId)), ...forAll.flatMap(list => over(list, undefined))]
}

// Prices of channel, group and item: they always hold, from their first quantity on.
function pricesOver(facts: PriceFacts, groupId: string | undefined, quantity: string): PassedOver[] {
  const alone = { specials: [], lists: [], channelScales: [], groups: [], base: null }
  const group = facts.groups.find(one => one.id === groupId)
  const ofChannel = (of: string | null) => ({
    ...alone,
    channelScales: facts.channelScales.filter(one => one.groupId === of),
  })
  const each: readonly Partial<PriceFacts>[] = [
    ...(groupId === undefined ? [] : [ofChannel(groupId), { ...alone, groups: group ? [group] : [] }]),
    ofChannel(null),
    { ...alone, base: facts.base },
  ]
  return each.flatMap(part => {
    // As if it were for a group, so that one without a price from 0 on is seen too.
    const steps = usualPrice({ ...facts, ...part }, groupId ?? '') ?? []
    const [first] = steps
    if (!first) return []
    const because = exact(first.from).greaterThan(exact(quantity)) ? 'quantity' : 'earlier'
    return [{ rule: first.reason, because } as const]
  })
}

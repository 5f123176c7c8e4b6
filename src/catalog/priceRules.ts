import { exact } from '../base/decimal.ts'
import { type Amount, bothOf, comparable, type Taxation, timesFactor } from './amount.ts'
import { holdsNow } from './timedPrices.ts'

/** Where a price comes from, for people: which rule, for whom it is made, and until when it holds. */
export interface PriceReason {
  readonly by: 'special_price' | 'price_list' | 'channel_price' | 'group_price' | 'base_price'
  /** Of the rule; absent for prices of the item itself. */
  readonly id?: string
  /** Name of the price list. */
  readonly name?: string
  /** Of what it is narrower than everything: this channel, this customer group. */
  readonly only: readonly ('channel' | 'group')[]
  readonly said: 'net' | 'gross'
  /** Of a price list that has no price of its own for the item: the base price times its factor. */
  readonly factor?: string
  /** The first quantity that it holds for, if it is not every one. */
  readonly quantity?: string
  /** ISO 8601; absent: without an end. */
  readonly until?: string
  /** It holds while more than so many are available. */
  readonly untilStock?: string
}

/** A special price of an item at this channel or at all. */
export interface SpecialRule {
  readonly id: string
  readonly itemId: string
  readonly groupId: string | null
  readonly ofChannel: boolean
  readonly price: Amount
  readonly active: boolean
  readonly from: Date
  readonly until: Date | null
  /** Holds while more than so many are available. */
  readonly untilStock: string | null
  /** Since when there were not: for good. */
  readonly endedAt: Date | null
}

/** A price list of this channel or of all. */
export interface ListRule {
  readonly id: string
  readonly name: string
  readonly factor: string | null
  /** Empty: for everyone. */
  readonly groupIds: readonly string[]
  readonly ofChannel: boolean
  readonly active: boolean
  readonly from: Date | null
  readonly until: Date | null
  /** Prices of its own, by item. */
  readonly prices: ReadonlyMap<string, Amount>
}

/** A price that holds from a quantity on. */
export type Scale = { readonly from: string } & Amount

/** All that decides what is paid for one item at one channel. Scales by quantity, each quantity once. */
export interface PriceFacts extends Taxation {
  readonly itemId: string
  readonly now: Date
  readonly base: Amount | null
  readonly specials: readonly SpecialRule[]
  readonly lists: readonly ListRule[]
  /** Prices of the channel, for everyone (null) or one group. */
  readonly channelScales: readonly { readonly groupId: string | null; readonly scales: readonly Scale[] }[]
  /** Groups of ours that the channel knows, with the scales that the item has for them. */
  readonly groups: readonly {
    readonly id: string
    readonly theirs: string
    readonly scales: readonly Scale[]
  }[]
}

/** What everyone (no `theirs`) or one group pays. */
export interface ResolvedPrice {
  readonly theirs?: string
  readonly scales: readonly { readonly from: string; readonly net: string; readonly gross: string }[]
  readonly special?: {
    readonly net: string
    readonly gross: string
    readonly from: string
    readonly until?: string
  }
  /** The special price first, if one holds, then what makes the usual price. */
  readonly why: readonly PriceReason[]
}

/**
 * What is paid for an item, in one place. The usual price is, from first to last: a price list for the group, the channel's
 * price for the group, the price that the item has for the group, a price list for everyone, the channel's price for
 * everyone, the base price. Below the first quantity of one the next holds. Of several lists the one made for this channel,
 * then the one that began last; in a list the item's own price before its factor. On top of it the special price for
 * channel and group, for the channel, for the group, for everyone: the narrowest, then the one that began last; it must be
 * lower than the first of the usual prices, else it is not one. A group is only named if something of its own holds for it;
 * everyone is only where there is a price from quantity 0 on. Pure.
 */
export function resolvePrices(facts: PriceFacts): ResolvedPrice[] {
  const everyone = usualPrice(facts, undefined)
  const prices = everyone ? [priceOf(facts, everyone, undefined)] : []
  for (const group of facts.groups) {
    const usual = usualPrice(facts, group.id)
    const ofGroup = usual?.some(step => step.reason.only.includes('group'))
    const special = facts.specials.some(one => one.groupId === group.id)
    if (!usual || !(ofGroup || (special && everyone))) continue
    const price = priceOf(facts, usual, group.id)
    if (ofGroup || price.special) prices.push({ ...price, theirs: group.theirs })
  }
  return prices
}

/** One quantity from which on a rule says the price. */
export interface Step {
  readonly from: string
  readonly price: Amount
  readonly reason: PriceReason
}

/**
 * The usual price by quantity, of everyone or of a group that has none of its own below some quantity; undefined where there
 * is none for everyone from quantity 0 on.
 */
export function usualPrice(facts: PriceFacts, groupId: string | undefined): Step[] | undefined {
  const steps: Step[] = []
  for (const rule of usualRules(facts, groupId)) {
    const first = steps[0]
    if (first && exact(first.from).isZero()) break
    const below = rule.filter(step => !first || exact(step.from).lessThan(exact(first.from)))
    steps.unshift(...below)
  }
  const first = steps[0]
  if (!first) return undefined
  return groupId === undefined && !exact(first.from).isZero() ? undefined : steps
}

// What could say the usual price, the first before the others.
function usualRules(facts: PriceFacts, groupId: string | undefined): Step[][] {
  const group = facts.groups.find(one => one.id === groupId)
  const ofGroup: readonly Step[][] =
    groupId === undefined
      ? []
      : [
          listSteps(facts, groupId),
          channelSteps(facts, groupId),
          stepsOf(group?.scales ?? [], { by: 'group_price', only: ['group'] }),
        ]
  return [
    ...ofGroup,
    listSteps(facts, undefined),
    channelSteps(facts, undefined),
    facts.base ? stepsOf([{ from: '0', ...facts.base }], { by: 'base_price', only: [] }) : [],
  ]
}

function channelSteps(facts: PriceFacts, groupId: string | undefined): Step[] {
  const found = facts.channelScales.find(one => one.groupId === (groupId ?? null))
  const only: PriceReason['only'] = groupId === undefined ? ['channel'] : ['channel', 'group']
  return stepsOf(found?.scales ?? [], { by: 'channel_price', only })
}

function stepsOf(scales: readonly Scale[], reason: Omit<PriceReason, 'said'>): Step[] {
  const first = scales[0]
  if (!first) return []
  const quantity = exact(first.from).isZero() ? {} : { quantity: exact(first.from).toFixed() }
  return scales.map(scale => ({
    from: exact(scale.from).toFixed(),
    price: scale,
    reason: { ...reason, said: saidOf(scale), ...quantity },
  }))
}

function listSteps(facts: PriceFacts, groupId: string | undefined): Step[] {
  const [best] = facts.lists
    .filter(list => listHolds(facts, list) && listIsFor(list, groupId) && listPrice(facts, list))
    .toSorted(beforeList)
  const price = best && listPrice(facts, best)
  return best && price ? [{ from: '0', price, reason: listReason(facts, best, price, groupId) }] : []
}

/** Whether a list is on at the moment of the facts. */
export function listHolds({ now }: PriceFacts, { active, from, until }: ListRule): boolean {
  return active && holdsNow(now, from, until)
}

/** Whether a list is made for everyone, or for that group. */
export function listIsFor({ groupIds }: ListRule, groupId: string | undefined): boolean {
  return groupId === undefined ? groupIds.length === 0 : groupIds.includes(groupId)
}

/** What a list says of the item; undefined: nothing. */
export function listPrice(facts: PriceFacts, { prices, factor }: ListRule): Amount | undefined {
  const { base } = facts
  return prices.get(facts.itemId) ?? (factor && base ? timesFactor(base, factor, facts) : undefined)
}

/** The list in words of the reason. */
export function listReason(
  facts: PriceFacts,
  list: ListRule,
  price: Amount,
  groupId: string | undefined,
): PriceReason {
  return {
    by: 'price_list',
    id: list.id,
    name: list.name,
    only: onlyOf(list.ofChannel, groupId),
    said: saidOf(price),
    ...(list.prices.has(facts.itemId) || list.factor === null ? {} : { factor: list.factor }),
    ...(list.until ? { until: list.until.toISOString() } : {}),
  }
}

function onlyOf(ofChannel: boolean, groupId: string | null | undefined): PriceReason['only'] {
  return [...(ofChannel ? (['channel'] as const) : []), ...(groupId ? (['group'] as const) : [])]
}

function saidOf(price: Amount): PriceReason['said'] {
  return 'net' in price ? 'net' : 'gross'
}

function beforeList(a: ListRule, b: ListRule): number {
  return (
    Number(b.ofChannel) - Number(a.ofChannel) ||
    (b.from?.getTime() ?? 0) - (a.from?.getTime() ?? 0) ||
    (a.name < b.name ? -1 : 1)
  )
}

function priceOf(facts: PriceFacts, usual: readonly Step[], groupId: string | undefined): ResolvedPrice {
  const scales = usual.map(({ from, price }) => ({ from, ...bothOf(price, facts) }))
  const reasons = [...new Set(usual.toReversed().map(step => step.reason))]
  const best = narrowestSpecial(facts, groupId)
  const first = usual[0]
  if (!best || !first || !isLower(facts, best.price, first.price)) return { scales, why: byRule(reasons) }
  const until = best.until ? { until: best.until.toISOString() } : {}
  const special = { ...bothOf(best.price, facts), from: best.from.toISOString(), ...until }
  return { scales, special, why: [specialReason(best), ...byRule(reasons)] }
}

// The steps of one rule have the same reason, but for how they were said.
function byRule(reasons: readonly PriceReason[]): PriceReason[] {
  return [
    ...new Map(reasons.map(one => [`${one.by} ${one.id} ${one.only} ${one.said}`, one] as const)).values(),
  ]
}

/** Of the special prices that hold for a group (undefined: everyone) the one that counts, lower or not. */
export function narrowestSpecial(facts: PriceFacts, groupId: string | undefined): SpecialRule | undefined {
  return facts.specials
    .filter(one => specialHolds(facts, one) && specialIsFor(one, groupId))
    .toSorted(
      (a, b) => narrow(b) - narrow(a) || b.from.getTime() - a.from.getTime() || (a.id < b.id ? 1 : -1),
    )[0]
}

/** Whether a special price is on at the moment of the facts. */
export function specialHolds({ now }: PriceFacts, { active, from, until, endedAt }: SpecialRule): boolean {
  return active && endedAt === null && holdsNow(now, from, until)
}

/** Whether a special price is made for everyone, or for that group. */
export function specialIsFor(rule: SpecialRule, groupId: string | undefined): boolean {
  return rule.groupId === null || rule.groupId === groupId
}

/** Whether a price is lower than another, tax looked at where one was said net and the other gross. */
export function isLower({ taxRate }: Taxation, one: Amount, other: Amount): boolean {
  return comparable(one, taxRate).lessThan(comparable(other, taxRate))
}

/** The special price in words of the reason. */
export function specialReason(rule: SpecialRule): PriceReason {
  return {
    by: 'special_price',
    id: rule.id,
    only: onlyOf(rule.ofChannel, rule.groupId),
    said: saidOf(rule.price),
    ...(rule.until ? { until: rule.until.toISOString() } : {}),
    ...(rule.untilStock === null ? {} : { untilStock: rule.untilStock }),
  }
}

// Made for this channel counts more than made for a group.
function narrow(rule: SpecialRule): number {
  return (rule.ofChannel ? 2 : 0) + (rule.groupId ? 1 : 0)
}

import { exact } from '../base/decimal.ts'

/** Where a price comes from, for people: which rule, for whom it is made, and until when it holds. */
export interface PriceReason {
  readonly by: 'special_price' | 'price_list' | 'group_price' | 'base_price'
  /** Of the rule; absent for prices of the item itself. */
  readonly id?: string
  /** Name of the price list. */
  readonly name?: string
  /** Of what it is narrower than everything: this channel, this customer group. */
  readonly only: readonly ('channel' | 'group')[]
  /** How a price list says it: net of its own, or the base price times its factor. */
  readonly how?: 'net' | 'factor'
  /** ISO 8601; absent: without an end. */
  readonly until?: string
}

/** A special price that holds now at this channel. */
export interface SpecialRule {
  readonly id: string
  readonly itemId: string
  readonly groupId: string | null
  readonly ofChannel: boolean
  readonly net: string
  readonly from: Date
  readonly until: Date | null
}

/** A price list that holds now at this channel. */
export interface ListRule {
  readonly id: string
  readonly name: string
  readonly factor: string | null
  /** Empty: for everyone. */
  readonly groupIds: readonly string[]
  readonly ofChannel: boolean
  readonly from: Date | null
  readonly until: Date | null
  /** Net prices of its own, by item. */
  readonly nets: ReadonlyMap<string, string>
}

export interface Scale {
  readonly from: string
  readonly net: string
}

/** All that decides what is paid for one item at one channel. */
export interface PriceFacts {
  readonly itemId: string
  readonly base: string | null
  readonly specials: readonly SpecialRule[]
  readonly lists: readonly ListRule[]
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
  readonly scales: readonly Scale[]
  readonly special?: { readonly net: string; readonly from: string; readonly until?: string }
  /** The special price first, if one holds, then the usual price. */
  readonly why: readonly PriceReason[]
}

/**
 * What is paid for an item, in one place. The usual price is, from first to last: a price list for the group, the price
 * that the item has for the group, a price list for everyone, the base price. Of several lists the one made for this
 * channel, then the one that began last; in a list the item's own net price before its factor. On top of it the special
 * price for channel and group, for the channel, for the group, for everyone: the narrowest; it must be lower than the
 * usual price, else it is not one. A group is only named if something of its own holds for it. Pure.
 */
export function resolvePrices(facts: PriceFacts): ResolvedPrice[] {
  const everyone = usual(facts, undefined)
  const prices = everyone ? [withSpecial(facts, everyone, undefined)] : []
  for (const group of facts.groups) {
    const own = usual(facts, group)
    const special = facts.specials.some(one => one.groupId === group.id)
    const price = own ?? (special ? everyone : undefined)
    if (!price) continue
    const told = withSpecial(facts, { ...price, theirs: group.theirs }, group.id)
    if (own || told.special) prices.push(told)
  }
  return prices
}

function usual(
  facts: PriceFacts,
  group: PriceFacts['groups'][number] | undefined,
): ResolvedPrice | undefined {
  const list = listPrice(facts, group?.id)
  if (list) return { scales: [{ from: '0', net: list.net }], why: [list.why] }
  if (!group)
    return facts.base === null
      ? undefined
      : { scales: [{ from: '0', net: facts.base }], why: [{ by: 'base_price', only: [] }] }
  if (group.scales.length === 0) return undefined
  const everyone = usual(facts, undefined)
  const why: PriceReason[] = [{ by: 'group_price', only: ['group'] }]
  // Below its first quantity a group pays what everyone pays.
  const below = everyone?.scales[0]
  const starts = group.scales[0] && exact(group.scales[0].from).isZero()
  return { scales: below && !starts ? [below, ...group.scales] : group.scales, why }
}

function listPrice({ itemId, base, lists }: PriceFacts, groupId: string | undefined) {
  const fits = lists.flatMap(list => {
    if (groupId === undefined ? list.groupIds.length > 0 : !list.groupIds.includes(groupId)) return []
    const own = list.nets.get(itemId)
    const net =
      own ??
      (list.factor === null || base === null ? undefined : exact(base).times(exact(list.factor)).toFixed())
    return net === undefined
      ? []
      : [{ list, net, how: own === undefined ? ('factor' as const) : ('net' as const) }]
  })
  const best = fits.toSorted((a, b) => beforeList(a.list, b.list))[0]
  if (!best) return undefined
  const { list, net, how } = best
  const why: PriceReason = {
    by: 'price_list',
    id: list.id,
    name: list.name,
    only: [...(list.ofChannel ? (['channel'] as const) : []), ...(groupId ? (['group'] as const) : [])],
    how,
    ...(list.until ? { until: list.until.toISOString() } : {}),
  }
  return { net, why }
}

function beforeList(a: ListRule, b: ListRule): number {
  return (
    Number(b.ofChannel) - Number(a.ofChannel) ||
    (b.from?.getTime() ?? 0) - (a.from?.getTime() ?? 0) ||
    (a.name < b.name ? -1 : 1)
  )
}

function withSpecial(facts: PriceFacts, price: ResolvedPrice, groupId: string | undefined): ResolvedPrice {
  const [best] = facts.specials
    .filter(one => one.groupId === null || one.groupId === groupId)
    .toSorted(
      (a, b) => narrow(b) - narrow(a) || b.from.getTime() - a.from.getTime() || (a.id < b.id ? 1 : -1),
    )
  const first = price.scales[0]
  if (!best || !first || !exact(best.net).lessThan(exact(first.net))) return price
  const until = best.until ? { until: best.until.toISOString() } : {}
  const why: PriceReason = {
    by: 'special_price',
    id: best.id,
    only: [...(best.ofChannel ? (['channel'] as const) : []), ...(best.groupId ? (['group'] as const) : [])],
    ...until,
  }
  const special = { net: best.net, from: best.from.toISOString(), ...until }
  return { ...price, special, why: [why, ...price.why] }
}

// Made for this channel counts more than made for a group.
function narrow(rule: SpecialRule): number {
  return (rule.ofChannel ? 2 : 0) + (rule.groupId ? 1 : 0)
}

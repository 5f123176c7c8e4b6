// What may be offered, a second time and slowly: from engine.md section 5 and features.md 1.22, one item at a time, nothing but
// additions and comparisons. It shares no line with src/stock/offers.ts.
import { type Exact, exact } from '../../src/base/decimal.ts'

export interface PlainItem {
  readonly id: string
  readonly kind: 'simple' | 'child' | 'parent' | 'kit'
  readonly parent?: string | undefined
  /** Of a kit: item → how many in one. */
  readonly parts?: ReadonlyMap<string, string> | undefined
  readonly active: boolean
  readonly blocked: boolean
  readonly managed: boolean
  readonly oversell: boolean
  readonly buffer: string
}

export interface PlainTrade {
  readonly items: ReadonlyMap<string, PlainItem>
  /** What lies where: pieces in warehouses that are offered, and in others. */
  readonly lying: readonly { readonly itemId: string; readonly quantity: string; readonly hidden: boolean }[]
  /** Lines of orders that were taken over. `parts`: of a kit, what one of it was made of then. */
  readonly orders: readonly {
    readonly itemId: string
    readonly quantity: string
    readonly delivered: string
    readonly state: 'open' | 'cancelled' | 'delivered elsewhere'
    readonly parts: ReadonlyMap<string, string>
  }[]
  /** Lines of web orders in the inbox. */
  readonly staged: readonly { readonly itemId: string; readonly quantity: string }[]
}

export interface PlainChannel {
  readonly share: string
  readonly unlimited: string | null
  readonly sales: ReadonlyMap<
    string,
    {
      readonly active: boolean
      readonly reserve: string
      readonly cap: string | null
      readonly oversell: boolean
    }
  >
}

const zero = exact('0')
const atLeastZero = (value: Exact): Exact => (value.lessThan(zero) ? zero : value)

// What was reckoned once of a trade, which never changes, is not reckoned again for each of 10,000 offers.
function once<Of extends object, T>(reckon: (of: Of, id: string) => T): (of: Of, id: string) => T {
  const known = new WeakMap<Of, Map<string, T>>()
  return (of, id) => {
    const found = known.get(of) ?? new Map<string, T>()
    known.set(of, found)
    const value = found.get(id) ?? reckon(of, id)
    found.set(id, value)
    return value
  }
}

/** What lies in a warehouse for one of an item: of a kit its parts down to the last, else itself. */
export const piecesOf = once((items: ReadonlyMap<string, PlainItem>, id: string): Map<string, Exact> => {
  const item = items.get(id)
  if (item?.kind !== 'kit') return new Map([[id, exact('1')]])
  const all = new Map<string, Exact>()
  for (const [part, quantity] of item.parts ?? [])
    for (const [piece, each] of piecesOf(items, part))
      all.set(piece, (all.get(piece) ?? zero).plus(each.times(exact(quantity))))
  return all
})

/** Pieces of an item that lie where they are offered, less what orders and the inbox take. May be below 0. */
export const restOf = once((trade: PlainTrade, id: string): Exact => {
  let rest = zero
  for (const one of trade.lying) if (one.itemId === id && !one.hidden) rest = rest.plus(exact(one.quantity))
  for (const one of trade.orders) {
    if (one.state !== 'open') continue
    const open = exact(one.quantity).minus(exact(one.delivered))
    if (one.itemId === id) rest = rest.minus(open)
    for (const [part, each] of one.parts) if (part === id) rest = rest.minus(open.times(exact(each)))
  }
  for (const one of trade.staged)
    for (const [piece, each] of piecesOf(trade.items, one.itemId))
      if (piece === id) rest = rest.minus(exact(one.quantity).times(each))
  return rest
})

/** The offer of an item at a channel. */
export function plainOffer(
  trade: PlainTrade,
  channel: PlainChannel,
  id: string,
): { offered: string; managed: boolean; oversell: boolean; sold: boolean } {
  const item = trade.items.get(id)
  if (!item) return { offered: '0', managed: true, oversell: false, sold: false }
  const family = [item, ...[...trade.items.values()].filter(one => one.parent === id)]
  const offer =
    item.kind === 'parent' ? offerOfParent(trade, channel, item) : offerOfOne(trade, channel, item)
  return { ...offer, sold: family.every(one => isSold(channel, one)) }
}

const isSold = (channel: PlainChannel, item: PlainItem): boolean =>
  item.active && !item.blocked && channel.sales.get(item.id)?.active === true

function offerOfParent(trade: PlainTrade, channel: PlainChannel, item: PlainItem) {
  const children = [...trade.items.values()].filter(one => one.parent === item.id && isSold(channel, one))
  const offers = children.map(child => offerOfOne(trade, channel, child))
  const sum = offers.reduce((total, offer) => total.plus(exact(offer.offered)), zero)
  return {
    offered: isSold(channel, item) ? sum.toFixed() : '0',
    managed: offers.length === 0 || offers.some(offer => offer.managed),
    oversell: offers.some(offer => offer.oversell),
  }
}

function offerOfOne(trade: PlainTrade, channel: PlainChannel, item: PlainItem) {
  const sale = channel.sales.get(item.id)
  const pieces = [...piecesOf(trade.items, item.id)].map(([id, each]) => ({
    part: trade.items.get(id),
    each,
  }))
  const managed = item.kind === 'kit' ? pieces.some(({ part }) => part?.managed) : item.managed
  const oversell = item.oversell && (sale?.oversell ?? true)
  const as = (offered: Exact) => ({ offered: offered.toFixed(), managed, oversell })
  if (!sale || !isSold(channel, item)) return as(zero)
  const capped = (offered: Exact) =>
    sale.cap !== null && offered.greaterThan(exact(sale.cap)) ? exact(sale.cap) : offered
  if (!managed && channel.unlimited !== null) return as(capped(exact(channel.unlimited)).floor())
  const there = item.kind === 'kit' ? wholeKits(trade, pieces, managed) : restOf(trade, item.id)
  const left = there.minus(exact(item.buffer)).minus(exact(sale.reserve)).times(exact(channel.share))
  return as(capped(atLeastZero(left)).floor())
}

// Counted up, so that nothing is divided: one kit more as long as every part lasts for it.
function wholeKits(
  trade: PlainTrade,
  pieces: readonly { readonly part: PlainItem | undefined; readonly each: Exact }[],
  managed: boolean,
): Exact {
  const counted = pieces.filter(({ part }) => !managed || part?.managed)
  const lasts = counted.map(({ part, each }) => ({
    rest: part ? restOf(trade, part.id).minus(exact(part.buffer)) : zero,
    each,
  }))
  let kits = 0
  while (lasts.every(({ rest, each }) => rest.greaterThanOrEqualTo(each.times(kits + 1)))) kits++
  return exact(String(kits))
}

import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { channelRests, type Rest } from './channelRests.ts'
import { reachOf } from './related.ts'

/** What an order takes of our stock. */
export interface Taking {
  readonly id: string
  readonly pieces: readonly { readonly itemId: string; readonly quantity: string }[]
}

/**
 * Which of these orders the stock covers by what the channel may offer, those that come first served first. They count as staged
 * already. An order that is not covered keeps its pieces: the next ones do not get them. Locks the stock of what they name, so that
 * two imports at once do not give the same piece away twice. A few statements, however many orders.
 */
export async function coveredOrders(
  tx: Tx,
  tenant: string,
  channelId: string,
  orders: readonly Taking[],
): Promise<Set<string>> {
  const itemIds = [...new Set(orders.flatMap(order => order.pieces.map(piece => piece.itemId)))].sort()
  const reach = await reachOf(tx, tenant, itemIds)
  await tx.query(
    `select item_id from stock_level where tenant_id = $1 and item_id = any($2::uuid[]) order by item_id, warehouse_id for no key update`,
    [tenant, [...reach.base].sort()],
  )
  const rests = await channelRests(tx, tenant, channelId, reach)
  const parts = Map.groupBy(
    reach.made.flatMap(one => (one.quantity === null ? [] : [{ ...one, quantity: one.quantity }])),
    one => one.whole,
  )
  const needs = orders.map(order => ({ id: order.id, needs: needsOf(order, rests, parts) }))
  // As if none of them had come yet; each takes its pieces in turn.
  const left = new Map([...rests].map(([id, rest]) => [id, exact(rest.rest)]))
  for (const { needs: all } of needs)
    for (const need of all) left.set(need.base, (left.get(need.base) ?? exact('0')).plus(need.quantity))
  const covered = new Set<string>()
  for (const { id, needs: all } of needs) {
    const sums = Map.groupBy(all, need => need.base)
    const fits = sums.entries().every(([base, same]) => {
      const rest = rests.get(base)
      if (!rest || same.some(need => !need.sold)) return false
      if (same.every(need => need.free)) return true
      const there = (left.get(base) ?? exact('0')).minus(rest.buffer)
      const sum = same.reduce((all, need) => all.plus(need.quantity), exact('0'))
      // What is kept back from a channel, and its share, hold for what it sells under that number.
      const direct = same.some(need => !need.ofKit)
      return (direct ? there.minus(rest.reserve).times(rest.share).floor() : there).greaterThanOrEqualTo(sum)
    })
    if (fits) covered.add(id)
    for (const need of all) left.set(need.base, (left.get(need.base) ?? exact('0')).minus(need.quantity))
  }
  return covered
}

interface Need {
  readonly base: string
  readonly quantity: string
  readonly ofKit: boolean
  /** The channel sells what was ordered. */
  readonly sold: boolean
  /** Nothing has to lie in a warehouse for it. */
  readonly free: boolean
}

function needsOf(
  { pieces }: Taking,
  rests: ReadonlyMap<string, Rest>,
  parts: ReadonlyMap<string, readonly { readonly base: string; readonly quantity: string }[]>,
): Need[] {
  return pieces.flatMap(({ itemId, quantity }): Need[] => {
    const ordered = rests.get(itemId)
    const sold = ordered?.sold ?? false
    const isFree = (rest: Rest | undefined) => !rest?.managed || (ordered?.oversell ?? false)
    if (ordered?.kind !== 'kit')
      return [
        {
          base: itemId,
          quantity,
          ofKit: false,
          sold: sold && ordered?.kind !== 'parent',
          free: isFree(ordered),
        },
      ]
    return (parts.get(itemId) ?? []).map(part => ({
      base: part.base,
      quantity: exact(part.quantity).times(quantity).toFixed(),
      ofKit: true,
      sold,
      free: isFree(rests.get(part.base)),
    }))
  })
}

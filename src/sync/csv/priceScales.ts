import { type Changed, changedTogether } from '../../base/changed.ts'
import type { Tx } from '../../base/database.ts'
import { exact } from '../../base/decimal.ts'
import { setChannelPrices } from '../../catalog/channelPrices.ts'
import type { GivenScale } from '../../catalog/givenScales.ts'
import { type PricedItem, setGroupPrices } from '../../catalog/groupPrices.ts'
import { holdKnownItems } from '../../catalog/itemStore.ts'

/** From which quantity on a price holds that names none: any. */
export const firstQuantity = '0'

/** One price from a quantity on, of a group, of a channel or of a group at a channel; null: taken away. */
export interface OneScale {
  readonly itemId: string
  /** Null: at every channel, and then of a group. */
  readonly channelId: string | null
  /** Null: of everyone at the channel. */
  readonly customerGroupId: string | null
  readonly from: string
  readonly net: string | null
  /** Said with tax instead. */
  readonly gross?: string | null
  /** The item was made in this transaction: it has no prices yet. */
  readonly isNew?: boolean
}

interface Said {
  readonly net: string | null
  readonly gross: string | null
}

const nothing: { results: PricedItem[]; changed: Changed } = { results: [], changed: {} }

type Place = Pick<OneScale, 'itemId' | 'channelId' | 'customerGroupId'>

/** Sets single prices of groups and channels; the other scales of the same place stay. One result per price. */
export async function setOneScale(
  tx: Tx,
  tenant: string,
  prices: readonly OneScale[],
): Promise<{ results: PricedItem[]; changed: Changed }> {
  const scales = new Map<string, Map<string, Said>>()
  const of = ({ itemId, channelId, customerGroupId }: Place) => {
    const key = [itemId, channelId, customerGroupId].join(' ')
    const found = scales.get(key) ?? new Map<string, Said>()
    scales.set(key, found)
    return found
  }
  for (const row of await storedScales(tx, tenant, prices))
    of(row).set(exact(row.from).toFixed(), { net: row.net, gross: row.gross })
  for (const { net, gross = null, ...price } of prices)
    if (net === null && gross === null) of(price).delete(exact(price.from).toFixed())
    else of(price).set(exact(price.from).toFixed(), { net, gross })
  const whole = (price: Place): GivenScale[] => [...of(price)].map(([from, said]) => ({ from, ...said }))
  const groups = [...prices.entries()].filter(([, price]) => price.channelId === null)
  const channels = [...prices.entries()].filter(([, price]) => price.channelId !== null)
  const [ofGroups, ofChannels] = [
    groups.length === 0
      ? nothing
      : await setGroupPrices(
          tx,
          tenant,
          groups.map(([, price]) => ({
            itemId: price.itemId,
            customerGroupId: price.customerGroupId ?? '',
            scales: whole(price),
          })),
        ),
    channels.length === 0
      ? nothing
      : await setChannelPrices(
          tx,
          tenant,
          channels.map(([, price]) => ({
            itemId: price.itemId,
            channelId: price.channelId ?? '',
            customerGroupId: price.customerGroupId,
            scales: whole(price),
          })),
        ),
  ]
  const results: PricedItem[] = []
  for (const [list, done] of [[groups, ofGroups] as const, [channels, ofChannels] as const])
    for (const [index, [at]] of list.entries()) {
      const result = done.results[index]
      if (!result) throw new TypeError('a price has no result')
      results[at] = result
    }
  return { results, changed: changedTogether(ofGroups.changed, ofChannels.changed) }
}

async function storedScales(
  tx: Tx,
  tenant: string,
  prices: readonly OneScale[],
): Promise<(Place & Said & { readonly from: string })[]> {
  const known = prices.filter(price => !price.isNew)
  if (known.length === 0) return []
  const ids = [...new Set(known.map(price => price.itemId))]
  // Locked before they are read: of two who set a scale each, the second one keeps that of the first.
  await holdKnownItems(tx, tenant, ids)
  return tx.query(
    `select item_id as "itemId", null as "channelId", customer_group_id as "customerGroupId", from_quantity as "from", net, gross
     from item_price where tenant_id = $1 and item_id = any($2::uuid[])
     union all
     select item_id, channel_id, customer_group_id, from_quantity, net, gross
     from channel_price where tenant_id = $1 and item_id = any($2::uuid[])`,
    [tenant, ids],
  )
}

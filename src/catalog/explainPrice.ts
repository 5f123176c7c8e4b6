import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { channelFacts } from './channelFacts.ts'
import { type PassedOver, passedOver } from './passedOver.ts'
import { readPriceRules } from './priceRuleStore.ts'
import { type ResolvedPrice, resolvePrices } from './priceRules.ts'
import { catalogProblem } from './problems.ts'
import { type QuantityPrice, unitPrice } from './unitPrice.ts'

/** Whose price of an item at a channel is asked for, and of how many pieces. */
export interface PriceQuestion {
  readonly channelId: string
  readonly itemId: string
  /** Absent: everyone, and each group that the channel knows and that has its own. */
  readonly groupId?: string | undefined
  readonly quantity: string
  readonly now: Date
}

/** A price with all that is to say about it. */
export interface ExplainedPrice extends ResolvedPrice {
  /** Of ours; absent: everyone. */
  readonly groupId?: string
  /** For the quantity asked about; absent: there is none. */
  readonly unit?: QuantityPrice
  readonly passed: readonly PassedOver[]
}

/**
 * What an item costs at a channel and which rules make it so; rules that do not hold now are named with the reason. Empty
 * where it has no price. Of an item whose tax is not known the tax is 0, as it is not sent. Throws CHANNEL_UNKNOWN.
 */
export async function explainPrice(
  tx: Tx,
  tenant: string,
  { channelId, itemId, groupId, quantity, now }: PriceQuestion,
): Promise<ExplainedPrice[]> {
  const { taxRates, defaultTaxClass, minorDigits } = await channelFacts(tx, tenant, channelId, now)
  const [item] = await tx.query<{ taxClassId: string | null }>(
    `select tax_class_id as "taxClassId" from item where tenant_id = $1 and id = $2`,
    [tenant, itemId],
  )
  const rulesOf = await readPriceRules(tx, tenant, { channelId, itemIds: [itemId], now, all: true })
  const rate = taxRates.get(item?.taxClassId ?? defaultTaxClass ?? '') ?? '0'
  const facts = rulesOf(itemId, { taxRate: exact(rate).toFixed(), minorDigits })
  const prices = resolvePrices(facts)
  const asked = (price: ResolvedPrice, group: string | undefined): ExplainedPrice => ({
    ...price,
    ...(group === undefined ? {} : { groupId: group }),
    ...unitOf(unitPrice(facts, group, quantity)),
    passed: passedOver(facts, group, quantity),
  })
  const everyone = prices.find(price => price.theirs === undefined)
  if (groupId === undefined)
    return prices.map(price =>
      asked(
        price,
        price === everyone ? undefined : facts.groups.find(one => one.theirs === price.theirs)?.id,
      ),
    )
  // A group that has nothing of its own there, or that the channel does not know, pays what everyone pays.
  const group = facts.groups.find(one => one.id === groupId)
  const price = prices.find(one => group !== undefined && one.theirs === group.theirs) ?? everyone
  return price ? [asked(price, group?.id)] : []
}

function unitOf(unit: QuantityPrice | undefined): { unit?: QuantityPrice } {
  return unit ? { unit } : {}
}

/** What a channel is called, and by whose clocks its dates are meant. Throws CHANNEL_UNKNOWN. */
export async function placeOf(
  tx: Tx,
  tenant: string,
  channelId: string,
): Promise<{ channel: string; timeZone: string }> {
  const [place] = await tx.query<{ channel: string; timeZone: string }>(
    `select h.name as channel, c.time_zone as "timeZone"
     from channel h join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id where h.tenant_id = $1 and h.id = $2`,
    [tenant, channelId],
  )
  if (!place) throw catalogProblem('CHANNEL_UNKNOWN', { channel: channelId })
  return place
}

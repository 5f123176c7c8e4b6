import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { amountOf, bothOf, type SaidPrice, type Taxation } from './amount.ts'
import { channelFacts } from './channelFacts.ts'
import { channelPricesOf } from './channelPrices.ts'
import { listCustomerGroups } from './customerGroups.ts'
import { pricesOf } from './groupPrices.ts'
import { catalogProblem } from './problems.ts'

/** A price as it was said, with the other one of net and gross reckoned beside it. */
export interface BothPrice {
  /** From this quantity on. */
  readonly from: string
  readonly net: string
  readonly gross: string
  readonly said: 'net' | 'gross'
}

/** The prices of a customer group (null: everyone) by quantity; none: what comes next in the order of the rules counts. */
export interface GroupScales {
  readonly groupId: string | null
  readonly scales: readonly BothPrice[]
}

/** Everything that was said about the price of an item but for lists and special prices: groups × channels × quantity. */
export interface ItemPrices {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  /** Of the first company; percent. */
  readonly currency: string
  readonly taxRate: string
  readonly groups: readonly { readonly id: string; readonly name: string; readonly isDefault: boolean }[]
  /** Everywhere: the base price (everyone), then each group that has a price. */
  readonly everywhere: readonly GroupScales[]
  /** Channels that sell it, or for which it has a price; each by the tax and currency of its company. */
  readonly channels: readonly {
    readonly id: string
    readonly name: string
    readonly sold: boolean
    readonly currency: string
    readonly taxRate: string
    readonly prices: readonly GroupScales[]
  }[]
}

/** Reads them as of `now`; one statement for each of its channels, of which there is a handful. Throws ITEM_UNKNOWN. */
export async function readItemPrices(tx: Tx, tenant: string, itemId: string, now: Date): Promise<ItemPrices> {
  const [item] = await readTaxed(tx, tenant, itemId, now)
  if (!item) throw catalogProblem('ITEM_UNKNOWN', { item: itemId })
  const [groups, ofGroups, ofChannels, channels] = await Promise.all([
    listCustomerGroups(tx, tenant),
    pricesOf(tx, tenant, itemId),
    channelPricesOf(tx, tenant, itemId),
    channelsOf(tx, tenant, itemId),
  ])
  const { id, itemNumber, name, currency, taxRate, taxClassId, net, gross } = item
  const base = bothSaid([{ from: '0', net, gross }], item)
  const byGroup = [...Map.groupBy(ofGroups, row => row.customerGroupId)]
  const byChannel = Map.groupBy(ofChannels, row => row.channelId)
  const places: ItemPrices['channels'][number][] = []
  for (const channel of channels) {
    const { taxRates, minorDigits, currency: theirs } = await channelFacts(tx, tenant, channel.id, now)
    const taxation = { minorDigits, taxRate: taxRates.get(taxClassId ?? '') ?? '0' }
    const rows = [...Map.groupBy(byChannel.get(channel.id) ?? [], row => row.customerGroupId)]
    const prices = rows.map(([groupId, scales]) => ({ groupId, scales: bothSaid(scales, taxation) }))
    places.push({ ...channel, currency: theirs, taxRate: taxation.taxRate, prices })
  }
  return {
    id,
    itemNumber,
    name,
    currency,
    taxRate,
    groups: groups.map(group => ({ id: group.id, name: group.name, isDefault: group.isDefault })),
    everywhere: [
      { groupId: null, scales: base },
      ...byGroup.map(([groupId, scales]) => ({ groupId, scales: bothSaid(scales, item) })),
    ],
    channels: places,
  }
}

function bothSaid(rows: readonly (SaidPrice & { from: string })[], taxation: Taxation): BothPrice[] {
  return rows.flatMap(row => {
    const amount = amountOf(row)
    if (amount === null || amount === 'twice') return []
    return [
      {
        from: exact(row.from).toFixed(),
        ...bothOf(amount, taxation),
        said: 'net' in amount ? 'net' : 'gross',
      } as const,
    ]
  })
}

interface Taxed extends Taxation, SaidPrice {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly currency: string
  readonly taxClassId: string | null
}

/** The item with its base price, and the tax and currency of the first company. */
function readTaxed(tx: Tx, tenant: string, itemId: string, now: Date): Promise<Taxed[]> {
  return tx.query<Taxed>(
    `select i.id, i.item_number as "itemNumber", i.name, trim_scale(i.net_price)::text as net,
       trim_scale(i.gross_price)::text as gross, f.currency, u.minor_digits as "minorDigits", c.id as "taxClassId",
       coalesce((select trim_scale(r.rate)::text from tax_rate r
         where r.tenant_id = $1 and r.country = f.country and r.charged and r.tax_class_id = c.id
           and r.valid_from <= ($3::timestamptz at time zone f.time_zone)::date
         order by r.valid_from desc limit 1), '0') as "taxRate"
     from item i
       join (select * from company where tenant_id = $1 order by id limit 1) as f on true
       join currency u on u.code = f.currency
       left join tax_class c on c.tenant_id = $1 and c.id = coalesce(i.tax_class_id,
         (select id from tax_class where tenant_id = $1 and is_default order by id limit 1))
     where i.tenant_id = $1 and i.id = $2`,
    [tenant, itemId, now],
  )
}

function channelsOf(
  tx: Tx,
  tenant: string,
  itemId: string,
): Promise<{ id: string; name: string; sold: boolean }[]> {
  return tx.query(
    `select h.id, h.name, coalesce(k.active, false) as sold
     from channel h left join item_channel k on k.tenant_id = h.tenant_id and k.channel_id = h.id and k.item_id = $2
     where h.tenant_id = $1 and (k.active or exists (select from channel_price p
       where p.tenant_id = $1 and p.channel_id = h.id and p.item_id = $2))
     order by h.name, h.id`,
    [tenant, itemId],
  )
}

import { type Database, transact } from '../../base/database.ts'
import { exact } from '../../base/decimal.ts'
import { offersFor } from '../../stock/offers.ts'
import type { DemoShop } from '../program.ts'

/** What a shop shows beside what Kontor says it should. */
export interface ShopComparison {
  readonly shop: string
  /** Items that are sold there. */
  readonly items: number
  /** Numbers of those whose quantity differs, or that the shop does not show. */
  readonly stockDiffers: readonly string[]
  readonly priceDiffers: readonly string[]
  /** Orders of the shop that were taken over, and those whose status it shows otherwise. */
  readonly orders: number
  readonly statusDiffers: readonly string[]
}

/** Looks at every item and order of a shop, past the connector: at what its pages show. */
export async function compareShop(db: Database, tenant: string, shop: DemoShop): Promise<ShopComparison> {
  return await transact(db, { tenant }, async tx => {
    const sold = await tx.query<{ id: string; channel: string; number: string; net: string }>(
      `select i.id, k.channel_id as channel, i.item_number as number, i.net_price as net
       from channel h join item_channel k on k.tenant_id = h.tenant_id and k.channel_id = h.id and k.active
       join item i on i.tenant_id = k.tenant_id and i.id = k.item_id and i.active
       where h.tenant_id = $1 and h.name = $2 order by i.id`,
      [tenant, shop.name],
    )
    const channelId = sold[0]?.channel
    const offers = channelId
      ? await offersFor(tx, tenant, { channelId, itemIds: sold.map(item => item.id) })
      : []
    const offered = new Map(offers.map(offer => [offer.itemId, offer.offered]))
    const orders = await tx.query<{ id: string; delivery: string; payment: string; cancelled: boolean }>(
      `select l.external_id as id, o.delivery_state as delivery, o.payment_state as payment, o.cancelled_at is not null as cancelled
       from channel h join sales_order o on o.tenant_id = h.tenant_id and o.channel_id = h.id
       join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id
       where h.tenant_id = $1 and h.name = $2`,
      [tenant, shop.name],
    )
    return {
      shop: shop.name,
      items: sold.length,
      stockDiffers: sold.flatMap(item => {
        const shown = shop.shows(item.number)
        return shown && exact(shown.stock).equals(offered.get(item.id) ?? '-1') ? [] : item.number
      }),
      priceDiffers: sold.flatMap(item => {
        const shown = shop.shows(item.number)
        return shown && exact(shown.priceNet).minus(item.net).abs().lessThan('0.000001') ? [] : item.number
      }),
      orders: orders.length,
      statusDiffers: orders.flatMap(order => {
        const shown = shop.statusOf(order.id)
        const delivery = order.cancelled ? 'cancelled' : deliveryAtShop[order.delivery]
        return shown?.delivery === delivery && shown?.payment === paymentAtShop[order.payment] ? [] : order.id
      }),
    }
  })
}

const deliveryAtShop: Readonly<Record<string, string>> = {
  open: 'new',
  partly_shipped: 'partially_shipped',
  shipped: 'shipped',
  completed: 'shipped',
}
const paymentAtShop: Readonly<Record<string, string>> = {
  open: 'unpaid',
  partly_paid: 'partially_paid',
  paid: 'completed',
  refunded: 'completed',
}

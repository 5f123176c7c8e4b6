import type { Tx } from '../../src/base/database.ts'
import { canonical } from '../../testkit/jtlConnector/decimals.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import type { Lane } from './lane.ts'
import { parcelsAtShop, parcelsDiffer, reckonItems } from './reckoned.ts'
import { refusedNumber } from './trade.ts'

/** What must hold at every moment: nothing that we sent is in the shop twice, by the names that people know it by. */
export function doubledAtShop(shop: Shop): string[] {
  const categories = shop.categories().map(one => `${one.parentId ?? 'the top'}: ${one.texts[0]?.name ?? ''}`)
  const parcels = shop.deliveryNotes().flatMap(note => note.tracking.flatMap(({ codes }) => codes))
  return [
    ...twiceIn(shop.items().map(item => item.sku)).map(sku => `item ${sku} is in the shop twice`),
    ...twiceIn(categories).map(name => `category below ${name} is in the shop twice`),
    ...twiceIn(parcels).map(code => `the delivery of ${code} is in the shop twice`),
  ]
}

function twiceIn(list: readonly string[]): string[] {
  return [...new Set(list.filter((one, index) => list.indexOf(one) < index))]
}

/**
 * What must hold in the end: the shop shows of every item what there is of it and what it costs, of every order how far it
 * is, every category where it belongs and every parcel once; nothing is due, in flight or refused but what the shop will
 * never take.
 */
export async function tradeDifferences(tx: Tx, lane: Lane): Promise<string[]> {
  return [
    ...(await itemsDiffer(tx, lane)),
    ...(await ordersDiffer(tx, lane)),
    ...(await categoriesDiffer(tx, lane)),
    ...(await parcelsDiffer(tx, lane.tenant, parcelsAtShop(lane.shop))),
    ...(await leftOver(tx, lane)),
  ]
}

async function itemsDiffer(tx: Tx, { tenant, shop }: Lane): Promise<string[]> {
  const items = (await reckonItems(tx, tenant)).filter(item => item.sku !== refusedNumber)
  return items.flatMap(({ sku, net, free }) => [
    ...differs(`pieces of ${sku}`, shop.stock(sku), free),
    ...differs(`price of ${sku}`, shop.price(sku), net),
  ])
}

const deliveryAtShop: Readonly<Record<string, string>> = {
  open: 'new',
  partly_shipped: 'partially_shipped',
  shipped: 'shipped',
}
const paymentAtShop: Readonly<Record<string, string>> = {
  open: 'unpaid',
  partly_paid: 'partially_paid',
  paid: 'completed',
}

async function ordersDiffer(tx: Tx, { tenant, shop }: Lane): Promise<string[]> {
  const orders = await tx.query<{ id: string; delivery: string; payment: string; cancelled: boolean }>(
    `select l.external_id as id, o.delivery_state as delivery, o.payment_state as payment, o.cancelled_at is not null as cancelled
     from sales_order o join ledger l on l.tenant_id = o.tenant_id and l.id = o.web_order_id where o.tenant_id = $1`,
    [tenant],
  )
  return orders.flatMap(({ id, delivery, payment, cancelled }) => {
    const shown = shop.statusOf(id)
    const expected = [cancelled ? 'cancelled' : deliveryAtShop[delivery], paymentAtShop[payment]].join(', ')
    const status = [shown?.status, shown?.paymentStatus].join(', ')
    return status === expected ? [] : [`status of order ${id}: ${status} instead of ${expected}`]
  })
}

async function categoriesDiffer(tx: Tx, { tenant, shop }: Lane): Promise<string[]> {
  const ours = await tx.query<{ name: string; above: string | null }>(
    `select c.name, p.name as above from category c left join category p on p.tenant_id = c.tenant_id and p.id = c.parent_id
     where c.tenant_id = $1`,
    [tenant],
  )
  const shown = shop.categories()
  const nameOf = (id: string | null) => shown.find(one => one.id === id)?.texts[0]?.name ?? null
  const places = shown.map(one => `${nameOf(one.parentId) ?? ''} / ${nameOf(one.id) ?? ''}`)
  return ours.flatMap(({ name, above }) => {
    const place = `${above ?? ''} / ${name}`
    const count = places.filter(one => one === place).length
    return count === 1 ? [] : [`category ${place} is in the shop ${count} times`]
  })
}

async function leftOver(tx: Tx, { tenant }: Lane): Promise<string[]> {
  const rows = await tx.query<{ what: string }>(
    `select 'due: ' || kind || ' ' || object_id as what from due where tenant_id = $1
     union all select 'sweep: ' || kind from sweep where tenant_id = $1
     union all select 'in flight: ' || in_flight_kind || ' ' || object_id from channel_object where tenant_id = $1 and in_flight_run is not null
     union all select 'refused: ' || o.rejected_kind || ' ' || o.object_id || ': ' || o.rejected_code || ': ' || o.rejected_text
       from channel_object o left join item i on i.tenant_id = o.tenant_id and i.id = o.object_id
       where o.tenant_id = $1 and o.rejected_code is not null and i.item_number is distinct from $2`,
    [tenant, refusedNumber],
  )
  return rows.map(row => row.what)
}

function differs(what: string, shown: string | undefined, expected: string): string[] {
  const same = shown !== undefined && canonical(shown) === canonical(expected)
  return same ? [] : [`${what}: ${shown ?? 'not shown'} instead of ${expected}`]
}

import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { SaidPrice } from './amount.ts'
import { type GivenScale, objectionToPrices, scaleRows } from './givenScales.ts'
import { holdKnownItems } from './itemStore.ts'
import type { Refused } from './problems.ts'

/** What a customer group pays for an item, from which quantity on; no scale: the item's base price, as everyone. */
export interface GroupPrice {
  readonly itemId: string
  readonly customerGroupId: string
  /** Net or gross, in the company's currency. One per quantity. */
  readonly scales: readonly GivenScale[]
}

export type PricedItem = { readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused

/**
 * Sets prices of customer groups, instead of those that the item had for the group. Refused (and left out) are ITEM_UNKNOWN,
 * CUSTOMER_GROUP_UNKNOWN, PRICE_SAID_TWICE and PRICE_NEEDED. Named twice, the last one counts; of two scales from one
 * quantity too.
 */
export async function setGroupPrices(
  tx: Tx,
  tenant: string,
  prices: readonly GroupPrice[],
): Promise<{ results: PricedItem[]; changed: Changed }> {
  const items = await holdKnownItems(
    tx,
    tenant,
    prices.map(price => price.itemId),
  )
  const groups = await knownGroups(tx, tenant, [...new Set(prices.map(price => price.customerGroupId))])
  const refused = prices.map(({ itemId: id, customerGroupId, scales }): Refused | undefined => {
    const objection = objectionToPrices(scales)
    if (!items.has(id)) return { id, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: id } }
    if (!groups.has(customerGroupId))
      return { id, did: 'refused', code: 'CUSTOMER_GROUP_UNKNOWN', data: { group: customerGroupId } }
    return objection && { id, did: 'refused', ...objection }
  })
  const wanted = new Map(
    prices
      .filter((_, at) => !refused[at])
      .map(price => [`${price.itemId} ${price.customerGroupId}`, price] as const),
  )
  const touched = new Set(await storePrices(tx, tenant, [...wanted.values()]))
  return {
    results: prices.map(
      ({ itemId }, at) => refused[at] ?? { id: itemId, did: touched.has(itemId) ? 'changed' : 'unchanged' },
    ),
    changed: touched.size > 0 ? { price: [...touched].sort() } : {},
  }
}

/** The customer groups among the ids. */
export async function knownGroups(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select id from customer_group where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Set(rows.map(row => row.id))
}

/** Answers the items that have other prices than before; they are locked, so that nobody else gives them any. */
async function storePrices(tx: Tx, tenant: string, prices: readonly GroupPrice[]): Promise<string[]> {
  const rows = prices.flatMap(({ itemId, customerGroupId, scales }) =>
    scaleRows(scales).map(row => ({ item: itemId, group: customerGroupId, ...row })),
  )
  const touched = await tx.query<{ id: string }>(
    `with wanted as materialized (
       select r.item, r."group", r."from"::numeric as quantity, r.net::numeric as net, r.gross::numeric as gross
       from json_to_recordset($4) as r (item uuid, "group" uuid, "from" text, net text, gross text)),
     there as materialized (
       select p.item_id as item, p.customer_group_id as "group", p.from_quantity as quantity, p.net, p.gross
       from item_price p join unnest($2::uuid[], $3::uuid[]) as u (item, "group")
         on p.tenant_id = $1 and p.item_id = u.item and p.customer_group_id = u."group"),
     gone as (
       delete from item_price p using there t
       where p.tenant_id = $1 and p.item_id = t.item and p.customer_group_id = t."group" and p.from_quantity = t.quantity
         and not exists (select from wanted w where (w.item, w."group", w.quantity) = (t.item, t."group", t.quantity))
       returning p.item_id),
     other as (
       update item_price p set net = w.net, gross = w.gross
       from there t join wanted w on (w.item, w."group", w.quantity) = (t.item, t."group", t.quantity)
       where p.tenant_id = $1 and p.item_id = t.item and p.customer_group_id = t."group" and p.from_quantity = t.quantity
         and (t.net, t.gross) is distinct from (w.net, w.gross)
       returning p.item_id),
     come as (
       insert into item_price (tenant_id, item_id, customer_group_id, from_quantity, net, gross)
       select $1, w.item, w."group", w.quantity, w.net, w.gross from wanted w
       where not exists (select from there t where (t.item, t."group", t.quantity) = (w.item, w."group", w.quantity))
       order by w.item, w."group", w.quantity
       returning item_id)
     select item_id as id from gone union select item_id from other union select item_id from come`,
    [
      tenant,
      prices.map(price => price.itemId),
      prices.map(price => price.customerGroupId),
      JSON.stringify(rows),
    ],
  )
  return touched.map(row => row.id)
}

/** The prices of one item by group, as a person sees them. */
export function pricesOf(
  tx: Tx,
  tenant: string,
  itemId: string,
): Promise<
  { customerGroupId: string; group: string; from: string; net: string | null; gross: string | null }[]
> {
  return tx.query(
    `select p.customer_group_id as "customerGroupId", g.name as "group", p.from_quantity as "from", p.net, p.gross
     from item_price p join customer_group g on g.tenant_id = p.tenant_id and g.id = p.customer_group_id
     where p.tenant_id = $1 and p.item_id = $2 order by g.name, p.from_quantity`,
    [tenant, itemId],
  )
}

/** Sets or (neither net nor gross) takes away the one price of a group that holds from a quantity on; its other scales stay. */
export async function changeScale(
  tx: Tx,
  tenant: string,
  price: SaidPrice & {
    readonly itemId: string
    readonly customerGroupId: string
    readonly from: string
  },
): Promise<{ results: PricedItem[]; changed: Changed }> {
  const { itemId, customerGroupId, from, net = null, gross = null } = price
  await holdKnownItems(tx, tenant, [itemId])
  const others = (await pricesOf(tx, tenant, itemId)).filter(
    row => row.customerGroupId === customerGroupId && !exact(row.from).equals(exact(from)),
  )
  const scales = [...others, ...(net === null && gross === null ? [] : [{ from, net, gross }])]
  return setGroupPrices(tx, tenant, [{ itemId, customerGroupId, scales }])
}

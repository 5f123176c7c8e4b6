import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { amountOf, type SaidPrice } from './amount.ts'
import { objectionToPrices } from './givenScales.ts'
import { holdKnownItems } from './itemStore.ts'
import type { Refused } from './problems.ts'
import { timedBorders } from './specialBorders.ts'
import { holdsNow, type TimedDone } from './timedPrices.ts'

/**
 * A lower price of an item for a time. The same item, channel, group and begin is the same special price. Net or gross, in
 * the company's currency; neither: taken away.
 */
export interface SpecialPrice extends SaidPrice {
  readonly itemId: string
  /** Null: every channel. */
  readonly channelId: string | null
  /** Null: everyone. */
  readonly customerGroupId: string | null
  readonly from: Date
  /** Null: without an end. It does not hold any more at this instant. */
  readonly to: Date | null
  /** Holds while more than so many are available, and not again once there were not. Null or absent: whatever there is. */
  readonly untilStock?: string | null | undefined
  /** False: kept, but it does not hold. */
  readonly active?: boolean | undefined
}

export type SpeciallyPricedItem = { readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused

/** A special price that is another than before, as it was and as it is; null: it was not, or is no more. */
interface Stored {
  readonly itemId: string
  readonly channelId: string | null
  readonly old: Period | null
  readonly now: Period | null
}

/** When a special price holds, as far as dates and its switch say. */
export interface Period {
  readonly from: Date
  readonly to: Date | null
  readonly active: boolean
  readonly endedAt: Date | null
}

/**
 * Sets or takes away special prices. Refused (and left out) are ITEM_UNKNOWN, CHANNEL_UNKNOWN, CUSTOMER_GROUP_UNKNOWN,
 * PRICE_SAID_TWICE and PERIOD_INVALID (an end that is not after the begin). Named twice, the last one counts. One that has
 * ended because the stock was used up stays ended, unless another stock is named. `changed` names the items whose price may be
 * another now, `timed` when that will be so, `untimed` when it will not be so any more.
 */
export async function setSpecialPrices(
  tx: Tx,
  tenant: string,
  prices: readonly SpecialPrice[],
  now: Date,
): Promise<{ results: SpeciallyPricedItem[]; changed: Changed } & TimedDone> {
  const refused = await refusals(tx, tenant, prices)
  const wanted = [
    ...new Map(prices.filter((_, at) => !refused[at]).map(price => [keyOf(price), price] as const)).values(),
  ]
  const stored = [
    ...(await put(
      tx,
      tenant,
      wanted.filter(price => amountOf(price) !== null),
    )),
    ...(await take(
      tx,
      tenant,
      wanted.filter(price => amountOf(price) === null),
    )),
  ]
  const touched = new Set(stored.map(row => row.itemId))
  const isOn = (one: Period | null) =>
    one?.active === true && one.endedAt === null && holdsNow(now, one.from, one.to)
  const ids = [...new Set(stored.filter(row => isOn(row.old) || isOn(row.now)).map(row => row.itemId))].sort()
  return {
    results: prices.map(
      ({ itemId }, at) => refused[at] ?? { id: itemId, did: touched.has(itemId) ? 'changed' : 'unchanged' },
    ),
    changed: ids.length > 0 ? { price: ids } : {},
    ...(await timedBorders(tx, tenant, stored, now)),
  }
}

function keyOf({ itemId, channelId, customerGroupId, from }: SpecialPrice): string {
  return `${itemId} ${channelId} ${customerGroupId} ${from.getTime()}`
}

async function refusals(
  tx: Tx,
  tenant: string,
  prices: readonly SpecialPrice[],
): Promise<(Refused | undefined)[]> {
  const items = await holdKnownItems(
    tx,
    tenant,
    prices.map(price => price.itemId),
  )
  const known = await tx.query<{ id: string }>(
    `select id from channel where tenant_id = $1 and id = any($2::uuid[])
     union all select id from customer_group where tenant_id = $1 and id = any($3::uuid[])`,
    [tenant, prices.map(price => price.channelId), prices.map(price => price.customerGroupId)],
  )
  const ids = new Set(known.map(row => row.id))
  return prices.map((price): Refused | undefined => {
    const { itemId: id, channelId, customerGroupId, from, to } = price
    if (!items.has(id)) return { id, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: id } }
    if (channelId && !ids.has(channelId))
      return { id, did: 'refused', code: 'CHANNEL_UNKNOWN', data: { channel: channelId } }
    if (customerGroupId && !ids.has(customerGroupId))
      return { id, did: 'refused', code: 'CUSTOMER_GROUP_UNKNOWN', data: { group: customerGroupId } }
    const objection = amountOf(price) === 'twice' ? objectionToPrices([price]) : undefined
    if (objection) return { id, did: 'refused', ...objection }
    if (to && to.getTime() <= from.getTime())
      return {
        id,
        did: 'refused',
        code: 'PERIOD_INVALID',
        data: { from: from.toISOString(), to: to.toISOString() },
      }
    return undefined
  })
}

const columns = `(id uuid, item uuid, channel uuid, "group" uuid, net text, gross text, "from" timestamptz, "to" timestamptz,
  active boolean, stock text)`

function rowsOf(prices: readonly SpecialPrice[]): string {
  return JSON.stringify(
    prices.map(({ itemId, channelId, customerGroupId, net, gross, from, to, untilStock, active }) => ({
      id: newId(),
      item: itemId,
      channel: channelId,
      group: customerGroupId,
      net: net ?? null,
      gross: gross ?? null,
      from,
      to,
      active: active ?? true,
      stock: untilStock ?? null,
    })),
  )
}

interface Row {
  readonly itemId: string
  readonly channelId: string | null
  readonly from: Date
  readonly isNew: boolean
  readonly oldTo: Date | null
  readonly oldActive: boolean
  readonly oldEnd: Date | null
  readonly to: Date | null
  readonly active: boolean
  readonly endedAt: Date | null
}

/** Answers what is another than before, with what it was. */
async function put(tx: Tx, tenant: string, prices: readonly SpecialPrice[]): Promise<Stored[]> {
  if (prices.length === 0) return []
  const rows = await tx.query<Row>(
    `with wanted as (select r.* from json_to_recordset($2) as r ${columns}),
     known as (
       select s.* from wanted w join special_price s on s.tenant_id = $1 and s.item_id = w.item
         and s.channel_id is not distinct from w.channel and s.customer_group_id is not distinct from w."group" and s.valid_from = w."from"),
     stored as (
       insert into special_price
         (tenant_id, id, item_id, channel_id, customer_group_id, net, gross, valid_from, valid_to, active, until_stock)
       select $1, w.id, w.item, w.channel, w."group", w.net::numeric, w.gross::numeric, w."from", w."to", w.active, w.stock::numeric
       from wanted w order by w.item, w.channel, w."group", w."from"
       on conflict (tenant_id, item_id, channel_id, customer_group_id, valid_from) do update
         set net = excluded.net, gross = excluded.gross, valid_to = excluded.valid_to, active = excluded.active,
           until_stock = excluded.until_stock,
           ended_at = case when special_price.until_stock = excluded.until_stock then special_price.ended_at end
         where (special_price.net, special_price.gross, special_price.valid_to, special_price.active, special_price.until_stock)
           is distinct from (excluded.net, excluded.gross, excluded.valid_to, excluded.active, excluded.until_stock)
       returning *)
     select s.item_id as "itemId", s.channel_id as "channelId", s.valid_from as "from", k.id is null as "isNew",
       k.valid_to as "oldTo", k.active as "oldActive", k.ended_at as "oldEnd", s.valid_to as "to", s.active, s.ended_at as "endedAt"
     from stored s left join known k on k.id = s.id`,
    [tenant, rowsOf(prices)],
  )
  return rows.map(({ itemId, channelId, from, isNew, oldTo, oldActive, oldEnd, ...period }) => ({
    itemId,
    channelId,
    old: isNew ? null : { from, to: oldTo, active: oldActive, endedAt: oldEnd },
    now: { from, ...period },
  }))
}

async function take(tx: Tx, tenant: string, prices: readonly SpecialPrice[]): Promise<Stored[]> {
  if (prices.length === 0) return []
  const rows = await tx.query<Period & { itemId: string; channelId: string | null }>(
    `delete from special_price s using json_to_recordset($2) as w ${columns}
     where s.tenant_id = $1 and s.item_id = w.item and s.channel_id is not distinct from w.channel
       and s.customer_group_id is not distinct from w."group" and s.valid_from = w."from"
     returning s.item_id as "itemId", s.channel_id as "channelId", s.valid_from as "from", s.valid_to as "to", s.active,
       s.ended_at as "endedAt"`,
    [tenant, rowsOf(prices)],
  )
  return rows.map(({ itemId, channelId, ...old }) => ({ itemId, channelId, old, now: null }))
}

/** A special price as a person sees it. */
export interface ShownSpecialPrice {
  readonly id: string
  readonly channelId: string | null
  readonly channel: string | null
  readonly customerGroupId: string | null
  readonly group: string | null
  readonly net: string | null
  readonly gross: string | null
  readonly from: Date
  readonly to: Date | null
  readonly active: boolean
  readonly untilStock: string | null
  /** When the stock was used up: it does not hold any more. */
  readonly endedAt: Date | null
}

/** The special prices of one item, also those that are over or still to come. */
export function specialPricesOf(tx: Tx, tenant: string, itemId: string): Promise<ShownSpecialPrice[]> {
  return tx.query(
    `select s.id, s.channel_id as "channelId", h.name as channel, s.customer_group_id as "customerGroupId", g.name as "group",
       trim_scale(s.net)::text as net, trim_scale(s.gross)::text as gross, s.valid_from as "from", s.valid_to as "to",
       s.active, trim_scale(s.until_stock)::text as "untilStock", s.ended_at as "endedAt"
     from special_price s
       left join channel h on h.tenant_id = s.tenant_id and h.id = s.channel_id
       left join customer_group g on g.tenant_id = s.tenant_id and g.id = s.customer_group_id
     where s.tenant_id = $1 and s.item_id = $2 order by s.valid_from desc, s.id`,
    [tenant, itemId],
  )
}

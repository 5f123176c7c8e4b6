import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { holdKnownItems } from './itemStore.ts'
import type { Refused } from './problems.ts'
import { holdsNow, type TimedPrices, timesAhead } from './timedPrices.ts'

/** A lower price of an item for a time. The same item, channel, group and begin is the same special price. */
export interface SpecialPrice {
  readonly itemId: string
  /** Null: every channel. */
  readonly channelId: string | null
  /** Null: everyone. */
  readonly customerGroupId: string | null
  /** Net, in the company's currency; null: taken away. */
  readonly net: string | null
  readonly from: Date
  /** Null: without an end. It does not hold any more at this instant. */
  readonly to: Date | null
}

export type SpeciallyPricedItem = { readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused

interface Stored {
  readonly itemId: string
  readonly oldFrom: Date | null
  readonly oldTo: Date | null
  readonly isNew: boolean
}

/**
 * Sets or takes away special prices. Refused (and left out) are ITEM_UNKNOWN, CHANNEL_UNKNOWN, CUSTOMER_GROUP_UNKNOWN and
 * PERIOD_INVALID (an end that is not after the begin). Named twice, the last one counts. `changed` names the items whose
 * price may be another now, `timed` when that will be so.
 */
export async function setSpecialPrices(
  tx: Tx,
  tenant: string,
  prices: readonly SpecialPrice[],
  now: Date,
): Promise<{ results: SpeciallyPricedItem[]; changed: Changed; timed: TimedPrices[] }> {
  const refused = await refusals(tx, tenant, prices)
  const wanted = [
    ...new Map(prices.filter((_, at) => !refused[at]).map(price => [keyOf(price), price] as const)).values(),
  ]
  const stored = [
    ...(await put(
      tx,
      tenant,
      wanted.filter(price => price.net !== null),
    )),
    ...(await take(
      tx,
      tenant,
      wanted.filter(price => price.net === null),
    )),
  ]
  const touched = new Set(stored.map(row => row.itemId))
  const before = stored.filter(row => !row.isNew && holdsNow(now, row.oldFrom, row.oldTo))
  const after = wanted.filter(
    price => touched.has(price.itemId) && price.net !== null && holdsNow(now, price.from, price.to),
  )
  const ids = [...new Set([...before, ...after].map(row => row.itemId))].sort()
  return {
    results: prices.map(
      ({ itemId }, at) => refused[at] ?? { id: itemId, did: touched.has(itemId) ? 'changed' : 'unchanged' },
    ),
    changed: ids.length > 0 ? { price: ids } : {},
    timed: timedOf(
      wanted.filter(price => price.net !== null && touched.has(price.itemId)),
      now,
    ),
  }
}

// Those with the same dates change together.
function timedOf(prices: readonly SpecialPrice[], now: Date): TimedPrices[] {
  const groups = Map.groupBy(
    prices,
    price => `${price.from.getTime()} ${price.to?.getTime()} ${price.channelId}`,
  )
  return [...groups.values()].flatMap(([first, ...rest]) => {
    const at = first ? timesAhead(now, first.from, first.to) : []
    if (!first || at.length === 0) return []
    const itemIds = [...new Set([first, ...rest].map(price => price.itemId))].sort()
    return [{ at, itemIds, ...(first.channelId ? { channelIds: [first.channelId] } : {}) }]
  })
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
  return prices.map(({ itemId: id, channelId, customerGroupId, from, to }): Refused | undefined => {
    if (!items.has(id)) return { id, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: id } }
    if (channelId && !ids.has(channelId))
      return { id, did: 'refused', code: 'CHANNEL_UNKNOWN', data: { channel: channelId } }
    if (customerGroupId && !ids.has(customerGroupId))
      return { id, did: 'refused', code: 'CUSTOMER_GROUP_UNKNOWN', data: { group: customerGroupId } }
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

const columns = `(id uuid, item uuid, channel uuid, "group" uuid, net text, "from" timestamptz, "to" timestamptz)`

function rowsOf(prices: readonly SpecialPrice[]): string {
  return JSON.stringify(
    prices.map(({ itemId, channelId, customerGroupId, net, from, to }) => ({
      id: newId(),
      item: itemId,
      channel: channelId,
      group: customerGroupId,
      net,
      from,
      to,
    })),
  )
}

/** Answers what is another than before, with the dates it had. */
async function put(tx: Tx, tenant: string, prices: readonly SpecialPrice[]): Promise<Stored[]> {
  if (prices.length === 0) return []
  return tx.query<Stored>(
    `with wanted as (select r.* from json_to_recordset($2) as r ${columns}),
     known as (
       select s.* from wanted w join special_price s on s.tenant_id = $1 and s.item_id = w.item
         and s.channel_id is not distinct from w.channel and s.customer_group_id is not distinct from w."group" and s.valid_from = w."from"),
     stored as (
       insert into special_price (tenant_id, id, item_id, channel_id, customer_group_id, net, valid_from, valid_to)
       select $1, w.id, w.item, w.channel, w."group", w.net::numeric, w."from", w."to" from wanted w order by w.item, w.channel, w."group", w."from"
       on conflict (tenant_id, item_id, channel_id, customer_group_id, valid_from) do update
         set net = excluded.net, valid_to = excluded.valid_to
         where (special_price.net, special_price.valid_to) is distinct from (excluded.net, excluded.valid_to)
       returning id, item_id)
     select s.item_id as "itemId", k.valid_from as "oldFrom", k.valid_to as "oldTo", k.id is null as "isNew"
     from stored s left join known k on k.id = s.id`,
    [tenant, rowsOf(prices)],
  )
}

async function take(tx: Tx, tenant: string, prices: readonly SpecialPrice[]): Promise<Stored[]> {
  if (prices.length === 0) return []
  return tx.query<Stored>(
    `delete from special_price s using json_to_recordset($2) as w ${columns}
     where s.tenant_id = $1 and s.item_id = w.item and s.channel_id is not distinct from w.channel
       and s.customer_group_id is not distinct from w."group" and s.valid_from = w."from"
     returning s.item_id as "itemId", s.valid_from as "oldFrom", s.valid_to as "oldTo", false as "isNew"`,
    [tenant, rowsOf(prices)],
  )
}

/** The special prices of one item, also those that are over or still to come, as a person sees them. */
export function specialPricesOf(
  tx: Tx,
  tenant: string,
  itemId: string,
): Promise<
  {
    id: string
    channelId: string | null
    channel: string | null
    customerGroupId: string | null
    group: string | null
    net: string
    from: Date
    to: Date | null
  }[]
> {
  return tx.query(
    `select s.id, s.channel_id as "channelId", h.name as channel, s.customer_group_id as "customerGroupId", g.name as "group",
       trim_scale(s.net)::text as net, s.valid_from as "from", s.valid_to as "to"
     from special_price s
       left join channel h on h.tenant_id = s.tenant_id and h.id = s.channel_id
       left join customer_group g on g.tenant_id = s.tenant_id and g.id = s.customer_group_id
     where s.tenant_id = $1 and s.item_id = $2 order by s.valid_from desc, s.id`,
    [tenant, itemId],
  )
}

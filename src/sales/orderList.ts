import type { Tx } from '../base/database.ts'
import { folderConditions, type OrderFolder, orderFolders } from './orderFolders.ts'
import {
  meetsRanges,
  type OrderSearch,
  objectsInSet,
  type PreparedSearch,
  prepareSearch,
  type SearchedObjects,
} from './orderSearch.ts'

export const paymentStates = ['open', 'partly_paid', 'paid', 'refunded'] as const
/** How far an order is on its way: "delivered" stands on delivery notes, "shipped" was handed over. */
export const deliveryStates = [
  'open',
  'partly_delivered',
  'delivered',
  'partly_shipped',
  'shipped',
  'completed',
] as const
export type DeliveryState = (typeof deliveryStates)[number]
export const deliverabilities = ['none', 'part', 'full', 'done'] as const

/** What the list is limited to; what is absent limits nothing. */
export interface OrderFilter extends OrderSearch {
  readonly folder?: OrderFolder | undefined
  readonly channelId?: string | undefined
  readonly payment?: readonly string[] | undefined
  readonly delivery?: readonly string[] | undefined
  readonly deliverability?: readonly string[] | undefined
  readonly country?: string | undefined
  /** Days of `timeZone`, both included. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly timeZone: string
}

export interface OrderRow {
  readonly id: string
  readonly orderNumber: string
  readonly placedAt: Date
  readonly takenOverAt: Date
  readonly channel: string | null
  readonly externalNumber: string | null
  readonly customer: string
  readonly customerId: string
  readonly place: string
  readonly country: string | null
  readonly paymentState: (typeof paymentStates)[number]
  readonly deliverability: (typeof deliverabilities)[number]
  readonly deliveryState: DeliveryState
  readonly cancelled: boolean
  readonly hold: string | null
  readonly currency: string
  readonly totalGross: string
}

/**
 * A page of orders, newest first, and how many there are; counting stops at `countTo`, for a search that very many orders
 * match at `searchedTo` (to count on would cost more than the page). `after` is the id of the last row
 * of the page before. Ask for one row more than the page holds to see whether another follows.
 */
export async function listOrders(
  tx: Tx,
  tenant: string,
  filter: OrderFilter,
  page: { readonly after?: string | undefined; readonly limit: number; readonly countTo: number },
): Promise<{ rows: OrderRow[]; count: number; countCapped: boolean }> {
  const search = await prepareSearch(tx, tenant, filter)
  const { from, where } = conditions(filter, search)
  const values = valuesOf(tenant, filter, search)
  const start = page.after ? await placeOf(tx, tenant, page.after) : null
  const countTo = search && !search.ids ? Math.min(page.countTo, searchedTo) : page.countTo
  if (start === undefined) return { rows: [], ...(await counted()) }
  const [rows, count] = await Promise.all([
    tx.query<OrderRow>(
      `select o.id, o.order_number as "orderNumber", o.placed_at as "placedAt", o.taken_over_at as "takenOverAt",
         h.name as channel, o.external_number as "externalNumber", o.customer_name as customer, o.customer_id as "customerId",
         trim(concat_ws(' ', coalesce(o.shipping, o.billing) ->> 'postcode', coalesce(o.shipping, o.billing) ->> 'city')) as place,
         o.country, o.payment_state as "paymentState", o.deliverability, o.delivery_state as "deliveryState",
         o.cancelled_at is not null as cancelled, o.hold_reason as hold, o.currency, o.total_gross as "totalGross"
       from (select o.* from ${from} where ${where} and ($23::uuid is null or (o.placed_at, o.id) < ($22::timestamptz, $23::uuid))
         order by o.placed_at desc, o.id desc limit $24) as o
       left join channel h on h.tenant_id = $1 and h.id = o.channel_id
       order by o.placed_at desc, o.id desc`,
      [...values, start?.placedAt ?? null, start?.id ?? null, page.limit],
    ),
    counted(),
  ])
  return { rows, ...count }

  async function counted(): Promise<{ count: number; countCapped: boolean }> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int as count from (select 1 from ${from} where ${where} limit $22) as counted`,
      [...values, countTo + 1],
    )
    const count = row?.count ?? 0
    return { count: Math.min(count, countTo), countCapped: count > countTo }
  }
}

/** How far the matches of a wide search are counted. */
const searchedTo = 1000

/** How many orders each folder holds, all of one view; counting stops at `countTo`. */
export async function countFolders(
  tx: Tx,
  tenant: string,
  countTo: number,
): Promise<{ folder: OrderFolder; count: number }[]> {
  const each = orderFolders.map(
    folder =>
      `select '${folder}' as folder, (select count(*)::int from (select 1 from sales_order o
         where o.tenant_id = $1 and ${folderConditions[folder]} limit $2) as counted) as count`,
  )
  return tx.query(each.join(' union all '), [tenant, countTo])
}

// Values that are null make their condition `true` before the plan is chosen (statements are planned with their values),
// so every combination of filters is one text and still uses the index that fits it. `offset 0` keeps the few orders that
// a search has found from being looked for along the whole list.
function conditions(filter: OrderFilter, search: PreparedSearch | undefined) {
  const from = search?.ids
    ? `(select s.* from unnest($2::uuid[]) as u (id) join sales_order s on s.tenant_id = $1 and s.id = u.id offset 0) as o`
    : 'sales_order o'
  const where = `o.tenant_id = $1 and ($2::uuid[] is null or true) and ($21::uuid[] is null or true) and ${folderConditions[filter.folder ?? 'all']}
    and ($3::text[] is null or ${meetsNumber})
    and ($5::uuid[] is null or o.customer_id = any($5))
    and ($6::text[] is null or ${meets(search?.customer, 'customer', 'o.customer_id', 6)} or ($8::text[] is not null and ${meets(search?.customer, 'customer', 'o.customer_id', 8)}))
    and ($10::uuid[] is null or exists (select 1 from sales_order_line l
      where l.tenant_id = $1 and l.order_id = o.id and l.item_id = any($10)))
    and ($11::text[] is null or exists (select 1 from sales_order_line l where l.tenant_id = $1 and l.order_id = o.id
      and l.item_id is not null and (${meets(search?.item, 'item', 'l.item_id', 11)} or ($13::text[] is not null and ${meets(search?.item, 'item', 'l.item_id', 13)}))))
    and ($15::uuid is null or o.channel_id = $15)
    and ($16::text[] is null or o.payment_state = any($16))
    and ($17::text[] is null or o.delivery_state = any($17))
    and ($18::text[] is null or o.deliverability = any($18))
    and ($19::text[] is null or o.country = ($19::text[])[1])
    and ($20::text[] is null or (
      (($20::text[])[1] is null or o.placed_at >= (($20::text[])[1])::timestamp at time zone ($20::text[])[3])
      and (($20::text[])[2] is null or o.placed_at < (($20::text[])[2]::timestamp + interval '1 day') at time zone ($20::text[])[3])))`
  return { from, where }
}

const meetsNumber = `(o.order_number >= ($3::text[])[1] and o.order_number < ($4::text[])[1]
  or o.order_number >= ($3::text[])[2] and o.order_number < ($4::text[])[2]
  or o.external_number >= ($3::text[])[1] and o.external_number < ($4::text[])[1]
  or o.external_number >= ($3::text[])[2] and o.external_number < ($4::text[])[2]
  or o.id = any($21::uuid[])
  or $21::uuid[] is null and exists (
    select 1 from delivery d join delivery_package p on p.tenant_id = d.tenant_id and p.delivery_id = d.id
    where d.tenant_id = $1 and d.order_id = o.id and d.reversed_at is null and (p.tracking >= ($3::text[])[1] and p.tracking < ($4::text[])[1]
      or p.tracking >= ($3::text[])[2] and p.tracking < ($4::text[])[2])))`

// In brackets with another condition a subquery is made once and hashed instead of being joined.
const meets = (
  objects: SearchedObjects | null | undefined,
  kind: 'customer' | 'item',
  object: string,
  at: number,
) => (objects?.fitsSet ? `${object} in (${objectsInSet(kind, at)})` : meetsRanges(kind, object, at))

function valuesOf(tenant: string, filter: OrderFilter, search: PreparedSearch | undefined): unknown[] {
  // Found by its number already, an order need not be compared with it again; the same for the other fields where their
  // objects are known: then the ids are compared, not the words.
  const { process, customer, item } = search ?? { process: null, customer: null, item: null }
  const words = (objects: typeof customer) =>
    objects && !objects.ids
      ? [objects.whole.lows, objects.whole.highs, objects.words?.lows ?? null, objects.words?.highs ?? null]
      : [null, null, null, null]
  const days = filter.from || filter.to ? [filter.from ?? null, filter.to ?? null, filter.timeZone] : null
  return [
    tenant,
    search?.ids ?? null,
    process?.lows ?? null,
    process?.highs ?? null,
    customer?.ids ?? null,
    ...words(customer),
    item?.ids ?? null,
    ...words(item),
    filter.channelId ?? null,
    filter.payment ?? null,
    filter.delivery ?? null,
    filter.deliverability ?? null,
    filter.country ? [filter.country] : null,
    days,
    process?.tracked ?? null,
  ]
}

/** Where an order stands in the list, to the microsecond; undefined if there is none of that id. */
async function placeOf(
  tx: Tx,
  tenant: string,
  id: string,
): Promise<{ placedAt: string; id: string } | undefined> {
  const [row] = await tx.query<{ placedAt: string }>(
    `select placed_at::text as "placedAt" from sales_order where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  return row && { placedAt: row.placedAt, id }
}

import type { Tx } from '../base/database.ts'
import type { OrderFilter } from './orderFilter.ts'
import { folderConditions, type OrderFolder, orderFolders } from './orderFolders.ts'
import { groupsOf } from './orderGroups.ts'
import { type OrderPageWish, pageOfOrders } from './orderPage.ts'

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

export interface OrderRow {
  readonly id: string
  readonly orderNumber: string
  readonly kind: string
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
  readonly invoiceState: string
  readonly cancelled: boolean
  readonly pending: boolean
  readonly hold: string | null
  readonly currency: string
  readonly totalGross: string
  readonly paid: string
  readonly paymentMethod: string
  readonly shippingMethod: string
  readonly colour: { readonly id: string; readonly name: string; readonly colour: string } | null
}

/** What a row of the list is made of, of an order `o`, its channel `h` and its colour `u`. */
export const orderRowColumns = `o.id, o.order_number as "orderNumber", o.kind, o.placed_at as "placedAt", o.taken_over_at as "takenOverAt",
  h.name as channel, o.external_number as "externalNumber", o.customer_name as customer, o.customer_id as "customerId",
  trim(concat_ws(' ', coalesce(o.shipping, o.billing) ->> 'postcode', coalesce(o.shipping, o.billing) ->> 'city')) as place,
  o.country, o.payment_state as "paymentState", o.deliverability, o.delivery_state as "deliveryState", o.invoice_state as "invoiceState",
  o.cancelled_at is not null as cancelled, o.pending, o.hold_reason as hold, o.currency, o.total_gross as "totalGross", o.paid,
  o.payment_method as "paymentMethod", o.shipping_method as "shippingMethod",
  case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name, 'colour', u.colour) end as colour`
export const orderRowJoins = `left join channel h on h.tenant_id = o.tenant_id and h.id = o.channel_id
  left join order_colour u on u.tenant_id = o.tenant_id and u.id = o.colour_id`

/**
 * A page of orders, newest first if nothing else is wished for, and how many there are; counting stops at `countTo`, for what very
 * many orders match earlier (`countCapped`: at least so many). `after` is the id of the last row of the page before. Ask for one row
 * more than the page holds to see whether another follows.
 */
export async function listOrders(
  tx: Tx,
  tenant: string,
  filter: OrderFilter,
  page: OrderPageWish,
): Promise<{ rows: OrderRow[]; count: number; countCapped: boolean }> {
  const { ids, ...count } = await pageOfOrders(tx, tenant, filter, page)
  return { rows: await readRows(tx, tenant, ids), ...count }
}

/** Orders as rows of a list, in the order of their ids here. */
export async function readRows(tx: Tx, tenant: string, ids: readonly string[]): Promise<OrderRow[]> {
  if (ids.length === 0) return []
  return tx.query<OrderRow>(
    `select ${orderRowColumns} from unnest($2::uuid[]) with ordinality as n (id, at)
       join sales_order o on o.tenant_id = $1 and o.id = n.id ${orderRowJoins} order by n.at`,
    [tenant, ids],
  )
}

/** How many orders each folder holds, all of one view; counting stops at `countTo`. */
export async function countFolders(
  tx: Tx,
  tenant: string,
  countTo: number,
): Promise<{ folder: OrderFolder; count: number }[]> {
  // Orders of one number are in the same folders: each number is counted once, and by one of its orders it is known where.
  const sums = orderFolders.map(
    (_, at) => `coalesce(sum(n.count) filter (where n.folders[${at + 1}]), 0)::int`,
  )
  const folders = orderFolders.map(folder => folderConditions[folder]).join(', ')
  const [row] = await tx.query<{ counts: number[] }>(
    `select array[${sums.join(', ')}] as counts from (
       select (select count(*) from (select 1 from sales_order o where o.tenant_id = $1 and o.states >= g.v and o.states <= g.v
           order by o.states limit $2) as c) as count, g.fact as folders
       from (${groupsOf('states', `array[${folders}]`, '$3')}) as g) as n`,
    [tenant, countTo, mostStates],
  )
  return orderFolders.map((folder, at) => ({ folder, count: Math.min(row?.counts[at] ?? 0, countTo) }))
}

/** More states together than there are. */
const mostStates = 10_000

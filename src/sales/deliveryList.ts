import type { Tx } from '../base/database.ts'
import type { ReturnLabel } from './packages.ts'

/** Where a delivery note stands: packed and waiting, handed over, or taken back. */
export const deliveryNoteStates = ['open', 'shipped', 'reversed'] as const
export type DeliveryNoteState = (typeof deliveryNoteStates)[number]

/** SQL: where a delivery (alias `delivery`) stands. */
export function deliveryNoteState(delivery: string): string {
  return `case when ${delivery}.reversed_at is not null then 'reversed' when ${delivery}.shipped_at is not null then 'shipped' else 'open' end`
}

export interface DeliveryFilter {
  /** Absent: all of them. */
  readonly state?: DeliveryNoteState | undefined
  readonly orderId?: string | undefined
  readonly warehouseId?: string | undefined
  /** Handed over on this day, in this time zone; absent: whenever. */
  readonly shippedOn?: { readonly day: string; readonly timeZone: string } | undefined
  /** Number of a delivery note, an order or a parcel, as typed; absent: any. */
  readonly number?: string | undefined
}

export interface DeliveryRow {
  readonly id: string
  readonly deliveryNumber: string
  readonly state: DeliveryNoteState
  readonly orderId: string
  readonly orderNumber: string
  readonly customer: string
  readonly place: string
  readonly channelId: string | null
  readonly channel: string | null
  readonly warehouse: string
  readonly shippingMethod: string
  /** Why it must not leave the house for now. */
  readonly hold: string | null
  readonly madeAt: Date
  readonly madeBy: string
  readonly shippedAt: Date | null
  readonly reversedAt: Date | null
  readonly reversedBy: string | null
  readonly reverseReason: string | null
  readonly pieces: string
  readonly packages: readonly DeliveryPackage[]
}

export interface DeliveryPackage {
  readonly no: number
  readonly carrier: string
  readonly tracking: string
  readonly url: string | null
  /** Kilograms. */
  readonly weight: string | null
  readonly returnLabel: ReturnLabel | null
}

export interface DeliveryDetail extends DeliveryRow {
  readonly lines: readonly {
    readonly line: number
    readonly itemId: string
    readonly itemNumber: string
    readonly name: string
    readonly quantity: string
  }[]
  readonly shipping: Readonly<Record<string, unknown>> | null
}

const columns = `d.id, d.delivery_number as "deliveryNumber", ${deliveryNoteState('d')} as state, o.id as "orderId",
  o.order_number as "orderNumber", o.customer_name as customer,
  trim(concat_ws(' ', coalesce(o.shipping, o.billing) ->> 'postcode', coalesce(o.shipping, o.billing) ->> 'city')) as place,
  o.channel_id as "channelId", h.name as channel, w.name as warehouse, o.shipping_method as "shippingMethod", o.hold_reason as hold, d.made_at as "madeAt",
  d.made_by as "madeBy", d.shipped_at as "shippedAt", d.reversed_at as "reversedAt", d.reversed_by as "reversedBy",
  d.reverse_reason as "reverseReason",
  (select trim_scale(coalesce(sum(x.quantity), 0))::text from delivery_line x where x.tenant_id = d.tenant_id and x.delivery_id = d.id) as pieces,
  (select coalesce(jsonb_agg(jsonb_build_object('no', k.package_no, 'carrier', k.carrier, 'tracking', k.tracking, 'url', k.url,
     'weight', k.weight::text, 'returnLabel', k.return_label) order by k.package_no), '[]')
   from delivery_package k where k.tenant_id = d.tenant_id and k.delivery_id = d.id) as packages`
const joined = `join sales_order o on o.tenant_id = d.tenant_id and o.id = d.order_id
  join warehouse w on w.tenant_id = d.tenant_id and w.id = d.warehouse_id
  left join channel h on h.tenant_id = o.tenant_id and h.id = o.channel_id`

// Each is the condition of an index, or walks the primary key, which is by age.
const inState: Readonly<Record<DeliveryNoteState | 'all', string>> = {
  all: 'true',
  open: 'd.shipped_at is null and d.reversed_at is null',
  shipped: 'd.shipped_at is not null and d.reversed_at is null',
  reversed: 'd.reversed_at is not null',
}

/** Delivery notes, newest first, `limit` of those before `after` (an id), and how many there are, counted up to `countTo`. */
export async function listDeliveries(
  tx: Tx,
  tenant: string,
  filter: DeliveryFilter,
  page: { readonly after?: string | undefined; readonly limit: number; readonly countTo: number },
): Promise<{ readonly rows: DeliveryRow[]; readonly count: number }> {
  const { state = 'all', orderId = null, warehouseId = null, number, shippedOn } = filter
  const where = `d.tenant_id = $1 and ${inState[state]} and ($2::uuid is null or d.order_id = $2)
    and ($3::uuid is null or d.warehouse_id = $3) and ($4::text[] is null or d.id in (${byNumber}))
    and ($5::date is null or d.shipped_at >= $5::date::timestamp at time zone $6
      and d.shipped_at < ($5::date + 1)::timestamp at time zone $6)`
  const numbers = number === undefined ? null : typed(number)
  const values = [tenant, orderId, warehouseId, numbers, shippedOn?.day ?? null, shippedOn?.timeZone ?? 'UTC']
  const [rows, counted] = await Promise.all([
    tx.query<DeliveryRow>(
      `select ${columns} from delivery d ${joined}
       where ${where} and ($7::uuid is null or d.id < $7) order by d.id desc limit $8`,
      [...values, page.after ?? null, page.limit],
    ),
    tx.query<{ n: number }>(
      `select count(*)::int as n from (select from delivery d where ${where} limit $7) as counted`,
      [...values, page.countTo],
    ),
  ])
  return { rows, count: counted[0]?.n ?? 0 }
}

const byNumber = `select e.id from delivery e where e.tenant_id = $1 and e.delivery_number = any($4::text[])
  union all select e.id from sales_order s join delivery e on e.tenant_id = s.tenant_id and e.order_id = s.id
    where s.tenant_id = $1 and s.order_number = any($4::text[])
  union all select p.delivery_id from delivery_package p where p.tenant_id = $1 and p.tracking <> '' and p.tracking = any($4::text[])`

// Numbers are kept in capitals mostly, and nobody types those, nor a parcel number without its blanks.
function typed(number: string): string[] {
  const text = number.trim()
  return [...new Set([text, text.toUpperCase(), text.replace(/\s/g, '').toUpperCase()])]
}

/** One delivery note with its lines; undefined if there is none of that id. */
export async function readDelivery(tx: Tx, tenant: string, id: string): Promise<DeliveryDetail | undefined> {
  const [row] = await tx.query<DeliveryDetail>(
    `select ${columns}, coalesce(o.shipping, o.billing) as shipping,
       (select coalesce(jsonb_agg(jsonb_build_object('line', x.line_no, 'itemId', n.item_id, 'itemNumber', i.item_number, 'name', n.name,
          'quantity', trim_scale(x.quantity)::text) order by x.line_no), '[]')
        from delivery_line x
          join sales_order_line n on n.tenant_id = x.tenant_id and n.order_id = x.order_id and n.line_no = x.line_no
          join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
        where x.tenant_id = d.tenant_id and x.delivery_id = d.id) as lines
     from delivery d ${joined} where d.tenant_id = $1 and d.id = $2`,
    [tenant, id],
  )
  return row
}

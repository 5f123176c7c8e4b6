import type { Tx } from '../base/database.ts'
import type { Address } from '../customers/address.ts'
import type { Doing } from './orderStore.ts'

/** An order with all of it that can be edited. */
export interface EditableOrder {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly webOrderId: string | null
  readonly companyId: string
  readonly channelId: string | null
  readonly customerId: string
  readonly customerNumber: string
  readonly customerName: string
  readonly currency: string
  readonly minorDigits: number
  readonly pricesGross: boolean
  readonly taxTreatment: string | null
  readonly placedAt: Date
  readonly billing: Address | null
  readonly shipping: Address | null
  readonly paymentMethod: string
  readonly shippingMethod: string
  readonly customerNote: string
  readonly note: string
  readonly priority: number
  readonly language: string | null
  readonly totalGross: string
  readonly totalNet: string | null
  readonly paid: string
}

export interface EditableLine {
  readonly orderId: string
  readonly line: number
  readonly kind:
    | 'item'
    | 'shipping'
    | 'payment'
    | 'discount'
    | 'voucher'
    | 'surcharge'
    | 'custom'
    | 'difference'
  readonly itemId: string | null
  readonly sku: string | null
  readonly name: string
  readonly quantity: string
  readonly delivered: string
  readonly cancelled: string
  readonly open: string
  readonly unitNet: string | null
  readonly unitGross: string | null
  readonly discountPercent: string | null
  readonly taxClassId: string | null
  readonly taxRate: string | null
  readonly note: string
  /** A delivery note, a cancellation or a return names it: it cannot vanish. */
  readonly hasDocuments: boolean
}

const text = (column: string) => `trim_scale(${column})::text`

/** Orders with their lines, by id; ids of none are left out. */
export async function readEditable(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, { readonly order: EditableOrder; readonly lines: readonly EditableLine[] }>> {
  if (ids.length === 0) return new Map()
  const [orders, lines] = await Promise.all([
    tx.query<EditableOrder>(
      `select o.id, o.order_number as number, o.version, o.web_order_id as "webOrderId", o.company_id as "companyId",
         o.channel_id as "channelId", o.customer_id as "customerId", k.customer_number as "customerNumber",
         o.customer_name as "customerName", o.currency, c.minor_digits as "minorDigits", o.prices_gross as "pricesGross",
         o.tax_treatment as "taxTreatment", o.placed_at as "placedAt", o.billing, o.shipping, o.payment_method as "paymentMethod",
         o.shipping_method as "shippingMethod", o.customer_note as "customerNote", o.note, o.priority, o.language,
         ${text('o.total_gross')} as "totalGross", ${text('o.total_net')} as "totalNet", ${text('o.paid')} as paid
       from sales_order o join currency c on c.code = o.currency
         join customer k on k.tenant_id = o.tenant_id and k.id = o.customer_id
       where o.tenant_id = $1 and o.id = any($2::uuid[])`,
      [tenant, ids],
    ),
    tx.query<EditableLine>(
      `select n.order_id as "orderId", n.line_no as line, n.kind, n.item_id as "itemId", n.sku, n.name, ${text('n.quantity')} as quantity,
         ${text('n.delivered')} as delivered, ${text('n.cancelled')} as cancelled, ${text('n.open_quantity')} as open,
         ${text('n.unit_net')} as "unitNet", ${text('n.unit_gross')} as "unitGross", ${text('n.discount_percent')} as "discountPercent",
         n.tax_class_id as "taxClassId", ${text('n.tax_rate')} as "taxRate", n.note,
         n.delivered + n.cancelled > 0 or ${documented
           .map(
             table => `exists (select from ${table} x
           where x.tenant_id = n.tenant_id and x.order_id = n.order_id and x.line_no = n.line_no)`,
           )
           .join(' or ')} as "hasDocuments"
       from sales_order_line n where n.tenant_id = $1 and n.order_id = any($2::uuid[]) order by n.order_id, n.line_no`,
      [tenant, ids],
    ),
  ])
  const byOrder = Map.groupBy(lines, line => line.orderId)
  return new Map(orders.map(order => [order.id, { order, lines: byOrder.get(order.id) ?? [] }]))
}
const documented = ['delivery_line', 'order_cancellation_line', 'order_return_line']

/** A line as it shall be; rows by the names of columns. */
export interface LineRow {
  readonly order_id: string
  readonly line_no: number
  readonly kind: string
  readonly item_id: string | null
  readonly sku: string | null
  readonly name: string
  readonly quantity: string
  readonly unit_net: string | null
  readonly unit_gross: string | null
  readonly tax_rate: string | null
  readonly discount_percent: string | null
  readonly tax_class_id: string | null
  readonly note: string
  readonly net: string | null
  readonly gross: string | null
}

const lineRecord = `(order_id uuid, line_no int, kind text, item_id uuid, sku text, name text, quantity numeric, unit_net numeric,
  unit_gross numeric, tax_rate numeric, discount_percent numeric, tax_class_id uuid, note text, net numeric, gross numeric)`

/** Changes lines, adds others with what their kits take, and takes some away. Nothing is set aside beyond what stays open. */
export async function writeLines(
  tx: Tx,
  tenant: string,
  lines: {
    readonly changed: readonly LineRow[]
    readonly added: readonly LineRow[]
    readonly removed: readonly { readonly orderId: string; readonly line: number }[]
  },
): Promise<void> {
  const { changed, added, removed } = lines
  if (removed.length > 0)
    for (const table of ['sales_order_part', 'sales_order_line'])
      await tx.run(
        `delete from ${table} n using json_to_recordset($2) as r ("orderId" uuid, line int)
         where n.tenant_id = $1 and n.order_id = r."orderId" and n.line_no = r.line`,
        [tenant, JSON.stringify(removed)],
      )
  if (changed.length > 0)
    await tx.run(
      `update sales_order_line n set name = r.name, quantity = r.quantity, unit_net = r.unit_net, unit_gross = r.unit_gross,
         tax_rate = r.tax_rate, discount_percent = r.discount_percent, tax_class_id = r.tax_class_id, note = r.note, net = r.net, gross = r.gross
       from json_to_recordset($2) as r ${lineRecord} where n.tenant_id = $1 and n.order_id = r.order_id and n.line_no = r.line_no`,
      [tenant, JSON.stringify(changed)],
    )
  if (added.length > 0)
    await tx.run(
      `with given as materialized (select r.* from json_to_recordset($2) as r ${lineRecord}
       ), lined as (
         insert into sales_order_line (tenant_id, order_id, line_no, kind, item_id, sku, name, quantity, unit_net, unit_gross, tax_rate,
           discount_percent, tax_class_id, note, net, gross)
         select $1, order_id, line_no, kind, item_id, sku, name, quantity, unit_net, unit_gross, tax_rate, discount_percent, tax_class_id,
           note, net, gross from given
       )
       insert into sales_order_part (tenant_id, order_id, line_no, item_id, per_kit, open_quantity)
       select $1, g.order_id, g.line_no, c.item_id, c.quantity, g.quantity * c.quantity
       from given g join item i on i.tenant_id = $1 and i.id = g.item_id and i.kind = 'kit'
         join kit_content c on c.tenant_id = $1 and c.kit_id = g.item_id`,
      [tenant, JSON.stringify(added)],
    )
}

/** The head of an order as it shall be, all of what can be edited. */
export interface HeadRow
  extends Pick<
    EditableOrder,
    | 'id'
    | 'customerId'
    | 'customerName'
    | 'billing'
    | 'shipping'
    | 'paymentMethod'
    | 'shippingMethod'
    | 'customerNote'
    | 'note'
    | 'priority'
  > {
  /** Null: as it is. */
  readonly customerReason: object | null
  readonly taxes: {
    readonly treatment: string
    readonly country: string | null
    readonly vatId: string | null
  } | null
  readonly sums: {
    readonly gross: string
    readonly minor: string
    readonly net: string
    readonly rates: readonly object[]
  } | null
}

/** Writes heads of orders that are locked; each gets its next version. */
export async function writeHeads(
  tx: Tx,
  tenant: string,
  heads: readonly HeadRow[],
  by: Doing,
): Promise<void> {
  if (heads.length === 0) return
  await tx.run(
    `update sales_order o set version = o.version + 1, changed_at = $3, customer_id = r."customerId", customer_name = r."customerName",
       customer_reason = coalesce(r."customerReason", o.customer_reason), billing = r.billing, shipping = r.shipping,
       country = coalesce(nullif(r.shipping ->> 'country', ''), nullif(r.billing ->> 'country', '')),
       payment_method = r."paymentMethod", shipping_method = r."shippingMethod", customer_note = r."customerNote", note = r.note,
       priority = r.priority,
       tax_treatment = coalesce(r.taxes ->> 'treatment', o.tax_treatment),
       tax_country = case when r.taxes is null then o.tax_country else r.taxes ->> 'country' end,
       customer_vat_id = case when r.taxes is null then o.customer_vat_id else r.taxes ->> 'vatId' end,
       edited_at = case when r.sums is null then o.edited_at else $3 end,
       total_gross = coalesce((r.sums ->> 'gross')::numeric, o.total_gross),
       lines_gross = coalesce((r.sums ->> 'gross')::numeric, o.lines_gross),
       total_minor = coalesce((r.sums ->> 'minor')::bigint, o.total_minor),
       total_net = coalesce((r.sums ->> 'net')::numeric, o.total_net), tax_sums = coalesce(r.sums -> 'rates', o.tax_sums)
     from json_to_recordset($2) as r (id uuid, "customerId" uuid, "customerName" text, "customerReason" jsonb, billing jsonb, shipping jsonb,
       "paymentMethod" text, "shippingMethod" text, "customerNote" text, note text, priority int, taxes jsonb, sums jsonb)
     where o.tenant_id = $1 and o.id = r.id`,
    [tenant, JSON.stringify(heads), by.now],
  )
}

/** What others changed of the content of orders since these versions; oldest first. */
export function editsSince(
  tx: Tx,
  tenant: string,
  since: readonly { readonly orderId: string; readonly version: number }[],
): Promise<{ orderId: string; at: Date; actor: string; event: string; data: EditData }[]> {
  if (since.length === 0) return Promise.resolve([])
  return tx.query(
    `select h.order_id as "orderId", h.at, h.actor, h.event, h.data
     from json_to_recordset($2) as r ("orderId" uuid, version int)
       join sales_order_history h on h.tenant_id = $1 and h.order_id = r."orderId" and h.version > r.version
     where h.event = any($3::text[]) order by h.order_id, h.id`,
    [tenant, JSON.stringify(since), contentEvents],
  )
}

/** What changes the content of an order. All else moves it on: money, deliveries, what is set aside. */
export const contentEvents = ['edited', 'split', 'merged', 'address_changed']

/** What a history says of fields. */
export interface EditData {
  readonly changes?: Readonly<Record<string, { readonly from?: unknown; readonly to?: unknown }>>
  readonly fields?: readonly string[]
}

import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { type DeliveryNoteState, deliveryNoteState } from './deliveryList.ts'
import { type EditedValues, editedValues, type PersonalValue } from './editedValues.ts'
import { type OrderRow, orderRowColumns, orderRowJoins } from './orderList.ts'
import type { ReturnLabel } from './packages.ts'
import type { PaymentEntry } from './paymentList.ts'
import { type WaitingLine, whoIsServed } from './priority.ts'
import { moneyStands } from './refundsDue.ts'

export interface OrderLine {
  readonly line: number
  readonly kind: string
  readonly itemId: string | null
  readonly itemNumber: string | null
  readonly name: string
  readonly quantity: string
  readonly delivered: string
  readonly cancelled: string
  readonly open: string
  readonly allocated: string
  /** Pieces on the shelf, all warehouses; null where there is no item, or a kit. */
  readonly onHand: string | null
  readonly unitGross: string | null
  readonly unitNet: string | null
  readonly discountPercent: string | null
  readonly totalGross: string | null
  readonly totalNet: string | null
  readonly taxRate: string | null
  readonly taxClassId: string | null
  readonly note: string
  readonly deliverable: 'none' | 'part' | 'full' | 'done' | null
  /** It must not be shipped for now. */
  readonly locked: boolean
  /** What a kit takes from stock, as it was when it was ordered. Empty: it is no kit. */
  readonly parts: readonly OrderPart[]
  /** WAITING_FOR_OLDER_ORDER: pieces are missing, and others get or have them before. */
  readonly waitsFor: { readonly code: string; readonly orders: readonly string[] } | null
}

/** A part of a kit that was ordered. */
export interface OrderPart {
  readonly itemId: string
  readonly itemNumber: string
  readonly name: string
  /** In one kit. */
  readonly perKit: string
  readonly open: string
  readonly allocated: string
  readonly onHand: string
}

export interface OrderPayment {
  readonly id: string
  readonly amount: string
  readonly currency: string
  readonly method: string
  readonly transactionId: string | null
  readonly paidAt: Date
  readonly bookedAt: Date
  readonly bookedBy: string
  readonly entry: PaymentEntry
  /** The entry that it takes back, or moves. */
  readonly againstId: string | null
  readonly reason: string
}

export interface OrderDelivery {
  readonly id: string
  readonly deliveryNumber: string
  readonly state: DeliveryNoteState
  readonly warehouse: string
  readonly madeAt: Date
  readonly madeBy: string
  /** Null: not yet. */
  readonly shippedAt: Date | null
  readonly reversedAt: Date | null
  readonly reversedBy: string | null
  readonly reverseReason: string | null
  readonly lines: readonly { readonly line: number; readonly quantity: string }[]
  readonly packages: readonly {
    readonly no: number
    readonly carrier: string
    readonly tracking: string
    readonly url: string | null
    /** Kilograms. */
    readonly weight: string | null
    readonly returnLabel: ReturnLabel | null
  }[]
}

/** With the old and new values of what it changed. */
export interface OrderEvent extends EditedValues {
  readonly at: Date
  readonly actor: string
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
}

/** All of an order but for what its shop knows (src/channels/orderAtShop.ts) and what can be done with it. */
export interface OrderDetail extends OrderRow {
  readonly webOrderId: string | null
  readonly channelId: string | null
  readonly kind: string
  readonly version: number
  readonly customerNumber: string
  readonly customerReason: Readonly<Record<string, unknown>>
  readonly takenOverBy: string
  readonly billing: Readonly<Record<string, unknown>> | null
  readonly shipping: Readonly<Record<string, unknown>> | null
  readonly paymentMethod: string
  readonly shippingMethod: string
  readonly language: string | null
  readonly customerNote: string
  readonly note: string
  readonly fulfilledBy: 'channel' | null
  readonly cancelledAt: Date | null
  readonly cancelledBy: string | null
  readonly cancelReason: string | null
  readonly pending: boolean
  readonly invoiceState: 'none' | 'part' | 'full'
  /** Completed without shipping. */
  readonly completedAt: Date | null
  readonly completedBy: string | null
  readonly completeReason: string | null
  readonly sums: OrderSums
  readonly lines: readonly OrderLine[]
  readonly payments: readonly OrderPayment[]
  readonly deliveries: readonly OrderDelivery[]
  readonly history: readonly OrderEvent[]
}

/** What the shop says that the customer pays, what the lines add up to, and what is still to be paid for what was not cancelled and did not come back; below zero: is to go back. */
export interface OrderSums {
  readonly total: string
  readonly lines: string | null
  /** Total less lines; null where the gross price of a line is not known. Never corrected, only shown. */
  readonly difference: string | null
  readonly paid: string
  readonly open: string
}

/**
 * One order; undefined if there is none of that id. Seven statements on primary keys. `withPersons`: its history shows old and new values
 * also of fields that tell of a person.
 */
export async function readOrder(
  tx: Tx,
  tenant: string,
  id: string,
  { withPersons = false } = {},
): Promise<OrderDetail | undefined> {
  const [heads, lines, payments, deliveries, events, waiting, [stand]] = await Promise.all([
    tx.query<Head>(
      `select ${orderRowColumns}, o.taken_over_by as "takenOverBy", o.channel_id as "channelId", o.web_order_id as "webOrderId",
         k.customer_number as "customerNumber", o.customer_reason as "customerReason", o.lines_gross as "linesGross", o.billing, o.shipping,
         o.language, o.customer_note as "customerNote", o.note, o.fulfilled_by as "fulfilledBy", o.cancelled_at as "cancelledAt",
         o.cancelled_by as "cancelledBy", o.cancel_reason as "cancelReason", o.completed_at as "completedAt",
         o.completed_by as "completedBy", o.complete_reason as "completeReason", o.version
       from sales_order o join customer k on k.tenant_id = o.tenant_id and k.id = o.customer_id ${orderRowJoins}
       where o.tenant_id = $1 and o.id = $2`,
      [tenant, id],
    ),
    tx.query<Omit<OrderLine, 'waitsFor'>>(
      `select l.line_no as line, l.kind, l.item_id as "itemId", coalesce(i.item_number, l.sku) as "itemNumber", l.name,
         l.quantity, l.delivered, l.cancelled, l.open_quantity as open, l.allocated,
         case when i.kind <> 'kit' then (select coalesce(sum(s.on_hand), 0) from stock_level s
           where s.tenant_id = l.tenant_id and s.item_id = l.item_id) end as "onHand",
         l.unit_gross as "unitGross", l.unit_net as "unitNet", l.discount_percent as "discountPercent",
         coalesce(l.gross, trim_scale(l.unit_gross * l.quantity)) as "totalGross", l.net as "totalNet", l.tax_rate as "taxRate",
         l.tax_class_id as "taxClassId", l.note,
         case when l.kind <> 'item' then null when l.open_quantity = 0 then 'done' when l.allocated = 0 then 'none'
           when l.allocated < l.open_quantity then 'part' else 'full' end as deliverable, l.shipping_lock as locked,
         (select coalesce(jsonb_agg(jsonb_build_object('itemId', p.item_id, 'itemNumber', c.item_number, 'name', c.name,
            'perKit', trim_scale(p.per_kit)::text, 'open', trim_scale(p.open_quantity)::text, 'allocated', trim_scale(p.allocated)::text,
            'onHand', (select trim_scale(coalesce(sum(s.on_hand), 0))::text from stock_level s
              where s.tenant_id = p.tenant_id and s.item_id = p.item_id)) order by c.item_number), '[]')
          from sales_order_part p join item c on c.tenant_id = p.tenant_id and c.id = p.item_id
          where p.tenant_id = l.tenant_id and p.order_id = l.order_id and p.line_no = l.line_no) as parts
       from sales_order_line l left join item i on i.tenant_id = l.tenant_id and i.id = l.item_id
       where l.tenant_id = $1 and l.order_id = $2 order by l.line_no`,
      [tenant, id],
    ),
    tx.query<OrderPayment>(
      `select id, amount, currency, method, transaction_id as "transactionId", paid_at as "paidAt", booked_at as "bookedAt",
         booked_by as "bookedBy", entry, against_id as "againstId", reason from payment where tenant_id = $1 and order_id = $2 order by paid_at, id`,
      [tenant, id],
    ),
    tx.query<OrderDelivery>(
      `select d.id, d.delivery_number as "deliveryNumber", ${deliveryNoteState('d')} as state, w.name as warehouse,
         d.made_at as "madeAt", d.made_by as "madeBy", d.shipped_at as "shippedAt", d.reversed_at as "reversedAt",
         d.reversed_by as "reversedBy", d.reverse_reason as "reverseReason",
         (select coalesce(json_agg(json_build_object('line', n.line_no, 'quantity', n.quantity::text) order by n.line_no), '[]')
          from delivery_line n where n.tenant_id = d.tenant_id and n.delivery_id = d.id) as lines,
         (select coalesce(json_agg(json_build_object('no', p.package_no, 'carrier', p.carrier, 'tracking', p.tracking,
            'url', p.url, 'weight', p.weight::text, 'returnLabel', p.return_label) order by p.package_no), '[]')
          from delivery_package p where p.tenant_id = d.tenant_id and p.delivery_id = d.id) as packages
       from delivery d join warehouse w on w.tenant_id = d.tenant_id and w.id = d.warehouse_id
       where d.tenant_id = $1 and d.order_id = $2 order by d.id`,
      [tenant, id],
    ),
    tx.query<Omit<OrderEvent, keyof EditedValues> & { personal: PersonalValue[] }>(
      `select h.at, h.actor, h.event, h.data, coalesce((
         select json_agg(json_build_object('field', v.field, 'before', v.before, 'after', v.after) order by v.field)
         from sales_order_edit_value v where $3 and v.tenant_id = h.tenant_id and v.order_id = h.order_id and v.event_id = h.id), '[]')
         as personal
       from sales_order_history h where h.tenant_id = $1 and h.order_id = $2 order by h.id desc limit 200`,
      [tenant, id, withPersons],
    ),
    whoIsServed(tx, tenant, [id]),
    moneyStands(tx, tenant, [id]),
  ])
  const [head] = heads
  if (!head) return undefined
  const { linesGross, ...order } = head
  const { paid } = order
  const sums: OrderSums = {
    total: order.totalGross,
    lines: linesGross,
    difference: linesGross === null ? null : exact(order.totalGross).minus(linesGross).toFixed(),
    paid,
    open: exact(stand?.owed ?? order.totalGross)
      .minus(paid)
      .toFixed(),
  }
  const history = events.map(({ personal, ...event }) => ({
    ...event,
    ...editedValues(event.data, personal),
  }))
  const shown = lines.map(line => ({ ...line, waitsFor: waitsFor(waiting, line.line) }))
  return { ...order, sums, lines: shown, payments, deliveries, history }
}

function waitsFor(waiting: readonly WaitingLine[], line: number): OrderLine['waitsFor'] {
  const orders = waiting.filter(one => one.line === line).flatMap(one => one.servedBefore)
  return orders.length === 0 ? null : { code: 'WAITING_FOR_OLDER_ORDER', orders: [...new Set(orders)] }
}

type Head = Omit<OrderDetail, 'sums' | 'lines' | 'payments' | 'deliveries' | 'history'> & {
  readonly linesGross: string | null
  readonly paid: string
}

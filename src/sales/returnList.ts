import type { Tx } from '../base/database.ts'
import { rangesOf } from '../base/searchRanges.ts'
import { findObjects } from './findObjects.ts'
import type { ReturnCondition, ReturnLineState, ReturnOrigin, ReturnState } from './returnState.ts'

/** A return as lists and its page show it. */
export interface ReturnRow {
  readonly id: string
  readonly returnNumber: string
  readonly state: ReturnState
  readonly orderId: string
  readonly orderNumber: string
  readonly customerId: string
  readonly customer: string
  readonly channelId: string | null
  readonly channel: string | null
  /** Its shop reported it. */
  readonly fromShop: boolean
  readonly origin: ReturnOrigin
  readonly warehouseId: string | null
  readonly note: string
  /** In which it comes, as its shop said. */
  readonly parcel: { readonly carrier: string; readonly tracking: string } | null
  readonly madeAt: Date
  readonly madeBy: string
  readonly decidedAt: Date | null
  readonly closedAt: Date | null
  readonly closedBy: string | null
  readonly exchangeOrderId: string | null
  readonly exchangeOrderNumber: string | null
  readonly version: number
  readonly lines: readonly ReturnRowLine[]
}

export interface ReturnRowLine {
  readonly line: number
  readonly itemId: string | null
  readonly name: string
  readonly sku: string | null
  readonly quantity: string
  readonly received: string | null
  readonly restocked: string
  readonly state: ReturnLineState
  readonly condition: ReturnCondition | null
  readonly conditionNote: string
  readonly reason: {
    readonly code: string
    readonly names: { readonly de: string; readonly en: string }
  } | null
  readonly comment: string
  readonly warehouseId: string | null
  readonly credit: boolean
}

/** What returns are looked for by; what is absent lets all through. */
export interface ReturnFilter {
  readonly state?: ReturnState | undefined
  readonly orderId?: string | undefined
  readonly customerId?: string | undefined
  /** Those that can still change, or those that cannot. */
  readonly closed?: boolean | undefined
  /** Number of a return, an order or a delivery, or of an item, or a customer's name or number, by its beginning. */
  readonly search?: string | undefined
}

/** The orders that a search of a person names: so many at most, the newest. */
const searchLimit = 10_000

const lines = `(select json_agg(json_build_object('line', n.line_no, 'itemId', l.item_id, 'name', l.name, 'sku', l.sku,
    'quantity', trim_scale(n.quantity)::text, 'received', trim_scale(n.received)::text, 'restocked', trim_scale(n.restocked)::text,
    'state', n.state, 'condition', n.condition, 'conditionNote', n.condition_note, 'comment', n.comment,
    'warehouseId', n.warehouse_id, 'credit', n.credit,
    'reason', case when w.id is not null then json_build_object('code', w.code,
      'names', json_build_object('de', w.name_de, 'en', w.name_en)) end) order by n.line_no)
  from order_return_line n
    join sales_order_line l on l.tenant_id = n.tenant_id and l.order_id = n.order_id and l.line_no = n.line_no
    left join return_reason w on w.tenant_id = n.tenant_id and w.id = n.reason_id
  where n.tenant_id = r.tenant_id and n.return_id = r.id)`
const columns = `r.id, r.return_number as "returnNumber", r.state, r.order_id as "orderId", o.order_number as "orderNumber",
  o.customer_id as "customerId", o.customer_name as customer, o.channel_id as "channelId", h.name as channel, r.from_ledger_id is not null as "fromShop", r.origin,
  r.warehouse_id as "warehouseId", r.note, v.record -> 'parcel' as parcel, r.made_at as "madeAt", r.made_by as "madeBy", r.decided_at as "decidedAt",
  r.closed_at as "closedAt", r.closed_by as "closedBy", r.exchange_order_id as "exchangeOrderId",
  e.order_number as "exchangeOrderNumber", r.version, ${lines} as lines`
const joined = `order_return r join sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
  left join channel h on h.tenant_id = o.tenant_id and h.id = o.channel_id
  left join web_event v on v.tenant_id = r.tenant_id and v.id = r.from_ledger_id
  left join sales_order e on e.tenant_id = r.tenant_id and e.id = r.exchange_order_id`
const which = `r.tenant_id = $1 and ($2::text is null or r.state = $2) and ($3::uuid is null or r.order_id = $3)
  and ($4::uuid is null or exists (select from sales_order c where c.tenant_id = r.tenant_id and c.id = r.order_id and c.customer_id = $4))
  and ($5::boolean is null or (r.closed_at is not null) = $5) and ($6::uuid[] is null or r.id = any($6::uuid[]))`

/** Returns, newest first, and how many; counting stops at `countTo`. */
export async function listReturns(
  tx: Tx,
  tenant: string,
  filter: ReturnFilter,
  page: { readonly after: string | undefined; readonly limit: number; readonly countTo: number },
): Promise<{ rows: ReturnRow[]; count: number }> {
  const found = await searched(tx, tenant, filter.search)
  const { state, orderId, customerId, closed } = filter
  const values = [tenant, state ?? null, orderId ?? null, customerId ?? null, closed ?? null, found]
  const [rows, counted] = await Promise.all([
    tx.query<ReturnRow>(
      `select ${columns} from ${joined} where ${which} and ($7::uuid is null or r.id < $7) order by r.id desc limit $8`,
      [...values, page.after ?? null, page.limit],
    ),
    tx.query<{ count: number }>(
      `select count(*)::int as count from (select 1 from order_return r where ${which} limit $7) c`,
      [...values, page.countTo],
    ),
  ])
  return { rows, count: counted[0]?.count ?? 0 }
}

/** How many returns there are in each state, without those that are closed; a state without any is left out. */
export async function countReturns(tx: Tx, tenant: string): Promise<{ state: ReturnState; count: number }[]> {
  return tx.query(
    `select state, count(*)::int as count from order_return where tenant_id = $1 and closed_at is null group by state order by state`,
    [tenant],
  )
}

/** A return by id, with the address it is fetched from; undefined if there is none. */
export async function readReturn(
  tx: Tx,
  tenant: string,
  id: string,
): Promise<(ReturnRow & { readonly pickup: Readonly<Record<string, string>> | null }) | undefined> {
  const [row] = await tx.query<ReturnRow & { pickup: Record<string, string> | null }>(
    `select ${columns}, r.pickup from ${joined} where r.tenant_id = $1 and r.id = $2`,
    [tenant, id],
  )
  return row
}

// Returns are few among orders, so the orders that a text means lead to them; null: nothing is asked for.
async function searched(tx: Tx, tenant: string, text = ''): Promise<string[] | null> {
  const typed = text.trim()
  if (typed === '') return null
  const { lows, highs } = rangesOf([...new Set([typed, typed.toUpperCase()])], false)
  const customers = await findObjects(tx, tenant, 'customer', typed, false)
  const items = await findObjects(tx, tenant, 'item', typed, false)
  const rows = await tx.query<{ id: string }>(
    `select r.id from unnest($2::text[], $3::text[]) as u (low, high)
       join order_return r on r.tenant_id = $1 and r.return_number >= u.low and r.return_number < u.high
     union select r.id from unnest($2::text[], $3::text[]) as u (low, high)
       join sales_order o on o.tenant_id = $1 and o.order_number >= u.low and o.order_number < u.high
       join order_return r on r.tenant_id = o.tenant_id and r.order_id = o.id
     union select r.id from unnest($2::text[], $3::text[]) as u (low, high)
       join sales_order o on o.tenant_id = $1 and o.external_number is not null and o.external_number >= u.low and o.external_number < u.high
       join order_return r on r.tenant_id = o.tenant_id and r.order_id = o.id
     union select r.id from unnest($2::text[], $3::text[]) as u (low, high)
       join delivery d on d.tenant_id = $1 and d.delivery_number >= u.low and d.delivery_number < u.high
       join order_return r on r.tenant_id = d.tenant_id and r.order_id = d.order_id
     union select r.id from order_return r join sales_order o on o.tenant_id = r.tenant_id and o.id = r.order_id
       where r.tenant_id = $1 and o.customer_id = any($4::uuid[])
     union select x.return_id from order_return_line x
       join sales_order_line n on n.tenant_id = x.tenant_id and n.order_id = x.order_id and n.line_no = x.line_no
       where x.tenant_id = $1 and n.item_id = any($5::uuid[])
     order by 1 desc limit $6`,
    [tenant, lows, highs, customers?.ids ?? [], items?.ids ?? [], searchLimit],
  )
  return rows.map(row => row.id)
}

import type { Tx } from '../base/database.ts'
import type { OrderToMatch } from '../customers/matchCandidates.ts'
import { type Matching, usualRule } from '../customers/matchRule.ts'
import { awaitsAnswer } from './confirmations.ts'
import type { OpenCheck } from './inboxChecks.ts'
import type { WebAddress } from './webOrder.ts'

/** The views of the inbox; `all` is the sum of the others. */
export const inboxStates = ['all', 'ready', 'open', 'confirm', 'pending'] as const
export type InboxState = (typeof inboxStates)[number]

export interface InboxRow {
  readonly id: string
  readonly connection: string
  readonly connectionId: string
  readonly channel: string
  readonly externalNumber: string
  readonly placedAt: Date
  readonly customer: string
  readonly customerExternalId: string | null
  /** Whom it is billed to: what a customer is recognised by. */
  readonly address: WebAddress | null
  readonly country: string | null
  readonly currency: string
  /** Null only while pending. */
  readonly totalGross: string | null
  readonly lines: number
  readonly paymentState: string
  readonly pending: boolean
  /** It waits for our yes or no. */
  readonly wantsAnswer: boolean
  /** At the latest then; null: whenever. */
  readonly answerUntil: Date | null
  /** What was said: true: yes. */
  readonly confirmed: boolean | null
  readonly openChecks: readonly string[]
  readonly checkData: readonly OpenCheck[] | null
  readonly assignedCustomerId: string | null
  readonly assignedBy: string | null
  /** A person said that it is of nobody who is known. */
  readonly assignedNew: boolean
  /** How its customer is found. */
  readonly matching: Matching
}

/** What the inbox is limited to; what is absent limits nothing. */
export interface InboxFilter {
  readonly state?: InboxState | undefined
  readonly connectionId?: string | undefined
  /** Part of the external number, the customer's name, an item's number or name. */
  readonly search?: string | undefined
}

const columns = `w.id, c.name as connection, w.connection_id as "connectionId", h.name as channel, w.external_number as "externalNumber",
  w.placed_at as "placedAt", w.customer_name as customer, w.customer_external_id as "customerExternalId",
  coalesce(w.record -> 'billing', w.record -> 'shipping') as address, w.country, w.currency, w.total_gross as "totalGross",
  (select count(*)::int from web_order_line n where n.tenant_id = w.tenant_id and n.web_order_id = w.id) as lines,
  w.payment_state as "paymentState", w.pending, ${awaitsAnswer} as "wantsAnswer", w.answer_until as "answerUntil",
  (select y.accepted from order_confirmation y where y.tenant_id = w.tenant_id and y.web_order_id = w.id) as confirmed,
  w.open_checks as "openChecks", w.check_data as "checkData",
  w.assigned_customer_id as "assignedCustomerId", w.assigned_by as "assignedBy", w.assigned_new as "assignedNew",
  json_build_object('guests', h.guests, 'unsure', h.unsure, 'automaticFrom', coalesce(m.automatic_from, ${usualRule.automaticFrom}),
    'askFrom', coalesce(m.ask_from, ${usualRule.askFrom})) as matching`
const names = `join connection c on c.tenant_id = w.tenant_id and c.id = w.connection_id
  join channel h on h.tenant_id = w.tenant_id and h.id = w.channel_id
  left join match_rule m on m.tenant_id = w.tenant_id`

// Every order stands in one view besides `all`; what waits for us does not wait for its marketplace.
function viewOf(state: string): string {
  return `case ${state} when 'ready' then w.open_checks = '{}' and not w.pending when 'open' then w.open_checks <> '{}' and not w.pending
    when 'confirm' then ${awaitsAnswer} when 'pending' then w.pending and not ${awaitsAnswer} else true end`
}

// The inbox is what nobody has taken over yet: hundreds, not millions. So a search may look into every row of it.
const limits = `w.tenant_id = $1 and w.state = 'staged' and ($2::uuid is null or w.connection_id = $2)
  and ($3::text is null or ${viewOf('$3')})
  and ($4::text is null or position($4 in lower(w.external_number || ' ' || w.customer_name)) > 0 or exists (
    select 1 from web_order_line n left join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
    where n.tenant_id = $1 and n.web_order_id = w.id
      and position($4 in lower(concat_ws(' ', i.item_number, n.sku, n.name))) > 0))`

function limitsOf(tenant: string, filter: InboxFilter): unknown[] {
  const search = filter.search?.trim().toLowerCase()
  return [tenant, filter.connectionId ?? null, filter.state ?? null, search || null]
}

/** Staged web orders, newest first; `after` is the id of the last row of the page before. */
export function listInbox(
  tx: Tx,
  tenant: string,
  filter: InboxFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<InboxRow[]> {
  return tx.query<InboxRow>(
    `select ${columns} from web_order w ${names}
     where ${limits} and ($5::uuid is null or (w.placed_at, w.id) < (
       select o.placed_at, o.id from web_order o where o.tenant_id = $1 and o.id = $5))
     order by w.placed_at desc, w.id desc limit $6`,
    [...limitsOf(tenant, filter), page.after ?? null, page.limit],
  )
}

/** Staged orders that a filter leaves: how many; counting stops at `limit`. */
export async function countInbox(
  tx: Tx,
  tenant: string,
  filter: InboxFilter,
  limit: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from web_order w where ${limits} limit $5) as counted`,
    [...limitsOf(tenant, filter), limit],
  )
  return row?.count ?? 0
}

/** How many staged orders each view holds, all of one moment; counting stops at `limit`. */
export function countInboxStates(
  tx: Tx,
  tenant: string,
  connectionId: string | undefined,
  limit: number,
): Promise<{ state: InboxState; count: number }[]> {
  return tx.query(
    `select s.state, (select count(*)::int from (select 1 from web_order w where w.tenant_id = $1 and w.state = 'staged'
       and ($2::uuid is null or w.connection_id = $2) and ${viewOf('s.state')} limit $3) as counted) as count
     from unnest($4::text[]) with ordinality as s (state, at) order by s.at`,
    [tenant, connectionId ?? null, limit, inboxStates],
  )
}

export interface InboxDetail extends InboxRow {
  readonly record: Readonly<Record<string, unknown>>
  readonly positions: readonly {
    readonly line: number
    readonly kind: string
    readonly itemNumber: string | null
    readonly sku: string | null
    readonly name: string
    readonly quantity: string
    readonly unitGross: string | null
    readonly taxRate: string | null
  }[]
}

/** One web order with its lines, staged or not; undefined if there is none of that id. */
export async function readInbox(tx: Tx, tenant: string, id: string): Promise<InboxDetail | undefined> {
  const [order] = await tx.query<Omit<InboxDetail, 'positions'>>(
    `select ${columns}, w.record from web_order w ${names} where w.tenant_id = $1 and w.id = $2`,
    [tenant, id],
  )
  if (!order) return undefined
  const positions = await tx.query<InboxDetail['positions'][number]>(
    `select n.line_no as line, n.kind, i.item_number as "itemNumber", n.sku, n.name, n.quantity, n.unit_gross as "unitGross", n.tax_rate as "taxRate"
     from web_order_line n left join item i on i.tenant_id = n.tenant_id and i.id = n.item_id
     where n.tenant_id = $1 and n.web_order_id = $2 order by n.line_no`,
    [tenant, id],
  )
  return { ...order, positions }
}

/** By what the customer of a staged order is recognised. */
export function matchFactsOf(order: InboxRow): OrderToMatch {
  const { connectionId, customerExternalId, address, matching } = order
  return { connectionId, externalId: customerExternalId, address, matching }
}

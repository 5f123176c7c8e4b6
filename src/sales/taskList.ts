import type { Tx } from '../base/database.ts'

/** A task as lists show it. */
export interface TaskRow {
  readonly id: string
  readonly code: string
  readonly orderId: string | null
  readonly orderNumber: string | null
  readonly externalNumber: string | null
  readonly customer: string | null
  readonly channelId: string | null
  readonly channel: string | null
  readonly ledgerId: string | null
  readonly data: Readonly<Record<string, unknown>>
  /** The order is not delivered while it is open. */
  readonly holds: boolean
  readonly raisedAt: Date
  readonly raisedBy: string
  readonly closedAt: Date | null
  readonly closedBy: string | null
  readonly decision: string | null
  readonly note: string
}

export interface TaskFilter {
  readonly state: 'open' | 'closed' | 'all'
  readonly code?: string | undefined
  readonly orderId?: string | undefined
  readonly channelId?: string | undefined
}

const parameters = (tenant: string, { code, orderId, channelId }: TaskFilter) => [
  tenant,
  code ?? null,
  orderId ?? null,
  channelId ?? null,
]

function where({ state }: TaskFilter): string {
  const closed = { open: 't.closed_at is null', closed: 't.closed_at is not null', all: 'true' }[state]
  return `t.tenant_id = $1 and ${closed} and ($2::text is null or t.code = $2) and ($3::uuid is null or t.order_id = $3)
     and ($4::uuid is null or t.channel_id = $4)`
}

/** Tasks, newest first; `after` is the last id of the page before. */
export function listTasks(
  tx: Tx,
  tenant: string,
  filter: TaskFilter,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<TaskRow[]> {
  return tx.query<TaskRow>(
    `select t.id, t.code, t.order_id as "orderId", o.order_number as "orderNumber", o.external_number as "externalNumber",
       o.customer_name as customer, t.channel_id as "channelId", h.name as channel, t.ledger_id as "ledgerId", t.data,
       exists (select from order_hold k where k.tenant_id = t.tenant_id and k.task_id = t.id and k.released_at is null) as holds,
       t.raised_at as "raisedAt", t.raised_by as "raisedBy", t.closed_at as "closedAt", t.closed_by as "closedBy", t.decision, t.note
     from task t left join sales_order o on o.tenant_id = t.tenant_id and o.id = t.order_id
       left join channel h on h.tenant_id = t.tenant_id and h.id = t.channel_id
     where ${where(filter)} and ($5::uuid is null or t.id < $5) order by t.id desc limit $6`,
    [...parameters(tenant, filter), page.after ?? null, page.limit],
  )
}

/** How many tasks there are; counting stops at `limit`. `oldest`: the open one that waits longest. */
export async function countTasks(
  tx: Tx,
  tenant: string,
  filter: TaskFilter,
  limit: number,
): Promise<{ readonly count: number; readonly oldest: Date | null }> {
  const [row] = await tx.query<{ count: number; oldest: Date | null }>(
    `select (select count(*)::int from (select 1 from task t where ${where(filter)} limit $5) c) as count,
       (select t.raised_at from task t where ${where(filter)} order by t.id limit 1) as oldest`,
    [...parameters(tenant, filter), limit],
  )
  return { count: row?.count ?? 0, oldest: row?.oldest ?? null }
}

/** A request for a cancellation as lists show it. */
export interface RequestRow {
  readonly id: string
  readonly orderId: string
  readonly orderNumber: string
  readonly externalNumber: string | null
  readonly customer: string
  readonly channel: string | null
  readonly reason: string
  readonly whole: boolean
  readonly lines: readonly { readonly lineNo: number; readonly quantity: string }[]
  readonly askedAt: Date
  readonly answer: string | null
  readonly answeredAt: Date | null
  readonly answeredBy: string | null
  readonly answerReason: string | null
}

/** Requests for a cancellation, newest first, and how many; counting stops at `countTo`. */
export async function listRequests(
  tx: Tx,
  tenant: string,
  filter: { readonly state: 'open' | 'answered' | 'all'; readonly orderId?: string | undefined },
  page: { readonly after: string | undefined; readonly limit: number; readonly countTo: number },
): Promise<{ rows: RequestRow[]; count: number }> {
  const of = { open: 'q.answer is null', answered: 'q.answer is not null', all: 'true' }[filter.state]
  const which = `q.tenant_id = $1 and ${of} and ($2::uuid is null or q.order_id = $2)`
  const [rows, counted] = await Promise.all([
    tx.query<RequestRow>(
      `select q.id, q.order_id as "orderId", o.order_number as "orderNumber", o.external_number as "externalNumber",
         o.customer_name as customer, h.name as channel, q.reason, q.whole, q.lines, q.asked_at as "askedAt", q.answer,
         q.answered_at as "answeredAt", q.answered_by as "answeredBy", q.answer_reason as "answerReason"
       from cancellation_request q join sales_order o on o.tenant_id = q.tenant_id and o.id = q.order_id
         left join channel h on h.tenant_id = o.tenant_id and h.id = o.channel_id
       where ${which} and ($3::uuid is null or q.id < $3) order by q.id desc limit $4`,
      [tenant, filter.orderId ?? null, page.after ?? null, page.limit],
    ),
    tx.query<{ count: number }>(
      `select count(*)::int as count from (select 1 from cancellation_request q where ${which} limit $3) c`,
      [tenant, filter.orderId ?? null, page.countTo],
    ),
  ])
  return { rows, count: counted[0]?.count ?? 0 }
}

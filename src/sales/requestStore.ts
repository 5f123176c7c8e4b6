import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import type { Doing } from './orderStore.ts'
import { rememberOrders } from './takeOverStore.ts'
import { settleTasks } from './tasks.ts'

/** A request for a cancellation, of a buyer or a marketplace. */
export interface CancellationRequest {
  readonly id: string
  readonly orderId: string
  readonly whole: boolean
  readonly lines: readonly { readonly lineNo: number; readonly quantity: string }[]
  readonly answer: string | null
}

/**
 * Answers the requests that a cancellation answers: all open ones of an order that was cancelled as a whole, with its reason.
 * Where lines are left, a person answers. Noted as what accepted a request is a cancellation of no more than that asked for: its
 * shop is told it once.
 */
export async function answerByCancelling(
  tx: Tx,
  tenant: string,
  done: readonly {
    readonly id: string
    readonly orderId: string
    readonly reason: string
    readonly whole: boolean
    readonly fromLedgerId: string | null
    readonly lines: readonly { readonly line: number; readonly quantity: string }[]
  }[],
  by: Doing,
): Promise<Changed> {
  const whole = new Map(done.flatMap(one => (one.whole ? [[one.orderId, one] as const] : [])))
  const open = await tx.query<CancellationRequest>(
    `select id, order_id as "orderId", whole, lines, answer from cancellation_request
     where tenant_id = $1 and order_id = any($2::uuid[]) and answer is null order by id for no key update`,
    [tenant, [...whole.keys()]],
  )
  await storeAnswers(
    tx,
    tenant,
    open.map(request => {
      const { id, reason = '', lines = [] } = whole.get(request.orderId) ?? {}
      const cancellationId = asksForAll(request, lines) ? id : undefined
      return { ...request, answer: 'accepted' as const, reason, cancellationId }
    }),
    by,
  )
  // What its shop cancelled itself, it need not be told.
  const told = open.filter(one => whole.get(one.orderId)?.fromLedgerId === null)
  return told.length > 0 ? { cancellation_answer: told.map(one => one.id) } : {}
}

function asksForAll(
  request: CancellationRequest,
  lines: readonly { readonly line: number; readonly quantity: string }[],
): boolean {
  return (
    request.whole ||
    lines.every(({ line, quantity }) =>
      request.lines.some(asked => asked.lineNo === line && exact(asked.quantity).gte(quantity)),
    )
  )
}

/**
 * Stores answers that were given or have come about, each once, and ends their tasks. What its shop only said, it may take
 * back by cancelling after all; what a person refused (with a reason) stays.
 */
export async function storeAnswers(
  tx: Tx,
  tenant: string,
  answers: readonly {
    readonly id: string
    readonly orderId: string
    readonly answer: 'accepted' | 'refused' | 'withdrawn'
    readonly reason: string
    /** The cancellation by which it was accepted, where that cancels no more. */
    readonly cancellationId?: string | undefined
  }[],
  by: Doing,
): Promise<void> {
  if (answers.length === 0) return
  const stored = await tx.query<{ id: string }>(
    `update cancellation_request q set answer = r.answer, answered_at = $3, answered_by = $4, answer_reason = r.reason,
       cancellation_id = r."cancellationId"
     from json_to_recordset($2) as r (id uuid, answer text, reason text, "cancellationId" uuid)
     where q.tenant_id = $1 and q.id = r.id
       and (q.answer is null or (q.answer = 'refused' and q.answer_reason = '' and r.answer = 'accepted'))
     returning q.id`,
    [tenant, JSON.stringify(answers), by.now, by.name],
  )
  const given = answers.filter(one => stored.some(row => row.id === one.id))
  await settleTasks(
    tx,
    tenant,
    given.map(one => ({ orderId: one.orderId, codes: ['CANCELLATION_REQUESTED'], subjects: [one.id] })),
    by,
  )
  await rememberOrders(
    tx,
    tenant,
    given.map(one => ({
      orderId: one.orderId,
      event: `cancellation_${one.answer}`,
      data: { request: one.id },
    })),
    by,
  )
}

/** Requests by id; ids of none are left out. */
export function readRequests(tx: Tx, tenant: string, ids: readonly string[]): Promise<CancellationRequest[]> {
  return tx.query<CancellationRequest>(
    `select id, order_id as "orderId", whole, lines, answer from cancellation_request
     where tenant_id = $1 and id = any($2::uuid[]) order by id`,
    [tenant, ids],
  )
}

/**
 * Notes requests that a shop reported, each once; one that is not answered says what was asked for last. Answers the ids of
 * those that were new.
 */
export async function insertRequests(
  tx: Tx,
  tenant: string,
  requests: readonly (Omit<CancellationRequest, 'answer'> & { readonly reason: string; readonly at: Date })[],
): Promise<string[]> {
  if (requests.length === 0) return []
  const rows = await tx.query<{ id: string; fresh: boolean }>(
    `insert into cancellation_request (tenant_id, id, order_id, reason, whole, lines, asked_at)
     select $1, r.id, r."orderId", r.reason, r.whole, r.lines, r.at
     from json_to_recordset($2) as r (id uuid, "orderId" uuid, reason text, whole boolean, lines jsonb, at timestamptz)
     on conflict (tenant_id, id) do update set reason = excluded.reason, whole = excluded.whole, lines = excluded.lines,
       asked_at = excluded.asked_at where cancellation_request.answer is null
     returning id, xmax = 0 as fresh`,
    [tenant, JSON.stringify(requests)],
  )
  return rows.flatMap(row => (row.fresh ? [row.id] : []))
}

import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import type { Doing } from './orderStore.ts'
import { chosenReason, type GivenReason, listReasons } from './reasonLists.ts'

/** A person's answer to a web order that waits for it; a refusal has a reason of the list of cancellations. */
export interface ConfirmationAnswer extends GivenReason {
  readonly id: string
  readonly accept: boolean
}

export interface ConfirmationResult {
  readonly id: string
  /** `unchanged`: the same was said before. */
  readonly did: 'confirmed' | 'declined' | 'unchanged' | 'refused'
  readonly code?: string
  readonly data?: ProblemData
}

/** Whether the channel of an order can be told, by its system. */
export type TakesConfirmations = (system: string, facts: Readonly<Record<string, unknown>>) => boolean

/** SQL: whether web order `w` is waiting for its marketplace, in the inbox or taken over before its time. */
export const awaitsChannel = `case w.state when 'staged' then w.pending when 'taken_over' then exists (
  select from sales_order o where o.tenant_id = w.tenant_id and o.web_order_id = w.id and o.pending and o.cancelled_at is null) else false end`

/** SQL: whether web order `w` waits for our yes or no. */
export const awaitsAnswer = `(w.wants_answer and ${awaitsChannel} and not exists (
  select from order_confirmation y where y.tenant_id = w.tenant_id and y.web_order_id = w.id))`

/**
 * Says whether we take web orders that wait for it, once each; the same again changes nothing. The order stays as it is until its
 * channel says what became of it. Not done, one by one: WEB_ORDER_UNKNOWN, CONFIRMATION_NOT_WANTED, CONFIRMATION_GIVEN (the other
 * was said), CONFIRMATION_NOT_OFFERED, REASON_REQUIRED and its like. One result per element, in order.
 */
export async function answerWebOrders(
  tx: Tx,
  tenant: string,
  answers: readonly ConfirmationAnswer[],
  takes: TakesConfirmations,
  by: Doing,
): Promise<{ results: ConfirmationResult[]; changed: Changed }> {
  const ids = [...new Set(answers.map(one => one.id))]
  const reasons = await listReasons(tx, tenant, 'cancellation_reason')
  await tx.query(
    `select id from web_order where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, ids],
  )
  const rows = await tx.query<{
    id: string
    waits: boolean
    accepted: boolean | null
    system: string
    facts: Readonly<Record<string, unknown>>
  }>(
    `select w.id, w.wants_answer and ${awaitsChannel} as waits, c.accepted, n.system, n.facts
     from web_order w join connection n on n.tenant_id = w.tenant_id and n.id = w.connection_id
       left join order_confirmation c on c.tenant_id = w.tenant_id and c.web_order_id = w.id
     where w.tenant_id = $1 and w.id = any($2::uuid[])`,
    [tenant, ids],
  )
  const known = new Map(rows.map(row => [row.id, { ...row }]))
  const given: Given[] = []
  const results = answers.map((answer): ConfirmationResult => {
    const { id, accept } = answer
    const order = known.get(id)
    const refused = (code: string, data: ProblemData = {}) => ({ id, did: 'refused' as const, code, data })
    if (!order) return refused('WEB_ORDER_UNKNOWN', { id })
    if (order.accepted === accept) return { id, did: 'unchanged' }
    if (order.accepted !== null) return refused('CONFIRMATION_GIVEN')
    if (!order.waits) return refused('CONFIRMATION_NOT_WANTED')
    if (!takes(order.system, order.facts))
      return refused('CONFIRMATION_NOT_OFFERED', { system: order.system })
    const choice = accept ? { reason: undefined } : chosenReason(reasons, answer, true)
    if ('code' in choice) return refused(choice.code, choice.data)
    given.push({
      id,
      accepted: accept,
      reasonId: choice.reason?.id ?? null,
      reason: accept ? '' : (answer.comment ?? ''),
    })
    order.accepted = accept
    return { id, did: accept ? 'confirmed' : 'declined' }
  })
  const stored = await storeAnswers(tx, tenant, given, by)
  return { results, changed: stored.length > 0 ? { confirmation: stored } : {} }
}

/** Says yes to those of these web orders that still wait for it; answers their ids. */
export function confirmWebOrders(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  by: Doing,
): Promise<string[]> {
  return storeAnswers(
    tx,
    tenant,
    ids.map(id => ({ id, accepted: true, reasonId: null, reason: '' })),
    by,
  )
}

interface Given {
  readonly id: string
  readonly accepted: boolean
  readonly reasonId: string | null
  readonly reason: string
}

async function storeAnswers(tx: Tx, tenant: string, given: readonly Given[], by: Doing): Promise<string[]> {
  if (given.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `insert into order_confirmation (tenant_id, web_order_id, accepted, reason_id, reason, answered_at, answered_by)
     select $1, w.id, r.accepted, r."reasonId", r.reason, $3, $4
     from json_to_recordset($2) as r (id uuid, accepted boolean, "reasonId" uuid, reason text)
       join web_order w on w.tenant_id = $1 and w.id = r.id and w.wants_answer and ${awaitsChannel}
     order by w.id on conflict do nothing returning web_order_id as id`,
    [tenant, JSON.stringify(given), by.now, by.name],
  )
  return rows.map(row => row.id)
}

/** Whether we take an order, as its channel is told it. */
export interface ConfirmationForChannel {
  /** Of the web order. */
  readonly id: string
  /** Key number and their id of the order. */
  readonly keyNo: number
  readonly theirOrderId: string
  readonly accepted: boolean
  /** Of a refusal: what the shop calls the reason, else the words that were given with it, else its name. */
  readonly reason: string | null
}

/**
 * Our answers to web orders, in the order of their ids; undefined for what was not answered, and for what its channel cancelled
 * meanwhile: nobody waits for that answer. One statement.
 */
export async function confirmationsForChannel(
  tx: Tx,
  tenant: string,
  webOrderIds: readonly string[],
): Promise<(ConfirmationForChannel | undefined)[]> {
  if (webOrderIds.length === 0) return []
  const rows = await tx.query<ConfirmationForChannel>(
    `select w.id, l.key_no as "keyNo", l.external_id as "theirOrderId", c.accepted,
       case when not c.accepted then coalesce(q.channel_values ->> w.connection_id::text, nullif(c.reason, ''),
         case w.record ->> 'language' when 'de' then q.name_de else q.name_en end, '') end as reason
     from unnest($2::uuid[]) as u (id)
       join order_confirmation c on c.tenant_id = $1 and c.web_order_id = u.id
       join web_order w on w.tenant_id = $1 and w.id = u.id and w.state <> 'cancelled'
       join ledger l on l.tenant_id = $1 and l.id = u.id
       left join cancellation_reason q on q.tenant_id = $1 and q.id = c.reason_id`,
    [tenant, webOrderIds],
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  return webOrderIds.map(id => byId.get(id))
}

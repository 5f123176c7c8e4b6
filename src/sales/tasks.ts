import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { holdOrders, releaseTasks } from './holdOrders.ts'
import type { Doing } from './orderStore.ts'

/** A matter that a person has to decide, and whether the order waits for it. */
export interface NewTask {
  readonly code: string
  /** Tells two matters of one order apart. */
  readonly subject?: string
  readonly orderId?: string
  readonly channelId?: string
  readonly ledgerId?: string
  readonly data: object
  /** Keeps the order from delivery until it is decided. */
  readonly hold?: boolean
}

/** Tasks that are moot once their order is cancelled. */
export const mootCodes = [
  'CHANGED_AT_CHANNEL',
  'SHIPPED_AT_CHANNEL',
  'PAYMENT_FAILED_AT_CHANNEL',
  'ADDRESS_CHANGED_AT_CHANNEL',
  'CANCELLED_AFTER_DELIVERY',
] as const

/**
 * Raises tasks. One matter is open at most once: raised again, its task says what is so now. An order whose task has to be
 * decided first is held with it, unless nothing of it is left to deliver. Answers the ids of the tasks, in order.
 */
export async function raiseTasks(
  tx: Tx,
  tenant: string,
  tasks: readonly NewTask[],
  by: Doing,
): Promise<string[]> {
  if (tasks.length === 0) return []
  const rows = await tx.query<{ at: number; id: string }>(
    `with given as (
       select r.*, r.no::int as at from rows from (json_to_recordset($2) as (id uuid, code text, subject text, "orderId" uuid, "channelId" uuid,
         "ledgerId" uuid, data jsonb)) with ordinality as r (id, code, subject, "orderId", "channelId", "ledgerId", data, no)
     ), raised as (
       insert into task (tenant_id, id, code, subject, order_id, channel_id, ledger_id, data, raised_at, raised_by)
       select distinct on (code, "orderId", "ledgerId", subject) $1, id, code, subject, "orderId", "channelId", "ledgerId", data, $3, $4
       from given order by code, "orderId", "ledgerId", subject, at desc
       on conflict (tenant_id, code, order_id, ledger_id, subject) where closed_at is null do update set data = excluded.data
       returning id, code, order_id, ledger_id, subject
     )
     select g.at, r.id from given g join raised r on r.code = g.code and r.subject = g.subject
       and r.order_id is not distinct from g."orderId" and r.ledger_id is not distinct from g."ledgerId"
     order by g.at`,
    [tenant, JSON.stringify(tasks.map(task => ({ subject: '', ...task, id: newId() }))), by.now, by.name],
  )
  const ids = rows.map(row => row.id)
  const holds = tasks.flatMap(({ code, orderId, hold }, at) =>
    orderId && hold ? [{ orderId, reason: code, taskId: ids[at] }] : [],
  )
  await holdOrders(tx, tenant, holds, by)
  return ids
}

/** An open task of an order. */
export interface OpenTask {
  readonly id: string
  readonly code: string
  readonly subject: string
  readonly orderId: string
  readonly data: unknown
}

/** The open tasks of these orders with one of these codes. */
export function openTasks(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  codes: readonly string[],
): Promise<OpenTask[]> {
  return tx.query<OpenTask>(
    `select id, code, subject, order_id as "orderId", data from task
     where tenant_id = $1 and order_id = any($2::uuid[]) and code = any($3::text[]) and closed_at is null order by id for no key update`,
    [tenant, orderIds, codes],
  )
}

/** Ends tasks with what was decided, and releases what was held for them. */
export async function endTasks(
  tx: Tx,
  tenant: string,
  ends: readonly { readonly id: string; readonly decision: string; readonly note?: string | undefined }[],
  by: Doing,
): Promise<void> {
  if (ends.length === 0) return
  await tx.run(
    `update task t set closed_at = $3, closed_by = $4, decision = r.decision, note = coalesce(r.note, '')
     from json_to_recordset($2) as r (id uuid, decision text, note text)
     where t.tenant_id = $1 and t.id = r.id and t.closed_at is null`,
    [tenant, JSON.stringify(ends), by.now, by.name],
  )
  await releaseTasks(
    tx,
    tenant,
    ends.map(one => one.id),
    by,
  )
}

/** Ends tasks that settled themselves: what they asked for has happened, or is not so any more. */
export async function settleTasks(
  tx: Tx,
  tenant: string,
  matters: readonly {
    readonly orderId: string
    readonly codes: readonly string[]
    readonly subjects?: readonly string[]
  }[],
  by: Doing,
): Promise<void> {
  if (matters.length === 0) return
  const open = await openTasks(
    tx,
    tenant,
    matters.map(one => one.orderId),
    [...new Set(matters.flatMap(one => one.codes))],
  )
  const over = open.filter(task =>
    matters.some(
      one =>
        one.orderId === task.orderId &&
        one.codes.includes(task.code) &&
        (one.subjects === undefined || one.subjects.includes(task.subject)),
    ),
  )
  await endTasks(
    tx,
    tenant,
    over.map(({ id }) => ({ id, decision: 'settled' })),
    by,
  )
}

/** Ends tasks about money of these orders that money has settled: all of it came, or all of it went back. */
export async function settleMoney(
  tx: Tx,
  tenant: string,
  orderIds: readonly string[],
  by: Doing,
): Promise<void> {
  if (orderIds.length === 0) return
  const open = await tx.query<{ orderId: string; code: string }>(
    `select t.order_id as "orderId", t.code from task t join sales_order o on o.tenant_id = t.tenant_id and o.id = t.order_id
     where t.tenant_id = $1 and t.order_id = any($2::uuid[]) and t.closed_at is null and (
       (t.code = 'REFUNDED_AT_CHANNEL' and o.payment_state = 'refunded')
       or (t.code = 'PAYMENT_FAILED_AT_CHANNEL' and o.total_gross <= (select coalesce(sum(p.amount), 0) from payment p
         where p.tenant_id = o.tenant_id and p.order_id = o.id and p.entry <> 'refund')))`,
    [tenant, orderIds],
  )
  await settleTasks(
    tx,
    tenant,
    open.map(({ orderId, code }) => ({ orderId, codes: [code] })),
    by,
  )
}

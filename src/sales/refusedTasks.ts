import type { Tx } from '../base/database.ts'
import type { Doing } from './orderStore.ts'
import { rememberOrders } from './takeOverStore.ts'
import { endTasks, raiseTasks } from './tasks.ts'

/** What is told once of an order, and where a refusal is a matter for a person: the buyer waits for it. */
const codes = { refund: 'REFUND_REFUSED_AT_CHANNEL', return: 'RETURN_REFUSED_AT_CHANNEL' } as const
const tables = { refund: 'payment', return: 'order_return' } as const
type Matter = keyof typeof codes

function isMatter(kind: string): kind is Matter {
  return Object.hasOwn(codes, kind)
}

/**
 * A channel refused refunds or returns: a person decides whether they are sent again, with the channel's words before them. Kinds that
 * are no such matter raise nothing.
 */
export async function raiseRefused(
  tx: Tx,
  tenant: string,
  of: { readonly kind: string; readonly channelId: string },
  refused: readonly { readonly objectId: string; readonly text: string }[],
  by: Doing,
): Promise<void> {
  const { kind, channelId } = of
  if (refused.length === 0 || !isMatter(kind)) return
  const rows = await tx.query<{ id: string; orderId: string }>(
    `select id, order_id as "orderId" from ${tables[kind]} where tenant_id = $1 and id = any($2::uuid[]) and order_id is not null order by id`,
    [tenant, refused.map(one => one.objectId)],
  )
  const texts = new Map(refused.map(one => [one.objectId, one.text]))
  await raiseTasks(
    tx,
    tenant,
    rows.map(({ id, orderId }) => ({
      code: codes[kind],
      subject: id,
      orderId,
      channelId,
      data: { detail: texts.get(id) ?? '' },
    })),
    by,
  )
}

/** Their channel has accepted them after all, or a person let go of them: nothing is left to be decided. */
export async function settleRefused(
  tx: Tx,
  tenant: string,
  kind: string,
  objectIds: readonly string[],
  by: Doing,
): Promise<void> {
  if (objectIds.length === 0 || !isMatter(kind)) return
  const rows = await tx.query<{ id: string }>(
    `select id from task where tenant_id = $1 and code = $2 and subject = any($3::text[]) and closed_at is null order by id for no key update`,
    [tenant, codes[kind], objectIds],
  )
  await endTasks(
    tx,
    tenant,
    rows.map(({ id }) => ({ id, decision: 'settled' })),
    by,
  )
}

/** Their channel has accepted these, which it had refused, whatever a person decided meanwhile: the history of their orders says so. */
export async function rememberAccepted(
  tx: Tx,
  tenant: string,
  kind: string,
  objectIds: readonly string[],
  by: Doing,
): Promise<void> {
  if (objectIds.length === 0 || !isMatter(kind)) return
  const rows = await tx.query<{ id: string; orderId: string }>(
    `select id, order_id as "orderId" from ${tables[kind]} where tenant_id = $1 and id = any($2::uuid[]) and order_id is not null order by id`,
    [tenant, objectIds],
  )
  const event = `${kind}_accepted_after_all`
  await rememberOrders(
    tx,
    tenant,
    rows.map(({ orderId }) => ({ orderId, event, data: {} })),
    by,
  )
}

import { type Changed, type ChangedKind, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { showingItems } from '../catalog/crossSellingForChannel.ts'
import { withChildren } from '../catalog/withChildren.ts'
import { askForSweep, wideChange, writeDue } from '../channels/dueStore.ts'
import { widenStock } from '../stock/related.ts'
import { endByStock } from './endByStock.ts'
import { laneOf, wakeChannel } from './lanes.ts'

/**
 * The one place where the trade's changes become work for channels: writes due rows in the transaction of the change, and
 * one notification per lane, which PostgreSQL delivers only if it commits. A notification is a hint: the worker's sweep
 * finds due rows without it. Special prices that hold until a stock end here, when it is used up at `now`.
 */
export async function markDue(
  tx: Tx,
  tenant: string,
  changed: Changed,
  by: string,
  now = new Date(),
): Promise<void> {
  const wide = await widened(tx, tenant, changed)
  const ended = await endByStock(tx, tenant, [...(wide.stock ?? []), ...(wide.price ?? [])], now)
  const all = ended.length > 0 ? changedTogether(wide, { price: ended }) : wide
  await wake(
    tx,
    tenant,
    await writeDue(tx, tenant, await withShowing(tx, tenant, await withChildren(tx, tenant, all)), by),
  )
}

// With an item that comes or goes those beside which it is shown, and what is shown beside itself.
async function withShowing(tx: Tx, tenant: string, changed: Changed): Promise<Changed> {
  const showing = await showingItems(tx, tenant, changed.item ?? [])
  return showing.length > 0 ? changedTogether(changed, { cross_selling: showing }) : changed
}

// With an item those whose quantity follows from it. What is wide already is walked through as a whole.
async function widened(tx: Tx, tenant: string, changed: Changed): Promise<Changed> {
  const { stock = [] } = changed
  if (stock.length === 0 || stock.length > wideChange) return changed
  return { ...changed, stock: await widenStock(tx, tenant, stock) }
}

/**
 * The same where everything of some channels may be another: one sweep for each of these kinds, in the transaction of the
 * change. `complete`: also what is as it was accepted is sent again.
 */
export async function markSweeps(
  tx: Tx,
  tenant: string,
  wish: { channelIds: readonly string[]; kinds: readonly ChangedKind[]; by: string; complete: boolean },
): Promise<void> {
  const { kinds, ...sweep } = wish
  const touched: Touched[] = []
  for (const kind of kinds)
    for (const row of await askForSweep(tx, tenant, { ...sweep, kind }))
      touched.push({ kind, connectionId: row.connection_id })
  await wake(tx, tenant, touched)
}

interface Touched {
  readonly kind: ChangedKind
  readonly connectionId: string
}

async function wake(tx: Tx, tenant: string, touched: readonly Touched[]): Promise<void> {
  const lanes = new Set(touched.map(one => `${tenant} ${one.connectionId} ${laneOf[one.kind]}`))
  if (lanes.size > 0)
    await tx.run(`select pg_notify($1, lane) from unnest($2::text[]) as u (lane)`, [wakeChannel, [...lanes]])
}

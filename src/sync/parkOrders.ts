import type { Tx } from '../base/database.ts'
import type { BatchOf, KnownRecord } from '../channels/ledgerStore.ts'
import { freeCancelled, type ParkedOrder, storeParked } from '../sales/parkedStore.ts'
import type { Decision } from './decide.ts'

/**
 * What orders take that are parked by these decisions counts as staged, and of all others that were decided again no more.
 * In the transaction of the batch, behind its ledger rows. No statement where nothing is parked and nothing was known.
 */
export async function parkOrders(
  tx: Tx,
  of: BatchOf,
  decisions: readonly Decision[],
  known: ReadonlyMap<string, KnownRecord>,
): Promise<void> {
  if (of.kind !== 'order') return
  const before = decisions.filter(one => known.has(one.record.externalId)).map(one => one.id)
  await storeParked(tx, of.tenant, decisions.flatMap(parkedOrder), before)
}

/**
 * Parked orders that were cancelled at their shop take nothing, whether the order or that event came first. Behind
 * `takeInEvents`. Answers the items that are offered anew.
 */
export function freeCancelledParked(tx: Tx, of: BatchOf, decisions: readonly Decision[]): Promise<string[]> {
  const orders = decisions.flatMap(one => {
    if (one.event?.record.remoteState === 'cancelled') return one.event.orderExternalId ?? []
    return parkedOrder(one).length > 0 ? one.record.externalId : []
  })
  return freeCancelled(tx, of, orders)
}

function parkedOrder({ id, outcome, takes = [] }: Decision): ParkedOrder[] {
  return outcome === 'parked' && takes.length > 0 ? [{ id, takes }] : []
}

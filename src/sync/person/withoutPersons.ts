import type { Tx } from '../../base/database.ts'
import type { BatchOf, KnownRecord } from '../../channels/ledgerStore.ts'
import type { Decision } from '../decide.ts'

/**
 * Decisions about records whose person was forgotten, and about events of such orders: what happened is taken in, and nothing of a
 * person, no payload either. A record stays what it was: nobody is staged or taken over by it again. One statement more, and only
 * where events came.
 */
export async function withoutPersons(
  tx: Tx,
  of: BatchOf,
  decisions: readonly Decision[],
  known: ReadonlyMap<string, KnownRecord>,
): Promise<Decision[]> {
  const forgotten = await forgottenOrders(
    tx,
    of,
    decisions.flatMap(({ event }) => event?.orderExternalId ?? []),
  )
  return decisions.map(decision => {
    const before = known.get(decision.record.externalId)
    if (before?.forgotten) return asBefore(bare(decision), before)
    return forgotten.has(decision.event?.orderExternalId ?? '') ? bare(decision) : decision
  })
}

async function forgottenOrders(
  tx: Tx,
  of: BatchOf,
  externalIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (externalIds.length === 0) return new Set()
  const rows = await tx.query<{ externalId: string }>(
    `select external_id as "externalId" from ledger
     where tenant_id = $1 and connection_id = $2 and kind = 'order' and external_id = any($3::text[]) and forgotten_at is not null`,
    [of.tenant, of.connectionId, externalIds],
  )
  return new Set(rows.map(row => row.externalId))
}

function asBefore(decision: Decision, { outcome, code }: KnownRecord): Decision {
  const { order: _order, customer: _customer, ...rest } = decision
  return { ...rest, outcome, code, data: null }
}

function bare(decision: Decision): Decision {
  const { event, shopOrder, record } = decision
  return {
    ...decision,
    record: { ...record, payload: undefined },
    ...(event ? { event: { ...event, record: nameless(event.record) } } : {}),
    ...(shopOrder ? { shopOrder: nameless(shopOrder) } : {}),
  }
}

function nameless<T extends object>(record: T): T {
  const {
    billing: _billing,
    shipping: _shipping,
    reason: _reason,
    customerNote: _note,
    ...rest
  } = record as T & Partial<Record<'billing' | 'shipping' | 'reason' | 'customerNote', unknown>>
  return rest as unknown as T
}

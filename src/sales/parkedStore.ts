import type { Tx } from '../base/database.ts'
import type { Pieces } from './checkWebOrder.ts'

/** A web order that is parked, with what it takes: each item once. */
export interface ParkedOrder {
  /** The id of its ledger row. */
  readonly id: string
  readonly takes: readonly Pieces[]
}

/**
 * What parked orders take counts as staged from now on; of `decided` (ids that were known before) nothing else does, whatever they took
 * while they were parked. What the inbox holds an older version of counts there, and not here. The ledger rows are held.
 */
export async function storeParked(
  tx: Tx,
  tenant: string,
  parked: readonly ParkedOrder[],
  decided: readonly string[],
): Promise<void> {
  await freeParked(tx, tenant, decided)
  const lines = parked.flatMap(({ id, takes }) => takes.map(one => ({ id, ...one })))
  if (lines.length === 0) return
  await tx.run(
    `insert into parked_line (tenant_id, ledger_id, item_id, quantity, staged)
     select $1, r.id, r."itemId", r.quantity, true from json_to_recordset($2) as r (id uuid, "itemId" uuid, quantity numeric)
     where not exists (select from web_order w where w.tenant_id = $1 and w.id = r.id and w.state = 'staged')
     order by r.id, r."itemId"
     on conflict (tenant_id, ledger_id, item_id) do update set quantity = excluded.quantity, staged = true`,
    [tenant, JSON.stringify(lines)],
  )
}

/** What these orders took while they were parked counts no more. */
export async function freeParked(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update parked_line set staged = false where tenant_id = $1 and ledger_id = any($2::uuid[]) and staged`,
    [tenant, ids],
  )
}

/**
 * Of these orders, by external id, those that are parked and of which their shop reported apart that they are cancelled take nothing any
 * more. Answers the items that are offered anew.
 */
export async function freeCancelled(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string },
  externalIds: readonly string[],
): Promise<string[]> {
  if (externalIds.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `update parked_line p set staged = false
     from ledger l
     where l.tenant_id = $1 and l.connection_id = $2 and l.kind = 'order' and l.external_id = any($3::text[])
       and p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.staged and exists (
         select from web_event e join ledger r on r.tenant_id = e.tenant_id and r.id = e.id and r.outcome in ('waiting', 'staged')
         where e.tenant_id = l.tenant_id and e.connection_id = l.connection_id and e.order_external_id = l.external_id
           and e.kind = 'order_status' and e.record ->> 'remoteState' = 'cancelled')
     returning p.item_id as id`,
    [of.tenant, of.connectionId, externalIds],
  )
  return [...new Set(rows.map(row => row.id))].sort()
}

import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'

/** Something that has to be done before a restored connection may go on. */
export interface RecoveryStep {
  readonly id: string
  readonly step: 'number' | 'orders'
  readonly connectionId: string | null
  readonly rangeKind: string | null
  readonly backupAt: Date
  readonly openedAt: Date
  /** The first number that the backup does not know: a key number of the connection, or of the range. */
  readonly firstNo: string
  readonly lockedBy: string | null
  readonly lockReason: string | null
  readonly doneAt: Date | null
  readonly doneBy: string | null
  readonly note: Readonly<Record<string, string | number>>
}

export interface RecoveryStart {
  readonly at: Date
  readonly backupAt: Date
}

/** Whoever is told that it locked a connection: the lock that only `finishRecovery` takes away. */
export const recoveryLock = 'kontor restore'

/**
 * Puts all connections of a tenant into recovery, archived ones too: locked, their key numbers `gap` further on, and a step
 * each. What they were locked by before is kept in the step. Answers how many.
 */
export async function beginConnections(
  tx: Tx,
  tenant: string,
  { at, backupAt }: RecoveryStart,
  gap: number,
): Promise<number> {
  const rows = await tx.query<{
    id: string
    firstNo: string
    lockedBy: string | null
    lockReason: string | null
  }>(
    `select c.id, coalesce(k.next_no, 1)::text as "firstNo",
       case when c.recovering_at is null then coalesce(c.locked_by, case when c.locked_at is not null then '' end) end as "lockedBy",
       case when c.recovering_at is null then c.lock_reason end as "lockReason"
     from connection c left join key_counter k on k.tenant_id = c.tenant_id and k.connection_id = c.id
     where c.tenant_id = $1 order by c.id for update of c`,
    [tenant],
  )
  await insertSteps(
    tx,
    tenant,
    { at, backupAt },
    rows.map(row => ({ step: 'orders', connectionId: row.id, ...row })),
  )
  // The last of the 32-bit numbers are not given away by a jump: who is so far has other worries than a gap.
  await tx.run(
    `insert into key_counter (tenant_id, connection_id, next_no)
     select $1, id, 1 + $2::int from connection where tenant_id = $1 order by id
     on conflict (tenant_id, connection_id) do update set next_no =
       greatest(key_counter.next_no, least(key_counter.next_no::bigint + $2::int, 2147000000))`,
    [tenant, gap],
  )
  await tx.run(
    `update connection set recovering_at = $2, restored_at = $2, locked_at = $2, locked_by = $3, lock_reason = ''
     where tenant_id = $1`,
    [tenant, at, recoveryLock],
  )
  return rows.length
}

/** Writes down that somebody has to say how far these ranges of numbers really were given. */
export async function beginNumbers(
  tx: Tx,
  tenant: string,
  start: RecoveryStart,
  ranges: readonly { readonly kind: string; readonly firstNo: string }[],
): Promise<void> {
  await insertSteps(
    tx,
    tenant,
    start,
    ranges.map(({ kind, firstNo }) => ({ step: 'number', rangeKind: kind, firstNo })),
  )
}

async function insertSteps(
  tx: Tx,
  tenant: string,
  { at, backupAt }: RecoveryStart,
  steps: readonly (Pick<RecoveryStep, 'step' | 'firstNo'> & Partial<RecoveryStep>)[],
): Promise<void> {
  await tx.run(
    `insert into recovery_step (tenant_id, id, step, connection_id, range_kind, backup_at, opened_at, first_no, locked_by, lock_reason)
     select $1, s.id, s.step, s."connectionId", s."rangeKind", $3, $4, s."firstNo", s."lockedBy", s."lockReason"
     from jsonb_to_recordset($2) as s (id uuid, step text, "connectionId" uuid, "rangeKind" text, "firstNo" bigint, "lockedBy" text, "lockReason" text)`,
    [tenant, JSON.stringify(steps.map(step => ({ ...step, id: newId() }))), backupAt, at],
  )
}

/**
 * Reading begins again a little before where it stood: at the last watermark, less so many seconds. Positions inside of a read
 * belong to answers of another time, and kept ones may have run out.
 */
export async function moveCursorsBack(tx: Tx, tenant: string, seconds: number): Promise<void> {
  await tx.run(
    `update sync_cursor set resume = null, started_at = null,
       watermark = to_char((watermark::timestamptz - make_interval(secs => $2)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
     where tenant_id = $1`,
    [tenant, seconds],
  )
}

/** What shops show of quantities may be newer than what they accepted before the backup: all of it is told again. */
export async function forgetAllStock(tx: Tx, tenant: string): Promise<void> {
  await tx.run(
    `update channel_object set stock_hash = null where tenant_id = $1 and kind = 'item' and stock_hash is not null`,
    [tenant],
  )
}

/** Numbers of transactions that came with the backup: they mean nothing to the server that it was restored on. */
export async function renewTransactions(tx: Tx, tenant: string): Promise<void> {
  await tx.run(`update letter set xid = pg_current_xact_id() where tenant_id = $1`, [tenant])
  await tx.run(
    `update channel_object set forgotten_xid = null where tenant_id = $1 and forgotten_xid is not null`,
    [tenant],
  )
}

const columns = `id, step, connection_id as "connectionId", range_kind as "rangeKind", backup_at as "backupAt", opened_at as "openedAt",
  first_no::text as "firstNo", locked_by as "lockedBy", lock_reason as "lockReason", done_at as "doneAt", done_by as "doneBy", note`

/**
 * The steps of restores: all that are open, and those that were done in a recovery that is still on. Numbers first, then by
 * connection.
 */
export function listSteps(tx: Tx, tenant: string): Promise<RecoveryStep[]> {
  return tx.query(
    `select ${columns} from recovery_step s where tenant_id = $1 and (done_at is null or exists (
       select 1 from connection c where c.tenant_id = s.tenant_id and c.recovering_at is not null and c.recovering_at <= s.opened_at))
     order by step, range_kind, connection_id, opened_at`,
    [tenant],
  )
}

/** The steps of a connection that are open, locked for who does them. */
export function openOrderSteps(tx: Tx, tenant: string, connectionId: string): Promise<RecoveryStep[]> {
  return tx.query(
    `select ${columns} from recovery_step where tenant_id = $1 and step = 'orders' and connection_id = $2 and done_at is null
     order by opened_at, id for update`,
    [tenant, connectionId],
  )
}

/** The open steps of a range of numbers, locked for who does them. */
export function openNumberSteps(tx: Tx, tenant: string, kind: string): Promise<RecoveryStep[]> {
  return tx.query(
    `select ${columns} from recovery_step where tenant_id = $1 and step = 'number' and range_kind = $2 and done_at is null
     order by opened_at, id for update`,
    [tenant, kind],
  )
}

/** Adds to what was done of steps; with `at` they are done. */
export async function noteSteps(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  done: { readonly at: Date | null; readonly by: string; readonly note: RecoveryStep['note'] },
): Promise<void> {
  await tx.run(
    `update recovery_step set note = note || $3, done_at = $4, done_by = case when $4::timestamptz is not null then $5 end
     where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids, JSON.stringify(done.note), done.at, done.by],
  )
}

/** Ends the recovery of a connection; the lock that it had before, if any, is there again. */
export async function endRecovery(tx: Tx, tenant: string, connectionId: string, at: Date): Promise<void> {
  await tx.run(
    `with former as (
       update recovery_step s set locked_by = null, lock_reason = null
       from (select id, locked_by, lock_reason from recovery_step
         where tenant_id = $1 and connection_id = $2 and locked_by is not null for update) as kept
       where s.tenant_id = $1 and s.id = kept.id returning kept.locked_by, kept.lock_reason
     )
     update connection set recovering_at = null, locked_at = case when exists (select 1 from former) then $3::timestamptz end,
       locked_by = (select max(locked_by) from former), lock_reason = (select max(lock_reason) from former)
     where tenant_id = $1 and id = $2`,
    [tenant, connectionId, at],
  )
}

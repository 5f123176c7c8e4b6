import type { Tx } from '../base/database.ts'
import type { IncomingKind } from '../port/records.ts'

/** Where reading of a kind stands. */
export interface StoredCursor {
  readonly watermark: string | undefined
  readonly resume: string | undefined
  readonly startedAt: Date | undefined
}

/** The cursors of a connection, by kind. */
export async function loadCursors(
  tx: Tx,
  tenant: string,
  connectionId: string,
): Promise<Map<string, StoredCursor>> {
  const rows = await tx.query<{
    kind: string
    watermark: string | null
    resume: string | null
    started_at: Date | null
  }>(
    `select kind, watermark, resume, started_at from sync_cursor where tenant_id = $1 and connection_id = $2`,
    [tenant, connectionId],
  )
  return new Map(
    rows.map(row => [
      row.kind,
      {
        watermark: row.watermark ?? undefined,
        resume: row.resume ?? undefined,
        startedAt: row.started_at ?? undefined,
      },
    ]),
  )
}

/** Stores where to go on, in the transaction that stores the page. */
export async function storeCursor(
  tx: Tx,
  of: { tenant: string; connectionId: string; kind: IncomingKind; now: Date },
  cursor: StoredCursor,
): Promise<void> {
  await tx.run(
    `insert into sync_cursor (tenant_id, connection_id, kind, watermark, resume, started_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, connection_id, kind) do update
       set watermark = excluded.watermark, resume = excluded.resume, started_at = excluded.started_at, changed_at = excluded.changed_at`,
    [
      of.tenant,
      of.connectionId,
      of.kind,
      cursor.watermark ?? null,
      cursor.resume ?? null,
      cursor.startedAt ?? null,
      of.now,
    ],
  )
}

import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { textArray, textColumns } from '../base/textArray.ts'
import type { IncomingKind } from '../port/records.ts'

export const outcomes = ['staged', 'taken_over', 'waiting', 'ignored', 'parked'] as const
export type Outcome = (typeof outcomes)[number]

/** What the ledger knows of a record, with the key number of its link. */
export interface KnownRecord {
  readonly id: string
  readonly externalId: string
  readonly outcome: Outcome
  readonly code: string | null
  readonly data: ProblemData | null
  readonly payloadHash: string | null
  readonly keyNo: number
  readonly changedAt: Date
  /** Its person was forgotten: nothing of a person comes in by it again. */
  readonly forgotten: boolean
}

/** One record's place in the ledger after this batch. */
export interface LedgerEntry {
  readonly id: string
  readonly channelId: string | null
  readonly externalId: string
  readonly externalNumber: string | null
  readonly outcome: Outcome
  readonly code: string | null
  readonly data: ProblemData | null
  readonly reference: string | null
  readonly payloadHash: string
  readonly occurredAt: string | null
}

/** The records of a batch: which connection, which kind, which run, when. */
export interface BatchOf {
  readonly tenant: string
  readonly connectionId: string
  readonly kind: IncomingKind
  readonly runId: string | null
  readonly now: Date
  /** Who changes a known row: "run <id>" or the name of a person. */
  readonly by: string
}

/** Which of these external ids were seen before. One statement, by the unique key. */
export async function findKnown(
  tx: Tx,
  of: BatchOf,
  externalIds: readonly string[],
): Promise<Map<string, KnownRecord>> {
  const rows = await tx.query<{
    id: string
    external_id: string
    outcome: Outcome
    code: string | null
    data: ProblemData | null
    payload_hash: string | null
    key_no: number
    changed_at: Date
    forgotten: boolean
  }>(
    `select l.id, l.external_id, l.outcome, l.code, l.data, l.payload_hash, l.key_no, l.changed_at, l.forgotten_at is not null as forgotten
     from unnest($4::text[]) as u (external_id)
       join ledger l on l.tenant_id = $1 and l.connection_id = $2 and l.kind = $3 and l.external_id = u.external_id`,
    [of.tenant, of.connectionId, of.kind, textArray(externalIds)],
  )
  return new Map(
    rows.map(row => [
      row.external_id,
      {
        id: row.id,
        externalId: row.external_id,
        outcome: row.outcome,
        code: row.code,
        data: row.data,
        payloadHash: row.payload_hash,
        keyNo: row.key_no,
        changedAt: row.changed_at,
        forgotten: row.forgotten,
      },
    ]),
  )
}

/**
 * Holds known records until the end of the transaction. False where one is no longer what `findKnown` said: somebody
 * changed it since we looked (a person who ignored it, another import).
 */
export async function holdRecords(tx: Tx, of: BatchOf, records: readonly KnownRecord[]): Promise<boolean> {
  if (records.length === 0) return true
  const rows = await tx.query<{
    id: string
    outcome: Outcome
    code: string | null
    payload_hash: string | null
  }>(
    `select id, outcome, code, payload_hash from ledger where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [of.tenant, records.map(record => record.id)],
  )
  const now = new Map(rows.map(row => [row.id, row]))
  return records.every(record => {
    const row = now.get(record.id)
    return (
      row?.outcome === record.outcome && row.code === record.code && row.payload_hash === record.payloadHash
    )
  })
}

/**
 * Enters records that were never seen, with their links. The unique key decides: answers the external ids that it let
 * in; a missing one was entered by somebody else since we looked, and the transaction must be undone.
 */
export async function enterRecords(
  tx: Tx,
  of: BatchOf,
  entries: readonly (LedgerEntry & { keyNo: number })[],
): Promise<Set<string>> {
  if (entries.length === 0) return new Set()
  const rows = entries.map(({ keyNo, data, ...entry }) => ({
    ...entry,
    no: String(keyNo),
    facts: data && JSON.stringify(data),
  }))
  const entered = tx.query<{ external_id: string }>(
    `insert into ledger (tenant_id, id, connection_id, channel_id, kind, key_no, external_id, external_number, outcome, code, data,
       reference, payload_hash, payload_at, occurred_at, first_seen_at, changed_at, run_id)
     select $1, r.id::uuid, $2, r.channel::uuid, $3, r.no::int, r.their_id, r.number, r.outcome, r.code, r.data::jsonb, r.reference,
       r.hash::uuid, $4, r.occurred::timestamptz, $4, $4, $5
     from unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[],
       $16::text[]) as r (id, channel, no, their_id, number, outcome, code, data, reference, hash, occurred)
     on conflict (tenant_id, connection_id, kind, external_id) do nothing
     returning external_id`,
    [of.tenant, of.connectionId, of.kind, of.now, of.runId, ...textColumns(rows, entryColumns)],
  )
  const linked = tx.run(
    `insert into link (tenant_id, connection_id, key_no, kind, object_id, their_id)
     select $1, $2, u.key_no::int, $3, u.id::uuid, u.their_id from unnest($4::text[], $5::text[], $6::text[]) as u (key_no, id, their_id)
     on conflict do nothing`, // only where the ledger row was entered by somebody else: then all of this is undone
    [of.tenant, of.connectionId, of.kind, ...textColumns(rows, ['no', 'id', 'externalId'])],
  )
  const [news] = await Promise.all([entered, linked])
  return new Set(news.map(row => row.external_id))
}

// In the order of the statement.
const entryColumns = [
  'id',
  'channelId',
  'no',
  'externalId',
  'externalNumber',
  'outcome',
  'code',
  'facts',
  'reference',
  'payloadHash',
  'occurredAt',
] as const

/** Gives known records their new outcome; what was before goes to the history. */
export async function changeRecords(
  tx: Tx,
  of: BatchOf,
  entries: readonly LedgerEntry[],
  newId: () => string,
): Promise<void> {
  if (entries.length === 0) return
  await rememberBefore(
    tx,
    of,
    entries.map(entry => entry.id),
    newId,
  )
  await tx.run(
    `update ledger l set channel_id = r."channelId", external_number = coalesce(r."externalNumber", l.external_number),
       outcome = r.outcome, code = r.code, data = r.data, reference = r.reference, payload_hash = r."payloadHash",
       payload_at = $4, occurred_at = coalesce(r."occurredAt", l.occurred_at), changed_at = $4, run_id = $5
     from json_to_recordset($6) as r (id uuid, "channelId" uuid, "externalNumber" text, outcome text, code text, data jsonb,
       reference text, "payloadHash" uuid, "occurredAt" timestamptz)
     where l.tenant_id = $1 and l.id = r.id and l.connection_id = $2 and l.kind = $3`,
    [of.tenant, of.connectionId, of.kind, of.now, of.runId, JSON.stringify(entries)],
  )
}

/** Stores the scrubbed payloads of records whose ledger rows carry `now` as the time of their payload. */
export async function storePayloads(
  tx: Tx,
  of: BatchOf,
  ids: readonly string[],
  bodies: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `insert into payload (tenant_id, ledger_id, stored_at, body) select $1, u.id::uuid, $2, u.body
     from unnest($3::text[], $4::text[]) as u (id, body)`,
    [of.tenant, of.now, textArray(ids), textArray(bodies)],
  )
}

/** A change of outcome alone, by a person or because what a record waited for has come. */
export async function setOutcome(
  tx: Tx,
  of: Pick<BatchOf, 'tenant' | 'now' | 'by'>,
  ids: readonly string[],
  to: { outcome: Outcome; code: string | null; data: ProblemData | null },
  newId: () => string,
): Promise<void> {
  if (ids.length === 0) return
  await rememberBefore(tx, of, ids, newId)
  await tx.run(
    `update ledger set outcome = $3, code = $4, data = $5, reference = null, changed_at = $6 where tenant_id = $1 and id = any($2::uuid[])`,
    [of.tenant, ids, to.outcome, to.code, to.data === null ? null : JSON.stringify(to.data), of.now],
  )
}

async function rememberBefore(
  tx: Tx,
  of: Pick<BatchOf, 'tenant' | 'now' | 'by'>,
  ids: readonly string[],
  newId: () => string,
): Promise<void> {
  await tx.run(
    `insert into ledger_history (tenant_id, ledger_id, id, until_at, outcome, code, data, reference, payload_at, changed_by)
     select l.tenant_id, l.id, u.history_id, $3, l.outcome, l.code, l.data, l.reference, l.payload_at, $4
     from unnest($2::uuid[], $5::uuid[]) as u (id, history_id)
       join ledger l on l.tenant_id = $1 and l.id = u.id`,
    [of.tenant, ids, of.now, of.by, ids.map(newId)],
  )
}

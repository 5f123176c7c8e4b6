import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { channelProblem } from './problems.ts'

export interface LedgerRow {
  readonly id: string
  readonly connectionId: string
  readonly connection: string
  readonly channel: string | null
  readonly kind: string
  readonly externalId: string
  readonly externalNumber: string | null
  readonly outcome: string
  readonly code: string | null
  readonly data: ProblemData | null
  readonly reference: string | null
  readonly occurredAt: Date | null
  readonly firstSeenAt: Date
  readonly changedAt: Date
  readonly acknowledged: 'yes' | 'waiting' | 'gone'
}

const columns = `l.id, l.connection_id as "connectionId", c.name as connection, h.name as channel, l.kind,
  l.external_id as "externalId", l.external_number as "externalNumber", l.outcome, l.code, l.data, l.reference,
  l.occurred_at as "occurredAt", l.first_seen_at as "firstSeenAt", l.changed_at as "changedAt",
  case when a.external_id is null then 'yes' when a.gone_at is not null then 'gone' else 'waiting' end as acknowledged`
const tables = `ledger l
  join connection c on c.tenant_id = l.tenant_id and c.id = l.connection_id
  left join channel h on h.tenant_id = l.tenant_id and h.id = l.channel_id
  left join ack_outbox a on a.tenant_id = l.tenant_id and a.connection_id = l.connection_id and a.kind = l.kind and a.external_id = l.external_id`

export interface LedgerFilter {
  readonly outcome?: string | undefined
  readonly code?: string | undefined
  readonly kind?: string | undefined
  readonly connectionId?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Rows of the import ledger, newest first; `after` is the last id of the page before. */
export function listLedger(tx: Tx, tenant: string, filter: LedgerFilter): Promise<LedgerRow[]> {
  return tx.query<LedgerRow>(
    `select ${columns} from ${tables}
     where l.tenant_id = $1 and ($2::text is null or l.outcome = $2) and ($3::text is null or l.code = $3)
       and ($4::text is null or l.kind = $4) and ($5::uuid is null or l.connection_id = $5) and ($6::uuid is null or l.id < $6)
     order by l.id desc limit $7`,
    [
      tenant,
      filter.outcome ?? null,
      filter.code ?? null,
      filter.kind ?? null,
      filter.connectionId ?? null,
      filter.after ?? null,
      filter.limit,
    ],
  )
}

/** How many rows a filter leaves; counting stops at `limit`. */
export async function countRows(
  tx: Tx,
  tenant: string,
  filter: Omit<LedgerFilter, 'after'>,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from ledger l
     where l.tenant_id = $1 and ($2::text is null or l.outcome = $2) and ($3::text is null or l.code = $3)
       and ($4::text is null or l.kind = $4) and ($5::uuid is null or l.connection_id = $5) limit $6) as counted`,
    [
      tenant,
      filter.outcome ?? null,
      filter.code ?? null,
      filter.kind ?? null,
      filter.connectionId ?? null,
      filter.limit,
    ],
  )
  return row?.count ?? 0
}

/** How many rows stand at each outcome and code. */
export function countLedger(
  tx: Tx,
  tenant: string,
): Promise<{ connection: string; kind: string; outcome: string; code: string | null; count: number }[]> {
  return tx.query(
    `select c.name as connection, l.kind, l.outcome, l.code, count(*)::int as count
     from ledger l join connection c on c.tenant_id = l.tenant_id and c.id = l.connection_id
     where l.tenant_id = $1 group by c.name, l.kind, l.outcome, l.code order by c.name, l.kind, l.outcome, l.code`,
    [tenant],
  )
}

/** The records that an external number (or id) names, over all connections: their ids, at most `limit`. */
export async function findByNumber(
  tx: Tx,
  tenant: string,
  numbers: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from ledger where tenant_id = $1 and external_number = any($2::text[])
     union select l.id from connection c join ledger l on l.tenant_id = c.tenant_id and l.connection_id = c.id
       and l.kind in ('order', 'customer', 'payment') and l.external_id = any($2::text[]) where c.tenant_id = $1
     limit $3`,
    [tenant, numbers, limit],
  )
  return rows.map(row => row.id)
}

/**
 * Parked and waiting orders whose stored payload holds a text: of them nothing else is known by name, mail or amount. Only
 * the newest `among` are looked through.
 */
export async function findInPayloads(tx: Tx, tenant: string, text: string, among: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select l.id from (select * from ledger l where l.tenant_id = $1 and l.outcome in ('parked', 'waiting') and l.kind = 'order'
         order by l.changed_at desc, l.id desc limit $3) as l
       join payload p on p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.stored_at = l.payload_at
     where position($2 in lower(p.body)) > 0`,
    [tenant, text.toLowerCase(), among],
  )
  return rows.map(row => row.id)
}

export interface FoundRecord extends LedgerRow {
  readonly system: string
  readonly facts: Readonly<Record<string, unknown>>
  /** When its payload was stored; null: none is kept. */
  readonly storedAt: Date | null
  readonly locked: boolean
  readonly archived: boolean
}

/** Records by id, in the order of the ids, with what their connection can do. */
export function readRecords(tx: Tx, tenant: string, ids: readonly string[]): Promise<FoundRecord[]> {
  return tx.query<FoundRecord>(
    `select ${columns}, c.system, c.facts, l.payload_at as "storedAt", c.locked_at is not null as locked,
       c.archived_at is not null as archived
     from unnest($2::uuid[]) with ordinality as u (id, at) join ${tables.replace('ledger l', 'ledger l on l.tenant_id = $1 and l.id = u.id')}
     order by u.at`,
    [tenant, ids],
  )
}

export interface LedgerDetail extends LedgerRow {
  readonly history: readonly {
    readonly until: Date
    readonly outcome: string
    readonly code: string | null
    readonly data: ProblemData | null
    /** When the payload of then was stored. */
    readonly payloadAt: Date | null
    readonly by: string
  }[]
  readonly payloads: readonly { readonly storedAt: Date; readonly size: number }[]
}

/** One record with its history. Throws RECORD_UNKNOWN. */
export async function readLedger(tx: Tx, tenant: string, id: string): Promise<LedgerDetail> {
  const [row] = await tx.query<LedgerRow>(
    `select ${columns} from ${tables} where l.tenant_id = $1 and l.id = $2`,
    [tenant, id],
  )
  if (!row) throw channelProblem('RECORD_UNKNOWN', { id })
  const history = await tx.query<LedgerDetail['history'][number]>(
    `select until_at as until, outcome, code, data, payload_at as "payloadAt", changed_by as by from ledger_history where tenant_id = $1 and ledger_id = $2 order by id`,
    [tenant, id],
  )
  const payloads = await tx.query<LedgerDetail['payloads'][number]>(
    `select stored_at as "storedAt", length(body) as size from payload where tenant_id = $1 and ledger_id = $2 order by stored_at`,
    [tenant, id],
  )
  return { ...row, history, payloads }
}

/** The scrubbed payload that made the present outcome; undefined where none is kept. */
export async function readPayload(tx: Tx, tenant: string, id: string): Promise<string | undefined> {
  const [row] = await tx.query<{ body: string }>(
    `select p.body from ledger l join payload p on p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.stored_at = l.payload_at
     where l.tenant_id = $1 and l.id = $2`,
    [tenant, id],
  )
  return row?.body
}

/** The payloads that made the present outcomes of these records; those of which none is kept are absent. */
export async function readPayloads(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; body: string }>(
    `select l.id, p.body from ledger l join payload p on p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.stored_at = l.payload_at
     where l.tenant_id = $1 and l.id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Map(rows.map(row => [row.id, row.body]))
}

export interface ParkedPage {
  readonly id: string
  readonly connection: string
  readonly kind: string
  readonly storedAt: Date
  readonly code: string | null
  readonly reference: string | null
  readonly state: string
}

/** Answers that nobody could read yet: kept sealed, visible here. */
export function listPages(tx: Tx, tenant: string, limit: number): Promise<ParkedPage[]> {
  return tx.query<ParkedPage>(
    `select p.id, c.name as connection, p.kind, p.stored_at as "storedAt", p.code, p.reference, p.state
     from inbound_page p join connection c on c.tenant_id = p.tenant_id and c.id = p.connection_id
     where p.tenant_id = $1 and p.state <> 'settled' order by p.id desc limit $2`,
    [tenant, limit],
  )
}

/** The present outcomes of these external ids; ids that were never seen are absent. */
export async function findOutcomes(
  tx: Tx,
  tenant: string,
  connectionId: string,
  kind: string,
  externalIds: readonly string[],
): Promise<Map<string, { outcome: string; code: string | null; changedAt: Date }>> {
  const rows = await tx.query<{ externalId: string; outcome: string; code: string | null; changedAt: Date }>(
    // Joined, as an array that is compared with is planned for each of its texts.
    `select l.external_id as "externalId", l.outcome, l.code, l.changed_at as "changedAt" from unnest($4::text[]) as u (external_id)
       join ledger l on l.tenant_id = $1 and l.connection_id = $2 and l.kind = $3 and l.external_id = u.external_id`,
    [tenant, connectionId, kind, externalIds],
  )
  return new Map(rows.map(row => [row.externalId, row]))
}

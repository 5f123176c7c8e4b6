import type { Tx } from '../base/database.ts'
import type { IncomingKind } from '../port/records.ts'
import { channelProblem } from './problems.ts'

/**
 * How a request is worked off: `since` reads from the instant on, with a cursor of its own; `single` makes the system give
 * the known records of that time, or those that are named, once more; `relink` all that it has; `stored` decides again about
 * what was left out, from the payloads that are kept.
 */
export const againWays = ['since', 'single', 'relink', 'stored'] as const
export type AgainWay = (typeof againWays)[number]

/** Where the reading of one kind for a request stands. */
export interface AgainCursor {
  readonly resume?: string
  readonly startedAt?: string
  /** The last ledger row that was looked at again. */
  readonly after?: string
  /** The system was told to give its records again: they come with the next reading. */
  readonly released?: boolean
  readonly done?: boolean
  /** Why the system does not give it: the request ended with that. */
  readonly refused?: string
}

export interface AgainRequest {
  readonly id: string
  readonly connectionId: string
  readonly channelId: string | null
  readonly way: AgainWay
  readonly kinds: readonly IncomingKind[]
  readonly from: Date | null
  readonly to: Date | null
  readonly theirs: readonly string[] | null
  readonly askedBy: string
  readonly askedAt: Date
  readonly runId: string | null
  readonly cursors: Readonly<Record<string, AgainCursor>>
  /** What it did so far, by kind. */
  readonly figures: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly endedAt: Date | null
  readonly cancelledBy: string | null
}

const columns = `id, connection_id as "connectionId", channel_id as "channelId", way, kinds, from_at as from, to_at as to, theirs,
  asked_by as "askedBy", asked_at as "askedAt", run_id as "runId", cursors, figures, ended_at as "endedAt", cancelled_by as "cancelledBy"`

/** Writes down what was asked for. */
export async function insertRequest(
  tx: Tx,
  tenant: string,
  request: Omit<AgainRequest, 'runId' | 'cursors' | 'figures' | 'endedAt' | 'cancelledBy'>,
): Promise<void> {
  await tx.run(
    `insert into again_request (tenant_id, id, connection_id, channel_id, way, kinds, from_at, to_at, theirs, asked_by, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tenant,
      request.id,
      request.connectionId,
      request.channelId,
      request.way,
      request.kinds,
      request.from,
      request.to,
      request.theirs,
      request.askedBy,
      request.askedAt,
    ],
  )
}

/** What is still to be worked off for a connection, in the order of asking. */
export function openRequests(tx: Tx, tenant: string, connectionId: string): Promise<AgainRequest[]> {
  return tx.query<AgainRequest>(
    `select ${columns} from again_request where tenant_id = $1 and connection_id = $2 and ended_at is null order by id`,
    [tenant, connectionId],
  )
}

/** One request. Throws AGAIN_UNKNOWN. */
export async function readRequest(tx: Tx, tenant: string, id: string): Promise<AgainRequest> {
  const [row] = await tx.query<AgainRequest>(
    `select ${columns} from again_request where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  if (!row) throw channelProblem('AGAIN_UNKNOWN', { id })
  return row
}

/** Requests, newest first; `after` is the last id of the page before. */
export function listRequests(
  tx: Tx,
  tenant: string,
  page: { after?: string | undefined; limit: number; connectionId?: string | undefined },
): Promise<AgainRequest[]> {
  return tx.query<AgainRequest>(
    `select ${columns} from again_request where tenant_id = $1 and ($2::uuid is null or id < $2)
       and ($4::uuid is null or connection_id = $4) order by id desc limit $3`,
    [tenant, page.after ?? null, page.limit, page.connectionId ?? null],
  )
}

/** How many requests there are; counting stops at `limit`. */
export async function countRequests(
  tx: Tx,
  tenant: string,
  limit: number,
  connectionId?: string,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from again_request
     where tenant_id = $1 and ($3::uuid is null or connection_id = $3) limit $2) as counted`,
    [tenant, limit, connectionId ?? null],
  )
  return row?.count ?? 0
}

/**
 * Stores how far a request has come and what it did until now, in the transaction of what it did. False where it ended
 * meanwhile: somebody cancelled it, and the transaction must be undone.
 */
export async function storeProgress(
  tx: Tx,
  tenant: string,
  id: string,
  progress: {
    readonly runId: string | null
    readonly cursors: AgainRequest['cursors']
    readonly figures: object
    readonly endedAt?: Date
  },
): Promise<boolean> {
  const touched = await tx.run(
    `update again_request set run_id = coalesce($3, run_id), cursors = $4, figures = $5, ended_at = $6
     where tenant_id = $1 and id = $2 and ended_at is null`,
    [
      tenant,
      id,
      progress.runId,
      JSON.stringify(progress.cursors),
      JSON.stringify(progress.figures),
      progress.endedAt ?? null,
    ],
  )
  return touched > 0
}

/** Ends a request that is open: nothing more of it is done. */
export async function cancelRequest(
  tx: Tx,
  tenant: string,
  id: string,
  by: { readonly name: string; readonly at: Date },
): Promise<void> {
  await tx.run(
    `update again_request set ended_at = $3, cancelled_by = $4 where tenant_id = $1 and id = $2 and ended_at is null`,
    [tenant, id, by.at, by.name],
  )
}

/** Which records of a connection a request means: of these kinds, between two instants. */
export interface AgainRange {
  readonly connectionId: string
  readonly channelId: string | null
  readonly kinds: readonly string[]
  readonly from: Date | null
  readonly to: Date | null
}

const inRange = `l.tenant_id = $1 and l.connection_id = $2 and l.kind = any($3::text[]) and ($4::uuid is null or l.channel_id = $4)
  and ($5::timestamptz is null or coalesce(l.occurred_at, l.first_seen_at) >= $5)
  and ($6::timestamptz is null or coalesce(l.occurred_at, l.first_seen_at) < $6)`

/** How many known records a range has. */
export async function countInRange(tx: Tx, tenant: string, range: AgainRange): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from ledger l where ${inRange}`,
    rangeValues(tenant, range),
  )
  return row?.count ?? 0
}

/** Known records of a range with the names of both sides, a page of them behind a ledger id. */
export function pairsInRange(
  tx: Tx,
  tenant: string,
  range: AgainRange,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<{ id: string; theirs: string; no: number }[]> {
  return tx.query(
    `select l.id, l.external_id as theirs, l.key_no as no from ledger l
     where ${inRange} and ($7::uuid is null or l.id > $7) and l.external_id not like '?%' order by l.id limit $8`,
    [...rangeValues(tenant, range), page.after ?? null, page.limit],
  )
}

/** The records that these texts name, by their id or number: the names of both sides; what is not known here has no number of ours. */
export async function pairsNamed(
  tx: Tx,
  tenant: string,
  of: { readonly connectionId: string; readonly kind: string },
  names: readonly string[],
): Promise<{ theirs: string; no: number }[]> {
  const rows = await tx.query<{ name: string; theirs: string; no: number }>(
    `select u.name, coalesce(l.external_id, u.name) as theirs, coalesce(l.key_no, 0) as no
     from unnest($4::text[]) with ordinality as u (name, at) left join lateral (
       select l.external_id, l.key_no from ledger l
       where l.tenant_id = $1 and l.connection_id = $2 and l.kind = $3 and (l.external_id = u.name or l.external_number = u.name)
       order by l.external_id = u.name desc, l.id desc limit 1) as l on true
     order by u.at`,
    [tenant, of.connectionId, of.kind, names],
  )
  return rows.map(({ theirs, no }) => ({ theirs, no }))
}

/** A record that was left out, with the payload that is kept of it. */
export interface LeftOut {
  readonly id: string
  readonly kind: IncomingKind
  readonly externalId: string
  readonly externalNumber: string | null
  readonly place: string | null
  readonly changedAt: string | null
  /** When its payload was stored. */
  readonly receivedAt: Date
  readonly body: string
  readonly parked: boolean
}

/**
 * A page of what was left out by a rule (with `parked` also what could not be staged) and may be in now, oldest first: created
 * or, where the shop says when, changed since the beginning of the range. What was received without a date may be of any time.
 */
export function leftOut(
  tx: Tx,
  tenant: string,
  range: AgainRange,
  page: { readonly after: string | undefined; readonly limit: number; readonly parked: boolean },
): Promise<LeftOut[]> {
  return tx.query<LeftOut>(
    `select l.id, l.kind, l.external_id as "externalId", l.external_number as "externalNumber",
       case when l.code = 'CHANNEL_INACTIVE' then coalesce(l.data ->> 'place', h.place) else h.place end as place,
       case when l.outcome = 'ignored' then l.data ->> 'changedAt' end as "changedAt", l.payload_at as "receivedAt", p.body, l.outcome = 'parked' as parked
     from ledger l join payload p on p.tenant_id = l.tenant_id and p.ledger_id = l.id and p.stored_at = l.payload_at
       left join channel h on h.tenant_id = l.tenant_id and h.id = l.channel_id
     where l.tenant_id = $1 and l.connection_id = $2 and l.kind = any($3::text[]) and ($4::uuid is null or l.channel_id = $4)
       and ($5::timestamptz is null or l.occurred_at is null or l.occurred_at >= $5
         or l.outcome = 'ignored' and (l.data ->> 'changedAt')::timestamptz >= $5)
       and ($6::timestamptz is null or l.occurred_at is null or l.occurred_at < $6)
       and (l.outcome = 'ignored' and l.code in ('BEFORE_START_DATE', 'IGNORED_BY_RULE') or $9 and l.outcome = 'parked')
       and ($7::uuid is null or l.id > $7)
     order by l.id limit $8`,
    [...rangeValues(tenant, range), page.after ?? null, page.limit, page.parked],
  )
}

function rangeValues(tenant: string, range: AgainRange): unknown[] {
  return [tenant, range.connectionId, range.kinds, range.channelId, range.from, range.to]
}

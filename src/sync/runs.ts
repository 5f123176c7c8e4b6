import type { Tx } from '../base/database.ts'
import { isGone } from '../base/holder.ts'
import { newId } from '../base/ids.ts'
import { channelProblem } from '../channels/problems.ts'

/**
 * What one run did with one kind. `found` is the sum of the five behind it: records that came in, or objects that were
 * looked at and not sent (`skipped`: they wait; `parked`: refused or held). `sent` is the sum of the four behind it.
 * `settled`: tickets of earlier calls that were answered.
 */
export interface Figures {
  found: number
  new: number
  updated: number
  unchanged: number
  skipped: number
  parked: number
  sent: number
  accepted: number
  pending: number
  rejected: number
  unknown: number
  settled: number
  ms: number
}

export type FiguresByKind = Record<string, Figures>

export interface RunNote {
  readonly at: string
  readonly level: 'info' | 'warn'
  readonly code: string
  readonly data: Readonly<Record<string, string | number>>
}

export interface SyncRun {
  readonly id: string
  readonly connectionId: string | null
  readonly connection: string | null
  readonly lane: string | null
  readonly state: 'wanted' | 'running' | 'done' | 'failed' | 'cancelled' | 'lost'
  readonly askedBy: string
  readonly askedAt: Date
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly version: number
  readonly figures: FiguresByKind
  readonly progress: Readonly<Record<string, unknown>>
  readonly notes: readonly RunNote[]
  readonly error: { readonly code: string; readonly data: Readonly<Record<string, string>> } | null
  /** Of a run that a person started: the lane runs it started or joined. */
  readonly parts: readonly SyncRun[]
}

export function noFigures(): Figures {
  return {
    found: 0,
    new: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    parked: 0,
    sent: 0,
    accepted: 0,
    pending: 0,
    rejected: 0,
    unknown: 0,
    settled: 0,
    ms: 0,
  }
}

/** Adds figures by kind. */
export function addFigures(into: FiguresByKind, more: FiguresByKind): FiguresByKind {
  for (const [kind, figures] of Object.entries(more)) {
    const sum = into[kind] ?? noFigures()
    into[kind] = sum
    for (const key of Object.keys(sum) as (keyof Figures)[]) sum[key] += figures[key] ?? 0
  }
  return into
}

/** Opens the run that a person started: parent of the lane runs. */
export async function openParentRun(
  tx: Tx,
  tenant: string,
  askedBy: string,
  holder: string,
): Promise<string> {
  const id = newId()
  await tx.run(
    `insert into sync_run (tenant_id, id, state, asked_by, holder, asked_at, started_at)
     values ($1, $2, 'running', $3, $4, clock_timestamp(), clock_timestamp())`,
    [tenant, id, askedBy, holder],
  )
  return id
}

/** Closes runs whose process was killed before it could: nobody else does, and a display would wait for ever. */
export async function closeGoneParents(tx: Tx, tenant: string, me: string): Promise<void> {
  const open = await tx.query<{ id: string; holder: string | null }>(
    `select id, holder from sync_run where tenant_id = $1 and lane is null and state = 'running' and ended_at is null for update skip locked`,
    [tenant],
  )
  const gone = open.filter(run => run.holder !== null && isGone(run.holder, me)).map(run => run.id)
  if (gone.length > 0)
    await tx.run(
      `update sync_run set state = 'lost', ended_at = clock_timestamp(), version = version + 1
       where tenant_id = $1 and id = any($2::uuid[])`,
      [tenant, gone],
    )
}

/** Names a lane run as part of a parent: started by it, or joined. */
export async function addRunPart(tx: Tx, tenant: string, parentId: string, runId: string): Promise<void> {
  await tx.run(
    `insert into sync_run_part (tenant_id, parent_id, run_id) values ($1, $2, $3) on conflict do nothing`,
    [tenant, parentId, runId],
  )
  await tx.run(`update sync_run set version = version + 1 where tenant_id = $1 and id = $2`, [
    tenant,
    parentId,
  ])
}

/** Ends a parent run. */
export async function closeParentRun(
  tx: Tx,
  tenant: string,
  id: string,
  state: SyncRun['state'],
  error: object | null,
): Promise<void> {
  await tx.run(
    `update sync_run set state = $3, error = $4, ended_at = clock_timestamp(), version = version + 1 where tenant_id = $1 and id = $2`,
    [tenant, id, state, error ? JSON.stringify(error) : null],
  )
}

/** Asks a run, and all parts of it, to end after the current page. */
export async function askToCancel(tx: Tx, tenant: string, id: string): Promise<void> {
  await tx.run(
    `update sync_run set cancel_asked_at = clock_timestamp(), version = version + 1
     where tenant_id = $1 and state = 'running' and (id = $2 or id in (select run_id from sync_run_part where tenant_id = $1 and parent_id = $2))`,
    [tenant, id],
  )
}

/** Stores the figures of a run so far, in the transaction of the page that they count. What `progress` does not name stays. */
export async function storeFigures(
  tx: Tx,
  tenant: string,
  runId: string,
  figures: FiguresByKind,
  progress: object,
): Promise<void> {
  await tx.run(
    `update sync_run set figures = $3, progress = progress || $4, version = version + 1 where tenant_id = $1 and id = $2`,
    [tenant, runId, JSON.stringify(figures), JSON.stringify(progress)],
  )
}

/** Adds a line to the log of a run. */
export async function addNotes(
  tx: Tx,
  tenant: string,
  runId: string,
  notes: readonly RunNote[],
): Promise<void> {
  if (notes.length === 0) return
  await tx.run(
    `update sync_run set notes = notes || $3, version = version + 1 where tenant_id = $1 and id = $2`,
    [tenant, runId, JSON.stringify(notes)],
  )
}

const columns = `r.id, r.connection_id as "connectionId", c.name as connection, r.lane, r.state, r.asked_by as "askedBy",
  r.asked_at as "askedAt", r.started_at as "startedAt", r.ended_at as "endedAt", r.version, r.figures, r.progress, r.notes, r.error`
const tables = `sync_run r left join connection c on c.tenant_id = r.tenant_id and c.id = r.connection_id`

/** One run with its parts; figures of a parent are the sums of its parts. Throws RUN_UNKNOWN. */
export async function readRun(tx: Tx, tenant: string, id: string): Promise<SyncRun> {
  const [row] = await tx.query<SyncRun>(
    `select ${columns} from ${tables} where r.tenant_id = $1 and r.id = $2`,
    [tenant, id],
  )
  if (!row) throw channelProblem('RUN_UNKNOWN', { id })
  const [run = row] = await withParts(tx, tenant, [row])
  return run
}

async function withParts(tx: Tx, tenant: string, rows: readonly SyncRun[]): Promise<SyncRun[]> {
  const parents = rows.filter(row => !row.lane).map(row => row.id)
  const found =
    parents.length === 0
      ? []
      : await tx.query<SyncRun & { readonly parentId: string }>(
          `select p.parent_id as "parentId", ${columns}
           from sync_run_part p join ${tables.replace('sync_run r', 'sync_run r on r.tenant_id = p.tenant_id and r.id = p.run_id')}
           where p.tenant_id = $1 and p.parent_id = any($2::uuid[]) order by r.id`,
          [tenant, parents],
        )
  const partsOf = Map.groupBy(found, part => part.parentId)
  return rows.map(row => {
    if (row.lane) return { ...row, parts: [] }
    const parts = (partsOf.get(row.id) ?? []).map(({ parentId: _, ...part }) => ({ ...part, parts: [] }))
    const version = parts.reduce((sum, part) => sum + part.version, row.version)
    const figures = parts.reduce((sum, part) => addFigures(sum, part.figures), {} as FiguresByKind)
    return { ...row, version, figures, parts }
  })
}

/** The latest runs, newest first, parents with their parts; `after` is the last id of the page before. */
export async function listRuns(
  tx: Tx,
  tenant: string,
  page: { after?: string | undefined; limit: number; connectionId?: string | undefined },
): Promise<SyncRun[]> {
  const rows = await tx.query<SyncRun>(
    `select ${columns} from ${tables} where r.tenant_id = $1 and ($2::uuid is null or r.id < $2) and ($4::uuid is null or r.connection_id = $4)
     order by r.id desc limit $3`,
    [tenant, page.after ?? null, page.limit, page.connectionId ?? null],
  )
  return withParts(tx, tenant, rows)
}

/** How many runs there are; counting stops at `limit`. */
export async function countRuns(
  tx: Tx,
  tenant: string,
  limit: number,
  connectionId?: string,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from sync_run where tenant_id = $1 and ($3::uuid is null or connection_id = $3) limit $2) as counted`,
    [tenant, limit, connectionId ?? null],
  )
  return row?.count ?? 0
}

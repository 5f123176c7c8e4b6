import { type Tx, transact } from '../base/database.ts'
import { type CompleteKind, namedChannels } from '../channels/completeStore.ts'
import {
  type Connection,
  findConnection,
  listConnections,
  loadConnection,
} from '../channels/connectionStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import {
  dueItems,
  keepPreview,
  openSweeps,
  type PreviewRow,
  previewActions,
  previewHashes,
} from '../channels/previewStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { walkedKinds } from './completeSync.ts'
import type { LaneKind } from './lanes.ts'
import { type PreviewWay, previewOf, previewTask } from './previewTask.ts'
import { catalogueTasks } from './pushCatalogue.ts'
import { pushContext } from './pushContext.ts'
import { feedbackTasks } from './pushFeedback.ts'
import { stockTask } from './pushStock.ts'
import { type PushContext, type PushTask, uuidOf } from './pushTask.ts'
import type { LaneParts } from './runLane.ts'
import { addNotes, closeParentRun, openParentRun, readRun, type SyncRun, storeFigures } from './runs.ts'
import type { SyncWish } from './startSync.ts'

/** So many objects of a preview are kept to be looked at; the rest is counted, and compared as a whole. */
const keptAtMost = 10_000

/** What a preview counted. `digest` is of all objects in their order, also of those that were not kept. */
export interface PreviewSums {
  readonly channels: readonly string[]
  readonly only: readonly string[]
  readonly complete: boolean
  readonly counts: Readonly<Record<string, number>>
  readonly total: number
  readonly kept: number
  readonly digest: string
}

/** A dry run that was asked for: `only` as the person named it. */
export interface PreviewWish extends SyncWish {
  readonly only: readonly string[]
}

/** Opens the run of a preview. Throws CONNECTION_UNKNOWN. */
export async function openPreview(tx: Tx, wish: PreviewWish, now: Date): Promise<string> {
  const connections = await chosenConnections(tx, wish)
  const runId = await openParentRun(tx, wish.tenant, wish.askedBy, wish.holder)
  await storeFigures(tx, wish.tenant, runId, {}, { preview: sumsOf(wish, emptySums()) })
  const at = now.toISOString()
  const leftOut = connections.flatMap(one => {
    const code = leftOutFor(one)
    return code
      ? [{ at, level: 'warn' as const, code, data: { name: one.name, by: one.lockedBy ?? '' } }]
      : []
  })
  await addNotes(tx, wish.tenant, runId, [{ at, level: 'info', code: 'DRY_RUN', data: {} }, ...leftOut])
  return runId
}

/**
 * Works out what a synchronisation would send, object by object, and keeps it with its run for a day. Calls nobody, marks
 * nothing, gives no key numbers: it only reads. Orders are not fetched; what they would change is not in it.
 */
export async function previewSync(
  parts: LaneParts,
  wish: PreviewWish,
  runId: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<SyncRun> {
  const { tenant } = wish
  const sums = emptySums()
  try {
    let cancelled = false
    for await (const rows of previewRows(parts, wish, signal)) {
      const kept = rows.slice(0, Math.max(0, keptAtMost - sums.kept))
      count(sums, rows, kept.length)
      cancelled = await transact(parts.db, { tenant }, async tx => {
        await keepPreview(tx, tenant, runId, kept)
        await storeFigures(tx, tenant, runId, {}, { preview: sumsOf(wish, sums) })
        return isCancelled(tx, tenant, runId)
      })
      if (cancelled) break
    }
    return await close(parts, tenant, runId, signal.aborted || cancelled ? 'cancelled' : 'done')
  } catch (error) {
    await close(parts, tenant, runId, 'failed')
    throw error
  }
}

/**
 * Compares a preview with what would be sent now. Answers what it was about; throws PREVIEW_UNKNOWN, and PREVIEW_CHANGED
 * with the names of objects that differ.
 */
export async function checkPreview(
  parts: LaneParts,
  wish: PreviewWish,
  previewId: string,
  then: PreviewSums,
): Promise<void> {
  const open = await transact(parts.db, { tenant: wish.tenant }, tx =>
    previewHashes(tx, wish.tenant, previewId),
  )
  if (open.size < then.kept) throw channelProblem('PREVIEW_UNKNOWN', { id: previewId })
  const sums = emptySums()
  const differing: string[] = []
  for await (const rows of previewRows(parts, wish, new AbortController().signal)) {
    const kept = rows.slice(0, Math.max(0, keptAtMost - sums.kept))
    count(sums, rows, kept.length)
    for (const row of kept) {
      const key = `${row.channelId} ${row.kind} ${row.objectId}`
      if (open.get(key)?.hash !== row.hash) differing.push(row.name)
      open.delete(key)
    }
  }
  differing.push(...[...open.values()].map(one => one.name))
  if (sums.digest === then.digest) return
  const names = [...new Set(differing)]
  throw channelProblem('PREVIEW_CHANGED', {
    count: String(Math.max(1, names.length)),
    names: names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : ''),
  })
}

/** What the preview of a run was about and found. Throws RUN_UNKNOWN and PREVIEW_UNKNOWN. */
export async function readPreview(tx: Tx, tenant: string, runId: string): Promise<PreviewSums> {
  const { progress, endedAt } = await readRun(tx, tenant, runId)
  const sums = progress['preview'] as PreviewSums | undefined
  if (!sums || !endedAt) throw channelProblem('PREVIEW_UNKNOWN', { id: runId })
  return sums
}

async function* previewRows(
  parts: LaneParts,
  wish: PreviewWish,
  signal: AbortSignal,
): AsyncGenerator<PreviewRow[]> {
  const { tenant } = wish
  const { ids, named } = await transact(parts.db, { tenant }, async tx => {
    return {
      ids: (await chosenConnections(tx, wish)).map(one => one.id),
      named: new Set((await namedChannels(tx, tenant, wish.channels)).map(channel => channel.id)),
    }
  })
  for (const id of ids) {
    const context = await readingContext(parts, tenant, id, signal)
    if (context) yield* previewConnection(context, wish, named)
  }
}

async function chosenConnections(tx: Tx, { tenant, channels }: PreviewWish): Promise<Connection[]> {
  const all = channels.length === 0 ? await listConnections(tx, tenant, { archived: false }) : []
  for (const name of channels) all.push(await findConnection(tx, tenant, name))
  return [...new Map(all.filter(one => !one.archivedAt).map(one => [one.id, one])).values()]
}

async function* previewConnection(
  context: PushContext,
  wish: PreviewWish,
  named: ReadonlySet<string>,
): AsyncGenerator<PreviewRow[]> {
  const { connection } = context
  const complete: readonly CompleteKind[] = wish.complete ? walkedKinds(wish.complete, connection) : []
  const sweeps = await transact(context.db, { tenant: context.tenant }, tx =>
    openSweeps(tx, context.tenant, connection.id),
  )
  for (const channel of connection.channels.filter(one => one.active && !one.lockedAt)) {
    const comes = new Set<string>()
    const guarded = new Set<string>()
    const walkOf = (kind: PushTask['kind']): PreviewWay['walk'] => {
      const on = sweeps.filter(sweep => sweep.channelId === channel.id && sweep.kind === kind)
      const asked = named.has(channel.id) && complete.some(one => one === kind)
      if (asked || on.some(sweep => sweep.complete)) return 'all'
      return on.length > 0 ? 'differing' : 'due'
    }
    for (const task of tasksOf(context, wish.lanes)) {
      const way = { task, channel, comes, guarded, walk: walkOf(task.kind) }
      yield* previewTask(
        context,
        isToldByItem(task) ? { ...way, asItem: asItem(context, way, walkOf('item')) } : way,
      )
    }
  }
}

function tasksOf(context: PushContext, lanes: readonly LaneKind[]): readonly PushTask[] {
  return [
    ...(lanes.includes('stock') ? [stockTask(context)] : []),
    ...(lanes.includes('catalogue') ? catalogueTasks(context) : []),
    ...(lanes.includes('feedback') ? feedbackTasks : []),
  ]
}

function isToldByItem({ kind, as }: PushTask): boolean {
  return kind === 'price' || (kind === 'cross_selling' && as === 'item')
}

// The catalogue lane sends items before these, and an item carries them.
function asItem(
  context: PushContext,
  way: Pick<PreviewWay, 'channel' | 'comes' | 'guarded'>,
  walk: PreviewWay['walk'],
): NonNullable<PreviewWay['asItem']> {
  const task = catalogueTasks(context).find(one => one.kind === 'item')
  return async ids => {
    if (!task || ids.length === 0) return new Set()
    const due = walk === 'due' ? await dueAmong(context, way.channel.id, ids) : ids
    const rows = await previewOf(context, { ...way, task }, due, walk === 'all')
    return new Set(
      rows.flatMap(row =>
        ['new', 'changed', 'again', 'removed'].includes(row.action) && !way.guarded.has(row.objectId)
          ? [row.objectId]
          : [],
      ),
    )
  }
}

async function dueAmong(
  context: PushContext,
  channelId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  return transact(context.db, { tenant: context.tenant }, tx => dueItems(tx, context.tenant, channelId, ids))
}

// As a run that sends has it, but that nothing can be written with it, and that nobody opens a session.
async function readingContext(
  parts: LaneParts,
  tenant: string,
  connectionId: string,
  signal: AbortSignal,
): Promise<PushContext | undefined> {
  const connection = await transact(parts.db, { tenant }, tx => loadConnection(tx, tenant, connectionId))
  const connector = parts.connectors.get(connection.system)
  if (!connector || leftOutFor(connection)) return undefined
  const context = {
    ...parts,
    tenant,
    connection,
    connector,
    secrets: {},
    signal,
    runId: '',
    write: () => Promise.reject(new TypeError('a preview writes nothing')),
    keys: keysOf(parts.db, tenant, connectionId),
    figures: {},
    notes: [],
  }
  const reading = pushContext(context, 'rest')
  return { ...reading, guard: { ...reading.guard, ahead: new Map() } }
}

/** Why nothing is sent to a connection now; undefined where it is. */
function leftOutFor(connection: Connection): string | undefined {
  if (connection.lockedAt) return 'CHANNEL_LOCKED'
  if (connection.recoveringAt) return 'CONNECTION_RECOVERING'
  return connection.phase === 'ready' ? undefined : 'FIRST_RUN_MISSING'
}

type Counted = { counts: Record<string, number>; total: number; kept: number; digest: string }

function emptySums(): Counted {
  return {
    counts: Object.fromEntries(previewActions.map(action => [action, 0])),
    total: 0,
    kept: 0,
    digest: '',
  }
}

function count(sums: Counted, rows: readonly PreviewRow[], kept: number): void {
  sums.total += rows.length
  sums.kept += kept
  for (const row of rows) {
    sums.counts[row.action] = (sums.counts[row.action] ?? 0) + 1
    sums.digest = uuidOf(`${sums.digest} ${row.channelId} ${row.kind} ${row.objectId} ${row.hash}`)
  }
}

function sumsOf(wish: PreviewWish, sums: Counted): PreviewSums {
  return { channels: wish.channels, only: wish.only, complete: wish.complete !== undefined, ...sums }
}

async function isCancelled(tx: Tx, tenant: string, runId: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from sync_run where tenant_id = $1 and id = $2 and cancel_asked_at is not null`,
    [tenant, runId],
  )
  return rows.length > 0
}

function close(parts: LaneParts, tenant: string, runId: string, state: SyncRun['state']): Promise<SyncRun> {
  return transact(parts.db, { tenant }, async tx => {
    await closeParentRun(
      tx,
      tenant,
      runId,
      state,
      state === 'failed' ? { code: 'INTERNAL_ERROR', data: {} } : null,
    )
    return readRun(tx, tenant, runId)
  })
}

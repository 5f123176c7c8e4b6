import { type Database, sqlState, type Tx, transact } from '../base/database.ts'
import { isGone } from '../base/holder.ts'
import { newId } from '../base/ids.ts'
import { type HeldLane, type LaneKey, type LaneKind, type LeaseTimes, laneKinds } from './lanes.ts'

/** Who wants lanes, and for whom. */
export interface Claimant {
  readonly holder: string
  readonly askedBy: string
  readonly lease: LeaseTimes
}

/** The run that keeps a lane from being claimed: of the lane itself, or of another one of its connection. */
export interface LaneHeld {
  readonly heldBy: string
  readonly runId: string
  readonly lane: LaneKind
}

export type Claim = HeldLane | LaneHeld

/**
 * Takes the lane if nobody holds it, if its holder has given no sign of life for the lease, or if its holder is an earlier
 * life of this process or a dead process of this machine. Counts the fence up, so that writes of a former holder are
 * refused, and opens a run. All lanes of a connection are held by one process at a time, because its calls pass one gate:
 * answers the run of the living holder otherwise. Waits for a row that somebody else has locked.
 */
export async function claimLane(db: Database, wish: Claimant & LaneKey): Promise<Claim> {
  try {
    const [claim] = await claimAll(db, wish, wish.tenant, [wish], '')
    if (!claim) throw new TypeError('a claim that waits has an answer')
    return claim
  } catch (error) {
    // A writing transaction of the holder has the row for longer than we wait: it is held, whatever its heart says.
    const lane = sqlState(error) === '55P03' ? await readLane(db, wish) : undefined
    if (!lane?.holder || !lane.run_id) throw error
    return { heldBy: lane.holder, runId: lane.run_id, lane: wish.kind }
  }
}

/**
 * Claims many lanes of a tenant in one transaction, under the same rules, and waits for nobody: a lane of whose
 * connection a row is locked at this moment answers undefined, and so does one of a locked or archived connection.
 */
export function claimLanes(
  db: Database,
  claimant: Claimant,
  tenant: string,
  lanes: readonly Pick<LaneKey, 'connectionId' | 'kind'>[],
): Promise<(Claim | undefined)[]> {
  return claimAll(db, claimant, tenant, lanes, 'skip locked')
}

function claimAll(
  db: Database,
  claimant: Claimant,
  tenant: string,
  wishes: readonly Pick<LaneKey, 'connectionId' | 'kind'>[],
  wait: '' | 'skip locked',
): Promise<(Claim | undefined)[]> {
  return transact(db, { tenant }, async tx => {
    const ids = [...new Set(wishes.map(wish => wish.connectionId))]
    let locked = await lockLanes(tx, tenant, ids, claimant.lease, wait)
    if (!wait && locked.length < ids.length * laneKinds.length) {
      await makeLanes(tx, tenant, ids)
      locked = await lockLanes(tx, tenant, ids, claimant.lease, wait)
    }
    const ofConnection = Map.groupBy(locked, lane => lane.connectionId)
    const judged = wishes.map(wish => judge(claimant, wish, ofConnection.get(wish.connectionId) ?? [], wait))
    const free = judged.filter(one => one !== undefined && 'free' in one).map(one => one.free)
    const taken = new Set(free.map(lane => lane.connectionId))
    const gone = locked.filter(lane => lane.holder !== null && taken.has(lane.connectionId))
    await freeLanes(
      tx,
      tenant,
      gone.filter(lane => !lives(claimant, lane)),
    )
    const claimed = await takeLanes(tx, claimant, tenant, free)
    return judged.map(one => (one && 'free' in one ? claimed.get(one.free) : one))
  })
}

interface LockedLane {
  readonly connectionId: string
  readonly kind: LaneKind
  readonly holder: string | null
  readonly runId: string | null
  readonly fence: string
  readonly expired: boolean
  readonly closed: boolean
}

// No key update: two claimants of a connection wait for each other, but nobody for a writing transaction of a holder. In
// this one order for everybody; a row that changed meanwhile is read again as it is now.
function lockLanes(
  tx: Tx,
  tenant: string,
  connectionIds: readonly string[],
  lease: LeaseTimes,
  wait: '' | 'skip locked',
): Promise<LockedLane[]> {
  return tx.query<LockedLane>(
    `select connection_id as "connectionId", kind, holder, run_id as "runId", fence,
       (select c.locked_at is not null or c.archived_at is not null from connection c
        where c.tenant_id = l.tenant_id and c.id = l.connection_id) as closed,
       coalesce(greatest(beat_at, (select w.beat_at from worker_process w where w.holder = l.holder))
         < clock_timestamp() - make_interval(secs => $3), true) as expired
     from sync_lane l where tenant_id = $1 and connection_id = any($2::uuid[])
     order by connection_id, kind for no key update ${wait}`,
    [tenant, connectionIds, lease.leaseMs / 1000],
  )
}

// Made by whoever comes first; a second one at the same moment then finds and locks the same rows.
async function makeLanes(tx: Tx, tenant: string, connectionIds: readonly string[]): Promise<void> {
  await tx.run(
    `insert into sync_lane (tenant_id, connection_id, kind)
     select $1, c.id, k.kind from unnest($2::uuid[]) as c (id) cross join unnest($3::text[]) as k (kind) order by 2, 3
     on conflict do nothing`,
    [tenant, connectionIds, laneKinds],
  )
}

function judge(
  claimant: Claimant,
  wish: Pick<LaneKey, 'connectionId' | 'kind'>,
  lanes: readonly LockedLane[],
  wait: '' | 'skip locked',
): { free: LockedLane } | LaneHeld | undefined {
  if (wait && (lanes.length < laneKinds.length || lanes.some(lane => lane.closed))) return undefined
  const own = lanes.find(lane => lane.kind === wish.kind)
  const living = lanes.filter(lane => lives(claimant, lane))
  const held =
    living.find(lane => lane === own) ?? living.find(lane => lane.holder !== claimant.holder && lane.runId)
  if (held?.holder && held.runId) return { heldBy: held.holder, runId: held.runId, lane: held.kind }
  return own && { free: own }
}

function lives({ holder }: Claimant, lane: LockedLane): boolean {
  return lane.holder !== null && !lane.expired && !isGone(lane.holder, holder)
}

/**
 * Takes lanes away from holders that are gone: their fences count up, their runs are lost, and a run of them is asked for.
 * Waits for their writing transactions. A lane whose fence is another one by now stays as it is. Answers how many.
 */
export async function freeLanes(
  tx: Tx,
  tenant: string,
  lanes: readonly { readonly connectionId: string; readonly kind: LaneKind; readonly fence: string }[],
): Promise<number> {
  if (lanes.length === 0) return 0
  const sorted = [...lanes].sort((a, b) => (a.connectionId + a.kind < b.connectionId + b.kind ? -1 : 1))
  const wanted = [
    tenant,
    sorted.map(lane => lane.connectionId),
    sorted.map(lane => lane.kind),
    sorted.map(lane => lane.fence),
  ]
  const locked = await tx.query<{ held: boolean }>(
    `select (connection_id, kind, fence) in (select * from unnest($2::uuid[], $3::text[], $4::bigint[])) as held
     from sync_lane where tenant_id = $1 and connection_id = any($2::uuid[]) and (kind = 'orders'
       or (connection_id, kind, fence) in (select * from unnest($2::uuid[], $3::text[], $4::bigint[])))
     order by connection_id, kind for update`,
    wanted,
  )
  const held = locked.filter(row => row.held)
  // Whoever died while sending quantities may not have looked at what the shop sold meanwhile: somebody has to.
  if (held.length > 0)
    await tx.run(
      `with freed as (
         update sync_lane set fence = sync_lane.fence + 1, holder = null, wanted = greatest(wanted, served + 1)
         from unnest($2::uuid[], $3::text[], $4::bigint[]) as u (connection_id, kind, fence)
         where tenant_id = $1 and sync_lane.connection_id = u.connection_id and sync_lane.kind = u.kind and sync_lane.fence = u.fence
         returning sync_lane.connection_id, sync_lane.kind, run_id
       ), looks as (
         update sync_lane o set wanted = greatest(o.wanted, o.served + 1) from freed f
         where o.tenant_id = $1 and o.connection_id = f.connection_id and o.kind = 'orders' and f.kind in ('stock', 'catalogue')
       )
       update sync_run set state = 'lost', ended_at = clock_timestamp(), version = version + 1
       where tenant_id = $1 and state = 'running' and id in (select run_id from freed)`,
      wanted,
    )
  return held.length
}

async function takeLanes(
  tx: Tx,
  { holder, askedBy }: Claimant,
  tenant: string,
  lanes: readonly LockedLane[],
): Promise<Map<LockedLane, HeldLane>> {
  const taken = new Map<LockedLane, HeldLane>()
  if (lanes.length === 0) return taken
  const runs = lanes.map(() => newId())
  const rows = await tx.query<{ run_id: string; fence: string; wanted: string; failures: number }>(
    `with claimed as (
       update sync_lane set fence = fence + 1, holder = $5, run_id = u.id, beat_at = clock_timestamp()
       from unnest($2::uuid[], $3::text[], $4::uuid[]) as u (connection_id, kind, id)
       where tenant_id = $1 and sync_lane.connection_id = u.connection_id and sync_lane.kind = u.kind
       returning sync_lane.connection_id, sync_lane.kind, run_id, fence, wanted, failures
     ), opened as (
       insert into sync_run (tenant_id, id, connection_id, lane, fence, holder, state, asked_by, asked_at, started_at)
       select $1, run_id, connection_id, kind, fence, $5, 'running', $6, clock_timestamp(), clock_timestamp() from claimed
     )
     select run_id, fence, wanted, failures from claimed`,
    [tenant, lanes.map(lane => lane.connectionId), lanes.map(lane => lane.kind), runs, holder, askedBy],
  )
  for (const [index, lane] of lanes.entries()) {
    const row = rows.find(one => one.run_id === runs[index])
    if (!row) throw new TypeError('a lane that was locked was not claimed')
    const { connectionId, kind } = lane
    const { run_id: runId, fence, wanted, failures } = row
    taken.set(lane, { tenant, connectionId, kind, runId, fence, wanted, failures })
  }
  return taken
}

async function readLane(db: Database, wish: LaneKey) {
  const [lane] = await transact(db, { tenant: wish.tenant }, tx =>
    tx.query<{ holder: string | null; run_id: string | null }>(
      `select holder, run_id from sync_lane where tenant_id = $1 and connection_id = $2 and kind = $3`,
      [wish.tenant, wish.connectionId, wish.kind],
    ),
  )
  return lane
}

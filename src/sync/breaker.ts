import type { Tx } from '../base/database.ts'

/**
 * The circuit breaker of a connection: after some failures in a row, over all its lanes, the connection is open. Then nobody calls it for a
 * while that grows, one lane tries for all, and the first success closes it. One shop that is down so makes one call now and
 * then instead of one per lane.
 */

/** Failures in a row that open a connection. */
export const failuresToOpen = 3
/** The first pause of a connection that is open, in seconds, and the longest. */
const firstPause = 30
const longestPause = 1800

/** What a run tells of its connection as a whole. */
export interface Told {
  /** The system did not answer, with this code. */
  readonly failed?: string
  /** It was reached, and the run ended well: nothing is wrong with it. */
  readonly reached?: boolean
}

/**
 * Parts of the statement that settles a run ($1 tenant, $2 connection, $3 and $4 lane and fence, $12 code of a failure, $13 whether it
 * was reached, $14 chance): counts, opens with a pause by chance below a limit that doubles, closes. Nothing is written where
 * nothing changes, nor by a run that lost its lane.
 */
export const breaker = `mine as (
         select 1 from sync_lane where tenant_id = $1 and connection_id = $2 and kind = $3 and fence = $4
       ), failed as (
         insert into connection_health as h (tenant_id, connection_id, failures, failed_at, code)
         select $1, $2, 1, clock_timestamp(), $12::text from mine where $12::text is not null
         on conflict (tenant_id, connection_id) do update set failures = h.failures + 1, failed_at = excluded.failed_at, code = excluded.code,
           opened_at = coalesce(h.opened_at, case when h.failures + 1 >= ${failuresToOpen} then excluded.failed_at end),
           next_try_at = case when h.failures + 1 >= ${failuresToOpen} then excluded.failed_at + make_interval(secs =>
             least(${longestPause}, ${firstPause} * 2 ^ least(h.failures + 1 - ${failuresToOpen}, 10)) * (0.5 + 0.5 * $14::float8)) end
         returning opened_at
       ), reached as (
         update connection_health set failures = 0, opened_at = null, next_try_at = null, code = null
         where tenant_id = $1 and connection_id = $2 and failures > 0 and $13::boolean and exists (select 1 from mine)
       )`

/** A person does not wait: of connections that are open one lane tries at once. */
export async function tryNow(tx: Tx, tenant: string, connectionIds: readonly string[]): Promise<void> {
  await tx.run(
    `update connection_health set next_try_at = clock_timestamp()
     where tenant_id = $1 and connection_id = any($2::uuid[]) and opened_at is not null`,
    [tenant, connectionIds],
  )
}

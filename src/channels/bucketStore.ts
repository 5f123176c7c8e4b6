import type { Tx } from '../base/database.ts'

/** What is wanted of a bucket, and how it fills. */
export interface TokenWish {
  /** '': every call of the connection. */
  readonly operation: string
  readonly want: number
  /** Seconds until a token comes back; 0: at once. */
  readonly step: number
  /** Shortest time between two calls in seconds, whatever the system says of its rate. */
  readonly gap: number
  readonly burst: number
  readonly perDay: number | null
  /** The day (YYYY-MM-DD) by the calendar of the system. */
  readonly day: string
}

export interface TokensTaken {
  readonly granted: number
  /** Where none was granted: when there will be one; null: not before another day. */
  readonly after: Date | null
}

/**
 * Takes tokens, at most as many as are wanted, by the clock of the database: whoever asks, from whichever process. The row
 * is locked for this statement's transaction and no longer.
 */
export async function takeTokens(
  tx: Tx,
  tenant: string,
  connectionId: string,
  wish: TokenWish,
): Promise<TokensTaken> {
  const first = await take(tx, tenant, connectionId, wish)
  if (first) return first
  await tx.run(
    `insert into call_bucket (tenant_id, connection_id, operation, paid_until, day)
     values ($1, $2, $3, clock_timestamp(), $4) on conflict do nothing`,
    [tenant, connectionId, wish.operation, wish.day],
  )
  const made = await take(tx, tenant, connectionId, wish)
  if (!made) throw new TypeError('a bucket that was made is there')
  return made
}

// The bucket is one instant, up to which the calls made so far are paid for: it may lie `burst` tokens ahead of now.
async function take(
  tx: Tx,
  tenant: string,
  connectionId: string,
  wish: TokenWish,
): Promise<TokensTaken | undefined> {
  const [row] = await tx.query<TokensTaken>(
    `with held as (
       select b.*, clock_timestamp() as at, greatest(coalesce(1 / per_second, $6::numeric), $7::numeric)::float8 as step,
         case when day = $4 then used else 0 end as used_today
       from call_bucket b where tenant_id = $1 and connection_id = $2 and operation = $3 for update
     ), counted as (
       select *, greatest(paid_until, at) as paid, case when blocked_until > at then 0 else greatest(0, least($5::int,
         coalesce($9::int - used_today, $5), case when step = 0 then $5
           else floor($8::int + 1e-6 - extract(epoch from greatest(paid_until, at) - at)::float8 / step)::int end)) end as granted
       from held
     )
     update call_bucket b set paid_until = c.paid + make_interval(secs => c.granted * c.step), day = $4, used = c.used_today + c.granted
     from counted c where b.tenant_id = $1 and b.connection_id = $2 and b.operation = $3
     returning c.granted, case when c.granted > 0 then null when c.blocked_until > c.at then c.blocked_until
       when c.used_today >= $9 then null else c.paid + make_interval(secs => c.step * (1 - $8::int)) end as after`,
    [tenant, connectionId, wish.operation, wish.day, wish.want, wish.step, wish.gap, wish.burst, wish.perDay],
  )
  return row
}

/** What the system said of its own limits with an answer. */
export interface LimitHeard {
  readonly operation: string
  /** No call before that. */
  readonly until?: Date
  readonly perSecond?: number
}

/** Corrects a bucket by what the system said. */
export async function correctBucket(
  tx: Tx,
  tenant: string,
  connectionId: string,
  heard: LimitHeard,
  day: string,
): Promise<void> {
  await tx.run(
    `insert into call_bucket as b (tenant_id, connection_id, operation, paid_until, day, blocked_until, per_second)
     values ($1, $2, $3, clock_timestamp(), $4, $5, $6)
     on conflict (tenant_id, connection_id, operation) do update
       set blocked_until = coalesce(excluded.blocked_until, b.blocked_until), per_second = coalesce(excluded.per_second, b.per_second)`,
    [tenant, connectionId, heard.operation, day, heard.until ?? null, heard.perSecond ?? null],
  )
}

/** A bucket as it stands, for people. */
export interface BucketFacts {
  readonly connectionId: string
  readonly operation: string
  readonly day: string
  readonly used: number
  readonly blockedUntil: Date | null
}

/** The buckets of all connections of a tenant. */
export function listBuckets(tx: Tx, tenant: string): Promise<BucketFacts[]> {
  return tx.query<BucketFacts>(
    `select connection_id as "connectionId", operation, day, used, blocked_until as "blockedUntil"
     from call_bucket where tenant_id = $1 order by connection_id, operation`,
    [tenant],
  )
}

import type { Tx } from '../base/database.ts'

/** Who locked what, why and when. */
export interface Lock {
  readonly by: string
  readonly reason: string
  readonly at: Date
}

/** What waits at a channel until it is unlocked: records that came in and are kept, and changes that were not told. */
export interface Waiting {
  readonly records: number
  readonly changes: number
}

/** How far what waits is counted. */
const countedTo = 10_000

/** Locks channels alone, or (null) unlocks them; what was kept meanwhile is imported by the next run of the orders lane. */
export async function setChannelLock(
  tx: Tx,
  tenant: string,
  channelIds: readonly string[],
  lock: Lock | null,
): Promise<void> {
  await tx.run(
    `update channel h set locked_at = $3, locked_by = $4, lock_reason = $5
     from (select id from channel where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update) u
     where h.tenant_id = $1 and h.id = u.id`,
    [tenant, channelIds, lock?.at ?? null, lock?.by ?? null, lock?.reason ?? null],
  )
}

/**
 * Marks that what was kept of these channels (null: of all of the connection), or lacked a mapping, is imported by the next
 * run. Channels that are locked stay as they are.
 */
export async function readKeptAgain(
  tx: Tx,
  tenant: string,
  connectionId: string,
  channelIds: readonly string[] | null,
): Promise<void> {
  await tx.run(
    `update channel set read_again = true
     where tenant_id = $1 and connection_id = $2 and ($3::uuid[] is null or id = any($3)) and locked_at is null and not read_again`,
    [tenant, connectionId, channelIds],
  )
}

/** What waits at each of these channels, counted to 10,000 of each sort. */
export async function waitingAt(
  tx: Tx,
  tenant: string,
  channelIds: readonly string[],
): Promise<Map<string, Waiting>> {
  const rows = await tx.query<Waiting & { id: string }>(
    `select h.id, (select count(*)::int from (select 1 from ledger l where l.tenant_id = $1 and l.connection_id = h.connection_id
         and l.channel_id = h.id and l.code = 'CHANNEL_LOCKED' limit $3) r) as records,
       (select count(*)::int from (select 1 from due d where d.tenant_id = $1 and d.channel_id = h.id limit $3) c) as changes
     from channel h where h.tenant_id = $1 and h.id = any($2::uuid[])`,
    [tenant, channelIds, countedTo],
  )
  return new Map(rows.map(({ id, ...waiting }) => [id, waiting]))
}

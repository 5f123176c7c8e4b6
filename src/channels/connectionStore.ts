import type { Tx } from '../base/database.ts'
import { type Keyring, seal, unseal } from '../base/keyring.ts'
import type { Settings } from '../port/connector.ts'
import { resealConnectionSecrets } from './connectionSecretStore.ts'
import type { StoredCursor } from './cursorStore.ts'
import type { ChannelGuard } from './guardSettings.ts'
import { channelProblem } from './problems.ts'

export interface Connection {
  readonly id: string
  readonly companyId: string
  readonly companyCountry: string
  readonly companyCurrency: string
  readonly system: string
  readonly name: string
  readonly settings: Settings
  readonly timeZone: string
  readonly archivedAt: Date | null
  readonly lockedAt: Date | null
  readonly lockedBy: string | null
  readonly lockReason: string | null
  /** Restored from a backup, and a person has not finished that yet; locked all that time. */
  readonly recoveringAt: Date | null
  /** The last restore. */
  readonly restoredAt: Date | null
  readonly refusedCode: string | null
  readonly refusedData: Readonly<Record<string, string>> | null
  readonly facts: Readonly<Record<string, unknown>>
  /** `new`: nothing is sent before its first run is finished. */
  readonly phase: 'new' | 'ready'
  /** Whose data counts of what was linked in the first run, until it is changed here. */
  readonly leads: 'kontor' | 'shop'
  readonly leadChosenAt: Date | null
  /** When it was checked last, and whether all was well. */
  readonly checkedAt: Date | null
  readonly checkOk: boolean | null
  readonly channels: readonly Channel[]
  /** Acknowledgements and kept pages of a former run that are still open. */
  readonly openAcks: number
  readonly openPages: number
  /** Requests to read something again that are not worked off. */
  readonly openRequests: number
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly place: string
  readonly active: boolean
  readonly takeOverByItself: boolean
  /** A channel of several may be locked alone: what comes in is kept, nothing goes out. */
  readonly lockedAt: string | null
  readonly lockedBy: string | null
  readonly lockReason: string | null
  /** Something is kept that the next run imports. */
  readonly readAgain: boolean
  /** Switched on: an order whose method is mapped to none of ours has an open check. */
  readonly checksPayment: boolean
  readonly checksShipping: boolean
  /** Orders that name no payment method get one. */
  readonly hasUsualPayment: boolean
  /** Switched on: a pending order that our stock covers is confirmed when it comes in. */
  readonly confirmsByItself: boolean
  readonly events: Readonly<Record<string, { readonly enabled: boolean; readonly from: string | null }>>
  /** What differs from the usual; complete by `guardSettings`. */
  readonly guard: ChannelGuard
}

const columns = `c.id, c.company_id as "companyId", f.country as "companyCountry", f.currency as "companyCurrency", c.system, c.name,
  c.settings, c.time_zone as "timeZone", c.archived_at as "archivedAt", c.locked_at as "lockedAt", c.locked_by as "lockedBy",
  c.lock_reason as "lockReason", c.recovering_at as "recoveringAt", c.restored_at as "restoredAt",
   c.refused_code as "refusedCode", c.refused_data as "refusedData", c.facts, c.phase, c.leads,
  c.lead_chosen_at as "leadChosenAt", c.checked_at as "checkedAt", c.check_ok as "checkOk",
  (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'name', h.name, 'place', h.place, 'active', h.active,
      'takeOverByItself', h.take_over_by_itself, 'guard', h.guard, 'lockedAt', h.locked_at, 'lockedBy', h.locked_by,
      'lockReason', h.lock_reason, 'readAgain', h.read_again, 'checksPayment', coalesce((h.settings ->> 'checksPayment')::boolean, false),
      'checksShipping', coalesce((h.settings ->> 'checksShipping')::boolean, false),
      'hasUsualPayment', exists (select from payment_method u where u.tenant_id = h.tenant_id and u.id = h.usual_payment_method_id and u.active),
      'confirmsByItself', coalesce((h.settings ->> 'confirmsByItself')::boolean, false), 'events', (select coalesce(jsonb_object_agg(e.kind,
        jsonb_build_object('enabled', e.enabled, 'from', e.from_at)), '{}') from channel_event e
        where e.tenant_id = h.tenant_id and e.channel_id = h.id)) order by h.name), '[]')
    from channel h where h.tenant_id = c.tenant_id and h.connection_id = c.id) as channels,
  (select count(*)::int from ack_outbox a where a.tenant_id = c.tenant_id and a.connection_id = c.id and a.gone_at is null) as "openAcks",
  (select count(*)::int from again_request q where q.tenant_id = c.tenant_id and q.connection_id = c.id and q.ended_at is null) as "openRequests"`
const openPages = `(select count(*)::int from inbound_page p where p.tenant_id = c.tenant_id and p.connection_id = c.id and p.state = 'received')`
const withPages = `${columns}, ${openPages} as "openPages"`
const tables = `connection c join company f on f.tenant_id = c.tenant_id and f.id = c.company_id`

/** One connection with its channels, and what a former run left open. Throws CONNECTION_UNKNOWN. */
export async function loadConnection(tx: Tx, tenant: string, id: string): Promise<Connection> {
  const [row] = await tx.query<Connection>(
    `select ${withPages} from ${tables} where c.tenant_id = $1 and c.id = $2`,
    [tenant, id],
  )
  if (!row) throw channelProblem('CONNECTION_UNKNOWN', { name: id })
  return row
}

/** What a run begins with: the connection, its secrets in clear, and where reading stands. */
export interface RunStart {
  readonly connection: Connection
  readonly secrets: Readonly<Record<string, string>>
  readonly cursors: ReadonlyMap<string, StoredCursor>
}

/**
 * All that a run of a connection begins with, in one statement: most runs find nothing to do. Kept pages are not counted
 * (`openPages` is 0; see `countOpenPages`): only some systems have any, and to plan for all months takes as long as all
 * the rest. Throws CONNECTION_UNKNOWN.
 */
export async function loadRunStart(tx: Tx, keyring: Keyring, tenant: string, id: string): Promise<RunStart> {
  const [row] = await tx.query<
    Omit<Connection, 'openPages'> & {
      sealed: Record<string, string>
      cursors: Record<string, Record<string, string | null>>
    }
  >(
    `select ${columns},
       (select coalesce(jsonb_object_agg(s.field, encode(s.sealed, 'base64')), '{}') from sealed_credential s
        where s.tenant_id = c.tenant_id and s.connection_id = c.id) as sealed,
       (select coalesce(jsonb_object_agg(k.kind, jsonb_build_object('watermark', k.watermark, 'resume', k.resume,
          'startedAt', k.started_at)), '{}') from sync_cursor k
        where k.tenant_id = c.tenant_id and k.connection_id = c.id) as cursors
     from ${tables} where c.tenant_id = $1 and c.id = $2`,
    [tenant, id],
  )
  if (!row) throw channelProblem('CONNECTION_UNKNOWN', { name: id })
  const { sealed, cursors, ...connection } = row
  const open = (field: string, text: string) =>
    unseal(keyring, Buffer.from(text, 'base64'), secretContext(tenant, id, field)).toString('utf8')
  return {
    connection: { ...connection, openPages: 0 },
    secrets: Object.fromEntries(Object.entries(sealed).map(([field, text]) => [field, open(field, text)])),
    cursors: new Map(
      Object.entries(cursors).map(([kind, cursor]) => [
        kind,
        {
          watermark: cursor['watermark'] ?? undefined,
          resume: cursor['resume'] ?? undefined,
          startedAt: cursor['startedAt'] ? new Date(cursor['startedAt']) : undefined,
        },
      ]),
    ),
  }
}

/** How many kept pages of a connection were not settled yet. */
export async function countOpenPages(tx: Tx, tenant: string, id: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select ${openPages} as count from connection c where c.tenant_id = $1 and c.id = $2`,
    [tenant, id],
  )
  return row?.count ?? 0
}

/** All connections by name; archived ones only when asked for. */
export function listConnections(
  tx: Tx,
  tenant: string,
  options: { archived: boolean },
): Promise<Connection[]> {
  return tx.query<Connection>(
    `select ${withPages} from ${tables} where c.tenant_id = $1 and (c.archived_at is null or $2) order by c.name`,
    [tenant, options.archived],
  )
}

/** The connection of that id or name, or of the channel of that id or name. Throws CONNECTION_UNKNOWN. */
export async function findConnection(tx: Tx, tenant: string, idOrName: string): Promise<Connection> {
  const [row] = await tx.query<{ id: string }>(
    `select id from connection where tenant_id = $1 and (id::text = $2 or name = $2)
     union all select connection_id from channel where tenant_id = $1 and (id::text = $2 or name = $2) limit 1`,
    [tenant, idOrName],
  )
  if (!row) throw channelProblem('CONNECTION_UNKNOWN', { name: idOrName })
  return loadConnection(tx, tenant, row.id)
}

/** The id of the connection that a list is limited to; undefined if it is not limited. Throws like `findConnection`. */
export async function connectionIdOf(
  tx: Tx,
  tenant: string,
  idOrName: string | undefined,
): Promise<string | undefined> {
  return idOrName ? (await findConnection(tx, tenant, idOrName)).id : undefined
}

/** Makes a connection. The names of connections and channels are unique; NAME_TAKEN, NAME_ARCHIVED otherwise. */
export async function insertConnection(
  tx: Tx,
  tenant: string,
  row: {
    id: string
    companyId: string
    system: string
    name: string
    settings: Settings
    timeZone: string
    phase: Connection['phase']
  },
): Promise<void> {
  const { id, companyId, system, name, settings, timeZone, phase } = row
  const rows = await tx.run(
    `insert into connection (tenant_id, id, company_id, system, name, settings, time_zone, phase) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (tenant_id, name) do nothing`,
    [tenant, id, companyId, system, name, JSON.stringify(settings), timeZone, phase],
  )
  if (rows > 0) return
  const [other] = await tx.query<{ archived: boolean }>(
    `select archived_at is not null as archived from connection where tenant_id = $1 and name = $2`,
    [tenant, name],
  )
  throw channelProblem(other?.archived ? 'NAME_ARCHIVED' : 'NAME_TAKEN', { name })
}

/**
 * Makes the lanes of a new connection with their usual schedule: what comes in every 5 minutes; what goes out when something
 * is due, and now and then all the same. The first time is one interval away, so that a person can check it before.
 */
export async function insertLanes(tx: Tx, tenant: string, connectionId: string): Promise<void> {
  await tx.run(
    `insert into sync_lane (tenant_id, connection_id, kind, every, next_at)
     select $1, $2, k.kind, k.every, clock_timestamp() + k.every
     from (values ('orders', interval '5 minutes'), ('stock', interval '15 minutes'), ('catalogue', interval '15 minutes'),
       ('feedback', interval '5 minutes')) as k (kind, every)`,
    [tenant, connectionId],
  )
}

/** What was in the way is gone: the lanes of a connection need not wait for their next attempt, nor for its next try. */
export async function endPauses(tx: Tx, tenant: string, connectionId: string): Promise<void> {
  await tx.run(
    `update connection_health set failures = 0, opened_at = null, next_try_at = null, code = null
     where tenant_id = $1 and connection_id = $2 and failures > 0`,
    [tenant, connectionId],
  )
  await tx.run(
    `update sync_lane set not_before = null where tenant_id = $1 and connection_id = $2 and not_before is not null`,
    [tenant, connectionId],
  )
}

/** Makes a channel of a connection. NAME_TAKEN if the name is in use. */
export async function insertChannel(
  tx: Tx,
  tenant: string,
  row: { id: string; connectionId: string; name: string; place: string },
): Promise<void> {
  const rows = await tx.run(
    `insert into channel (tenant_id, id, connection_id, name, place) values ($1, $2, $3, $4, $5) on conflict (tenant_id, name) do nothing`,
    [tenant, row.id, row.connectionId, row.name, row.place],
  )
  if (rows === 0) throw channelProblem('NAME_TAKEN', { name: row.name })
}

/** Stores secrets of a connection, sealed to their place. */
export async function storeSecrets(
  tx: Tx,
  keyring: Keyring,
  tenant: string,
  connectionId: string,
  secrets: Settings,
): Promise<void> {
  for (const [field, value] of Object.entries(secrets)) // a handful per connection, set by a person
    await tx.run(
      `insert into sealed_credential (tenant_id, connection_id, field, sealed) values ($1, $2, $3, $4)
       on conflict (tenant_id, connection_id, field) do update set sealed = excluded.sealed, changed_at = now()`,
      [tenant, connectionId, field, seal(keyring, value, secretContext(tenant, connectionId, field))],
    )
}

/** The secrets of a connection in clear: only for the session that is about to use them. */
export async function openSecrets(
  tx: Tx,
  keyring: Keyring,
  tenant: string,
  connectionId: string,
): Promise<Record<string, string>> {
  const rows = await tx.query<{ field: string; sealed: Buffer }>(
    `select field, sealed from sealed_credential where tenant_id = $1 and connection_id = $2`,
    [tenant, connectionId],
  )
  return Object.fromEntries(
    rows.map(row => [
      row.field,
      unseal(keyring, row.sealed, secretContext(tenant, connectionId, row.field)).toString('utf8'),
    ]),
  )
}

/** When each secret was stored; never the secret. */
export async function secretTimes(
  tx: Tx,
  tenant: string,
  connectionId: string,
): Promise<Record<string, Date>> {
  const rows = await tx.query<{ field: string; changed_at: Date }>(
    `select field, changed_at from sealed_credential where tenant_id = $1 and connection_id = $2`,
    [tenant, connectionId],
  )
  return Object.fromEntries(rows.map(row => [row.field, row.changed_at]))
}

/** Forgets secrets of a connection: all of them, or those of these fields. */
export async function dropSecrets(
  tx: Tx,
  tenant: string,
  connectionId: string,
  fields?: readonly string[],
): Promise<void> {
  await tx.run(
    `delete from sealed_credential where tenant_id = $1 and connection_id = $2 and ($3::text[] is null or field = any($3))`,
    [tenant, connectionId, fields ?? null],
  )
}

/** The other side refused us: nothing is called any more until a person has acted. */
export async function markRefused(
  tx: Tx,
  tenant: string,
  connectionId: string,
  refusal: { code: string; data: Record<string, string>; at: Date } | null,
): Promise<void> {
  await tx.run(
    `update connection set refused_code = $3, refused_data = $4, refused_at = $5 where tenant_id = $1 and id = $2`,
    [
      tenant,
      connectionId,
      refusal?.code ?? null,
      refusal ? JSON.stringify(refusal.data) : null,
      refusal?.at ?? null,
    ],
  )
}

/** Remembers what the system said of itself. */
export async function rememberFacts(
  tx: Tx,
  tenant: string,
  connectionId: string,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  await tx.run(
    `update connection set facts = facts || $3 where tenant_id = $1 and id = $2 and not facts @> $3`,
    [tenant, connectionId, JSON.stringify(facts)],
  )
}

/** Seals everything that an older key sealed with the newest one; answers how many secrets moved. */
export async function resealSecrets(
  tx: Tx,
  keyring: Keyring,
  tenant: string,
  isOld: (sealed: Buffer) => boolean,
): Promise<number> {
  const rows = await tx.query<{ connection_id: string; field: string; sealed: Buffer }>(
    `select connection_id, field, sealed from sealed_credential where tenant_id = $1 for update`,
    [tenant],
  )
  const old = rows.filter(row => isOld(row.sealed))
  for (const row of old) {
    const context = secretContext(tenant, row.connection_id, row.field)
    await tx.run(
      `update sealed_credential set sealed = $4 where tenant_id = $1 and connection_id = $2 and field = $3`,
      [tenant, row.connection_id, row.field, seal(keyring, unseal(keyring, row.sealed, context), context)],
    )
  }
  return old.length + (await resealConnectionSecrets(tx, keyring, tenant))
}

function secretContext(tenant: string, connectionId: string, field: string): string {
  return `${tenant}|${connectionId}|${field}`
}

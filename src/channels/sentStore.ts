import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import type { StockState } from '../port/outgoing.ts'

/** Kinds of objects that are told to channels; price and stock are aspects of an item, cross-selling goes by the id of its item. */
export const objectKinds = [
  'category',
  'manufacturer',
  'characteristic',
  'item',
  'image',
  'cross_selling',
  'customer',
  'order',
  'delivery',
  'payment',
  'refund',
  'cancellation',
  'cancellation_answer',
  'return',
  'confirmation',
  'document',
] as const
export type ObjectKind = (typeof objectKinds)[number]
export const aspects = ['data', 'price', 'stock'] as const
export type Aspect = (typeof aspects)[number]

/** Equal to nothing that is sent: of what is there as nobody knows how. */
export const noHash = '00000000-0000-0000-0000-000000000000'

/** One aspect as it was sent: what it is compared by, and the fields behind it. */
export interface SentAspect<Fields = unknown> {
  readonly hash: string
  readonly fields: Fields
}
export interface SentAspects {
  readonly data?: SentAspect
  readonly price?: SentAspect
  readonly stock?: SentAspect<StockState>
}

/** What a channel last accepted of an object, and whether it may be sent now. */
export interface SentRow {
  readonly objectId: string
  readonly data: string | null
  readonly price: string | null
  readonly stock: string | null
  readonly inFlight: boolean
  /** Seconds until what is in flight counts as unknown; not positive: it is unknown now. */
  readonly flightSeconds: number | null
  readonly ticket: string | null
  readonly rejectedKind: string | null
  readonly rejectedHash: string | null
  readonly rejectedCode: string | null
  /** The words of a refusal over which a person has it sent all the same. */
  readonly insists: string | null
  /** The guard or a conflict has something to say of it. */
  readonly watched: boolean
}

/** Which objects of which channel. */
export interface SentOf {
  readonly tenant: string
  readonly channelId: string
  readonly object: ObjectKind
}

/** What is known of these objects at a channel, by id; those that were never sent are absent. */
export async function sentRows(tx: Tx, of: SentOf, ids: readonly string[]): Promise<Map<string, SentRow>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<SentRow>(
    `select object_id as "objectId", data_hash as data, price_hash as price, stock_hash as stock,
       in_flight_run is not null as "inFlight", extract(epoch from in_flight_until - clock_timestamp())::float8 as "flightSeconds",
       ticket, rejected_kind as "rejectedKind", rejected_hash as "rejectedHash", rejected_code as "rejectedCode", insists,
       watched
     from channel_object where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])`,
    [of.tenant, of.channelId, of.object, ids],
  )
  return new Map(rows.map(row => [row.objectId, row]))
}

/** The fields that were accepted last. */
export interface SentFields<Data, Price> {
  readonly data: Data | null
  readonly price: Price | null
  readonly stock: StockState | null
}

/** The fields that were accepted last, by object, in the form in which they were sent. */
export async function sentFields<Data, Price = null>(
  tx: Tx,
  of: SentOf,
  ids: readonly string[],
): Promise<Map<string, SentFields<Data, Price>>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<SentFields<Data, Price> & { id: string }>(
    `select object_id as id, data_sent as data, price_sent as price, stock_sent as stock from channel_object
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])`,
    [of.tenant, of.channelId, of.object, ids],
  )
  return new Map(rows.map(({ id, ...fields }) => [id, fields]))
}

/** Kinds of objects that others lie in, belong to or name, and that have to be there before those; an item as a parent. */
export const ownerKinds: ReadonlySet<ObjectKind> = new Set([
  'category',
  'manufacturer',
  'characteristic',
  'item',
])

/** Kinds of objects that are told once each: what was accepted of them is never told again. */
export const onceKinds: ReadonlySet<string> = new Set<ObjectKind & ChangedKind>([
  'delivery',
  'payment',
  'refund',
  'cancellation',
  'cancellation_answer',
  'return',
  'confirmation',
  'document',
])

/** Kinds of objects that belong to an item and are told after it. */
export const ofItemKinds: ReadonlySet<ObjectKind> = new Set(['image', 'cross_selling'])

/** Those of these objects that the channel has accepted at some time and not lost: what others lie in, or belong to. */
export async function acceptedOwners(
  tx: Tx,
  of: Omit<SentOf, 'object'>,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.query<{ object_id: string }>(
    `select object_id from channel_object
     where tenant_id = $1 and channel_id = $2 and kind = any($3) and object_id = any($4::uuid[]) and data_hash is not null`,
    [of.tenant, of.channelId, [...ownerKinds], ids],
  )
  return new Set(rows.map(row => row.object_id))
}

/**
 * Marks objects as being sent by a run, in a transaction that is committed before the call: until then, and for so many
 * seconds, nobody else sends them; after that nobody knows what became of them. Where nobody knew it of another kind of call
 * before, what was accepted last counts for nothing any more: the answer to this call says nothing about that one.
 */
export async function markInFlight(
  tx: Tx,
  of: SentOf,
  flight: { readonly runId: string; readonly kind: string; readonly seconds: number },
  ids: readonly string[],
): Promise<void> {
  await tx.run(
    `insert into channel_object (tenant_id, channel_id, kind, object_id, in_flight_run, in_flight_kind, in_flight_until)
     select $1, $2, $3, id, $5, $6, clock_timestamp() + make_interval(secs => $7) from unnest($4::uuid[]) as u (id) order by id
     on conflict (tenant_id, channel_id, kind, object_id) do update set in_flight_run = excluded.in_flight_run,
       in_flight_kind = excluded.in_flight_kind, in_flight_until = excluded.in_flight_until,
       data_hash = case when ${otherUnknown} and channel_object.data_hash is not null then '${noHash}' else channel_object.data_hash end,
       price_hash = case when not ${otherUnknown} then channel_object.price_hash end,
       stock_hash = case when not ${otherUnknown} then channel_object.stock_hash end`,
    [of.tenant, of.channelId, of.object, ids, flight.runId, flight.kind, flight.seconds],
  )
}

const otherUnknown = `(channel_object.in_flight_run is not null and channel_object.in_flight_kind <> excluded.in_flight_kind)`

/** Nothing of the call happened: the objects are as before. */
export async function clearFlight(tx: Tx, of: SentOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update channel_object set in_flight_run = null, in_flight_kind = null, in_flight_until = null
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])`,
    [of.tenant, of.channelId, of.object, ids],
  )
}

/** Nobody knows what became of them: they stay marked, with a deadline that has passed. */
export async function markUnknown(tx: Tx, of: SentOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update channel_object set in_flight_until = clock_timestamp()
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])`,
    [of.tenant, of.channelId, of.object, ids],
  )
}

/** Assignments for rows `o` of `channel_object`: where `when` holds, nothing is refused any more; else the refusal stays. */
export function refusalCleared(when: string): string {
  return ['kind', 'hash', 'code', 'field', 'text', 'at']
    .map(column => `rejected_${column} = case when not (${when}) then o.rejected_${column} end`)
    .join(', ')
}

// A refused price is no nearer to being there when a quantity was accepted.
const refusalAnswered = `r.sent ? (case o.rejected_kind when 'price' then 'price' when 'stock' then 'stock' else 'data' end)`

/** Of rows `o` and `r`: what it was told before was found to count for nothing, by a transaction that the sender could not see yet (`seen`). */
export const forgottenSince = `(o.forgotten_xid is not null and r.seen is not null and not pg_visible_in_snapshot(o.forgotten_xid, r.seen))`

/**
 * The channel has them now: the hash and the fields of each aspect that was sent; others stay as they are. `seen`: what the
 * sender could see when it made the call; what counts for nothing since then still does.
 */
export async function acceptSent(
  tx: Tx,
  of: SentOf,
  accepted: readonly { readonly objectId: string; readonly sent: SentAspects; readonly seen?: string }[],
): Promise<void> {
  if (accepted.length === 0) return
  await tx.run(
    `update channel_object o set
       data_hash = coalesce(case when o.kind = 'order' and ${forgottenSince} then '${noHash}' else (r.sent -> 'data' ->> 'hash')::uuid end, o.data_hash), data_sent = coalesce(r.sent -> 'data' -> 'fields', o.data_sent),
       price_hash = coalesce((r.sent -> 'price' ->> 'hash')::uuid, o.price_hash), price_sent = coalesce(r.sent -> 'price' -> 'fields', o.price_sent),
       stock_hash = case when not ${forgottenSince} then coalesce((r.sent -> 'stock' ->> 'hash')::uuid, o.stock_hash) end, stock_sent = coalesce(r.sent -> 'stock' -> 'fields', o.stock_sent),
       stock_at = case when r.sent -> 'stock' is null or o.stock_at is not null and o.stock_sent = r.sent -> 'stock' -> 'fields' then o.stock_at
         else clock_timestamp() end,
       accepted_at = clock_timestamp(), in_flight_run = null, in_flight_kind = null, in_flight_until = null, ticket = null, ticket_sent = null,
       insists = null, ${refusalCleared(refusalAnswered)}
     from jsonb_to_recordset($4) as r ("objectId" uuid, sent jsonb, seen pg_snapshot)
     where o.tenant_id = $1 and o.channel_id = $2 and o.kind = $3 and o.object_id = r."objectId"`,
    [of.tenant, of.channelId, of.object, JSON.stringify(accepted)],
  )
}

/** Makes rows for objects that the channel has without having been sent them; answers those that had none. */
export async function makeSentRows(tx: Tx, of: SentOf, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.query<{ object_id: string }>(
    `insert into channel_object (tenant_id, channel_id, kind, object_id)
     select $1, $2, $3, id from unnest($4::uuid[]) as u (id) order by id on conflict do nothing returning object_id`,
    [of.tenant, of.channelId, of.object, ids],
  )
  return new Set(rows.map(row => row.object_id))
}

/** What a ticket says was sent, where that counts for nothing any more. */
export function inDoubt(sent: string): string {
  return `jsonb_set(${sent}, case o.kind when 'order' then '{data,hash}' else '{stock,hash}' end::text[], '"${noHash}"')`
}

/** The answer comes later, under these tickets. */
export async function waitForTickets(
  tx: Tx,
  of: SentOf,
  pending: readonly {
    readonly objectId: string
    readonly ticket: string
    readonly sent: SentAspects
    readonly seen?: string
  }[],
): Promise<void> {
  if (pending.length === 0) return
  await tx.run(
    `update channel_object o set ticket = r.ticket, in_flight_until = null, ticket_id = r.id, ticket_at = clock_timestamp(),
       ticket_sent = case when ${forgottenSince} then ${inDoubt('r.sent')} else r.sent end
     from jsonb_to_recordset($4) as r (id uuid, "objectId" uuid, ticket text, sent jsonb, seen pg_snapshot)
     where o.tenant_id = $1 and o.channel_id = $2 and o.kind = $3 and o.object_id = r."objectId"`,
    [of.tenant, of.channelId, of.object, JSON.stringify(pending.map(one => ({ id: newId(), ...one })))],
  )
}

export interface Refusal {
  readonly objectId: string
  readonly kind: string
  readonly hash: string
  readonly code: string
  readonly field: string | null
  readonly text: string
}

/**
 * They refused these (`answered`), or we cannot send them as they are: not sent again until their content changes or a
 * person says so. What is in flight without an answer stays so.
 */
export async function quarantine(
  tx: Tx,
  of: SentOf,
  refused: readonly Refusal[],
  answered: boolean,
): Promise<void> {
  if (refused.length === 0) return
  await tx.run(
    `insert into channel_object (tenant_id, channel_id, kind, object_id, rejected_kind, rejected_hash, rejected_code, rejected_field,
       rejected_text, rejected_at)
     select $1, $2, $3, r."objectId", r.kind, r.hash, r.code, r.field, r.text, clock_timestamp()
     from json_to_recordset($4) as r ("objectId" uuid, kind text, hash uuid, code text, field text, text text) order by r."objectId"
     on conflict (tenant_id, channel_id, kind, object_id) do update set rejected_kind = excluded.rejected_kind,
       rejected_hash = excluded.rejected_hash, rejected_code = excluded.rejected_code, rejected_field = excluded.rejected_field,
       rejected_text = excluded.rejected_text, rejected_at = excluded.rejected_at,
       insists = case when not $5 then channel_object.insists end,
       in_flight_run = case when $5 then null else channel_object.in_flight_run end,
       in_flight_kind = case when $5 then null else channel_object.in_flight_kind end,
       in_flight_until = case when $5 then null else channel_object.in_flight_until end,
       ticket = case when $5 then null else channel_object.ticket end,
       ticket_sent = case when $5 then null else channel_object.ticket_sent end`,
    [of.tenant, of.channelId, of.object, JSON.stringify(refused), answered],
  )
}

/** These are as they were accepted last: what was refused since is not wanted any more. */
export async function clearRefusal(tx: Tx, of: SentOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update channel_object o set insists = null, ${refusalCleared('true')}
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])`,
    [of.tenant, of.channelId, of.object, ids],
  )
}

/** The channel does not have them any more: taken away by us, or gone there. Sent again, they are new. */
export async function forgetSent(tx: Tx, of: SentOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update channel_object set data_hash = null, price_hash = null, stock_hash = null, data_sent = null, price_sent = null,
       stock_sent = null, accepted_at = null, in_flight_run = null, in_flight_kind = null, in_flight_until = null, ticket = null,
       ticket_sent = null
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])`,
    [of.tenant, of.channelId, of.object, ids],
  )
}

/** The answers of tickets: accepted with what was sent under them. */
export async function acceptTickets(tx: Tx, of: SentOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await tx.query<{ objectId: string; sent: SentAspects }>(
    `select object_id as "objectId", ticket_sent as sent from channel_object
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[]) and ticket is not null
     order by object_id for update`,
    [of.tenant, of.channelId, of.object, ids],
  )
  await acceptSent(tx, of, rows)
}

/** Nobody answers these tickets any more: what became of their objects is unknown. */
export async function forgetTickets(tx: Tx, of: SentOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update channel_object set ticket = null, ticket_sent = null, in_flight_until = clock_timestamp()
     where tenant_id = $1 and channel_id = $2 and kind = $3 and object_id = any($4::uuid[])`,
    [of.tenant, of.channelId, of.object, ids],
  )
}

/** A ticket whose answer is not known yet, with what was sent under it. */
export interface OpenTicket {
  readonly channelId: string
  readonly object: ObjectKind
  readonly objectId: string
  readonly kind: ChangedKind
  readonly ticket: string
  readonly sent: SentAspects
}

/** Tickets of these kinds of calls at these channels. */
export function openTickets(
  tx: Tx,
  tenant: string,
  channelIds: readonly string[],
  kinds: readonly string[],
): Promise<OpenTicket[]> {
  return tx.query<OpenTicket>(
    `select channel_id as "channelId", kind as object, object_id as "objectId", in_flight_kind as kind, ticket, ticket_sent as sent
     from channel_object where tenant_id = $1 and channel_id = any($2::uuid[]) and in_flight_run is not null and ticket is not null
       and in_flight_kind = any($3) order by channel_id, kind, object_id`,
    [tenant, channelIds, kinds],
  )
}

/** Those of these tickets that are open, whichever kind of call they belong to. */
export function namedTickets(
  tx: Tx,
  tenant: string,
  channelIds: readonly string[],
  tickets: readonly string[],
): Promise<OpenTicket[]> {
  return tx.query<OpenTicket>(
    `select channel_id as "channelId", kind as object, object_id as "objectId", in_flight_kind as kind, ticket, ticket_sent as sent
     from channel_object where tenant_id = $1 and channel_id = any($2::uuid[]) and in_flight_run is not null
       and ticket = any($3::text[]) order by channel_id, kind, object_id`,
    [tenant, channelIds, tickets],
  )
}

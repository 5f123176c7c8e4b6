import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'
import type { Known } from '../port/receive.ts'
import type { LettersOf } from './letterStore.ts'

/** Something that was asked of a system for one place. */
export interface PlaceAsk {
  readonly id: string
  readonly name: string
  readonly place: string
  readonly askedAt: Date
  readonly askedBy: string
  readonly answeredAt: Date | null
  /** The rows that it asked for are here whole. */
  readonly reportedAt: Date | null
  /** Its letter was handed out again and again and never dropped. */
  readonly untakenAt: Date | null
  /** Its letter lies there. */
  readonly lies: boolean
}

const columns = `a.id, a.name, a.place, a.asked_at as "askedAt", a.asked_by as "askedBy", a.answered_at as "answeredAt",
  a.reported_at as "reportedAt", a.untaken_at as "untakenAt", exists (select from letter l where l.tenant_id = a.tenant_id and l.connection_id = a.connection_id
    and l.key = 'kontor/ask/' || a.id) as lies`

/** The key of the letter of an ask: no connector's key begins so. */
export function askKey(id: string): string {
  return `kontor/ask/${id}`
}

/** The newest ask of each name and place that was not withdrawn. */
export function listAsks(tx: Tx, of: LettersOf, place: string): Promise<PlaceAsk[]> {
  return tx.query<PlaceAsk>(
    `select distinct on (a.name) ${columns} from place_ask a
     where a.tenant_id = $1 and a.connection_id = $2 and a.place = $3 and a.withdrawn_at is null order by a.name, a.asked_at desc, a.id desc`,
    [of.tenant, of.connectionId, place],
  )
}

/**
 * The ask that is open of that name and place, or a new one under `id`; held until the end of the transaction, so that two people who ask
 * at once ask once. `fresh`: it is new.
 */
export async function openAsk(
  tx: Tx,
  of: LettersOf,
  wish: {
    readonly id: string
    readonly name: string
    readonly place: string
    readonly at: Date
    readonly by: string
  },
): Promise<PlaceAsk & { readonly fresh: boolean }> {
  const { id, name, place, at, by } = wish
  const [held] = await tx.query<{ id: string }>(
    `insert into place_ask (tenant_id, connection_id, id, name, place, asked_at, asked_by) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, connection_id, name, place) where answered_at is null do update set place = excluded.place
     returning id`,
    [of.tenant, of.connectionId, id, name, place, at, by],
  )
  const [row] = await tx.query<PlaceAsk>(
    `select ${columns} from place_ask a where a.tenant_id = $1 and a.connection_id = $2 and a.id = $3`,
    [of.tenant, of.connectionId, held?.id],
  )
  if (!row) throw new TypeError('an upsert answers its row')
  return { ...row, fresh: row.id === id }
}

/** It is asked once more. */
export async function askedAgain(
  tx: Tx,
  of: LettersOf,
  id: string,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  await tx.run(
    `update place_ask set asked_at = $4, asked_by = $5, untaken_at = null where tenant_id = $1 and connection_id = $2 and id = $3`,
    [of.tenant, of.connectionId, id, at, by],
  )
}

/**
 * Nobody wants the answer to this ask any more: its letter is taken away, and an answer that comes all the same is dropped. One that was
 * answered stays.
 */
export async function withdrawAsk(tx: Tx, of: LettersOf, id: string, now: Date): Promise<void> {
  await tx.run(
    `update place_ask set answered_at = $4, withdrawn_at = $4, untaken_at = null
     where tenant_id = $1 and connection_id = $2 and id = $3 and answered_at is null`,
    [of.tenant, of.connectionId, id, now],
  )
  await tx.run(`delete from letter where tenant_id = $1 and connection_id = $2 and key = $3`, [
    of.tenant,
    of.connectionId,
    askKey(id),
  ])
}

/** These were answered whole; those that were before, and ids that nobody knows, stay. */
export async function answerAsks(tx: Tx, of: LettersOf, ids: readonly string[], now: Date): Promise<void> {
  const known = ids.filter(isId)
  if (known.length === 0) return
  await tx.run(
    `update place_ask a set answered_at = $4, untaken_at = null
     from (select id from place_ask where tenant_id = $1 and connection_id = $2 and id = any($3::uuid[]) order by id for update) as held
     where a.tenant_id = $1 and a.connection_id = $2 and a.id = held.id and a.answered_at is null`,
    [of.tenant, of.connectionId, known, now],
  )
}

/** Those of these asks that the connection knows. */
export async function asksNamed(tx: Tx, of: LettersOf, ids: readonly string[]): Promise<Known['asks']> {
  const known = [...new Set(ids.filter(isId))]
  if (known.length === 0) return []
  return tx.query<Known['asks'][number]>(
    `select id, name, place, answered_at is not null as done from place_ask
     where tenant_id = $1 and connection_id = $2 and id = any($3::uuid[]) order by id`,
    [of.tenant, of.connectionId, known],
  )
}

/** Nobody takes the letters of these. */
export async function asksUntaken(tx: Tx, of: LettersOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `update place_ask set untaken_at = clock_timestamp()
     where tenant_id = $1 and connection_id = $2 and id = any($3::uuid[]) and answered_at is null`,
    [of.tenant, of.connectionId, ids],
  )
}

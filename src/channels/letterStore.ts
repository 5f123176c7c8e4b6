import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { Letter } from '../port/outgoing.ts'
import type { TakenLetter } from '../port/receive.ts'
import type { ObjectKind, SentAspects } from './sentStore.ts'

/** Whose letters: one system takes all of a connection. */
export interface LettersOf {
  readonly tenant: string
  readonly connectionId: string
}

/** A letter with what it says of which object. */
export interface NewLetter extends Letter {
  readonly id: string
  readonly channelId: string
  readonly kind: ChangedKind
  readonly object: ObjectKind
  readonly objectId: string
  readonly ticket: string | null
  readonly sent: SentAspects
}

/** A letter was handed out so often and never dropped: nobody takes it. */
export const mostTakings = 10

/**
 * Lays letters out to be taken. One of a key that lies there already takes its place under an id of its own, also where the
 * older was handed out: it is not handed out again, and dropping it drops nothing.
 */
export async function putLetters(tx: Tx, of: LettersOf, letters: readonly NewLetter[]): Promise<void> {
  // Of one list the last one counts.
  const fresh = [...new Map(letters.map(letter => [letter.key, letter])).values()]
  if (fresh.length === 0) return
  await tx.run(
    `insert into letter (tenant_id, connection_id, id, channel_id, kind, object_kind, object_id, key, place, type, body, ticket, sent, created_at)
     select $1, $2, r.id, r."channelId", r.kind, r.object, r."objectId", r.key, r.place, r.type, coalesce(r.body, 'null'), r.ticket, r.sent, clock_timestamp()
     from jsonb_to_recordset($3) as r (id uuid, "channelId" uuid, kind text, object text, "objectId" uuid, key text, place text, type text,
       body jsonb, ticket text, sent jsonb) order by r.key
     on conflict (tenant_id, connection_id, key) do update set id = excluded.id, channel_id = excluded.channel_id, kind = excluded.kind,
       object_kind = excluded.object_kind, object_id = excluded.object_id, place = excluded.place, type = excluded.type,
       body = excluded.body, ticket = excluded.ticket, sent = excluded.sent, xid = excluded.xid, created_at = excluded.created_at,
       hidden_until = null, taken = 0`,
    [of.tenant, of.connectionId, JSON.stringify(fresh)],
  )
}

/**
 * Hands out letters, oldest first, and hides them from the next taking. Those of a transaction that is not older than every
 * open one are left for later: an older letter may still appear before them. Several takers at once get different ones.
 */
export async function takeLetters(
  tx: Tx,
  of: LettersOf,
  wish: { readonly most: number; readonly hiddenSeconds: number },
): Promise<TakenLetter[]> {
  const letters = await tx.query<TakenLetter>(
    // An array: a query with a limit that is joined may be made anew for each row, and hand out more than was wished for.
    `update letter l set taken = l.taken + 1, hidden_until = clock_timestamp() + make_interval(secs => $4)
     where l.tenant_id = $1 and l.connection_id = $2 and l.id = any(array(select id from letter where tenant_id = $1 and connection_id = $2
         and xid < pg_snapshot_xmin(pg_current_snapshot()) and (hidden_until is null or hidden_until <= clock_timestamp())
       order by id limit $3 for update skip locked))
     returning l.id, l.key, l.place, l.type, l.body, l.created_at as "createdAt"`,
    [of.tenant, of.connectionId, wish.most, wish.hiddenSeconds],
  )
  return letters.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** They have these for good; ids that nobody knows are fine. */
export async function dropLetters(tx: Tx, of: LettersOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `delete from letter where tenant_id = $1 and connection_id = $2 and id = any(array(select id from letter
       where tenant_id = $1 and connection_id = $2 and id::text = any($3::text[]) order by id for update))`,
    [of.tenant, of.connectionId, ids],
  )
}

/** Letters that were taken again and again and never dropped, taken out of the list. */
export function withdrawUntaken(
  tx: Tx,
  of: LettersOf,
): Promise<Pick<NewLetter, 'channelId' | 'kind' | 'object' | 'objectId' | 'sent' | 'key'>[]> {
  return tx.query(
    `delete from letter where tenant_id = $1 and connection_id = $2 and id = any(array(select id from letter
       where tenant_id = $1 and connection_id = $2 and taken >= $3 and hidden_until <= clock_timestamp() order by id for update skip locked))
     returning channel_id as "channelId", kind, object_kind as object, object_id as "objectId", sent, key`,
    [of.tenant, of.connectionId, mostTakings],
  )
}

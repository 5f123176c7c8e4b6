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

/** A letter about no object of ours: it carries an ask, an answer to a ticket, or (neither) says that a place was closed. */
export interface PlainLetter extends Letter {
  readonly id: string
  readonly channelId: string
  readonly askId?: string
  readonly replyId?: string
}

/** A letter was handed out so often and never dropped: nobody takes it. */
export const mostTakings = 10

/**
 * Lays letters out to be taken. One of a key that lies there already takes its place under an id of its own, also where the
 * older was handed out: it is not handed out again, and dropping it drops nothing.
 */
export async function putLetters(
  tx: Tx,
  of: LettersOf,
  letters: readonly (NewLetter | PlainLetter)[],
): Promise<void> {
  // Of one list the last one counts.
  const fresh = [...new Map(letters.map(letter => [letter.key, letter])).values()]
  if (fresh.length === 0) return
  await tx.run(
    `insert into letter (tenant_id, connection_id, id, channel_id, kind, object_kind, object_id, key, place, type, body, ticket, sent, ask_id,
       reply_id, created_at)
     select $1, $2, r.id, r."channelId", r.kind, r.object, r."objectId", r.key, r.place, r.type, coalesce(r.body, 'null'), r.ticket, r.sent, r."askId",
       r."replyId", clock_timestamp()
     from jsonb_to_recordset($3) as r (id uuid, "channelId" uuid, kind text, object text, "objectId" uuid, key text, place text, type text,
       body jsonb, ticket text, sent jsonb, "askId" uuid, "replyId" uuid) order by r.key
     on conflict (tenant_id, connection_id, key) do update set id = excluded.id, channel_id = excluded.channel_id, kind = excluded.kind,
       object_kind = excluded.object_kind, object_id = excluded.object_id, place = excluded.place, type = excluded.type,
       body = excluded.body, ticket = excluded.ticket, sent = excluded.sent, ask_id = excluded.ask_id, reply_id = excluded.reply_id, xid = excluded.xid, created_at = excluded.created_at,
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

/** What letters carried that were about no object. */
export interface PlainContent {
  readonly askId: string | null
  readonly replyId: string | null
}

/** They have these for good; ids that nobody knows are fine. Answers what those about no object carried. */
export async function dropLetters(tx: Tx, of: LettersOf, ids: readonly string[]): Promise<PlainContent[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<PlainContent & { plain: boolean }>(
    `delete from letter where tenant_id = $1 and connection_id = $2 and id = any(array(select id from letter
       where tenant_id = $1 and connection_id = $2 and id::text = any($3::text[]) order by id for update))
     returning ask_id as "askId", reply_id as "replyId", object_id is null as plain`,
    [of.tenant, of.connectionId, ids],
  )
  return rows.flatMap(({ plain, ...content }) => (plain ? [content] : []))
}

/** A letter that nobody took. */
export type Untaken =
  | Pick<NewLetter, 'channelId' | 'kind' | 'object' | 'objectId' | 'sent' | 'key'>
  | (PlainContent & { readonly objectId: null; readonly place: string })

/** Letters that were taken again and again and never dropped, taken out of the list. */
export function withdrawUntaken(tx: Tx, of: LettersOf): Promise<Untaken[]> {
  return tx.query<Untaken>(
    `delete from letter where tenant_id = $1 and connection_id = $2 and id = any(array(select id from letter
       where tenant_id = $1 and connection_id = $2 and taken >= $3 and hidden_until <= clock_timestamp() order by id for update skip locked))
     returning channel_id as "channelId", kind, object_kind as object, object_id as "objectId", sent, key, place, ask_id as "askId",
       reply_id as "replyId"`,
    [of.tenant, of.connectionId, mostTakings],
  )
}

/** The letters of a channel that say something of an object. */
export async function lettersOfObjects(tx: Tx, tenant: string, channelId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from letter where tenant_id = $1 and channel_id = $2 and object_id is not null order by id`,
    [tenant, channelId],
  )
  return rows.map(row => row.id)
}

/** Takes the letters of a place away that are about no object of ours. */
export async function withdrawPlain(tx: Tx, of: LettersOf, place: string): Promise<void> {
  await tx.run(
    `delete from letter where tenant_id = $1 and connection_id = $2 and id = any(array(select id from letter
       where tenant_id = $1 and connection_id = $2 and place = $3 and object_id is null order by id for update))`,
    [of.tenant, of.connectionId, place],
  )
}

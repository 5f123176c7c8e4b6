import type { Tx } from '../base/database.ts'
import type { LettersOf, NewLetter } from './letterStore.ts'
import { onceKinds } from './sentStore.ts'

/** An item whose letter was withdrawn although it said more than the one that came after it. */
export interface Unsaid {
  readonly channelId: string
  readonly objectId: string
}

/**
 * Takes letters away that would say of an item what is older than what these say of it: one that was taken and not dropped is handed
 * out again, also behind a newer one of another key. `families`: a letter of a parent says its children whole. Answers the items whose
 * letters said more than these, which have to be told anew. Called before these are put; one of the same key is left to that. Letters
 * that wait for an answer stay, and so do those that take something away.
 */
export async function withdrawOlder(
  tx: Tx,
  of: LettersOf,
  letters: readonly NewLetter[],
  families: boolean,
): Promise<Unsaid[]> {
  const fresh = letters.flatMap(({ object, channelId, objectId, key, sent }) =>
    object === 'item' ? [{ channelId, objectId, key, sent }] : [],
  )
  if (fresh.length === 0) return []
  const rows = await tx.query<Unsaid & { isWhole: boolean }>(
    `with fresh as (
       select * from jsonb_to_recordset($3) as r ("channelId" uuid, "objectId" uuid, key text, sent jsonb)),
     older as (
       select l.id, f.sent = '{}' or not exists (select from jsonb_object_keys(l.sent) k where not f.sent ? k) as whole
       from fresh f join letter l on l.tenant_id = $1 and l.connection_id = $2 and l.channel_id = f."channelId" and l.object_kind = 'item'
         and l.object_id = f."objectId" and (f.sent = '{}' or l.sent ?| array(select jsonb_object_keys(f.sent)))
       union all
       select l.id, false from fresh f join item i on $4 and i.tenant_id = $1 and i.id = f."objectId" and not f.sent ? 'data'
         join letter l on l.tenant_id = $1 and l.connection_id = $2 and l.channel_id = f."channelId" and l.object_kind = 'item'
         and l.object_id = i.parent_id and l.sent ? 'data'
       union all
       select l.id, true from fresh f join item i on $4 and i.tenant_id = $1 and i.parent_id = f."objectId" and f.sent ? 'data'
         join letter l on l.tenant_id = $1 and l.connection_id = $2 and l.channel_id = f."channelId" and l.object_kind = 'item'
         and l.object_id = i.id and not l.sent ? 'data'),
     held as (
       select l.id, bool_and(o.whole) as whole from letter l join older o on o.id = l.id
       where l.tenant_id = $1 and l.connection_id = $2 and l.ticket is null and l.sent <> '{}'
         and not exists (select from fresh f where f.key = l.key) group by l.id)
     delete from letter l using held h where l.tenant_id = $1 and l.connection_id = $2 and l.id = h.id
       and l.id = any(array(select id from letter where tenant_id = $1 and connection_id = $2 and id in (select id from held) order by id for update))
     returning l.channel_id as "channelId", l.object_id as "objectId", h.whole as "isWhole"`,
    [of.tenant, of.connectionId, JSON.stringify(fresh), families],
  )
  return rows.flatMap(({ isWhole, ...unsaid }) => (isWhole ? [] : [unsaid]))
}

/**
 * Takes letters away whose answers are here although they were never dropped: the system has them. One that nobody has taken says
 * something newer than what is answered; but what is told once it need not be told again if it has accepted it (`accepted`).
 */
export async function withdrawAnswered(
  tx: Tx,
  of: LettersOf,
  tickets: readonly string[],
  accepted: readonly string[],
): Promise<void> {
  if (tickets.length === 0) return
  await tx.run(
    `delete from letter where tenant_id = $1 and connection_id = $2 and id = any(array(select id from letter
       where tenant_id = $1 and connection_id = $2 and ticket = any($3::text[]) and (taken > 0 or ticket = any($4::text[]) and object_kind = any($5::text[]))
       order by id for update))`,
    [of.tenant, of.connectionId, tickets, accepted, [...onceKinds]],
  )
}

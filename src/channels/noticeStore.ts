import { createHash } from 'node:crypto'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import type { PostedNotice } from '../port/posted.ts'

/** Something that a system wants a person to know. */
export interface Notice {
  readonly id: string
  readonly connectionId: string
  readonly connection: string
  readonly place: string
  readonly channelId: string | null
  readonly channel: string | null
  readonly severity: PostedNotice['severity']
  readonly text: string
  /** The same by language; null: `text` is all there is. */
  readonly texts: NonNullable<PostedNotice['texts']> | null
  readonly about: NonNullable<PostedNotice['about']> | null
  /** How often the same came while it was not put away. */
  readonly times: number
  readonly postedAt: Date
  readonly putAwayAt: Date | null
  readonly putAwayBy: string | null
}

/** The most characters of a notice or message that are kept. */
export const longestText = 10_000

/** Keeps notices; the same again, while it was not put away, is counted and is no new one. */
export async function keepNotices(
  tx: Tx,
  tenant: string,
  connectionId: string,
  notices: readonly PostedNotice[],
  now: Date,
): Promise<void> {
  if (notices.length === 0) return
  const rows = notices.map(({ place, severity, text, texts, about }) => ({
    id: newId(),
    place: kept(place),
    severity,
    text: kept(text),
    texts: texts ? { de: kept(texts.de), en: kept(texts.en) } : null,
    kind: about?.kind ?? null,
    theirs: about ? kept(about.theirs) : null,
    content: hashOf([place, severity, text, about?.kind, about?.theirs]),
  }))
  const fresh = [...Map.groupBy(rows, row => row.content).values()].flatMap(same =>
    same.slice(0, 1).map(row => ({ ...row, times: same.length })),
  )
  await tx.run(
    `insert into channel_notice as n (tenant_id, id, connection_id, place, severity, text, texts, about_kind, about_theirs, content, times, posted_at)
     select $1, r.id, $2, r.place, r.severity, r.text, r.texts, r.kind, r.theirs, decode(r.content, 'hex'), r.times, $4
     from jsonb_to_recordset($3) as r (id uuid, place text, severity text, text text, texts jsonb, kind text, theirs text, content text, times int)
     order by r.content
     on conflict (tenant_id, connection_id, content) where put_away_at is null
       do update set times = n.times + excluded.times, posted_at = excluded.posted_at`,
    [tenant, connectionId, JSON.stringify(fresh), now],
  )
}

/** Which notices. */
export interface NoticeFilter {
  readonly connectionId?: string | undefined
  readonly place?: string | undefined
  /** Those that nobody put away. */
  readonly open: boolean
}

/** Notices, newest first, those before the id `after`. */
export function listNotices(
  tx: Tx,
  tenant: string,
  of: NoticeFilter & { readonly after?: string | undefined; readonly limit: number },
): Promise<Notice[]> {
  return tx.query<Notice>(
    `select n.id, n.connection_id as "connectionId", c.name as connection, n.place, h.id as "channelId", h.name as channel, n.severity, n.text, n.texts,
       case when n.about_kind is not null then jsonb_build_object('kind', n.about_kind, 'theirs', n.about_theirs) end as about,
       n.times, n.posted_at as "postedAt", n.put_away_at as "putAwayAt", n.put_away_by as "putAwayBy"
     from channel_notice n join connection c on c.tenant_id = $1 and c.id = n.connection_id
       left join channel h on h.tenant_id = $1 and h.connection_id = n.connection_id and h.place = n.place
     where ${matching} and ($5::uuid is null or n.id < $5) order by n.id desc limit $6`,
    [tenant, of.connectionId ?? null, of.place ?? null, of.open, of.after ?? null, of.limit],
  )
}

/** How many there are, counted up to a limit. */
export async function countNotices(tx: Tx, tenant: string, of: NoticeFilter, limit: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from channel_notice n where ${matching} limit $5) as counted`,
    [tenant, of.connectionId ?? null, of.place ?? null, of.open, limit],
  )
  return row?.count ?? 0
}

const matching = `n.tenant_id = $1 and ($2::uuid is null or n.connection_id = $2) and ($3::text is null or n.place = $3)
  and (not $4 or n.put_away_at is null)`

/** A person has seen these; answers those that were open. */
export async function putAway(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `update channel_notice n set put_away_at = $3, put_away_by = $4
     from (select id from channel_notice where tenant_id = $1 and id = any($2::uuid[]) and put_away_at is null order by id for update) as held
     where n.tenant_id = $1 and n.id = held.id returning n.id`,
    [tenant, ids, at, by],
  )
  return new Set(rows.map(row => row.id))
}

/** A text as a database can hold it, no longer than what is kept of one. */
export function kept(text: string): string {
  return text.replaceAll('\0', '').slice(0, longestText)
}

/** What tells two posted things apart. */
export function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts.map(part => part ?? null)))
    .digest('hex')
}

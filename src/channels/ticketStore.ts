import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import type { PostedTicket } from '../port/posted.ts'
import type { Known } from '../port/receive.ts'
import { hashOf, kept } from './noticeStore.ts'

/** Whose tickets: those of one connection. */
export interface TicketsOf {
  readonly tenant: string
  readonly connectionId: string
}

type PostedMessage = NonNullable<PostedTicket['message']>

/** A conversation that a system leads. */
export interface Ticket {
  readonly id: string
  readonly connectionId: string
  readonly connection: string
  readonly system: string
  readonly place: string
  readonly channelId: string | null
  readonly channel: string | null
  readonly theirs: string
  readonly topic: string
  readonly subject: string
  readonly about: NonNullable<PostedMessage['about']> | null
  readonly wantsReply: boolean
  readonly changedAt: Date
  readonly closedAt: Date | null
  readonly closedBy: string | null
}

/** One message of it. */
export interface TicketMessage {
  readonly id: string
  readonly at: Date
  readonly role: 'buyer' | 'seller' | 'channel'
  readonly name: string | null
  readonly text: string
  /** Who of us wrote it; null: it came from them. */
  readonly by: string | null
  /** Of ours: `lies` waits to be taken, `untaken`: handed out again and again and never confirmed. */
  readonly state: 'came' | 'lies' | 'sent' | 'untaken'
}

/** A file of it; `hash` as hex. */
export interface TicketFile {
  readonly hash: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly postedAt: Date
}

/**
 * The ticket of a message that came, made or brought up to date; the same message again changes nothing. A closed one that gets a message is open
 * again. Undefined: a file for a ticket that is not here.
 */
export async function keepMessage(
  tx: Tx,
  { tenant, connectionId }: TicketsOf,
  { place, theirs, message }: PostedTicket,
): Promise<string | undefined> {
  const at = [tenant, connectionId, kept(place), kept(theirs)]
  if (message) {
    const { topic, subject, about, wantsReply } = message
    await tx.run(
      `insert into ticket (tenant_id, connection_id, place, their_id, id, topic, subject, about_kind, about_theirs, wants_reply, changed_at, ledger_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, (select l.id from ledger l where l.tenant_id = $1 and l.connection_id = $2
         and l.kind = 'order' and l.external_id = $9 and $8 = 'order')) on conflict (tenant_id, connection_id, place, their_id) do nothing`,
      [
        ...at,
        newId(),
        kept(topic),
        kept(subject),
        about?.kind ?? null,
        about ? kept(about.theirs) : null,
        wantsReply,
        message.at,
      ],
    )
  }
  const [ticket] = await tx.query<{ id: string }>(
    `select id from ticket where tenant_id = $1 and connection_id = $2 and place = $3 and their_id = $4 for update`,
    at,
  )
  if (!ticket || !message) return ticket?.id
  const { from, text } = message
  const content = hashOf([message.topic, message.subject, text, message.at, from.role, from.name])
  const fresh = await tx.run(
    `insert into ticket_message (tenant_id, ticket_id, id, said_at, role, name, text, content)
     values ($1, $2, $3, $4, $5, $6, $7, decode($8, 'hex')) on conflict (tenant_id, ticket_id, content) do nothing`,
    [
      tenant,
      ticket.id,
      newId(),
      message.at,
      from.role,
      from.name === undefined ? null : kept(from.name),
      kept(text),
      content,
    ],
  )
  if (fresh > 0)
    await tx.run(
      `update ticket set wants_reply = case when $4 >= changed_at then $3 else wants_reply end, changed_at = greatest(changed_at, $4::timestamptz),
         closed_at = null, closed_by = null where tenant_id = $1 and id = $2`,
      [tenant, ticket.id, message.wantsReply, message.at],
    )
  return ticket.id
}

/** A file of a ticket whose bytes are put; the same again changes nothing. */
export async function keepFile(tx: Tx, tenant: string, ticketId: string, file: TicketFile): Promise<void> {
  await tx.run(
    `insert into ticket_file (tenant_id, ticket_id, hash, name, media_type, size, posted_at) values ($1, $2, decode($3, 'hex'), $4, $5, $6, $7)
     on conflict do nothing`,
    [
      tenant,
      ticketId,
      file.hash,
      kept(file.name).slice(0, 256),
      kept(file.mediaType).slice(0, 128),
      file.size,
      file.postedAt,
    ],
  )
}

/** Which tickets. */
export interface TicketFilter {
  readonly connectionId?: string | undefined
  readonly place?: string | undefined
  readonly ids?: readonly string[] | undefined
  /** The order that they are about: their id of it, or the id or the number that it has here. */
  readonly order?: string | undefined
  readonly open: boolean
}

const matching = `t.tenant_id = $1 and ($2::uuid is null or t.connection_id = $2) and ($3::text is null or t.place = $3)
  and ($4::uuid[] is null or t.id = any($4)) and ($5::text is null or t.about_kind = 'order'
    and (t.about_theirs = $5 or (t.connection_id, t.about_theirs) in (
      select l.connection_id, l.external_id from sales_order o join ledger l on l.tenant_id = $1 and l.id = o.web_order_id
      where o.tenant_id = $1 and (o.order_number = $5 or o.id = case when $5 ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then $5::uuid end))))
  and (not $6 or t.closed_at is null)`

function valuesOf(tenant: string, of: TicketFilter): unknown[] {
  return [tenant, of.connectionId ?? null, of.place ?? null, of.ids ?? null, of.order ?? null, of.open]
}

/** Tickets, newest first, those before the id `after`. */
export function listTickets(
  tx: Tx,
  tenant: string,
  of: TicketFilter & { readonly after?: string | undefined; readonly limit: number },
): Promise<Ticket[]> {
  return tx.query<Ticket>(
    `select t.id, t.connection_id as "connectionId", c.name as connection, c.system, t.place, h.id as "channelId", h.name as channel,
       t.their_id as theirs, t.topic, t.subject,
       case when t.about_kind is not null then jsonb_build_object('kind', t.about_kind, 'theirs', t.about_theirs) end as about,
       t.wants_reply as "wantsReply", t.changed_at as "changedAt", t.closed_at as "closedAt", t.closed_by as "closedBy"
     from ticket t join connection c on c.tenant_id = $1 and c.id = t.connection_id
       left join channel h on h.tenant_id = $1 and h.connection_id = t.connection_id and h.place = t.place
     where ${matching} and ($7::uuid is null or t.id < $7) order by t.id desc limit $8`,
    [...valuesOf(tenant, of), of.after ?? null, of.limit],
  )
}

/** How many there are, counted up to a limit. */
export async function countTickets(tx: Tx, tenant: string, of: TicketFilter, limit: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from ticket t where ${matching} limit $7) as counted`,
    [...valuesOf(tenant, of), limit],
  )
  return row?.count ?? 0
}

/** What was said, oldest first. */
export function messagesOf(tx: Tx, tenant: string, ticketId: string): Promise<TicketMessage[]> {
  return tx.query<TicketMessage>(
    `select id, said_at as at, role, name, text, said_by as by, case when said_by is null then 'came' when sent_at is not null then 'sent'
       when untaken_at is not null then 'untaken' else 'lies' end as state
     from ticket_message where tenant_id = $1 and ticket_id = $2 order by said_at, id`,
    [tenant, ticketId],
  )
}

/** The files, oldest first. */
export async function filesOf(tx: Tx, tenant: string, ticketId: string): Promise<TicketFile[]> {
  const rows = await tx.query<Omit<TicketFile, 'size'> & { size: string }>(
    `select encode(hash, 'hex') as hash, name, media_type as "mediaType", size, posted_at as "postedAt" from ticket_file
     where tenant_id = $1 and ticket_id = $2 order by posted_at, name`,
    [tenant, ticketId],
  )
  return rows.map(row => ({ ...row, size: Number(row.size) }))
}

/** What a person answers, until the system has it. Its id. */
export async function keepReply(
  tx: Tx,
  tenant: string,
  ticketId: string,
  reply: { readonly text: string; readonly by: string; readonly at: Date },
): Promise<string> {
  const id = newId()
  await tx.run(
    `insert into ticket_message (tenant_id, ticket_id, id, said_at, role, text, content, said_by)
     values ($1, $2, $3, $4, 'seller', $5, decode($6, 'hex'), $7)`,
    [tenant, ticketId, id, reply.at, kept(reply.text), hashOf([id]), reply.by],
  )
  await tx.run(
    `update ticket set wants_reply = false, changed_at = greatest(changed_at, $3::timestamptz) where tenant_id = $1 and id = $2`,
    [tenant, ticketId, reply.at],
  )
  return id
}

/** Replies that the system has, or that it took again and again without ever saying so. */
export async function settleReplies(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  as: 'sent' | 'untaken',
): Promise<void> {
  if (ids.length === 0) return
  const column = { sent: 'sent_at', untaken: 'untaken_at' }[as]
  await tx.run(
    `update ticket_message m set ${column} = clock_timestamp()
     from (select ticket_id, id from ticket_message where tenant_id = $1 and id = any($2::uuid[]) and said_by is not null
       order by ticket_id, id for update) as held
     where m.tenant_id = $1 and m.ticket_id = held.ticket_id and m.id = held.id`,
    [tenant, ids],
  )
}

/** A reply with what a letter says of it. */
export interface OpenReply {
  readonly id: string
  readonly ticketId: string
  readonly place: string
  readonly theirs: string
  readonly channelId: string
  readonly text: string
  readonly at: Date
}

/** Replies of a place or a ticket that the system has not: those of a ticket to say once more what nobody took. */
export function openReplies(
  tx: Tx,
  { tenant, connectionId }: TicketsOf,
  of: { readonly place?: string; readonly ticketId?: string; readonly replyId?: string },
): Promise<OpenReply[]> {
  return tx.query<OpenReply>(
    `select m.id, t.id as "ticketId", t.place, t.their_id as theirs, h.id as "channelId", m.text, m.said_at as at
     from ticket t join ticket_message m on m.tenant_id = $1 and m.ticket_id = t.id and m.said_by is not null and m.sent_at is null
       join channel h on h.tenant_id = $1 and h.connection_id = $2 and h.place = t.place
     where t.tenant_id = $1 and t.connection_id = $2 and ($3::text is null or t.place = $3) and ($4::uuid is null or t.id = $4)
       and ($5::uuid is null or m.id = $5) order by m.id`,
    [tenant, connectionId, of.place ?? null, of.ticketId ?? null, of.replyId ?? null],
  )
}

/** They are laid out again. */
export async function repliesLaid(tx: Tx, tenant: string, replies: readonly OpenReply[]): Promise<void> {
  await tx.run(
    `update ticket_message set untaken_at = null where tenant_id = $1 and id = any($2::uuid[]) and untaken_at is not null`,
    [tenant, replies.map(one => one.id)],
  )
}

/** Closes tickets here; what the system says afterwards opens them again. Answers those that were open. */
export async function closeTickets(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `update ticket t set closed_at = $3, closed_by = $4
     from (select id from ticket where tenant_id = $1 and id = any($2::uuid[]) and closed_at is null order by id for update) as held
     where t.tenant_id = $1 and t.id = held.id returning t.id`,
    [tenant, ids, at, by],
  )
  return new Set(rows.map(row => row.id))
}

/** Those of these tickets of theirs that are here, with their places. */
export async function ticketsNamed(tx: Tx, of: TicketsOf, ids: readonly string[]): Promise<Known['tickets']> {
  const asked = [...new Set(ids.filter(id => !id.includes('\0')))]
  if (asked.length === 0) return []
  return tx.query<Known['tickets'][number]>(
    `select their_id as id, place from ticket where tenant_id = $1 and connection_id = $2 and their_id = any($3::text[])
     order by their_id, place`,
    [of.tenant, of.connectionId, asked],
  )
}

/** Forgets tickets and notices of all tenants of which nothing was heard for 400 days, as what shops sent: run by the role that alone may. */
export async function removeOldTickets(tx: Tx): Promise<void> {
  await tx.run(`delete from ticket where changed_at < clock_timestamp() - interval '400 days'`)
  await tx.run(`delete from channel_notice where posted_at < clock_timestamp() - interval '400 days'`)
}

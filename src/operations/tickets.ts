import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { channelProblem } from '../channels/problems.ts'
import {
  closeTickets,
  countTickets,
  filesOf,
  keepReply,
  listTickets,
  messagesOf,
  openReplies,
  type Ticket,
} from '../channels/ticketStore.ts'
import { layReplies } from '../sync/layReplies.ts'
import { acted, actedShape, openPlaceOf, placeFilter, placeOfChannel } from './channelPlace.ts'
import { connectorOf, whichConnection } from './connectionShape.ts'
import { described } from './described.ts'
import { aboutShape } from './notices.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** The most that an answer holds: what systems take. */
const longestReply = 1024

const ticketShape = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  connection: z.string(),
  place: z.string(),
  channelId: z.uuid().nullable(),
  channel: z.string().nullable(),
  /** Their id of it. */
  theirs: z.string(),
  topic: z.string(),
  subject: z.string(),
  about: aboutShape.nullable(),
  wantsReply: z.boolean(),
  changedAt: z.date(),
  closedAt: z.date().nullable(),
  closedBy: z.string().nullable(),
})

const wholeShape = ticketShape.extend({
  /** The system takes answers, and its place is open. */
  mayReply: z.boolean(),
  messages: z.array(
    z.object({
      id: z.uuid(),
      at: z.date(),
      role: z.enum(['buyer', 'seller', 'channel']),
      name: z.string().nullable(),
      text: z.string(),
      by: z.string().nullable(),
      state: z.enum(['came', 'lies', 'sent', 'untaken']),
    }),
  ),
  files: z.array(
    z.object({
      hash: z.string(),
      name: z.string(),
      mediaType: z.string(),
      size: z.int(),
      postedAt: z.date(),
    }),
  ),
})

const whichTicket = z.uuid().meta(described('Id of the ticket.', 'Kennung des Tickets.'))

/** Conversations that systems lead. */
export const ticketOperations: readonly Operation[] = [
  operation({
    name: 'ticket.list',
    method: 'GET',
    path: '/tickets',
    command: 'ticket list',
    right: 'orders.read',
    summary: {
      en: 'List the tickets of systems, newest first',
      de: 'Tickets von Gegenstellen auflisten, Neuestes zuerst',
    },
    input: z.object({
      ...pageInput,
      connection: whichConnection.optional(),
      order: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .meta(
          described(
            'The order that they are about: its number or id, or their id of it.',
            'Der Auftrag, um den es geht: seine Nummer oder Kennung, oder deren Kennung der Bestellung.',
          ),
        ),
      all: z
        .boolean()
        .default(false)
        .meta(described('Also those that are closed.', 'Auch die geschlossenen.')),
    }),
    output: pageOf(ticketShape),
    run: (context, { after, limit, connection, order, all }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const of = { ...(await placeFilter(tx, tenant, connection)), order, open: !all }
        const rows = await listTickets(tx, tenant, { ...of, after, limit: limit + 1 })
        return asPage(rows.map(shown), limit, await countTickets(tx, tenant, of, countLimit + 1))
      }),
  }),
  operation({
    name: 'ticket.show',
    method: 'GET',
    path: '/tickets/:ticket',
    command: 'ticket show <ticket>',
    right: 'orders.read',
    summary: { en: 'Show a ticket with all that was said', de: 'Ein Ticket mit allem Gesagten zeigen' },
    input: z.object({ ticket: whichTicket }),
    output: wholeShape,
    run: (context, { ticket }) => inTransaction(context, tx => whole(tx, context, ticket)),
  }),
  operation({
    name: 'ticket.reply',
    method: 'POST',
    path: '/tickets/:ticket/replies',
    command: 'ticket reply <ticket> <text>',
    right: 'orders.write',
    summary: {
      en: 'Answer a ticket; the system takes the answer',
      de: 'Ein Ticket beantworten; die Gegenstelle holt die Antwort ab',
    },
    creates: true,
    input: z.object({
      ticket: whichTicket,
      text: z.string().trim().min(1).max(longestReply).meta(described('The answer.', 'Die Antwort.')),
    }),
    output: wholeShape,
    audit: ({ ticket }) => ({ objectKind: 'ticket', objectId: ticket }),
    run: (context, { ticket, text }) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const { connector, connectionId } = await answerable(tx, context, ticket)
        const replyId = await keepReply(tx, tenant, ticket, { text, by: actor.name, at: kontor.now() })
        await layReplies(tx, { tenant, connectionId, connector }, { replyId })
        return whole(tx, context, ticket)
      }),
  }),
  operation({
    name: 'ticket.reply-again',
    method: 'POST',
    path: '/tickets/:ticket/replies/again',
    command: 'ticket reply-again <ticket>',
    right: 'orders.write',
    summary: {
      en: 'Lay out the answers of a ticket again that the system never confirmed',
      de: 'Antworten eines Tickets erneut auslegen, die die Gegenstelle nie bestätigt hat',
    },
    input: z.object({ ticket: whichTicket }),
    output: wholeShape,
    audit: ({ ticket }) => ({ objectKind: 'ticket', objectId: ticket }),
    run: (context, { ticket }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const { connector, connectionId } = await answerable(tx, context, ticket)
        const untaken = (await messagesOf(tx, tenant, ticket)).filter(one => one.state === 'untaken')
        if (untaken.length === 0) throw channelProblem('REPLY_NOT_TAKEN_YET')
        const open = await openReplies(tx, { tenant, connectionId }, { ticketId: ticket })
        for (const { id } of open.filter(one => untaken.some(message => message.id === one.id)))
          await layReplies(tx, { tenant, connectionId, connector }, { replyId: id })
        return whole(tx, context, ticket)
      }),
  }),
  operation({
    name: 'ticket.close',
    method: 'POST',
    path: '/tickets/close',
    command: 'ticket close <ids>',
    right: 'orders.write',
    summary: {
      en: 'Close tickets here; what the system says afterwards opens them again',
      de: 'Tickets hier schließen; was die Gegenstelle danach sagt, öffnet sie wieder',
    },
    input: z.object({
      ids: z
        .array(z.uuid())
        .min(1)
        .max(1000)
        .meta(described('Ids of the tickets.', 'Kennungen der Tickets.')),
    }),
    output: z.object({ items: z.array(actedShape) }),
    audit: (_, { items }) => ({ objectKind: 'ticket', data: { done: items.filter(one => one.done).length } }),
    run: (context, { ids }) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const done = await closeTickets(tx, tenant, ids, { by: actor.name, at: kontor.now() })
        return { items: ids.map(id => acted(context, id, done, 'TICKET_CLOSED')) }
      }),
  }),
]

async function find(tx: Tx, tenant: string, id: string): Promise<Ticket> {
  const [found] = await listTickets(tx, tenant, { ids: [id], open: false, limit: 1 })
  if (!found) throw channelProblem('TICKET_UNKNOWN', { id })
  return found
}

async function answerable(tx: Tx, context: Context, id: string) {
  const { channelId, connectionId, system } = await find(tx, context.tenant, id)
  const connector = connectorOf(context, system)
  if (!connector.receive?.reply || !channelId)
    throw channelProblem('REPLY_NOT_OFFERED', { system: connector.title })
  await openPlaceOf(tx, context, channelId)
  return { connector, connectionId }
}

async function whole(tx: Tx, context: Context, id: string): Promise<z.infer<typeof wholeShape>> {
  const { tenant } = context
  const ticket = await find(tx, tenant, id)
  const at = ticket.channelId ? await placeOfChannel(tx, context, ticket.channelId) : undefined
  const isOpen = at !== undefined && !at.place?.closed
  return {
    ...shown(ticket),
    mayReply: isOpen && connectorOf(context, ticket.system).receive?.reply !== undefined,
    messages: await messagesOf(tx, tenant, id),
    files: await filesOf(tx, tenant, id),
  }
}

function shown({ system: _, ...ticket }: Ticket): z.infer<typeof ticketShape> {
  return ticket
}

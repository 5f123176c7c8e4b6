import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

/** A person was sent to a page of the system; the address holds the session. */
export interface SignUpSent {
  readonly url: string
  readonly madeAt: string
  readonly until: string
}

/** What became of a sign-up. */
export interface SignUpSession {
  readonly purpose: 'open' | 'change'
  readonly place: string | null
  readonly madeAt: string
  readonly madeBy: string
  readonly until: string
  readonly usedBy: string | null
  readonly usedAt: string | null
  readonly channelId: string | null
  readonly channel: string | null
}

/** Something that the system can be asked for. */
export interface ChannelAsk {
  readonly name: string
  readonly title: string
  readonly help: string
  readonly state: 'never' | 'lies' | 'taken' | 'answered' | 'untaken'
  readonly askedAt: string | null
  readonly askedBy: string | null
  readonly answeredAt: string | null
  readonly mayAsk: boolean
}

/** Something that the system wants a person to know. */
export interface ChannelNotice {
  readonly id: string
  readonly severity: 'info' | 'warning' | 'error'
  readonly text: string
  readonly place: string
  readonly about: { readonly kind: string; readonly theirs: string } | null
  readonly times: number
  readonly postedAt: string
}

/** A conversation that the system leads. */
export interface Ticket {
  readonly id: string
  readonly place: string
  readonly theirs: string
  readonly topic: string
  readonly subject: string
  readonly about: { readonly kind: string; readonly theirs: string } | null
  readonly wantsReply: boolean
  readonly changedAt: string
  readonly closedAt: string | null
}

export interface WholeTicket extends Ticket {
  readonly mayReply: boolean
  readonly messages: readonly {
    readonly id: string
    readonly at: string
    readonly role: 'buyer' | 'seller' | 'channel'
    readonly name: string | null
    readonly text: string
    readonly by: string | null
    readonly state: 'came' | 'lies' | 'sent' | 'untaken'
  }[]
  readonly files: readonly {
    readonly hash: string
    readonly name: string
    readonly mediaType: string
    readonly size: number
  }[]
}

interface Listed<One> {
  readonly items: readonly One[]
  readonly count: number
}

/** Makes a session with which a person signs up at the system. */
export function signUp(connectionId: string, idempotencyKey: string): Promise<SignUpSent> {
  return call('POST', `/connections/${connectionId}/sign-up`, { body: {}, idempotencyKey })
}

/** The same for the account of a channel, to change it or to open it once more. */
export function signInAgain(channelId: string, idempotencyKey: string): Promise<SignUpSent> {
  return call('POST', `/channels/${channelId}/sign-in`, { body: {}, idempotencyKey })
}

/** The newest sign-ups. Asked again and again while one is waited for. */
export function sessionsQuery(connectionId: string, waits: boolean) {
  return queryOptions({
    queryKey: ['connections', connectionId, 'sessions'],
    queryFn: async ({ signal }) =>
      (
        await call<{ items: readonly SignUpSession[] }>('GET', `/connections/${connectionId}/sessions`, {
          signal,
        })
      ).items,
    enabled: waits,
    refetchInterval: waits ? 2000 : false,
  })
}

/** Cuts the account of a channel off. */
export function closePlace(
  channelId: string,
  wish: { readonly reason: string; readonly forGood: boolean },
): Promise<unknown> {
  return call('POST', `/channels/${channelId}/close-place`, { body: wish })
}

/** What the system of a channel can be asked for. */
export function asksQuery(channelId: string) {
  return queryOptions({
    queryKey: ['channels', channelId, 'asks'],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly ChannelAsk[] }>('GET', `/channels/${channelId}/asks`, { signal })).items,
  })
}

/** Asks it. */
export function askSystem(channelId: string, name: string): Promise<{ readonly asked: boolean }> {
  return call('POST', `/channels/${channelId}/asks`, { body: { name } })
}

/** What the system wants people to know, as far as nobody has dealt with it. */
export function noticesQuery(channelId: string) {
  return queryOptions({
    queryKey: ['channels', channelId, 'notices'],
    queryFn: ({ signal }) =>
      call<Listed<ChannelNotice>>('GET', '/notices', { query: { connection: channelId }, signal }),
  })
}

/** Somebody has dealt with them. */
export function dismissNotices(ids: readonly string[]): Promise<unknown> {
  return call('POST', '/notices/dismiss', { body: { ids } })
}

/** The open tickets of a channel. */
export function ticketsQuery(channelId: string) {
  return queryOptions({
    queryKey: ['channels', channelId, 'tickets'],
    queryFn: ({ signal }) =>
      call<Listed<Ticket>>('GET', '/tickets', { query: { connection: channelId }, signal }),
  })
}

/** The tickets that are about an order, the closed ones too. */
export function orderTicketsQuery(orderId: string) {
  return queryOptions({
    queryKey: ['orders', orderId, 'tickets'],
    queryFn: async ({ signal }) =>
      (await call<Listed<Ticket>>('GET', '/tickets', { query: { order: orderId, all: true }, signal })).items,
  })
}

/** A ticket with all that was said. */
export function ticketQuery(id: string) {
  return queryOptions({
    queryKey: ['tickets', id],
    queryFn: ({ signal }) => call<WholeTicket>('GET', `/tickets/${id}`, { signal }),
  })
}

/** Answers a ticket. */
export function replyToTicket(id: string, text: string, idempotencyKey: string): Promise<WholeTicket> {
  return call('POST', `/tickets/${id}/replies`, { body: { text }, idempotencyKey })
}

/** Lays the answers out again that the system never confirmed. */
export function replyAgain(id: string): Promise<WholeTicket> {
  return call('POST', `/tickets/${id}/replies/again`, { body: {} })
}

/** Closes a ticket here. */
export function closeTicket(id: string): Promise<unknown> {
  return call('POST', '/tickets/close', { body: { ids: [id] } })
}

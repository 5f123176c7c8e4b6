import { queryOptions } from '@tanstack/react-query'
import type { connectionShape } from '../../../src/operations/connectionShape.ts'
import type { systemsShape } from '../../../src/operations/systems.ts'
import type { Answer } from './asJson.ts'
import { call } from './call.ts'

/** An account at a foreign system. */
export type Connection = Answer<typeof connectionShape>
export type System = Answer<typeof systemsShape>['items'][number]
export type SystemField = System['settings'][number]

/** All connections that are not archived. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Connection[] }>('GET', '/connections', { signal })).items,
  staleTime: 30_000,
})

/** All connections, the archived ones too. */
export const allConnectionsQuery = queryOptions({
  queryKey: ['connections', 'archived'],
  queryFn: async ({ signal }) =>
    (
      await call<{ items: readonly Connection[] }>('GET', '/connections', {
        query: { archived: true },
        signal,
      })
    ).items,
})

/** The systems that can be connected. They change with the installation only. */
export const systemsQuery = queryOptions({
  queryKey: ['systems'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly System[] }>('GET', '/systems', { signal })).items,
  staleTime: 600_000,
})

/** Connects an account; nothing is sent before its first run is finished. What Kontor made for it is in this one answer. */
export function addConnection(
  wish: {
    readonly system: string
    readonly name: string
    readonly set: Readonly<Record<string, string>>
    readonly anyway?: boolean
  },
  idempotencyKey: string,
): Promise<Connection & { readonly madeSecrets: Readonly<Record<string, string>> }> {
  return call('POST', '/connections', { body: wish, idempotencyKey })
}

/** Changes settings; answers which secrets that cleared. */
export function changeConnection(
  id: string,
  set: Readonly<Record<string, string>>,
): Promise<Connection & { readonly clearedSecrets: readonly string[] }> {
  return call('PATCH', `/connections/${id}`, { body: { set } })
}

/** Makes a secret anew that Kontor makes; the former one is void at once, the new one is in this one answer. */
export function renewSecret(
  id: string,
  field: string,
  idempotencyKey: string,
): Promise<{ readonly madeSecrets: Readonly<Record<string, string>> }> {
  return call('POST', `/connections/${id}/secrets/${field}`, { body: {}, idempotencyKey })
}

/** Locks a connection: nothing is called any more. */
export function lockConnection(id: string, reason: string): Promise<Connection> {
  return call('POST', `/connections/${id}/lock`, { body: { reason } })
}

/** Unlocks a connection. */
export function unlockConnection(id: string): Promise<Connection> {
  return call('POST', `/connections/${id}/unlock`, { body: {} })
}

/** Archives a connection; its links and its ledger stay. */
export function archiveConnection(id: string): Promise<Connection> {
  return call('POST', `/connections/${id}/archive`, { body: {} })
}

/** Attaches an archived connection again, after a check. */
export function attachConnection(
  id: string,
  wish: { readonly set?: Readonly<Record<string, string>>; readonly anyway?: boolean },
): Promise<Connection> {
  return call('POST', `/connections/${id}/attach`, { body: wish })
}

export interface CheckReport {
  readonly ok: boolean
  readonly system: string
  readonly lines: readonly {
    readonly ok: boolean
    /** Nothing is wrong, and something is open in that tab. */
    readonly open: 'connection' | 'import' | 'offer' | 'shipping' | 'payment' | null
    readonly code: string
    readonly text: string
  }[]
}

/** Tries a connection; changes nothing at the shop. */
export function checkConnection(id: string): Promise<CheckReport> {
  return call('POST', `/connections/${id}/check`, { body: {} })
}

/** A place of a system where one could sell, and the channel that does. */
export interface Place {
  readonly place: string
  readonly name: string
  readonly active: boolean
  readonly channelId: string | null
  readonly channel: string | null
  /** Records that wait for a channel here. */
  readonly parked: number
  readonly openedAt: string | null
  /** How it was cut off, at systems where people sign up. */
  readonly closed: {
    readonly at: string
    readonly side: 'here' | 'there'
    readonly by: string
    readonly reason: string
    readonly forGood: boolean
    readonly told: 'lies' | 'untaken' | 'taken'
  } | null
}

/** The places of a connection, as the system named them. */
export function placesQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['connections', connectionId, 'places'],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly Place[] }>('GET', `/connections/${connectionId}/places`, { signal }))
        .items,
  })
}

/** A channel that has no place yet sells there. */
export function choosePlace(channelId: string, place: string): Promise<unknown> {
  return call('PATCH', `/channels/${channelId}`, { body: { place } })
}

/** Sells at one more place of a connection. */
export function addPlace(
  connectionId: string,
  wish: { readonly place: string; readonly name: string },
  idempotencyKey: string,
): Promise<{ readonly id: string; readonly name: string }> {
  return call('POST', `/connections/${connectionId}/channels`, { body: wish, idempotencyKey })
}

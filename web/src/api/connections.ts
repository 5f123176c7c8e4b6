import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

/** An account at a foreign system. */
export interface Connection {
  readonly id: string
  readonly name: string
  readonly system: string
  readonly state: 'ok' | 'locked' | 'refused' | 'archived'
  readonly reason: string | null
  readonly channels: readonly { readonly id: string; readonly name: string; readonly active: boolean }[]
}

/** All connections that are not archived. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: async ({ signal }) =>
    (await call<{ items: readonly Connection[] }>('GET', '/connections', { signal })).items,
  staleTime: 30_000,
})

/** Unlocks a connection. */
export function unlockConnection(id: string): Promise<Connection> {
  return call('POST', `/connections/${id}/unlock`, { body: {} })
}

export interface CheckReport {
  readonly ok: boolean
  readonly system: string
  readonly lines: readonly { readonly ok: boolean; readonly code: string; readonly text: string }[]
}

/** Tries a connection; changes nothing at the shop. */
export function checkConnection(id: string): Promise<CheckReport> {
  return call('POST', `/connections/${id}/check`, { body: {} })
}

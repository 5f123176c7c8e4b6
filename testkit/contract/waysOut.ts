import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'

/** Counts the calls of this process to some servers, by whichever client. */
export interface WaysOut {
  readonly calls: number
  stop(): void
}

/**
 * Watches what goes to these hosts (name and port). A connector that goes out past the client that it was handed knows
 * no limits, no guard and no secrets to hide; all clients of Node say on a channel what they send.
 */
export function watchWaysOut(hosts: ReadonlySet<string>): WaysOut {
  let calls = 0
  const undici = (message: unknown) => {
    const { origin } = (message as { request: { origin: string | URL } }).request
    if (hosts.has(new URL(origin).host)) calls++
  }
  const node = (message: unknown) => {
    const host = (message as { request: ClientRequest }).request.getHeader('host')
    if (hosts.has(String(host))) calls++
  }
  subscribe('undici:request:create', undici)
  subscribe('http.client.request.start', node)
  return {
    get calls() {
      return calls
    },
    stop: () => {
      unsubscribe('undici:request:create', undici)
      unsubscribe('http.client.request.start', node)
    },
  }
}

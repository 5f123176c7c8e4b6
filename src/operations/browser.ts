import type { Context } from './operation.ts'

/** What only a call by HTTP has: the address it came from, and the cookie of its session. */
export interface Browser {
  readonly address: string
  /** The session token that was sent, if any. */
  readonly session: string | undefined
  /** Gives the browser this session. The token goes into a cookie that scripts cannot read, never into an answer. */
  openSession(token: string): void
  endSession(): void
}

/** The context of operations that exist by HTTP only. */
export interface BrowserContext extends Context {
  readonly browser: Browser
}

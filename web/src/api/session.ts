import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import { isProblem } from './problem.ts'

/** Who is signed in, where, and what they may do. */
export interface SignedIn {
  readonly tenant: { readonly slug: string; readonly name: string }
  readonly user: { readonly id: string; readonly name: string; readonly email: string } | null
  readonly rights: readonly string[]
}

/** The session; null where nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    try {
      return await call<SignedIn>('GET', '/session', { signal })
    } catch (error) {
      if (isProblem(error, 'NOT_SIGNED_IN')) return null
      throw error
    }
  },
  staleTime: 60_000,
})

/** Whether the first user has still to be made. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => call<{ open: boolean }>('GET', '/setup', { signal }),
})

/** Signs in. */
export function signIn(given: { tenant?: string; email: string; password: string }): Promise<SignedIn> {
  return call('POST', '/session', { body: given })
}

/** Signs out. */
export function signOut(): Promise<object> {
  return call('DELETE', '/session', { body: {} })
}

/** Makes tenant, company and the first user with the one-time code; signs in. */
export function setUp(given: {
  code: string
  company: string
  country: string
  email: string
  name: string
  password: string
  language: string
}): Promise<SignedIn> {
  return call('POST', '/setup', { body: given })
}

import { language } from '../words/i18n.ts'
import { ApiProblem, type ProblemDetails, Unanswered } from './problem.ts'

/** What stands behind the question mark; an empty text and undefined are left out, a list is repeated. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>

interface Options {
  readonly query?: Query
  readonly body?: object
  readonly signal?: AbortSignal
  /** The same key twice makes one thing. */
  readonly idempotencyKey?: string
}

const prefix = '/api/v1'
const listeners = new Set<() => void>()

/** Calls the listener each time that the server no longer knows who we are. Returns how to stop. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Asks the server. Errors: `ApiProblem` where it refused, `Unanswered` where it could not be reached. */
export async function call<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options: Options = {},
): Promise<T> {
  const response = await send(method, path, options)
  if (response.ok) return (await response.json()) as T
  const details = await detailsOf(response)
  if (details.code === 'NOT_SIGNED_IN') for (const listener of listeners) listener()
  throw new ApiProblem(details)
}

/** The address of an operation with its query. */
export function addressOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat())
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
  const text = search.toString()
  return prefix + path + (text === '' ? '' : `?${text}`)
}

/** A key that no other request has. `crypto.randomUUID` is missing where Kontor is reached by http in a local network. */
export function onceKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('')
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const { query, body, signal, idempotencyKey } = options
  try {
    return await fetch(addressOf(path, query), {
      method,
      headers: {
        'accept-language': language(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Unanswered(error)
  }
}

async function detailsOf(response: Response): Promise<ProblemDetails> {
  const type = response.headers.get('content-type') ?? ''
  if (!type.includes('problem+json')) throw new Unanswered(`status ${response.status}`)
  return (await response.json()) as ProblemDetails
}

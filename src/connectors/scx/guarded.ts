import { z } from 'zod'
import type {
  Asked,
  ForeignAnswer,
  ForeignRequest,
  Known,
  Received,
  ReceivedDone,
  ReceiveRoute,
} from '../../port/receive.ts'
import { failure, notValid } from './answers.ts'
import { isSignedIn, signedOut } from './auth.ts'
import { type LimitClass, limits } from './limits.ts'
import { readJson } from './readJson.ts'
import { errorsOf } from './validate.ts'

/** A call by somebody who is signed in, its body as its schema makes it. */
export interface Call<B> {
  readonly request: ForeignRequest
  readonly body: B
}

export interface GuardedRoute<B, J> {
  readonly method: ReceiveRoute['method']
  readonly path: string
  readonly limit: LimitClass
  readonly bodyBytes?: number
  /** Of the JSON body; absent: the body is not looked at. */
  readonly schema?: z.ZodType<B>
  asks?(call: Call<B>): Asked
  /** What the call brings. With `judged` (what the answer has to know of it) as `{ received, judged }`. */
  read(call: Call<B> & { readonly known: Known }): Received | ForeignAnswer | Brought<J>
  answer(call: Call<B> & { readonly done: ReceivedDone; readonly judged: J | undefined }): ForeignAnswer
}

export interface Brought<J> {
  readonly received: Received
  readonly judged: J
}

/**
 * A route behind the access token. A call without one that holds is answered with 401, a body that is not as the schema says with 400
 * and the list of VAL100; neither asks for anything.
 */
export function guarded<B = undefined, J = undefined>(route: GuardedRoute<B, J>): ReceiveRoute {
  const { method, path, limit, bodyBytes, schema } = route
  // Each call is parsed and judged once, though three functions see it. What is not held any more is forgotten.
  const parsed = new WeakMap<ForeignRequest, Checked<B>>()
  const judgements = new WeakMap<ForeignRequest, J>()
  const checked = (request: ForeignRequest): Checked<B> => {
    const kept = parsed.get(request)
    if (kept) return kept
    const fresh = check(request, schema)
    parsed.set(request, fresh)
    return fresh
  }
  return {
    method,
    path,
    limit: limits[limit],
    counts: limit,
    ...(bodyBytes === undefined ? {} : { bodyBytes }),
    asks: request => {
      const found = route.asks && checked(request)
      return found && 'call' in found ? (route.asks?.(found.call) ?? {}) : {}
    },
    read: (request, known) => {
      const found = checked(request)
      if ('refused' in found) return found.refused
      const result = route.read({ ...found.call, known })
      if (!('received' in result)) return result
      judgements.set(request, result.judged)
      return result.received
    },
    answer: (done, request) => {
      const found = checked(request)
      if ('refused' in found) return found.refused
      return route.answer({ ...found.call, done, judged: judgements.get(request) })
    },
  }
}

type Checked<B> = { readonly call: Call<B> } | { readonly refused: ForeignAnswer }

function check<B>(request: ForeignRequest, schema: z.ZodType<B> | undefined): Checked<B> {
  if (!isSignedIn(request)) return { refused: signedOut(request) }
  if (!schema) return { call: { request, body: undefined as B } }
  const read = readJson(request.body)
  if (read === undefined) return { refused: failure(request, 400, noJson) }
  // `input`: what is missing is told from what is wrong.
  const result = schema.safeParse(read, { reportInput: true })
  return result.success
    ? { call: { request, body: result.data } }
    : { refused: failure(request, 400, ...errorsOf(result.error)) }
}

const noJson = notValid({ de: 'Der Inhalt ist kein JSON.', en: 'The body is no JSON.' })

/** An object of the wire. What is not named in `shape` is left out: nothing unknown is stored. */
export function objectOf<S extends z.ZodRawShape>(shape: S) {
  return z.object(shape, 'object')
}

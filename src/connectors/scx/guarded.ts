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
import { failure, notValid, type ScxError } from './answers.ts'
import { isSignedIn, signedOut } from './auth.ts'
import { compiled } from './compiled.ts'
import { errorsOf } from './errorsOf.ts'
import { formOf } from './form.ts'
import { type LimitClass, limits } from './limits.ts'
import { readJson } from './readJson.ts'
import { type Told, toldOf } from './told.ts'

/** A call by somebody who is signed in, its body as its schema makes it. */
export interface Call<B> {
  readonly request: ForeignRequest
  readonly body: B
}

export interface GuardedRoute<B, J> {
  readonly method: ReceiveRoute['method']
  readonly path: string
  readonly limit: LimitClass
  /** What a person is told of, where it is not taken. Absent: nobody is told. */
  readonly told?: Told
  readonly bodyBytes?: number
  /** Of the JSON body; absent: the body is not looked at. */
  readonly schema?: z.ZodType<B>
  /** The body is a form, and the JSON is in this field of it. */
  readonly field?: string
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
  const { method, path, limit, told, bodyBytes } = route
  // Each call is parsed and judged once, though three functions see it. What is not held any more is forgotten.
  const parsed = new WeakMap<ForeignRequest, Checked<B>>()
  const judgements = new WeakMap<ForeignRequest, J>()
  const checked = (request: ForeignRequest): Checked<B> => {
    const kept = parsed.get(request)
    if (kept) return kept
    const fresh = check(request, route)
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
      if ('status' in result) return toldOf(result, { request, told, body: found.call.body })
      if (!('received' in result)) return result
      judgements.set(request, result.judged)
      return result.received
    },
    answer: (done, request) => {
      const found = checked(request)
      if ('refused' in found) return found.refused
      const answer = route.answer({ ...found.call, done, judged: judgements.get(request) })
      return toldOf(answer, { request, told, body: found.call.body })
    },
  }
}

type Checked<B> = { readonly call: Call<B> } | { readonly refused: ForeignAnswer }

function check<B>(
  request: ForeignRequest,
  { schema, field, told }: Pick<GuardedRoute<B, unknown>, 'schema' | 'field' | 'told'>,
): Checked<B> {
  if (!isSignedIn(request)) return { refused: signedOut(request) }
  if (!schema) return { call: { request, body: undefined as B } }
  const read = field === undefined ? readJson(request.body) : jsonIn(request, field)
  const refused = (...errors: readonly ScxError[]) => ({
    refused: toldOf(failure(request, 400, ...errors), { request, told, body: read, whole: true }),
  })
  if (read === undefined) return refused(noJson(field))
  // `input`: what is missing is told from what is wrong.
  const result = compiled(schema).safeParse(read, { reportInput: true })
  return result.success ? { call: { request, body: result.data } } : refused(...errorsOf(result.error, field))
}

function jsonIn(request: ForeignRequest, field: string): unknown {
  const text = formOf(request)?.text(field)
  return text === undefined ? undefined : readJson(Buffer.from(text))
}

function noJson(field: string | undefined): ScxError {
  if (field === undefined) return notValid({ de: 'Der Inhalt ist kein JSON.', en: 'The body is no JSON.' })
  return notValid({ de: `${field}: ist kein JSON`, en: `${field}: is no JSON` })
}

/** An object of the wire. What is not named in `shape` is left out: nothing unknown is stored. */
export function objectOf<S extends z.ZodRawShape>(shape: S) {
  return z.object(shape, 'object')
}

import { PortError, Rejected, Unreachable } from '../../port/errors.ts'
import type { SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { encodeModel } from './api.ts'
import { can, type PushNames, rememberMissing, type Session } from './handshake.ts'
import { pageOf } from './pages.ts'
import { idText, isModel, numberIn } from './payloads.ts'
import { isMissing, type RpcError } from './rpc.ts'
import { withLinked } from './unlinked.ts'

/** One object that is sent: our number, the models that say it, and why it cannot be sent. */
export interface Entry {
  readonly no: number
  readonly models: readonly object[]
  readonly refused?: SendResult
}

/** What an answer says of one object: its id there ('' where it names none), and whether it is an object of its own. */
export interface Answered {
  readonly theirs: string
  /** True for a model with an `id`, false for an echo that only refers to the object. */
  readonly own: boolean
  readonly model: Readonly<Record<string, unknown>>
}

/** How one kind is pushed. */
export interface Way {
  readonly names: PushNames
  /** The identities of an answered model that may name the object, the first that is there counts. */
  readonly idNames: readonly string[]
  readonly resultOf: (answered: Answered | undefined, entry: Entry, warnings: readonly string[]) => SendResult
}

/**
 * Pushes objects: one result per entry, in order. More than PHP takes in one body is sent in several calls. Throws
 * `Rejected` where one of several objects made the call fail: part of them may be stored, and nobody can tell which.
 */
export async function pushAll(
  session: Session,
  way: Way,
  entries: readonly Entry[],
): Promise<readonly SendResult[]> {
  const unsupported = notTaken(session, way.names, 'push')
  const good = entries.filter(entry => entry.refused === undefined && !unsupported)
  const results = new Map<number, SendResult>()
  let through = false
  const named = good.map(entry => ({
    ...entry,
    models: entry.models.map(model => withLinked(session, way.names.controller, model)),
  }))
  for (const part of partsOf(named, session.shop.bodyBytes)) {
    const failed = await pushPart(session, way, part, results).catch((error: unknown) => {
      if (through && error instanceof PortError) return error
      throw error
    })
    for (const { entry } of failed ? part : [])
      results.set(entry.no, { result: 'unknown', text: failed?.detail ?? '' })
    through = true
  }
  return entries.map(entry => entry.refused ?? unsupported ?? results.get(entry.no) ?? unsaid)
}

const unsaid: SendResult = { result: 'unknown', text: 'the call does not speak of it' }

interface Encoded {
  readonly entry: Entry
  readonly texts: readonly string[]
  readonly bytes: number
}

// Field names, session and packet around the models.
const frameBytes = 2048

function partsOf(entries: readonly Entry[], mostBytes: number): readonly (readonly Encoded[])[] {
  const parts: Encoded[][] = []
  let room = 0
  for (const entry of entries) {
    const texts = entry.models.map(encodeModel)
    const bytes = texts.reduce((sum, text) => sum + text.length + 3, 0)
    if (bytes > room || parts.length === 0) {
      parts.push([])
      room = mostBytes - frameBytes
    }
    parts.at(-1)?.push({ entry, texts, bytes })
    room -= bytes
  }
  return parts
}

async function pushPart(
  session: Session,
  way: Way,
  part: readonly Encoded[],
  results: Map<number, SendResult>,
): Promise<undefined> {
  const [first] = part
  if (part.length === 1 && first && first.bytes > session.shop.bodyBytes - frameBytes) {
    const text = `${Math.ceil(first.bytes / 1024)} kB; the shop takes ${session.shop.bodyBytes >> 10} kB`
    results.set(first.entry.no, { result: 'rejected', code: 'PAYLOAD_TOO_LARGE', text })
    return
  }
  const texts = part.flatMap(one => one.texts)
  const failed = (error: unknown) => {
    session.failures++
    throw error
  }
  const { result, error, warnings = [] } = await session.api.push(way.names.controller, texts).catch(failed)
  if (error) {
    session.failures++
    const rejected = failureOf(session, way.names, 'push', error, part.length)
    for (const { entry } of part) results.set(entry.no, rejected)
    return
  }
  const answers = answersOf(result, way.idNames)
  const said = warnings.map(warning => session.run.http.redact(warning, 300))
  for (const { entry } of part) {
    const became = way.resultOf(answers.get(entry.no), entry, said)
    results.set(entry.no, became)
    if (became.result === 'accepted') session.linked.delete(`${way.names.controller} ${entry.no}`)
  }
}

/**
 * What an error means for what was sent: the same result for all of it where the endpoint does not have the method, or
 * for the only one. Throws the port's error for everything else.
 */
export function failureOf(
  session: Session,
  names: PushNames,
  action: 'push' | 'delete',
  error: RpcError,
  count: number,
): SendResult {
  const own = { code: error.code, message: ownWords(error.message) }
  if (isMissing(own)) {
    rememberMissing(session, `${names.controller}.${action}`, error.code)
    return { ...notOffered, text: session.run.http.redact(own.message, 300) }
  }
  const failure = session.api.errorOf(own, true)
  if (!(failure instanceof Rejected) || count > 1) throw failure
  return { result: 'rejected', code: failure.code, text: failure.detail }
}

const notOffered = { result: 'rejected', code: 'NOT_SUPPORTED' } as const

/** The result where the endpoint is known not to have the method: it is not asked again. Undefined where it may have it. */
export function notTaken(
  session: Session,
  names: PushNames,
  action: 'push' | 'delete',
): SendResult | undefined {
  if (can(session, names, action)) return undefined
  return { ...notOffered, text: `${names.controller}.${action}` }
}

/**
 * The shop's words without what the core puts before them: `Controller = Product | Action = push | JTL-Wawi PK = 8004 |
 * SKU = FAIL | Name = … | Out of memory`, once per model of the call in the newest cores.
 */
export function ownWords(message: string): string {
  let rest = message
  while (/^Controller = /.test(rest)) {
    const next = rest.replace(/^Controller = [^|]*\| (?:(?!Controller = )[A-Z][\w .-]{0,30} = .*? \| )*/s, '')
    if (next === rest) break
    rest = next
  }
  return rest.trim() || message
}

/** By our number, never by place: answers may be shorter, longer and in another order than what was sent. */
export function answersOf(result: unknown, idNames: readonly string[]): ReadonlyMap<number, Answered> {
  const answers = new Map<number, Answered>()
  for (const model of pageOf(result)) {
    if (!isModel(model)) continue
    const name = idNames.find(one => numberIn(model[one]) > 0)
    if (name === undefined) continue
    const no = numberIn(model[name])
    const theirs = idText(model[name])
    const before = answers.get(no)
    if (before === undefined || before.theirs === '') answers.set(no, { theirs, own: name === 'id', model })
  }
  return answers
}

/** What is taken away, as the port hands it over. */
export interface Removal {
  readonly ref: Ref
  readonly of?: Ref
}

/** Takes objects away: harmless where the shop does not know them (any more). One result per element, in order. */
export async function deleteAll(
  session: Session,
  names: PushNames,
  list: readonly Removal[],
  modelOf: (removal: Removal) => object = ({ ref }) => ({ id: [ref.theirs, ref.no] }),
): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const unsupported = notTaken(session, names, 'delete')
  if (unsupported) return list.map(() => unsupported)
  const models = list.map(modelOf)
  const { result, error } = await session.api.ask(`${names.controller}.delete`, models)
  if (error) {
    const rejected = failureOf(session, names, 'delete', error, list.length)
    return list.map(() => rejected)
  }
  if (!Array.isArray(result)) throw new Unreachable('the endpoint answered no list')
  return list.map(() => ({ result: 'accepted', proof: 'received' }))
}

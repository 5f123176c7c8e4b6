/** One call: packet, session, method, answer, and what a planned fault makes of it. */
import { ack, clearLinks } from './ack.ts'
import { done, features, finish, identify, login } from './connectorCalls.ts'
import type { ActiveFault, FaultKind } from './faults.ts'
import type { CallRecord } from './log.ts'
import { plainMethod, type Route, route } from './methods.ts'
import { codes, ProtocolError } from './protocolError.ts'
import { type Endpoint, pull, pullGlobalData, type Result, statistic } from './pull.ts'
import { push, remove } from './push.ts'
import { shopKinds } from './sources.ts'
import type { ShopState } from './state.ts'
import { encode, isModel, parseExact } from './wire.ts'

/** The fields of a request. Null = the field was not sent. */
export interface CallForm {
  readonly jtlrpc: string | null
  readonly jtlauth: string | null
  /** What came in the field `file`. */
  readonly file?: Buffer | null
}

/** How the answer goes out. `cut` ends the connection without one, `hang` never answers. */
export type Delivery = 'whole' | 'reset' | 'cut' | 'hang' | 'truncated' | 'wrongLength'

export interface Answer {
  readonly status: number
  readonly type: 'application/json' | 'text/html'
  readonly body: string
  readonly delayMs: number
  readonly delivery: Delivery
  readonly headers?: Readonly<Record<string, string>>
}

interface Packet {
  readonly id: string
  readonly method: string
  readonly params: unknown
}

/** What one call led to, before it is put into an answer. */
interface Outcome {
  readonly body: string
  readonly status: number
  readonly code: number | null
  readonly message: string
  readonly models: number
}

/** Whether a number may have more digits than a double keeps; reading those costs ten times as much. */
function hasLongNumber(text: string): boolean {
  return /[:,[]\s*-?(?:[\d.]{16}|[\d.]+[eE])/.test(text)
}

const phpNotice =
  '<br />\n<b>Notice</b>:  Undefined index: page in <b>/var/www/html/plugin.php</b> on line <b>42</b><br />\n'
const htmlPage =
  '<!DOCTYPE html>\n<html><head><title>Wartungsarbeiten</title></head><body>Bitte warten.</body></html>\n'

/** Answers one call; everything it does to the shop is done when it returns. Never throws for a wrong call. */
export function answerCall(endpoint: Endpoint, form: CallForm): Answer {
  const { state } = endpoint
  const start = performance.now()
  const session = form.jtlauth === null ? '-' : state.sessions.label(form.jtlauth)
  const packet = readPacket(state, form.jtlrpc)
  const method = 'method' in packet ? plainMethod(packet.method) : ''
  state.hooks.beforeCall?.(method)
  const fault = 'method' in packet ? state.faults.next(method) : null
  const before = fault && withoutEffect(fault, 'id' in packet ? packet.id : '', state)
  if (fault?.kind === 'sessionExpired' && form.jtlauth !== null) state.sessions.end(form.jtlauth)
  const outcome = before
    ? { body: '', status: before.status, code: null, message: '', models: 0 }
    : 'method' in packet
      ? run(endpoint, packet, form, fault?.kind ?? null)
      : packet
  const answer = before ?? present(state, outcome, fault)
  const usable = answer.status === 200 && answer.delivery === 'whole' && answer.type === 'application/json'
  state.log.call({
    at: state.clock(),
    method: 'method' in packet ? packet.method : '',
    params: 'method' in packet ? summary(packet) : '',
    session,
    outcome: !usable ? 'unanswered' : outcome.code === null ? 'ok' : 'error',
    code: outcome.code,
    message: outcome.message,
    fault: fault?.kind ?? null,
    models: outcome.models,
    milliseconds: performance.now() - start,
    delayMs: answer.delayMs,
  } satisfies Omit<CallRecord, 'n'>)
  state.hooks.afterCall?.(method)
  return answer
}

/** The packet, or the outcome that answers an unreadable one. */
function readPacket(state: ShopState, jtlrpc: string | null): Packet | Outcome {
  const invalid = (id: string): Outcome =>
    failure(state, id, new ProtocolError(codes.invalidRequest, 'Invalid request'))
  if (jtlrpc === null || jtlrpc === '') return invalid('')
  let parsed: unknown
  try {
    parsed = JSON.parse(jtlrpc)
    // Pushed prices and quantities keep their digits; the calls that come by the thousand have none.
    if (isModel(parsed) && String(parsed['method']).endsWith('push') && hasLongNumber(jtlrpc))
      parsed = parseExact(jtlrpc)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    if (state.quirks.malformedJsonIs500) return { body: '', status: 500, code: null, message: '', models: 0 }
    return failure(state, '', new ProtocolError(codes.uncaught, 'Syntax error', 'JsonException'))
  }
  if (Array.isArray(parsed) && state.generation === 3) {
    return failure(state, '', new ProtocolError(codes.parse, 'Parse error'))
  }
  if (!isModel(parsed)) return invalid('')
  const { id: sentId, method, params } = parsed
  const id = typeof sentId === 'string' ? sentId : typeof sentId === 'number' ? String(sentId) : ''
  if (id === '' || parsed['jtlrpc'] !== '2.0' || typeof method !== 'string' || method === '')
    return invalid(id)
  return { id, method, params }
}

function run(endpoint: Endpoint, packet: Packet, form: CallForm, fault: FaultKind | null): Outcome {
  const { state } = endpoint
  try {
    const result = dispatch(endpoint, packet, form, fault)
    const warnings = state.quirks.warningsKey ? `,"warnings":${encode(result.warnings ?? [])}` : ''
    const id = encode(packet.id)
    return {
      body: `{"jtlrpc":"2.0","id":${id},"result":${result.text},"error":null${warnings}}`,
      status: 200,
      code: null,
      message: '',
      models: result.models,
    }
  } catch (error) {
    if (error instanceof ProtocolError) return failure(state, packet.id, error)
    // A wrong model that no check has foreseen: PHP would answer its exception as well.
    const message = error instanceof Error ? error.message : String(error)
    return failure(state, packet.id, new ProtocolError(codes.uncaught, message, 'Error'))
  }
}

function dispatch(
  endpoint: Endpoint,
  packet: Packet,
  { jtlauth, file = null }: CallForm,
  fault: FaultKind | null,
): Result {
  const { state } = endpoint
  const isLogin = packet.method === 'core.connector.auth'
  if (jtlauth === null && !isLogin) {
    const code = state.quirks.noSessionIs789 ? codes.noSession : codes.uncaught
    throw new ProtocolError(code, 'No session', 'Jtl\\Connector\\Core\\Exception\\SessionException')
  }
  // An empty or dead session is refused even for a login: callers have to leave the field out.
  if (jtlauth !== null && !state.sessions.renew(jtlauth)) {
    throw new ProtocolError(
      codes.session,
      'Session is invalid',
      'Jtl\\Connector\\Core\\Exception\\SessionException',
    )
  }
  const target = route(state, packet.method)
  return 'core' in target
    ? runCore(state, target.core, packet.params, jtlauth, fault)
    : runEntity(endpoint, target, packet.params, fault, file)
}

function runCore(
  state: ShopState,
  action: Extract<Route, { core: unknown }>['core'],
  params: unknown,
  session: string | null,
  fault: FaultKind | null,
): Result {
  switch (action) {
    case 'auth':
      return login(state, session, params)
    case 'init':
      return done()
    case 'identify':
      return identify(state)
    case 'features':
      return features(state)
    case 'ack':
      return done(ack(state, params, fault === 'lostAck'))
    case 'clear':
      clearLinks(state, params)
      return done()
    case 'finish':
      return finish(state, session ?? '')
    default:
      return action satisfies never
  }
}

function runEntity(
  endpoint: Endpoint,
  target: Extract<Route, { action: unknown }>,
  params: unknown,
  fault: FaultKind | null,
  file: Buffer | null,
): Result {
  const { controller, action } = target
  if (action === 'push') return push(endpoint.state, controller, params, fault, file)
  if (action === 'delete') return remove(endpoint.state, controller, params)
  const kind = shopKinds.find(known => known === controller)
  if (!kind) return pullGlobalData(endpoint.state, params)
  return action === 'pull'
    ? pull(endpoint, kind, params, fault)
    : statistic(endpoint.state, endpoint.sources[kind], target.pascal, params)
}

function failure(state: ShopState, id: string, error: ProtocolError): Outcome {
  const { code, message, data } = error
  // The core's own answers keep the id; whatever flies up to the exception handler loses it (3.x).
  const keepsId = code === codes.invalidRequest || code === codes.methodNotFound || code === codes.parse
  const shownId = state.quirks.unknownIdOnError && !keepsId ? 'unknown' : id
  const warnings = state.quirks.warningsKey ? { warnings: [] } : {}
  const answer = { jtlrpc: '2.0', id: shownId, result: null, error: { code, message, data }, ...warnings }
  return { body: encode(answer), status: 200, code, message, models: 0 }
}

/** The answer of faults that keep the call from the shop. */
function withoutEffect(fault: ActiveFault, id: string, state: ShopState): Answer | null {
  const html = (status: number): Answer => ({
    status,
    type: 'text/html',
    body: htmlPage,
    delayMs: 0,
    delivery: 'whole',
  })
  if (fault.kind === 'http500') return html(500)
  if (fault.kind === 'http503') return html(503)
  if (fault.kind === 'htmlBody') return html(200)
  if (fault.kind === 'http429') return { ...html(429), headers: { 'retry-after': '120' } }
  if (fault.kind === 'http429Bare') return html(429)
  if (fault.kind === 'http401') return html(401)
  if (fault.kind === 'http301') return { ...html(301), headers: { location: 'https://shop.example/neu/' } }
  if (fault.kind === 'tokenRefused') {
    const refused = new ProtocolError(
      codes.authentication,
      'Authentication failed',
      'AuthenticationException',
    )
    return present(state, failure(state, id, refused), null)
  }
  return fault.kind === 'resetBefore' ? { ...html(200), delivery: 'reset' } : null
}

const deliveries: Partial<Record<FaultKind, Delivery>> = {
  cutAfterSuccess: 'cut',
  hangAfterSuccess: 'hang',
  truncatedBody: 'truncated',
  wrongLength: 'wrongLength',
}

function present(state: ShopState, outcome: Outcome, fault: ActiveFault | null): Answer {
  const slowLogin = outcome.code === codes.authentication && state.quirks.slowWrongToken ? 2000 : 0
  if (fault?.kind === 'http500AfterSuccess') {
    return { status: 500, type: 'text/html', body: htmlPage, delayMs: 0, delivery: 'whole' }
  }
  return {
    status: outcome.status,
    type: outcome.status === 500 ? 'text/html' : 'application/json',
    body: state.quirks.htmlBeforeJson && outcome.status === 200 ? phpNotice + outcome.body : outcome.body,
    delayMs: fault?.kind === 'slow' ? fault.delayMs + fault.modelMs * outcome.models : slowLogin,
    delivery: (fault && deliveries[fault.kind]) ?? 'whole',
  }
}

function summary(packet: Packet): string {
  const { method, params } = packet
  if (method.endsWith('.auth')) return 'token'
  if (Array.isArray(params)) return `${params.length} models`
  if (!isModel(params)) return ''
  const { identities, limit } = params
  if (isModel(identities)) {
    const counts = Object.entries(identities).map(
      ([key, list]) => `${key}×${Array.isArray(list) ? list.length : '?'}`,
    )
    return counts.join(', ')
  }
  return limit === undefined ? '' : `limit=${String(limit)}`
}

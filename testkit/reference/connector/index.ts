import type { CheckReport } from '../../../src/port/checkReport.ts'
import {
  type Ack,
  type AckResult,
  type Connector,
  portVersion,
  type Run,
} from '../../../src/port/connector.ts'
import type { IncomingKind } from '../../../src/port/records.ts'
import { about, call, type Session, signIn, signOut } from './api.ts'
import { inventory } from './inventory.ts'
import { customer, event, order, payment, scrub, typeOf } from './map.ts'
import { type AboutPayload, readAcks, readCount } from './payloads.ts'
import { acked, consuming, token, watermark } from './pulls.ts'
import { receive } from './receive.ts'
import { results, sendsOf } from './sends.ts'
import { settingsOf } from './settings.ts'
import { type Shape, usualShape } from './shape.ts'

/**
 * The connector of the reference system, and the pattern for new ones: a plain object, in the order of the port. It
 * is made for a shape, because its system has one per test; a connector of one system is a constant.
 */
export function referenceConnector(wish: Partial<Shape> = {}): Connector<Session> {
  const shape = { ...usualShape, ...wish }
  const pull = { acked, watermark, token, consuming, pushed: undefined }[shape.inward]
  return {
    portVersion,
    name: 'reference',
    title: 'Reference system',
    settings: settingsOf(shape),
    limits: { concurrent: 1, timeoutMs: 30_000, answerBytes: 20_000_000, perSecond: 50, burst: 100 },
    stockMeans: shape.stock === 'absolute' ? 'absolute' : 'shopSubtractsUnfetched',
    again: againOf(shape),
    check,
    open: signIn,
    close: signOut,
    ...(pull ? { pull } : { receive }),
    scrub,
    map: {
      order,
      customer,
      payment,
      refund: payment,
      order_status: event,
      order_address: event,
      cancellation_request: event,
      cancellation_accepted: event,
      cancellation_refused: event,
      return: event,
    },
    ...(shape.inward === 'acked' ? { ack, ackBatch: 100, requestAgain } : {}),
    send: sendsOf(shape),
    ...(shape.outward === 'tickets' ? { results } : {}),
    count,
    inventory,
  }
}

/** The connector in its usual shape. */
export const connector = referenceConnector()

async function check(run: Run): Promise<CheckReport> {
  const session = await signIn(run)
  try {
    return reportOf(await about(session))
  } finally {
    await signOut(session)
  }
}

function reportOf({ name, version, currencies, languages, taxRates }: AboutPayload): CheckReport {
  const known = version.startsWith('1.')
  return {
    system: `${name} ${version}`,
    lines: [
      {
        ok: known,
        code: known ? 'SIGNED_IN' : 'PROTOCOL_UNKNOWN',
        text: known
          ? { de: `Angemeldet bei ${name} ${version}.`, en: `Signed in to ${name} ${version}.` }
          : {
              de: `Version ${version} ist nicht bekannt; bitte Kontor aktualisieren.`,
              en: `Version ${version} is not known; please update Kontor.`,
            },
      },
    ],
    facts: { version },
    reports: { taxRates: taxRates.map(rate => ({ rate })), currencies, languages },
  }
}

function againOf({ inward, again }: Shape) {
  if (inward === 'acked') return again
  return inward === 'watermark' || inward === 'token' ? 'since' : 'none'
}

async function ack(
  session: Session,
  kind: IncomingKind,
  list: readonly Ack[],
): Promise<readonly AckResult[]> {
  if (list.length === 0) return []
  const records = list.map(({ theirs, no }) => ({ type: typeOf(kind), id: theirs, no }))
  const states = readAcks((await call(session, 'POST', '/acks', { records })).body)
  const stateOf = new Map(states.map(state => [state.id, state]))
  return list.map(({ theirs }) => {
    const answer = stateOf.get(theirs)
    if (answer?.state === 'stored') return 'accepted'
    if (answer?.state === 'unknown') return 'gone'
    return { refused: session.run.http.redact(answer?.text ?? 'the answer does not speak of it') }
  })
}

async function requestAgain(
  session: Session,
  _kind: IncomingKind,
  list: readonly { readonly theirs: string }[] | 'all',
) {
  await call(
    session,
    'POST',
    '/release',
    list === 'all' ? { all: true } : { ids: list.map(record => record.theirs) },
  )
}

async function count(session: Session, kind: IncomingKind, from: Date, to: Date): Promise<number> {
  const query = new URLSearchParams({ type: typeOf(kind), from: from.toISOString(), to: to.toISOString() })
  return readCount((await call(session, 'GET', `/records/count?${query}`)).body)
}

import { type Answer, type Connector, portVersion } from '../../port/connector.ts'
import type { IncomingKind } from '../../port/records.ts'
import { sendAcks } from './acks.ts'
import { checkShop } from './check.ts'
import { forgetNumbers, forgetsSafely, relinks, requestAgain } from './forget.ts'
import { introduce, lacking, notSent, offers, rememberMissing, type Session, wireNames } from './handshake.ts'
import { inventory } from './inventory.ts'
import { mapCustomer, mapOrder, mapPayment } from './map.ts'
import { nothing, readPage } from './pages.ts'
import { isMissing } from './rpc.ts'
import { scrub } from './scrub.ts'
import { sends } from './sends.ts'
import { settings } from './settings.ts'

// Endpoints of other makers may take a record for delivered when they give it. 72 bytes are the longest empty page:
// {"jtlrpc":"2.0","id":"12345678901","result":[],"error":null,"warnings":[]}
const fromTheFront = {
  consumes: true,
  acked: 'records',
  overlapSeconds: 0,
  largestPage: 1000,
  emptyBytes: 72,
} as const

/** Shops with a JTL-Connector endpoint, of the generations 2.x to 5.x. Not affiliated with JTL-Software. */
export const connector: Connector<Session> = {
  portVersion,
  name: 'jtl-connector',
  title: 'JTL-Connector',
  settings,
  // One call at a time: connectors keep lists of work and caches per session. PHP may take long for one answer.
  limits: { concurrent: 1, timeoutMs: 120_000, answerBytes: 64 * 1024 * 1024 },
  stockMeans: 'absolute',
  orderKind: 'connector',
  // Endpoints of generation 3 forget everything, whatever they are told to forget, also which item is which.
  again: facts => (forgetsSafely(facts) ? 'single' : 'none'),

  without: lacking,
  withoutSending: notSent,

  check: checkShop,
  open: async run => ({
    run,
    ...(await introduce(run)),
    toldGroups: new Set(),
    listings: new Map(),
    failures: 0,
    linked: new Map(),
    masters: new Map(),
  }),

  // Connectors clean up and clear caches at finish. Some reject the call itself, which changes nothing.
  close: async ({ run, api, shop }) => {
    if (shop.flags['needs_finish_call'] === false) return
    const error = (await api.finish())?.error
    if (error) run.log('debug', 'the shop did not take the end of the run', { code: error.code })
  },

  pull: {
    // Customers first, so that orders name them; payments are only delivered of orders that were acknowledged.
    kinds: [
      { kind: 'customer', firstPage: 100, ...fromTheFront },
      { kind: 'order', firstPage: 50, ...fromTheFront },
      { kind: 'payment', firstPage: 100, ...fromTheFront },
    ],
    fetch: fetchPage,
    read: readPage,
  },

  scrub,
  map: { customer: mapCustomer, order: mapOrder, payment: mapPayment },
  ack: ({ api }, kind, list) => sendAcks(api, wireNames[kind]?.ackKey ?? kind, list),
  ackBatch: 250,
  requestAgain,
  forgets: { isSafe: forgetsSafely, numbers: forgetNumbers },
  relinks,
  send: sends,
  inventory,
}

// There is no cursor: what was acknowledged is no longer delivered, so each page is read from the front.
async function fetchPage(
  session: Session,
  kind: IncomingKind,
  _cursor: unknown,
  want: number,
): Promise<Answer> {
  const names = wireNames[kind]
  if (!names || !offers(session.shop, kind)) return nothing('not offered')
  const page = await session.api.pull(names.controller, want)
  if (page instanceof Uint8Array) return { body: page }
  if (!isMissing(page)) throw session.api.errorOf(page)
  session.run.log('warn', `the shop does not deliver this kind: ${kind}`, { code: page.code })
  rememberMissing(session, kind, page.code)
  return nothing(String(page.code))
}

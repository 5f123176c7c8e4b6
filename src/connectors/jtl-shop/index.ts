import { type Answer, type Connector, portVersion } from '../../port/connector.ts'
import type { IncomingKind } from '../../port/records.ts'
import { sendAcks } from './acks.ts'
import { checkShop } from './check.ts'
import { mapCustomer, mapOrder, mapPayment } from './map.ts'
import { addressesIn, isPulled, readPage, ways } from './pages.ts'
import { scrub } from './scrub.ts'
import { sends } from './sends.ts'
import { begin, noteAddresses, type Session, shopFive } from './session.ts'
import { settings } from './settings.ts'

// What was not acknowledged comes again, and in front. "0" is all that an empty answer says.
const fromTheFront = {
  consumes: false,
  acked: 'records',
  overlapSeconds: 0,
  firstPage: 100,
  largestPage: 100,
  emptyBytes: 4,
} as const

/** JTL-Shop 4.06 and 5.0 to 5.6 through its own interface (dbeS). Not affiliated with JTL-Software. */
export const connector: Connector<Session> = {
  portVersion,
  name: 'jtl-shop',
  title: 'JTL-Shop',
  settings,
  // Every script of the shop writes the same temporary file: one call at a time.
  limits: { concurrent: 1, timeoutMs: 120_000, answerBytes: 64 * 1024 * 1024 },
  stockMeans: 'shopSubtractsUnfetched',
  orderKind: 'shop',
  again: 'none',

  check: checkShop,
  open: begin,

  // What uploads have left for later (the tree of categories, caches) is done at the end; after nothing there is nothing to do.
  close: async ({ api }) => {
    if (api.hasWritten()) await api.finish()
  },

  pull: {
    // Customers first, so that orders name them; a payment may come before its order all the same.
    kinds: [
      { kind: 'customer', ...fromTheFront },
      { kind: 'order', ...fromTheFront },
      { kind: 'payment', ...fromTheFront },
    ],
    fetch: fetchPage,
    read: readPage,
  },

  scrub,
  map: { customer: mapCustomer, order: mapOrder, payment: mapPayment },
  ack: sendAcks,
  ackBatch: 250,
  send: sends,
}

// There is no cursor and no size: the shop gives the first hundred that were not acknowledged.
async function fetchPage(session: Session, kind: IncomingKind): Promise<Answer> {
  const { api, version } = session
  if (!isPulled(kind)) return { body: Buffer.from('0') }
  const body = await api.get(ways[kind].script)
  if (kind === 'order') noteAddresses(session, addressesIn(body))
  return { body, ...(version < shopFive ? { note: { encoding: 'latin1' } } : {}) }
}

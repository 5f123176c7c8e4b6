import { type Connector, portVersion } from '../../port/connector.ts'
import { sendAcks } from './acks.ts'
import { clearPages } from './caches.ts'
import { checkShop } from './check.ts'
import { inventory } from './inventory.ts'
import { mapCustomer, mapOrder } from './map.ts'
import { readPage } from './pages.ts'
import { count, fetchPage, fetchSingle } from './pull.ts'
import { lacking } from './rights.ts'
import { scrub } from './scrub.ts'
import { overlapSeconds } from './seen.ts'
import { sends } from './sends.ts'
import { begin, type Session } from './session.ts'
import { settings } from './settings.ts'

/** Shopware 5.2 to 5.7 through its REST API, without a plug-in in the shop. Not affiliated with shopware AG. */
export const connector: Connector<Session> = {
  portVersion,
  name: 'shopware5',
  title: 'Shopware 5',
  settings,
  limits: { concurrent: 1, timeoutMs: 60_000, answerBytes: 64 * 1024 * 1024 },
  stockMeans: 'absolute',
  orderKind: 'shop',
  again: 'since',

  without: lacking,
  check: checkShop,
  open: async run => begin(run),
  close: clearPages,

  pull: {
    kinds: [
      { kind: 'order', consumes: false, acked: 'told', overlapSeconds, firstPage: 50, largestPage: 100 },
      { kind: 'customer', consumes: false, acked: 'none', overlapSeconds, firstPage: 50, largestPage: 100 },
    ],
    fetch: fetchPage,
    read: readPage,
    fetchSingle,
  },
  count,

  scrub,
  map: { order: mapOrder, customer: mapCustomer },
  ack: sendAcks,
  ackBatch: 50,
  send: sends,
  inventory,
}

import { connector as jtlConnector } from '../../src/connectors/jtl-connector/index.ts'
import { connector as jtlShop } from '../../src/connectors/jtl-shop/index.ts'
import { connector as shopware5 } from '../../src/connectors/shopware5/index.ts'
import type { Connector, Settings } from '../../src/port/connector.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import { fillShop } from '../../testkit/jtlShop/orderKinds.ts'
import { startJtlShop } from '../../testkit/jtlShop/startJtlShop.ts'
import { startShopware5 } from '../../testkit/shopware5/startShopware5.ts'

/** A system whose connector is measured against its simulator. Another one needs an entry here and nothing else. */
export interface Subject {
  readonly connector: Connector
  readonly settings: (url: string) => Settings
  /** What calls that are repeated sign in with, where the login of the first time grows old. */
  readonly login?: string
  /** Starts the simulator, empty; called in a process of its own. */
  readonly start: () => Promise<Played>
}

/** The simulator, as far as the benchmark moves it. */
export interface Played {
  readonly url: string
  /** So many orders are placed, of whatever kinds there are. */
  place(count: number): void
  /** All orders are offered once more, as if nobody had fetched them: nothing of their answers is kept. */
  forget(): void
  stop(): Promise<void>
}

const secret = 'bench-secret'

export const subjects: Readonly<Record<string, Subject>> = {
  'jtl-shop': {
    connector: jtlShop as Connector,
    settings: url => ({ url, user: 'sync', password: secret, languages: '1=de, 2=en', globals: 'replace' }),
    start: async () => {
      const shop = await startJtlShop({ version: '5.4', userId: 'sync', password: secret, keepLog: 'counts' })
      return {
        url: shop.url,
        place: orders => void fillShop(shop, { orders, items: 100, lines: 3 }),
        forget: shop.forgetAcks,
        stop: shop.stop,
      }
    },
  },
  'jtl-connector': {
    connector: jtlConnector as Connector,
    settings: url => ({ url, token: secret, methodCase: 'snake' }),
    start: async () => {
      const shop = await startShop({ generation: 5, token: secret, keepLog: 'counts' })
      const line = (sku: string) => ({ sku, quantity: '2', priceGross: '11.90', priceNet: '10', vat: '19' })
      return {
        url: shop.url,
        place: count => {
          for (let n = 0; n < count; n++) shop.placeOrder({ lines: ['A', 'B', 'C'].map(line) })
        },
        forget: () => {
          shop.forget('customer_order')
          // It keeps the texts that it has made until one of its switches is moved.
          shop.setQuirks({})
        },
        stop: () => shop.close(),
      }
    },
  },
  shopware5: {
    connector: shopware5 as Connector,
    settings: url => ({ url, user: 'kontor', apiKey: secret }),
    // A nonce holds for five minutes, and then no call that was signed with it.
    login: `Basic ${Buffer.from(`kontor:${secret}`).toString('base64')}`,
    start: async () => {
      const shop = await startShopware5({
        user: 'kontor',
        apiKey: secret,
        keepLog: 'counts',
        quirks: { abandonedBaskets: false },
      })
      const line = (sku: string) => ({ sku, name: sku, quantity: '2', price: '11.9', taxRate: '19' })
      return {
        url: shop.url,
        place: count => {
          for (let n = 0; n < count; n++) shop.placeOrder({ lines: ['A', 'B', 'C'].map(line) })
        },
        forget: () => {
          for (const { id } of shop.rows('orders'))
            shop.patch('orders', String(id), { orderStatusId: 0, changed: null })
        },
        stop: shop.stop,
      }
    },
  },
}

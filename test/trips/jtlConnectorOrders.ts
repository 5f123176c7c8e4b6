import { exact, rounded } from '../../src/base/decimal.ts'
import type { NewLine, NewOrder } from '../../testkit/jtlConnector/placeOrder.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import type { ShopAddress } from '../../testkit/jtlConnector/shopData.ts'
import type { PlacedOrder } from './subject.ts'

/** What an order is made of: two lines of items, and who buys. */
interface Basket {
  readonly n: number
  readonly lines: readonly NewLine[]
  readonly address: ShopAddress
}

type Kind = (basket: Basket) => NewOrder

const shipping: NewLine = {
  type: 'shipping',
  name: 'DHL Paket',
  quantity: '1',
  priceNet: '4.12',
  priceGross: '4.90',
  vat: '19',
}
const dealer = { company: 'Käthe & Söhne <GmbH>', vatNumber: 'DE123456789' }

/** Every kind of order that the page tells of. The first four can be shipped, shipped in part, paid and cancelled. */
const orderKinds: Readonly<Record<string, Kind>> = {
  guest: ({ lines }) => ({ lines: [...lines, shipping] }),
  account: ({ n, lines }) => ({ customerId: `c${n}`, lines: [...lines, shipping] }),
  dealer: ({ lines, address }) => ({
    lines,
    billing: { ...address, ...dealer },
    shipping: { ...address, firstName: 'Öle', street: 'Lager 7', deliveryInstruction: 'Rampe 3' },
    customerNote: 'Bitte\nzweimal klingeln & „leise“ 🎁',
  }),
  discount: ({ lines }) => ({
    lines: [
      ...lines,
      shipping,
      { type: 'discount', name: '3 % Rabatt', quantity: '1', priceNet: '-1', priceGross: '-1.19', vat: '19' },
    ],
  }),
  coupon: ({ lines }) => ({
    lines: [
      ...lines,
      {
        type: 'coupon',
        name: 'Gutschein FRÜHLING',
        quantity: '1',
        priceNet: '-2',
        priceGross: '-2.14',
        vat: '7',
      },
    ],
    paymentStatus: 'completed',
    paidAt: '2026-05-04T09:00:00+02:00',
  }),
  surcharge: ({ lines }) => ({
    lines: [
      ...lines,
      {
        type: 'surcharge',
        name: 'Nachnahme',
        quantity: '1',
        priceNet: '3.36',
        priceGross: '4.00',
        vat: '19',
      },
    ],
    paymentModule: 'pm_cash_on_delivery',
  }),
  netOnly: ({ lines }) => ({
    lines: lines.map(line => ({ ...line, priceNet: '8.40', priceGross: '0', vat: '19' })),
    totalGross: '0',
  }),
  grossOnly: ({ lines }) => ({
    lines: lines.map(line => ({ ...line, priceNet: '0', priceGross: '9.99', vat: '7' })),
  }),
  configured: ({ n, lines }) => ({
    lines: [
      ...lines.map(line => ({ ...line, unique: `k${n}` })),
      { sku: 'KONF-1', name: 'Gravur „ÄÖ“', quantity: '1', priceNet: '5', priceGross: '5.95', vat: '19' },
    ],
  }),
  variation: ({ lines }) => ({
    lines: lines.map(line => ({
      ...line,
      choices: [
        { variation: 'Farbe', value: 'Weiß & Rot', surcharge: '0' },
        { variation: 'Text', value: '', freeText: 'Für Ömi' },
      ],
    })),
  }),
  partlyPaid: ({ lines }) => ({ lines, paymentStatus: 'partially_paid' }),
  paidBeforePlaced: ({ lines }) => ({
    lines,
    createdAt: null,
    paidAt: '2026-05-04T09:00:00+02:00',
    paymentStatus: 'completed',
  }),
  shippedThere: ({ lines }) => ({ lines, status: 'shipped' }),
  cancelledThere: ({ lines }) => ({ lines, status: 'cancelled' }),
  invoice: ({ lines }) => ({
    lines,
    paymentModule: 'pm_invoice',
    payUponInvoice: 'Zahlbar in 14 Tagen',
    shipping: null,
  }),
  ownTitle: ({ lines }) => ({
    lines,
    paymentModule: 'Kauf auf Rechnung (Öko-Bank)',
    shippingMethodName: 'Lastenrad',
  }),
  freeLine: ({ lines }) => ({
    lines: [
      ...lines,
      { type: '', sku: '', name: 'Spende', quantity: '1', priceNet: '1', priceGross: '1', vat: '0' },
    ],
  }),
  bulk: ({ lines }) => ({
    lines: lines.map(line => ({
      ...line,
      quantity: '40',
      priceNet: '1.2345',
      priceGross: '1.469055',
      vat: '19',
    })),
  }),
  fractions: ({ lines }) => ({ lines: lines.map(line => ({ ...line, quantity: '0.25' })) }),
  split: ({ n, lines }) => ({ number: `REF-${Math.floor(n / 2)}-${n}`, lines }),
  unknownItem: ({ lines }) => ({
    lines: [
      ...lines,
      { sku: 'NUR-IM-SHOP', name: 'Unbekannt', quantity: '1', priceNet: '1', priceGross: '1.19', vat: '19' },
    ],
  }),
}

/** Orders of every kind, one kind after the other. */
export function placeOrders(
  shop: Shop,
  count: number,
  itemNumbers: readonly string[],
): readonly PlacedOrder[] {
  const kinds = Object.entries(orderKinds)
  return Array.from({ length: count }, (_, n): PlacedOrder => {
    const [kind = '', make] = kinds[n % kinds.length] ?? []
    if (!make) throw new RangeError('there are no kinds of orders')
    const address: ShopAddress = {
      salutation: n % 2 === 0 ? 'w' : 'm',
      firstName: 'Käthe',
      lastName: `Groß-${n}`,
      street: `Große Straße ${n + 1}`,
      zipCode: '04109',
      city: 'Köln',
      country: 'DE',
      email: `kunde-${n}@example.com`,
    }
    const lines = [1, 2].map(at => ({
      sku: itemNumbers[(n * 2 + at) % itemNumbers.length] ?? '',
      quantity: String(1 + ((n + at) % 3)),
    }))
    const order = make({ n, lines, address })
    if (order.customerId)
      shop.addCustomer({ ...address, id: order.customerId, createdAt: null, hasAccount: true })
    const placed = shop.placeOrder({ billing: address, shipping: address, ...order })
    const total = placed.lines.reduce((sum, { quantity, priceNet, priceGross, vat }) => {
      // Where a shop says one of both prices only, it has computed the other by the rate.
      const gross = /[1-9]/.test(priceGross)
        ? exact(priceGross)
        : exact(priceNet).times(exact(vat).div(100).plus(1))
      return sum.plus(rounded(gross.times(quantity), 2))
    }, exact('0'))
    // A total of 0 stays: such shops leave it to the lines.
    if (placed.totalGross === undefined) shop.changeOrder(placed.id, { totalGross: total.toFixed() })
    return {
      kind,
      id: placed.id,
      number: placed.number,
      total: total.toFixed(),
      ...(kind === 'unknownItem' ? { parked: 'ITEM_UNKNOWN' } : {}),
    }
  })
}

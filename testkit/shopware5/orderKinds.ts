/** Orders of every kind that the page knows, and shops full of them: the same ones for the same seed. */
import { exact } from '../../src/base/decimal.ts'
import { between, type Chance, createChance, pick } from '../jtlConnector/chance.ts'
import { firstNames, lastNames, things } from '../jtlConnector/germanNames.ts'
import type { NewLine, NewOrder, NewShipping, Placed } from './placeOrder.ts'
import type { Shop } from './shop.ts'
import type { Row } from './wire.ts'

/** What an order is made of: something to buy, and who buys it. */
interface Made {
  readonly lines: readonly NewLine[]
  readonly billing: Row
}

const shipping: NewShipping = { gross: '4.90' }

/** One order of each kind; every one of them has something that makes a total go wrong where it is forgotten. */
export const orderKinds: Readonly<Record<string, (made: Made) => NewOrder>> = {
  guest: ({ lines, billing }) => ({ lines, shipping, billing, guest: true }),
  account: ({ lines, billing }) => ({ lines, shipping, billing, guest: false }),
  company: ({ lines, billing }) => ({
    lines,
    shipping,
    billing: {
      ...billing,
      company: 'Möbel & Söhne GmbH',
      department: 'Einkauf',
      vatId: 'DE123456789',
      salutation: 'company',
    },
    guest: false,
  }),
  sentElsewhere: ({ lines, billing }) => ({
    lines,
    shipping,
    billing,
    delivery: {
      salutation: 'mr',
      firstName: 'Ötzi',
      lastName: 'Über-Berg',
      company: 'Paketshop 7',
      street: 'Straße des 17. Juni 135',
      zipCode: '10623',
      city: 'Berlin',
      countryId: 2,
    },
  }),
  abroad: ({ lines, billing }) => ({
    lines,
    shipping: { gross: '12.50' },
    dispatch: 12,
    billing: { ...billing, countryId: 23, zipCode: '1010', city: 'Wien' },
  }),
  paid: ({ lines, billing }) => ({
    lines,
    shipping,
    billing,
    paymentStatus: 12,
    transactionId: '8XY12345AB678901C',
  }),
  partlyPaid: ({ lines, billing }) => ({ lines, shipping, billing, paymentStatus: 11 }),
  rebate: ({ lines, billing }) => ({
    lines: [
      ...lines,
      { mode: 'rebate', sku: 'DISCOUNT', name: '- 10 % Kundengruppenrabatt', price: '-3.57' },
    ],
    shipping,
    billing,
  }),
  voucher: ({ lines, billing }) => ({
    lines: [...lines, { mode: 'voucher', sku: 'GUT-5', name: 'Gutschein', price: '-5' }],
    shipping,
    billing,
  }),
  taxFreeVoucher: ({ lines, billing }) => ({
    lines: [...lines, { mode: 'voucher', sku: 'GUT-0', name: 'Wertgutschein', price: '-3.33', taxRate: '0' }],
    shipping,
    billing,
  }),
  mixedTax: ({ lines, billing }) => ({
    lines: [...lines, { sku: 'BUCH', name: 'Kochbuch', price: '19.99', taxRate: '7', quantity: '3' }],
    shipping: { gross: '6.90', proportional: true },
    billing,
  }),
  highestShare: ({ billing }) => ({
    lines: [
      { sku: 'BUCH', name: 'Kochbuch', price: '49.90', taxRate: '7', quantity: '4' },
      { sku: 'STIFT', name: 'Stift', price: '1.99' },
    ],
    shipping: { gross: '5.35', taxRate: '7' },
    billing,
  }),
  oldShipping: ({ lines, billing }) => ({
    lines,
    shipping,
    billing,
    fields: { invoiceShippingTaxRate: null },
  }),
  premium: ({ lines, billing }) => ({
    lines: [...lines, { mode: 'premium', sku: 'PRAEMIE', name: 'Prämie', price: '0' }],
    shipping,
    billing,
  }),
  freeItem: ({ lines, billing }) => ({
    lines: [...lines, { sku: 'PROBE', name: 'Gratisprobe', price: '0' }],
    shipping,
    billing,
  }),
  surcharge: ({ lines, billing }) => ({
    lines: [
      ...lines,
      { mode: 'surcharge', sku: 'sw-payment-absolute', name: 'Zuschlag für Zahlungsart', price: '6.99' },
    ],
    shipping,
    billing,
    payment: 3,
  }),
  discount: ({ lines, billing }) => ({
    lines: [
      ...lines,
      { mode: 'surcharge', sku: 'SHIPPINGDISCOUNT', name: 'Warenkorbrabatt', price: '-2.00' },
    ],
    shipping,
    billing,
  }),
  bundle: ({ lines, billing }) => ({
    lines: [...lines, { mode: 'bundle', sku: 'BUNDLE-1', name: 'Bundle-Rabatt', price: '-4.44' }],
    shipping,
    billing,
  }),
  download: ({ billing }) => ({
    lines: [{ sku: 'ESD-1', name: 'E-Book', price: '9.99', taxRate: '7', esd: true }],
    billing,
    paymentStatus: 12,
  }),
  foreignCurrency: ({ lines, billing }) => ({
    lines,
    shipping,
    billing: { ...billing, countryId: 26, zipCode: '8001', city: 'Zürich' },
    currency: 'CHF',
    factor: '1.0832',
  }),
  netShop: ({ billing }) => ({
    lines: [
      { sku: 'NETTO', name: 'Karton', price: '0.336', quantity: '250' },
      { sku: 'NETTO-2', name: 'Palette', price: '14.2857142857', quantity: '7' },
    ],
    shipping: { gross: '58.31' },
    billing: { ...billing, company: 'Großhandel KG' },
    net: true,
    group: 'H',
    guest: false,
    dispatch: 14,
  }),
  taxFree: ({ billing }) => ({
    lines: [{ sku: 'FREI', name: 'Ausfuhr', price: '84.03', quantity: '2' }],
    shipping: { gross: '19.90', taxRate: '0' },
    billing: { ...billing, countryId: 28, city: 'New York', zipCode: '10001' },
    taxFree: true,
  }),
  letters: ({ lines, billing }) => ({
    lines: [...lines, { sku: 'HTML', name: 'Tüte <b>&amp;</b> 😀 5/8"', price: '1.00' }],
    shipping,
    billing: {
      ...billing,
      firstName: 'Zoë',
      lastName: 'Ångström <&> "Ř" 李',
      additionalAddressLine1: 'c/o Žižek',
      additionalAddressLine2: '2. OG',
    },
    comment: 'Bitte für 5 € – „gleich“ liefern!\nDanke & Grüße <3 🙂',
    attribute: { id: 1, attribute1: '24.12.', attribute2: 'ja <b>' },
  }),
  directDebit: ({ lines, billing }) => ({
    lines,
    shipping,
    billing,
    payment: 6,
    bank: {
      accountHolder: 'Käthe Weiß',
      iban: 'DE89370400440532013000',
      bic: 'COBADEFFXXX',
      bankName: 'Commerzbank',
    },
  }),
  rounded: ({ lines, billing }) => ({
    lines: [...lines, { sku: 'DRITTEL', name: 'Drittel', price: '3.3333', quantity: '3' }],
    shipping,
    billing,
  }),
  nothingToPay: ({ billing }) => ({
    lines: [
      { sku: 'ZEHN', name: 'Zehner', price: '10' },
      { mode: 'voucher', sku: 'GUT-10', name: 'Gutschein', price: '-10' },
    ],
    billing,
  }),
}

export interface Filled extends Placed {
  readonly kind: string
}

/** Fills a shop: so many articles, and so many orders that buy them, one kind after the other. Each order's id, number and total. */
export function fillShop(
  shop: Shop,
  {
    items = 20,
    orders = 0,
    lines = 2,
    seed = 1,
  }: { items?: number; orders?: number; lines?: number; seed?: number },
): readonly Filled[] {
  const chance = createChance(seed)
  for (let n = 1; n <= items; n++)
    shop.putArticle({
      name: `${pick(chance, things)} Nr. ${n}`,
      taxId: 1,
      supplier: 'Hersteller',
      active: true,
      mainDetail: {
        number: numberOf(n),
        inStock: 1000,
        prices: [
          {
            customerGroupKey: 'EK',
            price: exact(String(between(chance, 100, 9999)))
              .div(100)
              .toNumber(),
          },
        ],
      },
    })
  const kinds = Object.entries(orderKinds)
  return Array.from({ length: orders }, (_, n) => {
    const [kind = '', make] = kinds[n % kinds.length] ?? []
    if (!make) throw new RangeError('there are no kinds of orders')
    const order = make({ lines: buy(chance, items, lines), billing: person(chance, n) })
    return { kind, ...shop.placeOrder({ email: `kunde-${n}@example.com`, ...order }) }
  })
}

function numberOf(n: number): string {
  return `SW-${String(n).padStart(5, '0')}`
}

function buy(chance: Chance, items: number, lines: number): readonly NewLine[] {
  return Array.from({ length: lines }, () => ({
    sku: numberOf(between(chance, 1, Math.max(1, items))),
    name: pick(chance, things),
    price: exact(String(between(chance, 1, 9999)))
      .div(100)
      .toFixed(2),
    quantity: String(between(chance, 1, 5)),
  }))
}

function person(chance: Chance, n: number): Row {
  return {
    salutation: n % 2 === 0 ? 'ms' : 'mr',
    firstName: pick(chance, firstNames),
    lastName: pick(chance, lastNames),
    street: `Große Straße ${n + 1}`,
    zipCode: '04109',
    city: 'Köln',
    countryId: 2,
  }
}

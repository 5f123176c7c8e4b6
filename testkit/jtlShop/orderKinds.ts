/** Orders of every kind that the page knows, and shops full of them: the same ones for the same seed. */
import { between, type Chance, createChance, pick } from '../jtlConnector/chance.ts'
import { firstNames, lastNames, things } from '../jtlConnector/germanNames.ts'
import type { Address, NewLine, NewOrder } from './placeOrder.ts'
import type { Shop } from './shop.ts'

/** What an order is made of: something to buy, and the chance that decides the rest. */
interface Made {
  readonly chance: Chance
  readonly lines: readonly NewLine[]
  readonly billing: Partial<Address>
}

const shipping: NewLine = { kind: 'shipping', name: 'DHL Paket', gross: '4.90' }

/** One order of each kind; every one of them has something that makes a total go wrong where it is forgotten. */
export const orderKinds: Readonly<Record<string, (made: Made) => NewOrder>> = {
  guest: ({ lines, billing }) => ({ lines: [...lines, shipping], billing, guest: true }),
  account: ({ lines, billing }) => ({ lines: [...lines, shipping], billing, guest: false }),
  company: ({ lines, billing }) => ({
    lines: [...lines, shipping],
    billing: { ...billing, company: 'Möbel & Söhne GmbH', vatId: 'DE123456789' },
    guest: false,
  }),
  sentElsewhere: ({ lines, billing }) => ({
    lines: [...lines, shipping],
    billing,
    shipping: {
      salutation: 'm',
      firstName: 'Ötzi',
      lastName: 'Über-Berg',
      company: 'Paketshop 7',
      street: 'Straße des 17. Juni 135',
      postcode: '10623',
      city: 'Berlin',
      country: 'DE',
    },
  }),
  abroad: ({ lines, billing }) => ({
    lines: [...lines, { ...shipping, gross: '12.50', name: 'DHL Österreich' }],
    billing: { ...billing, country: 'AT', postcode: '1010', city: 'Wien', region: 'Wien' },
  }),
  coupon: ({ lines, billing }) => ({
    lines: [...lines, shipping, { kind: 'coupon', name: 'Frühling', gross: '-2.50' }],
    billing,
  }),
  newCustomerCoupon: ({ lines, billing }) => ({
    lines: [...lines, shipping, { kind: 'newCustomerCoupon', name: 'Willkommen', gross: '-1.11' }],
    billing,
    guest: false,
  }),
  voucher: ({ lines, billing }) => ({
    lines: [...lines, shipping, { kind: 'voucher', name: 'Gutschein', gross: '-3.33', taxRate: '0' }],
    billing,
  }),
  storeCredit: ({ lines, billing }) => ({ lines: [...lines, shipping], billing, guest: false, credit: '5' }),
  cashOnDelivery: ({ lines, billing }) => ({
    lines: [...lines, shipping, { kind: 'codFee', name: 'Nachnahme', gross: '6.99' }],
    billing,
    payment: { key: '3', module: 'za_nachnahme_jtl', name: 'Nachnahme' },
  }),
  paymentFee: ({ lines, billing }) => ({
    lines: [...lines, shipping, { kind: 'paymentFee', name: 'PayPal-Gebühr', gross: '0.35' }],
    billing,
    payment: { key: '4', module: 'kPlugin_12_paypal', name: 'PayPal' },
    status: '3',
  }),
  surcharges: ({ lines, billing }) => ({
    lines: [
      ...lines,
      shipping,
      { kind: 'shippingSurcharge', name: 'Inselzuschlag', gross: '9.99' },
      { kind: 'itemShipping', name: 'Sperrgut', gross: '3.21' },
      { kind: 'packaging', name: 'Geschenkpapier', gross: '1.99' },
      { kind: 'handling', name: 'Mindermengenzuschlag', gross: '2' },
      { kind: 'interest', name: 'Zinsen', gross: '0.77', taxRate: '0' },
    ],
    billing,
  }),
  gift: ({ lines, billing }) => ({
    lines: [
      ...lines,
      shipping,
      { ...lines[0], kind: 'gift', name: 'Gratisgeschenk', gross: '0', quantity: '1' },
    ],
    billing,
  }),
  variations: ({ lines, billing }) => ({
    lines: [
      ...lines.map(line => ({
        ...line,
        choices: [
          { property: '1', value: '11', name: 'Größe', valueName: 'groß', surcharge: '1.50' },
          { property: '2', name: 'Gravur', text: 'Für Ömi – „alles Liebe“' },
        ],
      })),
      shipping,
    ],
    billing,
  }),
  foreignCurrency: ({ lines, billing }) => ({
    lines: [...lines, shipping],
    billing: { ...billing, country: 'CH', postcode: '8001', city: 'Zürich' },
    currency: { key: '2', factor: '1.0832' },
  }),
  letters: ({ lines, billing }) => ({
    lines: [...lines, shipping],
    billing: {
      ...billing,
      firstName: 'Zoë',
      lastName: 'Ångström <&> "Ř" 李',
      extra: 'c/o Žižek',
      more: '2. OG',
    },
    comment: 'Bitte für 5 € – „gleich“ liefern!\nDanke & Grüße <3',
    attributes: { wunschtermin: '24.12.', 'gruß & mehr': 'ja <b>' },
  }),
  directDebit: ({ lines, billing }) => ({
    lines: [...lines, shipping],
    billing,
    payment: { key: '5', module: 'za_lastschrift_jtl', name: 'Lastschrift' },
    bank: {
      cInhaber: 'Käthe Weiß',
      cIBAN: 'DE89370400440532013000',
      cBIC: 'COBADEFFXXX',
      cBankName: 'Commerzbank',
    },
  }),
  reducedTax: ({ lines, billing }) => ({
    lines: [
      ...lines,
      { sku: 'BUCH', name: 'Kochbuch', gross: '19.99', taxRate: '7', quantity: '3' },
      shipping,
    ],
    billing,
  }),
  taxFree: ({ billing }) => ({
    lines: [
      { sku: 'FREI', name: 'Ausfuhr', net: '84.03', taxRate: '0', quantity: '2' },
      { ...shipping, taxRate: '0' },
    ],
    billing: { ...billing, country: 'CH', city: 'Basel', postcode: '4001' },
    group: '1',
  }),
  netPrices: ({ billing }) => ({
    lines: [
      { sku: 'NETTO', name: 'Karton', net: '0.336', quantity: '250' },
      { kind: 'shipping', name: 'Spedition', net: '49' },
    ],
    billing: { ...billing, company: 'Großhandel KG' },
    guest: false,
  }),
  fractions: ({ lines, billing }) => ({
    lines: [...lines, { sku: 'STOFF', name: 'Stoff', gross: '12.80', quantity: '2.25', unit: 'm' }, shipping],
    billing,
  }),
  freeText: ({ lines, billing }) => ({
    lines: [...lines, { name: 'Freiposition ohne Artikel', gross: '1.00', quantity: '1' }, shipping],
    billing,
  }),
  nothingToPay: ({ lines, billing }) => ({
    lines: [
      { ...lines[0], gross: '10', quantity: '1' },
      { kind: 'voucher', name: 'Gutschein', gross: '-10', taxRate: '0' },
    ],
    billing,
    payment: { key: '9', module: 'za_null_jtl', name: 'Keine Zahlung erforderlich' },
  }),
}

/** Fills a shop: so many items, and so many orders that buy them, one kind after the other. Each order's id and total. */
export function fillShop(
  shop: Shop,
  {
    items = 20,
    orders = 0,
    lines = 2,
    seed = 1,
  }: { items?: number; orders?: number; lines?: number; seed?: number },
): readonly {
  readonly kind: string
  readonly id: string
  readonly number: string
  readonly total: string
}[] {
  const chance = createChance(seed)
  for (let n = 1; n <= items; n++)
    shop.insert('tartikel', {
      kArtikel: String(n),
      cArtNr: `ART-${String(n).padStart(5, '0')}`,
      cName: `${pick(chance, things)} Nr. ${n}`,
      fLagerbestand: '1000',
      fMwSt: '19',
      fStandardpreisNetto: String(between(chance, 100, 9999) / 100),
      cLagerBeachten: 'Y',
    })
  const kinds = Object.entries(orderKinds)
  return Array.from({ length: orders }, (_, n) => {
    const [kind = '', make] = kinds[n % kinds.length] ?? []
    if (!make) throw new RangeError('there are no kinds of orders')
    const order = make({ chance, lines: buy(chance, items, lines), billing: person(chance, n) })
    return { kind, ...shop.placeOrder(order) }
  })
}

function buy(chance: Chance, items: number, lines: number): readonly NewLine[] {
  return Array.from({ length: lines }, () => ({
    item: String(between(chance, 1, items)),
    gross: String(between(chance, 1, 9999) / 100),
    quantity: String(between(chance, 1, 5)),
  }))
}

function person(chance: Chance, n: number): Partial<Address> {
  return {
    salutation: n % 2 === 0 ? 'w' : 'm',
    firstName: pick(chance, firstNames),
    lastName: pick(chance, lastNames),
    street: `Große Straße ${n + 1}`,
    postcode: '04109',
    city: 'Köln',
    country: 'DE',
    email: `kunde-${n}@example.com`,
  }
}

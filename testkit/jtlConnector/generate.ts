/**
 * A German shop of any size, the same one for the same numbers: items at 19 and 7 percent, customers with account
 * and guests, orders with several lines, payments.
 */
import { between, type Chance, createChance, pick } from './chance.ts'
import {
  adjectives,
  categoryNames,
  firstNames,
  foods,
  lastNames,
  paymentModules,
  places,
  streets,
  things,
} from './germanNames.ts'
import type {
  ShopAddress,
  ShopCategory,
  ShopCustomer,
  ShopItem,
  ShopLine,
  ShopManufacturer,
  ShopOrder,
  ShopPayment,
} from './shopData.ts'
import { berlinTime } from './shopTime.ts'

export interface GenerateOptions {
  /** Items of the catalogue; default 200. */
  readonly items?: number
  /** Customers with account; default one for each three orders. */
  readonly customers?: number
  readonly orders?: number
  /** Lines with items per order; default 3. Each order has a line for shipping besides. */
  readonly lines?: number
  readonly seed?: number
  /** The newest order; default 2025-06-30 18:00 UTC. Orders lie one minute apart before it. */
  readonly until?: Date
}

/** What the generator fills; it fits into the options of a shop. */
export interface GeneratedShop {
  readonly catalog: ShopItem[]
  readonly categories: ShopCategory[]
  readonly manufacturers: ShopManufacturer[]
  readonly customers: ShopCustomer[]
  readonly orders: ShopOrder[]
  readonly payments: ShopPayment[]
}

const defaultUntil = Date.UTC(2025, 5, 30, 18)

/** Makes the contents of a shop. Same options, same contents. */
export function generateShop(options: GenerateOptions = {}): GeneratedShop {
  const { items = 200, orders = 0, lines = 3, seed = 1 } = options
  const chance = createChance(seed)
  const catalog = Array.from({ length: items }, (_, index) => makeItem(chance, index + 1))
  const accounts = options.customers ?? Math.ceil(orders / 3)
  const customers = Array.from({ length: accounts }, (_, index) =>
    makeCustomer(chance, `${5001 + index}`, true),
  )
  const made: GeneratedShop = {
    catalog,
    categories: categoryNames.map((name, index) => ({
      id: `${101 + index}`,
      parentId: index === 0 ? null : '101',
      texts: [{ language: 'de', name, urlPath: name.toLowerCase() }],
      active: true,
      sort: index,
      level: index === 0 ? 0 : 1,
    })),
    manufacturers: [{ id: '1', name: 'Nordlicht Manufaktur' }],
    customers,
    orders: [],
    payments: [],
  }
  const until = options.until?.getTime() ?? defaultUntil
  for (let index = 0; index < orders; index++) {
    const placedAt = new Date(until - (orders - index) * 60_000)
    addOrder(chance, made, accounts, index, lines, placedAt)
  }
  return made
}

function addOrder(
  chance: Chance,
  made: GeneratedShop,
  accounts: number,
  index: number,
  lineCount: number,
  placedAt: Date,
): void {
  const id = String(100_001 + index)
  const isGuest = accounts === 0 || chance() < 0.4
  const customer = isGuest
    ? makeCustomer(chance, `g_${id}`, false)
    : made.customers[Math.floor(chance() * accounts)]
  if (!customer) throw new TypeError('no customer to buy')
  if (isGuest) made.customers.push(customer)
  const lines = Array.from({ length: lineCount }, (_, line) =>
    makeLine(chance, made.catalog, `${id}-${line + 1}`),
  )
  const { cents, micros } = totals(lines)
  const shippingCents = cents >= 5000 ? 0 : 490
  lines.push(shippingLine(`${id}-${lineCount + 1}`, shippingCents))
  const createdAt = berlinTime(placedAt)
  const paid = chance() < 0.6
  const totalGross = digits(cents + shippingCents, 2)
  const module = pick(chance, paymentModules)
  const address = addressOf(customer)
  made.orders.push({
    id,
    number: `B-${id}`,
    customerId: customer.id,
    createdAt,
    currency: 'EUR',
    language: 'de',
    status: 'new',
    paymentStatus: paid ? 'completed' : 'unpaid',
    paidAt: paid ? createdAt : null,
    paymentModule: module,
    paymentInfo:
      module === 'pm_direct_debit'
        ? {
            accountHolder: `${customer.firstName} ${customer.lastName}`,
            iban: 'DE02120300000000202051',
            bic: 'BYLADEM1001',
          }
        : null,
    shippingMethodId: '1',
    shippingMethodName: 'DHL Paket',
    customerNote: chance() < 0.1 ? 'Bitte klingeln, 2. Stock / Hinterhaus.' : '',
    totalNet: digits(Math.round((micros + netMicros(shippingCents, 19)) / 100), 2),
    totalGross,
    billing: address,
    shipping:
      chance() < 0.2
        ? { ...address, ...makeAddress(chance), firstName: 'Packstation', lastName: '104' }
        : address,
    lines,
  })
  if (!paid) return
  made.payments.push({
    id: String(700_001 + index),
    orderId: id,
    amount: totalGross,
    module,
    transactionId: `TX-${id}`,
    createdAt,
  })
}

function makeItem(chance: Chance, number: number): ShopItem {
  const reduced = chance() < 0.25
  const vat = reduced ? 7 : 19
  const grossCents = between(chance, 1, 80) * 100 - 1
  const name = `${pick(chance, adjectives)} ${pick(chance, reduced ? foods : things)} ${number}`
  return {
    id: String(400 + number),
    sku: `ART-${String(number).padStart(5, '0')}`,
    texts: [
      { language: 'de', name, description: `<p>${name} für jeden Tag.</p>`, urlPath: `artikel-${number}` },
      { language: 'en', name: `Item ${number}` },
    ],
    active: true,
    priceNet: digits(netMicros(grossCents, vat), 4),
    vat: String(vat),
    stock: String(between(chance, 0, 500)),
    ean: `40${String(number).padStart(11, '0')}`,
    manufacturerId: '1',
    categoryIds: [String(between(chance, 102, 101 + categoryNames.length - 1))],
    weight: digits(between(chance, 50, 3000), 3),
    createdAt: '2024-01-15T09:00:00+01:00',
  }
}

function makeCustomer(chance: Chance, id: string, hasAccount: boolean): ShopCustomer {
  const { zipCode, city, street } = makeAddress(chance)
  const firstName = pick(chance, firstNames)
  const lastName = pick(chance, lastNames)
  return {
    id,
    groupId: '1',
    number: hasAccount ? `K${id}` : '',
    language: 'de',
    createdAt: '2024-02-01T10:00:00+01:00',
    hasAccount,
    salutation: 'm',
    firstName,
    lastName,
    company: chance() < 0.1 ? `${lastName} & Söhne GmbH` : '',
    street,
    zipCode,
    city,
    country: 'DE',
    phone: `030 ${between(chance, 100_000, 999_999)}`,
    email: `kunde-${id}@example.com`,
  }
}

function makeAddress(chance: Chance): { street: string; zipCode: string; city: string } {
  const [zipCode, city] = pick(chance, places)
  return { street: `${pick(chance, streets)} ${between(chance, 1, 199)}`, zipCode, city }
}

function addressOf(customer: ShopCustomer): ShopAddress {
  const {
    salutation = '',
    firstName,
    lastName,
    company = '',
    street,
    zipCode,
    city,
    country,
    phone = '',
    email = '',
  } = customer
  return { salutation, firstName, lastName, company, street, zipCode, city, country, phone, email }
}

function makeLine(chance: Chance, catalog: readonly ShopItem[], id: string): ShopLine {
  const item = catalog[Math.floor(chance() * catalog.length)]
  const vat = Number(item?.vat ?? '19')
  const priceNet = item?.priceNet ?? '8.3950'
  return {
    id,
    type: 'product',
    itemId: item?.id ?? null,
    sku: item?.sku ?? 'FREI',
    name: item?.texts[0]?.name ?? 'Freie Position',
    quantity: String(between(chance, 1, 4)),
    priceNet,
    priceGross: digits(Math.round((Number(priceNet) * (100 + vat)) as number), 2),
    vat: String(vat),
  }
}

function shippingLine(id: string, grossCents: number): ShopLine {
  return {
    id,
    type: 'shipping',
    sku: '',
    name: 'Versandkosten',
    quantity: '1',
    priceNet: digits(netMicros(grossCents, 19), 4),
    priceGross: digits(grossCents, 2),
    vat: '19',
  }
}

/** Gross sum in cents and net sum in ten-thousandths, as whole numbers. */
function totals(lines: readonly ShopLine[]): { cents: number; micros: number } {
  let cents = 0
  let micros = 0
  for (const line of lines) {
    cents += Math.round(Number(line.priceGross) * 100) * Number(line.quantity)
    micros += Math.round(Number(line.priceNet) * 10_000) * Number(line.quantity)
  }
  return { cents, micros }
}

/** Net price in ten-thousandths of a gross price in cents. */
function netMicros(grossCents: number, vat: number): number {
  return Math.round((grossCents * 10_000) / (100 + vat))
}

/** A whole number of the smallest unit as decimal text. */
function digits(units: number, scale: number): string {
  const text = String(units).padStart(scale + 1, '0')
  return `${text.slice(0, -scale)}.${text.slice(-scale)}`
}

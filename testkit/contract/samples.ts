/** Orders and objects for the cases: plain ones, the same in every run. */

import { createHash } from 'node:crypto'
import { exact } from '../../src/base/decimal.ts'
import { Rejected } from '../../src/port/errors.ts'
import type { OutgoingStates } from '../../src/port/outgoing.ts'
import type { CustomerRecord, OrderRecord, OutgoingKind, Ref } from '../../src/port/records.ts'
import type { PlainLine, PlainOrder } from './subject.ts'

/** Stand in the payment fields of every order; they must be seen nowhere. */
export const paymentSecrets = ['5500005555555559', 'DE89370400440532013000'] as const

/** Stand in every address; they must be seen in no log and in no error. */
export const privateTexts = ['Verschwiegenheitsgasse', 'nicht.weitersagen'] as const

/** The n-th order, placed at that moment. Two orders of one system must not have one `n`, or must get numbers of their own. */
export function plainOrder(n: number, at: Date, change: Partial<PlainOrder> = {}): PlainOrder {
  const lines = change.lines ?? [
    plainLine(`KT-${n}-A`, { quantity: '2' }),
    plainLine(`KT-${n}-B`, { unitNet: '20', unitGross: '23.8' }),
  ]
  return {
    number: `R-${10_000 + n}`,
    placedAt: `${at.toISOString().slice(0, 19)}Z`,
    currency: 'EUR',
    total: totalOf(lines),
    paid: n % 2 === 0,
    method: 'prepayment',
    email: `${privateTexts[1]}.${n}@example.com`,
    firstName: 'Änne',
    lastName: `Müller-Lüdenscheidt ${n}`,
    street: `${privateTexts[0]} ${n}`,
    postcode: '04109',
    city: 'Leipzig',
    country: 'DE',
    paymentSecrets,
    ...change,
    lines,
  }
}

/** A line of an item: one piece for 11.90 with 19 %. */
export function plainLine(sku: string, change: Partial<PlainLine> = {}): PlainLine {
  return {
    sku,
    name: `Artikel ${sku}`,
    quantity: '1',
    unitNet: '10',
    unitGross: '11.9',
    taxRate: '19',
    ...change,
  }
}

function totalOf(lines: readonly PlainLine[]): string {
  return lines
    .reduce((sum, line) => sum.plus(exact(line.unitGross).times(exact(line.quantity))), exact('0'))
    .toFixed()
}

/** What an object to be sent belongs to. */
export interface Around {
  readonly item: Ref
  readonly itemNumber: string
  /** Other items that are there. */
  readonly beside?: readonly Ref[]
  readonly order: Ref
  readonly record: OrderRecord | undefined
  readonly request: Ref
  /** As the system reported it. */
  readonly customer: CustomerRecord
  /** The group of which every price has to be. */
  readonly priceGroup?: Ref
  /** Lines are named where the order as a whole is meant, too. */
  readonly namesLines?: true
  /** A number of ours for each object inside the object. */
  readonly number: () => number
}

/** The group in which items are shown: every system of the suite has one of that name, or takes it from us. */
export const accessories: Ref = { no: 1_000_001, theirs: '' }

type SampleMakers = { readonly [K in OutgoingKind]: (n: number, around: Around) => OutgoingStates[K] }

const texts = (name: string) => ({
  de: { name, description: `Beschreibung von ${name}` },
  en: { name: `${name} (en)` },
})
const stock = (offered: string) => ({ offered, managed: true, oversell: false })
const prices = (n: number, { priceGroup }: Around) => [
  {
    ...(priceGroup ? { group: priceGroup } : {}),
    scales: [
      {
        from: '1',
        net: `${100 + n}`,
        gross: exact('1.19')
          .times(100 + n)
          .toFixed(),
      },
    ],
  },
]
const money = (n: number, { order }: Around) => ({
  order,
  amount: `${n}.5`,
  currency: 'EUR',
  method: 'prepayment',
  at: '2026-11-02T10:00:00Z',
  transactionId: `our-${n}`,
})

const linesOf = ({ record }: Around) =>
  (record?.lines ?? []).map(({ ref, quantity }) => ({ theirLine: ref.theirs, quantity }))

/** One good object of each kind; the n-th differs from all others in what it is called or says. */
export const sampleMakers: SampleMakers = {
  category: n => ({ active: true, sort: n, texts: texts(`Kategorie ${n}`) }),
  manufacturer: n => ({ name: `Hersteller ${n}`, texts: texts(`Hersteller ${n}`) }),
  characteristic: (n, { number }) => ({
    sort: n,
    texts: texts(`Merkmal ${n}`),
    values: [{ ref: fresh(number()), texts: texts(`Wert ${n}`), sort: 1 }],
  }),
  item: (n, around) => ({
    itemNumber: around.itemNumber,
    active: true,
    texts: texts(`Artikel ${n}`),
    taxRate: '19',
    currency: 'EUR',
    prices: prices(n, around),
    stock: stock(`${n + 5}`),
    categories: [],
    variations: [
      {
        ref: fresh(around.number()),
        texts: texts('Farbe'),
        values: [
          { ref: fresh(around.number()), texts: texts('rot'), sort: 1 },
          { ref: fresh(around.number()), texts: texts('blau'), sort: 2 },
        ],
      },
    ],
  }),
  price: (n, around) => ({
    item: around.item,
    itemNumber: around.itemNumber,
    taxRate: '19',
    currency: 'EUR',
    prices: prices(n + 50, around),
  }),
  stock: (n, { item, itemNumber }) => ({ item, itemNumber, stock: stock(`${n + 30}`) }),
  image: (n, { item }) => ({
    of: item,
    ofKind: 'item',
    sort: n,
    hash: pictureOf(`Bild ${n}`),
    mediaType: 'image/png',
    alt: { de: `Bild ${n}` },
  }),
  cross_selling: (_n, { item, beside = [] }) => ({
    item,
    groups: [{ group: accessories, texts: { de: { name: 'Zubehör' } }, items: beside }],
  }),
  customer: (n, { customer: { number = '', language = '', address, group, kept } }) => ({
    number,
    name: `Kunde ${n}`,
    email: address.email ?? '',
    language,
    address: {
      ...address,
      company: '',
      lastName: `Kunde ${n}`,
      city: `Ort ${n}`,
      street: `${privateTexts[0]} ${n}`,
    },
    ...(group ? { group: { no: 90 + n, theirs: group.theirs } } : {}),
    blocked: false,
    ...(kept ? { kept } : {}),
  }),
  order_status: (_n, { order }) => ({ order, delivery: 'shipped', payment: 'paid', packages: [] }),
  delivery: (n, { order, record }) => ({
    order,
    shippedAt: '2026-11-02T10:00:00Z',
    complete: true,
    lines: (record?.lines ?? []).map((line, at) => ({
      ref: { no: 100 * n + at + 1, theirs: '' },
      theirLine: line.ref.theirs,
      quantity: line.quantity,
    })),
    packages: [{ ref: { no: 9000 + n, theirs: '' }, carrier: 'DHL', tracking: `0034043400000${n}` }],
  }),
  payment: money,
  refund: (n, around) => ({
    ...money(n, around),
    ...(around.namesLines
      ? {
          lines: linesOf(around)
            .slice(0, 1)
            .map(line => ({ ...line, amount: `${n}.5`, reason: 'DEFECT' })),
        }
      : {}),
  }),
  cancellation: (_n, around) => ({
    order: around.order,
    reason: 'CUSTOMER_WISH',
    ...(around.namesLines ? { lines: linesOf(around) } : {}),
  }),
  cancellation_answer: (_n, { request }) => ({ request, accepted: true }),
  return: (_n, { order, record }) => ({
    order,
    lines: (record?.lines ?? []).map(line => ({
      theirLine: line.ref.theirs,
      quantity: line.quantity,
      reason: 'DEFECT',
      accepted: true,
    })),
  }),
  confirmation: (_n, { order }) => ({ order, accepted: true }),
  document: (n, { order }) => ({
    order,
    id: `0000000${n % 10}-0000-7000-8000-000000000000`,
    kind: 'invoice',
    number: `R-${n}`,
    until: '2026-12-02T10:00:00Z',
  }),
}

const pictures = new Map<string, Uint8Array>()

/** The hash of a picture that differs from all others by these words; `picture` gives its bytes. */
export function pictureOf(words: string): string {
  const content = Buffer.concat([Buffer.from(onePixel, 'base64'), Buffer.from(words)])
  const hash = createHash('sha256').update(content).digest('hex')
  pictures.set(hash, content)
  return hash
}

/** The bytes of a picture of `pictureOf`; BLOB_LOST for any other hash. */
export function picture(hash: string): Uint8Array {
  const content = pictures.get(hash)
  if (!content) throw new Rejected('BLOB_LOST', '', hash)
  return content
}

const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** The fields under which the system is asked whether it holds an object. */
export function expectedFields<K extends OutgoingKind>(
  kind: K,
  state: OutgoingStates[K],
): Readonly<Record<string, string>> {
  return (
    (fieldsOf as { readonly [O in OutgoingKind]?: (state: OutgoingStates[O]) => Record<string, string> })[
      kind
    ]?.(state) ?? {}
  )
}

const fieldsOf: { readonly [K in OutgoingKind]?: (state: OutgoingStates[K]) => Record<string, string> } = {
  category: state => ({ name: state.texts['de']?.name ?? '' }),
  manufacturer: state => ({ name: state.name }),
  characteristic: state => ({ name: state.texts['de']?.name ?? '' }),
  image: state => ({ hash: state.hash, sort: String(state.sort) }),
  cross_selling: ({ item, groups }) => ({
    item: String(item.no),
    shown: groups.flatMap(one => one.items.map(shown => shown.no)).join(' '),
  }),
  item: state => ({ itemNumber: state.itemNumber, name: state.texts['de']?.name ?? '' }),
  price: state => ({ itemNumber: state.itemNumber, gross: state.prices[0]?.scales[0]?.gross ?? '' }),
  stock: state => ({ itemNumber: state.itemNumber, offered: state.stock.offered }),
  customer: state => ({ name: state.address.lastName ?? '', city: state.address.city ?? '' }),
  order_status: state => ({ order: state.order.theirs, delivery: state.delivery }),
  delivery: state => ({ order: state.order.theirs, tracking: state.packages[0]?.tracking ?? '' }),
  payment: state => ({ order: state.order.theirs, amount: state.amount }),
  refund: state => ({ order: state.order.theirs, amount: state.amount }),
  cancellation: state => ({ order: state.order.theirs, reason: state.reason }),
  cancellation_answer: state => ({ request: state.request.theirs, accepted: String(state.accepted) }),
  return: state => ({ order: state.order.theirs, reason: state.lines[0]?.reason ?? '' }),
  confirmation: state => ({ order: state.order.theirs, accepted: String(state.accepted) }),
  document: state => ({ order: state.order.theirs, number: state.number }),
}

function fresh(no: number): Ref {
  return { no, theirs: '' }
}

import { calledAnswers } from './fixtureCalled.ts'
import { channelAnswers } from './fixtureChannels.ts'
import { csvAnswers } from './fixtureCsv.ts'
import { customerAnswers } from './fixtureCustomers.ts'
import { itemPageAnswers } from './fixtureItem.ts'
import { itemAnswers } from './fixtureItems.ts'
import { ledger } from './fixtureLedger.ts'
import { lifeAnswers } from './fixtureLife.ts'
import { makingAnswers } from './fixtureMaking.ts'
import { offerAnswers } from './fixtureOffers.ts'
import { operatorAnswers } from './fixtureOperators.ts'
import { candidate, documents, order, orders, webOrders } from './fixtureOrders.ts'
import { at, bars, id, items, page, shops } from './fixtureParts.ts'
import { stockAnswers } from './fixtureStock.ts'
import { previewRunId, walks, workAnswers } from './fixtureWork.ts'

import { workerOf } from './fixtureWorker.ts'

const rights = ['orders', 'customers', 'stock', 'inbox', 'items', 'ledger', 'connections', 'worker']
  .flatMap(one => [`${one}.read`, `${one}.write`])
  .concat('sync.read', 'sync.start', 'payloads.read', 'guard.release', 'company.write', 'persons.manage')

const platform = (n: number, state: string, sentence: string, more: object = {}) => ({
  channelId: id(n),
  channel: shops[n],
  connectionId: id(100 + n),
  connection: shops[n],
  system: 'jtl-connector',
  systemTitle: n < 2 ? 'Online-Shop' : 'Marktplatz',
  state,
  sentence,
  remedy: null,
  since: null,
  takeOverByItself: false,
  lastFetch: at('14:31'),
  ordersToday: [26, 9, 31, 12, 14, 3][n] ?? 0,
  bars: bars.map((orders, day) => ({ day: `2026-11-${day + 7}`, orders: Math.round(orders / (n + 1)) })),
  waiting: { count: 0, countCapped: false, oldest: null, kinds: [], sweeps: [] },
  guarded: { held: 0, sentences: [] },
  errors: { failedRuns: 0, parked: 0, refused: 0 },
  running: false,
  nextAt: at('14:35'),
  ...more,
})
const platforms = [
  platform(0, 'note', 'angehalten: 57 Artikel verschwinden vom Kanal', {
    guarded: { held: 57, sentences: ['angehalten: 57 Artikel verschwinden vom Kanal'] },
  }),
  platform(1, 'ok', '3 Änderungen warten.', {
    waiting: {
      count: 3,
      countCapped: false,
      oldest: at('14:32'),
      kinds: [{ kind: 'stock', count: 3 }],
      sweeps: [],
    },
  }),
  platform(2, 'note', 'angehalten: 14 Preise fallen um mehr als 50 % oder auf 0', {
    remedy: 'Liste ansehen, freigeben oder verwerfen.',
    guarded: { held: 14, sentences: ['angehalten: 14 Preise fallen um mehr als 50 % oder auf 0'] },
    errors: { failedRuns: 0, parked: 2, refused: 0 },
  }),
  platform(3, 'note', '3 vom Kanal abgelehnt.', { errors: { failedRuns: 0, parked: 0, refused: 3 } }),
  platform(4, 'locked', 'Übertragung gesperrt von Maren Siebert, Inventur.'),
  platform(5, 'failing', 'Gegenstelle antwortet nicht.', {
    remedy: 'Es wird alle 2 Minuten neu versucht.',
    lastFetch: at('13:58'),
    errors: { failedRuns: 7, parked: 0, refused: 0 },
    waiting: { count: 10, countCapped: false, oldest: at('14:00'), kinds: [], sweeps: [] },
  }),
]

const figures = { found: 61, new: 5, updated: 2, unchanged: 52, skipped: 1, parked: 1, ms: 600 }
const out = { sent: 96, accepted: 94, pending: 0, rejected: 2, unknown: 0, ms: 900 }
const part = (n: number, lane: string, state: string, figuresOf: object) => ({
  id: id(200 + n),
  connection: shops[n % 6],
  lane,
  state,
  askedBy: 'Hintergrunddienst',
  askedAt: at('14:30'),
  startedAt: at('14:30'),
  endedAt: state === 'running' ? null : new Date(Date.parse(at('14:30')) + 1400 * (n + 1)).toISOString(),
  version: 4,
  figures: figuresOf,
  notes: [],
  code: state === 'failed' ? 'UNREACHABLE' : null,
  reason: state === 'failed' ? 'Gegenstelle antwortet nicht.' : null,
  remedy: state === 'failed' ? 'Es wird neu versucht.' : null,
  parts: [],
})
const lanes = ['orders', 'stock', 'catalogue', 'feedback'] as const
const runs = Array.from({ length: 24 }, (_, n) =>
  part(
    n,
    lanes[n % 4] ?? 'orders',
    n === 5 ? 'failed' : 'done',
    n % 4 === 0 ? { order: figures } : { stock: out },
  ),
)
/** A dry run that is done. */
export const previewRun = {
  ...part(51, 'orders', 'done', {}),
  id: previewRunId,
  connection: null,
  lane: null,
  askedBy: 'Maren Siebert',
  parts: [],
  complete: [],
  preview: { complete: false, counts: { new: 1, changed: 3, again: 1, held: 1 }, total: 6, kept: 6 },
}
/** A complete synchronisation that is on. */
export const completeRun = {
  ...part(52, 'orders', 'running', {}),
  id: id(302),
  connection: null,
  lane: null,
  askedBy: 'Maren Siebert',
  complete: walks,
  preview: null,
  parts: [
    part(0, 'orders', 'done', { order: figures }),
    {
      ...part(6, 'catalogue', 'running', {
        category: { ...out, sent: 4, accepted: 4, rejected: 0 },
        item: { ...out, sent: 182, accepted: 168, pending: 12, rejected: 2 },
      }),
      complete: walks,
    },
  ],
}
export const runningRun = {
  ...part(50, 'orders', 'running', {}),
  id: id(300),
  connection: null,
  lane: null,
  askedBy: 'Maren Siebert',
  figures: {},
  parts: [
    part(0, 'orders', 'done', { order: figures, customer: { ...figures, parked: 0, found: 60 } }),
    part(6, 'stock', 'running', { stock: out }),
    part(1, 'orders', 'done', { order: { ...figures, parked: 0, found: 60 } }),
  ],
}

const stations = ['reported', 'fetched', 'stored', 'checked', 'inbox', 'taken_over', 'shipped'].map(
  (station, n) => ({
    station,
    state: n < 3 ? 'done' : n === 3 ? 'problem' : 'open',
    at: n < 4 ? at('13:46') : null,
    text: n === 3 ? 'Artikel „85099B-XL“ ist in Kontor nicht bekannt' : null,
  }),
)

/** Path behind /api/v1 (without query) → answer. */
export const answers: Readonly<Record<string, unknown>> = {
  '/session': {
    tenant: { slug: 'main', name: 'Herzstück Handels-GmbH' },
    user: { id: id(1), name: 'Maren Siebert', email: 'maren@herzstueck.example' },
    apiKey: null,
    rights,
  },
  '/setup': { open: false },
  ...channelAnswers,
  '/connections': {
    items: platforms.map(one => ({
      id: one.connectionId,
      name: one.connection,
      system: 'jtl-connector',
      state: one.state === 'locked' ? 'locked' : 'ok',
      reason: one.state === 'locked' ? 'Maren Siebert: Inventur' : null,
      channels: [{ id: one.channelId, name: one.channel, active: true }],
    })),
  },
  '/sync-runs': page(runs, 412),
  [`/sync-runs/${runningRun.id}`]: runningRun,
  [`/sync-runs/${previewRun.id}`]: previewRun,
  [`/sync-runs/${completeRun.id}`]: completeRun,
  ...workAnswers,
  ...lifeAnswers,
  ...makingAnswers,
  ...operatorAnswers,
  ...calledAnswers,
  ...offerAnswers,
  ...stockAnswers,
  ...csvAnswers,
  ...itemAnswers,
  '/home': {
    at: at('14:31'),
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    figures: {
      orders: { value: 95, before: 85 },
      turnover: { value: '3842.10', before: '3501.00', others: [] },
      shipped: 71,
      deliverable: 128,
      withoutStock: 22,
    },
    turnover: bars.map((n, day) => ({
      day: `2026-11-${String(day + 7).padStart(2, '0')}`,
      gross: (n * 260).toFixed(2),
      orders: n,
      lastYear: (n * 240 + (day % 3) * 200).toFixed(2),
      channels: [0, 1, 2, 3].map(c => ({ channelId: id(c), gross: (n * 65).toFixed(2), orders: 1 })),
    })),
    todo: [
      { what: 'inbox_open', count: 6, countCapped: false, address: '/inbox?state=open', oldest: null },
      { what: 'inbox_ready', count: 17, countCapped: false, address: '/inbox?state=ready', oldest: null },
      {
        what: 'deliverable',
        count: 128,
        countCapped: false,
        address: '/orders?folder=deliverable',
        oldest: at('08:10'),
      },
      {
        what: 'not_deliverable',
        count: 22,
        countCapped: false,
        address: '/orders?folder=not_deliverable',
        oldest: null,
      },
      { what: 'held', count: 8, countCapped: false, address: '/orders?folder=held', oldest: null },
      { what: 'unpaid_old', count: 12, countCapped: false, address: '/orders?folder=unpaid', oldest: null },
      { what: 'parked', count: 6, countCapped: false, address: '/ledger?outcome=parked', oldest: null },
      { what: 'unpriced', count: 9, countCapped: false, address: '/items?priced=false', oldest: null },
    ],
    channels: platforms.map(one => ({
      channelId: one.channelId,
      channel: one.channel,
      system: one.system,
      state: one.state,
      sentence: one.sentence,
      ordersToday: one.ordersToday,
    })),
    low: items.map(([itemNumber, name], n) => ({
      itemId: id(n),
      itemNumber,
      name,
      quantity: '20',
      available: String(n * 14),
      daysLeft: n,
    })),
    best: items.map(([itemNumber, name], n) => ({
      itemId: id(n),
      itemNumber,
      name,
      quantity: String(412 - n * 41),
    })),
  },
  '/platforms': {
    items: platforms,
    today: {
      day: '2026-11-20',
      inLedger: 95,
      outcomes: [
        { outcome: 'taken_over', count: 61 },
        { outcome: 'staged', count: 23 },
        { outcome: 'parked', count: 6 },
        { outcome: 'ignored', count: 5 },
      ],
    },
  },
  '/ledger-summary': {
    items: [
      { connection: shops[0], kind: 'order', outcome: 'staged', code: null, count: 23 },
      { connection: shops[0], kind: 'order', outcome: 'taken_over', code: null, count: 4361 },
      { connection: shops[0], kind: 'order', outcome: 'parked', code: 'ITEM_UNKNOWN', count: 4 },
      { connection: shops[2], kind: 'order', outcome: 'parked', code: 'TOTAL_MISMATCH', count: 2 },
    ],
  },
  '/ledger': page(ledger, 4390),
  '/ledger/where': {
    found: 1,
    sentence: 'Artikel „85099B-XL“ ist in Kontor nicht bekannt.',
    remedy: 'Artikel anlegen, dann neu importieren.',
    items: [
      {
        ...ledger[2],
        customer: 'Nele Brandt',
        place: 'Hamburg',
        placedAt: at('13:44'),
        currency: 'EUR',
        totalGross: '23.85',
        orderId: null,
        orderNumber: null,
        deliveryState: null,
        cancelledAt: null,
        tracking: [],
        stations,
        actions: [
          { action: 'retry-download', allowed: true, reason: null },
          { action: 'retry-import', allowed: true, reason: null },
          { action: 'ignore', allowed: true, reason: null },
          { action: 'again', allowed: false, reason: 'Der Datensatz ist nicht ignoriert.' },
        ],
      },
    ],
  },
  '/inbox': page(webOrders),
  '/inbox/counts': {
    items: [
      ['all', 23],
      ['ready', 19],
      ['open', 3],
      ['confirm', 1],
      ['pending', 0],
      ['parked', 6],
    ].map(([state, count]) => ({ state, count, countCapped: false })),
  },
  '/orders': page(orders, 4362),
  '/orders/counts': {
    items: [
      ['all', 4362],
      ['open', 412],
      ['unpaid', 54],
      ['deliverable', 128],
      ['partly_deliverable', 31],
      ['not_deliverable', 22],
      ['held', 8],
      ['shipped', 3904],
      ['cancelled', 46],
    ].map(([folder, count]) => ({ folder, count, countCapped: false })),
  },
  ...customerAnswers,
  '/worker': workerOf(platforms, lanes),
  ...itemPageAnswers,
  ...Object.fromEntries(orders.map((one, n) => [`/orders/${one.id}`, order(n)])),
  ...Object.fromEntries(orders.map(one => [`/orders/${one.id}/documents`, { items: documents }])),
  ...Object.fromEntries(
    webOrders.map((one, n) => [
      `/inbox/${one.id}`,
      {
        id: one.id,
        externalNumber: one.externalNumber,
        order: one,
        record: {},
        checks:
          n === 3
            ? [{ code: 'CUSTOMER_AMBIGUOUS', reason: 'Kunde nicht eindeutig.', remedy: 'Bitte wählen.' }]
            : [],
        candidates: n === 3 ? [candidate(0, 78), candidate(1, 74)] : [],
        lines: items.slice(0, 4).map(([itemNumber, name], line) => ({
          line,
          kind: 'item',
          itemNumber,
          sku: itemNumber,
          name,
          quantity: String(2 + line),
          unitGross: '2.00',
          taxRate: '19',
        })),
      },
    ]),
  ),
}

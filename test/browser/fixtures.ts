/**
 * Answers for pictures and for tests of what a page does with them: one invented merchant at one moment. Item names come
 * from the Online Retail data set (Chen 2015, CC BY 4.0); people, firms and shops are invented.
 */
export const moment = '2026-11-20T14:33:00+01:00'

const at = (time: string) => new Date(`2026-11-20T${time}:00+01:00`).toISOString()
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const page = <T>(items: readonly T[], count = items.length) => ({
  items,
  next: null,
  count,
  countCapped: false,
})
const shops = [
  'Herzstück Shop',
  'Herzstück B2B',
  'Amazon.de',
  'eBay herzstueck',
  'Kaufland.de',
  'OTTO Market',
] as const
const people = [
  ['Franziska Oltmanns', '26789 Leer'],
  ['Mario Benetti', '86150 Augsburg'],
  ['Teehaus am Dom GmbH', '99084 Erfurt'],
  ['Annegret Thies', '23552 Lübeck'],
  ['Ralf Dombrowski', '45127 Essen'],
  ['Susann Kirchhoff', '01067 Dresden'],
  ['Landhotel Eichengrund', '34497 Korbach'],
  ['Nele Brandt', '20357 Hamburg'],
  ['Heinz-Peter Wolter', '53111 Bonn'],
  ['Yasmin Aydın', '70173 Stuttgart'],
] as const
const items = [
  ['22423', 'REGENCY CAKESTAND 3 TIER'],
  ['20725', 'LUNCH BAG RED RETROSPOT'],
  ['47566', 'PARTY BUNTING'],
  ['84879', 'ASSORTED COLOUR BIRD ORNAMENT'],
  ['85123A', 'WHITE HANGING HEART T-LIGHT HOLDER'],
  ['85099B', 'JUMBO BAG RED RETROSPOT'],
] as const
const bars = [12, 14, 11, 16, 15, 18, 13, 20, 19, 17, 18, 22, 20, 26]

const rights = ['orders', 'customers', 'stock', 'inbox', 'items', 'ledger', 'connections', 'worker']
  .flatMap(one => [`${one}.read`, `${one}.write`])
  .concat('sync.read', 'sync.start', 'payloads.read')

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
  errors: { failedRuns: 0, parked: 0, refused: 0 },
  running: false,
  nextAt: at('14:35'),
  ...more,
})
const platforms = [
  platform(0, 'ok', 'Alles übertragen.'),
  platform(1, 'ok', '3 Änderungen warten.', {
    waiting: {
      count: 3,
      countCapped: false,
      oldest: at('14:32'),
      kinds: [{ kind: 'stock', count: 3 }],
      sweeps: [],
    },
  }),
  platform(2, 'note', '2 Datensätze geparkt.', { errors: { failedRuns: 0, parked: 2, refused: 0 } }),
  platform(3, 'ok', 'Alles übertragen.'),
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

const checks = {
  customer: 'ok',
  address: 'ok',
  item: 'ok',
  tax: 'ok',
  payment: 'ok',
  shipping: 'ok',
  total: 'ok',
}
const webOrders = Array.from({ length: 23 }, (_, n) => {
  const [customer, place] = people[n % people.length] ?? people[0]
  const blocked = n === 3 ? 'customer' : n === 6 ? 'payment' : n === 7 ? 'item' : undefined
  const reason = {
    customer: 'Kunde nicht eindeutig',
    payment: 'Zahlungsart nicht zugeordnet',
    item: 'Artikel 22697 ist gesperrt',
  }
  return {
    id: id(400 + n),
    connection: shops[n % 3],
    channel: shops[n % 3],
    externalNumber: `HS-${88219 - n}`,
    placedAt: new Date(Date.parse(at('14:31')) - n * 7 * 60_000).toISOString(),
    customer,
    place,
    country: 'DE',
    currency: 'EUR',
    totalGross: (64.85 + n * 7.3).toFixed(2),
    lines: 4,
    paymentState: 'paid',
    pending: false,
    openChecks: blocked ? [`${blocked.toUpperCase()}_X`] : [],
    checks: { ...checks, ...(blocked ? { [blocked]: blocked === 'item' ? 'open' : 'ask' } : {}) },
    match:
      n % 3 === 1
        ? null
        : {
            customerId: id(500 + n),
            number: `K-0${5518 + n}`,
            name: customer,
            blocked: false,
            how: 'email_name',
            score: 96,
          },
    candidates: n === 3 ? 2 : n % 3 === 1 ? 0 : 1,
    firstBlocker: blocked ? { code: 'X', reason: reason[blocked], remedy: 'Bitte wählen.' } : null,
    assigned: null,
  }
})
const candidate = (n: number, score: number) => ({
  customerId: id(600 + n),
  number: n === 0 ? 'K-07711' : 'K-09120',
  name: 'Annegret Thies',
  blocked: false,
  how: 'name_address',
  score,
  company: '',
  email: n === 0 ? 'a.thies@posteo.example' : 'annegret@mail.example',
  street: 'Mühlenstraße 4 a',
  postcode: n === 0 ? '23552' : '23843',
  city: n === 0 ? 'Lübeck' : 'Bad Oldesloe',
  same: { name: true, email: n === 1, street: false, postcode: n === 0, city: n === 0 },
  orders: n === 0 ? 9 : 1,
  lastOrderAt: '2026-09-12T10:00:00Z',
})

const orders = Array.from({ length: 40 }, (_, n) => {
  const [customer, place] = people[n % people.length] ?? people[0]
  const shipped = n % 5 === 4
  return {
    id: id(700 + n),
    orderNumber: `AU-26-${10482 - n}`,
    placedAt: new Date(Date.parse(at('14:21')) - n * 11 * 60_000).toISOString(),
    takenOverAt: at('14:25'),
    channel: shops[n % 6],
    externalNumber: `HS-${88213 - n}`,
    customer,
    customerId: id(500),
    place,
    country: 'DE',
    paymentState: ['paid', 'paid', 'open', 'paid', 'partly_paid'][n % 5],
    deliverability: ['full', 'full', 'full', 'part', 'done', 'none', 'full'][n % 7],
    deliveryState: shipped ? 'shipped' : 'open',
    cancelled: n === 12,
    hold: n === 2 ? 'Kreditgrenze' : null,
    currency: 'EUR',
    totalGross: (86.4 + n * 31.7).toFixed(2),
  }
})
const order = (n: number) => ({
  ...orders[n],
  kind: 'order',
  version: 3,
  webOrderId: id(400),
  paymentState: 'partly_paid',
  deliverability: 'part',
  totalGross: '142.75',
  channelId: id(0),
  customerNumber: 'K-08102',
  customerReason: { how: 'email_name', score: 97 },
  takenOverBy: 'Maren Siebert',
  billing: null,
  shipping: {
    firstName: 'Aylin',
    lastName: 'Öztürk',
    street: 'Zülpicher Straße 214',
    postcode: '50667',
    city: 'Köln',
    country: 'DE',
  },
  paymentMethod: 'Vorkasse',
  shippingMethod: 'DHL Paket',
  language: 'de',
  customerNote: 'Bitte die Girlanden nicht knicken, Feier ist am 5. Dezember.',
  note: '',
  fulfilledBy: null,
  cancelledAt: null,
  cancelledBy: null,
  cancelReason: null,
  sums: { total: '142.75', lines: '142.75', difference: '0', paid: '50.00', open: '92.75' },
  lines: [
    ...items.slice(0, 4).map(([itemNumber, name], line) => ({
      line: line + 1,
      kind: 'item',
      itemId: id(800 + line),
      itemNumber,
      name,
      quantity: String(2 + line * 5),
      delivered: '0',
      cancelled: '0',
      open: String(2 + line * 5),
      allocated: line === 2 ? '8' : String(2 + line * 5),
      onHand: String(64 - line * 14),
      unitGross: '14.95',
      totalGross: (14.95 * (2 + line * 5)).toFixed(2),
      taxRate: '19',
      deliverable: line === 2 ? 'part' : 'full',
    })),
    {
      line: 5,
      kind: 'shipping',
      itemId: null,
      itemNumber: null,
      name: 'Versand DHL Paket',
      quantity: '1',
      delivered: '0',
      cancelled: '0',
      open: '0',
      allocated: '0',
      onHand: null,
      unitGross: '5.05',
      totalGross: '5.05',
      taxRate: '19',
      deliverable: null,
    },
  ],
  payments: [
    {
      id: id(900),
      amount: '50.00',
      currency: 'EUR',
      method: 'Vorkasse',
      transactionId: null,
      paidAt: at('14:12'),
      bookedAt: at('14:12'),
      bookedBy: 'Maren Siebert',
    },
  ],
  deliveries: [],
  history: [
    { at: at('13:31'), actor: 'Übernahme', event: 'taken_over', data: {} },
    { at: at('14:12'), actor: 'Maren Siebert', event: 'payment_booked', data: {} },
  ],
  shop: { state: 'accepted', at: at('13:32'), code: null, text: null, sent: null, deliveries: [] },
  actions: [
    {
      action: 'deliver',
      allowed: false,
      blockers: [
        {
          code: 'NOT_PAID',
          reason: 'Nicht vollständig bezahlt',
          remedy: 'Vorkasse, 92,75 € offen. Vorkasse-Aufträge werden erst nach Zahlung ausgeliefert.',
          data: {},
        },
        {
          code: 'STOCK_MISSING',
          reason: 'Position 3: 4 Stück fehlen',
          remedy: 'Die anderen Positionen können vorab gehen.',
          data: {},
        },
      ],
    },
    { action: 'pay', allowed: true, blockers: [] },
    { action: 'cancel', allowed: true, blockers: [] },
  ],
})

const outcomes = ['staged', 'taken_over', 'parked', 'staged', 'ignored', 'taken_over', 'waiting'] as const
const ledger = Array.from({ length: 30 }, (_, n) => {
  const outcome = outcomes[n % outcomes.length]
  const parked = outcome === 'parked'
  return {
    id: id(1000 + n),
    connection: shops[n % 5],
    channel: shops[n % 5],
    kind: 'order',
    externalId: String(n),
    externalNumber: `HS-${88219 - n}`,
    outcome,
    code: parked ? 'ITEM_UNKNOWN' : null,
    reason: parked ? 'Artikel „85099B-XL“ ist in Kontor nicht bekannt' : null,
    remedy: parked ? 'Artikel anlegen, dann neu importieren.' : null,
    reference: null,
    occurredAt: at('13:44'),
    firstSeenAt: at('13:46'),
    changedAt: at('13:47'),
    acknowledged: 'yes',
  }
})
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
      ['ready', 20],
      ['open', 3],
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
  '/customers': page([
    {
      id: id(600),
      number: 'K-07711',
      name: 'Annegret Thies',
      email: 'a.thies@posteo.example',
      place: 'Lübeck',
      country: 'DE',
      blocked: false,
    },
  ]),
  '/worker': {
    processes: ['srv-lager', 'srv-buero'].map((name, n) => ({
      id: id(1100 + n),
      name,
      startedAt: '2026-11-08T08:00:00Z',
      beatAt: at('14:32'),
      alive: true,
      doing: n === 0 ? ['Amazon.de: Bestand'] : [],
    })),
    lanes: platforms.flatMap(one =>
      lanes.map((lane, n) => ({
        connectionId: one.connectionId,
        connection: one.connection,
        lane,
        every: n === 0 ? 300 : 900,
        window: null,
        state:
          one.state === 'locked'
            ? 'locked'
            : one.state === 'failing' && n === 0
              ? 'failing'
              : one.channel === 'Amazon.de' && n === 1
                ? 'running'
                : 'waits',
        sentence: one.state === 'failing' && n === 0 ? 'gestört, Versuch 7' : null,
        lastAt: at('14:30'),
        lastMs: 600 + n * 900,
        nextAt: n === 0 ? at('14:35') : null,
        runId: id(200),
        runs: Array.from({ length: 20 }, (_, r) => ({
          state: one.state === 'failing' && n === 0 && r > 12 ? 'failed' : 'done',
          notes: r === 9 && n === 2,
        })),
      })),
    ),
  },
  ...Object.fromEntries(orders.map((one, n) => [`/orders/${one.id}`, order(n)])),
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

import { channelHealth } from './fixtureOperators.ts'
import { at, id, items, page, people, shops } from './fixtureParts.ts'

/** Fixtures of the pages where somebody decides: outbox, guard, conflicts, tasks, disturbances. */

const hash = (n: number) => id(5000 + n)

const refused = items.slice(0, 5).map(([number], n) => ({
  id: hash(n),
  channelId: id(n < 3 ? 3 : 1),
  channel: shops[n < 3 ? 3 : 1],
  kind: n === 4 ? 'order' : 'item',
  name: n === 4 ? 'AU-26-10466' : number,
  code: 'REFUSED_AT_CHANNEL',
  reason: n === 4 ? 'Der Kanal kennt diesen Status nicht.' : 'Der Kanal verlangt eine GTIN.',
  remedy: n === 4 ? 'Status im Shop ansehen, dann erneut senden.' : 'GTIN am Artikel ergänzen.',
  field: n === 4 ? 'status' : 'gtin',
  text: n === 4 ? 'unknown state' : 'GTIN fehlt',
  at: at(`13:${20 + n}`),
}))

const results = ['accepted', 'accepted', 'pending', 'rejected', 'accepted', 'unknown'] as const
const journal = Array.from({ length: 26 }, (_, n) => {
  const [number] = items[n % items.length] ?? ['', '']
  const result = results[n % results.length]
  return {
    id: hash(100 + n),
    at: at(`14:${String(31 - n).padStart(2, '0')}`.replace('-', '0')),
    channelId: id(n % 4),
    channel: shops[n % 4],
    runId: id(200 + (n % 20)),
    askedBy: n % 3 === 0 ? 'Maren Siebert' : 'Hintergrunddienst',
    callId: hash(300),
    operation: n % 2 === 0 ? 'bulk' : 'send',
    called: 'item',
    inCall: n % 2 === 0 ? 40 : 1,
    ms: 180 + n * 37,
    kind: n % 5 === 0 ? 'stock' : n % 5 === 1 ? 'price' : 'item',
    object: 'item',
    objectId: hash(n % 6),
    name: number,
    result,
    code: result === 'rejected' ? 'REFUSED_AT_CHANNEL' : null,
    reason: result === 'rejected' ? 'Der Kanal verlangt eine GTIN.' : null,
    field: result === 'rejected' ? 'gtin' : null,
    text: result === 'rejected' ? 'GTIN fehlt' : null,
    theirs: `SHOP-${4100 + n}`,
    hash: null,
    fields: { data: { weight: '0.450', 'name.de': 'REGENCY CAKESTAND 3 TIER', gtin: '5012345678900' } },
  }
})

const stop = (n: number, channel: number, rule: string, sentence: string, held: number) => ({
  id: hash(400 + n),
  channelId: id(channel),
  channel: shops[channel],
  kind: 'item',
  rule,
  sentence,
  startedAt: at('13:40'),
  endedAt: held === 0 ? at('14:00') : null,
  percent: rule === 'price' ? '50' : '10',
  counted: 4,
  extent: 61,
  total: 412,
  held,
  released: n === 2 ? 12 : 0,
  dropped: 0,
  sent: 0,
})
const stops = [
  stop(0, 2, 'price', 'angehalten: 14 Preise fallen um mehr als 50 % oder auf 0', 14),
  stop(1, 0, 'vanish', 'angehalten: 57 Artikel verschwinden vom Kanal', 57),
]
const guarded = (rule: string) =>
  Array.from({ length: 14 }, (_, n) => {
    const [number, name] = items[n % items.length] ?? ['', '']
    return {
      id: hash(500 + n),
      number: n < items.length ? number : `${number}-${n}`,
      name,
      old: rule === 'price' ? (12.95 + n).toFixed(2) : 'shown',
      new: rule === 'price' ? (1.3 + n / 10).toFixed(2) : 'removed',
      depth: rule === 'price' ? (89.9 - n / 2).toFixed(1) : null,
      state: 'held',
      heldAt: at('13:40'),
      decidedAt: null,
      decidedBy: null,
    }
  })

const conflicts = items.map(([number, name], n) => ({
  id: hash(600 + n),
  channelId: id(0),
  channel: shops[0],
  itemId: hash(n),
  number,
  name,
  field: n % 2 === 0 ? 'price' : 'name.de',
  lastSent: n % 2 === 0 ? '10.90' : name,
  theirs: n % 2 === 0 ? '9.99' : `${name} – Aktion`,
  ours: n % 2 === 0 ? '11.50' : name,
  lead: 'ask',
  state: 'open',
  seenAt: at('12:15'),
  decidedAt: null,
  decidedBy: null,
}))

const task = (n: number, code: string, title: string, sentence: string, more: object = {}) => ({
  id: hash(700 + n),
  code,
  title,
  sentence,
  remedy: 'Annehmen oder mit Begründung ablehnen.',
  orderId: id(700 + n),
  orderNumber: `AU-26-1047${n}`,
  externalNumber: `HS-8821${n}`,
  customer: people[n]?.[0],
  channelId: id(0),
  channel: shops[n % 3],
  ledgerId: null,
  holds: false,
  differences: [],
  data: {},
  actions: ['done'],
  raisedAt: at(`13:${40 - n}`),
  raisedBy: 'Hintergrunddienst',
  closedAt: null,
  closedBy: null,
  decision: null,
  note: '',
  ...more,
})
const tasks = [
  task(0, 'CHANGED_AT_CHANNEL', 'im Shop geändert', 'Die Bestellung HS-88210 wurde im Shop geändert.', {
    holds: true,
    actions: ['accept', 'refuse'],
    differences: [
      { what: 'quantity', line: 1, sku: '22423', name: 'REGENCY CAKESTAND 3 TIER', ours: '3', shop: '1' },
      { what: 'removed', line: 2, sku: '20725', name: 'LUNCH BAG RED RETROSPOT', ours: '2', shop: null },
      { what: 'total', ours: '48.20', shop: '21.90' },
    ],
  }),
  task(1, 'CANCELLATION_REQUESTED', 'Stornierung erbeten', 'Der Käufer bittet um Stornierung.', {
    actions: ['accept', 'refuse'],
  }),
  task(2, 'PAYMENT_FAILED_AT_CHANNEL', 'Zahlung fehlgeschlagen', 'Die Zahlung wurde zurückgebucht.'),
  task(3, 'ADDRESS_CHANGED_AT_CHANNEL', 'Anschrift im Shop geändert', 'Die Lieferadresse ist eine andere.'),
]

const lanes = ['orders', 'stock', 'catalogue', 'feedback'] as const
const health = shops.map((shop, n) => ({
  connectionId: id(100 + n),
  connection: shop,
  channels:
    n === 3
      ? [
          channelHealth(n, shop),
          channelHealth(30, 'Kaufland.at', { oldestUnsent: at('12:02'), waiting: 14, refused: 2 }),
          channelHealth(31, 'Kaufland.cz', { goodAt: [], sent: 0, failed: 0, errorRate: null }),
        ]
      : [channelHealth(n, shop)],
  colour: n === 5 ? 'red' : n === 2 ? 'yellow' : 'green',
  findings:
    n === 5
      ? [
          {
            rule: 'unreachable',
            severity: 'red',
            sentence: 'Die Gegenstelle antwortet seit 33 Minuten nicht.',
            remedy: 'Es wird neu versucht.',
          },
        ]
      : n === 2
        ? [
            {
              rule: 'credentials',
              severity: 'yellow',
              sentence: 'Zugang endet bald: noch 7 Tage.',
              remedy: 'Bitte neu anmelden.',
            },
          ]
        : [],
  locked: n === 4,
  goodAt: lanes.map((lane, l) => ({ lane, at: n === 5 ? at('13:58') : at(`14:${31 - l * 6}`) })),
  oldestUnsent: n === 5 ? at('14:00') : n === 1 ? at('14:32') : null,
  waiting: n === 5 ? 10 : n === 1 ? 3 : 0,
  waitingCapped: false,
  runs: n === 4 ? 0 : 288,
  failedRuns: n === 5 ? 7 : 0,
  errorRate: n === 4 ? null : n === 5 ? 7 / 288 : 0,
  credentialDays: n === 2 ? 7 : n > 2 ? 82 : null,
  credentialsUntil: null,
  probedAt: null,
  openedAt: n === 5 ? at('14:00') : null,
  nextTryAt: n === 5 ? at('14:34') : null,
  quotas: n === 2 ? [{ operation: '', perDay: 5000, used: 1284, left: 3716, blockedUntil: null }] : [],
}))

const incidents = [
  {
    id: hash(800),
    rule: 'unreachable',
    severity: 'red',
    connectionId: id(105),
    connection: shops[5],
    sentence: 'Die Gegenstelle antwortet nicht.',
    remedy: 'Es wird alle 2 Minuten neu versucht.',
    openedAt: at('14:00'),
    closedAt: null,
  },
  {
    id: hash(801),
    rule: 'backlog',
    severity: 'yellow',
    connectionId: id(100),
    connection: shops[0],
    sentence: 'Änderungen warteten länger als 15 Minuten.',
    remedy: '',
    openedAt: at('09:12'),
    closedAt: at('09:31'),
  },
]

const sweeps = [
  {
    channelId: id(0),
    channel: shops[0],
    kind: 'item',
    done: 182,
    total: 412,
    estimated: false,
    perSecond: 2.3,
    secondsLeft: 100,
    connectionId: id(100),
    connection: shops[0],
    state: 'on',
    runId: id(300),
    askedAt: at('14:30'),
    askedBy: 'Maren Siebert',
    pausedAt: null,
    pausedBy: null,
  },
]
/** How far the running complete synchronisation is. */
export const walks = sweeps.map(
  ({ channelId, channel, kind, done, total, estimated, perSecond, secondsLeft }) => ({
    channelId,
    channel,
    kind,
    done,
    total,
    estimated,
    perSecond,
    secondsLeft,
  }),
)

export const previewRunId = id(301)
const preview = items.map(([number, name], n) => ({
  id: hash(900 + n),
  channelId: id(0),
  channel: shops[0],
  kind: n === 5 ? 'stock' : 'item',
  objectId: hash(n),
  name: number,
  action: n === 0 ? 'new' : n === 5 ? 'held' : n === 4 ? 'again' : 'changed',
  code: n === 5 ? 'GUARD_HELD' : null,
  reason: n === 5 ? 'Vom Wächter angehalten.' : null,
  changes:
    n === 4 || n === 5
      ? []
      : [
          { aspect: 'data', field: 'name.de', before: n === 0 ? null : name, after: `${name}, rot` },
          { aspect: 'price', field: 'price', before: n === 0 ? null : '10.90', after: '11.50' },
        ],
}))

/** Path behind /api/v1 (without query) → answer. */
export const workAnswers: Readonly<Record<string, unknown>> = {
  '/outbox/refused': { items: refused },
  '/outbox/send-again': { items: refused.map(({ id: one, channel }) => ({ id: one, channel })) },
  '/outbox/drop': { items: refused.map(({ id: one, channel }) => ({ id: one, channel })) },
  '/journal': page(journal, 5120),
  '/sync-complete': { items: sweeps },
  '/guard': page(stops),
  [`/guard/${stops[0]?.id}`]: { stop: stops[0], ...page(guarded('price')) },
  [`/guard/${stops[1]?.id}`]: { stop: stops[1], ...page(guarded('vanish'), 57) },
  '/guard/release': { items: [{ id: stops[0]?.id, count: 14 }], objects: [] },
  [`/channels/${id(0)}/guard`]: { channelId: id(0), vanish: 10, price: 50, stock: 30, free: 10, look: 0 },
  [`/channels/${id(2)}/guard`]: { channelId: id(2), vanish: 10, price: 50, stock: 30, free: 10, look: 0 },
  '/conflicts': page(conflicts),
  '/sync-complete/pause': { items: [] },
  '/tasks/close': {
    refused: 0,
    items: [
      {
        taskId: tasks[0]?.id,
        did: 'closed',
        applied: [],
        recorded: [],
        code: null,
        reason: null,
        remedy: null,
      },
    ],
  },
  '/conflicts/decide': { decided: conflicts.length },
  [`/channels/${id(0)}/conflict-rules`]: {
    channelId: id(0),
    seen: true,
    leads: { name: 'ask', description: 'ask', price: 'ask', gtin: 'ours', weight: 'ours', active: 'theirs' },
  },
  '/tasks': page(tasks),
  '/tasks?order': page(tasks.slice(2, 3)),
  '/health': { items: health },
  '/incidents': page(incidents),
  '/alerts': {
    items: [
      {
        id: hash(850),
        kind: 'mail',
        target: 'maren@herzstueck.example',
        language: 'de',
        addedAt: at('08:00'),
        waiting: 1,
        waitingSince: at('13:58'),
        nextTryAt: at('14:58'),
        error: 'ECONNREFUSED',
      },
      {
        id: hash(851),
        kind: 'web-hook',
        target: 'https://chat.example/hooks/7',
        language: 'en',
        addedAt: at('08:00'),
        waiting: 0,
        waitingSince: null,
        nextTryAt: null,
        error: null,
      },
    ],
  },
  '/ledger-completeness': {
    items: shops.slice(0, 4).map((shop, n) => ({
      connectionId: id(100 + n),
      connection: shop,
      channels: [shop],
      day: '2026-11-20',
      timeZone: 'Europe/Berlin',
      state: n === 2 ? 'missing' : n === 3 ? 'not_countable' : 'complete',
      remote: n === 3 ? null : 31 - n * 4,
      here: n === 2 ? 21 : 31 - n * 4,
      undated: 0,
      missing: n === 3 ? null : n === 2 ? 2 : 0,
      missingIds: n === 2 ? ['302-4411', '302-4415'] : null,
      code: null,
      reason: n === 3 ? 'Dieses System nennt keine Anzahl.' : null,
      remedy: null,
    })),
  },
  '/ledger/retry-import': {
    items: [
      { id: id(1002), outcome: 'staged', code: null },
      {
        id: id(1009),
        outcome: 'parked',
        code: 'ITEM_UNKNOWN',
        problem: { code: 'ITEM_UNKNOWN', text: 'Artikel „85099B-XL“ ist in Kontor nicht bekannt' },
      },
    ],
  },
  [`/sync-runs/${previewRunId}/preview`]: {
    ...page(preview),
    counts: { new: 1, changed: 3, again: 1, held: 1 },
    total: preview.length,
    kept: preview.length,
  },
}

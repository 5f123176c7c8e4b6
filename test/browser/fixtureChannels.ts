import { at, id, page, people, shops } from './fixtureParts.ts'

export const shownChannel = id(3)
export const lockedChannel = id(4)
export const newChannel = id(6)
export const recoveringChannel = id(8)

const connection = (n: number, name: string, more: object = {}) => ({
  id: id(100 + n),
  name,
  system: n === 0 || n > 5 ? 'jtl-connector' : 'marktplatz',
  state: 'ok',
  reason: null,
  phase: 'ready',
  recovering: false,
  leads: 'kontor',
  settings: { url: 'https://shop.example/jtlconnector/', methodCase: 'snake' },
  secrets: { token: '2026-10-14T09:12:00Z' },
  timeZone: 'Europe/Berlin',
  channels: [{ id: id(n), name, place: '', active: true, locked: false }],
  openAcks: 0,
  openPages: 0,
  lock: null,
  waiting: null,
  ...more,
})
const connections = [
  ...shops.map((name, n) =>
    connection(
      n,
      name,
      n === 4
        ? {
            state: 'locked',
            reason: 'Maren Siebert: Inventur',
            lock: { by: 'Maren Siebert', reason: 'Inventur', at: at('09:15') },
            waiting: { records: 12, changes: 131 },
          }
        : n === 1 || n === 2
          ? {
              system: 'verkaufskanal',
              settings: { url: 'https://kanal.example/', prices: 'true', returns: 'false' },
            }
          : n === 5
            ? { state: 'refused', reason: 'Zugang abgelehnt. Bitte die Zugangsdaten prüfen.' }
            : {},
    ),
  ),
  connection(6, 'Werkstattladen', { state: 'new', phase: 'new', leads: 'kontor' }),
  connection(7, 'Flohmarkt 2024', { state: 'archived' }),
  connection(8, 'Saisonshop', { recovering: true }),
]

const field = (key: string, kind: string, label: string, help: string | null, more: object = {}) => ({
  key,
  kind,
  from: null,
  label,
  help,
  required: true,
  default: null,
  choices: [],
  choiceNames: {},
  clearsSecrets: kind === 'url',
  ...more,
})
const systems = [
  {
    name: 'jtl-connector',
    title: 'JTL-Connector',
    goesOut: ['category', 'item', 'price', 'stock', 'customer', 'order_status'],
    signsUp: false,
    calls: false,
    settings: [
      field('url', 'url', 'Adresse des Endpunkts', 'Wie der Connector des Shops sie anzeigt.'),
      field('token', 'secret', 'Passwort (Token)', 'Aus den Einstellungen des Connectors im Shop.'),
      field('methodCase', 'choice', 'Schreibweise der Methoden', 'Die übliche passt für alle Shops.', {
        required: false,
        default: 'snake',
        choices: ['snake', 'camel'],
        choiceNames: { snake: 'üblich (order_item)', camel: 'zusammen (orderItem)' },
      }),
    ],
  },
  {
    name: 'verkaufskanal',
    title: 'Verkaufskanal',
    goesOut: ['item', 'price', 'stock'],
    signsUp: true,
    calls: true,
    settings: [
      field('url', 'url', 'Anmeldeseite', 'Dort meldet sich der Verkäufer an.'),
      field('prices', 'flag', 'Preise einzeln', 'Preise werden ohne das ganze Angebot gesendet.', {
        required: false,
      }),
      field('returns', 'flag', 'Retouren mit Sendungsnummer', null, { required: false }),
    ],
  },
  {
    name: 'marktplatz',
    title: 'Marktplatz',
    goesOut: ['item', 'stock'],
    signsUp: false,
    calls: false,
    settings: [
      field('url', 'url', 'Adresse', null),
      field('token', 'secret', 'Schlüssel', 'Aus der Verwaltung des Marktplatzes.'),
    ],
  },
]

const event = (kind: string, label: string, count: number, last: string | null, more: object = {}) => ({
  kind,
  label,
  enabled: true,
  from: '2026-10-31T23:00:00Z',
  fromText: '2026-11-01 00:00:00',
  lastReceived: last,
  count,
  countCapped: false,
  ...more,
})
const events = {
  channelId: shownChannel,
  channel: shops[3],
  timeZone: 'Europe/Berlin',
  items: [
    event('order', 'Bestellungen', 1204, at('14:31')),
    event('order_status', 'Bestellung: Statusaktualisierung', 3870, at('14:31')),
    event('order_address', 'Bestellung: Adressaktualisierung', 18, '2026-11-19T16:02:00Z'),
    event('cancellation_accepted', 'Akzeptierte Bestellstornierung', 7, '2026-11-18T08:40:00Z'),
    event('cancellation_refused', 'Abgelehnte Bestellstornierung', 0, null),
    event('return', 'Retouren', 41, at('11:20'), { from: null, fromText: null }),
    event('refund', 'Erstattungen', 0, null, { enabled: false, from: null, fromText: null }),
  ],
}

const did = ['new', 'new', 'parked', 'here', 'changed', 'pending', 'new', 'here'] as const
const reasons: Readonly<Record<string, string>> = {
  parked: 'Artikel „85099B-XL“ ist in Kontor nicht bekannt',
  here: 'schon vorhanden: AU-26-09911',
}
const preview = {
  at: at('14:32'),
  goodUntil: at('14:42'),
  kinds: ['order'],
  found: 512,
  new: 37,
  changed: 4,
  here: 463,
  pending: 6,
  leftOut: 0,
  parked: 2,
  capped: false,
  rows: did.map((one, n) => ({
    kind: 'order',
    externalNumber: `MKP-7681${20 + n * 3}`,
    externalId: String(n),
    placedAt: `2026-11-0${1 + n}T08:14:00Z`,
    customer: people[n]?.join(', ') ?? null,
    totalGross: `${38 + n * 11}.90`,
    currency: 'EUR',
    did: one,
    code: null,
    reason: reasons[one] ?? null,
  })),
}

const map = (list: string, theirs: string, name: string, ours: number | null, more: object = {}) => ({
  list,
  theirs,
  name,
  ours: ours === null ? null : id(ours),
  oursName: ours === null ? null : 'Endkunden',
  proposal: null,
  needed: true,
  gone: false,
  ...more,
})
const groups = [
  { id: id(900), name: 'Endkunden' },
  { id: id(901), name: 'Händler' },
]
const maps = {
  channelId: shownChannel,
  missing: 2,
  items: [
    map('customer_group', '1', 'Shopkunden', 900),
    map('customer_group', '2', 'Händler', null, { proposal: { id: id(901), name: 'Händler' } }),
    map('payment_method', 'paypal', 'PayPal', null, { ours: 'pay-1', oursName: 'PayPal' }),
    map('payment_method', 'klarna', 'Rechnung über Klarna', null),
    map('shipping_method', 'dhl', 'DHL Paket', null, { needed: false }),
    map('tax_rate', '19', '19 % (DE)', 920, { oursName: '19 %' }),
    map('currency', 'EUR', 'Euro', 921, { oursName: 'EUR' }),
  ],
}

const step = (name: string, state: string, sentence: string) => ({ step: name, state, sentence })
const found = (n: number, number: string, name: string, candidates: number) => ({
  id: id(950 + n),
  kind: 'item',
  theirs: String(n),
  name,
  number,
  gtin: `40000000000${n}`,
  parent: null,
  state: candidates === 1 ? 'matched' : 'ambiguous',
  matchedBy: candidates === 1 ? 'number' : null,
  objectId: candidates === 1 ? id(960) : null,
  candidates: Array.from({ length: candidates }, (_, at) => ({
    objectId: id(960 + at),
    number: `${number}-${at}`,
    name,
    gtin: null,
    taken: false,
  })),
})
const kind = (name: string, figures: readonly number[]) => {
  const [seen, matched, ambiguous, theirsOnly, adopted, leftAlone] = figures
  return { kind: name, looked: true, refused: null, seen, matched, ambiguous, theirsOnly, adopted, leftAlone }
}
const firstRun = {
  id: id(106),
  connection: 'Werkstattladen',
  phase: 'new',
  leads: 'kontor',
  leadChosenAt: null,
  checkedAt: at('13:02'),
  checkOk: true,
  steps: [
    step('check', 'done', 'Die Prüfung ist bestanden.'),
    step('mappings', 'optional', '2 ohne Zuordnung.'),
    step('orders', 'optional', 'Alle Bestellungen, die der Shop liefert.'),
    step('look', 'done', 'Es ist nachgesehen, was der Shop hat.'),
    step('adopt', 'open', '131 noch nicht entschieden.'),
    step('lead', 'optional', 'Nicht gewählt; ohne Übernommenes führt Kontor.'),
    step('finish', 'open', 'Noch wird nichts gesendet.'),
  ],
  kinds: [kind('category', [12, 9, 0, 3, 0, 0]), kind('item', [408, 120, 2, 286, 0, 0])],
}
const importConditions = [
  {
    kind: 'customer_group',
    theirs: '2',
    name: 'Händler',
    state: 'open',
    ours: null,
    sentence: 'Die Kundengruppe „Händler“ des Shops ist keiner in Kontor zugeordnet.',
    command: 'channel map set Werkstattladen customer_group --map "2=Händler"',
  },
]
const objects = [
  found(0, '22423', 'REGENCY CAKESTAND 3 TIER', 1),
  found(1, '85099', 'JUMBO BAG RED RETROSPOT', 2),
  found(2, '20725', 'LUNCH BAG RED RETROSPOT', 2),
]

const recovery = {
  isOver: false,
  steps: [
    {
      step: 'number',
      of: 'order',
      text: 'Nachsehen, welche Nummer wirklich zuletzt vergeben wurde (Papier, Mails, Buchhaltung). Die Sicherung kennt sie bis 10412; der Nummernkreis steht jetzt auf 11412.',
      command: 'kontor recovery number order LAST',
      backupAt: at('02:00'),
      firstNo: '10413',
      doneAt: null,
      doneBy: null,
      note: {},
    },
    {
      step: 'number',
      of: 'customer',
      text: '',
      command: 'kontor recovery number customer LAST',
      backupAt: at('02:00'),
      firstNo: '7712',
      doneAt: at('14:20'),
      doneBy: 'Maren Siebert',
      note: {},
    },
    {
      step: 'orders',
      of: 'Saisonshop',
      text: 'JTL-Connector vergisst unsere Nummern ab 10413 und liefert dann, was sie trug.',
      command: 'kontor recovery fetch "Saisonshop"',
      backupAt: at('02:00'),
      firstNo: '10413',
      doneAt: null,
      doneBy: null,
      note: {},
    },
  ],
  connections: [
    {
      id: id(108),
      name: 'Saisonshop',
      open: 2,
      archived: false,
      text: 'Wenn alles getan ist: Die Verbindung macht weiter und bekommt gemeldet, was sich unterscheidet.',
      command: 'kontor recovery done "Saisonshop"',
    },
  ],
}

const request = (n: number, state: string, more: object = {}) => ({
  id: id(980 + n),
  connectionId: id(100 + n),
  channelId: id(n),
  way: 'since',
  kinds: ['order', 'order_status'],
  from: '2026-10-31T23:00:00Z',
  to: null,
  state,
  askedBy: 'Maren Siebert',
  askedAt: at('12:04'),
  endedAt: state === 'done' ? at('12:06') : null,
  cancelledBy: null,
  runId: state === 'done' ? id(200) : null,
  figures: { order: { found: 512, new: 37, updated: 4, unchanged: 463, skipped: 6, parked: 2 } },
  ...more,
})

/** What the pages of the sales channels are answered: path behind /api/v1 → answer. */
export const channelAnswers: Readonly<Record<string, unknown>> = {
  '/connections?archived=true': { items: connections },
  '/systems': { items: systems },
  ...Object.fromEntries(
    connections.flatMap(one =>
      one.channels.map(channel => [
        `/channels/${channel.id}`,
        {
          ...channel,
          connection: one.name,
          system: one.system,
          takeOverByItself: false,
          checksPayment: true,
          checksShipping: false,
          sendsCustomers: false,
          takesCustomers: systems.find(system => system.name === one.system)?.goesOut.includes('customer'),
          shippingMethod: { id: 'ship-0', name: 'DHL Paket', active: true },
          paymentMethod: null,
          lock: one.lock,
          waiting: one.waiting,
        },
      ]),
    ),
  ),
  ...Object.fromEntries(
    connections.flatMap(({ channels }) =>
      channels.flatMap(({ id: channel }) => [
        [`/channels/${channel}/events`, events],
        [`/channels/${channel}/requests/preview`, preview],
        [`/channels/${channel}/maps`, maps],
        [
          `/channels/${channel}/offer`,
          {
            channelId: channel,
            share: '0.8',
            rootCategoryId: id(931),
            groups: [{ theirId: '1', customerGroupId: id(900), group: 'Endkunden' }],
          },
        ],
      ]),
    ),
  ),
  '/customer-groups': { items: groups },
  '/payment-methods': { items: [{ id: id(910), code: 'paypal', name: 'PayPal', active: true }] },
  '/shipping-methods': { items: [{ id: id(911), code: 'dhl', name: 'DHL', active: true }] },
  '/categories': {
    items: [
      { id: id(930), parentId: null, name: 'Haushalt', depth: 0 },
      { id: id(931), parentId: id(930), name: 'Küche', depth: 1 },
    ],
  },
  [`/connections/${id(106)}/first-run`]: firstRun,
  [`/connections/${id(106)}/first-run/objects`]: page(objects, 122),
  [`/connections/${id(106)}/first-run/conditions`]: { items: importConditions },
  [`/connections/${id(103)}/check`]: {
    ok: false,
    system: 'Marktplatz 3.2',
    lines: [
      { ok: true, code: 'REACHABLE', text: 'Die Adresse antwortet.' },
      { ok: false, code: 'TOKEN_REFUSED', text: 'Der Schlüssel wird abgelehnt. Bitte neu eingeben.' },
    ],
  },
  '/recovery': recovery,
  '/requests': page([
    request(3, 'running'),
    request(0, 'done'),
    request(2, 'cancelled', { cancelledBy: 'Jonas Krüger' }),
  ]),
}

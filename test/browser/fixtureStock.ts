import { at, id, items, page, people, shops } from './fixtureParts.ts'

/** Fixtures of prices, stock and stocktaking. */

const day = (date: string) => new Date(`${date}T00:00:00+01:00`).toISOString()
const itemId = (n: number) => id(6000 + n)
const places = [
  ['HL', 'Hauptlager Augsburg'],
  ['LA', 'Ladengeschäft'],
  ['RE', 'Retourenlager'],
] as const
const warehouses = places.map(([code, name], n) => ({
  id: id(6100 + n),
  code,
  name,
  priority: n,
  lockShipment: n === 2,
  lockAvailability: n === 2,
  active: true,
}))

const rows = Array.from({ length: 24 }, (_, n) => {
  const [number, name] = items[n % items.length] ?? ['', '']
  const onHand = n === 3 ? 0 : 480 - n * 17
  const committed = n === 3 ? 8 : n * 3
  return {
    id: itemId(n),
    itemNumber: n < items.length ? number : `${number}-${n}`,
    name,
    kind: n === 5 ? 'kit' : 'simple',
    gtin: '5012345678900',
    active: true,
    onHand: String(onHand),
    allocated: String(Math.min(onHand, committed)),
    committed: String(committed),
    staged: n % 4 === 0 ? '2' : '0',
    available: String(onHand - committed),
    offered: null,
  }
})

const movement = (n: number, reason: string, causeKind: string, quantity: string, note: string | null) => ({
  id: id(6200 + n),
  at: at(`${String(13 - Math.floor(n / 6)).padStart(2, '0')}:${String(58 - (n % 6) * 9).padStart(2, '0')}`),
  itemId: itemId(n % 6),
  itemNumber: items[n % 6]?.[0],
  name: items[n % 6]?.[1],
  warehouse: places[n % 2]?.[0],
  quantity,
  reason,
  causeKind,
  causeId: id(6300 + n),
  adjustmentReason: causeKind === 'adjustment' ? 'Bruch' : null,
  actor: n % 3 === 0 ? 'Maren Siebert' : 'Hintergrunddienst',
  note,
})
const kinds = [
  ['receipt', 'booking', '240', 'Lieferschein 4711'],
  ['delivery', 'delivery', '-2', null],
  ['adjustment', 'adjustment', '-1', 'Tasse zerbrochen'],
  ['transfer', 'transfer', '-24', null],
  ['transfer', 'transfer', '24', null],
  ['delivery', 'delivery', '-6', null],
  ['stocktaking', 'stocktaking', '3', null],
] as const
const movements = Array.from({ length: 21 }, (_, n) => {
  const [reason, cause, quantity, note] = kinds[n % kinds.length] ?? kinds[0]
  return movement(n, reason, cause, quantity, note)
})

const stockOf = (n: number) => {
  const { onHand, allocated, committed, staged, available } = rows[n] ?? rows[0] ?? {}
  return {
    itemId: itemId(n),
    onHand,
    allocated,
    committed,
    staged,
    available,
    warehouses: [
      { warehouseId: id(6100), warehouse: 'HL', onHand, allocated },
      { warehouseId: id(6101), warehouse: 'LA', onHand: '24', allocated: '0' },
    ],
    offers: shops.slice(0, 4).map((channel, at) => ({
      channelId: id(at),
      channel,
      offered: n === 3 ? '0' : String(Math.max(0, Number(available) - 2 - at * 40)),
    })),
    movements: movements.slice(0, 6),
  }
}
const queue = {
  itemId: itemId(0),
  servedFirst: 'oldest',
  orders: people.slice(0, 3).map(([customer], n) => ({
    orderId: id(700 + n),
    orderNumber: `AU-26-${10480 + n}`,
    placedAt: at(`${String(8 + n).padStart(2, '0')}:12`),
    customer,
    priority: 0,
    paymentState: n === 1 ? 'paid' : 'open',
    hold: null,
    place: n + 1,
    open: String(4 - n),
    allocated: n === 0 ? '4' : '0',
    missing: n === 0 ? '0' : String(4 - n),
    waits:
      n === 0
        ? null
        : {
            code: 'WAITING_FOR_OLDER_ORDER',
            reason: `Die Ware bekommt zuerst: ${['AU-26-10480', 'AU-26-10480, AU-26-10481'][n - 1]}.`,
            remedy: 'Auf Ware warten oder diesem Auftrag eine höhere Priorität geben.',
          },
  })),
}

const special = (n: number, more: object) => ({
  id: id(6400 + n),
  itemId: itemId(n % 6),
  itemNumber: items[n % 6]?.[0],
  name: items[n % 6]?.[1],
  when: 'running',
  channelId: n % 3 === 0 ? null : id(n % 3),
  channel: n % 3 === 0 ? null : shops[n % 3],
  customerGroupId: n % 4 === 1 ? id(6500) : null,
  group: n % 4 === 1 ? 'Händler' : null,
  net: n % 4 === 1 ? '8.40' : null,
  gross: n % 4 === 1 ? null : (9.95 + n).toFixed(2),
  from: day('2026-11-16'),
  to: n % 5 === 2 ? null : day('2026-12-01'),
  active: true,
  untilStock: n % 5 === 2 ? '20' : null,
  endedAt: null,
  ...more,
})
const specials = Array.from({ length: 9 }, (_, n) => special(n, {}))
const ofItem = [
  special(20, {
    itemNumber: '22423',
    when: 'coming',
    from: day('2026-11-27'),
    to: day('2026-11-28'),
    gross: '9.99',
  }),
  special(21, { itemNumber: '22423', channelId: id(1), channel: shops[1] }),
  special(22, { itemNumber: '22423', when: 'over', endedAt: at('09:40'), untilStock: '50' }),
]
const list = (n: number, name: string, more: object) => ({
  id: id(6600 + n),
  name,
  factor: null,
  from: null,
  to: null,
  active: true,
  channels: [],
  groups: [],
  ...more,
})
const lists = [
  list(0, 'Händler', { factor: '0.8', groups: [{ id: id(6500), name: 'Händler' }] }),
  list(1, 'Black Week', {
    factor: '0.85',
    from: day('2026-11-23'),
    to: day('2026-12-01'),
    channels: [
      { id: id(0), name: shops[0] },
      { id: id(3), name: shops[3] },
    ],
  }),
  list(2, 'Sommer 2026', { from: '2026-05-31T22:00:00Z', to: '2026-08-31T22:00:00Z' }),
]
const both = (from: string, net: string, gross: string, said: 'net' | 'gross') => ({ from, net, gross, said })
const itemPrices = {
  id: itemId(0),
  itemNumber: '22423',
  name: 'REGENCY CAKESTAND 3 TIER',
  currency: 'EUR',
  taxRate: '19',
  groups: [
    { id: id(6500), name: 'Händler', isDefault: false },
    { id: id(6501), name: 'Endkunden', isDefault: true },
  ],
  everywhere: [
    { groupId: null, scales: [both('0', '10.882352941176', '12.95', 'gross')] },
    { groupId: id(6500), scales: [both('0', '9.20', '10.95', 'net'), both('12', '8.40', '10.00', 'net')] },
  ],
  channels: shops.slice(0, 3).map((name, n) => ({
    id: id(n),
    name,
    sold: n < 2,
    currency: 'EUR',
    taxRate: '19',
    prices: n === 2 ? [{ groupId: null, scales: [both('0', '11.756302521008', '13.99', 'gross')] }] : [],
  })),
}
const explained = {
  id: itemId(0),
  prices: [
    {
      scales: [{ from: '0', net: '10.882352941176', gross: '12.95' }],
      special: { net: '8.394957983193', gross: '9.99', from: day('2026-11-16'), until: day('2026-12-01') },
      unit: {
        net: '8.394957983193',
        gross: '9.99',
        rule: { by: 'special_price', only: ['channel'], said: 'gross' },
        words: 'Sonderpreis Kanal Herzstück Shop bis 30.11.2026',
      },
      why: [],
      words: ['Sonderpreis Kanal Herzstück Shop bis 30.11.2026', 'Preis des Artikels'],
      passed: [
        {
          rule: { by: 'special_price', only: [], said: 'gross' },
          because: 'not_yet',
          words: 'Sonderpreis: gilt erst ab 27.11.2026',
        },
        {
          rule: { by: 'price_list', only: ['group'], said: 'net' },
          because: 'over',
          words: 'Preisliste „Sommer 2026“: endete 31.08.2026',
        },
      ],
    },
  ],
}

const taking = (n: number, name: string, state: string, lines: object) => ({
  id: id(6700 + n),
  name,
  warehouseId: id(6100 + (n % 2)),
  warehouse: places[n % 2]?.[0],
  state,
  startedAt: at('08:05'),
  startedBy: 'Maren Siebert',
  endedAt: state === 'open' ? null : at('12:30'),
  endedBy: state === 'open' ? null : 'Maren Siebert',
  note: '',
  version: 14,
  lines: { uncounted: 0, equal: 0, different: 0, booked: 0, ...lines },
})
const takings = [
  taking(0, 'Inventur 20.11.2026', 'open', { uncounted: 9, equal: 11, different: 4 }),
  taking(1, 'Ladengeschäft Herbst', 'closed', { equal: 204, booked: 12 }),
  taking(2, 'Probe', 'cancelled', { uncounted: 24 }),
]
const takingLines = rows.map((row, n) => {
  const state = n < 4 ? 'different' : n < 15 ? 'equal' : 'uncounted'
  const difference = ['-2', '1', '-12', '3'][n] ?? '0'
  return {
    id: row.id,
    itemNumber: row.itemNumber,
    name: row.name,
    gtin: row.gtin,
    state,
    counted: state === 'uncounted' ? null : String(Number(row.onHand) + Number(difference)),
    booked: state === 'uncounted' ? null : row.onHand,
    difference: state === 'uncounted' ? null : difference,
    countedAt: state === 'uncounted' ? null : at(`09:${String(10 + n)}`),
    countedBy: state === 'uncounted' ? null : 'Maren Siebert',
    onHand: row.onHand,
    allocated: row.allocated,
  }
})

export const shownTaking = id(6700)
export const stockAnswers = {
  '/stock': page(rows, 4218),
  '/stock/movements': page(movements, 812),
  ...Object.fromEntries(rows.map((row, n) => [`/stock/${row.id}`, stockOf(n)])),
  ...Object.fromEntries(rows.map(row => [`/stock/${row.id}/queue`, { ...queue, itemId: row.id }])),
  '/warehouses': { items: warehouses },
  '/stock-rule': { servedFirst: 'oldest' },
  '/stock-reasons': { items: [{ id: id(6110), name: 'Bruch', active: true }] },
  '/special-prices': page(specials),
  '/special-prices?when=coming&limit=1': page(ofItem.slice(0, 1), 3),
  '/special-prices?when=over&limit=1': page(ofItem.slice(0, 1), 41),
  [`/special-prices?limit=100&item=${itemId(0)}`]: page(ofItem),
  '/price-lists': { items: lists },
  [`/price-lists/${id(6600)}/items`]: page(
    rows.slice(0, 4).map(({ id: one, itemNumber, name }, n) => ({
      id: one,
      itemNumber,
      name,
      net: n % 2 === 0 ? '7.90' : null,
      gross: n % 2 === 0 ? null : '8.99',
    })),
  ),
  '/items/22423/prices': itemPrices,
  [`/items/${itemId(0)}/channels/${id(0)}/prices`]: explained,
  '/stocktakings': page(takings),
  [`/stocktakings/${shownTaking}`]: takings[0],
  [`/stocktakings/${shownTaking}/lines`]: page(takingLines),
}

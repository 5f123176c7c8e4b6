import { at, id, items, page, shops } from './fixtureParts.ts'

/** Fixtures of the list of items and of bulk edits. */

const names = [
  ...items,
  ['71053', 'WHITE METAL LANTERN'],
  ['84406B', 'CREAM CUPID HEARTS COAT HANGER'],
  ['22752', 'SET 7 BABUSHKA NESTING BOXES'],
  ['21730', 'GLASS STAR FROSTED T-LIGHT HOLDER'],
  ['22633', 'HAND WARMER UNION JACK'],
  ['84029G', 'KNITTED UNION FLAG HOT WATER BOTTLE'],
] as const
const kinds = ['simple', 'simple', 'parent', 'child', 'kit', 'simple'] as const
const itemId = (n: number) => id(8000 + n)

const rows = Array.from({ length: 60 }, (_, n) => {
  const [number, name] = names[n % names.length] ?? ['', '']
  return {
    id: itemId(n),
    itemNumber: n < names.length ? number : `${number}-${n}`,
    name,
    kind: kinds[n % kinds.length],
    gtin: n % 4 === 3 ? null : String(4_012_345_000_009 + n * 10),
    netPrice: n % 5 === 4 ? null : `${3 + (n % 9)}.${n % 2 === 0 ? '95' : '50'}`,
    grossPrice: n % 10 === 4 ? '14.99' : null,
    active: n % 13 !== 7,
    changedAt: at(`1${n % 4}:${10 + (n % 49)}`),
    available: n % 6 === 2 ? '0' : String((n * 37) % 640),
    channelIds: n % 7 === 6 ? [] : shops.slice(0, 1 + (n % 6)).map((_, channel) => id(channel)),
  }
})
const text = {
  name: 'Etagere Regency, dreistöckig',
  description: '<p>Drei Ebenen aus Keramik mit Rosenmuster, Gestell aus Metall.</p>',
  shortDescription: 'Etagere mit drei Ebenen',
  path: 'etagere-regency',
  metaTitle: '',
  metaDescription: '',
  metaKeywords: '',
}
const facts = (n: number) => ({
  ...rows[n],
  texts: { de: text, en: { ...text, name: 'Regency cakestand 3 tier', path: 'regency-cakestand' } },
  channelTexts: [{ channelId: id(2), language: 'de', text: { ...text, description: '', path: '' } }],
  prices: [
    { customerGroupId: id(901), group: 'Händler', from: '0', net: '9.90', gross: null },
    { customerGroupId: id(901), group: 'Händler', from: '24', net: '8.50', gross: null },
  ],
  channels: shops.slice(0, 4).map((channel, at) => ({
    channelId: id(at),
    channel,
    active: at !== 3,
    reserve: at === 2 ? '5' : '0',
    cap: at === 2 ? '50' : null,
  })),
})
const stock = (n: number) => ({
  itemId: itemId(n),
  onHand: '212',
  allocated: '18',
  committed: '24',
  staged: '3',
  available: '188',
  warehouses: [
    { warehouseId: id(941), warehouse: 'HAUPT', onHand: '180', allocated: '18' },
    { warehouseId: id(942), warehouse: 'LADEN', onHand: '32', allocated: '0' },
  ],
  offers: shops
    .slice(0, 3)
    .map((channel, at) => ({ channelId: id(at), channel, offered: String(185 - at * 60) })),
  movements: [],
})

const value = (n: number, field: string, before: unknown, after: unknown, reason: string | null = null) => ({
  itemId: itemId(n),
  itemNumber: rows[n]?.itemNumber,
  field,
  before,
  after,
  refusedCode: reason === null ? null : 'BULK_NUMBER_NEGATIVE',
  reason,
})
const below = 'Das Feld „Preis netto“ würde kleiner als 0; der Artikel blieb, wie er ist.'
const changes = [0, 1, 2, 3, 5].flatMap(n => [
  n === 3
    ? value(n, 'netPrice', null, null, below)
    : value(n, 'netPrice', rows[n]?.netPrice, String(Number(rows[n]?.netPrice) + 0.2)),
  value(n, `channel ${id(2)}`, { active: false }, { active: true, reserve: '0', cap: null }),
])
const price = { change: { percent: '5', round: 'x.99' }, customerGroupId: null, channelId: null }
const edit = (n: number, state: string, filter: object, change: object, figures: readonly number[]) => ({
  id: id(8600 + n),
  at: new Date(Date.parse(at('14:05')) - n * 9.3 * 86_400_000).toISOString(),
  actor: n % 2 === 0 ? 'Maren Siebert' : 'Jonas Petersen',
  filter,
  change,
  state,
  found: figures[0],
  changed: figures[1],
  refused: figures[2],
  undoneBy: state === 'undone' ? 'Maren Siebert' : null,
  undoneAt: state === 'undone' ? at('13:10') : null,
  undoUntil: new Date(Date.parse(at('14:05')) + (30 - n * 9.3) * 86_400_000).toISOString(),
})
const texts = [{ channelId: null, language: 'de', field: 'shortDescription', value: 'Neu im Herbst' }]
const edits = [
  edit(
    0,
    'done',
    { kind: 'simple', manufacturerId: id(951) },
    { price, sell: [{ channelId: id(2), active: true }] },
    [412, 398, 6],
  ),
  edit(1, 'undone', { items: 12 }, { set: { active: false } }, [12, 12, 0]),
  edit(
    2,
    'done',
    { pictured: false, channelId: id(0) },
    { set: { oversell: false }, numbers: { buffer: { add: '2' } } },
    [57, 57, 0],
  ),
  edit(3, 'done', {}, { texts, addCategoryIds: [id(920)] }, [4362, 4290, 0]),
  edit(4, 'done', { search: 'union' }, { removeCategoryIds: [id(920)] }, [31, 31, 0]),
]
const known = {
  ...Object.fromEntries(shops.map((name, n) => [id(n), name])),
  [id(920)]: 'Herbst & Laternen',
  [id(951)]: 'Kaiserling Keramik',
}
const counts = [
  ['all', 4362],
  ['active', 4198],
  ['inactive', 164],
  ['parents', 118],
  ['kits', 42],
  ['unpriced', 9],
  ['unpictured', 57],
] as const

/** Path behind /api/v1 (without query) → answer. */
export const itemAnswers: Readonly<Record<string, unknown>> = {
  '/items': page(rows, 4362),
  '/item-folders': {
    items: [
      ...counts.map(([folder, count]) => ({
        folder,
        channelId: null,
        channel: null,
        count,
        countCapped: false,
      })),
      ...shops.map((channel, n) => ({
        folder: 'channel',
        channelId: id(n),
        channel,
        count: 4100 - n * 611,
        countCapped: false,
      })),
    ],
  },
  '/manufacturers': page([
    { id: id(951), name: 'Kaiserling Keramik' },
    { id: id(952), name: 'Nordlicht Textil' },
  ]),
  '/attributes': {
    items: [
      { id: id(961), name: 'Farbe', sent: true, translated: true, kind: 'text', sort: 0 },
      { id: id(962), name: 'Lieferantennotiz', sent: false, translated: false, kind: 'text', sort: 1 },
    ],
  },
  '/tax-classes': { items: [{ id: id(971), name: 'Normaler Steuersatz', isDefault: true, rates: [] }] },
  '/bulk-edits': { ...page(edits), names: known },
  '/bulk-edits/preview': {
    found: 4362,
    looked: 200,
    next: null,
    items: [0, 1, 2, 3, 5].map(n => ({
      itemId: itemId(n),
      itemNumber: rows[n]?.itemNumber,
      name: rows[n]?.name,
      fields: changes.filter(one => one.itemId === itemId(n)),
    })),
    names: known,
  },
  ...Object.fromEntries(
    edits.map(one => [
      `/bulk-edits/${one.id}`,
      { ...one, values: changes.map(value => ({ ...value, undone: false })), names: known, next: null },
    ]),
  ),
  ...Object.fromEntries(
    rows.slice(0, 12).flatMap((row, n) => [
      [`/items/${row.id}`, facts(n)],
      [`/stock/${row.id}`, stock(n)],
      [`/items/${row.id}/images`, { items: [] }],
      [
        `/items/${row.id}/history`,
        {
          items: [
            {
              id: edits[0]?.id,
              at: at('14:05'),
              who: 'Maren Siebert',
              action: 'bulk-edit.start',
              fields: [],
              values: changes.slice(0, 2).map(value => ({ ...value, undone: false })),
            },
            {
              id: id(8701),
              at: at('09:12'),
              who: 'Jonas Petersen',
              action: 'item.change',
              fields: ['name', 'gtin'],
              values: [],
            },
          ],
          names: known,
        },
      ],
    ]),
  ),
}

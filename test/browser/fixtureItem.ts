import { at, id, shops } from './fixtureParts.ts'

/** The items whose pages are pictured: one like others, a parent with its variants, a kit. */
export const shownItem = id(9001)
export const parentItem = id(9002)
export const kitItem = id(9003)

const channelId = (n: number) => id(n)
const text = (name: string, description = '', shortDescription = '') => ({
  name,
  description,
  shortDescription,
  path: '',
  metaTitle: '',
  metaDescription: '',
  metaKeywords: '',
})
const aspect = (about: string, state: string, time?: string, words?: string) => ({
  about,
  state,
  at: time === undefined ? null : at(time),
  code: words === undefined ? null : 'REJECTED',
  reason: words === undefined ? null : 'Der Kanal lehnt den Artikel ab.',
  remedy: words === undefined ? null : 'Die Angabe berichtigen; dann wird von selbst neu gesendet.',
  field: words === undefined ? null : 'title',
  text: words ?? null,
})
const accepted = ['item', 'price', 'stock'].map(about => aspect(about, 'accepted', '14:10'))
const sold = (n: number, more: object = {}) => ({
  channelId: channelId(n),
  channel: shops[n],
  active: true,
  reserve: '0',
  cap: null,
  oversell: true,
  shop: accepted,
  ...more,
})
const cells = shops.flatMap((_, n) =>
  ['de', 'en'].map(language => ({
    channelId: channelId(n),
    language,
    told: language === 'de' || n < 3,
    fallback:
      language === 'de'
        ? [{ at: 'everyone', language: 'de' }]
        : [
            { at: 'everyone', language: 'en' },
            { at: 'channel', language: 'de' },
            { at: 'everyone', language: 'de' },
          ],
  })),
)
const image = (n: number, alt: string, channelIds: readonly string[] = []) => ({
  id: id(9100 + n),
  hash: String(n).repeat(64),
  mediaType: 'image/jpeg',
  width: 1600,
  height: 1200,
  sort: n,
  alt: { de: alt },
  channelIds,
  smaller: {},
})
const item = {
  id: shownItem,
  itemNumber: '22423',
  name: 'REGENCY CAKESTAND 3 TIER',
  kind: 'simple',
  gtin: '4006381333931',
  netPrice: '12.56',
  grossPrice: null,
  active: true,
  manufacturerNumber: 'RC-3T',
  ownNumber: null,
  manufacturerId: id(9201),
  manufacturer: 'Regency Home',
  weight: '1.85',
  shippingWeight: '2.3',
  length: '31',
  width: '31',
  height: '38',
  unit: 'Stk',
  content: null,
  contentUnit: null,
  baseAmount: null,
  baseUnit: null,
  taxClassId: null,
  blocked: false,
  stockManaged: true,
  oversell: false,
  buffer: '2',
  version: 14,
  seen: 'a'.repeat(64),
  currency: 'EUR',
  taxRate: '19',
  basePrice: { net: '12.56', gross: '14.95' },
  texts: {
    de: text(
      'Etagere „Regency“, drei Etagen',
      'Etagere aus Keramik mit drei Tellern und silberfarbenem Griff. In Sekunden aufgebaut, spülmaschinenfest.',
      'Drei Etagen, Keramik, 38 cm hoch',
    ),
    en: text('Regency cakestand, 3 tiers'),
  },
  channelTexts: [
    {
      channelId: channelId(2),
      language: 'de',
      text: text('Herzstück Etagere 3-stöckig Keramik Tortenständer'),
    },
  ],
  languages: ['de', 'en'],
  textCells: cells,
  categories: [
    { id: id(9303), name: 'Etageren' },
    { id: id(9304), name: 'Geschenke' },
  ],
  crossSelling: [],
  characteristics: [
    { characteristicId: id(9401), characteristic: 'Farbe', valueId: id(9411), value: 'weiß' },
    { characteristicId: id(9402), characteristic: 'Material', valueId: id(9421), value: 'Keramik' },
  ],
  attributes: [
    {
      attributeId: id(9501),
      name: 'Pflege',
      sent: true,
      kind: 'text',
      language: 'de',
      value: 'spülmaschinenfest',
    },
    { attributeId: id(9502), name: 'Lagerplatz', sent: false, kind: 'text', language: '', value: 'R3-12' },
  ],
  images: [
    image(1, 'Etagere mit Gebäck'),
    image(2, 'Griff aus der Nähe'),
    image(3, 'Im Karton', [channelId(2)]),
    image(4, 'Teller von oben'),
  ],
  prices: [
    { customerGroupId: id(9601), group: 'Händler', from: '0', net: '9.90', gross: null },
    { customerGroupId: id(9601), group: 'Händler', from: '24', net: '8.75', gross: null },
  ],
  channels: [
    sold(0),
    sold(1, { reserve: '10', shop: [accepted[0], aspect('price', 'waiting', '14:31'), accepted[2]] }),
    sold(2, { cap: '20', oversell: false }),
    sold(3, {
      shop: [
        aspect('item', 'refused', '13:02', 'Title is too long: 80 characters at most'),
        accepted[1],
        accepted[2],
      ],
    }),
  ],
  otherChannels: [4, 5].map(n => ({ channelId: channelId(n), channel: shops[n] })),
  parent: null,
  values: [],
  count: { children: 0, parts: 0, kits: 1 },
}
const parent = {
  ...item,
  id: parentItem,
  itemNumber: '47591',
  name: 'PINK FAIRY CAKE CHILDRENS APRON',
  kind: 'parent',
  gtin: null,
  texts: { de: text('Kinderschürze') },
  images: [],
  channels: [sold(0)],
  count: { children: 3, parts: 0, kits: 0 },
}
const kit = {
  ...item,
  id: kitItem,
  itemNumber: 'SET-TEATIME',
  name: 'TEATIME SET',
  kind: 'kit',
  gtin: null,
  channels: [sold(0), sold(2)],
  count: { children: 0, parts: 3, kits: 0 },
}
const value = (n: number, name: string, used = true) => ({ id: id(n), name, sort: 0, texts: {}, used })
const variation = (n: number, name: string, values: readonly object[]) => ({
  id: id(n),
  name,
  sort: 0,
  texts: {},
  values,
})
const child = (n: number, colour: number, size: number, active = true) => ({
  id: id(9700 + n),
  itemNumber: `47591-${n}`,
  name: 'PINK FAIRY CAKE CHILDRENS APRON',
  active,
  sort: n,
  values: { [id(9710)]: id(colour), [id(9720)]: id(size) },
})
const parts = [
  { itemId: shownItem, itemNumber: '22423', name: 'REGENCY CAKESTAND 3 TIER', quantity: '1', sort: 0 },
  { itemId: id(9802), itemNumber: '22699', name: 'ROSES REGENCY TEACUP AND SAUCER', quantity: '4', sort: 0 },
  {
    itemId: id(9803),
    itemNumber: '21080',
    name: 'SET/20 RED RETROSPOT PAPER NAPKINS',
    quantity: '2',
    sort: 0,
  },
]
const stockOf = (offered: readonly string[]) => ({
  itemId: shownItem,
  onHand: '64',
  allocated: '6',
  committed: '9',
  staged: '3',
  available: '55',
  warehouses: [],
  offers: offered.map((one, n) => ({ channelId: channelId(n), channel: shops[n], offered: one })),
  movements: [],
})
const event = (n: number, time: string, who: string, action: string, fields: readonly string[] = []) => ({
  id: id(9900 + n),
  at: at(time),
  who,
  action,
  fields,
  values: [],
})
const category = (n: number, name: string, depth: number, parentId: string | null = null) => ({
  id: id(n),
  parentId,
  name,
  sort: 0,
  active: n !== 9305,
  version: 1,
  depth,
})
const named = (n: number, name: string) => ({ id: id(n), name, sort: 0, texts: {} })

/** What the pages of items ask, answered. */
export const itemPageAnswers: Readonly<Record<string, unknown>> = {
  [`/items/${shownItem}`]: item,
  [`/items/${parentItem}`]: parent,
  [`/items/${kitItem}`]: kit,
  [`/items/${shownItem}/children`]: { variations: [], children: [] },
  [`/items/${parentItem}/children`]: {
    variations: [
      variation(9710, 'Farbe', [value(9711, 'rosa'), value(9712, 'hellblau'), value(9713, 'gelb', false)]),
      variation(9720, 'Größe', [value(9721, '3–5 Jahre'), value(9722, '6–8 Jahre')]),
    ],
    children: [child(1, 9711, 9721), child(2, 9711, 9722), child(3, 9712, 9721, false)],
  },
  [`/items/${shownItem}/parts`]: { parts: [], contents: [] },
  [`/items/${kitItem}/parts`]: { parts, contents: [] },
  [`/items/${kitItem}/parts/offer`]: {
    makes: '12',
    parts: parts.map((part, n) => ({
      itemId: part.itemId,
      available: ['55', '51', '340'][n],
      makes: ['53', '12', '170'][n],
    })),
  },
  ...Object.fromEntries(
    [shownItem, parentItem, kitItem].map(one => [
      `/items/${one}/history`,
      {
        items: [
          event(5, '14:12', 'Maren Siebert', 'item.save', ['netPrice', 'channelTexts']),
          event(4, '11:40', 'Jonas Petersen', 'image.sort'),
          event(3, '11:38', 'Jonas Petersen', 'image.add'),
          event(2, '09:05', 'Lagerterminal', 'stock.book'),
          event(1, '08:50', 'Maren Siebert', 'item.add'),
        ],
        names: {},
      },
    ]),
  ),
  [`/stock/${shownItem}`]: stockOf(['53', '43', '20', '53']),
  [`/stock/${parentItem}`]: stockOf(['31']),
  [`/stock/${kitItem}`]: stockOf(['12', '12']),
  '/attributes': {
    items: [
      { id: id(961), name: 'Farbe', sent: true, translated: true, kind: 'text', sort: 0 },
      { id: id(962), name: 'Lieferantennotiz', sent: false, translated: false, kind: 'text', sort: 1 },
      { id: id(9501), name: 'Pflege', sent: true, translated: true, kind: 'text', sort: 0 },
      { id: id(9502), name: 'Lagerplatz', sent: false, translated: false, kind: 'text', sort: 1 },
      { id: id(9503), name: 'Lebensmittelecht', sent: true, translated: false, kind: 'flag', sort: 2 },
    ],
  },
  '/characteristics': {
    items: [
      {
        ...named(9401, 'Farbe'),
        version: 1,
        values: [named(9411, 'weiß'), named(9412, 'rot'), named(9413, 'blau')],
      },
      { ...named(9402, 'Material'), version: 1, values: [named(9421, 'Keramik'), named(9422, 'Glas')] },
      { ...named(9403, 'Anlass'), version: 1, values: [named(9431, 'Geburtstag')] },
    ],
  },
  '/categories': {
    items: [
      category(9301, 'Küche & Tisch', 0),
      category(9302, 'Servieren', 1, id(9301)),
      category(9303, 'Etageren', 2, id(9302)),
      category(9306, 'Tabletts', 2, id(9302)),
      category(9304, 'Geschenke', 0),
      category(9305, 'Ausverkauf', 0),
      category(930, 'Haushalt', 0),
      category(931, 'Küche', 1, id(930)),
    ],
  },
}

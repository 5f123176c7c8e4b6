import { calledChannel } from './fixtureCalled.ts'
import { kitItem, parentItem, shownItem } from './fixtureItem.ts'
import { at, id, page } from './fixtureParts.ts'

const attribute = (theirs: string, name: string, more: object = {}) => ({
  theirs,
  name,
  type: 'smalltext',
  isMultiple: false,
  isRequired: false,
  isRecommended: false,
  isVariation: false,
  isRepeatable: false,
  values: [],
  requiredBy: [],
  optionalBy: [],
  isMissing: false,
  isOwn: false,
  isLeftOut: false,
  told: [],
  misfits: [],
  ...more,
})
const choice = (value: string, display: string, sort: number) => ({ value, display, sort })

const listing = {
  channelId: calledChannel,
  channel: 'Amazon.de',
  category: { theirs: '4.2', name: 'Etageren', isClosed: false, gone: false, isOwn: false },
  attributes: [
    attribute('material', 'Material', {
      type: 'enum',
      isRequired: true,
      values: [choice('ceramic', 'Keramik', 1), choice('glass', 'Glas', 2), choice('wood', 'Holz', 3)],
      told: [{ value: 'ceramic', group: '' }],
    }),
    attribute('tiers', 'Anzahl Etagen', { type: 'integer', isRequired: true, isMissing: true }),
    attribute('colour', 'Farbe', {
      isRecommended: true,
      isMultiple: true,
      isOwn: true,
      told: [
        { value: 'weiß', group: '' },
        { value: 'silber', group: '' },
      ],
    }),
    attribute('wood', 'Holzart', {
      requiredBy: [{ attribute: 'material', values: ['wood'] }],
      section: 'Material',
    }),
    attribute('care', 'Pflegehinweis', {
      type: 'text',
      section: 'Pflege',
      description: 'Was der Käufer beim Reinigen beachten muss.',
    }),
    attribute('dishwasher', 'Spülmaschinenfest', {
      type: 'boolean',
      section: 'Pflege',
      told: [{ value: 'true', group: '' }],
    }),
    attribute('part', 'Teil', { isRepeatable: true, section: 'Lieferumfang' }),
  ],
  problem: { code: 'ATTRIBUTE_MISSING', detail: 'Anzahl Etagen' },
  state: 'refused',
  theirs: 'B07XR22423',
  refused: { code: 'REJECTED', field: 'colour', text: 'Zwei Farben sind hier nicht erlaubt.' },
}

const adoption = (more: object) => ({
  ...{ can: true, letter: null, mayAsk: true, askedAt: null, askedBy: null, endedAt: null, leads: null },
  ...{
    rows: 0,
    report: null,
    refused: null,
    found: 0,
    linked: 0,
    linkedBefore: 0,
    otherwise: 0,
    unmatched: 0,
    ambiguous: 0,
  },
  leftAlone: 0,
  ...more,
})
const foundOffer = (n: number, number: string, name: string, why: string, more: object = {}) => ({
  ...{
    id: id(n),
    theirs: `B0${n}`,
    number,
    name,
    gtin: null,
    state: 'theirs_only',
    matchedBy: null,
    objectId: null,
  },
  candidates: [],
  why: { code: 'OFFER_OF_NOTHING', sentence: why, remedy: 'Artikel anlegen oder Nummer berichtigen.' },
  ...more,
})
const candidate = (n: number, number: string, name: string) => ({
  ...{ objectId: id(n), number, name, gtin: null, taken: false },
})

const ours = (n: number, path: readonly string[], more: object = {}) => ({
  categoryId: id(n),
  path,
  theirs: null,
  theirsPath: [],
  from: null,
  problem: null,
  proposal: null,
  ...more,
})
const map = (list: string, theirs: string, name: string, mapped: string | null, more: object = {}) => ({
  list,
  theirs,
  name,
  ours: mapped,
  oursName: mapped,
  proposal: null,
  needed: false,
  gone: false,
  ...more,
})
const theirs = (one: string, path: readonly string[], more: object = {}) => ({
  theirs: one,
  path,
  isClosed: false,
  gone: false,
  hasMore: false,
  ...more,
})
const source = (one: string, name: string, more: object = {}) => ({
  theirs: one,
  name,
  type: 'smalltext',
  isRequired: false,
  isRecommended: false,
  categories: null,
  description: '',
  section: '',
  values: [],
  source: null,
  proposal: null,
  ...more,
})

/** What the pages of offers at marketplaces are answered: path behind /api/v1 → answer. */
export const offerAnswers: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    [0, 1, 2, 3, 4, 5].flatMap(n => [
      [`/channels/${id(n)}/their-categories`, { items: [] }],
      [`/channels/${id(n)}/category-maps`, { channelId: id(n), missing: 0, items: [] }],
      [`/channels/${id(n)}/attribute-maps`, { channelId: id(n), items: [], sources: [] }],
    ]),
  ),
  ...Object.fromEntries(
    [0, 1, 2, 3, 4, 5].map(n => [
      `/channels/${id(n)}/offers`,
      adoption({ channelId: id(n), can: false, mayAsk: false, state: 'never' }),
    ]),
  ),
  [`/channels/${calledChannel}/offers`]: adoption({
    ...{
      channelId: calledChannel,
      state: 'done',
      askedAt: at('09:10'),
      askedBy: 'Maren Siebert',
      endedAt: at('11:42'),
    },
    ...{ leads: 'shop', found: 2481, linked: 2290, linkedBefore: 186, unmatched: 3, ambiguous: 2 },
  }),
  [`/channels/${calledChannel}/offers/found`]: page([
    foundOffer(
      9401,
      'ETG-3',
      'Etagere, drei Etagen',
      'Mehrere Artikel oder mehrere Angebote haben diese Nummer oder GTIN.',
      {
        state: 'ambiguous',
        gtin: '4006381333931',
        candidates: [candidate(9411, '22423', 'Etagere'), candidate(9412, '22424', 'Etagere, groß')],
      },
    ),
    foundOffer(
      9402,
      'ALT-77',
      'Teekanne, Restposten',
      'Kein Artikel hat diese Artikelnummer (SKU) oder GTIN.',
    ),
  ]),
  [`/items/${shownItem}/listing`]: { items: [listing] },
  [`/items/${parentItem}/listing`]: { items: [] },
  [`/items/${kitItem}/listing`]: { items: [] },
  [`/channels/${calledChannel}/maps`]: {
    channelId: calledChannel,
    missing: 1,
    items: [
      map('price_type', 'B2C', 'Verkaufspreis', 'everyone'),
      map('price_type', 'B2B', 'Geschäftskunden', null, { proposal: { id: id(901), name: 'Händler' } }),
      map('payment_method', 'MARKETPLACE', 'Marktplatz zahlt', null, { needed: true }),
      map('shipping_method', 'Standard', 'Standard', 'ship-0'),
      map('shipping_method', 'Spedition', 'Spedition', null),
      map('carrier', 'dhl_de', 'DHL', 'dhl,dpd'),
      map('carrier', 'hermes', 'Hermes', 'gls', { gone: true }),
      map('carrier', 'ups', 'UPS', null, { proposal: { id: 'ups', name: 'UPS' } }),
    ],
  },
  [`/channels/${calledChannel}/their-categories`]: {
    items: [
      theirs('4', ['Küche & Haushalt'], { isClosed: true, hasMore: true }),
      theirs('7', ['Geschenkartikel'], { hasMore: true }),
    ],
  },
  [`/channels/${calledChannel}/their-categories?search=etag`]: {
    items: [theirs('4.2', ['Küche & Haushalt', 'Servieren', 'Etageren'])],
  },
  [`/channels/${calledChannel}/category-maps`]: {
    channelId: calledChannel,
    missing: 2,
    items: [
      ours(9301, ['Küche & Tisch'], {
        theirs: '4.1',
        theirsPath: ['Küche & Haushalt', 'Servieren'],
        from: 'own',
      }),
      ours(9302, ['Küche & Tisch', 'Servieren'], {
        theirs: '4.1',
        theirsPath: ['Küche & Haushalt', 'Servieren'],
        from: 'above',
      }),
      ours(9306, ['Küche & Tisch', 'Servieren', 'Tabletts'], {
        theirs: '4.9',
        theirsPath: ['Küche & Haushalt', 'Tabletts'],
        from: 'own',
        problem: 'gone',
      }),
      ours(9304, ['Geschenke'], { proposal: { theirs: '7.1', path: ['Geschenkartikel', 'Geschenke'] } }),
      ours(9305, ['Ausverkauf']),
    ],
  },
  [`/channels/${calledChannel}/proposals/attribute`]: {
    channelId: calledChannel,
    items: [{ name: 'weight', did: 'unproposed' }],
  },
  [`/channels/${calledChannel}/attribute-maps`]: {
    channelId: calledChannel,
    items: [
      source('material', 'Material', {
        type: 'enum',
        isRequired: true,
        categories: 2,
        source: 'characteristic/Material',
      }),
      source('condition', 'Zustand', {
        type: 'enum',
        isRequired: true,
        values: [
          { value: 'new', display: 'Neu' },
          { value: 'used', display: 'Gebraucht' },
        ],
        source: 'fixed/new',
      }),
      source('colour', 'Farbe', {
        isRecommended: true,
        categories: 1,
        section: 'Aussehen',
        proposal: 'characteristic/Farbe',
      }),
      source('brand', 'Marke', { source: 'field/manufacturer' }),
      source('weight', 'Gewicht', { proposal: 'field/weight' }),
    ],
    sources: ['field/manufacturer', 'field/weight', 'characteristic/Farbe', 'characteristic/Material'],
  },
}

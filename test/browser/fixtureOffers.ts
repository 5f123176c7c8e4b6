import { calledChannel } from './fixtureCalled.ts'
import { kitItem, parentItem, shownItem } from './fixtureItem.ts'
import { id } from './fixtureParts.ts'

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
  [`/items/${shownItem}/listing`]: { items: [listing] },
  [`/items/${parentItem}/listing`]: { items: [] },
  [`/items/${kitItem}/listing`]: { items: [] },
  [`/channels/${calledChannel}/maps`]: { channelId: calledChannel, missing: 0, items: [] },
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
    ],
    sources: ['field/manufacturer', 'field/weight', 'characteristic/Farbe', 'characteristic/Material'],
  },
}

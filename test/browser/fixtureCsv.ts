import { at, id, items, page, shops } from './fixtureParts.ts'

/** Fixtures of the pages of categories and of CSV files. */

const names = [
  ['Küche', null, 12],
  ['Kuchenständer', 0, 38],
  ['Lunchbags', 0, 21],
  ['Garten', null, 0],
  ['Vogelschmuck', 3, 64],
  ['Lichter', 3, 17],
  ['Windlichter', 5, 9],
  ['Feste', null, 140],
  ['Wimpelketten', 7, 26],
  ['Restposten', null, 3],
] as const
const categoryId = (n: number) => id(8000 + n)
/** The category that is shown. */
export const shownCategory = categoryId(5)
const depthOf = (n: number): number => {
  const parent = names[n]?.[1] ?? null
  return parent === null ? 0 : depthOf(parent) + 1
}
const category = (n: number) => {
  const [name, parent, count] = names[n] ?? ['', null, 0]
  return {
    id: categoryId(n),
    parentId: parent === null ? null : categoryId(parent),
    name,
    sort: (n + 1) * 10,
    active: n !== 9,
    version: 3,
    depth: depthOf(n),
    items: count,
  }
}
const noText = {
  shortDescription: '',
  path: '',
  metaTitle: '',
  metaDescription: '',
  metaKeywords: '',
}

/** A preview that is done, and an import that is on. */
export const triedImport = id(8100)
const job = (n: number, more: object) => ({
  id: id(8100 + n),
  kind: 'item',
  fileName: 'lieferant-november.csv',
  dryRun: false,
  ofImportId: null,
  state: 'done',
  code: null,
  data: null,
  sentence: null,
  share: 1,
  rows: 1284,
  new: 41,
  changed: 213,
  unchanged: 1028,
  refused: 2,
  columns: [],
  encoding: 'windows-1252',
  separator: ';',
  decimal: ',',
  askedAt: at('14:02'),
  askedBy: 'Maren Siebert',
  endedAt: at('14:03'),
  ...more,
})
const jobs = [
  job(2, {
    state: 'running',
    share: 0.62,
    rows: 31_000,
    new: 0,
    changed: 4210,
    unchanged: 26_788,
    refused: 2,
    kind: 'stock',
    fileName: 'bestand-haupt.csv',
    endedAt: null,
  }),
  job(1, { ofImportId: triedImport }),
  job(0, { dryRun: true }),
  job(3, { kind: 'price', fileName: 'b2b-preise.csv', new: 0, rows: 1243 }),
  job(4, {
    state: 'failed',
    code: 'IMPORT_RIGHT_GONE',
    sentence: 'Wer den Import verlangt hat, darf es nicht mehr (Recht items.write).',
    rows: 0,
    new: 0,
    changed: 0,
    unchanged: 0,
    refused: 0,
    fileName: 'alt.csv',
    share: 0,
  }),
]

const rows = [
  ...items.map(([number, name], n) => ({
    rowNo: 2 + n * 7,
    did: n % 3 === 0 ? 'new' : 'changed',
    object: number,
    code: null,
    data: null,
    sentence: null,
    source: null,
    differences: [
      { field: 'name', title: 'Name', type: 'text', before: n % 3 === 0 ? null : `${name} OLD`, after: name },
      {
        field: 'netPrice',
        title: 'Preis netto',
        type: 'amount',
        before: n % 3 === 0 ? null : '8.5',
        after: '9.25',
      },
      { field: 'attribute.Farbe', title: 'Attribut [Farbe]', type: 'text', before: null, after: 'rot' },
    ],
  })),
  {
    rowNo: 61,
    did: 'refused',
    object: null,
    code: 'CSV_DECIMAL_INVALID',
    data: { row: '61' },
    sentence:
      'Zeile 61: „auf Anfrage“ in Spalte „Preis netto“ ist keine Zahl mit „,“ als Dezimalzeichen. Bitte korrigieren oder das Zeichen einstellen.',
    source: '85099B;JUMBO BAG RED RETROSPOT;auf Anfrage;rot',
    differences: null,
  },
]

const columns = [
  ['Artikelnummer', 'itemNumber'],
  ['Bezeichnung', 'name'],
  ['EAN', 'gtin'],
  ['VK netto', 'netPrice'],
  ['Marke', 'manufacturer'],
  ['Warengruppe', 'categories'],
  ['Farbe', null],
  ['Notiz intern', null],
] as const
const field = (name: string, column: string, list: readonly string[] | null = null) => ({
  field: name,
  column,
  type: 'text',
  names: list,
})

/** Path behind /api/v1 → answer. */
export const csvAnswers: Readonly<Record<string, unknown>> = {
  '/categories?counts=true': { items: names.map((_, n) => category(n)) },
  ...Object.fromEntries(
    names.map((_, n) => [
      `/categories/${categoryId(n)}`,
      {
        ...category(n),
        texts: {
          de: { ...noText, name: category(n).name, description: 'Für Balkon, Terrasse und Garten.' },
          en: { ...noText, name: 'Lights', description: '' },
        },
        channels: shops.slice(0, 4).map((channel, at) => ({
          channelId: id(at),
          channel,
          active: at === 2 ? false : null,
          texts: at === 1 ? { de: { ...noText, name: 'Licht für Händler', description: '' } } : {},
        })),
      },
    ]),
  ),
  '/categories/preview-move': {
    refused: [],
    channels: [{ channelId: id(0), channel: shops[0], gone: 2, come: 0, itemsGone: 9 }],
  },
  '/imports': page(jobs, 27),
  ...Object.fromEntries(jobs.map(one => [`/imports/${one.id}`, one])),
  ...Object.fromEntries(jobs.map(one => [`/imports/${one.id}/rows`, { items: rows, next: null }])),
  '/imports/detect': {
    kind: 'item',
    encoding: 'windows-1252',
    separator: ';',
    decimal: ',',
    decimalUnclear: false,
    header: true,
    columns: columns.map(([column, name]) => ({ column, field: name })),
    identify: ['itemNumber'],
    makeMissing: false,
    emptyRemoves: false,
    onlyKnown: false,
    forSpreadsheets: false,
    rows: items.map(([number, name], n) => ({
      rowNo: n + 2,
      cells: [
        number,
        name,
        n % 2 === 0 ? '4006381333931' : '',
        `${8 + n},25`,
        'Rosenthal',
        'Küche > Kuchenständer',
        'rot',
        '',
      ],
      broken: n === 4,
    })),
    problem: null,
  },
  '/csv-fields/item': {
    items: [
      field('itemNumber', 'Artikelnummer'),
      field('gtin', 'GTIN'),
      field('name', 'Name'),
      field('manufacturer', 'Hersteller'),
      field('netPrice', 'Preis netto'),
      field('categories', 'Kategorien'),
      field('texts.*.description', 'Beschreibung [*]', ['de', 'en']),
      field('attribute.*', 'Attribut [*]', ['Farbe', 'Material']),
    ],
  },
  '/csv-templates': {
    items: [
      { id: id(8200), name: 'Großhandel Nord', kind: 'item', settings: { separator: ';' }, version: 2 },
    ],
  },
}

import { headerName } from '../../base/csv/detectCsv.ts'
import { type CellType, type CsvKind, csvKinds } from './csvSettings.ts'
import { orderFields } from './orderFields.ts'

/**
 * Something that a column can say. `*` in the name stands for what it is about: a language, a group, a channel, one with categories of
 * its own (`market`), an attribute, one of a channel (`marketAttribute`, as `Kaufmarkt: Material`).
 */
export interface CsvField {
  readonly field: string
  readonly type: CellType
  readonly de: string
  readonly en: string
  /** Further names under which other systems have it. */
  readonly also?: readonly string[]
  /** Characters at most, of texts and words. */
  readonly most?: number
  /** May be taken away. */
  readonly removable?: boolean
  readonly of?: 'language' | 'group' | 'channel' | 'market' | 'attribute' | 'marketAttribute'
}

const which: readonly CsvField[] = [
  { field: 'id', type: 'word', most: 36, de: 'Kennung', en: 'Id' },
  {
    field: 'itemNumber',
    type: 'word',
    most: 150,
    de: 'Artikelnummer',
    en: 'Item number',
    also: ['sku', 'artnr', 'art nr', 'artikelnr', 'artikel nr', 'number', 'nummer', 'item no'],
  },
  {
    field: 'gtin',
    type: 'word',
    most: 14,
    removable: true,
    de: 'GTIN',
    en: 'GTIN',
    also: ['ean', 'barcode', 'gtin ean', 'ean gtin'],
  },
  {
    field: 'manufacturerNumber',
    type: 'word',
    most: 150,
    removable: true,
    de: 'HAN',
    en: 'Manufacturer number',
    also: ['mpn', 'herstellernummer', 'herstellerartikelnummer'],
  },
  { field: 'ownNumber', type: 'word', most: 150, removable: true, de: 'Eigene Nummer', en: 'Own number' },
]

const manufacturer: CsvField = {
  field: 'manufacturer',
  type: 'word',
  most: 255,
  removable: true,
  de: 'Hersteller',
  en: 'Manufacturer',
  also: ['marke', 'brand'],
}

const texts: readonly CsvField[] = [
  {
    field: 'texts.*.path',
    type: 'word',
    most: 500,
    of: 'language',
    removable: true,
    de: 'URL-Pfad [*]',
    en: 'URL path [*]',
  },
  {
    field: 'texts.*.metaTitle',
    type: 'text',
    most: 500,
    of: 'language',
    removable: true,
    de: 'Meta-Titel [*]',
    en: 'Meta title [*]',
  },
  {
    field: 'texts.*.metaDescription',
    type: 'text',
    most: 2000,
    of: 'language',
    removable: true,
    de: 'Meta-Beschreibung [*]',
    en: 'Meta description [*]',
  },
  {
    field: 'texts.*.metaKeywords',
    type: 'text',
    most: 2000,
    of: 'language',
    removable: true,
    de: 'Meta-Keywords [*]',
    en: 'Meta keywords [*]',
  },
]

const itemFields: readonly CsvField[] = [
  ...which,
  {
    field: 'name',
    type: 'text',
    most: 500,
    de: 'Name',
    en: 'Name',
    also: ['artikelname', 'bezeichnung', 'titel', 'title'],
  },
  manufacturer,
  {
    field: 'netPrice',
    type: 'amount',
    removable: true,
    de: 'Preis netto',
    en: 'Net price',
    also: ['preis', 'price', 'vk', 'vk netto', 'netto vk', 'nettopreis'],
  },
  {
    field: 'grossPrice',
    type: 'amount',
    removable: true,
    de: 'Preis brutto',
    en: 'Gross price',
    also: ['vk brutto', 'brutto vk', 'bruttopreis'],
  },
  {
    field: 'weight',
    type: 'amount',
    removable: true,
    de: 'Gewicht',
    en: 'Weight',
    also: ['gewicht kg', 'weight kg', 'artikelgewicht'],
  },
  { field: 'shippingWeight', type: 'amount', removable: true, de: 'Versandgewicht', en: 'Shipping weight' },
  { field: 'length', type: 'amount', removable: true, de: 'Länge', en: 'Length' },
  { field: 'width', type: 'amount', removable: true, de: 'Breite', en: 'Width' },
  { field: 'height', type: 'amount', removable: true, de: 'Höhe', en: 'Height' },
  { field: 'unit', type: 'word', most: 50, removable: true, de: 'Einheit', en: 'Unit' },
  { field: 'content', type: 'amount', removable: true, de: 'Inhalt', en: 'Content' },
  { field: 'contentUnit', type: 'word', most: 50, removable: true, de: 'Inhalt Einheit', en: 'Content unit' },
  { field: 'baseAmount', type: 'amount', removable: true, de: 'Grundmenge', en: 'Base amount' },
  { field: 'baseUnit', type: 'word', most: 50, removable: true, de: 'Grundeinheit', en: 'Base unit' },
  { field: 'taxClass', type: 'word', most: 200, removable: true, de: 'Steuerklasse', en: 'Tax class' },
  { field: 'active', type: 'flag', de: 'Aktiv', en: 'Active' },
  { field: 'blocked', type: 'flag', de: 'Gesperrt', en: 'Blocked' },
  {
    field: 'stockManaged',
    type: 'flag',
    de: 'Bestandsführung',
    en: 'Stock managed',
    also: ['lagerbestandsführung'],
  },
  { field: 'oversell', type: 'flag', de: 'Überverkäufe', en: 'Oversell' },
  { field: 'buffer', type: 'amount', de: 'Puffer', en: 'Buffer' },
  { field: 'texts.*.name', type: 'text', most: 500, of: 'language', de: 'Name [*]', en: 'Name [*]' },
  {
    field: 'texts.*.shortDescription',
    type: 'text',
    most: 20_000,
    of: 'language',
    removable: true,
    de: 'Kurzbeschreibung [*]',
    en: 'Short description [*]',
  },
  {
    field: 'texts.*.description',
    type: 'text',
    most: 200_000,
    of: 'language',
    removable: true,
    de: 'Beschreibung [*]',
    en: 'Description [*]',
  },
  ...texts,
  {
    field: 'categories',
    type: 'list',
    removable: true,
    de: 'Kategorien',
    en: 'Categories',
    also: ['kategorie', 'category', 'warengruppe'],
  },
  {
    field: 'price.*',
    type: 'amount',
    removable: true,
    of: 'group',
    de: 'Preis netto Gruppe [*]',
    en: 'Net price group [*]',
  },
  {
    field: 'channelPrice.*',
    type: 'amount',
    removable: true,
    of: 'channel',
    de: 'Preis netto Kanal [*]',
    en: 'Net price channel [*]',
  },
  { field: 'sold.*', type: 'flag', of: 'channel', de: 'Verkauft auf [*]', en: 'Sold on [*]' },
  {
    field: 'listed.*',
    type: 'word',
    most: 512,
    removable: true,
    of: 'market',
    de: 'Kanalkategorie [*]',
    en: 'Channel category [*]',
  },
  {
    field: 'channelAttribute.*',
    type: 'values',
    most: 1_000_000,
    removable: true,
    of: 'marketAttribute',
    de: 'Kanalattribut [*]',
    en: 'Channel attribute [*]',
  },
  {
    field: 'attribute.*',
    type: 'text',
    most: 200_000,
    removable: true,
    of: 'attribute',
    de: 'Attribut [*]',
    en: 'Attribute [*]',
    also: ['eigenes feld [*]', 'custom field [*]'],
  },
]

const priceFields: readonly CsvField[] = [
  ...which,
  {
    field: 'group',
    type: 'word',
    most: 200,
    de: 'Kundengruppe',
    en: 'Customer group',
    also: ['gruppe', 'group'],
  },
  {
    field: 'channel',
    type: 'word',
    most: 200,
    de: 'Verkaufskanal',
    en: 'Channel',
    also: ['kanal', 'sales channel'],
  },
  { field: 'from', type: 'amount', de: 'Ab Menge', en: 'From quantity', also: ['menge', 'quantity', 'ab'] },
  {
    field: 'net',
    type: 'amount',
    removable: true,
    de: 'Preis netto',
    en: 'Net price',
    also: ['preis', 'price', 'netto', 'net'],
  },
  {
    field: 'gross',
    type: 'amount',
    removable: true,
    de: 'Preis brutto',
    en: 'Gross price',
    also: ['brutto', 'gross'],
  },
  { field: 'validFrom', type: 'instant', de: 'Gültig ab', en: 'Valid from' },
  { field: 'validTo', type: 'instant', removable: true, de: 'Gültig bis', en: 'Valid to' },
]

const stockFields: readonly CsvField[] = [
  ...which,
  { field: 'warehouse', type: 'word', most: 200, de: 'Lager', en: 'Warehouse', also: ['warenlager'] },
  {
    field: 'to',
    type: 'amount',
    de: 'Bestand',
    en: 'Stock',
    also: ['lagerbestand', 'menge', 'quantity', 'on hand', 'bestand neu'],
  },
  { field: 'by', type: 'signed', de: 'Änderung', en: 'Change', also: ['zugang', 'differenz', 'difference'] },
  { field: 'note', type: 'text', most: 1000, de: 'Bemerkung', en: 'Note', also: ['kommentar', 'comment'] },
]

const categoryFields: readonly CsvField[] = [
  {
    field: 'path',
    type: 'list',
    de: 'Pfad',
    en: 'Path',
    also: ['kategorie', 'category', 'kategoriepfad', 'category path'],
  },
  { field: 'sort', type: 'integer', de: 'Sortierung', en: 'Sort', also: ['reihenfolge', 'sort order'] },
  { field: 'active', type: 'flag', de: 'Aktiv', en: 'Active' },
  { field: 'texts.*.name', type: 'text', most: 255, of: 'language', de: 'Name [*]', en: 'Name [*]' },
  {
    field: 'texts.*.description',
    type: 'text',
    most: 200_000,
    of: 'language',
    removable: true,
    de: 'Beschreibung [*]',
    en: 'Description [*]',
  },
]

/** What can be said of the objects of each kind. Names are promises: templates hold them. */
export const csvFields: Readonly<Record<CsvKind, readonly CsvField[]>> = {
  item: itemFields,
  price: priceFields,
  stock: stockFields,
  category: categoryFields,
  order: orderFields,
}

/** A field as a column names it, with what its `*` stands for. */
export interface NamedField {
  readonly known: CsvField
  readonly field: string
  readonly about: string | undefined
}

/** The field of that name (`texts.de.name`); undefined if there is none. */
export function fieldOf(kind: CsvKind, name: string): NamedField | undefined {
  for (const known of csvFields[kind]) {
    if (known.of === undefined) {
      if (known.field === name) return { known, field: name, about: undefined }
      continue
    }
    const [before = '', after = ''] = known.field.split('*')
    const about = name.slice(before.length, name.length - after.length)
    if (
      name.startsWith(before) &&
      name.endsWith(after) &&
      about !== '' &&
      before.length + after.length < name.length
    )
      if (known.of !== 'language' || /^[a-z]{2}$/.test(about)) return { known, field: name, about }
  }
  return undefined
}

/** The field that a name in a header means, German or English or its own; undefined where nobody would know. */
export function guessField(kind: CsvKind, title: string): NamedField | undefined {
  const exact = fieldOf(kind, title.trim())
  if (exact) return exact
  for (const [name, about] of nameAndAbout(title.trim())) {
    const found = titles.get(kind)?.get(`${headerName(name)} [*]`)
    const said = found?.of === 'language' ? about.toLowerCase() : about
    if (found) return fieldOf(kind, inPlace(found.field, said))
  }
  const plain = titles.get(kind)?.get(headerName(title))
  return plain?.of === undefined ? plain && fieldOf(kind, plain.field) : undefined
}

/** The field with what its `*` stands for. */
export function inPlace(text: string, about: string): string {
  return text.replace('*', () => about)
}

// What stands in brackets may have some of its own: `Attribut [Farbe [RAL]]`. Each letter is looked at a few times: a header is as long as
// somebody likes.
function nameAndAbout(title: string): (readonly [name: string, about: string])[] {
  if (!/[\])]$/.test(title)) return []
  const inner = title.slice(0, -1)
  const opens = (from: number) => {
    const at = inner.slice(from).search(/[[(]/)
    return at < 0 ? -1 : at + from
  }
  const behindLast = Math.max(inner.lastIndexOf(']'), inner.lastIndexOf(')')) + 1
  return [opens(behindLast), opens(0)].flatMap(at => {
    const about = inner.slice(at + 1).trim()
    return at < 0 || about === '' ? [] : [[inner.slice(0, at).trim(), about] as const]
  })
}

/** The fields of each kind by what they are called in a header; of two with one name the first. */
const titles: ReadonlyMap<CsvKind, ReadonlyMap<string, CsvField>> = new Map(
  csvKinds.map(kind => {
    const named = csvFields[kind].flatMap(known => namesOf(known).map(name => [name, known] as const))
    return [kind, new Map(named.reverse())] as const
  }),
)

function namesOf({ de, en, also = [] }: CsvField): readonly string[] {
  return [headerName(de), headerName(en), ...also]
}

/** The name of a field in a header. */
export function titleOf({ known, about }: NamedField, language: 'de' | 'en'): string {
  return inPlace(known[language], about ?? '')
}

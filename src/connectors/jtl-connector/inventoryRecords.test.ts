import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOfRecord } from '../../../testkit/contract/faultsOfRecord.ts'
import type { InventoryKind } from '../../port/inventory.ts'
import { recordOf } from './inventoryRecords.ts'

const zone = 'Europe/Berlin'
const text = { languageISO: 'ger', languageIso: 'de' }

/** What endpoints of both generations say of each kind, with every field that is read. */
const models: Readonly<Record<InventoryKind, Readonly<Record<string, unknown>>>> = {
  category: {
    id: ['101', 0],
    parentCategoryId: ['100', 5001],
    isActive: true,
    sort: 3,
    i18ns: [
      {
        ...text,
        name: 'Tassen &amp; Teller',
        description: '<p>&amp; Krüge</p>',
        urlPath: 'tassen',
        titleTag: 't',
        metaDescription: 'd',
        metaKeywords: 'k',
      },
    ],
  },
  manufacturer: {
    id: ['7', 0],
    name: 'Müller &amp; Söhne',
    websiteUrl: 'https://example.org',
    i18ns: [{ ...text, description: '<b>Seit 1890</b>' }],
  },
  characteristic: {
    id: ['8', 0],
    sort: 1,
    i18ns: [{ ...text, name: 'Farbe' }],
    values: [{ id: ['81', 0], sort: 2, i18ns: [{ ...text, value: 'Rot' }] }],
  },
  image: {
    id: ['product#=#801', 0],
    relationType: 'product',
    foreignKey: ['404', 0],
    name: 'rot.jpg',
    remoteUrl: 'https://shop.example/rot.jpg',
    sort: 1,
    i18ns: [{ ...text, altText: 'Rot &amp; rund' }],
  },
  item: {
    id: ['404', 0],
    masterProductId: ['401', 0],
    manufacturerId: ['7', 0],
    sku: 'A-1',
    ean: '4006381333931',
    isActive: true,
    isMasterProduct: true,
    manufacturerNumber: 'HAN',
    vat: 19,
    considerStock: true,
    permitNegativeStock: false,
    stockLevel: { productId: ['404', 0], stockLevel: 7.5 },
    productWeight: 0.35,
    shippingWeight: 0.4,
    length: 10,
    width: 20.5,
    height: 0,
    considerBasePrice: true,
    measurementQuantity: 250,
    measurementUnitCode: 'ml',
    basePriceQuantity: 1,
    basePriceUnitCode: 'l',
    i18ns: [
      {
        ...text,
        name: 'Tasse',
        description: '<script>x</script>',
        shortDescription: 'kurz',
        unitName: 'Stk',
      },
    ],
    categories: [{ id: ['', 0], categoryId: ['101', 5001] }],
    prices: [
      {
        customerGroupId: ['', 0],
        customerId: ['', 0],
        items: [
          { netPrice: 10.0042, quantity: 0 },
          { netPrice: 9, quantity: 10 },
        ],
      },
      { customerGroupId: ['2', 9], customerId: null, items: [{ netPrice: 8, quantity: 1 }] },
    ],
    specialPrices: [
      {
        isActive: true,
        considerDateLimit: true,
        activeFromDate: '2026-01-01T00:00:00+0100',
        activeUntilDate: '2026-02-01T00:00:00+01:00',
        considerStockLimit: true,
        stockLimit: 5,
        items: [{ customerGroupId: ['', 0], priceNet: 7.5 }],
      },
    ],
    specifics: [{ id: ['8', 0], specificValueId: ['81', 0] }],
    attributes: [{ isTranslated: false, i18ns: [{ ...text, name: 'Spülmaschine', value: 'ja' }] }],
    variations: [
      {
        id: ['v', 0],
        sort: 0,
        i18ns: [{ ...text, name: 'Größe' }],
        values: [{ id: ['w', 0], sort: 1, i18ns: [{ ...text, name: 'L' }] }],
      },
    ],
  },
}

test('says all of an item in neutral words: amounts digit by digit, texts as they are, entities in names alone', () => {
  const texts = { de: { name: 'Tasse', description: '<script>x</script>', shortDescription: 'kurz' } }
  assert.deepEqual(recordOf('item', models.item, zone), {
    active: true,
    isParent: true,
    texts,
    taxRate: '19',
    manufacturerNumber: 'HAN',
    manufacturer: '7',
    categories: ['101'],
    prices: [
      {
        scales: [
          { from: '0', net: '10.0042' },
          { from: '10', net: '9' },
        ],
      },
      { group: '2', scales: [{ from: '0', net: '8' }] },
    ],
    specials: [
      {
        net: '7.5',
        from: '2026-01-01T00:00:00+01:00',
        until: '2026-02-01T00:00:00+01:00',
        untilStock: '5',
        active: true,
      },
    ],
    stock: '7.5',
    stockManaged: true,
    oversell: false,
    variations: [
      {
        theirs: 'v',
        sort: 0,
        texts: { de: { name: 'Größe' } },
        values: [{ theirs: 'w', sort: 1, texts: { de: { name: 'L' } } }],
      },
    ],
    attributes: { Spülmaschine: 'ja' },
    characteristics: [{ characteristic: '8', value: '81' }],
    weight: '0.35',
    shippingWeight: '0.4',
    size: { length: '10', width: '20.5' },
    unit: 'Stk',
    basePrice: { content: '250', contentUnit: 'ml', baseAmount: '1', baseUnit: 'l' },
  })
  const category = recordOf('category', models.category, zone)
  assert.ok('texts' in category)
  assert.equal(category.texts['de']?.name, 'Tassen & Teller')
  assert.equal(category.texts['de']?.description, '<p>&amp; Krüge</p>')
})

// Of every field at every depth: what a plug-in, a fault or an attacker may put there.
const hostile: readonly unknown[] = [
  undefined,
  null,
  '',
  'abc',
  '12,50',
  '9'.repeat(400),
  '1e9',
  -1,
  1e300,
  true,
  [],
  {},
  [null],
  [['x']],
  '2026-13-45T99:00:00',
  '\0\ud800',
  { __proto__: null, toString: 1 },
]

test('whatever stands in a field, the record has the form of the port, and what was unreadable is named', () => {
  let tries = 0
  for (const kind of Object.keys(models) as InventoryKind[])
    for (const path of pathsOf(models[kind]))
      for (const value of hostile) {
        const model = replaced(models[kind], path, value) as Readonly<Record<string, unknown>>
        const record = recordOf(kind, model, zone)
        assert.deepEqual(
          faultsOfRecord(kind, record),
          [],
          `${kind} ${path.join('.')} = ${String(JSON.stringify(value)).slice(0, 60)}`,
        )
        tries++
      }
  assert.ok(tries > 2000, `${tries}`)
  const bad = recordOf('item', { ...models.item, vat: 'abc', stockLevel: 'viel' }, zone)
  assert.deepEqual(bad.unread, ['vat', 'stockLevel'])
})

function pathsOf(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [
    ...(at.length > 0 ? [at] : []),
    ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key])),
  ]
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((one, at) => (String(at) === key ? replaced(one, rest, by) : one))
  const fields = value as Readonly<Record<string, unknown>>
  return { ...fields, [key]: replaced(fields[key], rest, by) }
}

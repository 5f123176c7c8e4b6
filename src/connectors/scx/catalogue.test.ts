import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReceiveRoute } from '../../port/receive.ts'
import { catalogueRoutes } from './catalogueRoutes.ts'
import { called } from './fixtures/called.ts'

const categories = '/v1/channel/categories'
const put = (path: string, body: unknown, method: ReceiveRoute['method'] = 'PUT') =>
  called(catalogueRoutes, { method, path, body })

test('a tree of categories replaces the former one, and its version says whether it is the same', () => {
  const categoryList = [
    { categoryId: '1', displayName: 'Auto', parentCategoryId: '0', listingAllowed: '' },
    { categoryId: '1.1', displayName: 'Reifen', parentCategoryId: '1', listingAllowed: '1' },
    { categoryId: '1.1', displayName: 'Räder', parentCategoryId: '1' },
  ]
  const done = put(categories, { categoryList })
  assert.equal(done.status, 201)
  assert.deepEqual(done.received?.named, [
    {
      list: 'category',
      replaces: true,
      entries: [
        { theirs: '1', name: 'Auto', isClosed: true },
        { theirs: '1.1', name: 'Räder', parent: '1' },
      ],
    },
  ])
  const version = (list: readonly object[]) =>
    (put(categories, { categoryList: list }).json() as { categoryTreeVersion: string }).categoryTreeVersion
  assert.match(version(categoryList), /^[0-9a-f]{32}$/)
  assert.equal(version(categoryList.map(one => ({ ...one }))), version(categoryList))
  assert.notEqual(version(categoryList.slice(1)), version(categoryList))
  assert.deepEqual(put(categories, { categoryList: [] }).errors()[0]?.[0], 'VAL100')
})

test('a tree of 50,000 categories is one call', () => {
  const categoryList = Array.from({ length: 50_000 }, (_, at) => ({
    categoryId: `c${at}`,
    displayName: `Kategorie ${at}`,
    parentCategoryId: at === 0 ? '0' : `c${Math.floor(at / 10)}`,
    listingAllowed: '1',
  }))
  const done = put(categories, { categoryList })
  assert.deepEqual([done.status, done.received?.named?.[0]?.entries.length], [201, 50_000])
  const [route] = catalogueRoutes.filter(one => one.path === categories)
  assert.ok(JSON.stringify({ categoryList }, null, 4).length < (route?.bodyBytes ?? 0))
})

const colour = {
  attributeId: 'color',
  displayName: 'Farbe',
  isMultipleAllowed: '1',
  type: 'enum',
  values: [{ value: 'r', display: 'rot', sort: '1' }, { value: 'b' }],
  attributeValueValidation: '^[a-z]$',
  conditionalMandatoryBy: [{ attributeId: 'kind', attributeValues: ['shoe'] }],
  required: '1',
  recommended: '',
  section: 'Aussehen',
  sectionPosition: '10',
  isRepeatableSubSection: '',
  isVariationDimension: '1',
}

test('attributes are one set for all, for a category or for a seller, by PUT or POST', () => {
  const sets = [
    ['/v1/channel/attribute/global', undefined],
    ['/v1/channel/attribute/category/a.b%2Fc', 'category/a.b/c'],
    ['/v1/channel/attribute/seller/S1', 'seller/S1'],
  ] as const
  for (const [path, of] of sets)
    for (const method of ['PUT', 'POST'] as const) {
      const done = put(path, { attributeList: [colour] }, method)
      const [set] = done.received?.named ?? []
      assert.deepEqual([done.status, set?.list, set?.of, set?.replaces], [201, 'attribute', of, true])
      assert.deepEqual(set?.entries, [
        {
          theirs: 'color',
          name: 'Farbe',
          attribute: {
            type: 'enum',
            isMultiple: true,
            isRequired: true,
            isRecommended: false,
            isVariation: true,
            values: [
              { value: 'r', display: 'rot', sort: 1 },
              { value: 'b', display: 'b', sort: 0 },
            ],
            pattern: '^[a-z]$',
            section: 'Aussehen',
            sectionPosition: 10,
            subSectionPosition: 0,
            isRepeatable: false,
            requiredBy: [{ attribute: 'kind', values: ['shoe'] }],
            optionalBy: [],
          },
        },
      ])
    }
  const plain = put('/v1/channel/attribute/global', {
    attributeList: [{ attributeId: 'a', displayName: '' }],
  })
  const [entry] = plain.received?.named?.[0]?.entries ?? []
  assert.deepEqual(
    [entry?.name, entry?.attribute?.type, entry?.attribute?.isRequired],
    ['a', 'smalltext', false],
  )
  const stranger = put('/v1/channel/attribute/seller/GONE', { attributeList: [colour] })
  assert.deepEqual([stranger.status, stranger.errors()[0]?.[0]], [404, 'GEN700'])
})

test('an attribute is taken out of the set of all, or all of a category at once', () => {
  const one = put('/v1/channel/attribute/global/color', undefined, 'DELETE')
  assert.deepEqual([one.status, one.body], [204, ''])
  assert.deepEqual(one.received?.named, [
    { list: 'attribute', replaces: false, entries: [], gone: ['color'] },
  ])
  const all = put('/v1/channel/attribute/category?categoryId=a.b', undefined, 'DELETE')
  assert.equal(all.status, 204)
  assert.deepEqual(all.received?.named, [
    { list: 'attribute', of: 'category/a.b', replaces: true, entries: [] },
  ])
  assert.equal(put('/v1/channel/attribute/category', undefined, 'DELETE').status, 404)
})

test('price types are added one by one and remembered, payment methods and carriers replace those before', () => {
  const type = put('/v1/channel/price', { priceTypeId: 'B2C', displayName: 'Endkunden' }, 'POST')
  assert.equal(type.status, 201)
  assert.deepEqual(type.received, {
    named: [{ list: 'price_type', replaces: false, entries: [{ theirs: 'B2C', name: 'Endkunden' }] }],
    remember: { 'priceType/B2C': 'Endkunden' },
  })
  const payment = put('/v1/channel/payment-rules', {
    supportedPaymentMethodList: [{ paymentMethodId: 'PP', displayName: 'PayPal' }, { paymentMethodId: 'X' }],
  })
  assert.deepEqual(
    [payment.status, payment.received?.named],
    [
      201,
      [
        {
          list: 'payment_method',
          replaces: true,
          entries: [
            { theirs: 'PP', name: 'PayPal' },
            { theirs: 'X', name: 'X' },
          ],
        },
      ],
    ],
  )
  const carriers = put('/v1/channel/shipping-rules', { supportedCarrierList: [{ carrierId: 'DHL' }] })
  assert.deepEqual(carriers.received?.named, [
    { list: 'carrier', replaces: true, entries: [{ theirs: 'DHL', name: 'DHL' }] },
  ])
  assert.deepEqual(put('/v1/channel/shipping-rules', {}).received?.named?.[0]?.entries, [])
  assert.equal(put('/v1/channel/payment-rules', {}).status, 400)
})

import type { z } from 'zod'
import type { AttributeOfTheirs, NamedThingOfTheirs } from '../../port/posted.ts'
import type { ForeignRequest, ReceiveRoute } from '../../port/receive.ts'
import { failure, noSeller, notFound, ok } from './answers.ts'
import { guarded, objectOf } from './guarded.ts'
import { isOpen } from './isOpen.ts'
import type { LimitClass } from './limits.ts'
import { bool, enumOf, id, int, list, optional, optionalText, text } from './scalars.ts'

/** What a channel wants to be told of offers: of all, of those of a category, of a seller (section 12). Each call is one whole set. */

const mostAttributes = 20_000
const mostValues = 50_000

const condition = objectOf({
  attributeId: optionalText(512),
  attributeValues: optional(list(text(0, 1024), 0, mostValues)),
})

const attribute = objectOf({
  attributeId: id(512),
  displayName: text(0, 150),
  isMultipleAllowed: optional(bool),
  type: optional(
    enumOf(
      'smalltext',
      'htmltext',
      'text',
      'integer',
      'decimal',
      'enum',
      'date',
      'boolean',
      'image',
      'document',
      'url',
      'label',
    ),
  ),
  values: optional(
    list(
      objectOf({ value: text(1, 1024), display: optionalText(1024), sort: optional(int(-1_000_000_000)) }),
      0,
      mostValues,
    ),
  ),
  attributeValueValidation: optionalText(1024),
  conditionalMandatoryBy: optional(list(condition, 0, 1000)),
  conditionalOptionalBy: optional(list(condition, 0, 1000)),
  required: optional(bool),
  recommended: optional(bool),
  section: optionalText(1000),
  sectionPosition: optional(int(-1_000_000_000)),
  isRepeatableSubSection: optional(bool),
  subSection: optionalText(1000),
  subSectionPosition: optional(int(-1_000_000_000)),
  description: optionalText(50_000),
  isVariationDimension: optional(bool),
})

const attributeList = objectOf({ attributeList: optional(list(attribute, 0, mostAttributes)) })

/** Which set a call is about; undefined: of all offers. */
interface Scope {
  readonly path: string
  readonly limit: LimitClass
  of(request: ForeignRequest): string | undefined
}

const global: Scope = { path: '/v1/channel/attribute/global', limit: 'globalAttributes', of: () => undefined }
const ofCategory: Scope = {
  path: '/v1/channel/attribute/category/:categoryId',
  limit: 'categoryAttributes',
  of: ({ parts }) => `category/${parts['categoryId'] ?? ''}`,
}
const ofSeller: Scope = {
  path: '/v1/channel/attribute/seller/:sellerId',
  limit: 'channel',
  of: ({ parts }) => `seller/${parts['sellerId'] ?? ''}`,
}

const isOfSeller = ({ parts }: ForeignRequest) => parts['sellerId'] !== undefined

function replaceAll(method: 'PUT' | 'POST', { path, limit, of }: Scope): ReceiveRoute {
  return guarded({
    method,
    path,
    limit,
    told: { noun: { de: 'Attribute', en: 'attributes' } },
    bodyBytes: 64 * 1024 * 1024,
    schema: attributeList,
    read: ({ request, body }) => {
      const { sellerId = '' } = request.parts
      if (isOfSeller(request) && !isOpen(request, { sellerId })) return failure(request, 404, noSeller())
      const scope = of(request)
      const entries = new Map((body.attributeList ?? []).map(one => [one.attributeId, entryOf(one)]))
      return {
        named: [
          {
            list: 'attribute',
            ...(scope === undefined ? {} : { of: scope }),
            replaces: true,
            entries: [...entries.values()],
          },
        ],
      }
    },
    answer: () => ok(201),
  })
}

/** `DELETE …/global/{attributeId}`. */
const removeGlobal = guarded({
  method: 'DELETE',
  path: '/v1/channel/attribute/global/:attributeId',
  limit: 'globalAttributes',
  read: ({ request }) => ({
    named: [{ list: 'attribute', replaces: false, entries: [], gone: [request.parts['attributeId'] ?? ''] }],
  }),
  answer: () => ok(204),
})

/** `DELETE …/category?categoryId=`: all of one category. */
const removeOfCategory = guarded({
  method: 'DELETE',
  path: '/v1/channel/attribute/category',
  limit: 'categoryAttributes',
  read: ({ request }) => {
    const { categoryId = '' } = request.query
    if (categoryId === '') return failure(request, 404, notFound)
    return { named: [{ list: 'attribute', of: `category/${categoryId}`, replaces: true, entries: [] }] }
  },
  answer: () => ok(204),
})

// The guide's samples POST what the page PUTs.
export const attributeRoutes: readonly ReceiveRoute[] = [
  ...[global, ofCategory, ofSeller].flatMap(scope => [replaceAll('PUT', scope), replaceAll('POST', scope)]),
  removeGlobal,
  removeOfCategory,
]

function entryOf(one: z.infer<typeof attribute>): NamedThingOfTheirs {
  const { attributeValueValidation, section, subSection, description } = one
  const said: AttributeOfTheirs = {
    type: one.type ?? 'smalltext',
    isMultiple: one.isMultipleAllowed ?? false,
    isRequired: one.required ?? false,
    isRecommended: one.recommended ?? false,
    isVariation: one.isVariationDimension ?? false,
    values: (one.values ?? []).map(({ value, display, sort }) => ({
      value,
      display: display ?? value,
      sort: sort ?? 0,
    })),
    ...(attributeValueValidation === undefined ? {} : { pattern: attributeValueValidation }),
    ...(section === undefined ? {} : { section }),
    sectionPosition: one.sectionPosition ?? 0,
    ...(subSection === undefined ? {} : { subSection }),
    subSectionPosition: one.subSectionPosition ?? 0,
    isRepeatable: one.isRepeatableSubSection ?? false,
    ...(description === undefined ? {} : { description }),
    requiredBy: conditionsOf(one.conditionalMandatoryBy),
    optionalBy: conditionsOf(one.conditionalOptionalBy),
  }
  return { theirs: one.attributeId, name: one.displayName || one.attributeId, attribute: said }
}

function conditionsOf(conditions: readonly z.infer<typeof condition>[] = []) {
  return conditions.flatMap(({ attributeId, attributeValues }) =>
    attributeId === undefined ? [] : [{ attribute: attributeId, values: attributeValues ?? [] }],
  )
}

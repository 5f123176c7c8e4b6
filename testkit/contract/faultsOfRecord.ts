/** The form of what an inventory says of an object, as the port has it. */
import { z } from 'zod'
import type { InventoryKind } from '../../src/port/inventory.ts'

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/)
const id = z.string().min(1)
const instant = z.iso.datetime({ offset: true })
const sort = z.int().min(0).max(65_536)
const unread = z.array(z.string()).optional()
const said = z.string().min(1).optional()
const texts = z.record(
  z.string().min(1),
  z.strictObject({
    name: z.string(),
    description: said,
    shortDescription: said,
    path: said,
    metaTitle: said,
    metaDescription: said,
    metaKeywords: said,
  }),
)
const value = z.strictObject({ theirs: z.string(), sort, texts })

const forms = {
  category: z.strictObject({ active: z.boolean(), sort, texts, unread }),
  manufacturer: z.strictObject({ url: said, texts, unread }),
  characteristic: z.strictObject({ sort, texts, values: z.array(value), unread }),
  image: z.strictObject({
    item: z.string(),
    url: z.string(),
    sort,
    alt: z.record(z.string().min(1), z.string().min(1)),
    unread,
  }),
  item: z.strictObject({
    active: z.boolean(),
    isParent: z.boolean(),
    texts,
    taxRate: decimal.optional(),
    manufacturerNumber: said,
    manufacturer: said,
    categories: z.array(id),
    prices: z.array(
      z.strictObject({
        group: said,
        scales: z.array(z.strictObject({ from: decimal, net: decimal })).min(1),
      }),
    ),
    specials: z.array(
      z.strictObject({
        group: said,
        net: decimal,
        from: instant.optional(),
        until: instant.optional(),
        untilStock: decimal.optional(),
        active: z.boolean(),
      }),
    ),
    stock: decimal.optional(),
    stockManaged: z.boolean(),
    oversell: z.boolean(),
    variations: z.array(value.extend({ values: z.array(value) })),
    attributes: z.record(
      z.string().min(1),
      z.union([z.string().min(1), z.record(z.string(), z.string().min(1))]),
    ),
    characteristics: z.array(z.strictObject({ characteristic: z.string(), value: id })),
    weight: decimal.optional(),
    shippingWeight: decimal.optional(),
    size: z
      .strictObject({
        length: decimal.optional(),
        width: decimal.optional(),
        height: decimal.optional(),
      })
      .optional(),
    unit: said,
    basePrice: z
      .strictObject({ content: decimal, contentUnit: id, baseAmount: decimal, baseUnit: id })
      .optional(),
    unread,
  }),
} as const satisfies Readonly<Record<InventoryKind, z.ZodType>>

/** What of a record is not as the port says, each with its path; none: it can be made here. */
export function faultsOfRecord(kind: InventoryKind, record: unknown): string[] {
  const read = forms[kind].safeParse(record)
  return read.success ? [] : read.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
}

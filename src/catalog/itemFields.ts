import type { ChangedKind } from '../base/changed.ts'
import { exact } from '../base/decimal.ts'

/** The texts of an item in one language. */
export interface ItemText {
  readonly name: string
  readonly description?: string | undefined
  readonly shortDescription?: string | undefined
  /** Last part of the address that a shop gives it. */
  readonly path?: string | undefined
  readonly metaTitle?: string | undefined
  readonly metaDescription?: string | undefined
  readonly metaKeywords?: string | undefined
}

/** The same as it is stored: an empty text where nothing was said. */
export type StoredText = { readonly [K in keyof ItemText]-?: string }

/** A text of which anything may be left to what is said elsewhere. */
export type PartialText = { readonly [K in keyof ItemText]?: string | undefined }

/** What a text consists of, the name first. */
export const textFields = [
  'name',
  'description',
  'shortDescription',
  'path',
  'metaTitle',
  'metaDescription',
  'metaKeywords',
] as const satisfies readonly (keyof ItemText)[]

/** A text with all its fields: what is not said stays as it was, or is empty. */
export function filledText(text: ItemText, before: ItemText | null = null): StoredText {
  return {
    name: text.name,
    description: text.description ?? before?.description ?? '',
    shortDescription: text.shortDescription ?? before?.shortDescription ?? '',
    path: text.path ?? before?.path ?? '',
    metaTitle: text.metaTitle ?? before?.metaTitle ?? '',
    metaDescription: text.metaDescription ?? before?.metaDescription ?? '',
    metaKeywords: text.metaKeywords ?? before?.metaKeywords ?? '',
  }
}

/** What can be said of an item. Absent leaves it as it is, null takes it away. Amounts are without limit of digits. */
export interface ItemFields {
  readonly itemNumber?: string | undefined
  readonly name?: string | undefined
  readonly gtin?: string | null | undefined
  readonly manufacturerNumber?: string | null | undefined
  /** A further identifier, free. */
  readonly ownNumber?: string | null | undefined
  readonly manufacturerId?: string | null | undefined
  /** Base price for everyone, in the company's currency, without tax; takes a price with tax away. */
  readonly netPrice?: string | null | undefined
  /** The same said with tax; takes a price without tax away. */
  readonly grossPrice?: string | null | undefined
  /** Kilograms. */
  readonly weight?: string | null | undefined
  /** Kilograms, packed; null: as `weight`. */
  readonly shippingWeight?: string | null | undefined
  /** Centimetres. */
  readonly length?: string | null | undefined
  readonly width?: string | null | undefined
  readonly height?: string | null | undefined
  /** In which it is sold, free: Stk, m, Paar. */
  readonly unit?: string | null | undefined
  /** One sold unit holds so much of `contentUnit` (`unitCodes`). */
  readonly content?: string | null | undefined
  readonly contentUnit?: string | null | undefined
  /** The price is shown per so much of `baseUnit` (`unitCodes`). */
  readonly baseAmount?: string | null | undefined
  readonly baseUnit?: string | null | undefined
  /** null: the default class. */
  readonly taxClassId?: string | null | undefined
  readonly active?: boolean | undefined
  readonly blocked?: boolean | undefined
  readonly stockManaged?: boolean | undefined
  /** May be sold without stock. */
  readonly oversell?: boolean | undefined
  /** Kept back from every channel. */
  readonly buffer?: string | undefined
}

/** Texts by ISO 639-1 language; null takes a language away, absent ones stay. */
export type ItemTexts = Readonly<Record<string, ItemText | null>>

/** What a channel has to be told when a field changes. An item that leaves the offer is also offered no more. */
export const toldBy: Readonly<Record<keyof ItemFields, readonly ChangedKind[]>> = {
  itemNumber: ['item'],
  name: ['item'],
  gtin: ['item'],
  manufacturerNumber: ['item'],
  ownNumber: ['item'],
  manufacturerId: ['item'],
  netPrice: ['price'],
  grossPrice: ['price'],
  weight: ['item'],
  shippingWeight: ['item'],
  length: ['item'],
  width: ['item'],
  height: ['item'],
  unit: ['item'],
  content: ['item'],
  contentUnit: ['item'],
  baseAmount: ['item'],
  baseUnit: ['item'],
  taxClassId: ['item', 'price'],
  active: ['item', 'stock'],
  blocked: ['item', 'stock'],
  stockManaged: ['stock'],
  oversell: ['stock'],
  buffer: ['stock'],
}

/** Fields that hold a decimal. */
export const decimalFields: ReadonlySet<string> = new Set([
  'netPrice',
  'grossPrice',
  'weight',
  'shippingWeight',
  'length',
  'width',
  'height',
  'content',
  'baseAmount',
  'buffer',
])

/** Whether a field says the same: 10 and 10.00 are one amount. */
export function sameField(field: keyof ItemFields, one: unknown, other: unknown): boolean {
  if (one === other) return true
  return decimalFields.has(field) && typeof one === 'string' && typeof other === 'string'
    ? exact(one).equals(exact(other))
    : false
}

/** What was said, and what goes with it: one price at most stands, without tax or with it. */
export function impliedFields<T extends ItemFields>(fields: T): T {
  if (typeof fields.netPrice === 'string' && fields.grossPrice === undefined)
    return { ...fields, grossPrice: null }
  if (typeof fields.grossPrice === 'string' && fields.netPrice === undefined)
    return { ...fields, netPrice: null }
  return fields
}

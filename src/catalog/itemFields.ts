import type { ChangedKind } from '../base/changed.ts'
import { exact } from '../base/decimal.ts'

/** The texts of an item in one language. */
export interface ItemText {
  readonly name: string
  readonly description?: string | undefined
  readonly shortDescription?: string | undefined
}

/** The same as it is stored: an empty text where nothing was said. */
export interface StoredText {
  readonly name: string
  readonly description: string
  readonly shortDescription: string
}

/** What can be said of an item. Absent leaves it as it is, null takes it away. Amounts are net, without limit of digits. */
export interface ItemFields {
  readonly itemNumber?: string | undefined
  readonly name?: string | undefined
  readonly gtin?: string | null | undefined
  readonly manufacturerNumber?: string | null | undefined
  /** Base price for everyone, in the company's currency. */
  readonly netPrice?: string | null | undefined
  /** Kilograms. */
  readonly weight?: string | null | undefined
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
  netPrice: ['price'],
  weight: ['item'],
  taxClassId: ['item', 'price'],
  active: ['item', 'stock'],
  blocked: ['item', 'stock'],
  stockManaged: ['stock'],
  oversell: ['stock'],
  buffer: ['stock'],
}

const decimals: ReadonlySet<string> = new Set(['netPrice', 'weight', 'buffer'])

/** Whether a field says the same: 10 and 10.00 are one amount. */
export function sameField(field: keyof ItemFields, one: unknown, other: unknown): boolean {
  if (one === other) return true
  return decimals.has(field) && typeof one === 'string' && typeof other === 'string'
    ? exact(one).equals(exact(other))
    : false
}

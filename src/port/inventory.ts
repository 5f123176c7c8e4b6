import type { Ack, AckResult } from './connector.ts'
import type { LocalTexts } from './outgoing.ts'

/** What can be listed. The first two can be one of ours already; the others are read where a catalogue is made of them here. */
export const inventoryKinds = ['category', 'item', 'manufacturer', 'characteristic', 'image'] as const
export type InventoryKind = (typeof inventoryKinds)[number]

/** What has a number of ours: the listed kinds, and what lies in them. */
export type LinkedKind = InventoryKind | 'variation' | 'variation_value' | 'characteristic_value'

/** The objects that are at the system before Kontor is connected. */
export interface Inventory<Session> {
  readonly kinds: readonly InventoryKind[]
  /** True where an object that was told our number is listed no more: a page then begins with others than before. */
  readonly shrinks?: boolean
  /** The `Ask` whose answer is what is listed; absent: it is read by calls. */
  readonly reportedBy?: string
  /** The next of them behind `resume`. Writes and consumes nothing. Throws `Rejected('RESUME_REFUSED')`: begin again. */
  list(
    session: Session,
    kind: InventoryKind,
    resume: string | undefined,
    want: number,
  ): Promise<InventoryPage>
  /** Tells the system our numbers of objects that are linked now; absent where it need not know. Repeating it is harmless. */
  link?(session: Session, kind: LinkedKind, list: readonly Ack[]): Promise<readonly AckResult[]>
}

export interface InventoryPage {
  readonly objects: readonly InventoryObject[]
  readonly resume?: string
  readonly last: boolean
}

export interface InventoryObject {
  readonly theirs: string
  /** Our number of it, where the system says one: it is linked already, whatever name they give it. */
  readonly no?: number
  readonly name: string
  /** Their item number, to be compared with ours, exactly. */
  readonly number?: string
  readonly gtin?: string
  /** The category that it lies under, the parent of a child item; '' for a root and for an item that is nobody's child. */
  readonly parent?: string
  /** How many pieces they offer of an item, a decimal; absent where they do not say, or nobody keeps count. A `record` says it by its `stock`. */
  readonly quantity?: string
  /**
   * All that the system says of it, so that it can be made here; absent where it says no more than the above. Its form goes by the
   * kind. A field that cannot be read is left out and named in `unread`.
   */
  readonly record?: InventoryRecord
}

export type InventoryRecord =
  | CategoryRecord
  | ManufacturerRecord
  | CharacteristicRecord
  | ItemRecord
  | ImageRecord

interface Unread {
  /** Paths of fields that hold something that is no value of theirs. */
  readonly unread?: readonly string[]
}

export interface CategoryRecord extends Unread {
  readonly active: boolean
  readonly sort: number
  readonly texts: LocalTexts
}

export interface ManufacturerRecord extends Unread {
  readonly url?: string
  readonly texts: LocalTexts
}

export interface NamedValue {
  readonly theirs: string
  readonly sort: number
  readonly texts: LocalTexts
}

export interface CharacteristicRecord extends Unread {
  readonly sort: number
  readonly texts: LocalTexts
  readonly values: readonly NamedValue[]
}

/** Amounts are decimals as text, without tax, in the shop's main currency; times are ISO 8601 with an offset. */
export interface ItemRecord extends Unread {
  readonly active: boolean
  /** A place for children. With variations and without being one, it has choices that are no items. */
  readonly isParent: boolean
  readonly texts: LocalTexts
  /** Percent. */
  readonly taxRate?: string
  readonly manufacturerNumber?: string
  /** Their id. */
  readonly manufacturer?: string
  readonly categories: readonly string[]
  /** Per group of theirs; absent: everyone. `from` 0: the base price. */
  readonly prices: readonly {
    readonly group?: string
    readonly scales: readonly { readonly from: string; readonly net: string }[]
  }[]
  readonly specials: readonly {
    readonly group?: string
    readonly net: string
    readonly from?: string
    readonly until?: string
    readonly untilStock?: string
    readonly active: boolean
  }[]
  readonly stock?: string
  readonly stockManaged: boolean
  readonly oversell: boolean
  /** Of a parent all of them; of a child each with the one value that it has. */
  readonly variations: readonly (NamedValue & { readonly values: readonly NamedValue[] })[]
  /** Values by language where they are translated. */
  readonly attributes: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly characteristics: readonly { readonly characteristic: string; readonly value: string }[]
  /** Kilograms. */
  readonly weight?: string
  readonly shippingWeight?: string
  /** Centimetres. */
  readonly size?: { readonly length?: string; readonly width?: string; readonly height?: string }
  readonly unit?: string
  readonly basePrice?: {
    readonly content: string
    readonly contentUnit: string
    readonly baseAmount: string
    readonly baseUnit: string
  }
}

/** An image of an item. */
export interface ImageRecord extends Unread {
  /** Their id of the item. */
  readonly item: string
  /** Where its bytes are fetched, by everybody. */
  readonly url: string
  readonly sort: number
  readonly alt: Readonly<Record<string, string>>
}

/**
 * What a shop knows, in its own flat words. The wire models of both generations are built from these. Numbers are
 * decimal texts, times are ISO texts with an offset, languages have two letters. Optional fields are empty at the shop.
 */
import type { DecimalText } from './decimals.ts'

export interface ShopAddress {
  readonly id?: string
  readonly salutation?: string
  readonly title?: string
  readonly firstName: string
  readonly lastName: string
  readonly company?: string
  /** With the house number. */
  readonly street: string
  readonly extraLine?: string
  readonly deliveryInstruction?: string
  readonly zipCode: string
  readonly city: string
  readonly state?: string
  /** Two letters. */
  readonly country: string
  readonly phone?: string
  readonly mobile?: string
  readonly fax?: string
  readonly email?: string
  readonly vatNumber?: string
}

export interface ShopAttribute {
  readonly key: string
  readonly value: string
}

export interface ShopCustomer extends Omit<ShopAddress, 'id'> {
  readonly id: string
  readonly groupId?: string
  readonly number?: string
  readonly language?: string
  readonly birthday?: string | null
  readonly createdAt: string | null
  readonly website?: string
  readonly note?: string
  readonly origin?: string
  readonly credit?: DecimalText
  readonly discount?: DecimalText
  /** False for a guest. */
  readonly hasAccount: boolean
  readonly newsletter?: boolean
  readonly active?: boolean
  readonly attributes?: readonly ShopAttribute[]
}

export type LineType = 'product' | 'shipping' | 'discount' | 'coupon' | 'surcharge'

export interface ShopLineChoice {
  readonly id?: string
  readonly variationId?: string
  readonly valueId?: string
  readonly variation: string
  readonly value: string
  readonly freeText?: string
  readonly surcharge?: DecimalText
}

export interface ShopLine {
  readonly id: string
  readonly type: LineType | ''
  /** The item of the catalogue, if the shop still knows it. */
  readonly itemId?: string | null
  readonly sku: string
  readonly name: string
  readonly quantity: DecimalText
  /** One piece, net. */
  readonly priceNet: DecimalText
  /** One piece, gross. */
  readonly priceGross: DecimalText
  /** Percent. */
  readonly vat: DecimalText
  readonly note?: string
  /** Groups the lines of one configured item. */
  readonly unique?: string
  readonly choices?: readonly ShopLineChoice[]
}

export interface ShopPaymentInfo {
  readonly id?: string
  readonly accountHolder?: string
  readonly accountNumber?: string
  readonly bankCode?: string
  readonly bankName?: string
  readonly bic?: string
  readonly iban?: string
  readonly cardHolder?: string
  readonly cardType?: string
  readonly cardNumber?: string
  readonly cardExpiration?: string
  readonly cardVerificationNumber?: string
}

export const orderStatuses = ['new', 'cancelled', 'partially_shipped', 'shipped'] as const
export type ShopOrderStatus = (typeof orderStatuses)[number]
export const paymentStatuses = ['unpaid', 'partially_paid', 'completed'] as const
export type ShopPaymentStatus = (typeof paymentStatuses)[number]

export interface ShopOrder {
  readonly id: string
  readonly number: string
  /** Null: bought as a guest without any customer record. */
  readonly customerId: string | null
  readonly createdAt: string | null
  readonly currency: string
  readonly language: string
  readonly status: ShopOrderStatus
  readonly paymentStatus: ShopPaymentStatus
  readonly paidAt?: string | null
  /** A `pm_` code or the shop's own title. */
  readonly paymentModule: string
  readonly paymentInfo?: ShopPaymentInfo | null
  readonly payUponInvoice?: string
  readonly shippingMethodId?: string | null
  readonly shippingMethodName?: string
  readonly shippedAt?: string | null
  readonly shippingInfo?: string
  readonly carrier?: string
  readonly estimatedDelivery?: string | null
  readonly customerNote?: string
  readonly note?: string
  /** Sum of the lines if absent. */
  readonly totalNet?: DecimalText
  /** Sum of the lines if absent. */
  readonly totalGross?: DecimalText
  readonly billing: ShopAddress | null
  readonly shipping: ShopAddress | null
  readonly lines: readonly ShopLine[]
  readonly attributes?: readonly ShopAttribute[]
  /** Set by the shop when it took the order into work (see quirk statusAfterPull). */
  readonly inProcess?: boolean
}

export interface ShopPayment {
  readonly id: string
  readonly orderId: string
  readonly amount: DecimalText
  readonly module: string
  readonly transactionId: string
  readonly createdAt: string | null
  readonly billingInfo?: string
}

export interface ShopText {
  readonly language: string
  readonly name: string
  readonly description?: string
  readonly shortDescription?: string
  readonly urlPath?: string
  readonly titleTag?: string
  readonly metaDescription?: string
  readonly metaKeywords?: string
}

export interface ShopPrice {
  /** Null: for everyone. */
  readonly customerGroupId: string | null
  /** 0 = base price, else the scale price from that quantity on. */
  readonly fromQuantity: number
  readonly net: DecimalText
}

export interface ShopSpecialPrice {
  /** Null: for everyone. */
  readonly customerGroupId: string | null
  readonly net: DecimalText
  readonly from?: string | null
  readonly until?: string | null
  readonly untilStock?: number
  readonly active?: boolean
}

export interface ShopVariation {
  readonly id: string
  readonly name: string
  readonly values: readonly { readonly id: string; readonly name: string; readonly sku?: string }[]
}

export interface ShopItem {
  readonly id: string
  readonly sku: string
  readonly texts: readonly ShopText[]
  readonly active: boolean
  /** A parent item: its children are items of their own. */
  readonly isMaster?: boolean
  readonly masterId?: string | null
  readonly variations?: readonly ShopVariation[]
  /** Of a master, as it was pushed: per child (by the caller's number) and variation the value. */
  readonly combinations?: readonly {
    readonly child: number
    readonly variationId: string
    readonly valueId: string
  }[]
  /** Of what a master said of its variations last. */
  readonly checksum?: string
  /** How often its variations were built. */
  readonly built?: number
  /** Base price for everyone, net. */
  readonly priceNet: DecimalText
  /** Prices of groups and scale prices. */
  readonly prices?: readonly ShopPrice[]
  /** As a merchant enters them in the shop; what is pushed is kept elsewhere. */
  readonly specialPrices?: readonly ShopSpecialPrice[]
  readonly vat: DecimalText
  readonly stock: DecimalText
  readonly considerStock?: boolean
  readonly allowsOverselling?: boolean
  readonly ean?: string
  readonly manufacturerId?: string | null
  readonly manufacturerNumber?: string
  /** The values of specifics that it has. */
  readonly specifics?: readonly { readonly specificId: string; readonly valueId: string }[]
  readonly categoryIds?: readonly string[]
  readonly weight?: DecimalText
  readonly purchasePrice?: DecimalText
  readonly recommendedPrice?: DecimalText
  readonly originCountry?: string
  readonly createdAt?: string | null
  readonly attributes?: readonly ShopAttribute[]
  readonly sort?: number
}

export interface ShopCategory {
  readonly id: string
  readonly parentId: string | null
  readonly texts: readonly ShopText[]
  readonly active: boolean
  readonly sort?: number
  readonly level?: number
}

export interface ShopManufacturer {
  readonly id: string
  readonly name: string
  readonly website?: string
  readonly urlPath?: string
  readonly sort?: number
  readonly texts?: readonly ShopText[]
}

export interface ShopSpecific {
  readonly id: string
  /** In the shop's own language, as those of its values. */
  readonly name: string
  readonly sort?: number
  readonly texts?: readonly ShopText[]
  readonly values: readonly {
    readonly id: string
    readonly value: string
    readonly sort?: number
    readonly texts?: readonly ShopText[]
  }[]
}

export interface ShopCrossSelling {
  readonly id: string
  readonly itemId: string
  readonly groups: readonly { readonly groupId: string; readonly itemIds: readonly string[] }[]
}

export const imageRelations = ['product', 'category', 'manufacturer', 'specific'] as const
export type ImageRelation = (typeof imageRelations)[number]

export interface ShopImage {
  readonly id: string
  readonly relation: ImageRelation
  readonly ownerId: string
  readonly fileName: string
  readonly altText?: string
  readonly sort: number
  /** Of the bytes that were pushed; absent where none were. */
  readonly sha256?: string
}

/** A delivery note that was pushed to the shop. */
export interface ShopDeliveryNote {
  readonly id: string
  readonly orderId: string
  readonly createdAt: string | null
  readonly note: string
  readonly lines: readonly { readonly lineId: string; readonly quantity: DecimalText }[]
  readonly tracking: readonly { readonly carrier: string; readonly codes: readonly string[] }[]
}

/** What each event of a host has to say (field facts of the page), and how the real client reads it. */
import { z } from 'zod'

// PHP makes texts of numbers: samples of the documentation have both.
const text = z.union([z.string(), z.number().transform(String)])
const decimal = text.pipe(z.string().regex(/^-?\d+(\.\d+)?$/))
const sellerId = text.pipe(z.string().regex(/^\w{1,50}$/))
const offerId = z.union([
  z.number().int().positive(),
  z
    .string()
    .regex(/^[1-9]\d*$/)
    .transform(Number),
])
const moment = z.string().refine(value => !Number.isNaN(Date.parse(value)), 'no time')
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/)
const upTo = (most: number) => text.pipe(z.string().max(most))
const some = (most: number) => text.pipe(z.string().min(1).max(most))
const orderId = some(150)
const orderItemId = some(50)
const carrier = { carrier: text, trackingNumber: text, trackingUrl: z.url() }
const cancelReason = z.enum([
  'BUYER_CANCELLED',
  'UNDELIVERABLE_TO_SHIPPING_ADDRESS',
  'UNDELIVERABLE_BY_CARRIER',
  'OUT_OF_STOCK',
  'DELAYED_INVENTORY',
  'PRICING_ERROR',
  'OTHER',
])
const returnReasons = ['NO_REASON', 'DEFECT', 'WRONG_ITEM', 'WRONG_SIZE', 'TOO_LATE', 'BAD_QUALITY'] as const
const money = { amount: decimal, currency: z.string().regex(/^[A-Z]{3}$/) }
const attributes = z.array(z.object({ attributeId: text, value: text, group: text.optional() }))
const priceList = z.array(
  z.object({
    id: text,
    quantityPriceList: z
      .array(z.object({ ...money, quantity: decimal.optional() }))
      .min(1)
      .max(50),
  }),
)

const offer = z.object({
  sellerId,
  offerId,
  parentOfferId: offerId.optional(),
  channelOfferId: some(100).optional(),
  channelCategoryId: text.optional(),
  quantity: decimal.optional(),
  taxPercent: decimal.optional(),
  priceList: priceList.min(1),
  title: some(512).optional(),
  subTitle: upTo(1024).optional(),
  description: upTo(50_000).optional(),
  mainPicture: text.optional(),
  pictureList: z.array(text).max(50).optional(),
  channelAttributeList: attributes.max(250).optional(),
  variationList: z
    .array(
      z.object({
        offerId,
        sku: some(150),
        gtin: text.optional(),
        variationDimensionList: attributes.min(1).max(10),
        quantity: decimal,
        priceList: priceList.min(1).max(10),
        taxPercent: decimal.optional(),
        pictureList: z.array(text).max(50).optional(),
        title: upTo(512).optional(),
        subTitle: upTo(1024).optional(),
        description: upTo(50_000).optional(),
        channelAttributeList: attributes.max(256).optional(),
      }),
    )
    .max(500)
    .optional(),
  sku: some(150),
  gtin: text.optional(),
  mpn: text.optional(),
  isbn: text.optional(),
  brand: text.optional(),
  srp: z.object(money).optional(),
  productAttributeList: z.array(z.object({ name: text, value: text })).optional(),
})
export type OfferEvent = z.output<typeof offer>

const aboutOffer = { sellerId, offerId, channelOfferId: some(100).optional() }
const aboutOrder = { sellerId, orderId }
const aboutRequest = { sellerId, orderCancellationRequestId: z.string().min(1) }

/** The events that the client knows. What it does not know is taken, and never acknowledged. */
export const eventModels = {
  'Seller:Offer.New': offer,
  'Seller:Offer.Update': offer,
  'Seller:Offer.End': z.object(aboutOffer),
  'Seller:Offer.StockUpdate': z.object({ ...aboutOffer, quantity: decimal }),
  'Seller:Offer.PriceUpdate': z.object({ ...aboutOffer, priceList }),
  'Seller:Order.Confirmed': z.object({
    ...aboutOrder,
    orderAccepted: z.boolean(),
    reason: z.union([cancelReason, z.literal('')]).optional(),
  }),
  'Seller:Order.Payment': z.object({ ...aboutOrder, paymentComplete: z.boolean(), paidAt: moment }),
  'Seller:Order.Shipping': z.object({
    ...aboutOrder,
    shippingComplete: z.boolean(),
    shippingItems: z
      .array(
        z.object({
          carrier: text,
          trackingNumber: text.optional(),
          trackingUrl: z.url().optional(),
          shippedAt: moment.optional(),
          orderItemIdList: z
            .array(
              z.object({
                orderItemId,
                quantity: z.union([z.number(), decimal.transform(Number)]).pipe(z.int()),
              }),
            )
            .default([]),
          returnTracking: z.object(carrier).partial({ trackingUrl: true }).optional(),
          shippedFrom: z.object({ city: text, country: text, postcode: text }).optional(),
        }),
      )
      .min(1),
  }),
  'Seller:Order.Cancellation.Request': z.object({
    ...aboutOrder,
    orderCancellationRequestId: z.uuid(),
    orderItem: z.array(z.object({ orderItemId, quantity: decimal.default('1.0') })).min(1),
    cancelReason: cancelReason.optional(),
    message: upTo(1024).optional(),
  }),
  'Seller:Order.Cancellation.Accepted': z.object(aboutRequest),
  'Seller:Order.Cancellation.Denied': z.object({ ...aboutRequest, reason: upTo(250) }),
  'Seller:Order.ReturnReceived': z.object({
    ...aboutOrder,
    sellerReturnId: some(1000),
    channelReturnId: text.optional(),
    orderItem: z
      .array(
        z.object({
          orderItemId,
          quantity: decimal,
          returnReason: z.enum(returnReasons),
          note: upTo(1024).optional(),
          condition: z.enum([
            'ORIGINAL_PACKAGING',
            'MINT_CONDITION',
            'SLIGHTLY_USED',
            'HEAVILY_USED',
            'DAMAGED',
            'INCOMPLETE_DELIVERY',
            'FRAUD',
          ]),
          acceptReturn: z.boolean(),
          requireReturnShipping: z.boolean().default(true),
        }),
      )
      .min(1),
  }),
  'Seller:Order.Refund': z.object({
    ...aboutOrder,
    refundId: some(128),
    orderItem: z
      .array(
        z.object({
          orderItemId,
          quantity: decimal,
          reason: z.enum([...returnReasons, 'OTHER']),
          refund: decimal,
          refundCurrency: z.string().regex(/^[A-Z]{3}$/),
        }),
      )
      .min(1),
  }),
  'Seller:Order.Invoice': z.object({
    ...aboutOrder,
    type: z.enum(['INVOICE', 'CREDITNOTE']),
    invoiceNumber: some(256),
    documentId: some(1000),
    // The getter of the client has no null: without it the client breaks.
    documentExpiresAt: moment,
  }),
  'Seller:Report.Request': z.object({
    sellerId,
    reportType: z.literal('SELLER_INVENTORY'),
    reportId: some(1000),
    startDate: day.optional(),
    endDate: day.optional(),
    options: z.object({ ResultsAsChannelEvent: z.boolean().optional() }).optional(),
  }),
  'Seller:Meta.SellerAttributesUpdateRequest': z.object({ sellerId: sellerId.optional() }),
  'Seller:Channel.Unlinked': z.object({
    sellerId,
    reason: text,
    unlinkedAt: moment,
    permanentlyRemoved: z.boolean().default(false),
  }),
  'System:Notification': z.object({
    channel: z.string().regex(/^\w{5,15}$/),
    sellerId,
    message: text,
    severity: z.enum(['INFO', 'WARNING', 'ERROR']),
  }),
  'System:Test': z.object({
    channel: z
      .string()
      .regex(/^\w{5,15}$/)
      .optional(),
    sellerId: sellerId.optional(),
  }),
} as const

export type EventType = keyof typeof eventModels
export type EventOf<T extends EventType> = z.output<(typeof eventModels)[T]>

/** Known to programs that lead conversations only. */
export const ticketReply = z.object({
  sellerId,
  ticketId: some(256),
  replyRequested: z.boolean().default(true),
  createdAt: moment,
  from: z.object({ role: z.enum(['BUYER', 'SELLER', 'CHANNEL']), name: upTo(100).optional() }),
  message: some(1024),
  attachment: z
    .array(z.object({ filename: some(256), contentType: some(128) }))
    .max(10)
    .optional(),
})

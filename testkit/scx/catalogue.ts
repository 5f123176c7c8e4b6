/** What the marketplace says of itself: categories, attributes, price types, ways to pay and to ship; and what it tells people. */
import { fresh, type Market, tell } from './market.ts'
import { type JsonObject, momentText } from './wire.ts'

/** A category and its attributes; ids have letters that an address has to escape. */
export const categoryWithAttributes = 'Auto & Rad/1.2'

/** Tells a small catalogue: everything of which the API has a word, once. */
export function tellCatalogue(market: Market): void {
  tell(market, {
    call: 'priceType',
    body: { priceTypeId: 'B2C', displayName: 'Endkunden', description: 'Preise für alle' },
  })
  tell(market, { call: 'priceType', body: { priceTypeId: 'B2B', displayName: 'Händler' } })
  tell(market, {
    call: 'categories',
    body: {
      categoryList: [
        { categoryId: '1', displayName: 'Fahrzeuge', listingAllowed: false, parentCategoryId: '0' },
        {
          categoryId: categoryWithAttributes,
          displayName: 'Auto & Rad',
          listingAllowed: true,
          parentCategoryId: '1',
        },
        { categoryId: '2', displayName: 'Küche', listingAllowed: true, parentCategoryId: '0' },
      ],
    },
  })
  tell(market, {
    call: 'globalAttributes',
    body: {
      attributeList: [
        attribute('brandName', 'Marke', { required: true, section: 'Allgemein', sectionPosition: 10 }),
        attribute('condition', 'Zustand', {
          type: 'enum',
          values: [
            { value: 'new', display: 'neu', sort: 1 },
            { value: 'used', display: 'gebraucht', sort: 2 },
          ],
          section: 'Allgemein',
          sectionPosition: 10,
          subSection: 'Ware',
          subSectionPosition: 3,
        }),
        attribute('usedSince', 'Gebraucht seit', {
          type: 'date',
          conditionalMandatoryBy: [{ attributeId: 'condition', attributeValues: ['used'] }],
        }),
      ],
    },
  })
  tell(market, {
    call: 'categoryAttributes',
    id: categoryWithAttributes,
    body: {
      attributeList: [
        attribute('color', 'Farbe', {
          isMultipleAllowed: true,
          isVariationDimension: true,
          recommended: true,
        }),
        attribute('ean', 'Teilenummer', { attributeValueValidation: '^[A-Z0-9]{3,20}$' }),
        attribute('fits', 'Passt zu', {
          isRepeatableSubSection: true,
          section: 'Fahrzeuge',
          subSection: 'Modell',
        }),
      ],
    },
  })
  tell(market, {
    call: 'paymentRules',
    body: {
      supportedPaymentMethodList: [
        { paymentMethodId: 'MARKETPLACE', displayName: 'Marktplatz zahlt' },
        { paymentMethodId: 'INVOICE' },
      ],
    },
  })
  tell(market, {
    call: 'shippingRules',
    body: {
      supportedCarrierList: [
        { carrierId: 'DHL', displayName: 'DHL Paket' },
        { carrierId: 'UPS', displayName: 'UPS' },
        { carrierId: 'OTHER' },
      ],
    },
  })
}

function attribute(attributeId: string, displayName: string, more: JsonObject): JsonObject {
  return {
    attributeId,
    displayName,
    isMultipleAllowed: false,
    type: 'smalltext',
    required: false,
    recommended: false,
    sectionPosition: 0,
    isRepeatableSubSection: false,
    subSectionPosition: 0,
    ...more,
  }
}

/** Tells people something about an offer, an order line, or the seller. */
export function notify(
  market: Market,
  sellerId: string,
  message: string,
  about?: { readonly type: 'OFFER' | 'CHANNELOFFER' | 'ORDERITEMID'; readonly id: string },
): void {
  tell(market, {
    call: 'notification',
    body: { sellerId, severity: 'WARNING', message, ...(about ? { reference: about } : {}) },
  })
}

/** A buyer asks something, with a picture. The id of the ticket. */
export function openTicket(market: Market, sellerId: string, orderId: string, message: string): string {
  const ticketId = `T-${fresh(market)}`
  const filename = 'bild.png'
  tell(market, {
    call: 'ticket',
    body: {
      sellerId,
      ticketId,
      topic: 'QUESTION',
      reference: { type: 'ORDERID', id: orderId },
      replyRequested: true,
      createdAt: momentText(market.now()),
      from: { role: 'BUYER', name: 'Änne Müller-Lüdenscheidt' },
      subject: 'Frage zu meiner Bestellung',
      message,
      attachment: [{ filename, contentType: 'image/png' }],
    },
  })
  tell(market, {
    call: 'ticketAttachment',
    file: {
      part: 'attachmentData',
      json: { sellerId, ticketId, filename },
      name: filename,
      type: 'image/png',
      base64:
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    },
  })
  return ticketId
}

/** What the marketplace does with events about offers and sellers. */
import type { EventOf, OfferEvent } from './eventModels.ts'
import { blame, fresh, type ListingError, type Market, tell, tellEntry } from './market.ts'
import { keyOf, type Offer } from './state.ts'
import { type JsonObject, momentText } from './wire.ts'

/** An offer comes, new or changed, with all its variations: it is listed, or not, and both is told. */
export function takeOffer(market: Market, event: OfferEvent): void {
  const { state, rules } = market
  const { sellerId, offerId } = event
  const offer = upsert(market, event)
  const about = { sellerId, offerId, sku: offer.sku, title: offer.title }
  const variants = event.variationList ?? []
  for (const variant of variants)
    upsert(market, {
      ...variant,
      sellerId,
      parentOfferId: offerId,
      title: variant.title ?? event.title,
    })
  if (rules().inProgress)
    tellEntry(market, 'inProgress', { sellerId, offerId, startedAt: momentText(market.now()) })
  const errors = rules().list?.(about) ?? []
  if (errors.length > 0) {
    fail(market, offer, errors)
    return
  }
  offer.state = 'listed'
  listed(market, offer)
  for (const variant of variants) {
    const one = state.offers[keyOf(sellerId, variant.offerId)]
    if (!one) continue
    one.state = 'listed'
    listed(market, one)
  }
}

function listed(market: Market, { sellerId, offerId, channelOfferId }: Offer): void {
  tellEntry(market, 'listed', {
    sellerId,
    offerId,
    listedAt: momentText(market.now()),
    channelOfferId,
    listingUrl: `https://marktplatz.example/p/${channelOfferId}`,
  })
}

function fail(market: Market, offer: Offer, errors: readonly ListingError[]): void {
  offer.state = 'failed'
  tellEntry(market, 'listingFailed', {
    sellerId: offer.sellerId,
    offerId: offer.offerId,
    errorList: errors.map(error => ({ ...error })),
    failedAt: momentText(market.now()),
  })
}

function upsert(
  market: Market,
  event: Partial<OfferEvent> & Pick<OfferEvent, 'sellerId' | 'offerId' | 'sku'>,
): Offer {
  const { state } = market
  const key = keyOf(event.sellerId, event.offerId)
  takeNumber(market, event)
  const before = state.offers[key]
  const offer: Offer = {
    sellerId: event.sellerId,
    offerId: event.offerId,
    ...(event.parentOfferId === undefined ? {} : { parentOfferId: event.parentOfferId }),
    channelOfferId: before?.channelOfferId ?? `MP-${fresh(market)}`,
    state: before?.state ?? 'new',
    sku: event.sku,
    title: event.title ?? before?.title ?? '',
    category: event.channelCategoryId ?? '',
    quantity: before?.quantity ?? '0',
    prices: event.priceList ? pricesOf(event.priceList) : (before?.prices ?? {}),
    pictures: event.pictureList ?? [],
    attributes: event.channelAttributeList ?? [],
  }
  if (event.channelOfferId !== undefined && before && event.channelOfferId !== before.channelOfferId)
    blame(market, `offer ${key} is called ${event.channelOfferId}, and here ${before.channelOfferId}`)
  state.offers[key] = offer
  if (event.quantity !== undefined) show(market, key, event.quantity, 'offer')
  return offer
}

function pricesOf(list: OfferEvent['priceList']): Record<string, string> {
  return Object.fromEntries(list.map(({ id, quantityPriceList }) => [id, quantityPriceList[0]?.amount ?? '']))
}

function show({ state }: Market, key: string, quantity: string, why: string): void {
  const offer = state.offers[key]
  if (!offer) return
  offer.quantity = quantity
  state.book.shown.push({ offer: key, quantity, why })
}

// What stood there before the host came gets the number of the host, which names it by ours.
function takeNumber(
  { state }: Market,
  {
    sellerId,
    offerId,
    channelOfferId,
  }: { sellerId: string; offerId: number; channelOfferId?: string | undefined },
): void {
  const found = Object.entries(state.offers).find(
    ([, one]) => one.sellerId === sellerId && one.offerId < 0 && one.channelOfferId === channelOfferId,
  )
  if (!found) return
  const [before, offer] = found
  delete state.offers[before]
  state.offers[keyOf(sellerId, offerId)] = { ...offer, offerId }
}

function offerOf(
  market: Market,
  type: string,
  about: { sellerId: string; offerId: number; channelOfferId?: string | undefined },
): string | undefined {
  const key = keyOf(about.sellerId, about.offerId)
  takeNumber(market, about)
  if (market.state.offers[key]) return key
  blame(market, `${type} names the offer ${key}, which there is not`)
  return undefined
}

/** Buyers see another quantity. */
export function takeStock(market: Market, event: EventOf<'Seller:Offer.StockUpdate'>): void {
  const key = offerOf(market, 'Seller:Offer.StockUpdate', event)
  if (key !== undefined) show(market, key, event.quantity, 'stock')
}

/** Buyers see other prices. */
export function takePrice(market: Market, event: EventOf<'Seller:Offer.PriceUpdate'>): void {
  const key = offerOf(market, 'Seller:Offer.PriceUpdate', event)
  const offer = key === undefined ? undefined : market.state.offers[key]
  if (offer) Object.assign(offer.prices, pricesOf(event.priceList))
}

/** The offer is shown no more, nor are its variations. */
export function takeEnd(market: Market, event: EventOf<'Seller:Offer.End'>): void {
  const key = offerOf(market, 'Seller:Offer.End', event)
  if (key === undefined) return
  for (const [name, offer] of Object.entries(market.state.offers))
    if (name === key || (offer.sellerId === event.sellerId && offer.parentOfferId === event.offerId)) {
      offer.state = 'ended'
      show(market, name, '0', 'end')
    }
}

const rowsPerCall = 500

/** The seller wants to know what is listed: in as many calls as it takes, and one that ends it. */
export function takeReport(market: Market, event: EventOf<'Seller:Report.Request'>): void {
  const rows = Object.values(market.state.offers)
    .filter(({ sellerId, state }) => sellerId === event.sellerId && state !== 'ended')
    .map(inventoryRow)
  if (market.rules().wholeReports) {
    tell(market, { call: 'report', id: event.reportId, body: rows })
    return
  }
  for (let from = 0; from < rows.length; from += rowsPerCall)
    tell(market, { call: 'reportData', id: event.reportId, body: rows.slice(from, from + rowsPerCall) })
  tell(market, { call: 'reportCompleted', id: event.reportId })
}

function inventoryRow(offer: Offer): JsonObject {
  return {
    // What stood there before the host came has no number of it.
    ...(offer.offerId > 0 ? { offerId: offer.offerId } : {}),
    channelOfferId: offer.channelOfferId,
    ...(offer.sku === '' ? {} : { sku: offer.sku }),
    ...(offer.ean === undefined ? {} : { ean: offer.ean }),
    quantity: offer.quantity,
    priceList: Object.entries(offer.prices).map(([id, amount]) => ({
      id,
      quantityPriceList: [{ amount, currency: 'EUR', quantity: '1.0' }],
    })),
    title: offer.title,
  }
}

/** The seller is gone, for now or for good. */
export function takeUnlinked(market: Market, event: EventOf<'Seller:Channel.Unlinked'>): void {
  const seller = market.state.sellers[event.sellerId]
  if (!seller) {
    blame(market, `the seller ${event.sellerId}, which was unlinked, is not here`)
    return
  }
  seller.active = false
  seller.forgotten ||= event.permanentlyRemoved
}

/** The attributes that are asked of one seller only. */
export function takeAttributesRequest(
  market: Market,
  event: EventOf<'Seller:Meta.SellerAttributesUpdateRequest'>,
): void {
  for (const { sellerId, active } of Object.values(market.state.sellers))
    if (active && (event.sellerId === undefined || event.sellerId === sellerId))
      tell(market, {
        call: 'sellerAttributes',
        id: sellerId,
        body: {
          attributeList: [
            {
              attributeId: 'shippingGroup',
              displayName: `Versandgruppe von ${sellerId}`,
              type: 'enum',
              values: [
                { value: 'std', display: 'Standard', sort: 1 },
                { value: 'bulk', display: 'Spedition', sort: 2 },
              ],
              required: false,
              recommended: true,
            },
          ],
        },
      })
}

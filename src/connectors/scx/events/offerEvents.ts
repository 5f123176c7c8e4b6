import type { ItemState, LocalTexts, OutgoingStates, SendResult } from '../../../port/outgoing.ts'
import type { Ref } from '../../../port/records.ts'
import { channelOfferIdOf } from '../offerNames.ts'
import { type PriceList, type PriceSetup, priceList } from './prices.ts'
import { amountText, cut, isLonger, offeredText } from './wire.ts'

/** Bodies of `Seller:Offer.*` (section 6). Lengths are those of the schemas: Appendix A of the Channel API. */

/** What offers are made with. */
export interface OfferSetup extends PriceSetup {
  /** ISO 639-1, of the texts that are told; '' where nothing is set. */
  readonly language: string
}

type Refusal = Extract<SendResult, { readonly result: 'rejected' }>
type Child = NonNullable<NonNullable<ItemState['children']>[number]['item']>

const most = {
  title: 512,
  subTitle: 1024,
  description: 50_000,
  sku: 150,
  pictures: 50,
  attributes: 250,
  variations: 500,
  dimensions: 10,
} as const

/** The whole of an offer (`Offer.New`, `Offer.Update`), or why it cannot be told. */
export function offerBody(
  { ref, place, state }: { readonly ref: Ref; readonly place: string; readonly state: ItemState },
  setup: OfferSetup,
): object | Refusal {
  const children = (state.children ?? []).flatMap(({ ref: child, chosen, item }) =>
    item ? [{ ref: child, chosen, item }] : [],
  )
  if (children.length > most.variations)
    return tooLong('variationList', `${children.length} > ${most.variations}`)
  const own = partsOf(state, setup)
  if ('result' in own) return own
  const prices = pricesOf(state, children, setup)
  if ('result' in prices) return prices
  const variations: object[] = []
  for (const child of children) {
    const variation = variationOf(child, state, setup)
    if ('result' in variation) return variation
    variations.push(variation)
  }
  const attributes = state.listing?.attributes ?? []
  if (attributes.length > most.attributes)
    return tooLong('channelAttributeList', `${attributes.length} > ${most.attributes}`)
  const { pictureList: [mainPicture, ...pictureList] = [], ...texts } = own
  const productAttributes = Object.entries(state.attributes ?? {}).filter(([, value]) => value !== '')
  const brand = state.manufacturer && 'name' in state.manufacturer ? state.manufacturer.name : ''
  return {
    ...offerName(place, ref),
    ...(state.listing?.category ? { channelCategoryId: state.listing.category } : {}),
    ...texts,
    priceList: prices,
    ...(mainPicture === undefined ? {} : { mainPicture }),
    pictureList,
    channelAttributeList: attributes.map(attributeOf),
    ...(variations.length > 0 ? { variationList: variations } : {}),
    ...(state.manufacturerNumber ? { mpn: state.manufacturerNumber } : {}),
    ...(brand === '' ? {} : { brand }),
    ...(productAttributes.length > 0
      ? { productAttributeList: productAttributes.map(([name, value]) => ({ name, value })) }
      : {}),
  }
}

/** An offer that is no more. */
export function offerEnd(place: string, ref: Ref): object {
  return offerName(place, ref)
}

/** The quantity of an offer, in whole pieces. */
export function stockUpdate(place: string, { item, stock }: OutgoingStates['stock']): object {
  return { ...offerName(place, item), quantity: offeredText(stock.offered) }
}

/** All prices of an offer, or why they cannot be told. */
export function priceUpdate(
  place: string,
  { item, prices, currency }: OutgoingStates['price'],
  setup: PriceSetup,
): object | Refusal {
  const list = priceList(prices, currency, setup)
  return 'result' in list ? list : { ...offerName(place, item), priceList: list }
}

function offerName(place: string, ref: Ref): object {
  const channelOfferId = channelOfferIdOf(ref)
  return { sellerId: place, offerId: ref.no, ...(channelOfferId === undefined ? {} : { channelOfferId }) }
}

// What a whole offer and a variation have alike.
function partsOf(
  { itemNumber, gtin, texts, taxRate, stock, images }: Child,
  { language }: OfferSetup,
): { readonly pictureList: readonly string[] } | Refusal {
  const { name = '', description = '', shortDescription = '' } = textsIn(texts, language) ?? {}
  if (itemNumber === '' || isLonger(itemNumber, most.sku)) return tooLong('sku', itemNumber)
  if (name === '')
    return { result: 'rejected', code: 'TEXT_MISSING', field: 'title', text: language || 'name' }
  // Half of a text with markup would be broken: it is not cut.
  if (isLonger(description, most.description))
    return tooLong('description', `${description.length} > ${most.description}`)
  const hasSubTitle = shortDescription !== '' && !shortDescription.includes('<')
  const parts = {
    sku: itemNumber,
    ...(gtin ? { gtin } : {}),
    title: cut(name, most.title),
    ...(hasSubTitle ? { subTitle: cut(shortDescription, most.subTitle) } : {}),
    ...(description === '' ? {} : { description }),
    quantity: offeredText(stock.offered),
    taxPercent: amountText(taxRate),
    pictureList: [...(images ?? [])]
      .sort((a, b) => a.sort - b.sort)
      .slice(0, most.pictures)
      .map(({ url }) => url),
  }
  return parts
}

// A parent without a price of its own shows that of its first child: a list must not be empty.
function pricesOf(
  { prices, currency }: ItemState,
  children: readonly { readonly item: Child }[],
  setup: OfferSetup,
): PriceList | Refusal {
  const hasOwn = prices.some(({ scales }) => scales.length > 0)
  return priceList(hasOwn ? prices : (children[0]?.item.prices ?? prices), currency, setup)
}

function variationOf(
  {
    ref,
    chosen,
    item,
  }: {
    readonly ref: Ref
    readonly chosen: NonNullable<ItemState['chosen']>
    readonly item: Child
  },
  parent: ItemState,
  setup: OfferSetup,
): object | Refusal {
  const parts = partsOf(item, setup)
  if ('result' in parts) return parts
  const prices = priceList(item.prices, parent.currency, setup)
  if ('result' in prices) return prices
  const said = item.listing?.attributes ?? []
  const dimensions = chosen.flatMap(({ variation, value }) => {
    const of = parent.variations?.find(one => one.ref.no === variation.no)
    const one = of?.values.find(known => known.ref.no === value.no)
    // Their attribute where one is filled from it: by our name the channel knows none.
    const theirs = said.find(
      known => known.variation !== undefined && known.variation === Object.values(of?.texts ?? {})[0]?.name,
    )
    if (theirs) return [{ attributeId: theirs.attribute, value: theirs.value }]
    const attributeId = of && textsIn(of.texts, setup.language)?.name
    const name = one && textsIn(one.texts, setup.language)?.name
    return attributeId && name ? [{ attributeId, value: name }] : []
  })
  if (dimensions.length === 0 || dimensions.length > most.dimensions)
    return tooLong('variationDimensionList', item.itemNumber)
  const others = said.filter(one => one.variation === undefined)
  if (others.length > most.attributes)
    return tooLong('channelAttributeList', `${others.length} > ${most.attributes}`)
  return {
    offerId: ref.no,
    ...parts,
    priceList: prices,
    variationDimensionList: dimensions,
    ...(others.length > 0 ? { channelAttributeList: others.map(attributeOf) } : {}),
  }
}

function attributeOf({ attribute, value, group }: NonNullable<ItemState['listing']>['attributes'][number]) {
  return { attributeId: attribute, value, ...(group === undefined ? {} : { group }) }
}

function textsIn(texts: LocalTexts, language: string): LocalTexts[string] | undefined {
  return texts[language] ?? texts['de'] ?? texts['en'] ?? Object.values(texts)[0]
}

function tooLong(field: string, text: string): Refusal {
  return { result: 'rejected', code: 'FIELD_NOT_TAKEN', field, text: cut(`${field}: ${text}`, 200) }
}

import type {
  CrossSellingState,
  LocalTexts,
  OutgoingStates,
  PriceState,
  StockState,
  VariationState,
} from '../../../src/port/outgoing.ts'
import type { Ref } from '../../../src/port/records.ts'

/** The kinds that this system takes. */
export type SentKind =
  | 'category'
  | 'manufacturer'
  | 'characteristic'
  | 'item'
  | 'price'
  | 'stock'
  | 'image'
  | 'cross_selling'
  | 'customer'
  | 'order_status'
  | 'delivery'
  | 'payment'
  | 'refund'
  | 'cancellation'
  | 'cancellation_answer'
  | 'return'
  | 'confirmation'
  | 'document'

type WireFields = Readonly<Record<string, unknown>>

/** From our words to theirs: the fields of each kind. Pure. Decimals stay texts. */
export const wireFields: { readonly [K in SentKind]: (state: OutgoingStates[K]) => WireFields } = {
  category: state => ({
    names: namesOf(state.texts),
    parent: nameOf(state.parent),
    active: state.active,
    sort: state.sort,
  }),
  manufacturer: state => ({ name: state.name, url: state.url, names: namesOf(state.texts) }),
  characteristic: state => ({
    names: namesOf(state.texts),
    sort: state.sort,
    values: state.values.map(value => ({
      ...nameOf(value.ref),
      names: namesOf(value.texts),
      sort: value.sort,
    })),
  }),
  // Its bytes go along: sends.ts.
  image: ({ of, hash, mediaType, sort, alt }) => ({ ...ownerOf(of), hash, mediaType, sort, alt }),
  cross_selling: ({ item, groups }) => ({ ...ownerOf(item), groups: groupsOf(groups) }),
  item: state => ({
    itemNumber: state.itemNumber,
    gtin: state.gtin,
    names: namesOf(state.texts),
    active: state.active,
    vat: state.taxRate,
    currency: state.currency,
    prices: state.prices.map(priceOf),
    stock: stockOf(state.stock),
    categories: state.categories.map(nameOf),
    variations: state.variations?.map(variationOf),
    manufacturer: manufacturerOf(state.manufacturer),
    characteristics: state.characteristics?.map(({ characteristic, value }) => ({
      ...nameOf(characteristic),
      value: nameOf(value),
    })),
    beside: groupsOf(state.crossSelling?.groups ?? []),
    master: nameOf(state.parent),
    chosen: state.chosen?.map(({ variation, value }) => [variation.no, value.no]),
  }),
  price: ({ item, currency, taxRate, prices }) => ({
    ...ownerOf(item),
    currency,
    vat: taxRate,
    prices: prices.map(priceOf),
  }),
  stock: ({ item, stock }) => ({ ...ownerOf(item), ...stockOf(stock) }),
  customer: ({ address, group, blocked, number, language }) => ({
    ...address,
    group: group?.theirs,
    blocked,
    number,
    language,
  }),
  order_status: ({ order, delivery, payment }) => ({ order: order.theirs, delivery, payment }),
  delivery: ({ order, ...state }) => ({ order: order.theirs, ...state }),
  payment: ({ order, ...state }) => ({ order: order.theirs, ...state }),
  refund: ({ order, ...state }) => ({ order: order.theirs, ...state }),
  cancellation: ({ order, ...state }) => ({ order: order.theirs, ...state }),
  cancellation_answer: ({ request, ...state }) => ({ request: request.theirs, ...state }),
  return: ({ order, ...state }) => ({ order: order.theirs, ...state }),
  confirmation: ({ order, ...state }) => ({ order: order.theirs, ...state }),
  document: ({ order, id, ...state }) => ({ order: order.theirs, document: id, ...state }),
}

function namesOf(texts: LocalTexts) {
  return Object.fromEntries(Object.entries(texts).map(([language, { name }]) => [language, name]))
}

function nameOf(ref: Ref | undefined) {
  return ref && { no: ref.no, id: ref.theirs }
}

function groupsOf(groups: CrossSellingState['groups']) {
  return groups.map(({ group, texts, items }) => ({
    ...nameOf(group),
    names: namesOf(texts),
    items: items.map(nameOf),
  }))
}

function manufacturerOf(manufacturer: OutgoingStates['item']['manufacturer']) {
  return manufacturer && ('ref' in manufacturer ? nameOf(manufacturer.ref) : manufacturer.name)
}

function ownerOf(item: Ref) {
  return { item: item.theirs, itemNo: item.no }
}

function priceOf({ group, scales, special }: PriceState) {
  return { group: group?.theirs, scales, special }
}

function stockOf({ offered, managed, oversell }: StockState) {
  return { offered, managed, oversell }
}

function variationOf({ ref, texts, values }: VariationState) {
  return {
    ...nameOf(ref),
    names: namesOf(texts),
    values: values.map(value => ({ ...nameOf(value.ref), names: namesOf(value.texts), sort: value.sort })),
  }
}

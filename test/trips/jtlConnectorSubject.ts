import { exact } from '../../src/base/decimal.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { Generation, Quirks } from '../../testkit/jtlConnector/quirks.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import type { ShopItem, ShopText } from '../../testkit/jtlConnector/shopData.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import { isModel, type WireModel } from '../../testkit/jtlConnector/wire.ts'
import { plain } from './expectedItems.ts'
import { placeOrders } from './jtlConnectorOrders.ts'
import { quantities, type ShownItem, type TripGroup, tripGroups } from './shownItem.ts'
import type { TripSubject } from './subject.ts'

const groups = { '1': 'Endkunden', '2': 'Händler' } as const
const writesItems = new Set(['product.push', 'product_price.push', 'product_stock_level.push'])
const deliveries = {
  new: 'open',
  cancelled: 'cancelled',
  shipped: 'shipped',
  partially_shipped: 'partlyShipped',
} as const

/** A shop behind an endpoint of that generation, with the habits given. */
export function jtlConnectorTrip(
  generation: Generation,
  size: { readonly items: number; readonly orders: number },
  quirks: Partial<Quirks> = {},
): TripSubject {
  return {
    name: `JTL-Connector ${generation}.x`,
    ...size,
    letters: 'all',
    priceDigits: 13,
    holds: [
      ...([
        'names',
        'descriptions',
        'shortDescriptions',
        'taxRate',
        'gtin',
        'weight',
        'manufacturer',
      ] as const),
      ...(['categories', 'characteristics', 'attributes', 'prices', 'specials', 'stock', 'parent'] as const),
      ...(['variations', 'chosen', 'images'] as const),
    ],
    tellsPayments: true,
    hears: ['shipped', 'partlyShipped', 'tracking', 'paid', 'cancelled'],
    open: async scope => {
      const shop = await startShop({ generation, quirks, token: 'geheim-1', catalog: [] })
      scope.after(() => shop.close())
      let seen = 0
      return {
        connector: connector as Connector,
        settings: { url: shop.url, token: shop.token, methodCase: 'snake' },
        groups,
        shown: () => shownIn(shop),
        overwrite: itemNumber => {
          const item = itemOf(shop, itemNumber)
          const texts = item.texts.map(text => ({ ...text, name: 'Im Shop geändert' }))
          shop.putItem({ ...item, texts, priceNet: '1', stock: '999' })
        },
        lose: itemNumber => shop.remove('product', itemOf(shop, itemNumber).id),
        sellsBesides: ['KONF-1'],
        placeOrders: (count, itemNumbers) => placeOrders(shop, count, itemNumbers),
        offerAgain: () => shop.forget('customer_order'),
        pay: ({ id }, amount) => {
          const payment = { orderId: id, amount, module: 'pm_paypal_standard', transactionId: `TX-${id}` }
          return shop.addPayment({ ...payment, createdAt: '2026-05-04T10:00:00+02:00' }).transactionId
        },
        orderShown: id => ({
          delivery: deliveries[shop.statusOf(id)?.status ?? 'new'],
          paid: shop.statusOf(id)?.paymentStatus === 'completed',
          tracking: shop
            .deliveryNotes()
            .filter(note => note.orderId === id)
            .flatMap(note => note.tracking.flatMap(list => list.codes)),
        }),
        complaints: () =>
          shop.log.pushed
            .filter(push => push.effect !== 'stored' && push.effect !== 'deleted')
            .map(push => `${push.method} ${push.effect}: ${JSON.stringify(push.model).slice(0, 200)}`),
        written: () => {
          const sent = shop.log.pushed.slice(seen).filter(push => writesItems.has(push.method))
          seen = shop.log.pushed.length
          return [...new Set(sent.map(push => String(push.model['sku'])))].sort()
        },
      }
    },
  }
}

function itemOf(shop: Shop, itemNumber: string): ShopItem {
  const item = shop.item(itemNumber)
  if (!item) throw new RangeError(`the shop does not show ${itemNumber}`)
  return item
}

function shownIn(shop: Shop): readonly ShownItem[] {
  const items = shop.items()
  const numberOf = new Map(items.map(item => [item.id, item.sku]))
  const makers = new Map(shop.manufacturers().map(one => [one.id, one.name]))
  const places = new Map(shop.categories().map(one => [one.id, inGerman(one.texts)]))
  const specifics = new Map(shop.specifics().map(one => [one.id, one]))
  const images = Map.groupBy(shop.images(), image => image.ownerId)
  const specials = specialsIn(shop)
  return items.map((item): ShownItem => {
    const both = (field: 'name' | 'description' | 'shortDescription') =>
      Object.fromEntries(item.texts.map(text => [text.language, text[field] ?? '']))
    const chosen = (item.variations ?? []).map(
      one => `${one.name}: ${one.values.map(value => value.name).join(', ')}`,
    )
    return {
      itemNumber: item.sku,
      names: both('name'),
      descriptions: both('description'),
      shortDescriptions: both('shortDescription'),
      taxRate: plain(item.vat),
      gtin: item.ean ?? '',
      weight: plain(item.weight ?? '0'),
      manufacturer: makers.get(item.manufacturerId ?? '') ?? '',
      categories: (item.categoryIds ?? []).map(id => places.get(id) ?? '?').sort(),
      characteristics: (item.specifics ?? [])
        .map(({ specificId, valueId }) => {
          const specific = specifics.get(specificId)
          return `${specific?.name}: ${specific?.values.find(value => value.id === valueId)?.value}`
        })
        .sort(),
      attributes: Object.fromEntries((item.attributes ?? []).map(({ key, value }) => [key, value])),
      prices: pricesOf(item),
      specials: specials.get(item.sku) ?? {},
      stock: plain(item.stock),
      parent: item.masterId ? (numberOf.get(item.masterId) ?? '?') : '',
      variations: item.masterId ? [] : chosen,
      chosen: item.masterId ? chosen.sort() : [],
      images: (images.get(item.id) ?? [])
        .toSorted((a, b) => a.sort - b.sort)
        .map(image => image.sha256 ?? 'no file'),
    }
  })
}

function inGerman(texts: readonly ShopText[]): string {
  return texts.find(text => text.language === 'de')?.name ?? ''
}

// What is paid: the scale of the own group that so many pieces reach, else that of everyone.
function pricesOf({ priceNet, prices = [] }: ShopItem): Readonly<Record<string, string>> {
  const reached = (group: string | null, quantity: string) =>
    prices
      .filter(price => price.customerGroupId === group && price.fromQuantity <= Number(quantity))
      .sort((a, b) => a.fromQuantity - b.fromQuantity)
      .at(-1)?.net
  return Object.fromEntries(
    Object.entries(groups).flatMap(([id, name]) =>
      quantities.map(quantity => {
        const net = reached(id, quantity) ?? reached(null, quantity) ?? priceNet
        return [`${name} ${quantity}`, plain(net)] as const
      }),
    ),
  )
}

// This shop keeps no special prices; what it was told of an item last, it would show.
function specialsIn(shop: Shop): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const nameOf = new Map<number, TripGroup>(
    shop.log.acked.flatMap(({ type, endpoint, host }) => {
      const group =
        type === 'CustomerGroup' ? Object.entries(groups).find(([id]) => id === endpoint)?.[1] : undefined
      return group ? [[host, group] as const] : []
    }),
  )
  const told = new Map<string, Readonly<Record<string, string>>>()
  for (const { method, model, effect } of shop.log.pushed)
    if (method === 'product.push' && effect === 'stored')
      told.set(
        String(model['sku']),
        Object.fromEntries(
          listIn(model['specialPrices'])
            .flatMap(special => listIn(special['items']).flatMap(item => specialOf(special, item, nameOf)))
            .reverse(),
        ),
      )
  return told
}

function specialOf(
  special: WireModel,
  item: WireModel,
  nameOf: ReadonlyMap<number, TripGroup>,
): [string, string][] {
  const id = item['customerGroupId']
  const no = Array.isArray(id) ? Number(id[1]) : 0
  const own = nameOf.get(no)
  const from = dayOf(Date.parse(String(special['activeFromDate'])))
  const last = dayOf(Date.parse(String(special['activeUntilDate'])) - 1)
  const text = `${plain(exact(String(item['priceNet'])).toFixed())} ${from} ${last}`
  return (own ? [own] : tripGroups).map(group => [group, text])
}

function dayOf(instant: number): string {
  return new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin', dateStyle: 'short' }).format(instant)
}

function listIn(value: WireModel[string] | undefined): readonly WireModel[] {
  return Array.isArray(value) ? value.filter(isModel) : []
}

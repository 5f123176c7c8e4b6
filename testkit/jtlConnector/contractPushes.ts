/** What the contract suite asks of a shop about things sent to it: what it holds, refuses, passes over. */
import type { Outgoing } from '../../src/port/outgoing.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import type { Held } from '../contract/subject.ts'
import { grossOf, multiply } from './decimals.ts'
import type { Shop } from './shop.ts'
import type { ShopCrossSelling, ShopImage, ShopItem, ShopOrderStatus } from './shopData.ts'
import { isModel, type WireModel } from './wire.ts'

const controllers: { readonly [K in OutgoingKind]?: string } = {
  category: 'category',
  manufacturer: 'manufacturer',
  characteristic: 'specific',
  item: 'product',
  price: 'product_price',
  stock: 'product_stock_level',
  image: 'image',
  cross_selling: 'cross_selling',
  customer: 'customer',
  order_status: 'status_change',
  delivery: 'delivery_note',
  payment: 'payment',
}

/** The methods by which the shop is sent something. */
export const sendingMethods = Object.values(controllers).flatMap(name => [`${name}.push`, `${name}.delete`])

const deliveries: { readonly [K in ShopOrderStatus]: string } = {
  new: 'open',
  cancelled: 'cancelled',
  partially_shipped: 'partly_shipped',
  shipped: 'shipped',
}

/** What the shop holds of a kind, in the words of the port. */
export function heldIn(shop: Shop, kind: OutgoingKind): readonly Held[] {
  const items = (fields: (item: ShopItem) => Held['fields']): readonly Held[] =>
    shop.items().map(item => ({ theirs: item.id, fields: fields(item) }))
  switch (kind) {
    case 'category':
      return shop.categories().map(({ id, texts }) => ({ theirs: id, fields: { name: german(texts) } }))
    case 'manufacturer':
      return shop.manufacturers().map(({ id, name }) => ({ theirs: id, fields: { name } }))
    case 'characteristic':
      return shop.specifics().map(({ id, texts = [] }) => ({ theirs: id, fields: { name: german(texts) } }))
    case 'image':
      return shop.images().map(image => ({ theirs: imageIdOf(shop, image.id), fields: imageFields(image) }))
    case 'cross_selling':
      return shop.crossSellings().map(one => ({ theirs: one.id, fields: shownFields(shop, one) }))
    case 'item':
      return items(({ sku, texts, manufacturerId, specifics }) => ({
        itemNumber: sku,
        name: german(texts),
        manufacturer: shop.manufacturers().find(one => one.id === manufacturerId)?.name ?? '',
        values: (specifics ?? []).map(({ valueId }) => valueName(shop, valueId)).join(', '),
      }))
    case 'price':
      return items(({ sku, priceNet, vat }) => ({ itemNumber: sku, gross: exactGross(priceNet, vat) }))
    case 'stock':
      return items(({ sku, stock }) => ({ itemNumber: sku, offered: stock }))
    case 'customer':
      return shop
        .customers()
        .map(({ id, lastName = '', city = '' }) => ({ theirs: id, fields: { name: lastName, city } }))
    case 'order_status':
      return shop.orders().map(({ id, status }) => ({
        theirs: id,
        fields: { order: id, delivery: deliveries[status] },
      }))
    case 'delivery':
      return shop.deliveryNotes().map(({ id, orderId, tracking }) => ({
        theirs: id,
        fields: { order: orderId, tracking: tracking[0]?.codes[0] ?? '' },
      }))
    case 'payment':
      return shop
        .payments()
        .map(({ id, orderId, amount }) => ({ theirs: id, fields: { order: orderId, amount } }))
    default:
      return []
  }
}

/** Refuses and passes over the objects that the suite names. */
export function createRefusals(shop: Shop) {
  const refused = new Set<string>()
  const skipped = new Set<string>()
  const nameOf = (method: string, model: WireModel) => `${method} ${hostOf(model)}`
  shop.setRefusals(
    (method, model) => (refused.has(nameOf(method, model)) ? 'The shop refuses this' : undefined),
    (method, model) => skipped.has(nameOf(method, model)),
  )
  const name = <K extends OutgoingKind>(kind: K, { ref }: Outgoing<K>) =>
    `${controllers[kind]}.push ${ref.no}`
  return {
    refuse: <K extends OutgoingKind>(kind: K, object: Outgoing<K>) => void refused.add(name(kind, object)),
    skip: <K extends OutgoingKind>(kind: K, object: Outgoing<K>) => {
      const { theirs } = object.ref
      // What only belongs to another object is passed over where that one is not linked.
      if (kind === 'price' || kind === 'stock') shop.forget('product', [theirs])
      else if (kind === 'order_status') shop.forget('customer_order', [theirs])
      else skipped.add(name(kind, object))
    },
  }
}

// Under the id that a pull gives, which may name the relation.
function imageIdOf(shop: Shop, id: string): string {
  const model: unknown = JSON.parse(shop.wireText('image', id) ?? '{}')
  const shown = isModel(model) ? model['id'] : undefined
  return Array.isArray(shown) ? String(shown[0]) : id
}

function imageFields({ sha256 = '', sort }: ShopImage): Held['fields'] {
  return { hash: sha256, sort: String(sort) }
}

function shownFields(shop: Shop, { itemId, groups }: ShopCrossSelling): Held['fields'] {
  const hosts = new Map(shop.links('product'))
  const ours = (id: string) => String(hosts.get(id) ?? '')
  return { item: ours(itemId), shown: groups.flatMap(one => one.itemIds.map(ours)).join(' ') }
}

function valueName(shop: Shop, valueId: string): string {
  const values = shop.specifics().flatMap(one => one.values)
  return german(values.find(value => value.id === valueId)?.texts ?? [])
}

function hostOf(model: WireModel): unknown {
  const id = [model['id'], model['productId'], model['customerOrderId']].find(
    one => Array.isArray(one) && Number(one[1]) > 0,
  )
  const [first] = Array.isArray(model['prices']) ? model['prices'] : []
  return Array.isArray(id) ? id[1] : isModel(first) ? hostOf(first) : 0
}

function german(texts: ShopItem['texts']): string {
  return texts.find(text => text.language === 'de')?.name ?? ''
}

// Not rounded: the suite asks for the very price.
function exactGross(net: string, vat: string): string {
  return vat === '19' ? multiply(net, '1.19') : grossOf(net, vat)
}

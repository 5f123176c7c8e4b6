/** All that the shop holds: its own data, and what was pushed to it. */
import { type Collection, createCollection } from './collection.ts'
import type { Links } from './mapping.ts'
import type {
  ShopCategory,
  ShopCrossSelling,
  ShopCustomer,
  ShopDeliveryNote,
  ShopImage,
  ShopItem,
  ShopManufacturer,
  ShopOrder,
  ShopPayment,
  ShopSpecific,
} from './shopData.ts'

/** What a shop starts with; whatever is absent is empty. */
export interface ShopContents {
  readonly catalog?: readonly ShopItem[]
  readonly categories?: readonly ShopCategory[]
  readonly manufacturers?: readonly ShopManufacturer[]
  readonly specifics?: readonly ShopSpecific[]
  readonly crossSellings?: readonly ShopCrossSelling[]
  readonly images?: readonly ShopImage[]
  readonly customers?: readonly ShopCustomer[]
  readonly orders?: readonly ShopOrder[]
  readonly payments?: readonly ShopPayment[]
}

export interface Store {
  readonly categories: Collection<ShopCategory>
  readonly crossSellings: Collection<ShopCrossSelling>
  readonly customers: Collection<ShopCustomer>
  readonly deliveryNotes: Collection<ShopDeliveryNote>
  readonly images: Collection<ShopImage>
  readonly items: Collection<ShopItem>
  readonly manufacturers: Collection<ShopManufacturer>
  readonly orders: Collection<ShopOrder>
  readonly payments: Collection<ShopPayment>
  readonly specifics: Collection<ShopSpecific>
  /** The item with that SKU, or undefined. */
  itemBySku(sku: string): ShopItem | undefined
  /** Adds or replaces an item and keeps the indexes. */
  putItem(item: ShopItem): void
  childrenOf(masterId: string): ShopItem[]
  /** An order number that no order has: never given twice, whatever numbers were given from outside. */
  freshOrderNumber(): string
  /** Adds or replaces an order. */
  putOrder(order: ShopOrder): void
}

/** The lowest id of objects that are pushed or placed later, as in the transcripts of real endpoints. */
const firstFreshId = 1001

/** Fills a store. The links decide what has been fetched. */
export function createStore(links: Links, contents: ShopContents): Store {
  const items = createCollection<ShopItem>('Product', links, [], firstFreshId)
  const orders = createCollection<ShopOrder>('CustomerOrder', links, [], firstFreshId)
  const idBySku = new Map<string, string>()
  const children = new Map<string, Set<string>>()
  const numbers = new Set<string>()
  let nextNumber = 10_001

  const putItem = (item: ShopItem): void => {
    const before = items.get(item.id)?.data
    if (before && before.sku !== item.sku && idBySku.get(before.sku) === item.id) idBySku.delete(before.sku)
    if (before?.masterId) children.get(before.masterId)?.delete(item.id)
    items.put(item)
    idBySku.set(item.sku, item.id)
    if (!item.masterId) return
    const siblings = children.get(item.masterId) ?? new Set()
    children.set(item.masterId, siblings.add(item.id))
  }
  const putOrder = (order: ShopOrder): void => {
    orders.put(order)
    numbers.add(order.number)
  }
  for (const item of contents.catalog ?? []) putItem(item)
  for (const order of contents.orders ?? []) putOrder(order)

  return {
    categories: createCollection('Category', links, contents.categories ?? [], firstFreshId),
    crossSellings: createCollection('CrossSelling', links, contents.crossSellings ?? [], firstFreshId),
    customers: createCollection('Customer', links, contents.customers ?? [], firstFreshId),
    deliveryNotes: createCollection<ShopDeliveryNote>('DeliveryNote', links, [], firstFreshId),
    images: createCollection('Image', links, contents.images ?? [], firstFreshId),
    manufacturers: createCollection('Manufacturer', links, contents.manufacturers ?? [], firstFreshId),
    payments: createCollection('Payment', links, contents.payments ?? [], firstFreshId),
    specifics: createCollection('Specific', links, contents.specifics ?? [], firstFreshId),
    items,
    orders,
    putItem,
    putOrder,
    itemBySku(sku) {
      const id = idBySku.get(sku)
      return id === undefined ? undefined : items.get(id)?.data
    },
    childrenOf(masterId) {
      const ids = [...(children.get(masterId) ?? [])]
      return ids.flatMap(id => items.get(id)?.data ?? [])
    },
    freshOrderNumber() {
      while (numbers.has(`B-${nextNumber}`)) nextNumber++
      return `B-${nextNumber++}`
    },
  }
}

/** What each push stores in the shop. A push replaces the object: what is missing falls back to its default. */
import { type Batch, readId, remember, resolve } from './identities.ts'
import type { RelationType } from './mapping.ts'
import { readSpecifics, storeManufacturer, storeSpecific } from './pushAlong.ts'
import { storeCrossSelling } from './pushCrossSelling.ts'
import { storeCustomer } from './pushCustomers.ts'
import { readFamily } from './pushFamily.ts'
import { storeImage } from './pushImages.ts'
import { place, readTexts } from './pushParts.ts'
import { flag, integer, models, number, text } from './readModel.ts'
import { orderStatuses, paymentStatuses, type ShopItem, type ShopPrice } from './shopData.ts'
import type { ShopState } from './state.ts'
import { isModel, type WireModel } from './wire.ts'

/** Stores one model and returns the endpoint id of what it touched, or null if it was skipped in silence. */
export type StoreModel = (batch: Batch, model: WireModel) => string | null

export interface PushHandler {
  /** Type of the identity by which the model is found. */
  readonly type: RelationType
  /** The property that holds it. */
  readonly idName: string
  readonly store: StoreModel
}

/** All pushes of this shop by snake_case controller. */
export const pushHandlers: Readonly<Record<string, PushHandler>> = {
  category: { type: 'Category', idName: 'id', store: storeCategory },
  cross_selling: { type: 'CrossSelling', idName: 'id', store: storeCrossSelling },
  customer: { type: 'Customer', idName: 'id', store: storeCustomer },
  delivery_note: { type: 'DeliveryNote', idName: 'id', store: storeDeliveryNote },
  image: { type: 'Image', idName: 'id', store: storeImage },
  manufacturer: { type: 'Manufacturer', idName: 'id', store: storeManufacturer },
  payment: { type: 'Payment', idName: 'id', store: storePayment },
  product: { type: 'Product', idName: 'id', store: storeProduct },
  product_price: { type: 'Product', idName: 'productId', store: storePrices },
  product_stock_level: { type: 'Product', idName: 'productId', store: storeStock },
  specific: { type: 'Specific', idName: 'id', store: storeSpecific },
  status_change: { type: 'CustomerOrder', idName: 'customerOrderId', store: storeStatus },
}

/** Deletes one object; an unknown one is no error. */
export const deleteHandlers: Readonly<
  Record<string, { type: RelationType; remove(state: ShopState, id: string): boolean }>
> = {
  category: { type: 'Category', remove: (state, id) => state.store.categories.remove(id) },
  cross_selling: { type: 'CrossSelling', remove: (state, id) => state.store.crossSellings.remove(id) },
  image: { type: 'Image', remove: (state, id) => state.store.images.remove(id) },
  manufacturer: { type: 'Manufacturer', remove: (state, id) => state.store.manufacturers.remove(id) },
  product: {
    type: 'Product',
    remove(state, id) {
      keepShowing(state, id)
      return state.store.items.remove(id)
    },
  },
  specific: { type: 'Specific', remove: (state, id) => state.store.specifics.remove(id) },
}

function storeCategory(batch: Batch, model: WireModel): string {
  const { store } = batch.state
  const { id, host } = place(batch, 'Category', model, store.categories)
  store.categories.put({
    id,
    parentId: resolve(batch, 'Category', readId(model['parentCategoryId'])) || null,
    texts: readTexts(batch.state, model),
    active: flag(model, 'isActive'),
    sort: integer(model, 'sort'),
    level: integer(model, 'level'),
  })
  remember(batch, 'Category', id, host)
  return id
}

function storeProduct(batch: Batch, model: WireModel): string | null {
  const { state } = batch
  const { store, quirks } = state
  const texts = readTexts(state, model)
  const shopLanguage = state.globals.languages.find(language => language.isDefault)?.language
  if (quirks.skipsWithoutShopLanguage && !texts.some(known => known.language === shopLanguage)) return null
  const sku = text(model, 'sku')
  const adopted = quirks.adoptsSameSku && sku !== '' ? store.itemBySku(sku)?.id : undefined
  const { id, host } = place(batch, 'Product', model, store.items, adopted)
  const { priceNet, prices } = readPrices(batch, models(model, 'prices'))
  const family = readFamily(batch, model, store.items.get(id)?.data)
  const { stockLevel } = model
  keepShowing(state, id)
  store.putItem({
    id,
    sku,
    texts,
    active: flag(model, 'isActive'),
    ...family,
    priceNet,
    prices,
    vat: number(model, 'vat'),
    stock: isModel(stockLevel) ? number(stockLevel, 'stockLevel') : number(model, 'stockLevel'),
    considerStock: flag(model, 'considerStock'),
    allowsOverselling: flag(model, 'permitNegativeStock'),
    ean: text(model, 'ean'),
    manufacturerId: resolve(batch, 'Manufacturer', readId(model['manufacturerId'])) || null,
    manufacturerNumber: text(model, 'manufacturerNumber'),
    specifics: readSpecifics(batch, model),
    categoryIds: models(model, 'categories').flatMap(
      category => resolve(batch, 'Category', readId(category['categoryId'])) || [],
    ),
    weight: number(model, 'productWeight'),
    purchasePrice: number(model, 'purchasePrice'),
    recommendedPrice: number(model, 'recommendedRetailPrice'),
    originCountry: text(model, 'originCountry'),
    createdAt: text(model, 'creationDate') || null,
    attributes: models(model, 'attributes').flatMap(attribute => {
      const [first] = models(attribute, 'i18ns')
      return first ? { key: text(first, 'name'), value: text(first, 'value') } : []
    }),
    sort: integer(model, 'sort'),
  })
  remember(batch, 'Product', id, host)
  return id
}

/** All price models of one product at once: what a request does not contain is gone (V5). */
function storePrices(batch: Batch, model: WireModel): string | null {
  const item = findItem(batch, model)
  if (!item) return null
  keepShowing(batch.state, item.id)
  batch.state.store.putItem({ ...item, ...readPrices(batch, models(model, 'prices')) })
  return item.id
}

function storeStock(batch: Batch, model: WireModel): string | null {
  const item = findItem(batch, model)
  if (!item) return null
  keepShowing(batch.state, item.id)
  batch.state.store.putItem({ ...item, stock: number(model, 'stockLevel') })
  return item.id
}

function storeStatus(batch: Batch, model: WireModel): string | null {
  const { store } = batch.state
  const order = store.orders.get(resolve(batch, 'CustomerOrder', readId(model['customerOrderId'])))?.data
  if (!order) return null
  const status = orderStatuses.find(known => known === model['orderStatus']) ?? order.status
  const paymentStatus = paymentStatuses.find(known => known === model['paymentStatus']) ?? order.paymentStatus
  store.putOrder({ ...order, status, paymentStatus })
  return order.id
}

function storeDeliveryNote(batch: Batch, model: WireModel): string | null {
  const { store } = batch.state
  const orderId = resolve(batch, 'CustomerOrder', readId(model['customerOrderId']))
  if (!store.orders.get(orderId)) return null
  const { id, host } = place(batch, 'DeliveryNote', model, store.deliveryNotes)
  store.deliveryNotes.put({
    id,
    orderId,
    createdAt: text(model, 'creationDate') || null,
    note: text(model, 'note'),
    lines: models(model, 'items').map(line => ({
      lineId: readId(line['customerOrderItemId']).endpoint,
      quantity: number(line, 'quantity'),
    })),
    tracking: models(model, 'trackingLists').map(list => {
      const sent = list['codes']
      return { carrier: text(list, 'name'), codes: Array.isArray(sent) ? sent.map(String) : [] }
    }),
  })
  if (!batch.state.quirks.deliveryNoteWithoutId) remember(batch, 'DeliveryNote', id, host)
  return id
}

function storePayment(batch: Batch, model: WireModel): string | null {
  const { store } = batch.state
  const orderId = resolve(batch, 'CustomerOrder', readId(model['customerOrderId']))
  if (!store.orders.get(orderId)) return null
  const { id, host } = place(batch, 'Payment', model, store.payments)
  store.payments.put({
    id,
    orderId,
    amount: number(model, 'totalSum'),
    module: text(model, 'paymentModuleCode'),
    transactionId: text(model, 'transactionId'),
    createdAt: text(model, 'creationDate') || null,
    billingInfo: text(model, 'billingInfo'),
  })
  remember(batch, 'Payment', id, host)
  return id
}

function findItem(batch: Batch, model: WireModel): ShopItem | undefined {
  return batch.state.store.items.get(resolve(batch, 'Product', readId(model['productId'])))?.data
}

/** Keeps what the pages show until finish, where the shop caches them. */
function keepShowing(state: ShopState, id: string): void {
  if (!state.quirks.cachedUntilFinish || state.cachedItems.has(id)) return
  state.cachedItems.set(id, state.store.items.get(id)?.data ?? null)
}

/** The price for everyone from quantity 0 and all others. A group that was never acked counts as everyone. */
function readPrices(batch: Batch, sent: readonly WireModel[]): { priceNet: string; prices: ShopPrice[] } {
  const all = sent.flatMap(price => {
    const customerGroupId = resolve(batch, 'CustomerGroup', readId(price['customerGroupId'])) || null
    return models(price, 'items').map(item => ({
      customerGroupId,
      fromQuantity: integer(item, 'quantity'),
      net: number(item, 'netPrice'),
    }))
  })
  const isBase = (price: ShopPrice): boolean => price.customerGroupId === null && price.fromQuantity === 0
  return { priceNet: all.findLast(isBase)?.net ?? '0', prices: all.filter(price => !isBase(price)) }
}

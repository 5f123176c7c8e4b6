/**
 * A shop behind a JTL-Connector endpoint, in this process, over real HTTP. It is written from the protocol alone:
 * it shares nothing with the connector that it is meant to test.
 */
import { problems } from '../../src/base/errors.ts'
import { createFaults } from './faults.ts'
import { connectorPath, listen } from './http.ts'
import { moveStock, placeOrder } from './placeOrder.ts'
import type { Endpoint } from './pull.ts'
import { checkQuirks } from './quirks.ts'
import { saveShop } from './saveShop.ts'
import type { Shop } from './shop.ts'
import type { ShopItem, ShopOrder } from './shopData.ts'
import { createSources } from './sources.ts'
import { createState, type ShopOptions, type ShopState } from './state.ts'

const fail = problems({
  SHOP_OBJECT_UNKNOWN: {
    status: 404,
    de: 'Der Demo-Shop hat kein Objekt {id}; bitte die Nummer prüfen.',
    en: 'The demo shop has no object {id}; please check the number.',
  },
})

/** Starts a shop and resolves when it answers. Rejects if the port is taken or a fault is unknown. */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const state = createState(options)
  const endpoint: Endpoint = { state, sources: createSources(state), lastPages: new Map() }
  const http = await listen(endpoint, options.port ?? 0)
  state.baseUrl = `http://127.0.0.1:${http.port}/`
  return {
    url: `http://127.0.0.1:${http.port}${connectorPath}`,
    token: state.token,
    log: state.log,
    close: http.close,
    ...merchantSide(state),
    ...pageSide(state),
    ...mappingSide(endpoint),
    setFaults(plan) {
      state.faults = createFaults(plan)
    },
    setQuirks(changes) {
      checkQuirks(changes)
      state.quirks = { ...state.quirks, ...changes }
      state.epoch++
    },
    setRefusals(refuse, skip) {
      state.refuse = refuse ?? (() => undefined)
      state.skip = skip ?? (() => false)
    },
    setHooks(hooks) {
      state.hooks = hooks
    },
    restart: () => state.sessions.endAll(),
    save: () => saveShop(state),
  }
}

/** What people do in the shop. */
function merchantSide(state: ShopState) {
  const { store } = state
  const known = (id: string): ShopOrder => {
    const order = store.orders.get(id)?.data
    if (!order) throw fail('SHOP_OBJECT_UNKNOWN', { id })
    return order
  }
  const changeOrder: Shop['changeOrder'] = (id, patch) => {
    const changed = { ...known(id), ...patch }
    store.putOrder(changed)
    return changed
  }
  return {
    placeOrder: order => placeOrder(state, order),
    changeOrder,
    cancelOrder(id, options) {
      const { lines } = known(id)
      if (options?.restock)
        for (const line of lines) moveStock(state, line.itemId ?? '', negative(line.quantity))
      return changeOrder(id, { status: 'cancelled' })
    },
    addPayment(payment) {
      const added = { ...payment, id: payment.id ?? store.payments.freshId() }
      store.payments.put(added)
      return added
    },
    addCustomer: customer => void store.customers.put(customer),
    putOrder: order => store.putOrder(order),
    putItem: item => store.putItem(item),
    putCategory: category => void store.categories.put(category),
    putManufacturer: manufacturer => void store.manufacturers.put(manufacturer),
    putSpecific: specific => void store.specifics.put(specific),
  } satisfies Partial<Shop>
}

function negative(quantity: string): string {
  return quantity.startsWith('-') ? quantity.slice(1) : `-${quantity}`
}

/** What the shop shows. */
function pageSide(state: ShopState) {
  const { store, cachedItems } = state
  const shown = (item: ShopItem): ShopItem | undefined => {
    const cached = cachedItems.get(item.id)
    return cached === undefined ? item : (cached ?? undefined)
  }
  const items = (): ShopItem[] => {
    const deleted = [...cachedItems.values()].flatMap(item => (item && !store.items.get(item.id) ? item : []))
    return [...store.items.all().flatMap(entry => shown(entry.data) ?? []), ...deleted]
  }
  // With stale pages a SKU may still be shown that the store no longer has, or not yet.
  const item: Shop['item'] = sku => {
    if (cachedItems.size > 0) return items().find(found => found.sku === sku)
    return store.itemBySku(sku)
  }
  return {
    orders: () => store.orders.all().map(entry => entry.data),
    order: id => store.orders.get(id)?.data,
    items,
    item,
    stock: sku => item(sku)?.stock,
    price: sku => item(sku)?.priceNet,
    statusOf: id => {
      const found = store.orders.get(id)?.data
      return found && { status: found.status, paymentStatus: found.paymentStatus }
    },
    categories: () => store.categories.all().map(entry => entry.data),
    manufacturers: () => store.manufacturers.all().map(entry => entry.data),
    specifics: () => store.specifics.all().map(entry => entry.data),
    images: () => store.images.all().map(entry => entry.data),
    crossSellings: () => store.crossSellings.all().map(entry => entry.data),
    payments: () => store.payments.all().map(entry => entry.data),
    deliveryNotes: () => store.deliveryNotes.all().map(entry => entry.data),
    customers: () => store.customers.all().map(entry => entry.data),
  } satisfies Partial<Shop>
}

/** What the shop knows about what was fetched. */
function mappingSide({ state, sources }: Endpoint) {
  const linked: Shop['links'] = kind =>
    state.links.linked(sources[kind].type).map(link => [link.endpoint, link.host ?? 0])
  return {
    remaining: kind => sources[kind].remaining(),
    ackedIds: kind => linked(kind).map(([endpoint]) => endpoint),
    links: linked,
    deliveries: (kind, id) => sources[kind].deliveries(id),
    wireText: (kind, id) => sources[kind].text(id),
    forget(kind, ids) {
      sources[kind].restore(ids)
      if (!ids) return state.links.clear(sources[kind].type)
      for (const id of ids) state.links.dropEndpoint(sources[kind].type, id)
    },
    link: (kind, id, host) => void state.links.save(sources[kind].type, id, host),
    remove: (kind, id) => void sources[kind].remove(id),
    move: (kind, id, behind) => void sources[kind].move(id, behind),
    forgetAll() {
      for (const source of Object.values(sources)) source.restore()
      state.links.clear()
    },
    prepare() {
      for (const source of Object.values(sources)) source.prepare()
    },
  } satisfies Partial<Shop>
}

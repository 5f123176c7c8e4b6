/**
 * A Shopware 5 in this process, over real HTTP. It is written from the page of the protocol alone: it shares nothing with the
 * connector that it is meant to test.
 */
import { createFaults } from './faults.ts'
import { listen } from './http.ts'
import { placeOrder } from './placeOrder.ts'
import { quirksOf } from './quirks.ts'
import { removeArticle, writeArticle } from './resources/articleRows.ts'
import { categories } from './resources/categories.ts'
import { storeCustomer } from './resources/customers.ts'
import { moved } from './resources/orders.ts'
import { priceOf } from './resources/prices.ts'
import { setUp } from './setUp.ts'
import type { Shop } from './shop.ts'
import { createState, now, type ShopOptions, type ShopState } from './state.ts'
import { type Json, numberOf, type Row, textOf } from './wire.ts'

/** Starts a shop and resolves when it answers. Rejects if the port is taken or a fault or quirk is unknown. */
export async function startShopware5(options: ShopOptions = {}): Promise<Shop> {
  const state = createState(options)
  setUp(state)
  const folder = options.folder ?? '/'
  const http = await listen(state, options.port ?? 0, folder)
  state.url = `http://127.0.0.1:${http.port}${folder}`
  return {
    url: state.url,
    user: state.user,
    get apiKey() {
      return state.apiKey
    },
    log: state.log,
    stop: http.close,
    ...peopleSide(state),
    ...pageSide(state),
    setFaults(plan) {
      state.faults = createFaults(plan)
    },
    setQuirks(quirks) {
      state.quirks = quirksOf({ ...state.quirks, ...quirks })
    },
    setHooks(hooks) {
      state.hooks = hooks
    },
    setRefusal(refuse) {
      state.refuse = refuse
    },
    setDenied(resource, denied) {
      if (denied) state.denied.add(resource)
      else state.denied.delete(resource)
    },
    setApiKey(key) {
      state.apiKey = key
    },
  }
}

function peopleSide(state: ShopState) {
  const { tables } = state
  return {
    placeOrder(order) {
      if (state.quirks.abandonedBaskets && tables.orders.rows.size === 0) abandon(state, order)
      return placeOrder(state, order)
    },
    abandonBasket: order => abandon(state, order),
    addCustomer: row => String(storeCustomer(state, row).id),
    changeOrder(id, changes) {
      const order = tables.orders.get(id)
      if (!order) return false
      const before = [order['orderStatusId'], order['paymentStatusId']]
      Object.assign(order, changes, { changed: now(state) })
      if (before[0] !== order['orderStatusId'] || before[1] !== order['paymentStatusId'])
        moved(state, order, before)
      return true
    },
    removeOrder: id => void tables.orders.remove(Number(id)),
    changeCustomer(id, changes) {
      const row = tables.customers.get(id)
      if (row) Object.assign(row, changes, { changed: now(state) })
      return row !== undefined
    },
    putArticle: body => String(writeArticle(state, undefined, body)),
    changeArticle: (id, body) => void writeArticle(state, tables.articles.get(id), body),
    changeVariant(number, changes) {
      const variant = tables.variants.find('number', number)
      if (!variant) throw new RangeError(`there is no variant ${number}`)
      Object.assign(variant, changes)
    },
    putCategory: body => String(categories.create?.(state, body) ?? 0),
    insert: (table, row) => String(tables[table].add(row).id),
    remove(table, id) {
      const article = table === 'articles' ? tables.articles.get(id) : undefined
      if (article) removeArticle(state, article)
      else tables[table].remove(Number(id))
    },
    patch(table, id, changes) {
      const row = tables[table].get(id)
      if (!row) throw new RangeError(`there is no row ${id} of ${table}`)
      Object.assign(row, changes)
    },
  } satisfies Partial<Shop>
}

function abandon(state: ShopState, order: Parameters<typeof placeOrder>[1]): string {
  const stocks = state.tables.variants.all().map(row => [row, row['inStock'] ?? 0] as const)
  const { id } = placeOrder(state, { ...order, number: '0', status: -1 })
  const customer = state.tables.orders.get(id)?.['customerId']
  if (order.customer === undefined) state.tables.customers.remove(numberOf(customer))
  // Nothing was bought, and nobody has signed up.
  for (const [row, inStock] of stocks) row['inStock'] = inStock
  return id
}

function pageSide(state: ShopState) {
  const { tables, files, movedNumbers } = state
  const byNumber = (number: string) => tables.variants.find('number', number)
  return {
    rows: table => tables[table].all(),
    row: (table, id) => tables[table].get(id),
    variant: byNumber,
    movedNumber: article => movedNumbers.get(Number(article)),
    stock(number) {
      const variant = byNumber(number)
      return variant && numberOf(variant['inStock'])
    },
    price(number, group = 'EK', quantity = 1) {
      const variant = byNumber(number)
      const now = variant && priceOf(variant, group, quantity)
      if (!state.quirks.cachedPages || now === undefined) return now
      const page = `${number} ${group} ${quantity}`
      const seen = state.shown.get(page) ?? now
      state.shown.set(page, seen)
      return seen
    },
    image: media => files.get(textOf(tables.media.get(media)?.['path'])),
    state: () =>
      JSON.stringify([
        Object.entries(tables).map(([name, { rows }]): Json => [name, [...rows.values()] as Row[]]),
        [...files.keys()],
      ]),
  } satisfies Partial<Shop>
}

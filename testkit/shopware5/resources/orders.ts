/** Orders: what the list and one of them show, and what may be written. */
import { chosen, type Model, sameNames } from '../filters.ts'
import { invalid, missing, notFound, ShopError } from '../shopError.ts'
import { now, orderStates, paymentStates, type ShopState } from '../state.ts'
import { type Json, names, numberOf, type Row, rowOf, rowsOf, textOf, truthOf } from '../wire.ts'
import type { Resource } from './resource.ts'

const model: Model = {
  name: 'Shopware\\Models\\Order\\Order',
  properties: {
    ...sameNames(
      ...['id', 'changed', 'number', 'customerId', 'paymentId', 'dispatchId', 'partnerId', 'shopId'],
      ...['invoiceAmount', 'invoiceAmountNet', 'invoiceShipping', 'orderTime', 'transactionId'],
      ...['comment', 'customerComment', 'internalComment', 'net', 'taxFree', 'temporaryId', 'referer'],
      ...['clearedDate', 'trackingCode', 'languageIso', 'currency', 'currencyFactor', 'remoteAddress'],
    ),
    status: 'orderStatusId',
    cleared: 'paymentStatusId',
  },
}

/** What a list shows of an order. */
const header = [
  ...['id', 'changed', 'number', 'customerId', 'paymentId', 'dispatchId', 'partnerId', 'shopId'],
  ...['invoiceAmount', 'invoiceAmountNet', 'invoiceShipping', 'invoiceShippingNet', 'invoiceShippingTaxRate'],
  ...['orderTime', 'transactionId', 'comment', 'customerComment', 'internalComment', 'net', 'taxFree'],
  ...['temporaryId', 'referer', 'clearedDate', 'trackingCode', 'languageIso', 'currency', 'currencyFactor'],
  ...['remoteAddress', 'deviceType', 'isProportionalCalculation', 'paymentStatusId', 'orderStatusId'],
  'attribute',
]

const times = ['changed', 'orderTime', 'clearedDate']

export const orders: Resource = {
  list(state, query) {
    const { rows, total } = chosen(model, state.tables.orders.all(), query, state.quirks.unsorted)
    return { rows: rows.map(row => listed(state, row)), total }
  },
  one: (state, id, byNumber) => whole(state, orderBy(state, id, byNumber)),
  create,
  change(state, id, body, byNumber) {
    const order = orderBy(state, id, byNumber)
    refuse(state, { ...body, id: order['id'] ?? 0 })
    const changes = readChanges(state, order, body)
    const before = [order['orderStatusId'], order['paymentStatusId']]
    Object.assign(order, changes, { changed: now(state) })
    const after = [order['orderStatusId'], order['paymentStatusId']]
    if (before.join() !== after.join()) moved(state, order, before)
    return numberOf(order['id'])
  },
}

function orderBy(state: ShopState, id: string, byNumber: boolean): Row {
  const { orders: table } = state.tables
  const order = byNumber ? table.find('number', id) : table.get(id)
  if (!order) throw notFound('Order', id, byNumber ? 'number' : 'id')
  return order
}

/** An order as a list shows it. */
function listed(state: ShopState, order: Row): Row {
  const customer = state.tables.customers.get(order['customerId'])
  const row: Row = Object.fromEntries(header.map(key => [key, order[key] ?? null]))
  for (const key of times) row[key] = time(state, order[key])
  if (state.quirks.oldOrders) {
    row['invoiceShippingTaxRate'] = null
    delete row['isProportionalCalculation']
  }
  row['customer'] = customer ? { id: customer['id'] ?? null, email: customer['email'] ?? null } : null
  return row
}

/** An order with everything that belongs to it, and more than anybody should keep. */
function whole(state: ShopState, order: Row): Row {
  const customer = state.tables.customers.get(order['customerId'])
  const stateOf = (id: Json | undefined, group: string) => ({
    id: id ?? null,
    name: state.states[numberOf(id)] ?? '',
    position: 0,
    group,
    sendMail: 1,
  })
  return {
    ...listed(state, order),
    details: rowsOf(order['details']).map(line => ({ ...line, orderId: order['id'] ?? null })),
    documents: [],
    payment: state.tables.paymentMethods.get(order['paymentId']) ?? null,
    paymentStatus: stateOf(order['paymentStatusId'], 'payment'),
    orderStatus: stateOf(order['orderStatusId'], 'state'),
    customer: customer ? rowOf(customer) : null,
    paymentInstances: order['paymentInstances'] ?? [],
    billing: order['billing'] ?? null,
    shipping: order['shipping'] ?? null,
    shop: state.tables.shops.get(order['shopId']) ?? null,
    dispatch: state.tables.dispatches.get(order['dispatchId']) ?? null,
    languageSubShop: { id: order['languageIso'] ?? null, locale: localeOf(state, order['languageIso']) },
  }
}

function localeOf(state: ShopState, shop: Json | undefined): Row {
  return rowOf(state.tables.shops.get(shop)?.['locale'])
}

function time({ times: clock }: ShopState, local: Json | undefined): Json {
  return typeof local === 'string' ? clock.iso(local) : null
}

/** What may be written of an order; everything else is passed over. */
const writable = ['trackingCode', 'comment', 'customerComment', 'internalComment', 'transactionId']

function readChanges(state: ShopState, order: Row, body: Row): Row {
  const changes: Row = {}
  for (const key of writable) if (names(body, key)) changes[key] = textOf(body[key])
  if (names(body, 'orderStatusId'))
    changes['orderStatusId'] = statusOf(state, body['orderStatusId'], 'OrderStatus', orderStates)
  if (names(body, 'paymentStatusId'))
    changes['paymentStatusId'] = statusOf(state, body['paymentStatusId'], 'PaymentStatus', paymentStates)
  if (names(body, 'clearedDate')) changes['clearedDate'] = localOf(state, textOf(body['clearedDate']))
  if (names(body, 'attribute'))
    changes['attribute'] = { ...rowOf(order['attribute']), ...rowOf(body['attribute']) }
  if (names(body, 'details')) changes['details'] = readDetails(state, order, body)
  return changes
}

function statusOf(
  state: ShopState,
  given: Json | undefined,
  what: string,
  known: Readonly<Record<number, string>>,
): number {
  const id = numberOf(given)
  const other = known === orderStates ? paymentStates : orderStates
  if (textOf(given) === '' || !state.states[id] || Object.hasOwn(other, id))
    throw notFound(what, textOf(given))
  return id
}

// Positions are known by their id; those that are not named go, unless they are asked to stay.
function readDetails(state: ShopState, order: Row, body: Row): readonly Row[] {
  const held = rowsOf(order['details'])
  const given = rowsOf(body['details'])
  for (const line of given)
    if (!held.some(one => one['id'] === numberOf(line['id'])))
      throw new ShopError(400, 'You need to specify the id of the order positions you want to modify')
  const option = rowOf(body['__options_details'])['replace']
  const replaces = option === undefined ? state.quirks.detailsReplaced : truthOf(option)
  return held.flatMap(line => {
    const change = given.find(one => numberOf(one['id']) === line['id'])
    if (!change) return replaces ? [] : [line]
    const { shipped, status } = change
    return [
      {
        ...line,
        ...(shipped === undefined ? {} : { shipped: numberOf(shipped) }),
        ...(status === undefined ? {} : { statusId: numberOf(status) }),
      },
    ]
  })
}

/** ISO or local, as a caller may write it; stored in the time of the shop. */
function localOf(state: ShopState, text: string): string | null {
  if (text === '') return null
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return text
  const instant = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  if (Number.isNaN(instant.getTime())) throw invalid('clearedDate: Dieser Wert ist ungültig.')
  return state.times.local(instant)
}

/** Writes down that an order moved; whoever cancels it gives back nothing, unless the shop was told so. */
export function moved(state: ShopState, order: Row, [from, paid]: readonly (Json | undefined)[]): void {
  const { history, variants } = state.tables
  history.add({
    orderId: order['id'] ?? null,
    changeDate: now(state),
    previousOrderStatusId: from ?? null,
    orderStatusId: order['orderStatusId'] ?? null,
    previousPaymentStatusId: paid ?? null,
    paymentStatusId: order['paymentStatusId'] ?? null,
  })
  if (state.quirks.statusByPlugin && order['orderStatusId'] === 1) order['orderStatusId'] = 5
  if (state.quirks.stockGivenBack && order['orderStatusId'] === 4 && from !== 4)
    for (const line of rowsOf(order['details'])) {
      const variant = line['mode'] === 0 && variants.find('number', line['articleNumber'] ?? '')
      if (variant) variant['inStock'] = numberOf(variant['inStock']) + numberOf(line['quantity'])
    }
}

const needed = ['customerId', 'orderStatusId', 'paymentStatusId', 'paymentId', 'dispatchId', 'shopId']

function create(state: ShopState, body: Row): number {
  for (const name of needed) if (textOf(body[name]) === '') throw missing(name)
  refuse(state, body)
  for (const line of rowsOf(body['details']))
    for (const name of ['statusId', 'taxId']) if (textOf(line[name]) === '') throw missing(`details.${name}`)
  statusOf(state, body['orderStatusId'], 'OrderStatus', orderStates)
  statusOf(state, body['paymentStatusId'], 'PaymentStatus', paymentStates)
  if (!state.tables.customers.get(body['customerId'])) throw notFound('Customer', textOf(body['customerId']))
  const orderTime = localOf(state, textOf(body['orderTime'])) ?? now(state)
  const { id } = storeOrder(state, {
    ...Object.fromEntries(header.map(key => [key, body[key] ?? null])),
    details: rowsOf(body['details']),
    billing: rowOf(body['billing']),
    shipping: rowOf(body['shipping']),
    number: textOf(body['number']),
    orderTime,
    changed: null,
  })
  return id
}

let nextLine = 1

/** Stores an order with its number and the ids of its lines, and takes what it sold from the stock. */
export function storeOrder(state: ShopState, order: Row): Row & { readonly id: number } {
  const { orders: table, variants } = state.tables
  const stored = table.add(order)
  if (!state.quirks.changedIsNull) stored['changed'] = stored['orderTime'] ?? null
  if (textOf(stored['number']) === '') stored['number'] = String(20_000 + numberOf(stored['id']))
  stored['details'] = rowsOf(stored['details']).map(line => {
    const variant = variants.find('number', line['articleNumber'] ?? '')
    if (variant && numberOf(line['mode']) === 0)
      variant['inStock'] = numberOf(variant['inStock']) - numberOf(line['quantity'])
    return { ...line, id: numberOf(line['id']) || nextLine++, number: stored['number'] ?? '' }
  })
  return stored
}

function refuse(state: ShopState, body: Row): void {
  const reason = state.refuse('orders', body)
  if (reason !== undefined) throw invalid(reason)
}

/** Customers with their addresses; a guest is one whose account mode is 1. */
import { chosen, type Model, sameNames } from '../filters.ts'
import { invalid, notFound, ShopError } from '../shopError.ts'
import { now, type ShopState } from '../state.ts'
import { type Json, names, numberOf, type Row, rowOf, textOf, truthOf } from '../wire.ts'
import type { Resource } from './resource.ts'

const fields = [
  ...['id', 'number', 'paymentId', 'groupKey', 'shopId', 'priceGroupId', 'active', 'email', 'firstLogin'],
  ...['lastLogin', 'accountMode', 'newsletter', 'languageId', 'referer', 'internalComment', 'failedLogins'],
  ...['salutation', 'title', 'firstname', 'lastname', 'birthday', 'changed'],
]

const model: Model = { name: 'Shopware\\Models\\Customer\\Customer', properties: sameNames(...fields) }

export const customers: Resource = {
  list(state, query) {
    const { rows, total } = chosen(model, state.tables.customers.all(), query, state.quirks.unsorted)
    return { rows: rows.map(row => listed(state, row)), total }
  },
  one(state, id, byNumber) {
    const row = customerBy(state, id, byNumber)
    return { ...row, ...listed(state, row) }
  },
  create(state, body) {
    refuse(state, body)
    const email = textOf(body['email'])
    if (!/^[^@\s]+@[^@\s]+$/.test(email))
      throw invalid('email: Dieser Wert ist keine gültige E-Mail-Adresse.')
    for (const name of ['firstname', 'lastname', 'salutation'])
      if (textOf(body[name]) === '') throw invalid(`${name}: Dieser Wert sollte nicht leer sein.`)
    const mode = numberOf(body['accountMode'])
    if (mode === 0) checkEmail(state, email, undefined)
    if (mode === 0 && textOf(body['password']) === '')
      throw invalid('password: Dieser Wert sollte nicht leer sein.')
    return storeCustomer(state, readChanges(state, undefined, body)).id
  },
  change(state, id, body, byNumber) {
    const row = customerBy(state, id, byNumber)
    refuse(state, { ...body, id: row['id'] ?? 0 })
    if (names(body, 'email') && row['accountMode'] === 0) checkEmail(state, textOf(body['email']), row)
    Object.assign(row, readChanges(state, row, body), { changed: now(state) })
    return numberOf(row['id'])
  },
  remove(state, id, byNumber) {
    state.tables.customers.remove(numberOf(customerBy(state, id, byNumber)['id']))
    return {}
  },
}

/** Stores a customer with what every one has; secrets included. */
export function storeCustomer(state: ShopState, row: Row): Row & { readonly id: number } {
  const stored = state.tables.customers.add({
    paymentId: 5,
    groupKey: 'EK',
    shopId: 1,
    priceGroupId: null,
    active: true,
    firstLogin: now(state),
    lastLogin: now(state),
    changed: now(state),
    accountMode: 0,
    newsletter: 0,
    languageId: '1',
    referer: '',
    internalComment: '',
    failedLogins: 0,
    title: null,
    birthday: null,
    encoderName: 'bcrypt',
    hashPassword: '$2y$10$geheimerHashGeheimerHash',
    sessionId: 'sessiongeheim0123456789',
    validation: '',
    attribute: {},
    paymentData: [],
    ...row,
  })
  if (textOf(stored['number']) === '') stored['number'] = String(20_000 + stored.id)
  return stored
}

function readChanges(state: ShopState, held: Row | undefined, body: Row): Row {
  const changes: Row = {}
  for (const name of [...fields, 'attribute'])
    if (names(body, name) && !['id', 'changed', 'firstLogin', 'lastLogin'].includes(name))
      changes[name] = body[name] ?? null
  if (names(body, 'groupKey') && !state.tables.customerGroups.find('key', textOf(body['groupKey'])))
    throw new ShopError(400, `CustomerGroup by key ${textOf(body['groupKey'])} not found`)
  if (names(body, 'active')) changes['active'] = truthOf(body['active'])
  for (const [given, kept] of [
    ['billing', 'defaultBillingAddress'],
    ['defaultBillingAddress', 'defaultBillingAddress'],
    ['shipping', 'defaultShippingAddress'],
    ['defaultShippingAddress', 'defaultShippingAddress'],
  ] as const)
    if (names(body, given)) changes[kept] = addressOf(state, rowOf(held?.[kept]), rowOf(body[given]))
  return changes
}

function addressOf(state: ShopState, held: Row, given: Row): Row {
  const address = { ...held, ...given }
  const country = state.tables.countries.get(address['countryId'] ?? address['country'])
  if (!country)
    throw new ShopError(400, `Country by id ${textOf(address['countryId'] ?? address['country'])} not found`)
  const { country: _, ...rest } = address
  return { ...rest, countryId: country['id'] ?? null }
}

function checkEmail(state: ShopState, email: string, held: Row | undefined): void {
  const owner = state.tables.customers.all().find(one => one['email'] === email && one['accountMode'] === 0)
  if (owner && owner !== held) throw invalid('email: Diese E-Mail-Adresse ist bereits registriert.')
}

function customerBy(state: ShopState, id: string, byNumber: boolean): Row {
  const { customers: table } = state.tables
  const row = byNumber ? table.find('number', id) : table.get(id)
  if (!row) throw notFound('Customer', id, byNumber ? 'number' : 'id')
  return row
}

function listed(state: ShopState, row: Row): Row {
  const iso = (value: Json | undefined) => (typeof value === 'string' ? state.times.iso(value) : null)
  return {
    ...Object.fromEntries(fields.map(key => [key, row[key] ?? null])),
    firstLogin: iso(row['firstLogin']),
    lastLogin: iso(row['lastLogin']),
    changed: iso(row['changed']),
  }
}

function refuse(state: ShopState, body: Row): void {
  const reason = state.refuse('customers', body)
  if (reason !== undefined) throw invalid(reason)
}

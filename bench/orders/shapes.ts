import type { OrderFilter } from '../../src/sales/orderFilter.ts'
import { orderFolders } from '../../src/sales/orderFolders.ts'
import type { OrderSort } from '../../src/sales/orderPage.ts'
import type { MadeOrders } from './makeOrders.ts'

/** A list that is asked for. */
export interface Shape {
  readonly name: string
  readonly filter: Partial<OrderFilter>
  readonly sort?: OrderSort
  /** A goal is kept of it; the others show what more costs. */
  readonly goal: boolean
}

/** Look at words of several kinds, all of which begin alike here. */
const several = ['customer billing', 'customer shipping', 'customer, usual fields']

/** Every search field and every filter with hits of none, one, 500 and 50,000 (all over, and all among the oldest), searches exact and by their beginning. */
export function shapesOf(made: MadeOrders): Shape[] {
  const all: Shape[] = [{ name: 'no search', filter: {}, goal: true }]
  const add = (name: string, filter: Partial<OrderFilter>, goal = true) => all.push({ name, filter, goal })
  for (const folder of orderFolders) add(`folder ${folder}`, { folder })
  // Numbers are different for each order: exactly one has one, many begin alike.
  const numbers = {
    number: ['AE-815', 'AS-', 'AH-', 'AA-'],
    external: ['be-815', 'BS-', 'BH-', 'BA-'],
    tracking: ['0099815', '0011', '0022', '0033'],
    delivery: ['LE-815', 'LB-', 'LH-', 'LA-'],
    payment: ['PE815', 'PS', 'PH', 'PA'],
  } as const
  for (const [field, [one, few, spread, old]] of Object.entries(numbers)) {
    const processFields = [field as keyof typeof numbers]
    add(`process ${field}, exact, 0`, { process: 'nix-1', processFields, exact: true })
    add(`process ${field}, exact, 1`, { process: one, processFields, exact: true })
    add(`process ${field}, prefix, 0`, { process: 'nix', processFields })
    add(`process ${field}, prefix, 1`, { process: one, processFields })
    add(`process ${field}, prefix, few`, { process: few, processFields })
    add(`process ${field}, prefix, many`, { process: spread, processFields })
    add(`process ${field}, prefix, many oldest`, { process: old, processFields })
  }
  add('process all fields, prefix, many oldest', { process: 'AA-' })
  const words = (name: string, of: (word: string, exact: boolean) => Partial<OrderFilter>) => {
    for (const [hits, word] of Object.entries({
      0: 'nix',
      1: 'einzig',
      few: 'selten',
      many: 'haeufig',
      'many oldest': 'alt',
    })) {
      add(`${name}, exact, ${hits}`, of(word, true))
      add(`${name}, prefix, ${hits}`, of(word.slice(0, 5), false))
    }
    add(`${name}, prefix, few different`, of('eig', false))
    // Where several words of an order are looked at, each of 50,000 has six that begin so.
    add(`${name}, prefix, many different oldest`, of('viel', false), !several.includes(name))
  }
  const fields = [
    'number',
    'name',
    'email',
    'postcode',
    'city',
    'phone',
    'debtor',
    'billing',
    'shipping',
  ] as const
  for (const field of fields)
    words(`customer ${field}`, (customer, exact) => ({ customer, exact, customerFields: [field] }))
  words('customer, usual fields', (customer, exact) => ({ customer, exact }))
  words('note', (process, exact) => ({ process, exact, processFields: ['note'] }))
  words('text of a line', (item, exact) => ({ item, exact, itemFields: ['text'] }))
  const items = {
    '0': 'nix',
    '1': 'einzigding',
    few: 'seltending',
    many: 'haeufigding',
    'many oldest': 'altding',
  }
  for (const [hits, word] of Object.entries(items)) {
    add(`item name, exact, ${hits}`, { item: word, exact: true })
    add(`item name, prefix, ${hits}`, { item: word.slice(0, 6) })
  }
  add('item name, prefix, many of 200 items oldest', { item: 'vielding' })
  const codes = { number: 'a-', han: 'h', own: 'e' } as const
  for (const [field, letter] of Object.entries(codes))
    for (const [hits, no] of Object.entries({ 1: 1, few: 2, many: 3, 'many oldest': 4 }))
      add(`item ${field}, exact, ${hits}`, {
        item: `${letter}${no}`,
        exact: true,
        itemFields: [field as 'number'],
      })
  const [, few, many, one] = made.companies
  const put = (
    name: string,
    of: (value: string) => Partial<OrderFilter>,
    values: Record<string, string | undefined>,
  ) => {
    for (const [hits, value] of Object.entries(values)) if (value) add(`filter ${name}, ${hits}`, of(value))
  }
  const [, fewGroup, manyGroup, oneGroup] = made.groups
  put('company', companyId => ({ companyId }), { 0: none, 1: one, few, many })
  put('channel', channelId => ({ channelId }), {
    0: none,
    1: made.channels[4],
    few: made.channels[3],
    third: made.channels[0],
  })
  put('group', customerGroupId => ({ customerGroupId }), {
    0: none,
    1: oneGroup,
    few: fewGroup,
    many: manyGroup,
  })
  put('kind', kind => ({ kind: [kind] }), {
    0: 'exchange',
    1: 'csv',
    few: 'api',
    many: 'instant',
    'many oldest': 'customer',
  })
  put('country', country => ({ country: [country] }), {
    0: 'MT',
    1: 'IS',
    few: 'LI',
    many: 'AT',
    'many oldest': 'FR',
  })
  put('currency', currency => ({ currency }), {
    0: 'SEK',
    1: 'GBP',
    few: 'CHF',
    many: 'PLN',
    'many oldest': 'USD',
  })
  put('payment method', one => ({ paymentMethod: [one] }), {
    0: 'nie',
    1: 'scheck',
    few: 'bar',
    many: 'rechnung',
    'many oldest': 'vorkasse',
  })
  put('shipping method', one => ({ shippingMethod: [one] }), {
    0: 'nie',
    1: 'bote',
    few: 'abholung',
    many: 'ups',
    'many oldest': 'hermes',
  })
  put('payment', payment => ({ payment: [payment] }), {
    1: 'refunded',
    few: 'partly_paid',
    many: 'open',
    most: 'paid',
  })
  put('delivery', delivery => ({ delivery: [delivery] }), {
    0: 'delivered',
    1: 'partly_delivered',
    few: 'completed',
    many: 'open',
  })
  put('deliverability', one => ({ deliverability: [one] }), {
    part: 'part',
    none: 'none',
    full: 'full',
    done: 'done',
  })
  put('invoice', invoice => ({ invoice: [invoice] }), { 1: 'part', few: 'full', most: 'none' })
  add('filter pending, 1', { pending: true })
  add('filter held', { held: true })
  put('colour', one => ({ colourIds: [one] }), {
    0: none,
    1: made.colours[2],
    few: made.colours[0],
    many: made.colours[1],
  })
  add('filter amount, 0', { fromMinor: '99999998', toMinor: '99999998' })
  add('filter amount, 1', { fromMinor: '99999900', toMinor: '99999900' })
  add('filter amount, few', { fromMinor: '5000000', toMinor: '5999999' })
  add('filter amount, many oldest', { fromMinor: '100000', toMinor: '199999' })
  add('filter amount, many', { fromMinor: '600', toMinor: '1575' })
  add('filter days, a day', { from: '2025-03-01', to: '2025-03-01' })
  add('filter days, many old', { from: '2025-01-01', to: '2025-02-06' })
  add('filter days, a year', { from: '2024-12-01', to: '2025-11-30' })
  add('filter days, 0', { from: '2020-01-01', to: '2020-12-31' })
  add('filter taken over, a day', { takenFrom: '2025-03-01', takenTo: '2025-03-01' })
  add('filter taken over, many old', { takenFrom: '2025-01-01', takenTo: '2025-02-06' })
  add('two filters, old ones', { country: ['FR'], paymentMethod: ['vorkasse'] }, false)
  add('country and state', { country: ['AT'], folder: 'open' }, false)
  add('word and folder', { customer: 'alt', folder: 'open' }, false)
  add('word and days', { customer: 'vorname', from: '2025-03-01', to: '2025-03-31' }, false)
  add('two wide words', { customer: 'vorname81 name' }, false)
  add('word and item', { customer: 'vorname8', item: 'sorte7' }, false)
  add('item, many words', { item: 'artikel sorte5' }, false)
  add('item, everything', { item: 'artikel' }, false)
  add('customer, everyone', { customer: 'vor' }, false)
  for (const sort of ['total', 'customer', 'number'] as const) {
    all.push({ name: `sorted by ${sort}`, filter: {}, sort, goal: true })
    all.push({
      name: `sorted by ${sort}, a word of many`,
      filter: { customer: 'haeufig', exact: true },
      sort,
      goal: false,
    })
    all.push({
      name: `sorted by ${sort}, a word of many oldest`,
      filter: { customer: 'alt', exact: true },
      sort,
      goal: false,
    })
  }
  return all
}

const none = '00000000-0000-0000-0000-000000000000'

import type { CustomerFilter } from '../../src/customers/customerList.ts'
import type { MadeOrders } from './makeOrders.ts'

/** A list of customers that is asked for. */
export interface CustomerShape {
  readonly name: string
  readonly filter: CustomerFilter
  /** A goal is kept of it; the others show what several things together cost. */
  readonly goal: boolean
}

/** Every search and filter of the list of customers, with hits of none, one, few and many (all over, and all among the oldest). */
export function customerShapesOf(made: MadeOrders): CustomerShape[] {
  const all: CustomerShape[] = []
  const add = (name: string, filter: CustomerFilter, goal = true) =>
    all.push({ name: `customers, ${name}`, filter, goal })
  add('no search', {})
  const words = {
    0: 'nix',
    1: 'einzig',
    few: 'selten',
    many: 'haeufig',
    'many oldest': 'alt',
    everybody: 'k',
  }
  for (const [hits, search] of Object.entries(words)) {
    add(`exact, ${hits}`, { search, exact: true })
    add(`prefix, ${hits}`, { search: search.slice(0, 5) })
  }
  add('number', { search: 'K-815' })
  add('e-mail', { search: 'kunde815@beispiel.example' })
  add('telephone', { search: '030 1000815' })
  add('debtor number', { search: 'd-816' })
  add('postcode', { search: '10815' })
  add('place, 1 of 500', { search: 'ort17', exact: true })
  add('two words', { search: 'vorname81 name1' })
  add('two wide words', { search: 'vorname name' })
  add('blocked', { blocked: true })
  add('not blocked', { blocked: false })
  add('businesses', { business: true })
  add('persons', { business: false })
  const [most, few, many, one] = made.groups
  for (const [hits, groupId] of Object.entries({ most, few, many, 1: one }))
    add(`group, ${hits}`, { groupId })
  for (const [hits, country] of Object.entries({
    0: 'MT',
    1: 'IS',
    few: 'LI',
    many: 'AT',
    'many oldest': 'FR',
    most: 'DE',
  }))
    add(`country, ${hits}`, { country })
  add('open orders', { openOrders: true })
  add('no open orders', { openOrders: false })
  add('word and country', { search: 'haeufig', country: 'AT' }, false)
  add('word and open orders', { search: 'alt', exact: true, openOrders: true }, false)
  add('blocked business', { blocked: true, business: true }, false)
  return all
}

import { searchTerm, searchWords } from '../base/searchWords.ts'
import type { Address } from '../customers/address.ts'

/** What an order is found by, besides its numbers and what was ordered. */
export interface OrderWords {
  readonly billing: Address | null
  readonly shipping: Address | null
  readonly note: string
  readonly customerNote: string
  readonly customer: CustomerRecord | undefined
  /** Texts of lines that are neither an item nor its shipping. */
  readonly texts: readonly string[]
}

/** What the customer's own record says today; an order is found by that as well as by what it was placed with. */
export interface CustomerRecord {
  readonly number: string
  readonly debtor: string
  readonly name: string
  readonly company: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone: string
}

/**
 * A word and what it is of, as two letters. The first says what: n names, e e-mail, t telephone, p postcode, c place,
 * s street. The second says where: a in both addresses, b only in the billing address, d only in the delivery address, k only in the
 * customer's record. Besides: no customer number, db debtor number, an note, tx text of a line.
 */
export interface OrderToken {
  readonly field: string
  readonly term: string
}

/** Longer words are found by their beginning: an index entry has a limit. */
export const longestTerm = 60
/** Of notes and texts no more words than these are kept. */
const mostWords = 40

/** The words that an order is found by, each once, in the order of their index. Pure. */
export function orderTokens(order: OrderWords): OrderToken[] {
  const { customer } = order
  const billing = wordsOfAddress(order.billing)
  const shipping = wordsOfAddress(order.shipping ?? order.billing)
  const record = customer ? wordsOfRecord(customer) : new Set<string>()
  const tokens = new Map<string, OrderToken>()
  const add = (field: string, term: string) => {
    const cut = tidy(term)
    if (cut !== '') tokens.set(`${field}:${cut}`, { field, term: cut })
  }
  for (const one of new Set([...billing, ...shipping, ...record])) {
    const place = billing.has(one) ? (shipping.has(one) ? 'a' : 'b') : shipping.has(one) ? 'd' : 'k'
    add(one.slice(0, 1) + place, one.slice(1))
  }
  if (customer) add('no', searchTerm(customer.number))
  if (customer) add('db', searchTerm(customer.debtor))
  for (const word of searchWords(`${order.note} ${order.customerNote}`).slice(0, mostWords)) add('an', word)
  for (const word of searchWords(order.texts.join(' ')).slice(0, mostWords)) add('tx', word)
  return [...tokens.values()].sort(byIndex)
}

/** The same as one text, which an order is compared with where it is looked at anyway. */
export function wordsOf(tokens: readonly OrderToken[]): string {
  return tokens.length === 0 ? '' : ` ${tokens.map(({ field, term }) => `${field}:${term}`).join(' ')} `
}

/** What `wordsOf` was made of. */
export function tokensIn(words: string): OrderToken[] {
  return words
    .split(' ')
    .filter(word => word !== '')
    .map(word => ({ field: word.slice(0, 2), term: word.slice(3) }))
}

/** A term has no blanks: they part terms. */
export function tidy(term: string): string {
  return term.replaceAll(/\s/gu, '').slice(0, longestTerm)
}

export function byIndex(a: OrderToken, b: OrderToken): number {
  return a.field === b.field ? (a.term < b.term ? -1 : a.term > b.term ? 1 : 0) : a.field < b.field ? -1 : 1
}

// Each word with the letter of what it is.
function wordsOfAddress(address: Address | null): Set<string> {
  if (!address) return new Set()
  const { company, firstName, lastName, email, phone, postcode, city, street, extra } = address
  return new Set([
    ...lettered('n', searchWords(`${company ?? ''} ${firstName ?? ''} ${lastName ?? ''}`)),
    ...lettered('e', [searchTerm(email ?? '')]),
    ...lettered('t', [digitsOf(phone ?? '')]),
    ...lettered('p', postcodesOf(postcode ?? '')),
    ...lettered('c', searchWords(city ?? '')),
    // A house number finds nobody.
    ...lettered(
      's',
      searchWords(`${street ?? ''} ${extra ?? ''}`).filter(word => !/^\d{1,4}[a-z]?$/.test(word)),
    ),
  ])
}

function wordsOfRecord({ name, company, firstName, lastName, email, phone }: CustomerRecord): Set<string> {
  return new Set([
    ...lettered('n', searchWords(`${name} ${company} ${firstName} ${lastName}`)),
    ...lettered('e', [searchTerm(email)]),
    ...lettered('t', [digitsOf(phone)]),
  ])
}

const lettered = (letter: string, words: readonly string[]) =>
  words.flatMap(word => (tidy(word) === '' ? [] : [letter + tidy(word)]))

/** A telephone number as its digits. */
export function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '')
}

// "SW1A 1AA" is found by each of its parts and as one.
function postcodesOf(postcode: string): string[] {
  const whole = searchTerm(postcode)
  return whole.includes(' ') ? [whole, ...whole.split(/\s+/)] : [whole]
}

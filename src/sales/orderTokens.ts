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

/**
 * The words that an order is found by, each once, in the order of their index: one text, ` field:term field:term `, with which an
 * order is compared where it is looked at anyway. Empty where there are none. Pure.
 */
export function orderWords(order: OrderWords): string {
  const { billing, shipping, customer } = order
  // Of each word with the letter of what it is, where it stands.
  const places = new Map<string, number>()
  const once = shipping === null || (billing !== null && sameWords(billing, shipping))
  addAddress(places, billing, once ? inBoth : inBilling)
  if (!once) addAddress(places, shipping, inShipping)
  if (customer) addRecord(places, customer)
  const tokens = new Set<string>()
  for (const [word, place] of places) tokens.add(`${word.slice(0, 1)}${letterOf(place)}:${word.slice(1)}`)
  const add = (field: string, term: string) => {
    const cut = tidy(term)
    if (cut !== '') tokens.add(`${field}:${cut}`)
  }
  if (customer) add('no', searchTerm(customer.number))
  if (customer) add('db', searchTerm(customer.debtor))
  for (const word of searchWords(`${order.note} ${order.customerNote}`).slice(0, mostWords)) add('an', word)
  for (const word of searchWords(order.texts.join(' ')).slice(0, mostWords)) add('tx', word)
  return tokens.size === 0 ? '' : ` ${[...tokens].sort().join(' ')} `
}

const inBilling = 1
const inShipping = 2
const inBoth = inBilling | inShipping
const inRecord = 4

function letterOf(place: number): 'a' | 'b' | 'd' | 'k' {
  if ((place & inBoth) === inBoth) return 'a'
  return place & inBilling ? 'b' : place & inShipping ? 'd' : 'k'
}

/** What `orderWords` is made of. */
export function tokensIn(words: string): OrderToken[] {
  return words
    .split(' ')
    .filter(word => word !== '')
    .map(word => ({ field: word.slice(0, 2), term: word.slice(3) }))
}

/** A term has no blanks: they part terms. */
export function tidy(term: string): string {
  const tidied = /\s/.test(term) ? term.replaceAll(/\s/gu, '') : term
  return tidied.length > longestTerm ? tidied.slice(0, longestTerm) : tidied
}

function sameWords(one: Address, other: Address): boolean {
  return wordy.every(field => (one[field] ?? '') === (other[field] ?? ''))
}
const wordy = [
  'company',
  'firstName',
  'lastName',
  'email',
  'phone',
  'postcode',
  'city',
  'street',
  'extra',
] as const

function addAddress(to: Map<string, number>, address: Address | null, place: number): void {
  if (!address) return
  const { company, firstName, lastName, email, phone, postcode, city, street, extra } = address
  note(to, place, 'n', searchWords(`${company ?? ''} ${firstName ?? ''} ${lastName ?? ''}`))
  note(to, place, 'e', [searchTerm(email ?? '')])
  note(to, place, 't', [digitsOf(phone ?? '')])
  note(to, place, 'p', postcodesOf(postcode ?? ''))
  note(to, place, 'c', searchWords(city ?? ''))
  // A house number finds nobody.
  for (const word of searchWords(`${street ?? ''} ${extra ?? ''}`))
    if (!/^\d{1,4}[a-z]?$/.test(word)) note(to, place, 's', [word])
}

function addRecord(to: Map<string, number>, record: CustomerRecord): void {
  const { name, company, firstName, lastName, email, phone } = record
  note(to, inRecord, 'n', searchWords(`${name} ${company} ${firstName} ${lastName}`))
  note(to, inRecord, 'e', [searchTerm(email)])
  note(to, inRecord, 't', [digitsOf(phone)])
}

function note(to: Map<string, number>, place: number, letter: string, words: readonly string[]): void {
  for (const word of words) {
    const term = tidy(word)
    if (term !== '') to.set(letter + term, (to.get(letter + term) ?? 0) | place)
  }
}

/** A telephone number as its digits. */
export function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '')
}

// "SW1A 1AA" is found by each of its parts and as one.
function postcodesOf(postcode: string): string[] {
  const whole = searchTerm(postcode)
  return whole.includes(' ') ? [whole, ...whole.split(/\s+/)] : [whole]
}

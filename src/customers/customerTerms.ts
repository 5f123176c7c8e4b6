import { searchTerm, searchWords } from '../base/searchWords.ts'
import type { Address } from './address.ts'

/** What a customer is searched by. */
export interface SearchedCustomer {
  /** Its number, and those of customers that became parts of it. */
  readonly numbers: readonly string[]
  readonly names: readonly string[]
  readonly emails?: readonly string[]
  readonly phones?: readonly string[]
  /** Found whole: debtor number, VAT id. */
  readonly marks?: readonly (string | null | undefined)[]
  readonly addresses: readonly Address[]
}

/**
 * The words that a customer is found by: numbers, names, e-mail addresses, digits of telephones, VAT id, and of every address
 * names, postcode and place. Each once.
 */
export function customerTerms(customer: SearchedCustomer): string[] {
  const { numbers, names, emails = [], phones = [], marks = [], addresses } = customer
  const texts = [...names, ...addresses.flatMap(one => [one.company, one.firstName, one.lastName, one.city])]
  const whole = [...numbers, ...emails, ...marks, ...addresses.flatMap(one => [one.email, one.postcode])]
  const digits = [...phones, ...addresses.map(one => one.phone)].flatMap(phone => phoneTerms(phone ?? ''))
  const terms = [
    ...texts.flatMap(text => searchWords(text ?? '')),
    ...whole.map(text => searchTerm(text ?? '')),
    ...digits,
  ]
  return [...new Set(terms.filter(term => term !== '').map(term => term.slice(0, longest)))]
}

// What an index can hold, with room to spare.
const longest = 200

/** A telephone number as it is searched: its digits, once as they stand and once without what leads out of the country. */
export function phoneTerms(phone: string): string[] {
  const digits = phone.replace(/\(0\)/g, '').replace(/\D/g, '')
  if (digits.length < 5) return []
  const abroad = /^\s*(\+|00)/.test(phone)
  // +49 30 1234 and 030 1234 are one number: both are found by "30 1234" and what follows it, and by what is written.
  const inland = abroad ? digits.replace(/^0*(\d{2})/, '0') : digits
  return [...new Set([digits.replace(/^00/, ''), inland])]
}

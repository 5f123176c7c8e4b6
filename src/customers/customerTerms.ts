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
  const texts = new Set<string | null | undefined>(names)
  const whole = new Set([...numbers, ...emails, ...marks])
  const digits = new Set<string | null | undefined>(phones)
  for (const { company, firstName, lastName, city, email, postcode, phone } of addresses) {
    texts.add(company).add(firstName).add(lastName).add(city)
    whole.add(email).add(postcode)
    digits.add(phone)
  }
  const terms = new Set<string>()
  const add = (term: string) => terms.add(term.length > longest ? term.slice(0, longest) : term)
  for (const text of texts) if (text) searchWords(text).forEach(add)
  for (const text of whole) if (text) add(searchTerm(text))
  for (const phone of digits) if (phone) phoneTerms(phone).forEach(add)
  terms.delete('')
  return [...terms]
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

import { searchTerm, searchWords } from '../base/searchWords.ts'
import type { Address } from './address.ts'

/** The words that a customer is found by: number, names, e-mail address, postcode and place. Each once. */
export function customerTerms(customer: {
  readonly number: string
  readonly name: string
  readonly address: Address
}): string[] {
  const { address } = customer
  const texts = [customer.name, address.company, address.firstName, address.lastName, address.city]
  const whole = [customer.number, address.email ?? '', address.postcode ?? '']
  const terms = [...texts.flatMap(text => searchWords(text ?? '')), ...whole.map(searchTerm)]
  return [...new Set(terms.filter(term => term !== '').map(term => term.slice(0, longest)))]
}

// What an index can hold, with room to spare.
const longest = 200

import { hash } from 'node:crypto'
import { searchWords } from '../base/searchWords.ts'
import { streetKey } from './matchKeys.ts'

/** An address as a shop or a person gives it. What is not known is absent. */
export interface Address {
  readonly salutation?: string | undefined
  readonly title?: string | undefined
  readonly company?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly street?: string | undefined
  readonly extra?: string | undefined
  readonly postcode?: string | undefined
  readonly city?: string | undefined
  readonly state?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
  readonly phone?: string | undefined
  readonly email?: string | undefined
  /** Of the customer rather than of the place; kept with the customer only. */
  readonly mobile?: string | undefined
  readonly vatId?: string | undefined
}

/** How a customer is called in lists: company, else first and last name. */
export function nameOf(
  address: Pick<Address, 'company' | 'firstName' | 'lastName'> | null | undefined,
): string {
  if (!address) return ''
  return address.company || [address.firstName, address.lastName].filter(Boolean).join(' ')
}

const compared = [
  'company',
  'firstName',
  'lastName',
  'street',
  'extra',
  'postcode',
  'city',
  'state',
  'country',
] as const

/** Whether two addresses, or what is stored of one, say the same to the letter; a telephone and an e-mail address count. Pure. */
export function isSameAddress(one: StoredAddress, other: StoredAddress): boolean {
  return one === other || kept.every(field => (one[field] ?? '') === (other[field] ?? ''))
}
const kept = [...compared, 'salutation', 'title', 'phone', 'email'] as const

/** An address of a book: what is not known may be null. */
export type StoredAddress = { readonly [field in (typeof kept)[number]]?: string | null | undefined }

/** The same for addresses that differ in case, blanks and signs only: a customer keeps each once. A UUID. */
export function addressHash(address: Address): string {
  const text = compared
    .map(field =>
      field === 'street' ? streetKey(address.street ?? '') : searchWords(address[field] ?? '').join(' '),
    )
    .join('|')
  const hex = hash('sha256', text, 'hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

import { createHash } from 'node:crypto'
import { searchWords } from '../base/searchWords.ts'

/** By what a customer may be recognised, the surest first. */
export const matchHows = ['link', 'email_name', 'name_address'] as const
/** By which of them, by likeness, or as one of the guests of a channel. */
export const foundHows = [...matchHows, 'likeness', 'collect'] as const
export type MatchHow = (typeof matchHows)[number]

/** One way to recognise a customer: `key` as `customer_key` holds it, `score` in percent for a person to read. */
export interface MatchKey {
  readonly how: MatchHow
  readonly key: string
  readonly score: number
}

/** What is known of who ordered. `externalId`: the shop's own id of the customer; null or absent for a guest. */
export interface MatchFacts {
  readonly connectionId: string
  readonly externalId?: string | null | undefined
  readonly address?: MatchAddress | null | undefined
}

export interface MatchAddress {
  readonly company?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly street?: string | undefined
  readonly postcode?: string | undefined
  readonly email?: string | undefined
}

/** How sure each way is, in percent. */
export const matchScores: Readonly<Record<MatchHow, number>> = {
  link: 100,
  email_name: 95,
  name_address: 85,
}

/**
 * The keys that a customer is recognised by, the surest first: the shop's own id of the customer; e-mail with last name;
 * name with postcode and street. Written alike means equal: case, blanks, umlauts, ß, accents and "str." do not count.
 * Never the e-mail alone: families and firms share one. Empty where too little is known. Pure.
 */
export function matchKeys({ connectionId, externalId, address }: MatchFacts): MatchKey[] {
  const keys: MatchKey[] = []
  const add = (how: MatchHow, ...parts: string[]) => {
    if (parts.every(part => part !== '')) keys.push({ how, key: keyOf(how, parts), score: matchScores[how] })
  }
  add('link', externalId ? connectionId : '', externalId ?? '')
  if (!address) return keys
  const company = joined(address.company)
  const last = joined(address.lastName)
  const first = joined(address.firstName)
  const email = (address.email ?? '').trim().toLowerCase()
  add('email_name', last || company, email.includes('@') ? email : '')
  // A last name alone is the whole family; a firm has no first name.
  const name = company || (first && last && `${first} ${last}`)
  add('name_address', name, compact(address.postcode), streetKey(address.street ?? ''))
  return keys
}

/** The key of the customer that all guests of a channel are. */
export function collectKey(channelId: string): {
  readonly how: 'link'
  readonly key: string
  readonly score: number
} {
  return { how: 'link', key: `collect|${channelId}`, score: matchScores.link }
}

/** A street with its number as it is compared: "Haupt-Straße 12 a", "Hauptstr. 12A" and "HAUPTSTRASSE 12a" are the same. */
export function streetKey(street: string): string {
  return searchWords(street)
    .map(word => word.replace(/stra(ss|s)e$/, 'str'))
    .reduce((all, word) => all + (/\d$/.test(all) && /^\d/.test(word) ? '-' : '') + word, '')
}

// The parts hold letters and digits only, but for the last one: no two lists of parts make the same key.
function keyOf(how: MatchHow, parts: readonly string[]): string {
  const key = [how, ...parts].join('|')
  // What an index cannot hold: a name of thousands of letters, which only a broken or hostile shop sends.
  return key.length <= longestKey ? key : `${how}#${createHash('sha256').update(key).digest('hex')}`
}
const longestKey = 400

const joined = (text: string | undefined) => searchWords(text ?? '').join(' ')
const compact = (text: string | undefined) => searchWords(text ?? '').join('')

import { hash } from 'node:crypto'
import { consonants, loose } from './likeWords.ts'
import type { LikeFacts } from './matchScore.ts'

/**
 * By what customers are looked up who may be the same: whoever shares one of these keys is compared, nobody else. Numbers of 64
 * bits, as text: they tell nothing of the person, and two that meet by chance are told apart by the comparison. Pure.
 */
export function likenessKeys(facts: LikeFacts): string[] {
  const { name, company, place } = facts
  const keys = new Set<string>()
  const add = (kind: string, ...parts: readonly string[]) => {
    if (parts.every(part => part !== '')) keys.add(numberOf([kind, ...parts].join('|')))
  }
  for (const email of facts.emails) add('mail', email)
  for (const phone of facts.phones) add('phone', phone)
  add('vat', facts.vatId)
  add('collects', place.postNumber)
  const street = loose(place.street.join(''))
  // Tolerant of the rest of the street, which the comparison reads; the number stands for it.
  for (const number of place.numbers.slice(0, 2)) add('house', place.postcode, number, street.slice(0, 2))
  if (place.numbers.length === 0) add('street', place.postcode, street)
  add('box', place.box, place.postcode)
  const last = name ? consonants(name.last.join('')) || name.last.join('') : ''
  add('name', last, name?.first[0]?.[0]?.slice(0, 1) ?? '', place.postcode)
  add('firm', [...company].sort().join(''), place.postcode)
  return [...keys]
}

function numberOf(text: string): string {
  return BigInt.asIntN(64, BigInt(`0x${hash('sha256', text, 'hex').slice(0, 16)}`)).toString()
}

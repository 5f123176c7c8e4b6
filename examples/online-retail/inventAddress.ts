import { drawNumber, drawOne } from './chance.ts'
import { countryIsoOf } from './countries.ts'
import { type Place, places, type Tongue, tongues } from './places.ts'
import type { Address } from './types.ts'

/** Who the address is made for: a customer of the file with its first country, or the guest of one invoice. */
export type Person = { readonly customerId: string; readonly home: string } | { readonly guestOf: string }

/**
 * Makes the address of a person in a country of the file, the same for the same seed, person and country.
 * Name, company and e-mail of a customer stay the same in every country. Every e-mail ends in example.com or
 * example.org, where no mail is ever delivered. Throws a TypeError for a country without an entry in `places`.
 */
export function inventAddress(seed: string, person: Person, country: string): Address {
  const guest = 'guestOf' in person
  const who = guest ? `guest ${person.guestOf}` : `customer ${person.customerId}`
  const names = tongueOf(placeOf(guest ? country : person.home))
  const place = placeOf(country)
  const countryIso = countryIsoOf(country)
  const where = `${who} in ${countryIso}`
  const lastName = drawOne(seed, `${who}: last name`, names.last)
  return {
    firstName: drawOne(seed, `${who}: first name`, names.first),
    lastName,
    company: guest ? '' : inventCompany(seed, who, lastName),
    street: inventStreet(seed, where, tongueOf(place)),
    zip: inventZip(seed, where, place),
    city: drawOne(seed, `${where}: town`, place.towns),
    countryIso,
    email: guest ? `guest-${person.guestOf}@example.org` : `customer-${person.customerId}@example.com`,
  }
}

function placeOf(country: string): Place {
  const place = places[countryIsoOf(country)]
  if (place === undefined) throw new TypeError(`no place to make addresses from for ${country}`)
  return place
}

function tongueOf(place: Place): Tongue {
  return tongues[place.tongue]
}

const companyEndings = ['Gifts', 'Home & Garden', 'Trading', 'Interiors', 'Toys'] as const

/** Many buyers are shops themselves: two of five get a company. */
function inventCompany(seed: string, who: string, lastName: string): string {
  if (drawNumber(seed, `${who}: has company`, 5) >= 2) return ''
  return `${lastName} ${drawOne(seed, `${who}: company`, companyEndings)}`
}

function inventStreet(seed: string, where: string, tongue: Tongue): string {
  const street = drawOne(seed, `${where}: street`, tongue.streets)
  const number = 1 + drawNumber(seed, `${where}: house number`, 199)
  return tongue.number === 'before' ? `${number} ${street}` : `${street} ${number}`
}

const letters = 'ABDEFGHJLNPQRSTUWXYZ'

function inventZip(seed: string, where: string, place: Place): string {
  return place.zip.replace(/[#^@]/g, (sign, position: number) => {
    const key = `${where}: zip ${position}`
    if (sign === '@') return letters.charAt(drawNumber(seed, key, letters.length))
    return String(sign === '^' ? 1 + drawNumber(seed, key, 9) : drawNumber(seed, key, 10))
  })
}

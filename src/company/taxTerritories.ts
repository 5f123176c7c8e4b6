/**
 * Where the EU's VAT holds: its members with the days on which they came and went, and the territories of a country where it
 * does not hold or where other rates do, by postcode.
 *
 * Sources: Council Directive 2006/112/EC, articles 5 to 7 (as of 2020-01-01) and the Commission's page "Territorial scope"; treaty
 * of accession of Croatia; withdrawal agreement and Windsor Framework (Great Britain, Northern Ireland); Portugal: Law 14-A/2012
 * (Madeira), Regional Legislative Decrees 6/2024/M (Madeira) and 15-A/2021/A (Azores).
 *
 * Not here on purpose: rates that only sellers resident in a territory may charge (Jungholz and Mittelberg, Greek islands),
 * and Corsica's for a few kinds of goods.
 */
interface Territory {
  readonly name: string
  /** The country that stands in its addresses. */
  readonly of: string
  readonly postcodes: RegExp
  /** `outside`: deliveries are exports. `other_rates`: its own stand in `instead`. `own_state`: XI, of the EU for goods. */
  readonly is: 'outside' | 'other_rates' | 'own_state'
  /** What is charged instead of a rate of the country, from when on. */
  readonly instead?: readonly (readonly [rate: string, own: string, from: string])[]
}

const territories: readonly Territory[] = [
  { name: 'Büsingen', of: 'DE', postcodes: /^78266$/, is: 'outside' },
  { name: 'Helgoland', of: 'DE', postcodes: /^27498$/, is: 'outside' },
  { name: 'Islas Canarias', of: 'ES', postcodes: /^(35|38)\d{3}$/, is: 'outside' },
  { name: 'Ceuta', of: 'ES', postcodes: /^51\d{3}$/, is: 'outside' },
  { name: 'Melilla', of: 'ES', postcodes: /^52\d{3}$/, is: 'outside' },
  { name: 'Åland', of: 'FI', postcodes: /^22\d{3}$/, is: 'outside' },
  { name: 'France d’outre-mer', of: 'FR', postcodes: /^(97\d|98[4678])\d{2}$/, is: 'outside' },
  { name: 'Άγιον Όρος', of: 'GR', postcodes: /^6308[67]$/, is: 'outside' },
  { name: 'Livigno', of: 'IT', postcodes: /^23041$/, is: 'outside' },
  { name: 'Campione d’Italia', of: 'IT', postcodes: /^22061$/, is: 'outside' },
  { name: 'Northern Ireland', of: 'GB', postcodes: /^BT\d/, is: 'own_state' },
  {
    name: 'Madeira',
    of: 'PT',
    postcodes: /^9[0-4]\d{2}(\d{3})?$/,
    is: 'other_rates',
    instead: [
      ['23', '22', '2012-04-01'],
      ['13', '12', '2012-04-01'],
      ['6', '5', '2012-04-01'],
      ['6', '4', '2024-10-01'],
    ],
  },
  {
    name: 'Açores',
    of: 'PT',
    postcodes: /^9[5-9]\d{2}(\d{3})?$/,
    is: 'other_rates',
    instead: [
      ['23', '16', '2021-07-01'],
      ['13', '9', '2021-07-01'],
      ['6', '4', '2021-07-01'],
    ],
  },
]

/** First and last day as a member for VAT; XI is Northern Ireland, whose goods stayed. */
const members: Readonly<Record<string, readonly [from: string, until: string]>> = Object.fromEntries([
  ...'AT BE BG CY CZ DE DK EE ES FI FR GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'
    .split(' ')
    .map(country => [country, ['0001-01-01', '9999-12-31']]),
  ['HR', ['2013-07-01', '9999-12-31']],
  ['GB', ['0001-01-01', '2020-12-31']],
  ['XI', ['2021-01-01', '9999-12-31']],
])

/** Countries whose VAT is that of another (article 7), and other ways to write one. */
const sameAs: Readonly<Record<string, string>> = { MC: 'FR', IM: 'GB', EL: 'GR', UK: 'GB', XI: 'GB' }

/** What a place is for VAT on a day. */
export interface TaxPlace {
  /** Whose rates hold there (ISO 3166-1). */
  readonly country: string
  /** Which state of the EU it counts to, XI among them; null: none. */
  readonly state: string | null
  /** Its name where it is not simply that country. */
  readonly territory: string | null
  /** The rate that is charged there instead of one of the country; undefined: its own is not known. */
  rateFor(rate: string): string | undefined
}

/** Whether a state (ISO code, or XI) is a member on that day (YYYY-MM-DD). */
export function isMember(state: string, day: string): boolean {
  const [from, until] = members[state] ?? ['9999-12-31', '0001-01-01']
  return from <= day && day <= until
}

/** What an address is for VAT on that day. The country in capitals as ISO 3166-1; postcodes with or without blanks and prefix. */
export function taxPlace(written: string, postcode: string | undefined, day: string): TaxPlace {
  const country = sameAs[written] ?? written
  const code = (written === 'XI' ? 'BT1' : (postcode ?? ''))
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(new RegExp(`^${country}(?=\\d)`), '')
  const territory = territories.find(one => one.of === country && one.postcodes.test(code))
  const plain = {
    country,
    state: isMember(country, day) ? country : null,
    territory: null,
    rateFor: (rate: string) => rate,
  }
  switch (territory?.is) {
    case undefined:
      return plain
    case 'outside':
      return { ...plain, state: null, territory: territory.name }
    case 'own_state':
      return isMember('XI', day) ? { ...plain, state: 'XI', territory: territory.name } : plain
    case 'other_rates': {
      const instead = (territory.instead ?? []).filter(([, , from]) => from <= day)
      return {
        ...plain,
        territory: territory.name,
        rateFor: rate => (rate === '0' ? rate : instead.findLast(([of]) => of === rate)?.[1]),
      }
    }
  }
}

/**
 * The names of countries in the data set (all of 2010 and 2011, not only December) as ISO 3166-1 alpha-2.
 * EIRE is Ireland, RSA is South Africa. The Channel Islands are two customs areas, Jersey and Guernsey: here
 * they are Jersey, the larger. `Unspecified` and `European Community` name no country and stay empty.
 */
const isoOfNames: Readonly<Record<string, string>> = {
  Australia: 'AU',
  Austria: 'AT',
  Bahrain: 'BH',
  Belgium: 'BE',
  Brazil: 'BR',
  Canada: 'CA',
  'Channel Islands': 'JE',
  Cyprus: 'CY',
  'Czech Republic': 'CZ',
  Denmark: 'DK',
  EIRE: 'IE',
  'European Community': '',
  Finland: 'FI',
  France: 'FR',
  Germany: 'DE',
  Greece: 'GR',
  'Hong Kong': 'HK',
  Iceland: 'IS',
  Israel: 'IL',
  Italy: 'IT',
  Japan: 'JP',
  Lebanon: 'LB',
  Lithuania: 'LT',
  Malta: 'MT',
  Netherlands: 'NL',
  Norway: 'NO',
  Poland: 'PL',
  Portugal: 'PT',
  RSA: 'ZA',
  'Saudi Arabia': 'SA',
  Singapore: 'SG',
  Spain: 'ES',
  Sweden: 'SE',
  Switzerland: 'CH',
  USA: 'US',
  'United Arab Emirates': 'AE',
  'United Kingdom': 'GB',
  Unspecified: '',
}

/** The ISO code of a country's name in the file, '' for a name that stands for no country or is not known. */
export function countryIsoOf(name: string): string {
  return isoOfNames[name] ?? ''
}

/** Every name of the table with its code, for who wants to read or check it. */
export function countryNames(): ReadonlyArray<readonly [name: string, iso: string]> {
  return Object.entries(isoOfNames)
}

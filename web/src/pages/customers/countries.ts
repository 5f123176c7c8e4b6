import { language } from '../../words/i18n.ts'

const codes =
  'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LI LT LU LV MT NL NO PL PT RO SE SI SK US'.split(' ')

/** What a country is called; its code where nobody knows. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames([language()], { type: 'region', fallback: 'code' }).of(code) ?? code
  } catch {
    return code // no code of a country at all
  }
}

/** Countries to choose from, in the order of their names. */
export function countries(): readonly string[] {
  return [...codes].sort((one, other) => countryName(one).localeCompare(countryName(other), language()))
}

import { countryName } from '../../words/countryName.ts'
import { language } from '../../words/i18n.ts'

const codes =
  'AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LI LT LU LV MT NL NO PL PT RO SE SI SK US'.split(' ')

/** Countries to choose from, in the order of their names. */
export function countries(): readonly string[] {
  return [...codes].sort((one, other) => countryName(one).localeCompare(countryName(other), language()))
}

import { language } from '../../words/i18n.ts'

const codes =
  'DE AT CH BE BG CY CZ DK EE ES FI FR GB GR HR HU IE IT LI LT LU LV MT NL NO PL PT RO SE SI SK US'.split(' ')

/** Countries that are delivered to, by name in the language of the person; the neighbours first. */
export function countries(): { readonly value: string; readonly label: string }[] {
  const names = new Intl.DisplayNames([language()], { type: 'region' })
  const [near, far] = [codes.slice(0, 3), codes.slice(3)]
  const named = (list: readonly string[]) => list.map(value => ({ value, label: names.of(value) ?? value }))
  return [
    ...named(near),
    ...named(far).sort((one, other) => one.label.localeCompare(other.label, language())),
  ]
}

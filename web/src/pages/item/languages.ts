import { language } from '../../words/i18n.ts'

/** The languages of the countries around; others can be said by the terminal and by CSV. */
const usual = 'bg cs da de el en es et fi fr ga hr hu is it lt lv mt nl no pl pt ro sk sl sv tr uk'.split(' ')

/** A language by its name, in the language of the reader: "Deutsch" for de. */
export function languageName(code: string): string {
  return new Intl.DisplayNames(language(), { type: 'language' }).of(code) ?? code
}

/** Languages in which something could be said besides, by name. */
export function languagesToAdd(there: readonly string[]): string[] {
  return usual
    .filter(code => !there.includes(code))
    .sort((one, other) => languageName(one).localeCompare(languageName(other)))
}

import { language } from './i18n.ts'

/** What a country is called; its code where nobody knows. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames([language()], { type: 'region', fallback: 'code' }).of(code) ?? code
  } catch {
    return code // no code of a country at all
  }
}

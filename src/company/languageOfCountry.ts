/** The language that a company of a country writes in when nothing else is said: ISO 639-1, "de" for DE and AT (CLDR). */
export function languageOfCountry(country: string): string {
  return new Intl.Locale('und', { region: country }).maximize().language
}

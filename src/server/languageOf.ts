import { type Language, languages } from '../base/errors.ts'

/** The language that an Accept-Language header (RFC 9110, 12.5.4) asks for first; English if it names none of ours. */
export function languageOf(header: string | undefined): Language {
  const wishes = (header ?? '')
    .split(',')
    .map(part => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
      const q = parameters.map(one => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find(one => one !== undefined)
      return { language: range.split('-')[0] ?? '', weight: q === undefined ? 1 : Number(q) }
    })
    .filter(wish => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const wish of wishes) {
    const known = languages.find(language => language === wish.language)
    if (known) return known
  }
  return 'en'
}

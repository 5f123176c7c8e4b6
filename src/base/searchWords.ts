/**
 * The words that a text is found by: lower case, umlauts and ß written out, accents dropped, cut at everything that is
 * neither letter nor digit. Used alike for what is stored and for what is typed.
 */
export function searchWords(text: string): string[] {
  return normal(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
}

/** A whole text as one term: numbers, e-mail addresses. */
export function searchTerm(text: string): string {
  return normal(text).trim()
}

function normal(text: string): string {
  return text
    .toLowerCase()
    .replace(/[äöüß]/g, letter => writtenOut[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
}
const writtenOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/**
 * The words that a text is found by: lower case, umlauts and ß written out, accents dropped, cut at everything that is
 * neither letter nor digit. Used alike for what is stored and for what is typed.
 */
export function searchWords(text: string): string[] {
  const plain = normal(text)
  return plain.match(beyondAscii.test(plain) ? /[\p{L}\p{N}]+/gu : /[a-z0-9]+/g) ?? []
}

/** A whole text as one term: numbers, e-mail addresses. */
export function searchTerm(text: string): string {
  return normal(text).trim()
}

// Most texts are done after the first or second step: what is ASCII has neither umlauts nor accents.
function normal(text: string): string {
  const lower = text.toLowerCase()
  if (!beyondAscii.test(lower)) return lower
  const written = lower.replace(/[äöüß]/g, letter => writtenOut[letter] ?? letter)
  return beyondAscii.test(written) ? written.normalize('NFKD').replace(/\p{M}/gu, '') : written
}
const beyondAscii = /[^\x20-\x7e]/
const writtenOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

import { searchTerm, searchWords } from './searchWords.ts'

/** Terms from `lows[i]` on and before `highs[i]`; each range must be met by one term of the object. */
export interface TermRanges {
  readonly lows: readonly string[]
  readonly highs: readonly string[]
}

/**
 * What `search_term` is asked for by a typed text: each word by its beginning, or exactly. `whole` takes what blanks part
 * as one term each (numbers, e-mail addresses), `words` cuts at every sign as names are cut; an object is found if it
 * meets one of both. `words` is undefined where it would be the same. Undefined: nothing is asked for.
 */
export function searchRanges(
  text: string,
  exact: boolean,
): { readonly whole: TermRanges; readonly words: TermRanges | undefined } | undefined {
  const parts = [...new Set(text.split(/\s+/u).map(searchTerm))].filter(part => part !== '')
  const words = [...new Set(searchWords(text))]
  if (parts.length === 0) return undefined
  const same = words.length === 0 || words.join(' ') === parts.join(' ')
  return { whole: rangesOf(parts, exact), words: same ? undefined : rangesOf(words, exact) }
}

/**
 * Ranges of terms in byte order (collate "C"): the only search that uses an index under row-level security. Exact: only
 * the term itself.
 */
export function rangesOf(terms: readonly string[], exact: boolean): TermRanges {
  return { lows: terms, highs: terms.map(term => term + (exact ? '\u0001' : '\u{10FFFF}')) }
}

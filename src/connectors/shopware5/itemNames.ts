import { jsonNumber } from '../../port/exactJson.ts'
import { isKey } from './keys.ts'

/**
 * How objects of the shop are called here where its own keys do not do. Groups and options of variations, properties and their values
 * are the same rows for all items of a shop and are told by their names: so their names are their keys, below what they belong to.
 */

/** The article of an item: of `12/34` and of a parent, `12`; '' for what is none. */
export function articleOf(theirs: string): string {
  const [article = ''] = theirs.split('/')
  return isKey(article) ? article : ''
}

/** The detail of an item: `34` of `12/34`; '' for a parent and for what is none. */
export function detailOf(theirs: string): string {
  const [, detail = '', more] = theirs.split('/')
  return more === undefined && isKey(detail) ? detail : ''
}

/** A thing below another: `12/Farbe`, `12/Farbe/rot`. It splits again whatever the names hold. */
export function namedKey(above: string, ...names: readonly string[]): string {
  return [above, ...names.map(encodeURIComponent)].join('/')
}

/** The names of such a key, outer ones first; none for what is none. */
export function namesIn(theirs: string): readonly string[] {
  const [, ...names] = theirs.split('/')
  try {
    return names.map(decodeURIComponent)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    return []
  }
}

/** What item numbers of the shop consist of (verified at 5.7.19: anything else is HTTP 400). */
export function isItemNumber(text: string): boolean {
  return /^[a-zA-Z0-9\-_.]+$/.test(text)
}

/** A key of the shop as the number that it is on the wire; 0, which is nobody's, for what is none. */
export function keyNumber(theirs: string): unknown {
  return isKey(theirs) ? jsonNumber(theirs) : 0
}

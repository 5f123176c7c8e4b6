/**
 * Keys of the shop in one text. An item is `article/detail`: the article carries texts, images and categories, its detail (a variant,
 * or the main one) number, stock and prices.
 */

/** A key of the shop: a positive whole number. */
export function isKey(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text)
}

/** An item by its two keys. */
export function itemKey(article: string, detail: string): string {
  return `${article}/${detail}`
}

/** The two keys of an item; undefined for what is none. */
export function splitItemKey(
  theirs: string,
): { readonly article: string; readonly detail: string } | undefined {
  const [article = '', detail = '', more] = theirs.split('/')
  return more === undefined && isKey(article) && isKey(detail) ? { article, detail } : undefined
}

/**
 * Keys of the shop in one text. An item is `article/detail`: the article carries texts, images and categories, its detail (a variant,
 * or the main one) number, stock and prices. A parent is the article alone.
 */

/** A key of the shop: a positive whole number. */
export function isKey(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text)
}

/** An item by its two keys. */
export function itemKey(article: string, detail: string): string {
  return `${article}/${detail}`
}

import type { Tx } from '../base/database.ts'
import { searchTerm, searchWords } from '../base/searchWords.ts'

/** What an item is found by. */
export interface ItemWords {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly gtin?: string | null | undefined
  readonly manufacturerNumber?: string | null | undefined
  readonly ownNumber?: string | null | undefined
  /** Its names in other languages. */
  readonly names?: readonly string[] | undefined
}

/** Longer words are found by their beginning: an index entry has a limit. */
const longest = 100

/** A word that an item is found by. */
export interface ItemTerm {
  readonly term: string
  readonly id: string
}

/** The words that items are found by, in the order of their index. */
export function termsOfItems(items: readonly ItemWords[]): ItemTerm[] {
  return items
    .flatMap(item => termsOf(item).map(term => ({ term, id: item.id })))
    .sort((a, b) => (a.term === b.term ? (a.id < b.id ? -1 : 1) : a.term < b.term ? -1 : 1))
}

/**
 * Writes the words of items that were made in this transaction. None of them can be there: to look for each before it is
 * written would cost as much as to write it.
 */
export async function insertTerms(tx: Tx, tenant: string, terms: readonly ItemTerm[]): Promise<void> {
  if (terms.length === 0) return
  await tx.run(
    `insert into search_term (tenant_id, kind, term, object_id)
     select $1, 'item', u.term, u.id from unnest($2::text[], $3::uuid[]) as u (term, id)`,
    [tenant, terms.map(row => row.term), terms.map(row => row.id)],
  )
}

/** Writes the words that changed items, which are locked, are found by from now on, instead of those before. */
export async function replaceTerms(tx: Tx, tenant: string, items: readonly ItemWords[]): Promise<void> {
  if (items.length === 0) return
  await tx.run(
    `delete from search_term where tenant_id = $1 and kind = 'item' and object_id = any($2::uuid[])`,
    [tenant, items.map(item => item.id)],
  )
  await insertTerms(tx, tenant, termsOfItems(items))
}

function termsOf(item: ItemWords): string[] {
  const codes = [item.itemNumber, item.gtin ?? '', item.manufacturerNumber ?? '', item.ownNumber ?? '']
  const words = [...codes, item.name, ...(item.names ?? [])].flatMap(searchWords)
  const terms = [...codes.map(searchTerm), ...words].map(term => term.slice(0, longest).trim())
  return [...new Set(terms)].filter(term => term !== '')
}

/** What was typed, as it is looked up: the whole of it, or all of its words, each by its beginning. */
export function searchOf(text: string | undefined): { whole: string | null; words: string[] } {
  const whole = searchTerm(text ?? '').slice(0, longest)
  return { whole: whole === '' ? null : whole, words: [...new Set(searchWords(text ?? ''))].slice(0, 6) }
}

import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { numberKey } from './findItems.ts'
import { type ItemFields, type ItemText, impliedFields } from './itemFields.ts'
import { objectionTo } from './itemRules.ts'
import { holdersOfNumbers, insertItems, knownReferences } from './itemStore.ts'
import { writeItemTerms } from './itemTerms.ts'
import { writeItemTexts } from './itemTextStore.ts'
import type { Refused } from './problems.ts'

export interface NewItem extends ItemFields {
  readonly itemNumber: string
  readonly name: string
  /** By ISO 639-1 language. */
  readonly texts?: Readonly<Record<string, ItemText>> | undefined
}

/** What became of each item, in the order of the list; a refused one has its number for an id. */
export type CreatedItem =
  | { readonly itemNumber: string; readonly id: string; readonly did: 'new' | 'exists' }
  | (Refused & { readonly itemNumber: string })

/**
 * Makes items, as many as given in one statement. An item number that is taken keeps its item: `exists`. A number twice
 * in the list makes one item, as the last one says. Refused (and left out) are GTIN_INVALID, BASE_UNIT_INVALID,
 * PRICE_SAID_TWICE, TAX_CLASS_UNKNOWN and MANUFACTURER_UNKNOWN. They are sold nowhere until `sellOn`, so no channel has to be told.
 */
export async function createItems(
  tx: Tx,
  tenant: string,
  items: readonly NewItem[],
): Promise<{ results: CreatedItem[]; changed: Changed }> {
  const known = await knownReferences(tx, tenant, items)
  const refused = items.map((item): CreatedItem | undefined => {
    const objection = objectionTo(item, known)
    const { itemNumber } = item
    return objection && { itemNumber, id: itemNumber, did: 'refused', ...objection }
  })
  const wanted = [
    ...new Map(items.filter((_, at) => !refused[at]).map(item => [item.itemNumber, item])).values(),
  ]
    .map(item => ({ ...impliedFields(item), id: newId() }))
    .sort((a, b) => (a.itemNumber < b.itemNumber ? -1 : 1))
  const made = wanted.length > 0 ? await insertNew(tx, tenant, wanted) : new Map<string, string>()
  const fresh = new Set(wanted.map(item => item.id))
  return {
    results: items.map(({ itemNumber }, at) => {
      const id = made.get(itemNumber) ?? ''
      return refused[at] ?? { itemNumber, id, did: fresh.has(id) ? 'new' : 'exists' }
    }),
    changed: {},
  }
}

/**
 * Answers the id of each number: the new one, or that of the item that had the number before. What is written of the items is
 * worked out while the database makes them, and sent without waiting.
 */
async function insertNew(
  tx: Tx,
  tenant: string,
  wanted: readonly (NewItem & { readonly id: string })[],
): Promise<Map<string, string>> {
  const made = insertItems(
    tx,
    tenant,
    wanted.map(({ texts: _, ...item }) => ({ ...item, key: numberKey(item.itemNumber) })),
  )
  const words = wanted.map(({ texts, ...item }) => ({
    ...item,
    names: Object.values(texts ?? {}).map(text => text.name),
  }))
  const fresh = await made
  const isFresh = ({ id }: { readonly id: string }) => fresh.has(id)
  const texts = wanted
    .filter(isFresh)
    .flatMap(({ id, texts }) =>
      Object.entries(texts ?? {}).map(([language, text]) => ({ itemId: id, language, text })),
    )
  await Promise.all([
    writeItemTexts(tx, tenant, texts, false),
    writeItemTerms(tx, tenant, words.filter(isFresh), false),
  ])
  const taken = wanted.filter(item => !isFresh(item)).map(item => item.itemNumber)
  const holders = await holdersOfNumbers(tx, tenant, taken)
  return new Map([...wanted.map(item => [item.itemNumber, item.id] as const), ...holders])
}

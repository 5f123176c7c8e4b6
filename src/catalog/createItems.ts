import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Changed } from '../base/changed.ts'
import { allOf, type Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { numberKey } from './findItems.ts'
import { type ItemFields, type ItemText, impliedFields } from './itemFields.ts'
import { objectionTo } from './itemRules.ts'
import { holdersOfNumbers, insertItems, knownReferences } from './itemStore.ts'
import { insertTerms, termsOfItems } from './itemTerms.ts'
import { type ItemTextRow, writeItemTexts } from './itemTextStore.ts'
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
 * `meanwhile`: what else is said of them, prepared and sent while their texts and words are written.
 */
export async function createItems(
  tx: Tx,
  tenant: string,
  items: readonly NewItem[],
  meanwhile?: (results: readonly CreatedItem[]) => Promise<unknown>,
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
  const [fresh, words] = await Promise.all([
    insertItems(
      tx,
      tenant,
      wanted.map(({ texts: _, ...item }) => ({ ...item, key: numberKey(item.itemNumber) })),
    ),
    // Worked out while the database makes the items, but not before all of them is sent.
    nextTurn().then(() =>
      termsOfItems(wanted.map(({ texts, ...item }) => ({ ...item, names: namesOf(texts) }))),
    ),
  ])
  const made = wanted.filter(item => fresh.has(item.id))
  const taken = wanted.filter(item => !fresh.has(item.id)).map(item => item.itemNumber)
  const holders = await holdersOfNumbers(tx, tenant, taken)
  const ids = new Map([...made.map(item => [item.itemNumber, item.id] as const), ...holders])
  const results = items.map(({ itemNumber }, at): CreatedItem => {
    const id = ids.get(itemNumber) ?? ''
    return refused[at] ?? { itemNumber, id, did: fresh.has(id) ? 'new' : 'exists' }
  })
  await allOf([
    writeItemTexts(tx, tenant, made.flatMap(textsOf), false),
    insertTerms(
      tx,
      tenant,
      words.filter(({ id }) => fresh.has(id)),
    ),
    meanwhile?.(results),
  ])
  return { results, changed: {} }
}

function textsOf({ id, texts }: NewItem & { readonly id: string }): ItemTextRow[] {
  return Object.entries(texts ?? {}).map(([language, text]) => ({ itemId: id, language, text }))
}

function namesOf(texts: NewItem['texts']): string[] {
  return Object.values(texts ?? {}).map(text => text.name)
}

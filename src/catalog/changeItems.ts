import { type Changed, type ChangedKind, changedTogether } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { numberKey } from './findItems.ts'
import {
  filledText,
  type ItemFields,
  type ItemText,
  type ItemTexts,
  impliedFields,
  sameField,
  textFields,
  toldBy,
} from './itemFields.ts'
import { type ItemReferences, objectionTo } from './itemRules.ts'
import { holdersOfNumbers, holdItems, type ItemRow, knownReferences, updateItems } from './itemStore.ts'
import { replaceTerms } from './itemTerms.ts'
import { type ItemTextRow, readItemTexts, writeItemTexts } from './itemTextStore.ts'
import { catalogProblem, type Refused } from './problems.ts'

export interface ItemChange extends ItemFields {
  readonly id: string
  /** The version that was looked at: a newer one refuses the change. Absent: whatever is there. */
  readonly version?: number | undefined
  readonly texts?: ItemTexts | undefined
}

export type ChangedItem =
  | { readonly id: string; readonly did: 'changed' | 'unchanged'; readonly version: number }
  | Refused

/**
 * Changes items, as many as given in a few statements; rows are locked in the order of their ids. One result per element:
 * what says nothing new is `unchanged` and no channel is told of it; refused (and left out) are ITEM_UNKNOWN, VERSION_OLD,
 * ITEM_NUMBER_TAKEN, GTIN_INVALID, BASE_UNIT_INVALID, PRICE_SAID_TWICE, TAX_CLASS_UNKNOWN, MANUFACTURER_UNKNOWN. Throws ITEM_NUMBER_TAKEN only where somebody takes the number at the same moment.
 * `switched`: items of which stock is kept from now on, or no more; open orders have to follow (`changeItemsAndOrders`).
 */
export async function changeItems(
  tx: Tx,
  tenant: string,
  changes: readonly ItemChange[],
): Promise<{ results: ChangedItem[]; changed: Changed; switched: string[] }> {
  const work = await readWork(tx, tenant, changes)
  const results = changes.map(change => apply(work, change))
  const touched = [...work.touched].sort().flatMap(id => work.items.get(id) ?? [])
  const before = work.before
  for (const item of touched) Object.assign(item, { version: (before.get(item.id)?.version ?? 0) + 1 })
  if (touched.length > 0)
    await updateItems(tx, tenant, touched, numberKey).catch(error => {
      throw sqlState(error) === '23505'
        ? catalogProblem('ITEM_NUMBER_TAKEN', { itemNumber: [...work.newNumbers].join(', ') })
        : error
    })
  await writeItemTexts(tx, tenant, [...work.newTexts.values()], true)
  await renewTerms(tx, tenant, work)
  return {
    results: results.map(result =>
      result.did === 'changed'
        ? { ...result, version: work.items.get(result.id)?.version ?? result.version }
        : result,
    ),
    changed: changedTogether(...[...work.told].map(([kind, ids]) => ({ [kind]: [...ids] }))),
    switched: [...work.switched].sort(),
  }
}

type Mutable = { -readonly [K in keyof ItemRow]: ItemRow[K] }

/** What a list of changes is compared with, and what comes of it. */
interface Work {
  readonly before: ReadonlyMap<string, ItemRow>
  readonly items: ReadonlyMap<string, Mutable>
  readonly texts: Map<string, ItemText | null>
  readonly holders: ReadonlyMap<string, string>
  readonly known: ItemReferences
  readonly touched: Set<string>
  readonly newTexts: Map<string, ItemTextRow>
  readonly newNumbers: Set<string>
  readonly reworded: Set<string>
  readonly switched: Set<string>
  readonly told: Map<ChangedKind, Set<string>>
}

async function readWork(tx: Tx, tenant: string, changes: readonly ItemChange[]): Promise<Work> {
  const rows = await holdItems(tx, tenant, [...new Set(changes.map(change => change.id))])
  const texts = await readItemTexts(
    tx,
    tenant,
    changes.filter(change => change.texts).map(change => change.id),
  )
  const numbers = changes.flatMap(change => change.itemNumber ?? [])
  return {
    before: new Map(rows.map(row => [row.id, row])),
    items: new Map(rows.map(row => [row.id, { ...row }])),
    texts: new Map(texts.map(({ itemId, language, text }) => [`${itemId} ${language}`, text])),
    holders: await holdersOfNumbers(tx, tenant, [...new Set(numbers)]),
    known: await knownReferences(tx, tenant, changes),
    touched: new Set(),
    newTexts: new Map(),
    newNumbers: new Set(),
    reworded: new Set(),
    switched: new Set(),
    told: new Map(),
  }
}

function apply(work: Work, change: ItemChange): ChangedItem {
  const { id, version, texts, ...said } = change
  const item = work.items.get(id)
  const refused = refusal(work, change, item)
  if (!item || refused) return refused ?? { id, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: id } }
  const fields = impliedFields(said)
  const changedFields = (Object.keys(fields) as (keyof ItemFields)[]).filter(
    field => fields[field] !== undefined && !sameField(field, item[field], fields[field]),
  )
  if (changedFields.includes('manufacturerId'))
    // New to a channel perhaps, or used there no more.
    for (const one of [item.manufacturerId, fields.manufacturerId]) if (one) tell(work, 'manufacturer', one)
  for (const field of changedFields) {
    Object.assign(item, { [field]: fields[field] })
    for (const kind of toldBy[field]) tell(work, kind, id)
  }
  if (changedFields.includes('stockManaged')) work.switched.add(id)
  if (changedFields.includes('itemNumber')) work.newNumbers.add(item.itemNumber)
  if (changedFields.some(field => wordFields.has(field))) work.reworded.add(id)
  const newTexts = Object.entries(texts ?? {}).filter(([language, text]) =>
    changeText(work, id, language, text),
  )
  if (newTexts.length > 0) tell(work, 'item', id)
  if (changedFields.length + newTexts.length === 0) return { id, did: 'unchanged', version: item.version }
  work.touched.add(id)
  return { id, did: 'changed', version: item.version }
}

const wordFields: ReadonlySet<string> = new Set([
  'itemNumber',
  'name',
  'gtin',
  'manufacturerNumber',
  'ownNumber',
])

function refusal(work: Work, change: ItemChange, item: ItemRow | undefined): Refused | undefined {
  const { id, version, itemNumber } = change
  const refuse = (code: Refused['code'], data: Refused['data']): Refused => ({
    id,
    did: 'refused',
    code,
    data,
  })
  if (!item) return refuse('ITEM_UNKNOWN', { item: id })
  if (version !== undefined && (version !== item.version || work.touched.has(id)))
    return refuse('VERSION_OLD', { id, version: String(item.version) })
  if (itemNumber !== undefined && itemNumber !== item.itemNumber)
    if ((work.holders.get(itemNumber) ?? id) !== id || work.newNumbers.has(itemNumber))
      return refuse('ITEM_NUMBER_TAKEN', { itemNumber })
  const objection = objectionTo(change, work.known, item)
  return objection && refuse(objection.code, objection.data)
}

function changeText(work: Work, itemId: string, language: string, text: ItemText | null): boolean {
  const key = `${itemId} ${language}`
  const before = work.texts.get(key) ?? null
  const after = text && filledText(text, before)
  const same =
    before && after
      ? textFields.every(field => (before[field] ?? '') === (after[field] ?? ''))
      : before === after
  if (same) return false
  if (before?.name !== after?.name) work.reworded.add(itemId)
  work.texts.set(key, after)
  work.newTexts.set(key, { itemId, language, text: after })
  return true
}

function tell(work: Work, kind: ChangedKind, id: string): void {
  const ids = work.told.get(kind) ?? new Set()
  work.told.set(kind, ids.add(id))
}

async function renewTerms(tx: Tx, tenant: string, work: Work): Promise<void> {
  const ids = [...work.reworded].sort()
  const texts = Map.groupBy(await readItemTexts(tx, tenant, ids), row => row.itemId)
  const items = ids.flatMap(id => work.items.get(id) ?? [])
  await replaceTerms(
    tx,
    tenant,
    items.map(item => ({ ...item, names: (texts.get(item.id) ?? []).map(row => row.text.name) })),
  )
}

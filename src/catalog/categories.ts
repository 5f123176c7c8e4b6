import type { Changed } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import {
  ancestorsOf,
  branchesOf,
  type CategoryMove,
  type CategoryRow,
  type CategoryText,
  type CategoryTextRow,
  categoriesAt,
  holdCategories,
  holdTree,
  insertCategories,
  itemsShownIn,
  moveCategories,
  readCategoryTexts,
  updateCategories,
  writeCategoryTexts,
} from './categoryStore.ts'
import { filledText, type StoredText, textFields } from './itemFields.ts'
import { catalogProblem, type Refused } from './problems.ts'

export interface NewCategory {
  readonly name: string
  /** Absent: at the top. */
  readonly parentId?: string | null | undefined
  /** 0 to 65536, lower first. */
  readonly sort?: number | undefined
  readonly active?: boolean | undefined
  readonly texts?: Readonly<Record<string, CategoryText>> | undefined
}

export type CreatedCategory = { readonly id: string; readonly did: 'new' | 'exists' } | Refused

/**
 * Makes categories, as many as given in one statement. A name that its place has already keeps its category: `exists`.
 * Refused where the parent is unknown: CATEGORY_UNKNOWN.
 */
export async function createCategories(
  tx: Tx,
  tenant: string,
  categories: readonly NewCategory[],
): Promise<{ results: CreatedCategory[]; changed: Changed }> {
  const parents = await ancestorsOf(
    tx,
    tenant,
    categories.flatMap(category => category.parentId ?? []),
  )
  const isPlaced = ({ parentId }: NewCategory) => !parentId || parents.has(parentId)
  const rows = new Map(
    categories.filter(isPlaced).map(category => {
      const { name, sort = 0, active = true, texts = {} } = category
      const parent = category.parentId ?? null
      return [`${parent ?? ''}|${name}`, { id: newId(), parent, name, sort, active, texts }]
    }),
  )
  const made = await insertCategories(tx, tenant, [...rows.values()])
  const ids = await categoriesAt(tx, tenant, [...rows.values()])
  const texts = [...rows.values()].filter(row => made.has(row.id))
  await writeCategoryTexts(
    tx,
    tenant,
    texts.flatMap(row =>
      Object.entries(row.texts).map(([language, text]) => ({ categoryId: row.id, language, text })),
    ),
  )
  const results = categories.map((category): CreatedCategory => {
    const id = ids.get(`${category.parentId ?? ''}|${category.name}`)
    if (id) return { id, did: made.has(id) ? 'new' : 'exists' }
    const parent = category.parentId ?? ''
    return { id: parent, did: 'refused', code: 'CATEGORY_UNKNOWN', data: { category: parent } }
  })
  return { results, changed: made.size > 0 ? { category: [...made].sort() } : {} }
}

export interface CategoryChange {
  readonly id: string
  readonly version?: number | undefined
  readonly name?: string | undefined
  /** null: to the top. */
  readonly parentId?: string | null | undefined
  readonly sort?: number | undefined
  readonly active?: boolean | undefined
  /** By language; null takes a language away. */
  readonly texts?: Readonly<Record<string, CategoryText | null>> | undefined
}

export type ChangedCategory =
  | { readonly id: string; readonly did: 'changed' | 'unchanged'; readonly version: number }
  | Refused

/**
 * Changes and moves categories, in the order of the list. Refused (and left out) are CATEGORY_UNKNOWN (it or its new
 * parent), VERSION_OLD and CATEGORY_CIRCLE, also when two people move at once. What lies below a moved category counts as
 * changed with it. Throws CATEGORY_NAME_TAKEN.
 */
export async function changeCategories(
  tx: Tx,
  tenant: string,
  changes: readonly CategoryChange[],
): Promise<{ results: ChangedCategory[]; changed: Changed }> {
  const moves = changes.filter(change => change.parentId !== undefined)
  if (moves.length > 0) await holdTree(tx, tenant)
  const ids = [...new Set(changes.map(change => change.id))]
  const rows = await holdCategories(tx, tenant, ids)
  const texts = await readCategoryTexts(
    tx,
    tenant,
    changes.filter(change => change.texts).map(change => change.id),
  )
  const work: Work = {
    before: new Map(rows.map(row => [row.id, row])),
    now: new Map(rows.map(row => [row.id, row])),
    parents: await ancestorsOf(tx, tenant, [
      ...(moves.length > 0 ? ids : []),
      ...moves.flatMap(move => move.parentId ?? []),
    ]),
    texts: new Map(texts.map(row => [`${row.categoryId} ${row.language}`, row.text])),
    newTexts: new Map(),
    touched: new Set(),
    moves: [],
  }
  const results = changes.map(change => apply(work, change))
  const touched = [...work.touched].sort()
  const stored = touched.flatMap(id => work.now.get(id) ?? [])
  const isTaken = (error: unknown) => {
    const names = stored.map(row => row.name).join(', ')
    throw sqlState(error) === '23505' ? catalogProblem('CATEGORY_NAME_TAKEN', { name: names }) : error
  }
  await moveCategories(tx, tenant, work.moves).catch(isTaken)
  await updateCategories(tx, tenant, stored).catch(isTaken)
  await writeCategoryTexts(tx, tenant, [...work.newTexts.values()])
  const branches = await branchesOf(tx, tenant, [...new Set(work.moves.map(move => move.id))])
  const items = await itemsShownIn(tx, tenant, branches)
  return {
    results,
    changed: {
      ...(touched.length > 0 ? { category: [...new Set([...touched, ...branches])].sort() } : {}),
      ...(items.length > 0 ? { item: items } : {}),
    },
  }
}

interface Work {
  readonly before: ReadonlyMap<string, CategoryRow>
  readonly now: Map<string, CategoryRow>
  readonly parents: Map<string, string | null>
  readonly texts: Map<string, StoredText>
  readonly newTexts: Map<string, CategoryTextRow>
  readonly touched: Set<string>
  /** In the order in which they were made: none of them makes a circle. */
  readonly moves: CategoryMove[]
}

function apply(work: Work, change: CategoryChange): ChangedCategory {
  const { id, parentId } = change
  const row = work.now.get(id)
  const refuse = (code: Refused['code'], data: Refused['data']): Refused => ({
    id,
    did: 'refused',
    code,
    data,
  })
  if (!row) return refuse('CATEGORY_UNKNOWN', { category: id })
  if (change.version !== undefined && change.version !== row.version)
    return refuse('VERSION_OLD', { id, version: String(row.version) })
  if (parentId && !work.parents.has(parentId)) return refuse('CATEGORY_UNKNOWN', { category: parentId })
  if (parentId && liesIn(work.parents, parentId, id)) return refuse('CATEGORY_CIRCLE', { category: row.name })
  const next = {
    ...row,
    name: change.name ?? row.name,
    parentId: parentId === undefined ? row.parentId : parentId,
    sort: change.sort ?? row.sort,
    active: change.active ?? row.active,
  }
  const isMoved = next.parentId !== row.parentId
  const isChanged = isMoved || next.name !== row.name || next.sort !== row.sort || next.active !== row.active
  const newTexts = Object.entries(change.texts ?? {}).filter(([language, text]) =>
    changeText(work, id, language, text),
  )
  if (!isChanged && newTexts.length === 0) return { id, did: 'unchanged', version: row.version }
  const version = (work.before.get(id)?.version ?? 0) + 1
  work.now.set(id, { ...next, version })
  work.touched.add(id)
  if (isMoved) {
    work.parents.set(id, next.parentId)
    work.moves.push({ id, parentId: next.parentId, name: next.name })
  }
  return { id, did: 'changed', version }
}

/** True where the way up from `from` passes `id`. */
function liesIn(parents: ReadonlyMap<string, string | null>, from: string, id: string): boolean {
  for (let at: string | null | undefined = from; at; at = parents.get(at)) if (at === id) return true
  return false
}

function changeText(work: Work, categoryId: string, language: string, text: CategoryText | null): boolean {
  const key = `${categoryId} ${language}`
  const before = work.texts.get(key)
  if (text === null) {
    if (!before) return false
    work.texts.delete(key)
  } else {
    const after = filledText(text, before)
    if (before && textFields.every(field => before[field] === after[field])) return false
    work.texts.set(key, after)
  }
  work.newTexts.set(key, { categoryId, language, text: work.texts.get(key) ?? null })
  return true
}

import { Rejected } from '../../port/errors.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import { oneByOne } from './batches.ts'
import { doubtfulName, noteDoubts, settleDoubts } from './doubts.ts'
import { rowsBy, sameName } from './find.ts'
import type { Globals } from './globals.ts'
import { keyNumber } from './itemNames.ts'
import { keyOf, textOf } from './payloads.ts'
import type { Session } from './session.ts'
import { mainShop, ownText, textProblem } from './shopTexts.ts'
import { madeKey } from './written.ts'

type Category = Outgoing<'category'>

/** The category that the tree of a shop begins with in a fresh install: "Deutsch". */
const usualRoot = '3'

/**
 * Sends categories, one call for each, parents before their children. One of the same name below the same parent that stands there
 * already is taken over. One result per element, in order.
 */
export async function sendCategories(
  session: Session,
  list: readonly Category[],
): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const globals = await session.globals()
  const ordered = parentsFirst(list)
  const fresh = list.filter(({ ref }) => ref.theirs === '')
  const known = await knownByName(session, fresh, globals)
  const names = fresh.map(({ ref, state }) => ({
    no: ref.no,
    name: ownText(state.texts, globals)?.name ?? '',
  }))
  const keys = new Map<number, string>()
  noteDoubts(session, 'category', names)
  const results = await oneByOne(ordered, async (element): Promise<SendResult> => {
    const { ref, state } = element
    const problem = textProblem(state.texts, globals)
    if (problem) return problem
    const parent = parentKey(element, keys, globals)
    if (parent === '') throw new Rejected('REMOTE_VALIDATION', 'parent', 'the shop does not have its parent')
    const body = categoryModel(element, parent, globals)
    const theirs = ref.theirs || known(element, parent) || ''
    if (theirs !== '') await session.api.put(`categories/${theirs}`, body)
    const key = theirs || madeKey(await session.api.post('categories', body))
    keys.set(ref.no, key)
    return { result: 'accepted', theirs: key, proof: 'stored' }
  })
  const settled = ordered.filter((_element, at) => results[at]?.result !== 'unknown')
  settleDoubts(
    session,
    'category',
    settled.map(({ ref }) => ref.no),
  )
  const resultOf = new Map(ordered.map((element, at) => [element, results[at]]))
  return list.map(element => resultOf.get(element) ?? { result: 'unknown', text: 'not sent' })
}

/** Looks for categories by name and parent, parents first. Gives their keys, undefined for what the shop has not. */
export async function findCategories(
  session: Session,
  list: readonly Category[],
): Promise<readonly (string | undefined)[]> {
  if (list.length === 0) return []
  const globals = await session.globals()
  const known = await knownByName(session, list, globals)
  const keys = new Map<number, string>()
  for (const element of parentsFirst(list)) {
    const key = known(element, parentKey(element, keys, globals))
    if (key !== undefined) keys.set(element.ref.no, key)
  }
  return list.map(({ ref }) => keys.get(ref.no))
}

/** What the shop takes of a category. */
export function categoryModel({ state }: Category, parent: string, globals: Globals): object {
  const text = ownText(state.texts, globals)
  return {
    name: text?.name ?? '',
    parentId: keyNumber(parent),
    active: state.active,
    position: state.sort,
    metaTitle: text?.metaTitle ?? '',
    metaKeywords: text?.metaKeywords ?? '',
    metaDescription: text?.metaDescription ?? '',
    cmsText: text?.description ?? '',
  }
}

/** The category that those without a parent of ours lie in. */
export function rootOf(globals: Globals): string {
  return mainShop(globals)?.category || usualRoot
}

function parentKey({ state }: Category, made: ReadonlyMap<number, string>, globals: Globals): string {
  const { parent } = state
  return parent ? made.get(parent.no) || parent.theirs : rootOf(globals)
}

// By the name that it has, else by the one that it had when its answer was lost. Each of theirs is one of ours only.
async function knownByName(
  session: Session,
  list: readonly Category[],
  globals: Globals,
): Promise<(element: Category, parent: string) => string | undefined> {
  const namesOf = ({ ref, state }: Category) =>
    [ownText(state.texts, globals)?.name, doubtfulName(session, 'category', ref.no)].flatMap(
      name => name || [],
    )
  const wanted = new Map(list.map(element => [element, namesOf(element)]))
  const names = [...wanted.values()].flat()
  const rows = names.length === 0 ? [] : await rowsBy(session, 'categories', 'name', names)
  const taken = new Set<string>()
  return (element, parent) => {
    const below = rows.filter(one => keyOf(one['parentId']) === parent && !taken.has(keyOf(one['id'])))
    const named = (wanted.get(element) ?? []).flatMap(name => [
      below.find(one => textOf(one['name']) === name),
      below.find(one => sameName(textOf(one['name']), name)),
    ])
    const row = named.find(one => one !== undefined)
    const key = row && keyOf(row['id'])
    if (key) taken.add(key)
    return key || undefined
  }
}

function parentsFirst(list: readonly Category[]): readonly Category[] {
  const byNo = new Map(list.map(element => [element.ref.no, element]))
  const ordered = new Set<Category>()
  const add = (element: Category, below: number) => {
    const parent = byNo.get(element.state.parent?.no ?? 0)
    if (parent && !ordered.has(parent) && below < list.length) add(parent, below + 1)
    ordered.add(element)
  }
  for (const element of list) add(element, 0)
  return [...ordered]
}

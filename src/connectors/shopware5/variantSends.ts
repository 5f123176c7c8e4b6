import { jsonNumber } from '../../port/exactJson.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import { type Answered, sendBatch } from './batches.ts'
import { type VariantRow, variantsByNumber, variantsOfArticles } from './find.ts'
import type { Globals } from './globals.ts'
import { optionsOf, variantModel, variationKeys } from './itemModels.ts'
import { articleOf, detailOf } from './itemNames.ts'
import { deletedThere, removeItems, takenThere } from './itemRemoves.ts'
import { itemKey } from './keys.ts'
import { isRow, isTrue, listOf } from './payloads.ts'
import type { Session } from './session.ts'

type Item = Outgoing<'item'>

interface Child {
  readonly element: Item
  /** The article of its parent. */
  readonly article: string
  /** '' for one that is made. */
  readonly detail: string
  readonly model: Readonly<Record<string, unknown>>
}

/**
 * Sends children as variants. The first child of an article takes the place that its parent held for it, as the main variant (verified
 * at 5.7.19: `isMain` moves the number); all others go in one batch. `results`: of parents in the same call, and gets theirs.
 */
export async function sendChildren(
  session: Session,
  globals: Globals,
  list: readonly Item[],
  results: Map<Item, SendResult>,
): Promise<void> {
  if (list.length === 0) return
  const parents = parentsIn(results)
  const numbers = list.filter(({ ref }) => ref.theirs === '').map(({ state }) => state.itemNumber)
  const known = await variantsByNumber(session, numbers)
  const articles = list.flatMap(element => [parentArticle(element, parents), articleOf(element.ref.theirs)])
  const there = await variantsOfArticles(session, articles)
  const children: Child[] = []
  const moved: Item[] = []
  for (const element of list) {
    const article = parentArticle(element, parents)
    const plan = planOf(element, article, known, there)
    const options = optionsOf(named(element.state.chosen, parents))
    if ('result' in plan) {
      results.set(element, plan.result)
      if (plan.result === deletedThere) moved.push(element)
    } else if (!options) results.set(element, withoutValues)
    else {
      const model = { ...variantModel(element.state, globals), configuratorOptions: options }
      children.push({ element, article, detail: plan.detail, model })
    }
  }
  // One that has another parent now is made anew there: until then its number would be taken.
  if (moved.length > 0) await removeItems(session, moved)
  const first = await sendFirst(session, children, there, results)
  const rest = children.filter(({ element }) => !first.has(element) && !results.has(element))
  const answers = await sendBatch(session, 'variants', 'put', rest.map(variantOf))
  const stored = new Set<Item>(first)
  for (const [at, { element }] of rest.entries()) {
    const answer = answers[at]
    if (answer?.stored) stored.add(element)
    else if (answer) results.set(element, answer.result)
  }
  await nameStored(session, children, stored, results)
}

/** Tells children that are named by their parent the names that their values have now, where these are other ones. */
export async function tellOptions(
  session: Session,
  globals: Globals,
  parents: readonly Item[],
): Promise<void> {
  const elements = parents.flatMap(parent => {
    const now = new Map(variationKeys(parent, '', globals).map(({ no, theirs }) => [no, theirs]))
    return (parent.state.children ?? []).flatMap(({ ref, chosen }) => {
      const before = optionsOf(chosen)
      const after = optionsOf(
        chosen.map(({ variation, value }) => ({
          variation,
          value: { no: value.no, theirs: now.get(value.no) ?? value.theirs },
        })),
      )
      const detail = detailOf(ref.theirs)
      const isSame = JSON.stringify(before) === JSON.stringify(after)
      return !before || !after || isSame || detail === ''
        ? []
        : [{ id: jsonNumber(detail), configuratorOptions: after }]
    })
  })
  if (elements.length > 0) await sendBatch(session, 'variants', 'put', elements)
}

const withoutValues: SendResult = {
  result: 'rejected',
  code: 'REMOTE_VALIDATION',
  field: 'chosen',
  text: 'the shop does not know the values of its variations yet',
}

const withoutParent: SendResult = {
  result: 'rejected',
  code: 'REMOTE_VALIDATION',
  field: 'parent',
  text: 'the shop does not have its parent',
}

function planOf(
  { ref, state }: Item,
  article: string,
  known: ReadonlyMap<string, VariantRow>,
  there: ReadonlyMap<string, readonly VariantRow[]>,
): { readonly detail: string } | { readonly result: SendResult } {
  const rows = there.get(article)
  if (!rows) return { result: withoutParent }
  if (ref.theirs !== '') {
    const detail = detailOf(ref.theirs)
    const isHere = articleOf(ref.theirs) === article && rows.some(({ id }) => id === detail)
    return isHere ? { detail } : { result: deletedThere }
  }
  const row = known.get(state.itemNumber)
  if (!row) return { detail: '' }
  return row.article === article ? { detail: row.id } : { result: takenThere }
}

// Where the parent still holds the place of its variants, one child takes it: the next one where the shop does not take the first.
async function sendFirst(
  session: Session,
  children: readonly Child[],
  there: ReadonlyMap<string, readonly VariantRow[]>,
  results: Map<Item, SendResult>,
): Promise<ReadonlySet<Item>> {
  const stored = new Set<Item>()
  const fresh = Map.groupBy(
    children.filter(({ detail }) => detail === ''),
    ({ article }) => article,
  )
  const waiting = new Map<string, Child[]>()
  for (const [article, own] of fresh)
    if (there.get(article)?.length === 1 && (await isHeldByParent(session, article)))
      waiting.set(article, [...own])
  while (waiting.size > 0) {
    const round = [...waiting].flatMap(([, own]) => own.splice(0, 1))
    const answers: readonly Answered[] = await sendBatch(
      session,
      'articles',
      'put',
      round.map(({ article, model }) => ({
        id: jsonNumber(article),
        variants: [{ ...model, isMain: true }],
        __options_variants: { replace: false },
      })),
    )
    for (const [at, { element, article }] of round.entries()) {
      const answer = answers[at]
      if (answer?.stored) stored.add(element)
      else if (answer) results.set(element, answer.result)
      const isOver = answer?.stored || answer?.result.result === 'unknown'
      if (isOver || waiting.get(article)?.length === 0) waiting.delete(article)
    }
  }
  return stored
}

// The only variant of the article has no values and cannot be bought: it is none of the children.
async function isHeldByParent({ api }: Session, article: string): Promise<boolean> {
  const { data } = await api.get(`articles/${article}`)
  const main = isRow(data) ? data['mainDetail'] : undefined
  return isRow(main) && !isTrue(main['active']) && listOf(main['configuratorOptions']).length === 0
}

function variantOf({ article, detail, model }: Child): object {
  return detail === '' ? { articleId: jsonNumber(article), ...model } : { id: jsonNumber(detail), ...model }
}

async function nameStored(
  session: Session,
  children: readonly Child[],
  stored: ReadonlySet<Item>,
  results: Map<Item, SendResult>,
): Promise<void> {
  const made = children.filter(({ element, detail }) => detail === '' && stored.has(element))
  const rows = await variantsByNumber(
    session,
    made.map(({ element }) => element.state.itemNumber),
  )
  for (const { element, article, detail } of children) {
    if (!stored.has(element)) continue
    const id = detail || rows.get(element.state.itemNumber)?.id
    results.set(
      element,
      id === undefined
        ? { result: 'unknown', text: 'the shop says that it is stored, and does not show it' }
        : { result: 'accepted', theirs: itemKey(article, id), proof: 'stored' },
    )
  }
}

// A parent of the same call has its keys since a moment ago.
function parentsIn(results: ReadonlyMap<Item, SendResult>): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  for (const [{ ref }, result] of results) {
    if (result.result !== 'accepted') continue
    if (result.theirs !== undefined) found.set(ref.no, result.theirs)
    for (const inside of result.nested ?? []) found.set(inside.no, inside.theirs)
  }
  return found
}

function parentArticle({ state }: Item, parents: ReadonlyMap<number, string>): string {
  const { parent } = state
  return parent ? articleOf(parents.get(parent.no) ?? parent.theirs) : ''
}

function named(
  chosen: Item['state']['chosen'],
  parents: ReadonlyMap<number, string>,
): Item['state']['chosen'] {
  return chosen?.map(({ variation, value }) => ({
    variation,
    value: { no: value.no, theirs: parents.get(value.no) ?? value.theirs },
  }))
}

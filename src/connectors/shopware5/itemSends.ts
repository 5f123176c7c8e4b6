import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import { sendBatch } from './batches.ts'
import { notePages } from './caches.ts'
import { type VariantRow, variantsByNumber, variantsOfArticles } from './find.ts'
import type { Globals } from './globals.ts'
import { articleModel, isParent, itemProblem, variationKeys } from './itemModels.ts'
import { articleOf, detailOf } from './itemNames.ts'
import { deletedThere, isThere, removeItems, takenThere } from './itemRemoves.ts'
import { itemKey } from './keys.ts'
import type { Session } from './session.ts'
import { sendChildren, tellOptions } from './variantSends.ts'

type Item = Outgoing<'item'>

/** What is known of an element before it is written: under which key it is, or why it is not written. */
type Plan = { readonly article: string; readonly detail: string } | { readonly result: SendResult }

/**
 * Sends items: articles in batches, children as variants of the article of their parent. One result per element, in order. An item that
 * is new here and stands there already, under its number, is taken over.
 */
export async function sendItems(session: Session, list: readonly Item[]): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const globals = await session.globals()
  const results = new Map<Item, SendResult>()
  for (const element of list) {
    const problem = itemProblem(element, globals)
    if (problem) results.set(element, problem)
  }
  const good = list.filter(element => !results.has(element))
  if (good.length > 0) notePages(session)
  await sendArticles(
    session,
    globals,
    good.filter(({ state }) => !state.parent),
    results,
  )
  await sendChildren(
    session,
    globals,
    good.filter(({ state }) => state.parent),
    results,
  )
  return list.map(element => results.get(element) ?? { result: 'unknown', text: 'not sent' })
}

async function sendArticles(
  session: Session,
  globals: Globals,
  list: readonly Item[],
  results: Map<Item, SendResult>,
): Promise<void> {
  if (list.length === 0) return
  const numbers = list.filter(({ ref }) => ref.theirs === '').map(({ state }) => state.itemNumber)
  const known = await variantsByNumber(session, numbers)
  const articles = list.flatMap(element =>
    element.ref.theirs === ''
      ? [known.get(element.state.itemNumber)?.article ?? '', articleOfChildren(element)]
      : [articleOf(element.ref.theirs)],
  )
  const there = await variantsOfArticles(session, articles)
  const planned = list.map(element => ({ element, plan: planOf(element, known, there) }))
  await takeApart(session, planned, there)
  for (const { element, plan } of planned) if ('result' in plan) results.set(element, plan.result)
  const going = planned.flatMap(({ element, plan }) => ('result' in plan ? [] : [{ element, ...plan }]))
  const answers = await sendBatch(
    session,
    'articles',
    'put',
    going.map(({ element, article, detail }) => {
      const theirs =
        article === '' || (isParent(element) && detail === '') ? article : itemKey(article, detail)
      return articleModel({ ...element, ref: { ...element.ref, theirs } }, globals)
    }),
  )
  const made = going.filter(({ article }, at) => article === '' && answers[at]?.stored)
  const fresh = await variantsByNumber(
    session,
    made.map(({ element }) => element.state.itemNumber),
  )
  for (const [at, { element, article, detail }] of going.entries()) {
    const answer = answers[at]
    if (!answer) continue
    if (!answer.stored) {
      results.set(element, answer.result)
      continue
    }
    const row = article === '' ? fresh.get(element.state.itemNumber) : { article, id: detail }
    results.set(element, row ? acceptedAs(element, row, globals) : unseen)
  }
  const stored = going.filter((_one, at) => answers[at]?.stored).map(({ element }) => element)
  await tellOptions(session, globals, stored)
}

/** The shop said that it made something, and does not have it under its number. */
const unseen: SendResult = {
  result: 'unknown',
  text: 'the shop says that it is stored, and does not show it',
}

function acceptedAs(
  element: Item,
  { article, id }: Pick<VariantRow, 'article' | 'id'>,
  globals: Globals,
): SendResult {
  if (!isParent(element)) return { result: 'accepted', theirs: itemKey(article, id), proof: 'stored' }
  return {
    result: 'accepted',
    theirs: article,
    proof: 'stored',
    nested: variationKeys(element, article, globals),
  }
}

function planOf(
  element: Item,
  known: ReadonlyMap<string, VariantRow>,
  there: ReadonlyMap<string, readonly VariantRow[]>,
): Plan {
  const { ref, state } = element
  if (ref.theirs === '') {
    const row = known.get(state.itemNumber)
    const family = articleOfChildren(element)
    if (!row) return { article: there.has(family) ? family : '', detail: '' }
    if ((there.get(row.article)?.length ?? 0) > 1) return { result: takenThere }
    return { article: row.article, detail: row.id }
  }
  const [article, detail] = [articleOf(ref.theirs), detailOf(ref.theirs)]
  const rows = there.get(article)
  if (!rows) return { result: deletedThere }
  if (isParent(element)) return { article, detail: rows.length === 1 ? detail : '' }
  const [only] = rows
  // What was a parent is sold itself now, or is one of its own: the place that it has there cannot become that.
  if (rows.length > 1 || !only || (detail !== '' && only.id !== detail)) return { result: deletedThere }
  if (detail === '' && only.number !== state.itemNumber) return { result: deletedThere }
  return { article, detail: only.id }
}

// Where its children are there already, taken over from a shop that was filled before, their article is that of the parent.
function articleOfChildren(element: Item): string {
  const articles = (element.state.children ?? []).map(({ ref }) => articleOf(ref.theirs))
  return (isParent(element) && articles.find(article => article !== '')) || ''
}

// A variant that is nobody's child any more, and a parent that is none, make room: they are made anew at once.
async function takeApart(
  session: Session,
  planned: readonly { readonly element: Item; readonly plan: Plan }[],
  there: ReadonlyMap<string, readonly VariantRow[]>,
): Promise<void> {
  const left = planned.flatMap(({ element, plan }) =>
    'result' in plan && element.ref.theirs !== '' && isThere(element.ref.theirs, there) ? [element] : [],
  )
  if (left.length > 0) await removeItems(session, left)
}

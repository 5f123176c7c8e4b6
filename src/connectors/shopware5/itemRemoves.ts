import type { SendResult } from '../../port/outgoing.ts'
import { type Answered, sendBatch } from './batches.ts'
import { notePages } from './caches.ts'
import { type VariantRow, variantsOfArticles } from './find.ts'
import { articleOf, detailOf, keyNumber } from './itemNames.ts'
import type { Session } from './session.ts'

/**
 * Takes items away: an article with all that is in it; of a child its variant alone. What is not there any more is as wanted. One result
 * per element, in order.
 */
export async function removeItems(
  session: Session,
  list: readonly { readonly ref: { readonly no: number; readonly theirs: string } }[],
): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  notePages(session)
  const there = await variantsOfArticles(
    session,
    list.map(({ ref }) => articleOf(ref.theirs)),
  )
  const children = list.filter(({ ref }) => isOneOfSeveral(ref.theirs, there))
  const whole = list.filter(one => !children.includes(one) && articleOf(one.ref.theirs) !== '')
  const answers = new Map<(typeof list)[number], Answered>()
  const deletes = [
    { resource: 'variants', of: children, keyIn: detailOf },
    { resource: 'articles', of: whole, keyIn: articleOf },
  ] as const
  for (const { resource, of, keyIn } of deletes) {
    if (of.length === 0) continue
    const elements = of.map(({ ref }) => ({ id: keyNumber(keyIn(ref.theirs)) }))
    for (const [at, answer] of (await sendBatch(session, resource, 'del', elements)).entries()) {
      const one = of[at]
      if (one) answers.set(one, answer)
    }
  }
  return list.map((one): SendResult => {
    const answer = answers.get(one)
    const isGone = !answer || answer.stored || isDeleted(answer.result)
    return isGone ? { result: 'accepted', theirs: one.ref.theirs, proof: 'stored' } : answer.result
  })
}

/** What the shop does not have any more: the engine sends it as new. */
export const deletedThere: SendResult = {
  result: 'rejected',
  code: 'REMOTE_DELETED',
  text: 'the shop does not have it any more in the form that it was sent in',
}

/** The number of an item is that of a variant of another one. */
export const takenThere: SendResult = {
  result: 'rejected',
  code: 'REMOTE_VALIDATION',
  field: 'itemNumber',
  text: 'a variant of another item of the shop has this number',
}

function isDeleted(result: SendResult): boolean {
  return result.result === 'rejected' && result.code === 'REMOTE_DELETED'
}

/** Whether the shop has an item, of the variants that articles have. */
export function isThere(theirs: string, there: ReadonlyMap<string, readonly VariantRow[]>): boolean {
  const rows = there.get(articleOf(theirs))
  const detail = detailOf(theirs)
  return rows !== undefined && (detail === '' || rows.some(({ id }) => id === detail))
}

// Also one that is not among them any more: the others stay in any case.
function isOneOfSeveral(theirs: string, there: ReadonlyMap<string, readonly VariantRow[]>): boolean {
  const detail = detailOf(theirs)
  const rows = there.get(articleOf(theirs)) ?? []
  return detail !== '' && rows.some(({ id }) => id !== detail)
}

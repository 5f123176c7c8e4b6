import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import type { Ref } from '../../port/records.ts'
import { sendBatch } from './batches.ts'
import { notePages } from './caches.ts'
import { stockFields } from './itemModels.ts'
import { detailOf, isItemNumber, keyNumber } from './itemNames.ts'
import { pricePart, priceProblem } from './priceModels.ts'
import type { Session } from './session.ts'

/** Sends quantities, nothing else of their items. One result per element, in order. */
export function sendStock(
  session: Session,
  list: readonly Outgoing<'stock'>[],
): Promise<readonly SendResult[]> {
  return sendVariants(
    session,
    list.map(({ state }) => ({ ...state, fields: stockFields(state.stock) })),
  )
}

/** Sends all prices of items; special ones are among them. One result per element, in order. */
export async function sendPrices(
  session: Session,
  list: readonly Outgoing<'price'>[],
): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  const { groups } = await session.globals()
  notePages(session)
  return sendVariants(
    session,
    list.map(({ state }) => {
      const refused = priceProblem(state.prices, groups)
      return refused
        ? { ...state, fields: {}, refused }
        : { ...state, fields: pricePart(state.prices, groups) }
    }),
  )
}

interface Part {
  readonly item: Ref
  readonly itemNumber: string
  readonly fields: object
  readonly refused?: SendResult
}

async function sendVariants(session: Session, parts: readonly Part[]): Promise<readonly SendResult[]> {
  const known = parts.map(part => ({ ...part, key: keyIn(part) }))
  const going = known.filter(({ refused, key }) => !refused && key !== undefined)
  const answers = await sendBatch(
    session,
    'variants',
    'put',
    going.map(({ key, fields }) => ({ ...key, ...fields })),
  )
  const answerOf = new Map(going.map((part, at) => [part, answers[at]]))
  return known.map((part): SendResult => {
    if (part.refused) return part.refused
    const answer = answerOf.get(part)
    const { theirs } = part.item
    const accepted: SendResult = { result: 'accepted', ...(theirs === '' ? {} : { theirs }), proof: 'stored' }
    if (!answer) return notThere
    if (answer.stored) return accepted
    // The place of a parent is taken by a child, which has prices and quantities of its own.
    const isParent = theirs !== '' && detailOf(theirs) === ''
    const isGone = answer.result.result === 'rejected' && answer.result.code === 'REMOTE_DELETED'
    return isParent && isGone ? accepted : answer.result
  })
}

const notThere: SendResult = { result: 'rejected', code: 'REMOTE_DELETED', text: 'the shop does not have it' }

// By the key of the variant. A parent has none: its number names the place that it holds for its children.
function keyIn({ item, itemNumber }: Part): object | undefined {
  const detail = detailOf(item.theirs)
  if (detail !== '') return { id: keyNumber(detail) }
  return isItemNumber(itemNumber) ? { number: itemNumber } : undefined
}

import { putOffDue } from '../channels/dueStore.ts'
import { isEmpty } from './guardFalls.ts'
import { type Candidate, dueOf, type Way } from './pushRows.ts'
import type { PushContext } from './pushTask.ts'

/**
 * Of a call that is about to be made: quantities that ran out since its batch was looked at. So many as never stop a run go,
 * because what is sold out is urgent; the others are looked at again, with all that waits.
 */
export function ranOut(
  before: readonly Candidate[],
  now: readonly Candidate[],
): { readonly go: Candidate[]; readonly back: Candidate[] } {
  const stocks = new Map(before.map(one => [one.row.objectId, one.sent.stock]))
  const go: Candidate[] = []
  const back: Candidate[] = []
  for (const one of now) {
    const then = stocks.get(one.row.objectId)
    const { allowance, sent, guard } = one
    if (!allowance || !then || !sent.stock || isEmpty(then.fields) || !isEmpty(sent.stock.fields))
      go.push(one)
    else if (--allowance.left < 0) back.push(one)
    else
      go.push({
        ...one,
        guard: { counts: [...(guard?.counts ?? []), 'stock'], released: guard?.released ?? [] },
      })
  }
  return { go, back }
}

/** These are looked at again at once, with all that waits; those of a sweep get a row of their own. */
export async function lookAgain(context: PushContext, { task }: Way, back: readonly Candidate[]) {
  if (back.length === 0) return
  await context.write(tx =>
    putOffDue(
      tx,
      dueOf(context, task),
      back.map(({ row }) => ({ ...row, seconds: 0 })),
    ),
  )
}

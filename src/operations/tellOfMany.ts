import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { throwRefused } from '../catalog/problems.ts'
import { tell } from './items.ts'
import { type Context, inTransaction } from './operation.ts'

/** Does what a verb does with a list, tells channels of what it changed, all in one transaction, and answers its results. */
export function tellOfMany<Result>(
  context: Context,
  verb: (tx: Tx) => Promise<{ results: Result[]; changed: Changed }>,
): Promise<{ items: Result[] }> {
  return inTransaction(context, async tx => {
    const { results, changed } = await verb(tx)
    await tell(tx, context, changed)
    return { items: results }
  })
}

/** The same with a list of one: answers its result, or throws why it was refused. */
export function tellOfOne<Result extends { readonly did: string }>(
  context: Context,
  verb: (tx: Tx) => Promise<{ results: Result[]; changed: Changed }>,
): Promise<Exclude<Result, { readonly did: 'refused' }>> {
  return inTransaction(context, async tx => {
    const { results, changed } = await verb(tx)
    const result = throwRefused(results[0])
    await tell(tx, context, changed)
    return result
  })
}

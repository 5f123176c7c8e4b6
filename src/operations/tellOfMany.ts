import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
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

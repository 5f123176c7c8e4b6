import type { Tx } from '../base/database.ts'
import { knownAccounts } from '../channels/toldCustomers.ts'
import type { Candidate } from './pushRows.ts'
import type { PushContext, PushTask } from './pushTask.ts'

/**
 * What is about to be sent, without the accounts of persons who were forgotten since it was read. Who is forgotten later waits for the
 * transaction that marks them as sent. Costs nothing where no customer is told.
 */
export async function withoutForgotten<T extends Candidate>(
  tx: Tx,
  { tenant }: Pick<PushContext, 'tenant'>,
  task: Pick<PushTask, 'object'>,
  going: readonly T[],
): Promise<readonly T[]> {
  if (task.object !== 'customer') return going
  const known = await knownAccounts(
    tx,
    tenant,
    going.map(one => one.row.objectId),
  )
  return going.filter(one => known.has(one.row.objectId))
}

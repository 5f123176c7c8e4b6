import type { Tx } from '../base/database.ts'
import type { BatchOf } from '../channels/ledgerStore.ts'
import { takeLinks } from '../channels/linkStore.ts'
import type { Decision } from './decide.ts'

/**
 * Money that we told a shop of may come in as its own: the new records of these that bear a number of ours there keep it. By their ids;
 * empty for all other kinds.
 */
export async function numbersOfOurs(
  tx: Tx,
  of: BatchOf,
  fresh: readonly Decision[],
): Promise<ReadonlyMap<string, number>> {
  if (of.kind !== 'payment' && of.kind !== 'refund') return new Map()
  return takeLinks(
    tx,
    of,
    fresh.map(({ id, record }) => ({ id, theirs: record.externalId })),
  )
}

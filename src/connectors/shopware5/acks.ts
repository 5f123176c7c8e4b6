import type { Ack, AckResult } from '../../port/connector.ts'
import { Rejected } from '../../port/errors.ts'
import type { IncomingKind } from '../../port/records.ts'
import { isKey } from './keys.ts'
import { isRow, keyOf, listOf, textOf } from './payloads.ts'
import { filterBy } from './query.ts'
import type { Session } from './session.ts'

/**
 * Sets orders that are stored here to the state "in process", each only if the shop still has it as open: a state that somebody has
 * set there meanwhile stays. No `details` go along: they would replace the positions. One result per element, in order.
 */
export async function sendAcks(
  session: Session,
  kind: IncomingKind,
  list: readonly Ack[],
): Promise<readonly AckResult[]> {
  const { open, inProgress } = session.settings.states
  if (kind !== 'order') return list.map(() => ({ refused: `the shop is told nothing of ${kind}` }))
  if (inProgress === undefined || list.length === 0) return list.map(() => 'accepted')
  const states = await statesOf(session, list.map(one => one.theirs).filter(isKey))
  const results: AckResult[] = []
  for (const { theirs } of list) {
    const state = states.get(theirs)
    if (state === undefined) results.push('gone')
    else if (!open.includes(state) || state === inProgress) results.push('accepted')
    else results.push(await tell(session, theirs, inProgress))
  }
  return results
}

async function statesOf({ api }: Session, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const query = { ...filterBy({ property: 'id', value: ids }), limit: String(ids.length) }
  const { data } = await api.get('orders', query)
  const rows = listOf(data).filter(isRow)
  return new Map(rows.map(row => [keyOf(row['id']), textOf(row['orderStatusId'])] as const))
}

async function tell({ api }: Session, id: string, state: string): Promise<AckResult> {
  try {
    await api.put(`orders/${id}`, { orderStatusId: Number(state) })
    return 'accepted'
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    return error.code === 'REMOTE_DELETED' ? 'gone' : { refused: error.detail }
  }
}

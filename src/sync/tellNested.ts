import { transact } from '../base/database.ts'
import type { AdoptionOf } from '../channels/adoptionStore.ts'
import { nestedLinks } from '../channels/importStore.ts'
import { callSafely } from './callSafely.ts'
import type { PushContext } from './pushTask.ts'

/**
 * Tells the system our numbers of what lies in objects that were made here of its own: variations, values. Before those of the
 * objects themselves, so that a crash in between repeats both. One that it does not take costs nothing but a new link at the next
 * sending: it is logged.
 */
export async function tellNested(
  context: PushContext,
  session: unknown,
  of: AdoptionOf,
  list: readonly { readonly objectId: string; readonly made: boolean }[],
): Promise<void> {
  const { inventory } = context.connector
  const link = inventory?.link?.bind(inventory)
  const made = list.filter(one => one.made).map(one => one.objectId)
  if (!link || made.length === 0 || (of.kind !== 'item' && of.kind !== 'characteristic')) return
  const nested = await transact(context.db, { tenant: of.tenant }, tx => nestedLinks(tx, of, made))
  for (const [kind, links] of Map.groupBy(nested, one => one.kind)) {
    const acks = links.map(({ theirs, no }) => ({ theirs, no }))
    const results = await callSafely(context.signal, () => link(session, kind, acks))
    const refused = results.filter(result => typeof result === 'object')
    if (refused.length > 0)
      context.log.warn(
        { kind, count: refused.length, why: refused[0]?.refused },
        'the shop did not take our numbers',
      )
  }
}

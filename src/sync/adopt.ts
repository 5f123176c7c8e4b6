import type { Tx } from '../base/database.ts'
import { transact } from '../base/database.ts'
import {
  type AdoptionKind,
  decideAdoptions,
  holdAdoptions,
  listAdoptions,
  markTold,
  untoldAdoptions,
} from '../channels/adoptionStore.ts'
import { drawKeys } from '../channels/keyStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { Unreachable } from '../port/errors.ts'
import { inventoryKinds } from '../port/inventory.ts'
import { callSafely } from './callSafely.ts'
import { withSession } from './connectorSession.ts'
import { type PersonsWork, withHeldLane } from './heldLane.ts'
import { linkAdopted, type RefusedLink, type WantedLink } from './linkAdopted.ts'
import { linksOf } from './linksOf.ts'
import { inventoryOf } from './lookAtInventory.ts'
import type { PushContext } from './pushTask.ts'
import type { LaneParts } from './runLane.ts'
import { tellNested } from './tellNested.ts'

const batchSize = 500

/** What a person decides: all clear ones at once, single pairs, objects that are left alone. */
export interface AdoptionWish {
  readonly all: boolean
  /** Their id → ours; null: left alone, never asked for again. */
  readonly pairs: readonly {
    readonly kind: AdoptionKind
    readonly theirs: string
    readonly ours: string | null
  }[]
}

/**
 * Links objects of theirs to ours and tells the system our numbers where it has to know them. Our numbers are drawn before;
 * what the system accepted of them counts as unknown, so that the first sending is complete. Items are sold on the channel
 * from then on, where the connection has one. Categories first. Answers how many were linked and left alone.
 *
 * Throws ADOPTION_UNKNOWN, ADOPTION_REFUSED (nothing was decided then), FIRST_RUN_DONE, what `withHeldLane` throws, and
 * errors of the port: what was decided until then stays, and finishing tells the rest.
 */
export async function adoptObjects(
  parts: LaneParts,
  wish: PersonsWork & AdoptionWish,
): Promise<{ adopted: number; leftAlone: number }> {
  return withHeldLane(parts, wish, 'catalogue', async context => {
    const { name, phase } = context.connection
    if (phase !== 'new') throw channelProblem('FIRST_RUN_DONE', { name })
    inventoryOf(context) // says so where nothing can be adopted
    const count = { adopted: 0, leftAlone: 0 }
    for (const kind of ['category', 'item'] as const) {
      const pairs = wish.pairs.filter(pair => pair.kind === kind)
      if (pairs.length > 0) {
        await decidePairs(context, kind, pairs, wish.by)
        count.adopted += pairs.filter(pair => pair.ours !== null).length
        count.leftAlone += pairs.filter(pair => pair.ours === null).length
      }
      if (wish.all) count.adopted += await adoptClear(context, kind, wish.by)
    }
    if (!context.signal.aborted) await withSession(context, session => tellAdopted(context, session))
    return count
  })
}

async function adoptClear(context: PushContext, kind: AdoptionKind, by: string): Promise<number> {
  const of = { connectionId: context.connection.id, kind, states: ['matched'] as const, limit: batchSize }
  let count = 0
  while (!context.signal.aborted) {
    const rows = await transact(context.db, { tenant: context.tenant }, tx =>
      listAdoptions(tx, context.tenant, of),
    )
    if (rows.length === 0) return count
    const wanted = rows.flatMap(row => (row.objectId ? [{ row, objectId: row.objectId }] : []))
    const first = await drawKeys(context.db, context.tenant, context.connection.id, wanted.length)
    await context.write(tx => linkAll(tx, context, kind, wanted, { first, by, byPerson: false }))
    count += rows.length
  }
  return count
}

async function decidePairs(
  context: PushContext,
  kind: AdoptionKind,
  pairs: AdoptionWish['pairs'],
  by: string,
): Promise<void> {
  const { tenant, connection } = context
  const first = await drawKeys(context.db, tenant, connection.id, pairs.length)
  await context.write(async tx => {
    const held = await holdAdoptions(
      tx,
      { ...linksOf(context, kind), kind },
      pairs.map(pair => pair.theirs),
    )
    const byTheirs = new Map(held.map(row => [row.theirs, row]))
    const found = pairs.map(pair => {
      const row = byTheirs.get(pair.theirs)
      if (!row) throw channelProblem('ADOPTION_UNKNOWN', { name: connection.name, theirs: pair.theirs })
      if (row.state === 'adopted')
        throw channelProblem('ADOPTION_REFUSED', { ...pair, why: 'it is adopted already' })
      return { row, ours: pair.ours }
    })
    const left = found.filter(one => one.ours === null)
    await decideAdoptions(
      tx,
      tenant,
      left.map(({ row }) => ({ id: row.id, objectId: null, byPerson: true })),
      by,
    )
    const wanted = found.flatMap(({ row, ours }) => (ours === null ? [] : [{ row, objectId: ours }]))
    await linkAll(tx, context, kind, wanted, { first, by, byPerson: true })
  })
}

// All or none. The only channel of the connection sells them.
async function linkAll(
  tx: Tx,
  context: PushContext,
  kind: AdoptionKind,
  wanted: readonly WantedLink[],
  how: { readonly first: number; readonly by: string; readonly byPerson: boolean },
): Promise<void> {
  const [channel, ...others] = context.connection.channels
  const sellOnChannel = channel && others.length === 0 ? channel : undefined
  const { refused } = await linkAdopted(tx, context, kind, wanted, { ...how, channel: sellOnChannel })
  if (refused[0]) throw refusedAs(refused[0])
}

/** The problem of one that could not be linked. */
export function refusedAs({ theirs, ours, why }: RefusedLink) {
  return channelProblem('ADOPTION_REFUSED', { theirs, ours, why })
}

/**
 * Tells the system our numbers of what was adopted and what it has not heard yet. Repeating it is harmless. What does not
 * exist there any more counts as told: the first sending finds out. Throws `Unreachable` where it refuses one.
 */
export async function tellAdopted(context: PushContext, session: unknown): Promise<void> {
  const { tenant, connection, connector } = context
  const link = connector.inventory?.link?.bind(connector.inventory)
  if (!link) return
  for (const kind of inventoryKinds) {
    const of = { tenant, connectionId: connection.id, kind }
    while (!context.signal.aborted) {
      const list = await transact(context.db, { tenant }, tx => untoldAdoptions(tx, of, batchSize))
      if (list.length === 0) break
      await tellNested(context, session, of, list)
      const acks = list.map(({ theirs, no }) => ({ theirs, no }))
      const results = await callSafely(context.signal, () => link(session, kind, acks))
      const heard = list.filter((_, at) => results[at] === 'accepted' || results[at] === 'gone')
      await context.write(tx =>
        markTold(
          tx,
          tenant,
          heard.map(one => one.id),
          context.now(),
        ),
      )
      const refused = results.find(result => typeof result === 'object')
      if (heard.length < list.length)
        throw new Unreachable(typeof refused === 'object' ? refused.refused : 'no result', {
          mayHaveWorked: true,
        })
    }
  }
}

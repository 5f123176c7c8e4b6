import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { type AgainCursor, type AgainRequest, insertRequest, openRequests } from '../channels/againStore.ts'
import type { Connection } from '../channels/connectionStore.ts'
import { forgetTheirs, nextLinks } from '../channels/linkStore.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Connector } from '../port/connector.ts'
import { callSafely } from './callSafely.ts'
import { eventKindsOf } from './eventKinds.ts'
import { type ImportContext, note } from './importContext.ts'

/** Links that a system is told in one call. */
const linksAtOnce = 250

/** Under this name a request keeps how far the links are told again. */
export const linkStep = 'links'

/** A wish to make a system forget all links, with the name of the connection as it was typed. */
export interface RelinkWish {
  readonly connection: Connection
  readonly connector: Connector
  readonly typed: string
  readonly by: string
  readonly now: Date
}

/**
 * Writes down that a system shall forget all links and be told them anew; the orders lane does it with its next run, and until it has,
 * nothing is sent to the system. Throws RELINK_NOT_OFFERED, RELINK_UNCONFIRMED, RELINK_GOES_ON, CONNECTION_ARCHIVED, CHANNEL_LOCKED.
 */
export async function askRelink(tx: Tx, tenant: string, wish: RelinkWish): Promise<AgainRequest> {
  const { connection, connector } = wish
  const { id, name } = connection
  if (connection.archivedAt) throw channelProblem('CONNECTION_ARCHIVED', { name })
  if (connection.lockedAt) throw channelProblem('CHANNEL_LOCKED', { name })
  if (!connector.relinks) throw channelProblem('RELINK_NOT_OFFERED', { system: connector.title })
  if (wish.typed !== name) throw channelProblem('RELINK_UNCONFIRMED', { name })
  // One after the other: whoever comes second sees the first.
  await tx.query('select 1 from connection where tenant_id = $1 and id = $2 for update', [tenant, id])
  if (await openRelink(tx, tenant, id)) throw channelProblem('RELINK_GOES_ON', { name })
  const request = {
    id: newId(wish.now.getTime()),
    connectionId: id,
    channelId: null,
    way: 'relink' as const,
    kinds: eventKindsOf(connector, connection.facts),
    from: null,
    to: null,
    theirs: null,
    askedBy: wish.by,
    askedAt: wish.now,
  }
  await insertRequest(tx, tenant, request)
  return { ...request, runId: null, cursors: {}, figures: {}, endedAt: null, cancelledBy: null }
}

/** The request of a connection for which it is linked anew, where that is not done yet. */
export async function openRelink(
  tx: Tx,
  tenant: string,
  connectionId: string,
): Promise<AgainRequest | undefined> {
  const open = await openRequests(tx, tenant, connectionId)
  return open.find(one => one.way === 'relink')
}

/** True while a connection is linked anew, which is said in the run: what was sent now would be made a second time. */
export async function isRelinking(context: ImportContext): Promise<boolean> {
  const { connection, tenant, db } = context
  if (connection.openRequests === 0) return false
  const open = await transact(db, { tenant }, tx => openRelink(tx, tenant, connection.id))
  if (open) note(context, 'info', 'RELINKING', { name: connection.name })
  return open !== undefined
}

/** Whether the links may be gone and are not all told yet: then it has to be gone on with. */
export function hasBegun({ way, cursors }: Pick<AgainRequest, 'way' | 'cursors'>): boolean {
  const cursor = cursors[linkStep]
  return way === 'relink' && cursor !== undefined && !cursor.done
}

/** How far the links are told, and where that is written down. */
export interface LinkProgress {
  readonly cursor: AgainCursor
  store(cursor: AgainCursor): Promise<void>
}

/**
 * Makes the system forget all links, then tells it those that we know, under the numbers that they had: else the next change of an
 * object would make it a second time. Records that came from there are delivered again and told with their reading. Goes on
 * where it was cut off; clearing twice before the first link is told changes nothing.
 */
export async function relinkAll(
  context: ImportContext,
  session: unknown,
  { cursor, store }: LinkProgress,
): Promise<void> {
  const { connector, connection, tenant, db, signal } = context
  const { relinks } = connector
  if (!relinks || cursor.done) return
  if (!cursor.released) {
    // Before the call: from here on nobody may end it.
    await store({ resume: 'clearing' })
    await callSafely(signal, () => relinks.clear(session))
    await store({ released: true })
  }
  const [lastKind, lastNo] = cursor.after?.split(' ') ?? []
  const start = lastKind === undefined ? 0 : relinks.kinds.indexOf(lastKind)
  for (const [at, kind] of relinks.kinds.slice(start).entries())
    for (let after = at === 0 ? Number(lastNo ?? 0) : 0; !signal.aborted; ) {
      const of = { tenant, connectionId: connection.id, channelId: null }
      const links = await transact(db, { tenant }, tx => nextLinks(tx, of, kind, after, linksAtOnce))
      if (links.length === 0) break
      const results = await callSafely(signal, () => relinks.link(session, kind, links))
      const lost = links.filter((_, index) => results[index] !== 'accepted').map(one => one.no)
      if (lost.length > 0) {
        note(context, 'warn', 'LINKS_REFUSED', { kind, count: lost.length })
        await context.write(tx => forgetTheirs(tx, of, lost))
      }
      after = links.at(-1)?.no ?? after
      await store({ released: true, after: `${kind} ${after}` })
    }
  if (!signal.aborted) await store({ released: true, done: true })
}

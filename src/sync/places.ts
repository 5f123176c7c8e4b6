import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { completeKinds } from '../channels/completeStore.ts'
import type { Connection } from '../channels/connectionStore.ts'
import { lettersOfObjects, putLetters, withdrawPlain } from '../channels/letterStore.ts'
import {
  channelForPlace,
  closedKey,
  holdPlaces,
  notePlaces,
  type PlaceClosing,
  writeClosed,
  writeOpened,
} from '../channels/placeStore.ts'
import { sessionsNamed } from '../channels/sessionStore.ts'
import type { Connector } from '../port/connector.ts'
import type { Received } from '../port/receive.ts'
import type { ImportContext } from './importContext.ts'
import { layReplies } from './layReplies.ts'
import { letGo } from './letGo.ts'
import { markSweeps } from './markDue.ts'

/** A connection whose places are opened and closed. */
export interface PlacesOf {
  readonly tenant: string
  readonly connection: Pick<Connection, 'id' | 'name'>
  readonly connector: Connector
}

/**
 * What a call says of places, in its transaction and after its session was used up. Where people sign up, a place that is opened with a session
 * has a channel from then on, one that comes back the same as before, and a closed one rests. A place that we closed for good is opened by a
 * new sign-up only, and told everything whole; elsewhere places are written down, and a person says where to sell.
 */
export async function takePlaces(
  tx: Tx,
  context: ImportContext,
  { places = [], spends }: Pick<Received, 'places' | 'spends'>,
): Promise<void> {
  const { tenant, connection, connector } = context
  const now = context.now()
  if (places.length === 0) return
  if (!connector.receive?.signUp) return notePlaces(tx, tenant, connection.id, places, now)
  const [session] = spends
    ? await sessionsNamed(tx, { tenant, connectionId: connection.id }, [spends.session])
    : []
  const signsUp = (place: string) => session?.purpose === 'open' && spends?.place === place
  const names = places.map(one => one.place)
  const before = await holdPlaces(tx, tenant, connection.id, names)
  const shut = new Set(before.flatMap(one => (one.forGood && !signsUp(one.place) ? [one.place] : [])))
  const wanted = places.filter(one => !shut.has(one.place))
  // Also holds those that are new, against a call that opens the same.
  await notePlaces(tx, tenant, connection.id, wanted, now)
  const held = new Map((await holdPlaces(tx, tenant, connection.id, names)).map(one => [one.place, one]))
  for (const one of wanted) {
    // a call opens or closes a place or two
    const { place, active, reason = '' } = one
    const known = held.get(place)
    const closed = known?.closedAt != null
    if (!active && !closed) {
      const why = { at: now, side: 'there', by: connector.title, reason, forGood: false } as const
      await closePlace(tx, context, place, why, { isTold: !one.rests })
    }
    if (!active) continue
    if (closed)
      await writeOpened(tx, tenant, connection.id, place, { at: now, anew: known?.forGood ?? false })
    if (known?.channelId && closed)
      await comesBack(tx, context, place, known.channelId, { rests: known.rests, anew: known.forGood })
    else if (!known?.channelId && spends?.place === place) await sellThere(tx, context, one)
  }
}

/**
 * Closes a place: nothing is laid out for it any more, its letters that were not taken are withdrawn, and one says that it was closed (unless
 * not `isTold`). Channel, links and orders stay; what changes meanwhile is told when it is opened again.
 */
export async function closePlace(
  tx: Tx,
  { tenant, connection, connector }: PlacesOf,
  place: string,
  why: Pick<PlaceClosing, 'at' | 'side' | 'by' | 'reason' | 'forGood'>,
  { isTold }: { readonly isTold: boolean } = { isTold: true },
): Promise<void> {
  const of = { tenant, connectionId: connection.id }
  const [held] = await holdPlaces(tx, tenant, connection.id, [place])
  await writeClosed(tx, tenant, connection.id, place, why)
  if (!held?.channelId) return
  await letGo(tx, tenant, await lettersOfObjects(tx, tenant, held.channelId))
  await withdrawPlain(tx, of, place)
  const letter = isTold ? connector.receive?.signUp?.closed(place, why) : undefined
  if (!letter) return
  const { channelId } = held
  await putLetters(tx, of, [{ ...letter, id: newId(), key: closedKey(place), place, channelId }])
}

async function comesBack(
  tx: Tx,
  { tenant, connection, connector }: PlacesOf,
  place: string,
  channelId: string,
  { rests, anew }: { readonly rests: boolean; readonly anew: boolean },
): Promise<void> {
  const of = { tenant, connectionId: connection.id }
  // That it was closed is not true any more.
  await withdrawPlain(tx, of, place)
  await layReplies(tx, { ...of, connector }, { place })
  if (rests)
    await tx.run('update channel set active = true where tenant_id = $1 and id = $2', [tenant, channelId])
  // What changed while it rested was not written down for it; and what was closed for good may be forgotten there.
  if (rests || anew)
    await markSweeps(tx, tenant, {
      channelIds: [channelId],
      kinds: completeKinds,
      by: connection.name,
      complete: anew,
    })
}

async function sellThere(
  tx: Tx,
  { tenant, connection }: PlacesOf,
  one: { readonly place: string; readonly name: string },
): Promise<void> {
  const { id, made } = await channelForPlace(tx, tenant, connection, one)
  // What was there before the channel was never due for it; items would wait for their categories for ever.
  if (made)
    await markSweeps(tx, tenant, {
      channelIds: [id],
      kinds: ['category'],
      by: connection.name,
      complete: false,
    })
}

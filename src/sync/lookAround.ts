import { type Tx, transact } from '../base/database.ts'
import {
  type Conflict,
  keptValues,
  lookedUntil,
  nextToLookAt,
  noteConflicts,
  showsNow,
} from '../channels/conflictStore.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { guardSettings } from '../channels/guardSettings.ts'
import { findLinks, linkKey } from '../channels/linkStore.ts'
import { sentFields, sentRows } from '../channels/sentStore.ts'
import { Rejected } from '../port/errors.ts'
import { valuesOf } from './checkConflicts.ts'
import { note } from './importContext.ts'
import { type ItemFields, wantItems } from './itemStates.ts'
import type { PriceFields } from './priceFields.ts'
import { aspectOf, type PushContext, sendOf } from './pushTask.ts'
import { readShown } from './readShown.ts'
import { seeConflicts } from './seeConflicts.ts'
import { fieldsShown, keepData, keepPrices } from './shownFields.ts'

/** The channels of a connection of which so many items are looked at in each run; none where the system cannot be asked. */
export function channelsToLookAt(context: PushContext): readonly Channel[] {
  if (!sendOf(context, 'item')?.read) return []
  return context.connection.channels.filter(one => one.active && guardSettings(one.guard).look > 0)
}

/**
 * Looks at the next items of each channel that wants it, and reports what the shop changed by itself. A slow walk over all that
 * the channel has: it goes on where it was, and begins again at the end. Sends nothing. What is read is stored after each
 * call. An item that the shop refuses to show is passed over, and named in the log; other errors of the port pass through.
 */
export async function lookAround(context: PushContext, session: unknown): Promise<void> {
  for (const channel of channelsToLookAt(context)) {
    const { look } = guardSettings(channel.guard)
    for (let left = look; left > 0 && !context.signal.aborted; ) {
      const count = Math.min(left, sendOf(context, 'item')?.batch ?? left)
      if ((await lookAtNext(context, session, channel, count)) < count) break
      left -= count
    }
  }
}

async function lookAtNext(
  context: PushContext,
  session: unknown,
  channel: Channel,
  count: number,
): Promise<number> {
  const { tenant, connection } = context
  const send = sendOf(context, 'item')
  const of = { tenant, channelId: channel.id, object: 'item' as const }
  const scope = {
    tenant,
    connectionId: connection.id,
    channelId: send?.linkedBy === 'channel' ? channel.id : null,
  }
  const { ids, links } = await read(context, async tx => {
    const ids = await nextToLookAt(tx, of, count)
    return { ids, links: await findLinks(tx, scope, ids.map(itemThing)) }
  })
  const asked = ids.flatMap(objectId => {
    const ref = links.get(linkKey(itemThing(objectId)))
    return ref ? [{ objectId, ref }] : []
  })
  const place = send?.linkedBy === 'channel' ? channel.place : ''
  const answers = await readShown(
    asked.map(({ ref }) => ({ ref, place })),
    async list => (await send?.read?.(session, list)) ?? [],
  )
  const shown = answers.map((answer, index) => {
    if (!(answer instanceof Rejected)) return answer
    const { code, detail } = answer
    context.log.warn({ code, detail, item: asked[index]?.objectId }, 'the shop does not show an item')
    return undefined
  })
  const found = await context.write(async tx => {
    const conflicts = await conflictsIn(
      tx,
      context,
      channel,
      asked.map(({ objectId }, index) => ({ objectId, shown: shown[index] })),
    )
    await noteConflicts(tx, of, conflicts, context.now())
    const former = await sentFields<ItemFields, PriceFields>(tx, of, [
      ...new Set(conflicts.filter(one => one.kept).map(one => one.objectId)),
    ])
    await showsNow(
      tx,
      of,
      [...former].map(([objectId, { data, price }]) => {
        const values = valuesOf(conflicts, objectId)
        return {
          objectId,
          data: data ? aspectOf(keepData(data, values)) : undefined,
          price: price ? aspectOf(keepPrices(price, values)) : undefined,
        }
      }),
    )
    await lookedUntil(tx, of, ids.length < count ? undefined : ids.at(-1))
    return conflicts.length
  })
  if (found > 0) note(context, 'warn', 'CONFLICT', { count: found, channel: channel.name, kinds: 'item' })
  return ids.length
}

async function conflictsIn(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  looked: readonly { readonly objectId: string; readonly shown: unknown }[],
): Promise<Conflict[]> {
  const of = { tenant: context.tenant, channelId: channel.id, object: 'item' as const }
  const ids = looked.filter(one => one.shown !== undefined).map(one => one.objectId)
  const former = await sentFields<ItemFields, PriceFields>(tx, of, ids)
  const known = await sentRows(tx, of, ids)
  const wanted = await wantItems(tx, context, channel, ids, known)
  const kept = await keptValues(tx, of, ids)
  const settings = guardSettings(channel.guard)
  return looked.flatMap(({ objectId, shown }) => {
    const told = former.get(objectId)
    const want = wanted.get(objectId)
    if (shown === undefined || want?.do !== 'send') return []
    const ours = fieldsShown(want.sent.data?.fields, want.sent.price?.fields)
    const lastSent = fieldsShown(told?.data, told?.price)
    const seen = { objectId, lastSent, theirs: fieldsShown(shown), ours }
    return seeConflicts({ ...seen, kept: new Set(kept.get(objectId)?.keys()) }, settings, false)
  })
}

function itemThing(objectId: string) {
  return { kind: 'item' as const, objectId }
}

function read<T>(context: PushContext, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(context.db, { tenant: context.tenant, bulk: true }, work)
}

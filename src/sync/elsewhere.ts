import { transact } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { sentFields, sentRows } from '../channels/sentStore.ts'
import { numberThings } from './numberThings.ts'
import type { PriceFields } from './priceFields.ts'
import type { Elsewhere, Ready, Way } from './pushRows.ts'
import type { PushContext } from './pushTask.ts'
import { withPrice } from './withPrice.ts'

/**
 * Where a system wants an object's state at all its places in one call (`together`): the same objects at the other active
 * channels of the connection that have accepted them, as they should be there now, but with the price that was accepted
 * there last: a new one may be held there, and is told by a call of its own channel all the same. Inside the call slot.
 */
export async function withElsewhere(
  context: PushContext,
  way: Way,
  ready: readonly Ready[],
): Promise<readonly Ready[]> {
  if (!way.send.together || way.send.linkedBy !== 'channel') return ready
  const elsewhere = new Map<string, Elsewhere[]>()
  for (const other of context.connection.channels) {
    if (!other.active || other.id === way.channel.id) continue
    for (const [objectId, one] of await statesAt(context, way, other, ready))
      elsewhere.set(objectId, [...(elsewhere.get(objectId) ?? []), one])
  }
  return ready.map(one => ({ ...one, elsewhere: elsewhere.get(one.row.objectId) ?? [] }))
}

async function statesAt(
  context: PushContext,
  way: Way,
  channel: Channel,
  ready: readonly Ready[],
): Promise<Map<string, Elsewhere>> {
  const { task } = way
  const there = { ...way, channel }
  const { candidates, draw } = await transact(
    context.db,
    { tenant: context.tenant, bulk: true },
    async tx => {
      const of = { tenant: context.tenant, channelId: channel.id, object: task.object }
      const ids = ready.filter(one => !one.remove).map(one => one.row.objectId)
      const known = await sentRows(tx, of, ids)
      const accepted = ids.filter(id => known.get(id)?.data)
      const wanted = await task.want(tx, context, channel, accepted, known)
      const late = await task.late?.(tx, context, channel, accepted)
      const former = await sentFields<unknown, PriceFields>(tx, of, accepted)
      const candidates = accepted.flatMap(objectId => {
        const one = wanted.get(objectId)
        if (one?.do !== 'send') return []
        const stock = late?.get(objectId)
        const price = one.sent.price && former.get(objectId)?.price
        const now = {
          row: { channelId: channel.id, objectId, tries: 0 },
          known: known.get(objectId),
          unknown: false,
          remove: false,
          sent: { ...one.sent, ...(stock ? { stock } : {}) },
          making: one.making,
          waitsFor: [],
          level: 0,
        }
        const { making, ...rest } = price ? withPrice(now, price) : now
        return making ? [{ ...rest, making }] : []
      })
      return { candidates, draw: await numberThings(tx, context, there, candidates) }
    },
  )
  if (candidates.length === 0) return new Map()
  const numbers = await draw()
  await context.write(tx => numbers.enter(tx))
  return new Map(
    candidates.map(({ row, making, sent }) => [
      row.objectId,
      {
        ref: making.ref ?? numbers.refOf({ kind: task.object, objectId: row.objectId }),
        place: channel.place,
        state: making.state(numbers.refOf, sent.stock?.fields),
      },
    ]),
  )
}

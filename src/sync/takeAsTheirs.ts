import { transact } from '../base/database.ts'
import { type AdoptionKind, markBased, unbasedAdoptions } from '../channels/adoptionStore.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { acceptSent, makeSentRows } from '../channels/sentStore.ts'
import { readOffers, wantItems } from './itemStates.ts'
import type { PushContext } from './pushTask.ts'
import { wantCategories } from './wantCategories.ts'

const batchSize = 500

/**
 * Where the shop leads: what we have of the adopted objects at this moment counts as what the shop has, so that none of
 * them is sent until it is changed here, or a complete synchronisation is asked for. In batches; a crash repeats one.
 */
export async function takeAsTheirs(context: PushContext): Promise<void> {
  const { tenant, connection } = context
  for (const kind of ['category', 'item'] as const)
    while (!context.signal.aborted) {
      const of = { tenant, connectionId: connection.id, kind }
      const rows = await transact(context.db, { tenant }, tx => unbasedAdoptions(tx, of, batchSize))
      if (rows.length === 0) break
      for (const channel of connection.channels) {
        await accept(
          context,
          kind,
          channel,
          rows.map(row => row.objectId),
        )
      }
      await context.write(tx =>
        markBased(
          tx,
          tenant,
          rows.map(row => row.id),
          context.now(),
        ),
      )
    }
}

async function accept(
  context: PushContext,
  kind: AdoptionKind,
  channel: Channel,
  ids: readonly string[],
): Promise<void> {
  const of = { tenant: context.tenant, channelId: channel.id, object: kind }
  await context.write(async tx => {
    const want = kind === 'item' ? wantItems : wantCategories
    const wanted = await want(tx, context, channel, ids, new Map())
    const offers = kind === 'item' ? await readOffers(tx, context, channel, ids) : undefined
    const accepted = ids.flatMap(objectId => {
      const one = wanted.get(objectId)
      if (one?.do !== 'send') return []
      const stock = offers?.get(objectId)
      return [{ objectId, sent: { ...one.sent, ...(stock ? { stock } : {}) } }]
    })
    const made = await makeSentRows(
      tx,
      of,
      accepted.map(one => one.objectId),
    )
    await acceptSent(
      tx,
      of,
      accepted.filter(one => made.has(one.objectId)),
    )
  })
}

import { type Tx, transact } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { type AdoptionKind, markBased, quantitiesShown, unbasedAdoptions } from '../channels/adoptionStore.ts'
import { showsNow } from '../channels/conflictStore.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { findLinks, linkKey } from '../channels/linkStore.ts'
import {
  acceptSent,
  makeSentRows,
  type SentAspect,
  type SentAspects,
  type SentOf,
  sentFields,
} from '../channels/sentStore.ts'
import type { StockState } from '../port/outgoing.ts'
import type { Ref } from '../port/records.ts'
import { callSafely } from './callSafely.ts'
import { imageTask } from './imageStates.ts'
import { type ItemFields, wantItems } from './itemStates.ts'
import { markDue } from './markDue.ts'
import type { PriceFields } from './priceFields.ts'
import { aspectOf, type PushContext, type PushTask, sendOf } from './pushTask.ts'
import { readOffers } from './readOffers.ts'
import { type FieldValues, fieldsShown, keepData, keepPrices } from './shownFields.ts'
import { characteristicTask, manufacturerTask } from './wantAlong.ts'
import { wantCategories } from './wantCategories.ts'

const batchSize = 500

/**
 * Where the shop leads: what we have of the adopted objects at this moment counts as told, so that none of them is sent
 * until it is changed here, or a complete synchronisation is asked for. Quantities are ours all the same: where the system showed
 * another one, ours is due. Where the shop can be asked, the fields that it shows are what later changes of its own are told by. In
 * batches; a crash repeats one.
 */
export async function takeAsTheirs(context: PushContext, session: unknown, by: string): Promise<void> {
  const { tenant, connection } = context
  for (const kind of ['category', 'item'] as const)
    while (!context.signal.aborted) {
      const of = { tenant, connectionId: connection.id, kind }
      const rows = await transact(context.db, { tenant }, tx => unbasedAdoptions(tx, of, batchSize))
      if (rows.length === 0) break
      const ids = rows.map(row => row.objectId)
      const taken = rows.map(row => row.id)
      const quantities = await transact(context.db, { tenant }, tx => quantitiesShown(tx, tenant, taken))
      for (const channel of connection.channels) {
        const fields = kind === 'item' ? await linkedThere(context, session, channel, ids) : none
        await context.write(tx => accept(tx, context, kind, channel, ids, { fields, quantities, by }))
      }
      await context.write(tx => markBased(tx, tenant, taken, context.now()))
    }
}

const none: ReadonlyMap<string, FieldValues> = new Map()

/** What a system shows of items, each by the id of ours; absent what it does not say. */
export interface Shown {
  /** By which later changes of its own are told. */
  readonly fields: ReadonlyMap<string, FieldValues>
  /** Pieces. Where ours is another number it is due, said by this person. */
  readonly quantities: ReadonlyMap<string, string>
  readonly by: string
}

async function linkedThere(
  context: PushContext,
  session: unknown,
  channel: Channel,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FieldValues>> {
  const send = sendOf(context, 'item')
  if (!send?.read) return none
  const { tenant, connection } = context
  const channelId = send.linkedBy === 'channel' ? channel.id : null
  const things = ids.map(objectId => ({ kind: 'item', objectId }))
  const links = await transact(context.db, { tenant }, tx =>
    findLinks(tx, { tenant, connectionId: connection.id, channelId }, things),
  )
  const refs = ids.flatMap(objectId => {
    const ref = links.get(linkKey({ kind: 'item', objectId }))
    return ref ? [{ objectId, ref }] : []
  })
  return shownThere(context, session, channel, refs)
}

/**
 * What the shop shows of items that have these names there, by the id of ours; of what it cannot say, and where it cannot be asked, nothing.
 * Changes nothing. Throws errors of the port.
 */
export async function shownThere(
  context: PushContext,
  session: unknown,
  channel: Channel,
  refs: readonly { readonly objectId: string; readonly ref: Ref }[],
): Promise<ReadonlyMap<string, FieldValues>> {
  const send = sendOf(context, 'item')
  const read = send?.read?.bind(send)
  if (!send || !read) return none
  const place = send.linkedBy === 'channel' ? channel.place : ''
  const shown = new Map<string, FieldValues>()
  for (let start = 0; start < refs.length; start += send.batch) {
    const part = refs.slice(start, start + send.batch).map(one => ({ ...one, place }))
    const states = await callSafely(context.signal, () => read(session, part))
    for (const [at, { objectId }] of part.entries())
      if (states[at]) shown.set(objectId, fieldsShown(states[at]))
  }
  return shown
}

/**
 * What we have of these objects counts as told to the channel, where it has not been told anything of them: it was taken from there a
 * moment ago, in this transaction. Those that it shall not have, it is told of nothing. `again`: also where something counts as told.
 * `shown`: what it shows of them.
 */
export async function takeAsTold(
  tx: Tx,
  context: PushContext,
  kind: AdoptionKind,
  channel: Channel,
  ids: readonly string[],
  again = false,
  shown?: Shown,
): Promise<void> {
  if (ids.length > 0 && sendOf(context, kind)) await accept(tx, context, kind, channel, ids, shown, again)
}

const wants = {
  category: wantCategories,
  item: wantItems,
  manufacturer: manufacturerTask.want,
  characteristic: characteristicTask.want,
  image: imageTask.want,
} as const satisfies Readonly<Record<AdoptionKind, PushTask['want']>>

async function accept(
  tx: Tx,
  context: PushContext,
  kind: AdoptionKind,
  channel: Channel,
  ids: readonly string[],
  shown: Shown | undefined,
  again = false,
): Promise<void> {
  const of = { tenant: context.tenant, channelId: channel.id, object: kind }
  const wanted = await wants[kind](tx, context, channel, ids, new Map())
  const offers = kind === 'item' ? await readOffers(tx, context, channel, ids) : undefined
  const send = sendOf(context, 'stock')
  // Else our data, or our price, would go with it.
  const isAlone = send !== undefined && !send.needs?.includes('price')
  const known = ids.flatMap(objectId => {
    const one = wanted.get(objectId)
    if (one?.do !== 'send') return []
    const ours = offers?.get(objectId)
    const stock = ours && stockThere(ours, isAlone ? shown?.quantities.get(objectId) : undefined)
    return [{ objectId, differs: stock !== ours, sent: { ...one.sent, ...(stock ? { stock } : {}) } }]
  })
  const objectIds = known.map(one => one.objectId)
  const made = await makeSentRows(tx, of, objectIds)
  const accepted = known.filter(one => again || made.has(one.objectId))
  await acceptSent(tx, of, accepted)
  if (!shown) return
  await keepShown(tx, of, accepted, shown.fields)
  const stock = accepted.filter(one => one.differs).map(one => one.objectId)
  if (stock.length > 0) await markDue(tx, context.tenant, { stock }, shown.by)
}

// What the system has of it: what it shows, where that is another number, so that ours counts as not told, and the guard sees it fall.
function stockThere(ours: SentAspect<StockState>, shown: string | undefined): SentAspect<StockState> {
  const { managed, offered } = ours.fields
  if (shown === undefined || !managed || exact(shown).equals(exact(offered))) return ours
  return aspectOf({ ...ours.fields, offered: exact(shown).toFixed() })
}

// Compared by what we have, kept with what they show.
async function keepShown(
  tx: Tx,
  of: SentOf,
  accepted: readonly { readonly objectId: string; readonly sent: SentAspects }[],
  theirs: ReadonlyMap<string, FieldValues>,
): Promise<void> {
  const seen = accepted.filter(one => theirs.has(one.objectId))
  if (seen.length === 0) return
  const objectIds = seen.map(one => one.objectId)
  const ours = await sentFields<ItemFields, PriceFields>(tx, of, objectIds)
  const shown = seen.map(({ objectId, sent }) => {
    const { data = null, price = null } = ours.get(objectId) ?? {}
    const values = theirs.get(objectId)
    return {
      objectId,
      data: data && sent.data ? { hash: sent.data.hash, fields: keepData(data, values) } : undefined,
      price: price && sent.price ? { hash: sent.price.hash, fields: keepPrices(price, values) } : undefined,
    }
  })
  await showsNow(tx, of, shown)
}

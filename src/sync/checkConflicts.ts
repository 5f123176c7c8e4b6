import { type Tx, transact } from '../base/database.ts'
import { type Conflict, keptValues, noteConflicts, showsNow } from '../channels/conflictStore.ts'
import { dropDue } from '../channels/dueStore.ts'
import { guardSettings } from '../channels/guardSettings.ts'
import { noHash, type SentFields, sentFields } from '../channels/sentStore.ts'
import { Rejected } from '../port/errors.ts'
import { sentOf } from './guardCandidates.ts'
import type { ItemFields } from './itemStates.ts'
import type { PriceFields } from './priceFields.ts'
import { type Candidate, dueOf, type Way, withVersion } from './pushRows.ts'
import { aspectOf, type PushContext, type RefOf } from './pushTask.ts'
import { readShown } from './readShown.ts'
import { rejectedBy } from './rejected.ts'
import { noFigures, storeFigures } from './runs.ts'
import { seeConflicts } from './seeConflicts.ts'
import { settleCall } from './settleCall.ts'
import { type FieldValues, fieldsShown, fieldValues, keepData, keepPrices } from './shownFields.ts'
import { withPrice } from './withPrice.ts'

type Former = SentFields<ItemFields, PriceFields>

/**
 * Of what is about to be sent, looks at what the shop shows of it, where it can be asked. A field that somebody changed there is
 * sent over, kept or asked about as the channel's rules say; one that is kept goes with their value, and an object of which
 * nothing else is left to say is not sent. Never holds an object as a whole, and never a quantity: those are ours. An object that the
 * shop refuses to show is refused alone. Other errors of the port pass through; then nothing was sent.
 */
export async function checkConflicts(
  context: PushContext,
  session: unknown,
  way: Way,
  candidates: readonly Candidate[],
  refOf: RefOf,
): Promise<readonly Candidate[]> {
  const { task, send, channel } = way
  const { read: ask } = send
  if (!ask || task.object !== 'item' || (task.as !== 'item' && task.as !== 'price')) return candidates
  const asked = candidates.filter(isAsked)
  if (asked.length === 0) return candidates
  const of = sentOf(context, way)
  const place = send.linkedBy === 'channel' ? channel.place : ''
  const theirs = await readShown(
    asked.map(({ row }) => ({ ref: refOf({ kind: 'item', objectId: row.objectId }), place })),
    list => ask(session, list),
  )
  const refused = asked.flatMap((one, index) => {
    const shown = theirs[index]
    const ref = refOf({ kind: 'item', objectId: one.row.objectId })
    return shown instanceof Rejected ? [{ one: { ...one, ref, refOf }, result: rejectedBy(shown) }] : []
  })
  // What the shop will not show it has refused, before anything was sent: a person sees why.
  if (refused.length > 0) await settleCall(context, way, refused)
  const left = candidates.filter(candidate => !refused.some(({ one }) => one.row === candidate.row))
  const ids = asked.map(one => one.row.objectId)
  const { former, kept } = await read(context, async tx => ({
    former: await sentFields<ItemFields, PriceFields>(tx, of, ids),
    kept: await keptValues(
      tx,
      of,
      asked.filter(one => one.known?.watched).map(one => one.row.objectId),
    ),
  }))
  const settings = guardSettings(channel.guard)
  const conflicts = asked.flatMap(({ row, sent }, index) => {
    const { objectId } = row
    const told = former.get(objectId)
    const shown = theirs[index]
    if (shown instanceof Rejected) return []
    return seeConflicts(
      {
        objectId,
        lastSent: fieldsShown(told?.data, told?.price),
        theirs: fieldsShown(shown),
        ours: fieldsShown(sent.data?.fields, sent.price?.fields),
        kept: new Set(kept.get(objectId)?.keys()),
      },
      settings,
      true,
    )
  })
  if (conflicts.length === 0) return left
  return settleConflicts(context, way, left, conflicts, former)
}

// What was never accepted has nothing to compare with, and of what is unknown nobody knows what was sent.
function isAsked({ known, unknown, remove, leaves }: Candidate): boolean {
  return Boolean(known?.data) && known?.data !== noHash && !unknown && !remove && !leaves
}

async function settleConflicts(
  context: PushContext,
  way: Way,
  candidates: readonly Candidate[],
  conflicts: readonly Conflict[],
  former: ReadonlyMap<string, Former>,
): Promise<readonly Candidate[]> {
  const of = sentOf(context, way)
  const { task } = way
  const keeping = new Set(conflicts.filter(one => one.kept).map(one => one.objectId))
  const affected = candidates.filter(one => keeping.has(one.row.objectId))
  const before = { ...context.figures[task.kind] }
  const going = await context.write(async tx => {
    await noteConflicts(tx, of, conflicts, context.now())
    const fresh = await wantedNow(tx, context, way, affected)
    const rows = affected.map(one => ({ one: fresh.get(one.row.objectId) ?? one, ...factsOf(one) }))
    const settled = rows.filter(row => isTold(way, row.one, row.data, row.price))
    await showsNow(
      tx,
      of,
      settled.map(({ one, data, price }) => ({ objectId: one.row.objectId, data, price })),
    )
    await dropDue(
      tx,
      dueOf(context, task),
      settled.flatMap(({ one }) => withVersion(one.row)),
    )
    const figures = { ...noFigures(), ...before }
    figures.found += settled.length
    figures.parked += settled.length
    context.figures[task.kind] = figures
    await storeFigures(tx, context.tenant, context.runId, context.figures, {})
    const done = new Set(settled.map(({ one }) => one.row.objectId))
    return candidates.flatMap(one => (done.has(one.row.objectId) ? [] : [fresh.get(one.row.objectId) ?? one]))
  })
  const key = `${way.channel.id} ${task.kind} conflict`
  context.guard.held.set(key, (context.guard.held.get(key) ?? 0) + conflicts.length)
  return going

  // What the shop shows now: what it was told, and their values where they are kept.
  function factsOf({ row }: Candidate) {
    const told = former.get(row.objectId)
    const values = valuesOf(conflicts, row.objectId)
    return {
      data: told?.data ? aspectOf(keepData(told.data, values)) : undefined,
      price: told?.price ? aspectOf(keepPrices(told.price, values)) : undefined,
    }
  }
}

// The same objects as they are wanted with what is kept now; a price that the guard holds stays held.
async function wantedNow(
  tx: Tx,
  context: PushContext,
  way: Way,
  list: readonly Candidate[],
): Promise<Map<string, Candidate>> {
  const known = new Map(
    list.flatMap(({ known, row }) => (known ? [[row.objectId, { ...known, watched: true }] as const] : [])),
  )
  const wanted = await way.task.want(tx, context, way.channel, [...known.keys()], known)
  const kept = await keptValues(tx, sentOf(context, way), [...known.keys()])
  return new Map(
    list.flatMap(one => {
      const { objectId } = one.row
      const now = wanted.get(objectId)
      if (now?.do !== 'send') return []
      const { stock } = one.sent
      const next = { ...one, sent: { ...now.sent, ...(stock ? { stock } : {}) }, making: now.making }
      const values = kept.get(objectId)
      const price = one.heldPrice && keepPrices(one.heldPrice, values ? fieldValues(values) : undefined)
      return [[objectId, price ? withPrice(next, price) : next] as const]
    }),
  )
}

/** The values of theirs that are kept of one object. */
export function valuesOf(conflicts: readonly Conflict[], objectId: string): FieldValues {
  return fieldValues(
    new Map(
      conflicts
        .filter(one => one.kept && one.objectId === objectId)
        .map(one => [one.field, one.theirs] as const),
    ),
  )
}

// Nothing is left to say where all that is wanted is what the shop shows.
function isTold(
  { task }: Way,
  one: Candidate,
  data: { hash: string } | undefined,
  price: { hash: string } | undefined,
): boolean {
  if (one.complete) return false
  const has = { data: data?.hash, price: price?.hash, stock: one.known?.stock }
  return task.compares.every(aspect => !one.sent[aspect] || one.sent[aspect]?.hash === has[aspect])
}

function read<T>(context: PushContext, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(context.db, { tenant: context.tenant, bulk: true }, work)
}

import { type Tx, transact } from '../base/database.ts'
import { exact } from '../base/decimal.ts'
import { newId } from '../base/ids.ts'
import { dropDue } from '../channels/dueStore.ts'
import { type GuardRule, type GuardSettings, guardSettings, mostUnder } from '../channels/guardSettings.ts'
import {
  type GuardItem,
  guardCounted,
  guardItems,
  holdGuarded,
  leaveGuard,
  lookAtGuard,
  objectsOf,
} from '../channels/guardStore.ts'
import { type SentFields, sentFields } from '../channels/sentStore.ts'
import { type Fall, fallsOf, mayFall, rulesOf } from './guardFalls.ts'
import { surveyExtent } from './guardSurvey.ts'
import type { ItemFields } from './itemStates.ts'
import { markDue } from './markDue.ts'
import type { PriceFields } from './priceFields.ts'
import { type Candidate, dueOf, type Way, withVersion } from './pushRows.ts'
import { type PushContext, sendOf } from './pushTask.ts'
import { noFigures, storeFigures } from './runs.ts'
import { withoutSoldOut } from './soldOut.ts'
import { withPrice } from './withPrice.ts'

type Judged = { readonly id: string; readonly one: Candidate; readonly falls: readonly Fall[] }
type Held = { readonly one: Candidate; readonly fall: Fall }
type Formers = ReadonlyMap<string, SentFields<ItemFields, PriceFields>>

/**
 * Of what is about to be sent, that which may go: objects that vanish, prices that fall and quantities that become 0 are held
 * in a list where they are more than the channel's thresholds allow (docs/guard.md). Decided for a batch with all that waits
 * in view, so that a change that is too wide is stopped before its first part is sent. A price that is held holds nothing
 * but itself: the rest of its object goes with the price that was accepted last.
 */
export async function guardCandidates(
  context: PushContext,
  way: Way,
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  const look = await lookAt(context, way, candidates)
  if ('passed' in look) return look.passed
  const { settings, current, former, items, judged, decided } = look
  await writeDown(context, way, settings, decided, judged, items, former)
  return shareAllowance(goOn(way, current, judged, decided, former), settings)
}

/**
 * The same without writing anything down: what would go, and what would be held. Counts it as done in the memory of the run, so
 * that the pages of a preview are judged as the batches of a run, one after another.
 */
export async function foreseeGuard(
  context: PushContext,
  way: Way,
  candidates: readonly Candidate[],
): Promise<{
  readonly goes: readonly Candidate[]
  readonly held: readonly (Fall & { readonly objectId: string })[]
}> {
  const look = await lookAt(context, way, candidates)
  if ('passed' in look) return { goes: look.passed, held: [] }
  const { current, former, judged, decided } = look
  const { ahead } = context.guard
  const add = (rule: GuardRule, as: 'counted' | 'held') => {
    const key = keyAhead(context, way, rule)
    const before = ahead?.get(key) ?? { counted: 0, held: 0 }
    ahead?.set(key, { ...before, [as]: before[as] + 1 })
  }
  for (const rules of decided.counts.values()) for (const rule of rules) add(rule, 'counted')
  for (const { fall } of decided.held) add(fall.rule, 'held')
  return {
    goes: goOn(way, current, judged, decided, former),
    held: [...decided.held, ...decided.stays].map(({ one, fall }) => ({
      ...fall,
      objectId: one.row.objectId,
    })),
  }
}

interface Look {
  readonly settings: GuardSettings
  readonly current: readonly Candidate[]
  readonly former: Formers
  readonly items: readonly GuardItem[]
  readonly judged: readonly Judged[]
  readonly decided: Decided
}

async function lookAt(
  context: PushContext,
  way: Way,
  candidates: readonly Candidate[],
): Promise<Look | { readonly passed: Candidate[] }> {
  const rules = rulesOf(way.task)
  if (rules.length === 0 || candidates.every(one => !one.known)) return { passed: [...candidates] }
  const settings = guardSettings(way.channel.guard)
  const current = await withQuantities(context, way, candidates)
  const doubtful = current.filter(one => one.known?.watched || mayFall(one))
  if (doubtful.length === 0) return { passed: shareAllowance(current, settings) }
  const of = sentOf(context, way)
  const ids = doubtful.map(one => one.row.objectId)
  const watched = doubtful.filter(one => one.known?.watched).map(one => one.row.objectId)
  const categories = sendOf(context, 'category') !== undefined
  const { former, items, judged } = await read(context, async tx => {
    const former = await sentFields<ItemFields, PriceFields>(tx, of, ids)
    const items = watched.length > 0 ? await guardItems(tx, of, watched) : []
    const judged = doubtful.map(one => ({
      id: one.row.objectId,
      one,
      falls: fallsOf(one, former.get(one.row.objectId), settings, categories),
    }))
    return { former, items, judged: await withoutSoldOut(tx, context, judged, former) }
  })
  const decided = await decide(context, way, settings, judged, items)
  return { settings, current, former, items, judged, decided }
}

/** What becomes of those that fall: kept back (new in a list, or in it already), or sent and counted, or sent as released. */
interface Decided {
  readonly held: readonly Held[]
  readonly stays: readonly Held[]
  readonly counts: ReadonlyMap<string, readonly GuardRule[]>
  readonly released: ReadonlyMap<string, readonly GuardRule[]>
  readonly figures: ReadonlyMap<GuardRule, Stopping>
}
interface Stopping {
  readonly counted: number
  readonly extent: number
  readonly total: number
}

async function decide(
  context: PushContext,
  way: Way,
  settings: GuardSettings,
  judged: readonly Judged[],
  items: readonly GuardItem[],
): Promise<Decided> {
  const itemOf = new Map(items.map(item => [`${item.rule} ${item.objectId}`, item]))
  const held: Held[] = []
  const stays: Held[] = []
  const released = new Map<string, GuardRule[]>()
  const fresh = new Map<GuardRule, Held[]>()
  for (const { one, falls } of judged)
    for (const fall of falls) {
      const { objectId } = one.row
      const item = itemOf.get(`${fall.rule} ${objectId}`)
      if (item?.state === 'released' && !isWorse(fall, item))
        released.set(objectId, [...(released.get(objectId) ?? []), fall.rule])
      else if (item?.state === 'released') held.push({ one, fall })
      else if (item && item.new === fall.new) stays.push({ one, fall })
      else if (item || fall.rule === 'price') held.push({ one, fall })
      else fresh.set(fall.rule, [...(fresh.get(fall.rule) ?? []), { one, fall }])
    }
  const counts = new Map<string, GuardRule[]>()
  const figures = new Map<GuardRule, Stopping>()
  for (const [rule, list] of fresh) {
    const stop = await tooMany(context, way, settings, rule, list.length)
    if (stop) {
      figures.set(rule, stop)
      held.push(...list)
    } else
      for (const { one } of list)
        counts.set(one.row.objectId, [...(counts.get(one.row.objectId) ?? []), rule])
  }
  return { held, stays, counts, released, figures }
}

// A person has seen a value and released it: what would be sent now is no worse than that.
function isWorse(fall: Fall, item: GuardItem): boolean {
  if (fall.rule !== 'price') return false
  return exact(fall.depth ?? '0').gt(exact(item.depth ?? '0'))
}

async function tooMany(
  context: PushContext,
  way: Way,
  settings: GuardSettings,
  rule: GuardRule,
  fresh: number,
): Promise<Stopping | undefined> {
  const of = sentOf(context, way)
  const { task } = way
  const percent = settings[rule]
  const now = context.now()
  if (percent >= 100) return undefined
  const before = context.guard.ahead?.get(keyAhead(context, way, rule)) ?? { counted: 0, held: 0 }
  const sent = await read(context, tx => guardCounted(tx, of, rule, now))
  const counted = sent + before.counted
  if (counted + fresh <= settings.free) return undefined
  const key = `${way.channel.id} ${task.kind} ${rule}`
  const looked = await read(context, tx => lookAtGuard(tx, of, rule, task.kind, now))
  const held = looked.held + before.held
  const { waiting } = looked
  const swept = looked.swept || way.ahead !== undefined
  if (counted + held + fresh <= (context.guard.foreseen.get(key) ?? 0)) return undefined
  const removed = rule === 'vanish' && way.send.remove ? sent : 0
  const isOver = (n: number, total: number) => n * 100 > (total + removed) * percent
  if (!swept && percent > 0) {
    const most = counted + held + Math.max(waiting, fresh)
    const enough = await read(context, tx => objectsOf(tx, of, Math.ceil((most * 100) / percent)))
    if (!isOver(most, enough)) return undefined
  }
  const total = await read(context, tx => objectsOf(tx, of, 1_000_000_000))
  const limit = mostUnder(settings, rule, total + removed)
  const stopping = (extent: number) => ({ counted, extent, total })
  if (counted + held + fresh > limit) return stopping(held + fresh)
  const extent = await surveyExtent(context, way, rule, settings, limit - counted - held + 1)
  if (counted + held + extent > limit) return stopping(held + extent)
  context.guard.foreseen.set(key, counted + held + extent)
  return undefined
}

async function writeDown(
  context: PushContext,
  way: Way,
  settings: GuardSettings,
  { held, stays, figures }: Decided,
  judged: readonly Judged[],
  items: readonly GuardItem[],
  former: Formers,
): Promise<void> {
  const { task } = way
  const falls = new Set(judged.flatMap(({ one, falls }) => falls.map(f => `${f.rule} ${one.row.objectId}`)))
  const judgeable = new Set(rulesOf(task))
  const better = items.filter(item => judgeable.has(item.rule) && !falls.has(`${item.rule} ${item.objectId}`))
  const kept = keptBack(way, [...held, ...stays])
  if (held.length + better.length + kept.length === 0) return
  const of = sentOf(context, way)
  const now = context.now()
  const before = { ...context.figures[task.kind] }
  await context.write(async tx => {
    await leaveGuard(tx, of, 'changed', better, now)
    for (const [rule, list] of [...Map.groupBy(held, one => one.fall.rule)].sort())
      await holdGuarded(
        tx,
        of,
        {
          stopId: newId(),
          runId: context.runId,
          rule,
          percent: settings[rule],
          ...(figures.get(rule) ?? { counted: 0, extent: list.length, total: 0 }),
        },
        list.map(({ one, fall }) => ({
          ...fall,
          objectId: one.row.objectId,
          dueKind:
            rule === 'price' && sendOf(context, 'price') && !keepsRate(one, former) ? 'price' : task.kind,
        })),
        now,
      )
    await dropDue(
      tx,
      dueOf(context, task),
      kept.flatMap(({ row }) => withVersion(row)),
    )
    // Some of them may have been told 0 when they were few, or are being told it now: they are shown still, and have their quantity again.
    const stay = held.flatMap(({ one, fall }) => (fall.rule === 'vanish' ? [one.row.objectId] : []))
    if (stay.length > 0 && task.object === 'item' && sendOf(context, 'stock'))
      await markDue(tx, context.tenant, { stock: stay }, `run ${context.runId}`)
    const figures_ = { ...noFigures(), ...before }
    figures_.found += kept.length
    figures_.parked += kept.length
    context.figures[task.kind] = figures_
    await storeFigures(tx, context.tenant, context.runId, context.figures, {})
  })
  for (const { fall } of held) {
    const key = `${way.channel.id} ${task.kind} ${fall.rule}`
    context.guard.held.set(key, (context.guard.held.get(key) ?? 0) + 1)
  }
}

// Its rate is held with its price, and that is part of the item: released, the item has to be told.
function keepsRate({ row, sent }: Candidate, former: Formers): boolean {
  const { taxRate } = former.get(row.objectId)?.price ?? {}
  const wanted = sent.data?.fields
  return typeof wanted === 'object' && wanted !== null && 'taxRate' in wanted && wanted.taxRate !== taxRate
}

/** Those of which nothing is sent; a price holds back only what is sent for its sake. */
function keptBack({ task }: Way, list: readonly Held[]): Candidate[] {
  const kept = list.filter(({ fall }) => fall.rule !== 'price' || task.kind === 'price').map(({ one }) => one)
  return [...new Set(kept)]
}

function goOn(
  way: Way,
  current: readonly Candidate[],
  judged: readonly Judged[],
  { held, stays, counts, released }: Decided,
  former: Formers,
): Candidate[] {
  const kept = new Set(keptBack(way, [...held, ...stays]).map(one => one.row.objectId))
  const pricesHeld = new Set(
    [...held, ...stays].filter(one => one.fall.rule === 'price').map(({ one }) => one.row.objectId),
  )
  const falling = new Set(judged.map(({ one }) => one.row.objectId))
  return current.flatMap(one => {
    const { objectId } = one.row
    if (!falling.has(objectId)) return [one]
    if (kept.has(objectId)) return []
    const price = pricesHeld.has(objectId) ? former.get(objectId)?.price : undefined
    return [
      {
        ...(price ? { ...withPrice(one, price), heldPrice: price } : one),
        guard: { counts: counts.get(objectId) ?? [], released: released.get(objectId) ?? [] },
      },
    ]
  })
}

// Where a quantity goes along with an item, it is known only when the call is made; whether it runs out is asked before.
async function withQuantities(
  context: PushContext,
  { task, channel }: Way,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const { late } = task
  const ids = candidates
    .filter(one => one.known?.stock && !one.sent.stock && !one.remove && !one.leaves)
    .map(one => one.row.objectId)
  if (!late || ids.length === 0) return candidates
  const offers = await read(context, tx => late(tx, context, channel, ids))
  return candidates.map(one => {
    const stock = offers.get(one.row.objectId)
    return stock ? { ...one, sent: { ...one.sent, stock } } : one
  })
}

function shareAllowance(candidates: readonly Candidate[], { free, stock }: GuardSettings): Candidate[] {
  const allowance = { left: stock >= 100 ? Number.POSITIVE_INFINITY : free }
  return candidates.map(one => (one.sent.stock ? { ...one, allowance } : one))
}

function keyAhead(context: PushContext, way: Way, rule: GuardRule): string {
  const { channelId, object } = sentOf(context, way)
  return `${channelId} ${object} ${rule}`
}

/** The objects of a way at its channel. */
export function sentOf(context: PushContext, { task, channel }: Pick<Way, 'task' | 'channel'>) {
  return { tenant: context.tenant, channelId: channel.id, object: task.object }
}

function read<T>(context: PushContext, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(context.db, { tenant: context.tenant, bulk: true }, work)
}

import { type Tx, transact } from '../base/database.ts'
import { nextDueObjects } from '../channels/dueStore.ts'
import type { GuardRule, GuardSettings } from '../channels/guardSettings.ts'
import { sentFields, sentRows } from '../channels/sentStore.ts'
import { nextSweep, type Sweep } from '../channels/sweepStore.ts'
import { fallsOf, mayFall } from './guardFalls.ts'
import { type Candidate, dueOf, type Way } from './pushRows.ts'
import { type PushContext, sendOf, type Wanted } from './pushTask.ts'
import { withoutSoldOut } from './soldOut.ts'
import { idsOfStep } from './walk.ts'

const firstId = '00000000-0000-0000-0000-000000000000'
const pageSize = 500

/**
 * How many objects of all that waits at this moment, due or still to be walked through, would fall under a rule if they were
 * sent. Asks the same questions as sending does and sends nothing; counting ends at `enough`. What is in a list already is
 * left out. For a preview: of all that it has to go through still.
 */
export async function surveyExtent(
  context: PushContext,
  way: Way,
  rule: GuardRule,
  settings: GuardSettings,
  enough: number,
): Promise<number> {
  const { tenant, db } = context
  const { task, channel } = way
  const of = { tenant, channelId: channel.id, kind: task.kind }
  const read = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant, bulk: true }, work)
  const found = new Set<string>()
  const walk = async (next: (tx: Tx, after: string) => Promise<string[]>, from: string) => {
    for (let after: string | undefined = from; after !== undefined && found.size < enough; ) {
      const start: string = after
      const ids: string[] = await read(async tx => {
        const ids = await next(tx, start)
        for (const id of await fallingOf(tx, context, way, rule, settings, ids)) found.add(id)
        return ids
      })
      after = ids.length < pageSize || context.signal.aborted ? undefined : ids.at(-1)
    }
  }
  if (way.ahead) {
    for (const { next, from } of way.ahead) await walk(next, from)
    return found.size
  }
  await walk((tx, after) => nextDueObjects(tx, of, after, pageSize), firstId)
  const { kind, ...where } = dueOf(context, task)
  const sweep = await read(tx => nextSweep(tx, { ...where, channelIds: [channel.id], kinds: [kind] }))
  const step = (of: Sweep) => (tx: Tx, afterId: string) =>
    idsOfStep(tx, context, task, { ...of, afterId }, pageSize)
  if (sweep) await walk(step(sweep), sweep.afterId)
  if (sweep?.complete && !sweep.leftovers) await walk(step({ ...sweep, leftovers: true }), firstId)
  return found.size
}

async function fallingOf(
  tx: Tx,
  context: PushContext,
  { task, send, channel }: Way,
  rule: GuardRule,
  settings: GuardSettings,
  ids: readonly string[],
): Promise<string[]> {
  const of = { tenant: context.tenant, channelId: channel.id, object: task.object }
  const known = await sentRows(tx, of, ids)
  const there = ids.filter(id => known.get(id)?.watched === false)
  if (there.length === 0) return []
  const wanted = await task.want(tx, context, channel, there, known)
  const late = rule === 'stock' ? await task.late?.(tx, context, channel, there) : undefined
  const candidates = there.flatMap(id => {
    const stock = late?.get(id)
    const one = asCandidate(id, known.get(id), wanted.get(id), send.remove !== undefined)
    const current = one && stock ? { ...one, sent: { ...one.sent, stock } } : one
    return current && mayFall(current) ? [current] : []
  })
  const former = await sentFields<unknown, unknown>(
    tx,
    of,
    candidates.map(one => one.row.objectId),
  )
  const categories = sendOf(context, 'category') !== undefined
  const judged = candidates.map(one => {
    const id = one.row.objectId
    return { id, falls: fallsOf(one, former.get(id), settings, categories) }
  })
  const falling = rule === 'stock' ? await withoutSoldOut(tx, context, judged, former) : judged
  return falling.flatMap(({ id, falls }) => (falls.some(fall => fall.rule === rule) ? [id] : []))
}

function asCandidate(
  objectId: string,
  known: Candidate['known'],
  wanted: Wanted | undefined,
  removes: boolean,
): Candidate | undefined {
  if (wanted?.do !== 'send' && wanted?.do !== 'leave') return undefined
  const leaves = wanted.do === 'leave'
  return {
    row: { channelId: '', objectId, tries: 0 },
    known,
    unknown: false,
    remove: leaves && removes,
    leaves,
    sent: wanted.sent ?? {},
    waitsFor: [],
    level: 0,
  }
}

import { type Tx, transact } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { nextDueObjects } from '../channels/dueStore.ts'
import { acceptedFields, objectNames, type PreviewAction, type PreviewRow } from '../channels/previewStore.ts'
import { acceptedOwners, aspects, ownerKinds, type SentOf, sentRows } from '../channels/sentStore.ts'
import { nextLeftovers } from '../channels/sweepStore.ts'
import { type FieldChange, fieldChanges } from './fieldChanges.ts'
import { foreseeGuard } from './guardCandidates.ts'
import { type Candidate, isAsAccepted, type Way, waitsForCategory } from './pushRows.ts'
import { type PushContext, type PushTask, sendOf, sentHash, uuidOf } from './pushTask.ts'
import { look, type Unsent } from './sendKind.ts'

/** Objects that are looked at in one go. */
const pageSize = 500
const firstId = '00000000-0000-0000-0000-000000000000'

/** How one kind of one channel is gone through: all objects, or what is due. */
export interface PreviewWay {
  readonly task: PushTask
  readonly channel: Channel
  readonly walk: 'all' | 'differing' | 'due'
  /** Categories, manufacturers, characteristics and parents that this preview sends: what names them need not wait. */
  readonly comes: Set<string>
  /** Items that the guard would hold: what they carry does not go with them. */
  readonly guarded: Set<string>
  /** Of these an item goes first, and it carries the rest. */
  readonly asItem?: (ids: readonly string[]) => Promise<ReadonlySet<string>>
}

/** Pages of what would be done, in the order of the walk. Reads; calls nothing, writes nothing. */
export async function* previewTask(context: PushContext, way: PreviewWay): AsyncGenerator<PreviewRow[]> {
  const { task, channel, walk } = way
  const { tenant } = context
  if (!sendOf(context, task.as)) return
  const due = (tx: Tx, after: string) =>
    nextDueObjects(tx, { tenant, channelId: channel.id, kind: task.kind }, after, pageSize)
  const all = async (tx: Tx, after: string) =>
    (await task.next?.(tx, context, channel.id, after, pageSize)) ?? []
  const { object } = task
  const last = walk === 'all' && task.kind === object && ownerKinds.has(object)
  const leftovers: Next[] = last
    ? [(tx, after) => nextLeftovers(tx, { tenant, channelId: channel.id, object }, after, pageSize)]
    : []
  yield* pages(context, way, [walk === 'due' ? due : all, ...leftovers], walk === 'all')
  if (last) yield* pages(context, way, leftovers, false)
}

type Next = (tx: Tx, after: string) => Promise<string[]>

async function* pages(
  context: PushContext,
  way: PreviewWay,
  [next, ...later]: readonly Next[],
  complete: boolean,
): AsyncGenerator<PreviewRow[]> {
  let after = firstId
  while (next && !context.signal.aborted) {
    const from = after
    const ahead = [{ next, from }, ...later.map(one => ({ next: one, from: firstId }))]
    const ids = await read(context, tx => next(tx, from))
    const skip = (await way.asItem?.(ids)) ?? new Set()
    const rows = await previewOf(
      context,
      way,
      ids.filter(id => !skip.has(id)),
      complete,
      ahead,
    )
    if (rows.length > 0) yield rows
    if (ids.length < pageSize) return
    after = ids.at(-1) ?? after
  }
}

/**
 * What would be done with these objects. Those that are as they were accepted, or concern nobody, are left out. `ahead`: also what
 * the guard would hold of them, with all that is still to come in view.
 */
export async function previewOf(
  context: PushContext,
  { task, channel, comes, guarded }: Pick<PreviewWay, 'task' | 'channel' | 'comes' | 'guarded'>,
  ids: readonly string[],
  complete: boolean,
  ahead?: Way['ahead'],
): Promise<PreviewRow[]> {
  const send = sendOf(context, task.as)
  if (ids.length === 0 || !send) return []
  const of = { tenant: context.tenant, channelId: channel.id, object: task.object }
  const { looked, candidates, waits } = await read(context, async tx => {
    const known = await sentRows(tx, of, ids)
    const wanted = await task.want(tx, context, channel, ids, known)
    const looked = ids.map(objectId => {
      const row = { channelId: channel.id, objectId, tries: 0 }
      return look(task, row, known.get(objectId), wanted.get(objectId), complete, send.remove !== undefined)
    })
    const found = looked.flatMap(one => ('candidate' in one ? [one.candidate] : []))
    const offered = found.filter(one => !one.remove && !one.leaves).map(one => one.row.objectId)
    const late = task.late && offered.length > 0 ? await task.late(tx, context, channel, offered) : undefined
    const candidates = found
      .map((one): Candidate => {
        const stock = late?.get(one.row.objectId)
        return stock ? { ...one, sent: { ...one.sent, stock } } : one
      })
      .filter(one => goes(task, one))
    const needed = [...new Set(candidates.flatMap(one => one.waitsFor))]
    const there = await acceptedOwners(tx, of, needed)
    const waits = (one: Candidate) => one.waitsFor.some(id => !there.has(id) && !comes.has(id))
    return { looked, candidates, waits }
  })
  const judged = ahead
    ? await foreseeGuard(context, { task, send, channel, ahead }, candidates)
    : { goes: candidates, held: [] }
  const going = new Map(judged.goes.filter(one => goes(task, one)).map(one => [one.row.objectId, one]))
  const held = new Map(judged.held.map(one => [one.objectId, `${one.rule}: ${one.old} → ${one.new}`]))
  const before = new Map(candidates.map(one => [one.row.objectId, one]))
  const said = looked.flatMap((one): Said[] => {
    if ('as' in one) return saidOf(one)
    const id = one.candidate.row.objectId
    const candidate = going.get(id)
    const stopped = held.get(id)
    const guard = stopped === undefined ? {} : { code: 'GUARD_HOLDS', text: stopped }
    if (!candidate)
      return stopped === undefined ? [] : [{ id, action: 'held', ...guard, stays: before.get(id) }]
    return waits(candidate)
      ? [{ id, action: 'held', code: waitsForCategory }]
      : [{ id, action: actionOf(task, candidate), candidate, ...guard }]
  })
  for (const one of said) {
    // A price alone brings no parent.
    if (task.kind === task.object && ownerKinds.has(task.object) && one.candidate) comes.add(one.id)
    if (task.kind === 'item' && one.stays) guarded.add(one.id)
  }
  return read(context, tx => rowsOf(tx, context, task, of, said))
}

// Said again although it is as it was accepted: of a complete synchronisation, and where nobody knows what became of it.
function goes(task: PushTask, one: Candidate): boolean {
  return one.remove || one.unknown || (one.complete ?? false) || !isAsAccepted(task, one.known, one.sent)
}

async function rowsOf(
  tx: Tx,
  context: PushContext,
  task: PushTask,
  of: SentOf,
  said: readonly Said[],
): Promise<PreviewRow[]> {
  const ids = said.map(one => one.id)
  const names = await objectNames(tx, context.tenant, task.object, ids)
  // Of customers the names of the fields alone, as in the journal.
  const shown = (changes: readonly FieldChange[]) =>
    task.object === 'customer' ? changes.map(one => ({ ...one, before: null, after: null })) : changes
  const before = await acceptedFields(tx, of, ids)
  return said.map(one => ({
    channelId: of.channelId,
    kind: task.kind,
    objectId: one.id,
    name: names.get(one.id) ?? '',
    action: one.action,
    code: one.code ?? null,
    detail: one.text ?? null,
    changes: shown(changesOf(one.candidate ?? one.stays, before.get(one.id))),
    hash: uuidOf(
      `${one.action} ${one.code ?? ''} ${one.text ?? ''} ${one.candidate ? sentHash(one.candidate.sent) : ''}`,
    ),
  }))
}

interface Said {
  readonly id: string
  readonly action: PreviewAction
  readonly code?: string
  readonly text?: string
  readonly candidate?: Candidate
  /** What would be sent if the guard did not hold it. */
  readonly stays?: Candidate | undefined
}

function saidOf(one: Unsent): Said[] {
  const id = one.row.objectId
  switch (one.as) {
    case 'held':
      return [{ id, action: 'held', code: one.code, text: one.text }]
    case 'refused':
      return [{ id, action: 'refused' }]
    case 'later':
    case 'wholeItem':
      return [{ id, action: 'waits' }]
    case 'unchanged':
      return []
    default:
      return one satisfies never
  }
}

function actionOf(task: PushTask, one: Candidate): PreviewAction {
  if (one.remove || one.leaves) return 'removed'
  if (!one.known?.data && task.kind === task.as) return 'new'
  return isAsAccepted(task, one.known, one.sent) ? 'again' : 'changed'
}

function changesOf(
  candidate: Candidate | undefined,
  before: Readonly<Record<string, unknown>> | undefined,
): readonly FieldChange[] {
  if (!candidate || candidate.remove) return []
  return aspects.flatMap(aspect => {
    const sent = candidate.sent[aspect]
    return sent ? fieldChanges(aspect, before?.[aspect], sent.fields) : []
  })
}

function read<T>(context: PushContext, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(context.db, { tenant: context.tenant, bulk: true }, work)
}

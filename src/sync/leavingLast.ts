import type { Channel } from '../channels/connectionStore.ts'
import { wakeDue } from '../channels/dueStore.ts'
import type { Candidate } from './pushRows.ts'
import type { PushContext, PushTask } from './pushTask.ts'
import type { Unsent } from './sendKind.ts'

/** What others name is taken away when they are told; should the run end before, it is looked at again after so long. */
const waitSeconds = 60

/** What is to be taken away once the kinds that name it were told: by kind and channel. */
export interface Leaving {
  readonly put: Map<PushTask['kind'], Map<string, string[]>>
  /** True while it is taken away. */
  now: boolean
}

/** Nothing yet. */
export function noneLeaving(): Leaving {
  return { put: new Map(), now: false }
}

type Looked = Unsent | { readonly candidate: Candidate }

/** The same, but for an object that is to be taken away and that others may name: it waits until those were told. */
export function putOffLeaving(
  { leaving }: PushContext,
  { kind }: PushTask,
  channel: Channel,
  one: Looked,
): Looked {
  const isOwner = kind === 'category' || kind === 'manufacturer' || kind === 'characteristic'
  if (!isOwner || !leaving || leaving.now || !('candidate' in one)) return one
  const { remove, row } = one.candidate
  if (!remove || row.tries > 0) return one
  const ofKind = leaving.put.get(kind) ?? new Map<string, string[]>()
  leaving.put.set(kind, ofKind.set(channel.id, [...(ofKind.get(channel.id) ?? []), row.objectId]))
  return { row, as: 'later', seconds: waitSeconds }
}

/** Takes away what was put off, one kind after the other in that order; `send` is what sends a kind. */
export async function takeAwayLast(
  context: PushContext,
  tasks: readonly PushTask[],
  send: (task: PushTask) => Promise<number>,
): Promise<void> {
  const { leaving, tenant } = context
  if (!leaving || leaving.put.size === 0) return
  leaving.now = true
  try {
    for (const task of tasks) {
      const put = leaving.put.get(task.kind)
      if (!put || context.signal.aborted) continue
      await context.write(async tx => {
        for (const [channelId, ids] of put) await wakeDue(tx, { tenant, channelId, kinds: [task.kind] }, ids)
      })
      await send(task)
    }
  } finally {
    leaving.now = false
    leaving.put.clear()
  }
}

import { Refused } from '../../port/errors.ts'
import type { SendResult } from '../../port/outgoing.ts'
import type { OutgoingKind, Ref } from '../../port/records.ts'
import type { Send } from '../../port/send.ts'
import type { Session } from './session.ts'

/**
 * The same way with keys that begin where the settings say: our number 1 becomes that key in whatever is sent or taken away, and what comes
 * back names our numbers again. Throws `Refused` SETTING_FIXED where something was sent with other keys before, and SETTING_UNREADABLE for a
 * first key that is none.
 */
export function keyed<K extends OutgoingKind>(way: Send<Session, K>): Send<Session, K> {
  const { remove } = way
  return {
    ...way,
    send: async (session, list) => {
      if (list.length === 0) return []
      const by = shiftOf(session, list)
      const results = await way.send(
        session,
        list.map(one => shifted(one, by)),
      )
      return results.map(result => ownNumbers(result, by))
    },
    ...(remove
      ? {
          remove: async (session: Session, list: Parameters<typeof remove>[1]) => {
            const by = shiftOf(session, list)
            return remove(
              session,
              list.map(one => shifted(one, by)),
            )
          },
        }
      : {}),
  }
}

/** Throws `Refused` SETTING_FIXED where the first key is not the one that was sent with before. */
export function holdFirstKey({ run, setup }: Pick<Session, 'run' | 'setup'>): void {
  const fixed = run.facts['firstKey']
  if (typeof fixed === 'number' && fixed !== setup.firstKey) throw changed(String(fixed))
}

// What was accepted bears the key that it was sent with, so a run that died before it could remember the first one is no matter.
function shiftOf(session: Session, list: readonly { readonly ref: Ref }[]): number {
  const { run, setup } = session
  if (setup.wrong.includes('firstKey')) throw new Refused('SETTING_UNREADABLE', 'firstKey')
  const by = setup.firstKey - 1
  const other = list.find(({ ref }) => ref.theirs !== '' && ref.theirs !== String(ref.no + by))?.ref
  if (other) throw changed(String(Number(other.theirs) - other.no + 1))
  if (run.facts['firstKey'] === undefined) run.remember({ firstKey: setup.firstKey })
  return by
}

function changed(before: string): Refused {
  return new Refused('SETTING_FIXED', `firstKey = ${before}`)
}

// Every number of ours stands beside their name of the same thing, wherever it is. What is sent is data and nothing else.
function shifted<T extends object>(sent: T, by: number): T {
  if (by === 0) return sent
  return JSON.parse(
    JSON.stringify(sent, (_key, value: unknown) => (isRef(value) ? { ...value, no: value.no + by } : value)),
  )
}

function isRef(value: unknown): value is Ref {
  if (typeof value !== 'object' || value === null || !('no' in value && 'theirs' in value)) return false
  return typeof value.no === 'number' && value.no > 0 && typeof value.theirs === 'string'
}

function ownNumbers(result: SendResult, by: number): SendResult {
  if (result.result !== 'accepted' || !result.nested) return result
  return { ...result, nested: result.nested.map(ref => ({ ...ref, no: ref.no - by })) }
}

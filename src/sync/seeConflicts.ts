import type { Conflict } from '../channels/conflictStore.ts'
import type { GuardSettings } from '../channels/guardSettings.ts'
import { type FieldValues, ruleOf, sameValue } from './shownFields.ts'

/** What is known of one object when its shop was asked. */
export interface Seen {
  readonly objectId: string
  readonly lastSent: FieldValues
  readonly theirs: FieldValues
  readonly ours: FieldValues
  /** Fields of which theirs is kept already. */
  readonly kept: ReadonlySet<string>
}

/**
 * The fields that a shop shows otherwise than it was told, each with what its rule makes of it. `sending`: ours is about to be
 * sent, and where we lead it is sent over theirs; else it is only reported. Where they lead, a change of ours is a conflict as
 * well: theirs stays. What both changed to the same is none. Pure.
 */
export function seeConflicts(
  { objectId, lastSent, theirs, ours, kept }: Seen,
  settings: Pick<GuardSettings, 'leads'>,
  sending: boolean,
): Conflict[] {
  return [...theirs].flatMap(([field, value]): Conflict[] => {
    const told = lastSent.get(field)
    const wanted = ours.get(field)
    if (told === undefined || wanted === undefined) return []
    const changed = !sameValue(field, told, value)
    const lead = settings.leads[ruleOf(field)]
    const row = { objectId, field, lastSent: told, theirs: value, ours: wanted, lead }
    if (kept.has(field)) {
      if (!changed) return []
      return [{ ...row, state: lead === 'ask' ? 'open' : 'kept', kept: true }]
    }
    if (sameValue(field, wanted, value)) return []
    if (lead === 'theirs') return [{ ...row, state: 'kept', kept: true }]
    if (!changed) return []
    if (lead === 'ask') return [{ ...row, state: 'open', kept: true }]
    return [{ ...row, state: sending ? 'overwritten' : 'open', kept: false }]
  })
}

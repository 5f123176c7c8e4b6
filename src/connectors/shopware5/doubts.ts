import { isRow } from './payloads.ts'
import type { Session } from './session.ts'

/**
 * How objects were called that are being made. What is known by its name alone would be made a second time where the answer is lost and
 * the name changes before it is sent again: so the name that it was sent under is remembered, across runs, until it is known there.
 */
export function doubtfulName(session: Session, kind: Kind, no: number): string | undefined {
  return doubtsIn(session).get(`${kind} ${no}`)
}

type Kind = 'category' | 'characteristic'

/** Remembers under which names these are about to be made. */
export function noteDoubts(
  session: Session,
  kind: Kind,
  list: readonly { readonly no: number; readonly name: string }[],
): void {
  if (list.length === 0) return
  const doubts = doubtsIn(session)
  for (const { no, name } of list) doubts.set(`${kind} ${no}`, name)
  session.run.remember({ doubts: Object.fromEntries(doubts) })
}

/** Forgets what is known there by now. */
export function settleDoubts(session: Session, kind: Kind, numbers: readonly number[]): void {
  const doubts = doubtsIn(session)
  const settled = numbers.filter(no => doubts.delete(`${kind} ${no}`))
  if (settled.length > 0) session.run.remember({ doubts: Object.fromEntries(doubts) })
}

const known = new WeakMap<Session, Map<string, string>>()

function doubtsIn(session: Session): Map<string, string> {
  const before = known.get(session)
  if (before) return before
  const facts = session.run.facts['doubts']
  const kept = isRow(facts) ? Object.entries(facts) : []
  const doubts = new Map(kept.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  known.set(session, doubts)
  return doubts
}

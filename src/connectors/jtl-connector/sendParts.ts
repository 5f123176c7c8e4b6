import type { LocalTexts, SendResult } from '../../port/outgoing.ts'
import type { Globals } from './globals.ts'
import { can, type PushNames, type Session } from './handshake.ts'
import type { Entry } from './push.ts'
import { textsFor } from './wireText.ts'

/** The elements that are sent: those whose entry was not refused before. */
export function sentOf<T>(elements: readonly T[], entries: readonly Entry[]): readonly T[] {
  return elements.filter((_element, at) => entries[at]?.refused === undefined)
}

/** An entry's part that says why it is not sent; nothing where it is. */
export function refusal(refused: SendResult | undefined): { refused?: SendResult } {
  return refused ? { refused } : {}
}

/** Shops pass over what has no text in their language, without a word. */
export function textProblem(texts: LocalTexts, globals: Globals): SendResult | undefined {
  if (textsFor(texts, globals).length > 0) return undefined
  const languages = globals.languages.join(', ') || '-'
  return { result: 'rejected', code: 'TEXT_MISSING', field: 'texts', text: languages }
}

/** A shop may have stored the only object of a call before it failed: linked, the next attempt does not make it twice. */
export async function linkLeftover(
  session: Session,
  names: PushNames,
  list: readonly { readonly ref: { readonly theirs: string } }[],
  results: readonly SendResult[],
  find: () => Promise<unknown>,
): Promise<void> {
  const [only] = list
  const [result] = results
  if (list.length !== 1 || only?.ref.theirs !== '' || result?.result !== 'rejected') return
  if (result.code !== 'REMOTE_VALIDATION' || !can(session, names, 'pull')) return
  await find()
}

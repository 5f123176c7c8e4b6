import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { askedAgain, askKey, openAsk, type PlaceAsk } from '../channels/askStore.ts'
import { putLetters } from '../channels/letterStore.ts'
import type { Ask } from '../port/receive.ts'

/** How long an answer may take before the same may be asked once more. */
export const answerHours = 24

/** Whether what was asked may be asked once more at that moment: nobody took it, or who did has not answered for a day, or since the place came back. */
export function mayAskAgain(ask: PlaceAsk, now: Date, openSince: Date | null): boolean {
  if (ask.answeredAt) return true
  if (ask.lies) return false
  if (ask.untakenAt || (openSince && openSince > ask.askedAt)) return true
  return now.getTime() - ask.askedAt.getTime() >= answerHours * 3_600_000
}

/** Whether a report is here that nobody has read, not older than an answer may take: reading needs no other one. */
export function isUnread(report: PlaceAsk, readAskId: string | null | undefined, now: Date): boolean {
  if (!report.reportedAt || report.id === readAskId) return false
  return now.getTime() - report.reportedAt.getTime() < answerHours * 3_600_000
}

/**
 * Asks a system for something of a place, by a letter. While an answer is awaited nothing new is laid out, and what is asked once more has the
 * same id. Answers whether a letter was laid out.
 */
export async function askPlace(
  tx: Tx,
  of: { readonly tenant: string; readonly connectionId: string },
  ask: Ask,
  wish: {
    readonly place: string
    readonly channelId: string
    readonly openSince: Date | null
    readonly by: string
    readonly at: Date
  },
): Promise<boolean> {
  const { place, channelId, at, by } = wish
  const { fresh, ...open } = await openAsk(tx, of, { id: newId(), name: ask.name, place, at, by })
  if (!fresh && !mayAskAgain(open, at, wish.openSince)) return false
  if (!fresh) await askedAgain(tx, of, open.id, { at, by })
  const letter = ask.letter(place, open.id)
  await putLetters(tx, of, [
    { ...letter, id: newId(), key: askKey(open.id), place, channelId, askId: open.id },
  ])
  return true
}

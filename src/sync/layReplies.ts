import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { type LettersOf, putLetters } from '../channels/letterStore.ts'
import { openReplies, repliesLaid } from '../channels/ticketStore.ts'
import type { Connector } from '../port/connector.ts'

/** Lays out what people answered to tickets and the system has not: those of a place that came back, or one reply. */
export async function layReplies(
  tx: Tx,
  { connector, ...of }: LettersOf & { readonly connector: Connector },
  which: { readonly place: string } | { readonly replyId: string },
): Promise<void> {
  const { receive } = connector
  if (!receive?.reply) return
  const replies = await openReplies(tx, of, which)
  if (replies.length === 0) return
  await putLetters(
    tx,
    of,
    replies.flatMap(({ id, place, theirs, channelId, text, at }) => {
      const letter = receive.reply?.({ place, ticket: theirs, text, at })
      return letter
        ? [{ ...letter, id: newId(), key: `kontor/reply/${id}`, place, channelId, replyId: id }]
        : []
    }),
  )
  await repliesLaid(tx, of.tenant, replies)
}

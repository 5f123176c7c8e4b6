import type { Ack, AckResult } from '../../port/connector.ts'
import type { IncomingKind } from '../../port/records.ts'
import { isPulled, ways } from './pages.ts'
import { idNames, noteIds, type Session } from './session.ts'
import { element, xmlDocument } from './xml.ts'

/**
 * Acknowledges records under the shop's own keys. One number answers for all; keys that the shop does not know it passes over. From
 * then on it does not subtract the quantities of these orders from what it is sent.
 */
export async function sendAcks(
  session: Session,
  kind: IncomingKind,
  list: readonly Ack[],
): Promise<readonly AckResult[]> {
  if (!isPulled(kind)) return list.map(() => ({ refused: `the shop takes no ack of ${kind}` }))
  const { key, ack } = ways[kind]
  const keys = list.flatMap(({ theirs }) => (isKey(theirs) ? [theirs] : []))
  if (keys.length > 0) {
    const root = element(
      ack.root,
      {},
      {},
      keys.map(one => element(key, {}, {}, [one])),
    )
    await session.api.upload(ack.script, [{ name: ack.file, content: xmlDocument(root) }])
    noteIds(session, idNames[kind], keys)
    const addresses = kind === 'order' ? keys.flatMap(one => session.addressOf.get(one) ?? []) : []
    noteIds(session, 'kLieferadresse', addresses)
  }
  return list.map(({ theirs }) => (isKey(theirs) ? 'accepted' : { refused: 'it has no key of the shop' }))
}

function isKey(theirs: string): boolean {
  return /^[1-9]\d{0,9}$/.test(theirs)
}

import type { Outgoing, SendResult } from '../port/outgoing.ts'
import type { OutgoingKind } from '../port/records.ts'
import type { Ready, Way } from './pushRows.ts'

/** The writing call itself: what is taken away is named, all else sent with its state. One result per element, in order. */
export function callConnector(
  session: unknown,
  way: Way,
  ready: readonly Ready[],
  inBulk: boolean,
): Promise<readonly SendResult[]> {
  const { send, channel } = way
  const place = send.linkedBy === 'channel' ? channel.place : ''
  if (ready[0]?.remove)
    return (
      send.remove?.(
        session,
        ready.map(({ ref, of, sort, refOf }) => ({
          ref,
          place,
          ...(of ? { of: refOf(of) } : {}),
          ...(sort === undefined ? {} : { sort }),
        })),
      ) ?? Promise.resolve([])
    )
  const list = outgoing(way, ready)
  return inBulk && send.bulk ? send.bulk.send(session, list) : send.send(session, list)
}

/** Objects as a connector is handed them. */
export function outgoing({ send, channel }: Way, ready: readonly Ready[]): Outgoing<OutgoingKind>[] {
  return ready.map(one => {
    if (!one.making) throw new TypeError('nothing to send')
    const { told } = one.making
    const along = one.making.along?.(one.refOf, one.sent.stock?.fields)
    return {
      ref: one.ref,
      place: send.linkedBy === 'channel' ? channel.place : '',
      state: one.making.state(one.refOf, one.sent.stock?.fields),
      ...(along ? { with: along } : {}),
      ...(told ? { told: one.unknown ? { ...told, inDoubt: true } : told } : {}),
      ...(one.known?.insists ? { insists: one.known.insists } : {}),
      ...(one.elsewhere ? { elsewhere: one.elsewhere } : {}),
    }
  })
}

import { blobPlace } from '../../src/base/blobs.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { ForeignRequest, Received, ReceivedDone, ReceiveRoute } from '../../src/port/receive.ts'
import type { OutgoingKind } from '../../src/port/records.ts'
import { receiveRecords } from '../../src/sync/receiveRecords.ts'
import type { PushWorld } from './pushWorld.ts'

/** A call of the system that brings this; what the route is told before it answers. */
export async function posted(
  { world, connectionId }: Pick<PushWorld, 'world' | 'connectionId'>,
  read: Received,
): Promise<ReceivedDone> {
  const request: ForeignRequest = {
    url: 'https://kontor.example/letters/k/letters',
    method: 'POST',
    path: '/letters',
    query: {},
    headers: {},
    body: Buffer.of(),
    parts: {},
    connectionKey: 'k',
    settings: {},
    facts: {},
    places: [''],
    seats: [],
    account: 1,
    now: new Date(),
  }
  let told: ReceivedDone = { outcomes: [], letters: [] }
  const route: ReceiveRoute = {
    method: 'POST',
    path: '/letters',
    read: () => read,
    answer: done => {
      told = done
      return { status: 200, body: '' }
    },
  }
  const { tenant, parts, kontor } = world
  const given = { ...parts, blobs: blobPlace(kontor.config) }
  await receiveRecords(given, { tenant, connectionId, route, request, signal: new AbortController().signal })
  return told
}

/** The reference connector as one whose system calls us: these kinds it takes as letters, answered under tickets `kind/no`; `first` comes before each list of them. */
export function calledFor(
  kinds: readonly OutgoingKind[],
  first: () => Promise<void> = async () => undefined,
): (connector: Connector) => Connector {
  return connector => {
    const send = Object.fromEntries(
      Object.entries(connector.send ?? {}).map(([kind, one]) => [
        kind,
        kinds.includes(kind as OutgoingKind) ? { ...one, send: queued(kind, first) } : one,
      ]),
    )
    const receive = { prefix: '/letters', routes: [], refuse: (why: string) => ({ status: 400, body: why }) }
    return { ...connector, receive, send }
  }
}

function queued(kind: string, first: () => Promise<void>) {
  return async (
    _: unknown,
    list: readonly {
      readonly ref: { readonly no: number }
      readonly place: string
      readonly state: unknown
    }[],
  ) => {
    await first()
    return list.map(({ ref, place, state }) => ({
      result: 'queued' as const,
      letter: { key: `${kind}/${ref.no}`, place, type: kind, body: state },
      ticket: `${kind}/${ref.no}`,
    }))
  }
}

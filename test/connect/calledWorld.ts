import assert from 'node:assert/strict'
import type { Database } from '../../src/base/database.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { Outgoing } from '../../src/port/outgoing.ts'
import type { ForeignRequest, Received, ReceivedDone, ReceiveRoute } from '../../src/port/receive.ts'
import { receiveRecords } from '../../src/sync/receiveRecords.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import { asks, reply, signUp } from '../../testkit/reference/connector/signUp.ts'
import { createPushWorld, everyLetterMayBeTaken, type PushWorld } from '../push/pushWorld.ts'

/** The reference system as one that calls us: sellers sign up there, and it takes letters instead of being called. */
export function createCalledWorld(db: Database, scope: TestScope): Promise<PushWorld> {
  return createPushWorld(db, scope, { keys: 'ours' }, (connector: Connector) => {
    const { item, stock } = connector.send ?? {}
    assert.ok(item && stock)
    const queued = (type: string, one: Outgoing<'item'> | Outgoing<'stock'>) => ({
      result: 'queued' as const,
      letter: {
        key: `${one.place}/item/${one.ref.no}`,
        place: one.place,
        type,
        body: { offered: one.state.stock.offered },
      },
    })
    return {
      ...connector,
      receive: {
        prefix: '/letters',
        routes: [],
        refuse: why => ({ status: 400, body: why }),
        signUp,
        asks,
        reply,
      },
      send: {
        ...connector.send,
        item: { ...item, send: async (_, list) => list.map(one => queued('item', one)) },
        stock: { ...stock, send: async (_, list) => list.map(one => queued('stock', one)) },
      },
    }
  })
}

/** A call of the system; what became of it. */
export async function call(push: PushWorld, read: Received): Promise<ReceivedDone> {
  await everyLetterMayBeTaken(push)
  const { world, connectionId } = push
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
    places: [],
    seats: [],
    account: 1,
    now: new Date(),
  }
  let said: ReceivedDone | undefined
  const route: ReceiveRoute = {
    method: 'POST',
    path: '/letters',
    read: () => read,
    answer: done => {
      said = done
      return { status: 200, body: '' }
    },
  }
  const { signal } = new AbortController()
  await receiveRecords(world.parts, { tenant: world.tenant, connectionId, route, request, signal })
  assert.ok(said)
  return said
}

/** The letters that lie there now, by type; they are taken for good where `drop` is set. */
export async function take(
  push: PushWorld,
  { drop }: { readonly drop: boolean },
): Promise<readonly { readonly type: string; readonly body: Readonly<Record<string, unknown>> }[]> {
  const { letters } = await call(push, { take: { most: 50, hiddenSeconds: 300 } })
  if (drop) await call(push, { drop: letters.map(letter => letter.id) })
  return letters.map(({ type, body }) => ({ type, body: body as Record<string, unknown> }))
}

/** The time for which letters are hidden passes. */
export async function show({ world }: PushWorld): Promise<void> {
  await world.query(
    `update letter set hidden_until = now() - interval '1 s' where tenant_id = $1`,
    world.tenant,
  )
}

/** Being called: only by who may, nothing lost, nothing twice. */

import assert from 'node:assert/strict'
import type { ForeignAnswer, ForeignRequest, Received } from '../../src/port/receive.ts'
import type { Bench } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { assertSameIds, place } from './incoming.ts'
import { idsOf, receiverOf } from './reading.ts'
import type { Receiver, SeenRequest } from './receiver.ts'
import type { ContractSubject } from './subject.ts'

/** The cases of a connector that is called. */
export function pushCases({ connector, showsToken }: ContractSubject): readonly ContractCase[] {
  const notFor = unless(connector.receive !== undefined, 'this connector is not called')
  const cases: readonly ContractCase[] = [
    {
      name: 'takes what is pushed, and is pushed it again until it has answered',
      run: bench =>
        received(bench, async receiver => {
          receiver.beAway(2)
          const placed = await place(bench, 3)
          bench.system.pushTo?.(receiver.url)
          await bench.system.pushed?.()
          assertSameIds(idsOf(receiver.records), placed)
        }),
    },
    {
      name: 'reads the same call the same way twice',
      run: bench =>
        received(bench, async receiver => {
          for (const { route, request, known } of await pushed(bench, receiver)) {
            const [first, second] = [route.read(request, known), route.read(request, known)]
            assert.deepEqual(second, first)
            for (const record of 'status' in first ? [] : (first.records ?? []))
              assert.ok(connector.map[record.kind], `there is no map for ${record.kind}`)
          }
        }),
    },
    {
      name: 'answers with success whatever became of the records once they are stored',
      run: bench =>
        received(bench, async receiver => {
          for (const { route, request, known } of await pushed(bench, receiver)) {
            const read = route.read(request, known)
            if ('status' in read) continue // what brings nothing was answered by that
            const records = read.records ?? []
            for (const did of ['new', 'updated', 'unchanged', 'skipped', 'parked', 'kept'] as const) {
              const outcomes = records.map(({ externalId }) => ({ externalId, did }))
              const answer = route.answer({ outcomes, letters: [] }, request)
              assert.ok(
                answer.status >= 200 && answer.status < 300,
                `${answer.status} for records that are ${did}`,
              )
            }
          }
        }),
    },
    {
      name: showsToken
        ? 'refuses a call whose token was made with another secret, or that shows none'
        : 'refuses a call that was changed on its way, or is signed with another secret, or not at all',
      run: bench =>
        received(bench, async receiver => {
          for (const seen of await pushed(bench, receiver))
            for (const request of forged(seen.request, showsToken === true)) {
              const answer = await turnedAway(bench, { ...seen, request })
              assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} for a forged call`)
            }
        }),
    },
  ]
  return cases.map(entry => ({ ...entry, needs: ['pushTo'], notFor }))
}

// A token in a header says nothing about the body; where none is shown in a header, the body is what signs in.
function forged(request: ForeignRequest, showsToken: boolean): readonly ForeignRequest[] {
  const other = Object.entries(request.settings).map(([key, value]) => [key, `${value}x`])
  const bare = { ...request, headers: {} }
  return [
    { ...request, settings: Object.fromEntries(other) },
    ...(showsToken ? [] : [{ ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) }]),
    ...(showsToken && request.headers['authorization'] === undefined ? [] : [bare]),
  ]
}

// A route may say itself that it turns a call away, or throw: then the connector has words for it.
async function turnedAway(bench: Bench, { route, request, known }: SeenRequest): Promise<ForeignAnswer> {
  let read: Received | ForeignAnswer
  try {
    read = route.read(request, known)
  } catch (error) {
    await bench.failure(Promise.reject(error))
    assert.ok(bench.connector.receive)
    return bench.connector.receive.refuse('failed', request)
  }
  assert.ok('status' in read, 'a forged call was taken')
  return read
}

async function received(bench: Bench, body: (receiver: Receiver) => Promise<void>): Promise<void> {
  const receiver = await receiverOf(bench)
  try {
    await body(receiver)
  } finally {
    await receiver.stop()
  }
}

async function pushed(bench: Bench, receiver: Receiver): Promise<Receiver['requests']> {
  await place(bench, 2)
  bench.system.pushTo?.(receiver.url)
  await bench.system.pushed?.()
  assert.ok(receiver.requests.length > 0, 'nothing was pushed')
  return receiver.requests
}

/** Faults: each becomes the error of its consequence, none is swallowed, none is repeated by the connector itself. */

import assert from 'node:assert/strict'
import { type PortError, RateLimited, Refused, Unreachable } from '../../src/port/errors.ts'
import type { Bench, Opened } from './bench.ts'
import { type ContractCase, unless } from './case.ts'
import { isAcked, isConsuming } from './declarations.ts'
import { assertSameIds, place } from './incoming.ts'
import { acknowledge, idsOf, orderPull, readAll, readPage, smallPage } from './reading.ts'
import type { ContractSubject, Fault } from './subject.ts'

/** Faults that say nothing about the records: later. */
const disturbances = [
  'serverError',
  'cutBefore',
  'cutAfter',
  'truncated',
  'html',
] as const satisfies readonly Fault[]
const refusals = ['refused', 'forbidden', 'redirect'] as const satisfies readonly Fault[]

/** The cases of reading and acknowledging while something goes wrong. */
export function errorCases({ connector }: ContractSubject): readonly ContractCase[] {
  const pulls = unless(connector.pull !== undefined, 'this connector does not pull')
  const acks = unless(isAcked(connector), 'orders are not acknowledged')
  return [
    ...disturbances.map(fault => ({
      name: `takes ${fault} while reading for a disturbance, and reads on afterwards`,
      needs: [fault],
      notFor: pulls,
      run: (bench: Bench) => readsOn(bench, fault, expectUnreachable),
    })),
    ...refusals.map(fault => ({
      name: `takes ${fault} while reading for a matter of a person`,
      needs: [fault],
      notFor: pulls,
      run: (bench: Bench) => readsOn(bench, fault, expectRefused),
    })),
    ...disturbances.map(fault => ({
      name: `never takes ${fault} for an accepted ack`,
      needs: [fault],
      notFor: acks,
      run: (bench: Bench) => acksOn(bench, fault, expectUnreachable),
    })),
    {
      name: 'never takes redirect for an accepted ack',
      needs: ['redirect'],
      notFor: acks,
      run: bench => acksOn(bench, 'redirect', expectRefused),
    },
    {
      name: 'waits as long as it is told when it is too fast',
      needs: ['rateLimited'],
      notFor: pulls,
      run: bench =>
        readsOn(bench, 'rateLimited', error => {
          assert.ok(error instanceof RateLimited, String(error))
          assert.equal(error.after?.getTime(), bench.clock.now().getTime() + 120_000)
        }),
    },
    {
      name: 'knows that it is too fast even where it is not told for how long',
      needs: ['rateLimitedBare'],
      notFor: pulls,
      run: bench =>
        readsOn(bench, 'rateLimitedBare', error => {
          assert.ok(error instanceof RateLimited, String(error))
          assert.equal(error.after, undefined)
        }),
    },
    {
      name: 'opens a session again that is lost in the middle of a run',
      needs: ['expireSession'],
      notFor: pulls,
      run: async bench => {
        const placed = await place(bench, 5)
        const opened = await bench.open()
        bench.system.fault('expireSession', 'read', 1)
        assertSameIds(idsOf((await readAll(bench, opened)).records), placed)
      },
    },
    {
      name: 'gives up for now when the session is lost again at once',
      needs: ['expireSession'],
      notFor: pulls,
      run: bench => readsOn(bench, 'expireSession', expectUnreachable, 2),
    },
    {
      name: 'ends every call within its time-out',
      needs: ['slow'],
      notFor: pulls,
      run: async bench => {
        const placed = await place(bench, 2)
        const opened = await bench.open()
        bench.system.fault('slow', 'read', 1)
        opened.run.timeout(250)
        expectUnreachable(await bench.failure(fetchFirst(bench, opened)))
        opened.run.timeout(connector.limits.timeoutMs)
        assertSameIds(idsOf((await readAll(bench, opened)).records), placed)
      },
    },
    {
      name: 'ends a call at once when the run has to end',
      needs: ['slow'],
      notFor: pulls,
      run: async bench => {
        const opened = await bench.open()
        bench.system.fault('slow', 'read', 1)
        const begun = opened.run.nextCall()
        const reading = bench.failure(fetchFirst(bench, opened))
        await begun
        opened.run.abort()
        await reading
      },
    },
    {
      name: 'keeps two sessions apart',
      notFor: pulls,
      run: async bench => {
        const placed = await place(bench, 2)
        const first = await bench.open()
        const second = await bench.open()
        await first.close()
        assertSameIds(idsOf((await readAll(bench, second)).records), placed)
      },
    },
    {
      name: 'can be closed after a call has failed',
      needs: ['cutBefore'],
      notFor: pulls,
      run: async bench => {
        const opened = await bench.open()
        bench.system.fault('cutBefore', 'read', 1)
        await bench.failure(fetchFirst(bench, opened))
        await opened.close()
      },
    },
  ]
}

async function readsOn(
  bench: Bench,
  fault: Fault,
  expect: (error: PortError) => void,
  times = 1,
): Promise<void> {
  const placed = await place(bench, 2)
  const opened = await bench.open()
  bench.system.fault(fault, 'read', times)
  expect(await bench.failure(fetchFirst(bench, opened)))
  // What consumes has forgotten what it said in vain; nothing but the error can tell.
  if (isConsuming(bench.subject)) return void (await readAll(bench, opened))
  assertSameIds(idsOf((await readAll(bench, opened)).records), placed)
}

async function acksOn(bench: Bench, fault: Fault, expect: (error: PortError) => void): Promise<void> {
  await place(bench, 2)
  const opened = await bench.open()
  const { pull, kind } = orderPull(bench.connector)
  const { records } = await readPage(
    bench,
    opened,
    pull,
    kind,
    { startedAt: bench.clock.now() },
    kind.firstPage,
  )
  bench.system.fault(fault, 'ack', 1)
  expect(await bench.failure(acknowledge(bench, opened, records)))
}

function fetchFirst(bench: Bench, opened: Opened) {
  const { pull, kind } = orderPull(bench.connector)
  return readPage(bench, opened, pull, kind, { startedAt: bench.clock.now() }, smallPage(bench.connector))
}

function expectUnreachable(error: PortError): void {
  assert.ok(error instanceof Unreachable, String(error))
}

function expectRefused(error: PortError): void {
  assert.ok(error instanceof Refused, String(error))
}

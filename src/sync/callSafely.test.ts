import assert from 'node:assert/strict'
import { syncBuiltinESMExports } from 'node:module'
import { type TestContext, test } from 'node:test'
import timers from 'node:timers/promises'
import { RateLimited, Refused, Rejected, Unreachable } from '../port/errors.ts'
import { callSafely } from './callSafely.ts'

const never = new AbortController().signal

test('gives the answer of the first try that works, and tells each try which one it is', async t => {
  fakeTime(t)
  const tries: number[] = []
  const answer = await callSafely(never, async attempt => {
    tries.push(attempt)
    if (attempt < 3) throw new Unreachable('away')
    return 'there'
  })
  assert.equal(answer, 'there')
  assert.deepEqual(tries, [0, 1, 2, 3])
})

test('gives up after five tries with the last error, its pauses four times as long each time', async t => {
  const pauses = fakeTime(t, 0.5)
  let tries = 0
  const failing = callSafely(never, async () => {
    throw new Unreachable(`try ${++tries}`)
  })
  await assert.rejects(failing, { detail: 'try 5' })
  assert.deepEqual(pauses, [50, 200, 800, 3200])
})

test('spreads its pauses over the whole range, so that many callers do not come at once', async t => {
  for (const [chance, expected] of [
    [0, 0],
    [0.999, 99],
  ] as const) {
    const pauses = fakeTime(t, chance)
    let tries = 0
    await callSafely(never, async () => {
      if (++tries === 1) throw new Unreachable('away')
    })
    assert.deepEqual(pauses.map(Math.floor), [expected])
    t.mock.reset()
  }
})

test('does not repeat what would end the same: a refusal, a rejection, a mistake of ours', async t => {
  fakeTime(t)
  for (const error of [
    new Refused('AUTH_EXPIRED', ''),
    new Rejected('PAYLOAD_INVALID', 'x'),
    new TypeError('x'),
  ]) {
    let tries = 0
    const failing = callSafely(never, async () => {
      tries++
      throw error
    })
    await assert.rejects(failing, one => one === error)
    assert.equal(tries, 1, error.name)
  }
})

test('waits as long as a system that is called too fast asks for, up to ten seconds', async t => {
  const pauses = fakeTime(t)
  let tries = 0
  await callSafely(never, async () => {
    if (++tries === 1) throw new RateLimited('slower', new Date(Date.now() + 7000))
  })
  assert.deepEqual(pauses, [7000])
})

test('leaves a longer wait to the next run', async t => {
  const pauses = fakeTime(t)
  const failing = callSafely(never, async () => {
    throw new RateLimited('slower', new Date(Date.now() + 120_000))
  })
  await assert.rejects(failing, RateLimited)
  assert.deepEqual(pauses, [])
})

test('waits longer each time for a system that does not say how long', async t => {
  const pauses = fakeTime(t)
  const failing = callSafely(never, async () => {
    throw new RateLimited('slower')
  })
  await assert.rejects(failing, RateLimited)
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000])
})

test('a moment that is over already costs no pause', async t => {
  const pauses = fakeTime(t)
  let tries = 0
  await callSafely(never, async () => {
    if (++tries === 1) throw new RateLimited('slower', new Date(Date.now() - 5000))
  })
  assert.deepEqual(pauses, [0])
})

test('ends at once when the run is cancelled, also in the middle of a pause', async t => {
  fakeTime(t, 0.9)
  const stopping = new AbortController()
  let tries = 0
  const failing = callSafely(stopping.signal, async () => {
    tries++
    queueMicrotask(() => stopping.abort())
    throw new Unreachable('away')
  })
  await assert.rejects(failing)
  assert.equal(tries, 1)

  const ended = callSafely(stopping.signal, async () => {
    tries++
    throw new Unreachable('away')
  })
  await assert.rejects(ended, Unreachable)
  assert.equal(tries, 2, 'a call that was begun is not repeated')
})

/** A clock that stands still, a chance that the test chooses, and pauses that are over at once: `pauses`, in milliseconds. */
function fakeTime(t: TestContext, chance = 0) {
  const pauses: number[] = []
  t.mock.timers.enable({ apis: ['Date'], now: 1_700_000_000_000 })
  t.mock.method(Math, 'random', () => chance)
  const pause = async (ms = 0, _value?: unknown, options: { readonly signal?: AbortSignal } = {}) => {
    pauses.push(ms)
    await new Promise(resolve => setImmediate(resolve))
    options.signal?.throwIfAborted()
  }
  t.mock.method(timers, 'setTimeout', pause)
  syncBuiltinESMExports() // it is imported by name
  t.after(() => {
    t.mock.restoreAll()
    syncBuiltinESMExports()
  })
  return pauses
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { type CallGate, createGate, type Priority } from './callGate.ts'

/** Calls of a lane, one after the other, each as long as its shop takes. */
async function calls(
  gate: CallGate,
  name: string,
  log: string[],
  of: { priority: Priority; ms: number; count: number },
) {
  for (let call = 0; call < of.count; call++) {
    await gate.run({ priority: of.priority }, async () => {
      log.push(name)
      await wait(of.ms)
    })
    await wait(1) // what lies between two calls of a lane
  }
}

test('the more urgent of those that wait goes first, among equals who came first', async () => {
  const gate = createGate(1)
  const log: string[] = []
  const blocked = calls(gate, 'first', log, { priority: 'rest', ms: 5, count: 1 })
  const others = (['rest', 'status', 'acks', 'orders', 'stock'] as const).map(priority =>
    calls(gate, priority, log, { priority, ms: 0, count: 1 }),
  )
  await Promise.all([blocked, ...others])
  assert.deepEqual(log, ['first', 'acks', 'stock', 'orders', 'status', 'rest'])
})

test('work that hurries waits for one call of somebody else, not before each of its own', async () => {
  const gate = createGate(1)
  const log: string[] = []
  const long = calls(gate, 'long', log, { priority: 'rest', ms: 20, count: 3 })
  const quick = gate.hurry(() => calls(gate, 'quick', log, { priority: 'orders', ms: 1, count: 4 }))
  await Promise.all([long, quick])
  assert.deepEqual(log, ['long', 'quick', 'quick', 'quick', 'quick', 'long', 'long'])
})

test('acknowledgements pass what hurries, and what hurries but does not call keeps nobody waiting for long', async () => {
  const gate = createGate(1)
  const log: string[] = []
  let ended = false
  const thinking = gate.hurry(async () => {
    await calls(gate, 'acks', log, { priority: 'acks', ms: 0, count: 1 })
    while (log.length < 3) await wait(5)
    ended = true
  })
  const acks = calls(gate, 'acks', log, { priority: 'acks', ms: 0, count: 1 })
  const rest = gate.run({ priority: 'rest' }, async () => log.push(ended ? 'rest, too late' : 'rest'))
  await Promise.all([thinking, acks, rest])
  assert.deepEqual(log, ['acks', 'acks', 'rest'])
})

test('who gives up while waiting takes no slot', async () => {
  const gate = createGate(1)
  const log: string[] = []
  const stop = new AbortController()
  const first = calls(gate, 'first', log, { priority: 'rest', ms: 5, count: 1 })
  const given = gate.run({ priority: 'stock', signal: stop.signal }, async () => log.push('given up'))
  const last = calls(gate, 'last', log, { priority: 'rest', ms: 0, count: 1 })
  stop.abort()
  await assert.rejects(given)
  await Promise.all([first, last])
  assert.deepEqual(log, ['first', 'last'])
})

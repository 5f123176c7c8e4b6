import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Unreachable } from '../port/errors.ts'
import { createGate, type Priority, passGate, withPriority } from './callGate.ts'

/** Work that goes on when it is told to. */
function held() {
  let end: () => void = () => undefined
  const done = new Promise<void>(go => {
    end = go
  })
  return { done, end }
}

test('lets the most urgent call go first, and of equal ones who came first', async () => {
  const gate = createGate(1)
  const first = held()
  const order: string[] = []
  const call = (priority: Priority, name: string, until?: Promise<void>) =>
    gate.run({ priority }, async () => {
      order.push(name)
      await until
    })
  const all = [
    call('rest', 'first', first.done),
    call('rest', 'items'),
    call('status', 'status'),
    call('stock', 'stock 1'),
    call('orders', 'orders'),
    call('stock', 'stock 2'),
    call('acks', 'acks'),
  ]
  first.end()
  await Promise.all(all)
  assert.deepEqual(order, ['first', 'acks', 'stock 1', 'stock 2', 'orders', 'status', 'items'])
})

test('runs as many at once as it may, never more', async () => {
  const gate = createGate(2)
  let now = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 9 }, () =>
      gate.run({ priority: 'rest' }, async () => {
        most = Math.max(most, ++now)
        await Promise.resolve()
        now--
      }),
    ),
  )
  assert.equal(most, 2)
})

test('calls inside of a slot are in it already; what outlives the slot waits like all', async () => {
  const gate = createGate(1)
  const later = held()
  let straggler: Promise<string> | undefined
  const inside = await gate.run({ priority: 'stock' }, async () => {
    straggler = later.done.then(() => passGate(gate, { priority: 'rest' }, async () => 'late'))
    return passGate(gate, { priority: 'rest' }, async () => 'inside')
  })
  assert.equal(inside, 'inside')
  const blocking = held()
  const busy = gate.run({ priority: 'rest' }, () => blocking.done)
  later.end()
  let came = false
  void straggler?.then(() => {
    came = true
  })
  await Promise.resolve()
  assert.equal(came, false)
  blocking.end()
  await busy
  assert.equal(await straggler, 'late')
})

test('no call begins after the time of its slot, and none outlives it', async () => {
  const gate = createGate(1)
  await gate.run({ priority: 'stock', lastsMs: 10_000 }, async () => {
    const signal = await passGate(gate, { priority: 'rest' }, async deadline => deadline)
    assert.ok(signal instanceof AbortSignal)
  })
  await gate.run({ priority: 'stock', lastsMs: 0 }, () =>
    assert.rejects(
      passGate(gate, { priority: 'rest' }, async () => 'too late'),
      (error: unknown) => error instanceof Unreachable && !error.mayHaveWorked,
    ),
  )
})

test('a wish that is given up leaves its place in the queue', async () => {
  const gate = createGate(1)
  const first = held()
  const busy = gate.run({ priority: 'rest' }, () => first.done)
  const stop = new AbortController()
  const waiting = gate.run({ priority: 'acks', signal: stop.signal }, async () => 'never')
  const next = gate.run({ priority: 'rest' }, async () => 'next')
  stop.abort(new Error('stopped'))
  await assert.rejects(waiting, /stopped/)
  first.end()
  await busy
  assert.equal(await next, 'next')
})

test('one reader at a time, also after one that failed', async () => {
  const gate = createGate(3)
  const order: string[] = []
  const failed = gate.reading(async () => {
    order.push('first')
    throw new Error('broken')
  })
  const second = gate.reading(async () => {
    order.push('second')
  })
  await assert.rejects(failed, /broken/)
  await second
  assert.deepEqual(order, ['first', 'second'])
})

test('what is called with another priority waits with that one', async () => {
  const gate = createGate(1)
  const first = held()
  const busy = gate.run({ priority: 'rest' }, () => first.done)
  const order: string[] = []
  const call = (name: string) => passGate(gate, { priority: 'rest' }, async () => void order.push(name))
  const plain = call('rest')
  const told = withPriority('acks', () => call('acks'))
  first.end()
  await Promise.all([busy, plain, told])
  assert.deepEqual(order, ['acks', 'rest'])
})

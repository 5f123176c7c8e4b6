import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callLimits } from './callLimits.ts'

test('counters of windows that are over are forgotten, and looking keeps none', () => {
  let ms = 0
  const limits = callLimits(() => new Date(ms))
  const calls = (connectionId: string) => ({
    connectionId,
    counter: 'c',
    limits: [{ calls: 1, seconds: 60 }],
  })
  for (let no = 0; no < 1000; no++) limits.look(calls(`stranger-${no}`))
  assert.equal(limits.size, 0)
  for (let no = 0; no < 1000; no++) limits.count(calls(`c${no}`))
  assert.equal(limits.size, 1000)
  ms = 60_000
  assert.deepEqual(limits.count(calls('c1')), { limit: { calls: 1, seconds: 60 }, left: 0, isOver: false })
  assert.equal(limits.size, 1)
})

test('a call that one limit has no room for is counted under none', () => {
  const limits = callLimits(() => new Date(0))
  const both = {
    connectionId: 'a',
    counter: 'c',
    limits: [
      { calls: 2, seconds: 60 },
      { calls: 1, seconds: 10 },
    ],
  }
  assert.equal(limits.count(both)?.isOver, false)
  assert.equal(limits.count(both)?.isOver, true)
  const wide = { ...both, limits: [{ calls: 2, seconds: 60 }] }
  assert.equal(limits.count(wide)?.isOver, false, 'the second place of the wider limit is still free')
})

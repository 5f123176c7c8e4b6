import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byKeys, formOf } from './byKeys.ts'

test('works out once what follows from a list of keys, and tells lists apart', () => {
  const asked: string[] = []
  const joined = byKeys(keys => {
    asked.push(keys.join())
    return keys.join('+')
  })
  for (const keys of [['a', 'b'], ['a', 'b'], ['b', 'a'], ['a\nb'], ['a'], [], ['a', 'b']])
    assert.equal(joined(keys), keys.join('+'))
  assert.deepEqual(asked, ['a,b', 'b,a', 'a\nb', 'a', ''])
})

test('keeps nothing of a list that is changed afterwards', () => {
  const count = byKeys(keys => keys.length)
  const keys = ['a', 'b']
  assert.equal(count(keys), 2)
  keys.pop()
  assert.equal(count(keys), 1)
  assert.equal(count(['a', 'b']), 2)
})

test('never keeps more than a bounded number of lists, and stays right', () => {
  let made = 0
  const last = byKeys(keys => {
    made++
    return keys.at(-1)
  })
  const lists = Array.from({ length: 3000 }, (_, n) => [...Array.from({ length: n % 70 }, () => 'k'), `${n}`])
  for (const keys of [...lists, ...lists]) assert.equal(last(keys), keys.at(-1))
  assert.ok(made > lists.length, 'it has forgotten some')
})

test('keeps nothing of an object with very many keys', () => {
  let made = 0
  const count = byKeys(keys => {
    made++
    return keys.length
  })
  const keys = Array.from({ length: 5000 }, (_, n) => `${n}`)
  assert.deepEqual([count(keys), count(keys), made], [5000, 5000, 2])
})

test('a form has its keys in their order, whatever they are called', () => {
  const keys = ['b', 'a', '__proto__', 'x"y']
  const filled = { ...formOf(keys) }
  for (const key of keys) filled[key] = key
  assert.deepEqual(Object.entries(filled), [
    ['b', 'b'],
    ['a', 'a'],
    ['__proto__', '__proto__'],
    ['x"y', 'x"y'],
  ])
  assert.equal(Object.getPrototypeOf(filled), Object.prototype)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWindows, writeWindows } from './laneWindows.ts'

test('windows are read as a person writes them, and written so that they can be read again', () => {
  const text = 'mon-fri 08:15-18:00, sat 09:00-12:00, sun 22:00-02:00'
  const windows = readWindows(text)
  assert.deepEqual(windows, [
    { days: [1, 2, 3, 4, 5], from: '08:15', to: '18:00' },
    { days: [6], from: '09:00', to: '12:00' },
    { days: [7], from: '22:00', to: '02:00' },
  ])
  assert.equal(writeWindows(windows ?? null, 'en'), text)
  assert.deepEqual(readWindows('Sa-Mo 8:00-9:00'), [{ days: [6, 7, 1], from: '08:00', to: '09:00' }])
  assert.equal(writeWindows(readWindows('sa-mo 8:00-9:00') ?? null, 'en'), 'sat-mon 08:00-09:00')
  assert.equal(writeWindows(windows ?? null, 'de'), 'Mo-Fr 08:15-18:00, Sa 09:00-12:00, So 22:00-02:00')
})

test('always, and the whole of every day, are no window; one whole day is', () => {
  for (const text of ['always', '00:00-24:00', '08:00-08:00', 'mo-so 00:00-24:00'])
    assert.equal(readWindows(text), null, text)
  assert.deepEqual(readWindows('sat 00:00-24:00'), [{ days: [6], from: '00:00', to: '24:00' }])
})

test('what is no window is not guessed at', () => {
  for (const text of ['', 'soon', '08:00', '25:00-26:00', 'xx 08:00-09:00', 'mon-fri', '08:00-09:00,'])
    assert.equal(readWindows(text), undefined, text)
})

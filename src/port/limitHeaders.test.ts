import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitHeaders } from './limitHeaders.ts'

const now = new Date('2026-11-22T12:00:00Z')
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000)

test('what systems say of their limits is understood in all its forms', () => {
  const table: readonly [number, Record<string, string>, ReturnType<typeof limitHeaders>][] = [
    [429, { 'retry-after': '7' }, { until: inSeconds(7) }],
    [503, { 'retry-after': 'Sun, 22 Nov 2026 12:01:00 GMT' }, { until: inSeconds(60) }],
    [200, { 'retry-after': '7' }, undefined],
    [429, { 'retry-after': 'soon' }, undefined],
    [429, { 'retry-after': '99999999' }, { until: inSeconds(86_400) }],
    [429, { 'retry-after': 'Sun, 22 Nov 2020 12:01:00 GMT' }, undefined],
    [200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }, { until: inSeconds(30) }],
    [
      200,
      { 'ratelimit-remaining': '0', 'ratelimit-reset': String(now.getTime() / 1000 + 45) },
      { until: inSeconds(45) },
    ],
    [200, { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '30' }, undefined],
    [200, { 'x-amzn-ratelimit-limit': '0.0167' }, { perSecond: 0.0167 }],
    [200, {}, undefined],
  ]
  for (const [status, headers, said] of table) assert.deepEqual(limitHeaders(status, headers, now), said)
})

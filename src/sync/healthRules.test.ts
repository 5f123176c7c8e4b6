import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AlertSettings, alertSettings } from '../channels/alertSettings.ts'
import { colourOf, findingsOf, type HealthFacts, quotasOf } from './healthRules.ts'
import { findingWords } from './healthWords.ts'

const now = new Date('2026-11-22T12:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)
const lane = { kind: 'orders', goodAt: ago(2).toISOString(), everySeconds: 300, windows: null, failures: 0 }
const well: HealthFacts = {
  connectionId: 'c',
  connection: 'Shop',
  system: 'x',
  timeZone: 'Europe/Berlin',
  since: ago(10_000),
  lockedAt: null,
  refusedCode: null,
  refusedData: null,
  failures: 0,
  openedAt: null,
  nextTryAt: null,
  code: null,
  probedAt: null,
  probeCode: null,
  credentialsUntil: null,
  lanes: [lane],
  oldestUnsent: null,
  waiting: 0,
  runsOfDay: 0,
  failedOfDay: 0,
  parkedOfHour: 0,
  toAnswer: { count: 0, until: null },
  parkedOfDay: 0,
  untaken: 0,
  toldErrors: 0,
  quotas: [],
}
const late = { ...lane, goodAt: ago(17).toISOString() }

/** What is so, and what follows: colour, rules, step. */
const table: readonly [string, Partial<HealthFacts>, string, readonly string[], number?][] = [
  ['all well', {}, 'green', []],
  ['open', { openedAt: ago(1), code: 'REMOTE_UNAVAILABLE' }, 'red', ['CONNECTION_FAILING']],
  ['refused', { refusedCode: 'CREDENTIALS_REFUSED' }, 'red', ['CONNECTION_FAILING']],
  ['failed once', { failures: 1 }, 'green', []],
  ['failed twice', { failures: 2 }, 'yellow', ['CONNECTION_FAILING']],
  ['locked by a person, whatever else', { lockedAt: ago(1), openedAt: ago(9) }, 'green', []],
  ['three intervals and a minute', { lanes: [{ ...lane, goodAt: ago(16).toISOString() }] }, 'green', []],
  ['longer without orders', { lanes: [late] }, 'red', ['ORDERS_LATE']],
  ['never fetched, but new', { lanes: [{ ...lane, goodAt: null }], since: ago(10) }, 'green', []],
  ['never fetched', { lanes: [{ ...lane, goodAt: null }] }, 'red', ['ORDERS_LATE']],
  ['never by itself', { lanes: [{ ...late, everySeconds: null }] }, 'green', []],
  ['outside of its window', { lanes: [{ ...late, windows: [{ from: '20:00', to: '22:00' }] }] }, 'green', []],
  ['a window just opened', { lanes: [{ ...late, windows: [{ from: '12:50', to: '22:00' }] }] }, 'green', []],
  ['a young change', { oldestUnsent: ago(29), waiting: 3 }, 'green', []],
  ['an old change', { oldestUnsent: ago(31), waiting: 3 }, 'yellow', ['UNSENT_OLD']],
  ['a very old change', { oldestUnsent: ago(121), waiting: 3 }, 'red', ['UNSENT_OLD']],
  ['31 days', { credentialsUntil: inDays(31) }, 'green', []],
  ['30 days', { credentialsUntil: inDays(30) }, 'yellow', ['CREDENTIALS_END'], 30],
  ['14 days', { credentialsUntil: inDays(14) }, 'yellow', ['CREDENTIALS_END'], 14],
  ['8 days', { credentialsUntil: inDays(8) }, 'yellow', ['CREDENTIALS_END'], 14],
  ['7 days', { credentialsUntil: inDays(7) }, 'red', ['CREDENTIALS_END'], 7],
  ['a day', { credentialsUntil: inDays(1) }, 'red', ['CREDENTIALS_END'], 1],
  ['ended', { credentialsUntil: ago(1) }, 'red', ['CREDENTIALS_END'], 0],
  ['used up', { quotas: quota({ left: 0 }) }, 'yellow', ['QUOTA_USED_UP']],
  ['blocked for a minute', { quotas: quota({ blockedUntil: ago(-1) }) }, 'green', []],
  ['blocked for an hour', { quotas: quota({ blockedUntil: ago(-60) }) }, 'yellow', ['QUOTA_USED_UP']],
  ['nine parked', { parkedOfHour: 9, parkedOfDay: 9 }, 'green', []],
  ['ten parked', { parkedOfHour: 10, parkedOfDay: 10 }, 'yellow', ['PARKED_RISE']],
  ['ten parked, as every hour', { parkedOfHour: 10, parkedOfDay: 240 }, 'green', []],
]

for (const [name, facts, colour, rules, step] of table)
  test(`health: ${name} is ${colour}`, () => {
    const findings = findingsOf({ ...well, ...facts }, now)
    assert.equal(colourOf(findings), colour)
    assert.deepEqual(
      findings.map(one => one.rule),
      rules,
    )
    if (step !== undefined) assert.equal(findings[0]?.step, step)
    for (const one of findings)
      for (const language of ['de', 'en'] as const) {
        const { sentence, remedy } = findingWords(one, language, 'Europe/Berlin')
        assert.ok(sentence.length > 10 && remedy.length > 10 && !sentence.includes('{'), sentence)
      }
  })

test('health: thresholds of a company count instead of the usual ones', () => {
  const judged = (facts: Partial<HealthFacts>, own: Partial<AlertSettings>) =>
    findingsOf({ ...well, ...facts }, now, alertSettings(own)).map(
      one => `${one.rule} ${one.severity} ${one.step}`,
    )
  const waits = { oldestUnsent: ago(50), waiting: 3 }
  assert.deepEqual(judged(waits, { unsentNoticeMinutes: 60 }), [])
  assert.deepEqual(judged(waits, { unsentAlarmMinutes: 45 }), ['UNSENT_OLD red 0'])
  assert.deepEqual(judged({ lanes: [late] }, { ordersLateIntervals: 4 }), [])
  assert.deepEqual(judged({ parkedOfHour: 3, parkedOfDay: 3 }, { parkedPerHour: 3 }), [
    'PARKED_RISE yellow 0',
  ])
  assert.deepEqual(judged({ credentialsUntil: inDays(44) }, { credentialDays: 45 }), [
    'CREDENTIALS_END yellow 45',
  ])
  assert.deepEqual(judged({ credentialsUntil: inDays(20) }, { credentialDays: 10 }), [])
  assert.deepEqual(judged({ credentialsUntil: inDays(9) }, { credentialDays: 10 }), [
    'CREDENTIALS_END yellow 10',
  ])
})

test('a quota counts what was used today, of what the system declares', () => {
  const bucket = { connectionId: 'c', operation: '', day: '2026-11-21', used: 9, blockedUntil: null }
  const limits = { perDay: 10, operations: { feed: { perDay: 2 } } }
  assert.deepEqual(
    quotasOf(
      limits,
      [bucket, { ...bucket, operation: 'feed', day: '2026-11-22', used: 2 }],
      '2026-11-22',
    ).map(({ operation, left }) => ({ operation, left })),
    [
      { operation: '', left: 10 },
      { operation: 'feed', left: 0 },
    ],
  )
})

function quota(part: Partial<HealthFacts['quotas'][number]>): HealthFacts['quotas'] {
  return [{ operation: '', perDay: 10, used: 0, left: 10, blockedUntil: null, ...part }]
}

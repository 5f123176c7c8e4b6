import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type Tx, transact } from '../base/database.ts'
import { hasCode } from '../base/errors.ts'
import { listNumberRanges, type NumberRangeChange, setNumberRange } from './numberRangeSettings.ts'
import { drawInside, type NumberKind, numbersOf } from './numberRanges.ts'
import { numberPattern, numberText, wrongPlaceholder } from './numberText.ts'

const { db } = await testDatabase({ after })
const at = (instant: string) => new Date(instant)

test('placeholders say the day of the company, also on its borders', () => {
  const text = (instant: string, prefix: string, zone = 'Europe/Berlin') =>
    numberText(7n, { prefix, suffix: '' }, at(instant), zone)
  assert.equal(text('2026-12-31T22:59:59Z', '<J>-<M>-<T>-'), '2026-12-31-7')
  assert.equal(text('2026-12-31T23:00:00Z', '<J>-<M>-<T>-'), '2027-01-01-7')
  assert.equal(text('2026-12-31T23:00:00Z', '<J>-<M>-<T>-', 'America/New_York'), '2026-12-31-7')
  // 2026 has 53 weeks; the last reaches into 2027. 2021 began in week 53 of 2020.
  for (const [day, week] of [
    ['2026-01-01', '01'],
    ['2026-12-28', '53'],
    ['2027-01-03', '53'],
    ['2027-01-04', '01'],
    ['2021-01-03', '53'],
    ['2024-12-30', '01'],
    ['2026-03-29', '13'],
  ])
    assert.equal(text(`${day}T12:00:00Z`, 'W<K>-'), `W${week}-7`, day)
  assert.equal(wrongPlaceholder('A<J>-<K>'), undefined)
  assert.equal(wrongPlaceholder('A<X>-'), '<X>')
  assert.equal(wrongPlaceholder('A<J'), '<J')
  const frame = { prefix: 'R.<J>-', suffix: '/<M>' }
  const [, no] =
    new RegExp(numberPattern(frame)).exec(numberText(42n, frame, at('2026-05-05T00:00:00Z'), 'UTC')) ?? []
  assert.equal(no, '42')
})

test('a range is set up: it never goes back, gives no number twice, and what was drawn before is not given', async () => {
  const { tenant } = await seedTenant(db)
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const now = at('2026-05-05T10:00:00Z')
  const set = (kind: NumberKind, change: NumberRangeChange) =>
    inTenant(tx => setNumberRange(tx, tenant, kind, change, now))
  const refused = (code: string) => (error: unknown) => hasCode(error, code)
  const shown = await inTenant(tx => listNumberRanges(tx, tenant, now))
  assert.equal(shown.find(one => one.kind === 'return')?.example, 'RT-10001')
  const numbers = numbersOf(db, tenant)
  const block = await numbers.reserve('return', 2, now)
  assert.equal(block.numberOf('a'), 'RT-10001')
  block.giveBack()

  const { example, next } = await set('return', { prefix: 'R<J>-', suffix: '/<M>', next: '20000' })
  assert.deepEqual([example, next], ['R2026-20000/05', '20000'])
  numbers.forget('return')
  const fresh = await numbers.reserve('return', 1, now)
  assert.equal(fresh.numberOf('b'), 'R2026-20000/05')
  block.giveBack()
  assert.equal(
    (await numbers.reserve('return', 1, now)).numberOf('c'),
    'R2026-20001/05',
    'not the one of before',
  )
  assert.deepEqual(await inTenant(tx => drawInside(tx, tenant, 'return', 1, now)), ['R2026-20002/05'])
  await assert.rejects(set('return', { next: '20002' }), refused('NUMBER_NEVER_LOWER'))
  await assert.rejects(set('return', { prefix: '<Q>' }), refused('NUMBER_PLACEHOLDER_UNKNOWN'))

  // A number of before that the new range would give some day: K-1 with 0001 behind is K-10001.
  await inTenant(tx =>
    tx.run(
      `insert into customer (tenant_id, id, customer_number, name) values ($1, gen_random_uuid(), 'K-123456', 'X')`,
      [tenant],
    ),
  )
  await assert.rejects(set('customer', { prefix: 'K-1' }), refused('NUMBER_TAKEN_AHEAD'))
  assert.equal((await set('customer', { prefix: 'K-1', next: '23457' })).example, 'K-123457')
  const many = await Promise.all(Array.from({ length: 20 }, () => numbers.reserve('customer', 5, now)))
  const given = many.flatMap((one, index) =>
    Array.from({ length: 5 }, (_, each) => one.numberOf(`${index} ${each}`)),
  )
  assert.equal(new Set(given).size, 100)
})

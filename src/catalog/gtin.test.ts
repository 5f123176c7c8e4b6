import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { basePrice } from './basePrice.ts'
import { isGtin } from './gtin.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))

test(`a GTIN is what the database takes for one (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const digits = (count: number) => Array.from({ length: count }, () => between(chance, 0, 9)).join('')
  const codes = Array.from({ length: 2000 }, (_, at) => {
    if (at % 50 === 0)
      return ['', ' 96385074', '9638507x', '-6385074', '96385074\n', '٩٦٣٨٥٠٧٤'][at % 6] ?? ''
    const code = digits(between(chance, 6, 15))
    return at % 2 === 0 ? code : `${code}${[...'0123456789'].find(last => isGtin(code + last)) ?? ''}`
  })
  const { rows } = await db.pool.query<{ code: string; is: boolean }>(
    'select code, kontor_is_gtin(code) as is from unnest($1::text[]) with ordinality as u (code, at) order by at',
    [codes],
  )
  assert.deepEqual(
    rows.map(row => [row.code, row.is]),
    codes.map(code => [code, isGtin(code)]),
  )
  assert.ok(rows.filter(row => row.is).length > 300)
  for (const code of ['96385074', '036000291452', '4006381333931', '10614141000415']) assert.ok(isGtin(code))
})

test('a base price is the price of the base amount, where both measure the same', () => {
  const cases: readonly [string, string, string, string, string, string | undefined][] = [
    ['1.99', '250', 'ml', '1', 'l', '7.96'],
    ['1.99', '250', 'ml', '100', 'ml', '0.80'],
    ['4.50', '0.75', 'l', '1', 'l', '6.00'],
    ['12', '1.5', 'kg', '100', 'g', '0.80'],
    ['10', '3', 'piece', '1', 'piece', '3.33'],
    ['10', '250', 'cm', '1', 'm', '4.00'],
    ['10', '2', 'm2', '1', 'm2', '5.00'],
    ['10', '1', 'm3', '1', 'l', '0.01'],
    ['10', '1', 'kg', '1', 'l', undefined],
    ['10', '1', 'm', '1', 'm2', undefined],
    ['10', '0', 'kg', '1', 'kg', undefined],
  ]
  for (const [gross, content, contentUnit, baseAmount, baseUnit, expected] of cases)
    assert.equal(
      basePrice(gross, { content, contentUnit }, { baseAmount, baseUnit }, 2),
      expected,
      contentUnit,
    )
})

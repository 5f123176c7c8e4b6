import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { createTenant, type TenantWish } from './createTenant.ts'
import { rights } from './rights.ts'
import { type Rate, taxRates } from './taxRates.ts'
import { findTenant } from './tenantStore.ts'
import { listRoles } from './userStore.ts'

const { db } = await testDatabase({ after })
const now = new Date('2026-03-02T09:00:00Z')

function make(wish: Partial<TenantWish> & { slug: string }) {
  const id = newId()
  return transact(db, { tenant: id }, tx =>
    createTenant(tx, { id, name: 'Muster', companyName: 'Muster GmbH', ...wish }, now),
  )
}

const inTenant = <T>(tenant: string, work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)

test('a new tenant has a company, classes, roles, and can be found by its slug', async () => {
  const tenant = await make({ slug: 'muster' })
  assert.deepEqual(await findTenant(db, 'muster'), tenant)
  const [company] = await inTenant(tenant.id, tx =>
    tx.query('select name, country, currency, time_zone from company'),
  )
  assert.deepEqual(company, {
    name: 'Muster GmbH',
    country: 'DE',
    currency: 'EUR',
    time_zone: 'Europe/Berlin',
  })
  const classes = await inTenant(tenant.id, tx => tx.query('select name from tax_class where is_default'))
  assert.deepEqual(classes, [{ name: 'Normaler Steuersatz' }])
  const roles = await inTenant(tenant.id, tx => listRoles(tx, tenant.id))
  assert.deepEqual(
    roles.map(role => role.name),
    ['administrator', 'order desk', 'reader'],
  )
  assert.deepEqual([...(roles[0]?.rights ?? [])], [...rights], 'an administrator may do everything')
  assert.ok(!roles[1]?.rights.has('users.manage'))
})

test('the rates that the import accepts are there with the day from which they count', async () => {
  const tenant = await make({ slug: 'rates' })
  const rates = await inTenant(tenant.id, tx =>
    tx.query<{ key: string }>(
      `select country || ' ' || rate || ' ' || valid_from::text as key from tax_rate
       where country in ('DE', 'GB', 'EE', 'US', 'RO') order by country, rate, valid_from`,
    ),
  )
  assert.deepEqual(
    rates.map(rate => rate.key),
    [
      'DE 0 0001-01-01',
      'DE 5 2020-07-01',
      'DE 7 0001-01-01',
      'DE 7 2021-01-01',
      'DE 16 2020-07-01',
      'DE 19 0001-01-01',
      'DE 19 2021-01-01',
      'EE 0 0001-01-01',
      'EE 5 2022-08-01',
      'EE 9 0001-01-01',
      'EE 13 2025-01-01',
      'EE 20 0001-01-01',
      'EE 22 2024-01-01',
      'EE 24 2025-07-01',
      'GB 0 0001-01-01',
      'GB 5 0001-01-01',
      'GB 12.5 2021-10-01',
      'GB 17.5 0001-01-01',
      'GB 20 2011-01-04',
      'RO 0 0001-01-01',
      'RO 5 0001-01-01',
      'RO 9 0001-01-01',
      'RO 11 2025-08-01',
      'RO 19 0001-01-01',
      'RO 19 2017-01-01',
      'RO 20 2016-01-01',
      'RO 21 2025-08-01',
      'RO 24 2010-07-01',
      'US 0 0001-01-01',
    ],
  )
})

test('the table of rates covers the states that it names, once each', () => {
  const eu = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')
  assert.deepEqual(Object.keys(taxRates).sort(), [...eu, 'GB', 'CH', 'NO'].sort())
  for (const [country, { standard, reduced, charged = [] }] of Object.entries(taxRates)) {
    const percentOf = (rate: Rate | undefined) => (typeof rate === 'string' ? rate : rate?.[0])
    const accepted = new Set(reduced.map(percentOf))
    assert.ok(
      charged.every(rate => accepted.has(percentOf(rate))),
      `${country} charges what it does not know`,
    )
    assert.equal(charged.length > 0, reduced.length > 0, country)
    for (const list of [standard, reduced, charged]) {
      assert.equal(new Set(list.map(String)).size, list.length, `${country} names a rate twice`)
      const begun = list.map(rate => (typeof rate === 'string' ? '' : rate[1]))
      if (list !== reduced) assert.deepEqual(begun, [...begun].sort(), `${country}: in the order of time`)
      for (const rate of list)
        if (typeof rate !== 'string')
          assert.equal(new Date(`${rate[1]}T00:00:00Z`).toISOString().slice(0, 10), rate[1], country)
    }
    const latest = standard.at(-1)
    assert.ok(Number(typeof latest === 'string' ? latest : latest?.[0]) >= 8, country)
  }
})

test('what cannot be is refused, and nothing of it stays', async () => {
  await make({ slug: 'taken' })
  await assert.rejects(make({ slug: 'taken' }), { code: 'TENANT_TAKEN' })
  await assert.rejects(make({ slug: 'a', country: 'XX' }), { code: 'COUNTRY_UNKNOWN' })
  await assert.rejects(make({ slug: 'a', currency: 'XXX' }), { code: 'CURRENCY_UNKNOWN' })
  await assert.rejects(make({ slug: 'a', timeZone: 'Berlin' }), { code: 'COMPANY_ZONE_UNKNOWN' })
  await assert.rejects(make({ slug: 'a', timeZone: '+01:00' }), { code: 'COMPANY_ZONE_UNKNOWN' })
  await assert.rejects(findTenant(db, 'a'), { code: 'TENANT_UNKNOWN' })
  await assert.rejects(findTenant(db), { code: 'TENANT_NEEDED' })
})

// What becomes of a shop's own sums: kept by rate where its lines meet them, and a difference is a line that somebody accepted.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { acceptDifferences } from '../../src/sync/acceptDifferences.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openSales } from './salesWorld.ts'

const { db } = await testDatabase({ after })

test('a difference is accepted once, becomes a line, and the order is taken over with the shop’s total', async t => {
  const world = await openSales(db, t, [
    { id: '1', lines: [['ART-1', 2]], shop: { totalGross: '23.00' } },
    { id: '2', lines: [['ART-1', 2]] },
  ])
  const [differs = '', fits = ''] = await world.inbox()
  const of = { tenant: world.tenant, by: 'Eva', now: new Date('2026-06-01T10:00:00Z') }
  const accept = (ids: readonly string[]) => world.tx(tx => acceptDifferences(tx, of, ids))
  assert.equal((await world.takeOver([differs]))[0]?.code, 'TOTAL_MISMATCH')
  assert.deepEqual(
    (await accept([differs, fits, world.tenant])).map(one => [one.did, one.code]),
    [
      ['accepted', undefined],
      ['left', 'NO_DIFFERENCE'],
      ['left', 'WEB_ORDER_UNKNOWN'],
    ],
  )
  assert.equal((await accept([differs]))[0]?.code, 'NO_DIFFERENCE')
  assert.deepEqual(await world.broken(), [])
  const taken = await world.takeOver(undefined, {})
  assert.deepEqual(
    taken.map(one => one.did),
    ['taken_over', 'taken_over'],
  )
  const orders = await world.query<object>(
    `select external_number as number, kind, total_gross as gross, total_net as net, tax_sums as sums, prices_gross as with_tax
     from sales_order order by external_number`,
  )
  assert.deepEqual(orders, [
    {
      number: 'B-1',
      kind: 'connector',
      gross: '23',
      net: '19.33',
      sums: [{ rate: '19', net: '19.33', tax: '3.67', gross: '23.00' }],
      with_tax: true,
    },
    {
      number: 'B-2',
      kind: 'connector',
      gross: '23.8',
      net: '20.00',
      sums: [{ rate: '19', net: '20.00', tax: '3.80', gross: '23.80' }],
      with_tax: true,
    },
  ])
  const [line] = await world.query<object>(
    `select name, unit_gross as gross, tax_rate as rate, detail ->> 'acceptedBy' as by from sales_order_line where kind = 'difference'`,
  )
  assert.deepEqual(line, { name: 'Differenz', gross: '-0.8', rate: '19', by: 'Eva' })
  assert.deepEqual(await world.broken(), [])
})

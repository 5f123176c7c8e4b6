import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { planHistory } from '../../examples/online-retail/history/planHistory.ts'
import { readRows } from '../../examples/online-retail/readRows.ts'
import { transact } from '../../src/base/database.ts'
import { verify } from '../../src/sync/verify.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { britishTenant } from './britishTenant.ts'
import { historySums } from './historySums.ts'
import { liveThrough } from './liveThrough.ts'

const { db } = await testDatabase({ after })

test('rows of a real retailer end in orders, cancellations, returns and corrections of stock, to the penny and the piece', async () => {
  const rows = (await Array.fromAsync(readRows())).slice(0, 1300)
  const history = planHistory(rows)
  const tenant = await britishTenant(db)
  await liveThrough({ db, tenant }, history)
  const { outcomes, total, file, stock } = await historySums(db, tenant, rows, history)
  assert.deepEqual({ ...total, outcome: '' }, { ...file, outcome: '' })
  assert.equal(stock.left, stock.file)
  assert.deepEqual(
    outcomes.filter(one => one.rows > 0).map(one => one.outcome),
    ['order', 'order of money alone', 'cancellation', 'return', 'stock adjustment'],
  )
  const findings = await transact(db, { tenant }, tx => verify(tx, tenant))
  assert.deepEqual(
    findings.filter(one => !one.ok),
    [],
  )
})

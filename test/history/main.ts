// `npm run history -- FILE.csv.gz`: lives the file of the online retailer through Kontor's own verbs, on a PostgreSQL of its own, and prints
// what its rows became beside the file's own sums. Its status is 0 only if rows, pieces and amounts are the file's and every promise that
// can be checked on data holds.

import { benchServer } from '../../bench/support/benchServer.ts'
import { planHistory } from '../../examples/online-retail/history/planHistory.ts'
import { readRows } from '../../examples/online-retail/readRows.ts'
import { openDatabase, transact } from '../../src/base/database.ts'
import { verify } from '../../src/sync/verify.ts'
import { britishTenant } from './britishTenant.ts'
import { historySums, type Outcome } from './historySums.ts'
import { liveThrough } from './liveThrough.ts'

const [path] = process.argv.slice(2)
const rows = await Array.fromAsync(path === undefined ? readRows() : readRows(path))
const history = planHistory(rows)
const server = await benchServer()
const db = openDatabase({ url: server.url })
try {
  const tenant = await britishTenant(db)
  const began = performance.now()
  let month = ''
  await liveThrough({ db, tenant }, history, (day, orders) => {
    if (day.slice(0, 7) === month) return
    month = day.slice(0, 7)
    console.error(`${day}: ${orders} orders, ${Math.round((performance.now() - began) / 1000)} s`)
  })
  const sums = await historySums(db, tenant, rows, history)
  const print = ({ outcome, rows, pieces, gross }: Outcome) =>
    console.log(`${outcome.padEnd(22)}${String(rows).padStart(9)}${pieces.padStart(12)}${gross.padStart(16)}`)
  console.log(`${''.padEnd(22)}${'rows'.padStart(9)}${'pieces'.padStart(12)}${'GBP'.padStart(16)}`)
  for (const one of [...sums.outcomes, sums.total, sums.file]) print(one)
  console.log(`pieces that left the warehouse: ${sums.stock.left}, by the file ${sums.stock.file}`)
  console.log(
    `totals of all orders: ${sums.documents.gross} GBP, roundings in it ${sums.documents.roundings}`,
  )
  const findings = (await transact(db, { tenant }, tx => verify(tx, tenant))).filter(one => !one.ok)
  for (const finding of findings) console.log(JSON.stringify(finding))
  const { total, file, stock } = sums
  const same =
    total.rows === file.rows &&
    total.pieces === file.pieces &&
    total.gross === file.gross &&
    stock.left === stock.file
  console.log(
    `${history.orders.length} orders in ${Math.round((performance.now() - began) / 1000)} s; ${same ? 'all adds up' : 'DOES NOT ADD UP'}; verify: ${findings.length} findings`,
  )
  process.exitCode = same && findings.length === 0 ? 0 : 1
} finally {
  await db.close()
  await server.end()
}

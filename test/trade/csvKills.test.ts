import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { transact } from '../../src/base/database.ts'
import { workCsvImport } from '../../src/sync/csv/workCsvImport.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { csvWorld, figuresOf } from './csvWorld.ts'

const { db, url } = await testDatabase({ after })
const { tenant } = await tradeWorld(db, { items: 1000, onHand: '0' })
const csv = await csvWorld({ after }, db, tenant)
const rows = 5000
const kills = 10
const text = `Artikelnummer;Änderung\n${Array.from({ length: rows }, (_, at) => `ART-${(at % 1000) + 1};1`).join('\n')}\n`

/** At one moment: the server may still end what a killed process had sent. */
const booked = async (id?: string) => {
  const [row] = await transact(db, { tenant }, tx =>
    tx.query<{ moves: string; lying: string; rows: number | null }>(
      `select (select count(*) from stock_movement where tenant_id = $1) as moves,
         (select sum(on_hand) from stock_level where tenant_id = $1) as lying,
         (select done_rows from csv_import where tenant_id = $1 and id = $2) as rows`,
      [tenant, id ?? null],
    ),
  )
  return { sums: [Number(row?.moves), Number(row?.lying)], doneRows: row?.rows }
}
const sums = async () => (await booked()).sums

test(`killed at random ${kills} times, an import books each row once`, async () => {
  const id = await csv.start(text)
  for (let kill = 0; kill < kills; kill++) {
    const child = fork(new URL('./csvWorker.ts', import.meta.url), [url, tenant, id], {
      execArgv: process.execArgv,
    })
    const ended = once(child, 'exit')
    await Promise.race([once(child, 'message'), ended])
    // At any moment of its first batches: beside commits, in the middle of statements, before anything.
    await Promise.race([wait(Math.random() * 120), ended])
    child.kill('SIGKILL')
    await ended
    const { doneRows, sums: found } = await booked(id)
    assert.deepEqual(found, [doneRows, doneRows])
  }
  const done = await csv.work(id)
  assert.equal(figuresOf(done), `done: ${rows} = 0 new, ${rows} changed, 0 unchanged, 0 refused`)
  assert.deepEqual(await sums(), [rows, rows])
})

test('of two who are at the same import one works, and none books twice', async () => {
  const id = await csv.start(text)
  const leased = { ...csv.parts, leaseMs: 30_000 }
  const both = await Promise.all([workCsvImport(leased, tenant, id), workCsvImport(leased, tenant, id)])
  assert.deepEqual(both.sort(), [false, true])
  assert.deepEqual(await sums(), [2 * rows, 2 * rows])
  // Taken over while it lives: the first one finds out before it writes.
  const other = await csv.start(text)
  await Promise.all([workCsvImport(csv.parts, tenant, other), workCsvImport(csv.parts, tenant, other)])
  const last = await csv.work(other)
  assert.equal(last.state, 'done')
  assert.deepEqual(await sums(), [3 * rows, 3 * rows])
})

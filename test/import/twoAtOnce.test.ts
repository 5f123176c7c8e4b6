import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openDatabase, type Tx, transact } from '../../src/base/database.ts'
import type { RawRecord } from '../../src/port/connector.ts'
import { importBatch } from '../../src/sync/importBatch.ts'
import type { ImportContext } from '../../src/sync/importContext.ts'
import { ignoreRecords } from '../../src/sync/ledgerActions.ts'
import { prepareRecords } from '../../src/sync/prepareRecords.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import { createWorld, jtl, ledgerOf, type OpenedShop } from './world.ts'

const database = await testDatabase()
const { db, url } = database
const other = openDatabase({ url })
after(async () => {
  await other.close()
  await database.drop()
})

const nothingElse = { acked: 'records' as const, also: async () => undefined }

test('two processes that import the same orders at once, without a fence between them, enter each once', async t => {
  const world = await createWorld(db, t)
  const opened = await world.openShop(generateShop({ orders: 120, items: 10, seed: 6 }))
  const prepared = await recordsOf(opened, 120)
  const contexts = [
    await world.context(opened.id),
    await world.context(opened.id, { by: { ...world.parts, db: other } }),
  ]

  // Pages of different sizes, so that they meet inside each other's pages; single records too.
  await Promise.all(
    contexts.map(async (context, index) => {
      for (const page of pagesOf(prepared, index === 0 ? 40 : 1))
        await importBatch(context, 'order', page, nothingElse)
    }),
  )

  const ledger = [...(await ledgerOf(world)).values()]
  assert.equal(ledger.length, 120)
  assert.deepEqual(
    ledger.filter(row => row.outcome !== 'staged'),
    [],
  )
  assert.deepEqual(await world.broken(), [])
})

test('a record that somebody else enters between the look and the insert is no error of the record', async t => {
  const world = await createWorld(db, t)
  const opened = await world.openShop(generateShop({ orders: 1, items: 3, seed: 6 }))
  const records = await recordsOf(opened, 1)
  const fast = await world.context(opened.id, { by: { ...world.parts, db: other } })
  const slow = await world.context(opened.id)
  let overtaken = false

  const result = await importBatch(
    {
      ...slow,
      write: interrupted(slow, /^insert into ledger /, async () => {
        if (!overtaken) await importBatch(fast, 'order', records, nothingElse)
        overtaken = true
      }),
    },
    'order',
    records,
    nothingElse,
  )

  assert.ok(overtaken)
  const [row] = (await ledgerOf(world)).values()
  assert.deepEqual([row?.outcome, row?.code], ['staged', null])
  assert.equal(result.figures.unchanged, 1)
  assert.deepEqual(await world.broken(), [])
})

test('an order that a person ignores while its change is being imported stays ignored', async t => {
  const world = await createWorld(db, t)
  const opened = await world.openShop(generateShop({ orders: 1, items: 3, seed: 6 }))
  const context = await world.context(opened.id)
  await importBatch(context, 'order', await recordsOf(opened, 1), nothingElse)
  const id = [...(await ledgerOf(world)).values()][0]?.id ?? ''
  opened.shop.changeOrder('100001', { customerNote: 'Bitte als Geschenk' })
  let ignoring: Promise<unknown> | undefined

  await importBatch(
    {
      ...context,
      write: interrupted(context, /^update ledger /, async () => {
        ignoring ??= ignoreRecords(world.parts, { tenant: world.tenant, ids: [id], why: 'Test', by: 'Eva' })
        // Either it gets through at once, or it has to wait until this import is committed: both are well.
        await Promise.race([ignoring, waitsForLock()])
      }),
    },
    'order',
    await recordsOf(opened, 1),
    nothingElse,
  )
  await ignoring

  const [row] = (await ledgerOf(world)).values()
  assert.deepEqual([row?.outcome, row?.code], ['ignored', 'IGNORED_BY_PERSON'])
  const inbox = await world.query(`select 1 from web_order where state = 'staged'`)
  assert.equal(inbox.length, 0)
})

/** The write of a context that does something else before the first statement that fits. */
function interrupted(
  context: ImportContext,
  before: RegExp,
  work: () => Promise<void>,
): ImportContext['write'] {
  return body =>
    transact(context.db, { tenant: context.tenant, bulk: true }, tx => {
      // Statements are sent without waiting for the one before: they have to pass in their order all the same.
      let gate = Promise.resolve()
      const stop =
        <T>(go: (text: string, values?: readonly unknown[]) => Promise<T>) =>
        async (text: string, values?: readonly unknown[]) => {
          gate = gate.then(() => (before.test(text.trim()) ? work() : undefined))
          await gate
          return go(text, values)
        }
      return body({ query: stop(tx.query) as Tx['query'], run: stop(tx.run) })
    })
}

async function waitsForLock(): Promise<void> {
  for (;;) {
    const { rowCount } = await db.pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (rowCount) return
  }
}

async function recordsOf({ shop }: OpenedShop, count: number) {
  const records = shop
    .orders()
    .slice(0, count)
    .map((order): RawRecord => {
      const raw = JSON.parse(shop.wireText('customer_order', order.id) ?? 'null')
      return { kind: 'order', externalId: order.id, externalNumber: order.number, place: '', raw }
    })
  return prepareRecords(jtl, records)
}

function pagesOf<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, page) =>
    list.slice(page * size, (page + 1) * size),
  )
}

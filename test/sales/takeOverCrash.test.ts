import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sqlState, type Tx, transact } from '../../src/base/database.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { listenToStatements } from '../import/measure.ts'
import { openSales, person } from './salesWorld.ts'

const { db } = await testDatabase({ after })

test('broken off at any of its statements, a take-over leaves nothing; the next one does all of it', async t => {
  const world = await openSales(db, t, [
    { id: '1', account: '7', paid: true },
    { id: '2', person: person(2), shop: { status: 'cancelled' } },
    { id: '3', person: person(3), shop: { status: 'shipped' } },
    { id: '4', person: person(4) },
  ])
  await world.stock('ART-1', 2)
  const ids = await world.inbox()
  const rows = async () =>
    world.query(`select (select count(*) from sales_order) as orders, (select count(*) from customer) as customers,
      (select count(*) from customer_key) as keys, (select count(*) from payment) as payments,
      (select sum(allocated) from stock_level) as allocated, (select count(*) from web_order_line where staged) as staged,
      (select count(*) from ledger where outcome <> 'staged') as settled, (select count(*) from ledger_history) as history`)
  const before = await rows()
  let statements = 0
  for (let at = 1; ; at++) {
    statements = 0
    const breaking = (tx: Tx): Tx => ({
      query: async (text, values) => {
        if (++statements === at) throw new BrokenOff()
        return tx.query(text, values)
      },
      run: async (text, values) => {
        if (++statements === at) throw new BrokenOff()
        return tx.run(text, values)
      },
    })
    const write = <T>(work: (tx: Tx) => Promise<T>) =>
      transact(world.db, { tenant: world.tenant, bulk: true }, tx => work(breaking(tx)))
    const outcome = await world.takeOver(ids, { write }).then(
      results => results,
      error => error,
    )
    if (Array.isArray(outcome)) {
      assert.deepEqual(
        outcome.map(one => one.did),
        ['taken_over', 'left', 'taken_over', 'taken_over'],
      )
      assert.ok(at > 15, `only ${at} statements were tried`)
      break
    }
    assert.ok(isBreak(outcome), String(outcome))
    assert.deepEqual(await rows(), before, `broken off at statement ${at}`)
  }
  assert.equal(await world.count(`select count(*) from sales_order`), 3)
  assert.deepEqual(await world.broken(), [])
})

test('a web order that the database refuses stays with a reference, and the others are taken over', async t => {
  const world = await openSales(db, t, [
    { id: '1' },
    { id: '2', person: person(2) },
    { id: '3', person: person(3) },
  ])
  const ids = await world.inbox()
  // What no check foresees: a country that the address book refuses.
  await world.query(
    `update web_order set record = jsonb_set(record, '{billing,country}', '"ZZ"') where external_number = 'B-2' returning id`,
  )
  const results = await world.takeOver(ids)
  assert.deepEqual(
    results.map(one => one.code ?? one.did),
    ['taken_over', 'INTERNAL_ERROR', 'taken_over'],
  )
  assert.ok(world.log.some(line => line.includes(String(results[1]?.data?.['reference']))))
  await world.query(
    `update web_order set record = jsonb_set(record, '{billing,country}', '"DE"') where external_number = 'B-2' returning id`,
  )
  const [again] = await world.takeOver([ids[1] ?? ''])
  assert.equal(again?.did, 'taken_over')
  assert.deepEqual(await world.broken(), [])
})

test('at the end of a run, what is ready is taken over where the channel says so', async t => {
  const world = await openSales(db, t, [{ id: '1' }, { id: '2', shop: { totalGross: '99.00' } }])
  assert.equal(await world.count(`select count(*) from sales_order`), 0, 'not asked for')
  await world.query(`update channel set take_over_by_itself = true returning id`)
  await world.sync()
  assert.equal(await world.count(`select count(*) from sales_order`), 1)
  assert.match(
    String((await world.query<{ by: string }>(`select taken_over_by as by from sales_order`))[0]?.by),
    /^run /,
  )

  const listening = listenToStatements(world.db)
  await world.sync()
  listening.stop()
  const looks = listening.texts.filter(text => text.includes('web_order'))
  assert.equal(looks.length, 1, 'one look where nothing is ready')
  await world.query(`update web_order set open_checks = '{}' returning id`)
  await world.sync()
  assert.equal(
    await world.count(`select count(*) from sales_order`),
    2,
    'what became ready meanwhile is found',
  )
  assert.deepEqual(await world.broken(), [])
})

test('an order that changed at the shop after it was taken over stays as it is, and the change is kept', async t => {
  const world = await openSales(db, t, [{ id: '1' }])
  await world.takeOver()
  const before = await world.query(
    `select o.version, n.quantity from sales_order o join sales_order_line n on n.order_id = o.id`,
  )
  world.opened.shop.changeOrder('1', { customerNote: 'Doch lieber morgen' })
  world.opened.shop.forget('customer_order')
  await world.sync()
  assert.deepEqual(
    await world.query(
      `select o.version, n.quantity from sales_order o join sales_order_line n on n.order_id = o.id`,
    ),
    before,
  )
  assert.deepEqual(await world.query(`select outcome, code from ledger where kind = 'order'`), [
    { outcome: 'taken_over', code: 'CHANGED_AT_CHANNEL' },
  ])
  assert.equal(
    await world.count(
      `select count(*) from payload p join ledger l on l.id = p.ledger_id where l.kind = 'order'`,
    ),
    2,
  )
  assert.deepEqual(await world.broken(), [])
})

class BrokenOff extends Error {
  /** Read by `isOfRecord`: as if the connection had been lost. */
  readonly code = 'ECONNRESET'
}

const isBreak = (error: unknown) =>
  error instanceof BrokenOff || String(error).includes('ECONNRESET') || sqlState(error) === '25P02'

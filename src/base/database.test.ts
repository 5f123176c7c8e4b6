import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Client } from 'pg'
import { seedTenant } from '../../testkit/database/seed.ts'
import { withClient } from '../../testkit/database/template.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { isConnectionLost, isRetryable, openDatabase, sqlState, type Tx, transact } from './database.ts'
import { hasCode } from './errors.ts'
import { newId } from './ids.ts'

const { db } = await testDatabase({ after })
const { tenant } = await seedTenant(db)
const { tenant: other } = await seedTenant(db)

const whoAmI = `select current_user as role, current_setting('kontor.tenant', true) as tenant,
  current_setting('enable_seqscan') as seqscan, current_setting('lock_timeout') as lock,
  current_setting('idle_in_transaction_session_timeout') as idle`

test('a transaction works as the application, for one tenant, and cannot hold locks for ever', async () => {
  const [row] = await transact(db, { tenant }, tx => tx.query(whoAmI))
  assert.deepEqual(row, { role: 'kontor_app', tenant, seqscan: 'on', lock: '5s', idle: '15s' })
})

test('the clock works as its own role and without a tenant', async () => {
  const [row] = await transact(db, { role: 'kontor_clock' }, tx =>
    tx.query<{ role: string; tenant: string }>(whoAmI),
  )
  assert.deepEqual([row?.role, row?.tenant], ['kontor_clock', ''])
})

test('bulk work does without sequential scans, for that transaction only', async () => {
  const seqscan = (rows: Record<string, unknown>[]) => rows[0]?.['seqscan']
  assert.equal(seqscan(await transact(db, { tenant, bulk: true }, tx => tx.query(whoAmI))), 'off')
  assert.equal(seqscan(await transact(db, { tenant }, tx => tx.query(whoAmI))), 'on')
})

test('nothing of a transaction stays on its connection', async () => {
  await withOne(async one => {
    const before = (await one.pool.query(whoAmI)).rows[0]
    await transact(one, { tenant, bulk: true }, tx => tx.run('select 1'))
    await assert.rejects(transact(one, { tenant, bulk: true }, tx => tx.run('select 1 / 0')))
    // A custom setting that was set once reads '' afterwards, not null.
    assert.deepEqual((await one.pool.query(whoAmI)).rows[0], { ...before, tenant: '' })
  })
})

test('a tenant reads and writes its own rows only', async () => {
  const name = await transact(db, { tenant }, tx => rename(tx, tenant, 'Neu'))
  assert.equal(name, 1)
  assert.equal(await transact(db, { tenant: other }, tx => rename(tx, tenant, 'Fremd')), 0)
  const seen = await transact(db, { tenant: other }, tx => tx.query<{ id: string }>('select id from tenant'))
  assert.deepEqual(seen, [{ id: other }])
})

test('an error rolls everything back and arrives as it was thrown', async () => {
  const thrown = new Error('no')
  const work = transact(db, { tenant }, async tx => {
    await insertItem(tx, 'ROLLED-BACK')
    throw thrown
  })
  await assert.rejects(work, error => error === thrown)
  const rows = await transact(db, { tenant }, tx =>
    tx.query(`select id from item where item_number = 'ROLLED-BACK'`),
  )
  assert.deepEqual(rows, [])
})

test('a bad statement is the fault of the record, not of the connection, and is not tried again', async () => {
  let attempts = 0
  const work = transact(db, { tenant }, tx => {
    attempts++
    return tx.run(`insert into tax_class (tenant_id, id, name) values ($1, $2, '')`, [tenant, newId()])
  })
  await assert.rejects(work, error => {
    assert.equal(sqlState(error), '23514')
    assert.equal(isConnectionLost(error) || isRetryable(error), false)
    return true
  })
  assert.equal(attempts, 1)
})

test('two transactions that lock each other out both succeed', async () => {
  const [first, second] = [newId(), newId()]
  await transact(db, { tenant }, async tx => {
    await insertItem(tx, 'FIRST', first)
    await insertItem(tx, 'SECOND', second)
  })
  const bothHoldOne = barrier(2)
  let attempts = 0
  const work = (mine: string, theirs: string) =>
    transact(db, { tenant }, async tx => {
      attempts++
      await tx.run(`update item set name = name || '+' where id = $1`, [mine])
      await bothHoldOne()
      await tx.run(`update item set name = name || '+' where id = $1`, [theirs])
    })
  await Promise.all([work(first, second), work(second, first)])
  // Where both look for the deadlock at the same moment, both are its victims; and tried again they may meet again.
  assert.ok(attempts >= 3, `a victim of a deadlock was tried again: ${attempts} attempts`)
  const rows = await transact(db, { tenant }, tx =>
    tx.query('select name from item where id = any($1)', [[first, second]]),
  )
  assert.deepEqual(rows, [{ name: 'Artikel++' }, { name: 'Artikel++' }])
})

test('a serialisation failure is tried again, with nothing left of the first attempt', async () => {
  let attempts = 0
  await transact(db, { tenant }, async tx => {
    attempts++
    await insertItem(tx, 'SERIAL')
    if (attempts < 3) await tx.run(serialisationFailure)
  })
  assert.equal(attempts, 3)
})

test('what fails again and again is passed on in the end', async t => {
  t.mock.method(Math, 'random', () => 0) // no waiting between the attempts
  let attempts = 0
  const work = transact(db, { tenant }, tx => {
    attempts++
    return tx.run(serialisationFailure)
  })
  await assert.rejects(work, error => sqlState(error) === '40001')
  assert.equal(attempts, 8)
})

test('a connection that dies in a statement is told apart from a bad statement, and the next one works', async () => {
  const work = transact(db, { tenant }, async tx => {
    const pid = await pidOf(tx)
    const sleeps = tx.run('select pg_sleep(60)')
    await Promise.all([sleeps, withClient(db.directUrl, client => terminate(client, pid, 'active'))])
  })
  await assert.rejects(work, error => isConnectionLost(error) && !isRetryable(error))
  assert.equal((await transact(db, { tenant }, tx => tx.query('select 1'))).length, 1)
})

test('a connection that dies between two statements does not end the process', async () => {
  const uncaught: unknown[] = []
  const listener = (error: unknown) => uncaught.push(error)
  process.on('uncaughtException', listener)
  const work = transact(db, { tenant }, async tx => {
    const pid = await pidOf(tx)
    await withClient(db.directUrl, client => terminate(client, pid, 'idle in transaction'))
    await tx.run('select 1')
  })
  await assert.rejects(work, error => isConnectionLost(error))
  process.off('uncaughtException', listener)
  assert.deepEqual(uncaught, [])
  assert.equal((await transact(db, { tenant }, tx => tx.query('select 1'))).length, 1)
})

test('a server that does not answer is reported in one sentence that names no secret', async () => {
  const gone = openDatabase({ url: 'postgres://kontor:geheim@127.0.0.1:1/kontor' })
  const work = transact(gone, { tenant }, tx => tx.run('select 1'))
  await assert.rejects(work, error => {
    assert.ok(error instanceof Error && hasCode(error, 'DATABASE_UNREACHABLE') && isConnectionLost(error))
    assert.match(error.message, /ECONNREFUSED/)
    assert.doesNotMatch(error.message, /geheim/)
    return true
  })
  await gone.close()
})

test('decimals, bigints and days arrive as text, instants as Date, bytes as Buffer', async () => {
  const [row] = await transact(db, { tenant }, tx =>
    tx.query(`select 8.4033613445378::numeric as price, 9007199254740993::bigint as big, date '2026-03-29' as day,
      timestamptz '2026-03-29 00:30:00+00' as instant, '\\x00ff'::bytea as bytes, '{"a": 1}'::jsonb as json`),
  )
  assert.deepEqual(row, {
    price: '8.4033613445378',
    big: '9007199254740993',
    day: '2026-03-29',
    instant: new Date('2026-03-29T00:30:00Z'),
    bytes: Buffer.of(0, 255),
    json: { a: 1 },
  })
})

test('run tells how many rows were touched', async () => {
  const touched = await transact(db, { tenant }, tx =>
    tx.run('update tax_class set name = name where tenant_id = $1 and is_default', [tenant]),
  )
  assert.equal(touched, 1)
})

const serialisationFailure = `do $$ begin raise exception using errcode = '40001'; end $$`

async function rename(tx: Tx, id: string, name: string): Promise<number> {
  return await tx.run('update tenant set name = $2 where id = $1', [id, name])
}

async function insertItem(tx: Tx, number: string, id: string = newId()): Promise<void> {
  await tx.run(
    `insert into item (tenant_id, id, item_number, number_key, name) values ($1, $2, $3, lower($3), 'Artikel')`,
    [tenant, id, number],
  )
}

/** Lets everybody through once so many have come; who comes later passes at once. */
function barrier(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let come = 0
  return () => {
    if (++come >= count) resolve()
    return promise
  }
}

/** A database with a single connection, so that the next statement meets what the last one left. */
async function withOne(work: (one: typeof db) => Promise<void>): Promise<void> {
  const one = openDatabase({ url: db.directUrl, max: 1 })
  try {
    await work(one)
  } finally {
    await one.close()
  }
}

async function pidOf(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
  return row?.pid ?? 0
}

/** Ends a server process once it is in that state, and waits until it is gone. */
async function terminate(client: Client, pid: number, state: string): Promise<void> {
  const look = async () => {
    const { rows } = await client.query<{ state: string }>(
      'select state from pg_stat_activity where pid = $1',
      [pid],
    )
    return rows[0]?.state
  }
  while ((await look()) !== state);
  await client.query('select pg_terminate_backend($1)', [pid])
  while ((await look()) !== undefined);
}

test('bulk work goes on where a migration changes what a named statement answers', async () => {
  await withOne(async one => {
    const tables = () =>
      transact(one, { tenant, bulk: true }, tx => tx.query(`select * from tenant where id = $1`, [tenant]))
    for (let round = 0; round < 5; round++) await tables()
    const named = await one.pool.query(
      `select statement from pg_prepared_statements where statement ~ 'from tenant'`,
    )
    assert.equal(named.rowCount, 1)
    await withClient(db.directUrl, client =>
      client.query(`alter table tenant add column fresh text default 'yes'`),
    )
    try {
      assert.equal((await tables())[0]?.['fresh'], 'yes')
    } finally {
      await withClient(db.directUrl, client => client.query('alter table tenant drop column fresh'))
    }
  })
})

test('statements of people are planned anew each time, and a text that never comes again gets no name', async () => {
  await withOne(async one => {
    for (let round = 0; round < 5; round++) {
      await transact(one, { tenant }, tx => tx.query(`select name from tenant where id = $1`, [tenant]))
      await transact(one, { tenant, bulk: true }, tx => tx.query(`select ${round} as it, id from tenant`))
    }
    const { rows } = await one.pool.query(
      `select statement from pg_prepared_statements where statement ~ 'from tenant'`,
    )
    assert.deepEqual(rows, [])
  })
})

test('where another session answers than the one that knows the name, names are given up', async () => {
  await withOne(async one => {
    const count = () =>
      transact(one, { tenant, bulk: true }, tx => tx.query(`select count(*)::int as n from tenant`))
    for (let round = 0; round < 5; round++) await count()
    const named = () => one.pool.query(`select from pg_prepared_statements`).then(({ rowCount }) => rowCount)
    assert.notEqual(await named(), 0)
    await one.pool.query('deallocate all') // as if the next transaction were another session's
    assert.deepEqual(await count(), [{ n: 1 }])
    for (let round = 0; round < 5; round++) await count()
    assert.equal(await named(), 0)
  })
})

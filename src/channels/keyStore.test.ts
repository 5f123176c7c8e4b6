import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { seedConnection, seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { openDatabase, transact } from '../base/database.ts'
import { drawKeys, keysOf } from './keyStore.ts'

const database = await testDatabase()
const { db, url } = database
const other = openDatabase({ url })
after(async () => {
  await other.close()
  await database.drop()
})
const tenant = await seedTenant(db)

test('numbers begin at 1 and are never given twice, however many draw at once', async () => {
  const { connection } = await seedConnection(db, tenant)
  const sizes = Array.from({ length: 60 }, (_, index) => 1 + (index % 7))

  const firsts = await Promise.all(
    sizes.map((size, index) => drawKeys(index % 2 ? db : other, tenant.tenant, connection, size)),
  )

  const numbers = firsts.flatMap((first, index) => range(first, sizes[index] ?? 0))
  assert.equal(new Set(numbers).size, numbers.length)
  assert.deepEqual([Math.min(...numbers), Math.max(...numbers)], [1, numbers.length])
})

test('each connection counts for itself', async () => {
  const one = await seedConnection(db, tenant)
  const two = await seedConnection(db, tenant)
  assert.equal(await drawKeys(db, tenant.tenant, one.connection, 5), 1)
  assert.equal(await drawKeys(db, tenant.tenant, two.connection, 5), 1)
  assert.equal(await drawKeys(db, tenant.tenant, one.connection, 5), 6)
})

test('a connection without a counter gets one, also when two need it at the same moment', async () => {
  const { connection } = await seedConnection(db, tenant)
  await db.pool.query('delete from key_counter where connection_id = $1', [connection])
  const firsts = await Promise.all([
    drawKeys(db, tenant.tenant, connection, 10),
    drawKeys(other, tenant.tenant, connection, 10),
  ])
  assert.deepEqual(
    firsts.sort((a, b) => a - b),
    [1, 11],
  )
})

test('a thing keeps its number when its batch is tried again', async () => {
  const { connection } = await seedConnection(db, tenant)
  const block = await keysOf(db, tenant.tenant, connection).reserve(3)
  const things = [{}, {}, {}]
  const numbers = things.map(thing => block.numberOf(thing))
  assert.deepEqual(numbers, [1, 2, 3])
  assert.deepEqual(
    things.toReversed().map(thing => block.numberOf(thing)),
    [3, 2, 1],
  )
  assert.throws(() => block.numberOf({}), RangeError, 'more than were reserved')
})

test('what a batch did not need serves the next one, what it used is never given again', async () => {
  const { connection } = await seedConnection(db, tenant)
  const keys = keysOf(db, tenant.tenant, connection, 10)
  const used: number[] = []
  for (let round = 0; round < 30; round++) {
    const block = await keys.reserve(7)
    for (let things = 0; things <= round % 3; things++) used.push(block.numberOf({}))
    block.giveBack()
  }
  assert.equal(new Set(used).size, used.length)
  const drawn = await nextNumber(connection)
  assert.ok(drawn - 1 < used.length + 20, `${drawn - 1} were drawn for ${used.length}`)
})

test('batches that are on their way at the same time never share a number', async () => {
  const { connection } = await seedConnection(db, tenant)
  const sources = [keysOf(db, tenant.tenant, connection, 20), keysOf(other, tenant.tenant, connection, 20)]
  const used: number[] = []

  await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const block = await (sources[index % 2] ?? sources[0])?.reserve(1 + (index % 9))
      for (let things = 0; things <= index % 9; things++) {
        used.push(block?.numberOf({}) ?? 0)
        await new Promise(resolve => setImmediate(resolve))
      }
      block?.giveBack()
    }),
  )

  assert.equal(new Set(used).size, used.length)
  assert.ok(Math.max(...used) < (await nextNumber(connection)))
})

test('a number stays given although the transaction that used it is undone', async () => {
  const { connection } = await seedConnection(db, tenant)
  const undone = transact(db, { tenant: tenant.tenant }, async () => {
    await drawKeys(other, tenant.tenant, connection, 4)
    throw new Error('undone')
  })
  await assert.rejects(undone, /undone/)
  assert.equal(await drawKeys(db, tenant.tenant, connection, 1), 5)
})

async function nextNumber(connection: string): Promise<number> {
  const { rows } = await db.pool.query<{ next: number }>(
    'select next_no as next from key_counter where connection_id = $1',
    [connection],
  )
  return rows[0]?.next ?? 0
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index)
}

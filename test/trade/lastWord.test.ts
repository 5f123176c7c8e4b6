// What no verb may get wrong is refused by the database itself, whoever asks it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sqlState } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'

const { db } = await testDatabase({ after })
const world = await tradeWorld(db, { items: 2, onHand: '5' })
const { tenant, warehouse } = world
const [one = '', two = ''] = world.items
const ask = (text: string, ...values: unknown[]) => db.pool.query(text, [tenant, ...values])

/** 23514: a check; 23503: a foreign key. */
async function refused(state: '23514' | '23503', text: string, ...values: unknown[]): Promise<void> {
  await assert.rejects(ask(text, ...values), error => sqlState(error) === state)
}

async function add(kind: string, rank: number): Promise<string> {
  const id = newId()
  await ask(
    `insert into item (tenant_id, id, item_number, number_key, name, kind, rank) values ($1, $2, $3, $3, $3, $4, $5)`,
    id,
    `${kind} ${id}`,
    kind,
    rank,
  )
  return id
}

const part = `insert into kit_part (tenant_id, kit_id, kit_rank, part_id, part_rank, quantity)
  select $1, k.id, k.rank, p.id, p.rank, 1 from item k, item p where k.id = $2 and p.id = $3`

test('a category never lies below itself, and what lies below it goes with it', async () => {
  const [top, middle, low, side] = [newId(), newId(), newId(), newId()]
  const put = `insert into category (tenant_id, id, parent_id, parent_level, name) values ($1, $2, $3, $4, 'C')`
  await ask(put, top, null, null)
  await ask(put, middle, top, 0)
  await ask(put, low, middle, 1)
  await ask(`insert into category (tenant_id, id, name) values ($1, $2, 'D')`, side)
  const move = `update category set parent_id = $3, parent_level = (select level from category where id = $3) where tenant_id = $1 and id = $2`
  await refused('23514', move, top, low)
  await refused('23514', move, top, top)
  await refused('23503', `update category set parent_level = 9 where tenant_id = $1 and id = $2`, low)
  await ask(move, top, side)
  const { rows } = await ask(`select level from category where tenant_id = $1 and id = $2`, low)
  assert.deepEqual(rows, [{ level: 3 }])
})

test('a kit is in no kit that is in it, and holds no parent', async () => {
  const [inner, outer] = [await add('kit', 1), await add('kit', 2)]
  await ask(part, outer, inner)
  await ask(part, inner, one)
  await refused('23514', part, inner, outer)
  await refused('23514', part, inner, inner)
  await refused('23514', `update item set rank = 1 where tenant_id = $1 and id = $2`, outer)
  await refused('23514', part, outer, await add('parent', -1))
  await ask(`update item set rank = 3 where tenant_id = $1 and id = $2`, outer)
})

test('only what can lie in a warehouse has stock there, and it becomes neither parent nor kit', async () => {
  const level = `insert into stock_level (tenant_id, item_id, warehouse_id) values ($1, $2, $3)`
  await refused('23503', level, await add('parent', -1), warehouse)
  await refused('23503', level, await add('kit', 1), warehouse)
  await refused('23503', `update item set kind = 'parent', rank = -1 where tenant_id = $1 and id = $2`, two)
})

test('a child has a parent, and each combination once', async () => {
  const parent = await add('parent', -1)
  const child = `insert into item (tenant_id, id, item_number, number_key, name, kind, parent_id, combination)
    values ($1, $2::uuid, $2::text, $2::text, 'Child', 'child', $3, 'red')`
  await refused('23503', child, newId(), one)
  await ask(child, newId(), parent)
  await assert.rejects(ask(child, newId(), parent), error => sqlState(error) === '23505')
  await refused('23514', `update item set kind = 'child' where tenant_id = $1 and id = $2`, one)
})

test('a GTIN has the right check digit', async () => {
  const set = `update item set gtin = $3 where tenant_id = $1 and id = $2`
  for (const right of ['40000008', '036000291452', '4006381333931', '10614141000415', null])
    await ask(set, one, right)
  for (const wrong of [
    '',
    '1',
    '40000009',
    '4006381333932',
    '400638133393',
    'x006381333931',
    '4006381333931 ',
  ])
    await refused('23514', set, one, wrong)
})

test('a price is said net or gross, never both', async () => {
  await refused('23514', `update item set gross_price = 12 where tenant_id = $1 and id = $2`, one)
  await ask(`update item set net_price = null, gross_price = 12 where tenant_id = $1 and id = $2`, one)
  const price = `insert into channel_price (tenant_id, id, channel_id, item_id, net, gross) values ($1, $2, $3, $4, $5, $6)`
  const channel = world.channels[0]?.channel
  await refused('23514', price, newId(), channel, one, '1', '2')
  await refused('23514', price, newId(), channel, one, null, null)
  await ask(price, newId(), channel, one, '1', null)
  await assert.rejects(
    ask(price, newId(), channel, one, '3', null),
    error => sqlState(error) === '23505',
    'one price for everyone from one quantity',
  )
})

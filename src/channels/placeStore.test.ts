import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { transact } from '../base/database.ts'
import { setChannel } from './channelStore.ts'
import { holdPlaces, writeClosed } from './placeStore.ts'

const { db } = await testDatabase({ after })

test('a channel that a person switches off while its system closes the place stays off when it is opened again', async () => {
  const { tenant, channels } = await tradeWorld(db, { items: 1, channels: 1 })
  const [{ channel, connection } = { channel: '', connection: '' }] = channels
  await transact(db, { tenant }, async tx => {
    await tx.run(`update channel set place = 'S', active = true where tenant_id = $1 and id = $2`, [
      tenant,
      channel,
    ])
    await tx.run(
      `insert into web_place (tenant_id, connection_id, place, name, active, seen_at, opened_at, changed_at)
       values ($1, $2, 'S', 'Laden', true, now(), now(), now())`,
      [tenant, connection],
    )
  })
  const off = Promise.withResolvers<void>()
  const closes = Promise.withResolvers<void>()
  const person = transact(db, { tenant }, async tx => {
    await setChannel(tx, tenant, channel, { active: false })
    off.resolve()
    await closes.promise
  })
  await off.promise
  const why = { at: new Date(), side: 'there', by: 'Shop', reason: '', forGood: false } as const
  const system = transact(db, { tenant }, async tx => {
    await holdPlaces(tx, tenant, connection, ['S'])
    await writeClosed(tx, tenant, connection, 'S', why)
  })
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await db.pool.query(waiting)).rows.length === 0) await setImmediate()
  closes.resolve()
  await Promise.all([person, system])
  const [place] = await transact(db, { tenant }, tx => holdPlaces(tx, tenant, connection, ['S']))
  assert.deepEqual([place?.rests, place?.channelActive], [false, false])
})

// What a restore does to connections and numbers, without the file: locks of before, a recovery in a recovery.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { drawKeys } from '../../src/channels/keyStore.ts'
import { txOf } from '../../src/cli/backup/directClient.ts'
import { drawInside, numberKinds } from '../../src/company/numberRanges.ts'
import { beginRecovery } from '../../src/sync/recovery/beginRecovery.ts'
import { confirmNumber, finishRecovery } from '../../src/sync/recovery/finishRecovery.ts'
import { withClient } from '../../testkit/database/template.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld, jtl } from '../import/world.ts'

const { db } = await testDatabase({ after })
const world = await createWorld(db, { after })
const { tenant } = world

/** As the restore does it: the owner, all tenants, one transaction. */
async function begin(backupAt: string) {
  return withClient(db.directUrl, async client => {
    await client.query('begin')
    const begun = await beginRecovery(txOf(client), new Date(backupAt))
    await client.query('commit')
    return begun
  })
}

async function finish() {
  const kinds = numberKinds
  for (const kind of kinds)
    await world.tx(tx => confirmNumber(tx, tenant, { kind, last: '999999', by: 'tester', at: new Date() }))
  await world.query(
    `update recovery_step set done_at = now() where tenant_id = $1 and step = 'orders'`,
    tenant,
  )
  return world.tx(tx => finishRecovery(tx, tenant, { connection: 'Shop', at: new Date() }))
}

test('a lock that a person had set is there again, also after a recovery in a recovery', async () => {
  const id = await world.connect(jtl, { url: 'https://shop.example/', token: 'x' }, 'Shop')
  await world.query(
    `update connection set locked_at = now(), locked_by = 'Anna', lock_reason = 'moving' where id = $1`,
    id,
  )
  await drawKeys(db, tenant, id, 5)
  const [number] = await world.tx(tx => drawInside(tx, tenant, 'order', 1))
  assert.deepEqual(await begin('2026-11-01T00:00:00Z'), { connections: 1, steps: 6 })
  const first = await drawKeys(db, tenant, id, 1)
  assert.equal(first, 1_000_006)
  const swept = await world.query<{ kind: string }>('select distinct kind from sweep order by kind')
  assert.deepEqual(
    swept.map(row => row.kind),
    [
      'category',
      'characteristic',
      'cross_selling',
      'image',
      'item',
      'manufacturer',
      'order_status',
      'price',
      'stock',
    ],
    'all that is told as a state is compared anew',
  )
  await begin('2026-11-02T00:00:00Z')
  assert.equal(await drawKeys(db, tenant, id, 1), 2_000_007)
  const steps = await world.query<{ first: string }>(
    `select first_no::text as first from recovery_step where step = 'orders' order by opened_at`,
  )
  assert.deepEqual(
    steps.map(step => step.first),
    ['6', '1000007'],
    'both holes are known',
  )
  await assert.rejects(
    world.tx(tx => finishRecovery(tx, tenant, { connection: 'Shop', at: new Date() })),
    { code: 'RECOVERY_OPEN' },
  )
  await finish()
  const [connection] = await world.query(
    `select locked_by, lock_reason, recovering_at, restored_at is not null as restored from connection where id = $1`,
    id,
  )
  assert.deepEqual(connection, {
    locked_by: 'Anna',
    lock_reason: 'moving',
    recovering_at: null,
    restored: true,
  })
  const [next] = await world.tx(tx => drawInside(tx, tenant, 'order', 1))
  assert.deepEqual([number, next], ['AU-10001', 'AU-1000000'])
  await assert.rejects(finish(), { code: 'RECOVERY_OVER' })
})

test('reading goes back, and positions inside of a read are forgotten', async () => {
  const [connection] = await world.query<{ id: string }>(`select id from connection`)
  await world.query(
    `insert into sync_cursor (tenant_id, connection_id, kind, watermark, resume, started_at, changed_at)
     values ($1, $2, 'order', '2026-11-01T10:00:00.000Z', 'page 7', now(), now())`,
    tenant,
    connection?.id,
  )
  await begin('2026-11-03T00:00:00Z')
  const [cursor] = await world.query(`select watermark, resume, started_at from sync_cursor`)
  assert.deepEqual(cursor, { watermark: '2026-11-01T09:50:00.000Z', resume: null, started_at: null })
})

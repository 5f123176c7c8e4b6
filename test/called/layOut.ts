import { setTimeout as delay } from 'node:timers/promises'
import { type Database, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import type { Account } from './account.ts'

const statement = `insert into letter (tenant_id, connection_id, id, channel_id, key, place, type, body, created_at)
  values ($1, $2, $3, $4, $5, '', 'stock', '{}', clock_timestamp())`

/** Lays a letter out that is about no object; answers its id. */
export async function layOut(at: Account, key: string): Promise<string> {
  const id = newId()
  await at.query(statement, at.tenant, at.connectionId, id, at.channelId, key)
  return id
}

/** The same in a transaction that stays open until `commit`. */
export async function layOutSlowly(
  db: Database,
  at: Account,
  key: string,
): Promise<{ readonly id: string; commit(): Promise<void> }> {
  const id = newId()
  const laid = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  const whole = transact(db, { tenant: at.tenant }, async tx => {
    await tx.run(statement, [at.tenant, at.connectionId, id, at.channelId, key])
    laid.resolve()
    await end.promise
  })
  await Promise.race([laid.promise, whole])
  return {
    id,
    commit: async () => {
      end.resolve()
      await whole
    },
  }
}

/** Until every letter can be handed out: transactions of other databases of this server are older too. */
export async function allReady(at: Account): Promise<void> {
  const held = 'select 1 from letter where xid >= pg_snapshot_xmin(pg_current_snapshot())'
  while ((await at.query(held)).length > 0) await delay(5)
}

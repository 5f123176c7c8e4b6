import { transact } from '../../src/base/database.ts'
import { insertApiKey } from '../../src/company/apiKeyStore.ts'
import { rights } from '../../src/company/rights.ts'
import { serverScratch } from '../../src/server/serverScratch.ts'
import { type TestScope, testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'

/** A server with a tenant that trades, and a program that may do everything there. */
export async function tradeServer(scope: TestScope, size: Parameters<typeof tradeWorld>[1]) {
  const server = await serverScratch(scope, await testDatabase())
  const { db, now } = server.kontor
  const world = await tradeWorld(db, size)
  const key = await transact(db, { tenant: world.tenant }, tx =>
    insertApiKey(tx, world.tenant, { name: 'all', scopes: rights, createdBy: null, now: now() }),
  )
  return { server, db, world, client: server.client({ key: key?.secret ?? '' }) }
}

import assert from 'node:assert/strict'
import { transact } from '../../src/base/database.ts'
import { insertApiKey } from '../../src/company/apiKeyStore.ts'
import { rights } from '../../src/company/rights.ts'
import { serverScratch } from '../../src/server/serverScratch.ts'
import { type TestScope, testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'

/**
 * A server with a tenant that trades, and a program that may do everything there. `call` answers what it got, and fails where
 * that is not the status that is expected, or no success.
 */
export async function tradeServer(scope: TestScope, size: Parameters<typeof tradeWorld>[1]) {
  const database = await testDatabase()
  const server = await serverScratch(scope, database)
  const { db, now } = server.kontor
  const world = await tradeWorld(db, size)
  const key = await transact(db, { tenant: world.tenant }, tx =>
    insertApiKey(tx, world.tenant, { name: 'all', scopes: rights, createdBy: null, now: now() }),
  )
  const client = server.client({ key: key?.secret ?? '' })
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  const call = async (method: string, path: string, body?: unknown, status?: number): Promise<any> => {
    const answer = await client.call(method, `/api/v1${path}`, body === undefined ? {} : { body })
    if (status === undefined) assert.ok(answer.status < 300, answer.text)
    else assert.equal(answer.status, status, answer.text)
    return answer.body
  }
  return { server, db, database, world, client, call }
}

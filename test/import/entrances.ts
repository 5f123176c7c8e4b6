import { transact } from '../../src/base/database.ts'
import { hearCommand } from '../../src/cli/hearCommand.ts'
import { insertApiKey } from '../../src/company/apiKeyStore.ts'
import { rights } from '../../src/company/rights.ts'
import { program } from '../../src/main.ts'
import { createServer } from '../../src/server/createServer.ts'
import type { TestScope } from '../../testkit/database/testDatabase.ts'
import type { World } from './world.ts'

/** The two ways in from outside, both over the world's own parts: the terminal, and the server over real HTTP. */
export interface Entrances {
  /** Runs a command; `--tenant` is added. */
  terminal(
    ...args: string[]
  ): Promise<{ readonly status: number; readonly out: string; readonly err: string }>
  /** Calls the API with a key that may do everything. The path is that behind /api/v1. */
  http(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown>; readonly text: string }>
  /** Everything that was answered so far, word by word. */
  readonly answers: readonly string[]
}

/** Opens both; the server ends with the test. */
export async function openEntrances(world: World, scope: TestScope): Promise<Entrances> {
  const { kontor, tenant, slug } = world
  const answers: string[] = []
  const app = createServer(kontor)
  scope.after(() => app.close())
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const made = await transact(world.db, { tenant }, tx =>
    insertApiKey(tx, tenant, { name: 'test', scopes: rights, createdBy: null, now: new Date() }),
  )
  const key = made?.secret ?? ''
  return {
    answers,
    terminal: async (...args) => {
      const own = {
        ...program,
        open: async () => ({ kontor, migrated: [], close: async () => undefined }),
        connectors: async () => kontor.connectors,
      }
      const { status, out, err } = await hearCommand(own, [...args, '--tenant', slug], { LANG: 'en' })
      answers.push(out, err)
      return { status, out, err }
    },
    http: async (method, path, body) => {
      const answer = await fetch(`${origin}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          'accept-language': 'en',
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      const text = await answer.text()
      answers.push(text, JSON.stringify([...answer.headers]))
      return { status: answer.status, body: text === '' ? {} : JSON.parse(text), text }
    },
  }
}

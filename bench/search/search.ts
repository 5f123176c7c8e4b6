import { cpus } from 'node:os'
import { performance } from 'node:perf_hooks'
import { readConfig } from '../../src/base/config.ts'
import { type Database, openDatabase, transact } from '../../src/base/database.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { openWork } from '../../src/base/openWork.ts'
import type { ItemFilter } from '../../src/catalog/listItems.ts'
import { insertApiKey } from '../../src/company/apiKeyStore.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import type { Kontor } from '../../src/operations/operation.ts'
import { createServer } from '../../src/server/createServer.ts'
import type { BenchOptions } from '../support/benchOptions.ts'
import { type BenchServer, benchServer } from '../support/benchServer.ts'
import { atMost, type Goal } from '../support/goals.ts'
import { makeItems } from './makeItems.ts'

/** p95 of the answer at the server, in ms. */
const limit = 50
/** Asks of each search for each repeat. */
const asksEach = 40

/** What is searched, and of which a goal is kept. The others show what words together and wide words cost. */
const searches: Readonly<Record<string, { readonly text: string; readonly goal: boolean }>> = {
  'hits nothing': { text: 'gibtesnicht', goal: true },
  'hits one': { text: 'a-999999', goal: true },
  'hits 1111 numbers': { text: 'a-815', goal: true },
  'hits 500, the oldest': { text: 'selten', goal: true },
  'hits 1 of 20, all over': { text: 'haeufig', goal: true },
  'hits 1 of 20, the oldest': { text: 'altbestand', goal: true },
  'a beginning': { text: 'haeu', goal: true },
  'hits all': { text: 'artikel', goal: false },
  'a letter': { text: 'a', goal: false },
  'two words of 1 of 20': { text: 'haeufig altbestand', goal: false },
  'a rare and a wide word': { text: 'wort17 artikel', goal: false },
  'no search': { text: '', goal: false },
}

/**
 * How long the list of items with a search takes at the server, of a million items and as the application role. `sizes`: items of the
 * large tenant; ten others have a hundredth each.
 */
export async function search({ sizes, repeats, print, keep }: BenchOptions) {
  const results: object[] = []
  for (const items of sizes) {
    const server = await benchServer()
    const db = openDatabase({ url: server.url })
    const began = performance.now()
    const { tenant } = await makeItems(server, items)
    print(`${items} items made in ${Math.round((performance.now() - began) / 1000)} s`)
    const asked = await listen(server, db, tenant)
    try {
      for (const [shape, { text, goal }] of Object.entries(searches)) {
        const times = await asked.times(text, repeats * asksEach)
        const raw = await rawTimes(server, tenant, text, repeats * asksEach)
        const p95 = at(times.ms, 0.95)
        const goals: Goal[] = goal ? [atMost(limit, p95, `ms p95, ${shape} of ${items}`)] : []
        const figure = {
          shape,
          orders: items,
          found: times.found,
          p50: at(times.ms, 0.5),
          p95,
          rawP95: at(raw, 0.95),
          goals,
        }
        print(
          `${shape.padEnd(26)} p50 ${figure.p50} ms  p95 ${p95} ms  raw p95 ${figure.rawP95} ms  ${times.found} found`,
        )
        results.push(await keep(figure))
      }
    } finally {
      await asked.close()
      await db.close()
      await server.end()
    }
  }
  return { bench: 'search', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
}

// The server of the product in this process; what is measured is from the request's arrival to the end of its answer.
async function listen(server: BenchServer, db: Database, tenant: string) {
  const key = await transact(db, { tenant }, tx =>
    insertApiKey(tx, tenant, { name: 'bench', scopes: ['items.read'], createdBy: null, now: new Date() }),
  )
  const kontor: Kontor = {
    db,
    config: readConfig({}),
    keyring: await openKeyring(server.keys),
    connectors: new Map(),
    log: createLog('error'),
    now: () => new Date(),
    holder: 'bench',
    open: openWork(error => console.error(error)),
  }
  const app = await createServer(kontor, allOperations)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const spent: number[] = []
  app.server.prependListener('request', (_, answer) => {
    const began = performance.now()
    answer.once('finish', () => spent.push(performance.now() - began))
  })
  const ask = async (text: string): Promise<{ count: number; items: readonly unknown[] }> => {
    const answer = await fetch(`${url}/api/v1/items?limit=50&search=${encodeURIComponent(text)}`, {
      headers: { authorization: `Bearer ${key?.secret}` },
    })
    if (!answer.ok) throw new Error(`the list answers ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as { count: number; items: readonly unknown[] }
  }
  return {
    async times(text: string, count: number) {
      const { count: found } = await ask(text)
      spent.length = 0
      for (let round = 0; round < count; round++) await ask(text)
      return { ms: [...spent], found }
    },
    close: () => app.close(),
  }
}

// The same page and count by the owner, past row-level security, for one word.
async function rawTimes(server: BenchServer, tenant: string, text: string, count: number): Promise<number[]> {
  const word: NonNullable<ItemFilter['search']> = text.split(' ')[0] ?? ''
  return server.asOwner(async client => {
    const times: number[] = []
    for (let round = 0; round < count; round++) {
      const began = performance.now()
      await client.query({
        name: 'raw-search',
        text: `with f as materialized (
            select distinct t.object_id from search_term t where t.tenant_id = $1 and t.kind = 'item' and t.term >= $2 and t.term < $3
            order by 1 desc limit 51)
          select i.id, i.item_number, i.name, i.kind, i.gtin, i.net_price, i.active
          from f join item i on i.tenant_id = $1 and i.id = f.object_id`,
        values: [tenant, word, `${word}\u{10FFFF}`],
      })
      times.push(performance.now() - began)
    }
    return times
  })
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 10) / 10
}

import { cpus } from 'node:os'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { type BenchServer, benchServer, countStatements, dearest } from '../support/benchServer.ts'
import { type BenchTrade, benchTrade, sellItems } from '../support/benchTrade.ts'
import { type Child, startChild } from '../support/child.ts'
import type { PushOptions } from './push.ts'

const token = 'bench-token'

interface Ran {
  readonly state: string
  readonly figures: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly ms: number
  readonly cpuMs: number
  readonly calls: number
}

/** What is sent, how it becomes due, and what lane does it. */
interface Phase {
  readonly shape: string
  readonly lane: 'catalogue' | 'stock'
  readonly kind: 'item' | 'stock'
  readonly due: string
}

const sweep = (kind: string, complete: boolean) =>
  `insert into sweep (tenant_id, channel_id, kind, connection_id, complete, asked_at, asked_by)
   select tenant_id, id, '${kind}', connection_id, ${complete}, clock_timestamp(), 'bench' from channel where tenant_id = $1`
const phases: readonly Phase[] = [
  { shape: 'item, first', lane: 'catalogue', kind: 'item', due: sweep('item', false) },
  { shape: 'item, complete', lane: 'catalogue', kind: 'item', due: sweep('item', true) },
  { shape: 'stock, sweep', lane: 'stock', kind: 'stock', due: sweep('stock', true) },
  {
    shape: 'stock, due',
    lane: 'stock',
    kind: 'stock',
    due: `with sold as (update stock_level set on_hand = on_hand - 1 where tenant_id = $1 returning tenant_id, item_id)
      insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
      select s.tenant_id, h.id, 'stock', s.item_id, h.connection_id, clock_timestamp() from sold s join channel h on h.tenant_id = s.tenant_id`,
  },
]

/**
 * Items sent complete and quantities alone through the whole engine: sweep or due rows, comparison, numbers, calls, settling.
 * Beside it what the shop takes of exactly the same calls, when they lie ready and nothing is done with its answers.
 */
export async function engine({ items, repeats, print }: PushOptions) {
  const all: (Measured & { shape: string })[] = []
  for (let round = 0; round < repeats; round++) all.push(...(await measure(items)))
  const results = [...Map.groupBy(all, one => one.shape).values()].map(rounds => {
    const sorted = rounds.toSorted((a, b) => a.share - b.share)
    const middle = sorted[sorted.length >> 1]
    if (!middle) throw new RangeError('at least one repeat')
    print(
      `${middle.shape}: ${middle.perSecond}/s, shop alone ${middle.alonePerSecond}/s, ${middle.share} of it (${sorted[0]?.share} to ${sorted.at(-1)?.share}), ` +
        `${middle.cpuMsEach.ours} ms CPU each, database ${middle.cpuMsEach.database} ms, ${middle.calls} calls`,
    )
    return { ...middle, orders: items, shares: sorted.map(one => one.share).join(' to ') }
  })
  for (const { shape, statements } of results) print(`${shape} ${JSON.stringify(statements, null, 1)}`)
  return { bench: 'engine', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
}

type Measured = Awaited<ReturnType<typeof one>>

async function measure(items: number) {
  const server = await benchServer()
  const shop = startChild(new URL('./shop.ts', import.meta.url), [])
  let pusher: Child | undefined
  try {
    const { url } = await shop.tell<{ url: string }>()
    const trade = await benchTrade(server, connector as Connector, [{ url, token }])
    const [connected] = trade.shops
    if (!connected) throw new RangeError('one shop')
    await sellItems(server, trade.tenant, [connected.channel], { count: items, prefix: 'ART-' })
    const args = [server.url, server.keys, trade.tenant, connected.connection, token]
    pusher = startChild(new URL('./pusher.ts', import.meta.url), args)
    const results = []
    for (const phase of phases)
      results.push({ shape: phase.shape, ...(await one(server, trade, pusher, phase, url, items)) })
    return results
  } finally {
    await pusher?.end()
    await shop.end()
    await server.end()
  }
}

async function one(
  server: BenchServer,
  { tenant }: BenchTrade,
  pusher: Child,
  { lane, kind, due }: Phase,
  shop: string,
  items: number,
) {
  await server.asOwner(client => client.query(due, [tenant]))
  const counted = await countStatements(server)
  const before = server.cpu()
  const ran = await pusher.tell<Ran>(`run ${lane}`)
  const database = server.cpu() - before
  const accepted = ran.figures[kind]?.['accepted'] ?? 0
  if (ran.state !== 'done' || accepted !== items) throw new Error(`${items} expected: ${JSON.stringify(ran)}`)
  const statements = dearest(await counted(), items)
  // The same calls once more, for the shop alone: kept in a run of its own, because to keep them costs.
  await server.asOwner(client => client.query(sweep(kind, true), [tenant]))
  const { calls } = await pusher.tell<Ran>(`record ${lane}`)
  const alone = await pusher.tell<{ ms: number }>(`alone ${shop}`)
  return {
    at: new Date().toISOString(),
    perSecond: Math.round((items / ran.ms) * 1000),
    alonePerSecond: Math.round((items / alone.ms) * 1000),
    share: rounded(alone.ms / ran.ms),
    cpuMsEach: { ours: rounded(ran.cpuMs / items), database: rounded(database / items) },
    calls,
    statements,
  }
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

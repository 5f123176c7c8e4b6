import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Agent, setGlobalDispatcher } from 'undici'
import { openDatabase, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { changeSettings } from '../../src/channels/addConnection.ts'
import { rawLimit } from '../staging/rawLimit.ts'
import { type BenchServer, benchServer, countStatements, dearest } from '../support/benchServer.ts'
import { benchTrade } from '../support/benchTrade.ts'
import { type Child, startChild } from '../support/child.ts'
import { atLeast } from '../support/goals.ts'
import { type Program, type ProgramKind, programKinds, type ReadyCall } from './programs.ts'

export interface CalledOptions {
  /** Orders that are posted in all. */
  readonly orders: readonly number[]
  readonly repeats: number
  /** Only programs whose name meets this expression. */
  readonly only: string | undefined
  readonly print: (line: string) => void
  readonly keep: (figures: object) => Promise<object>
}

const ordersPerPost = 1000
/** Programs that poll beside the posts, and how often each does: twelve times as often as the protocols ask for. */
const pollers = 200
const pollEveryMs = 5000
/** Posts under way at a time, of as many programs. */
const posters = 2

/**
 * Systems that call us: orders posted a thousand at a time and staged before they are answered, while two hundred programs poll
 * their queues. Beside it the raw limit of the same database for the same rows.
 */
export async function called(options: CalledOptions) {
  const names = Object.keys(programKinds).filter(name => new RegExp(options.only ?? '').test(name))
  const results: object[] = []
  for (const name of names)
    for (const orders of options.orders)
      results.push(
        await options.keep(await measure(name, programKinds[name] as ProgramKind, orders, options)),
      )
  return { bench: 'called', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
}

async function measure(shape: string, kind: ProgramKind, orders: number, { repeats, print }: CalledOptions) {
  const server = await benchServer()
  setGlobalDispatcher(new Agent({ connections: pollers + posters, keepAliveTimeout: 60_000 }))
  const child = await startCalled(server, shape)
  try {
    const programs = await connect(server, kind)
    const items = Array.from({ length: 500 }, (_, at) => `ART-${at + 1}`)
    const call = caller(child.url)
    for (const program of programs) if (program.signIn) program.ready?.((await call(program.signIn)).text)
    const bodies = postsOf(programs.slice(0, posters), orders, items)
    // Compiles, and draws the first key numbers; these orders are measured with nobody.
    for (const program of programs.slice(0, posters))
      await call(
        program.post(
          Array.from({ length: 200 }, (_, at) => `warm-${at}`),
          items.slice(0, 2),
        ),
      )
    for (const program of programs.slice(posters)) await call(program.poll())

    const costs = await countStatements(server)
    const before = { ours: await child.cpu(), database: server.cpu() }
    const polling = poll(programs.slice(posters), call)
    const at = performance.now()
    await Promise.all(
      bodies.map(async list => {
        for (const post of list) await call(post)
      }),
    )
    const ms = performance.now() - at
    const polled = await polling.end()
    const after = { ours: await child.cpu(), database: server.cpu() }
    const statements = dearest(await costs(), orders)
    await staged(server, orders + posters * 200)
    await server.asOwner(client => client.query('vacuum analyze'))
    const raw = await rawLimit(server.url, { repeats, orders: orders + posters * 200, cpu: server.cpu })
    const rate = orders / (ms / 1000)
    const share = rate / (raw[0]?.ordersPerSecond ?? Number.NaN)
    print(
      `${shape}: ${Math.round(rate)} orders/s, ${share.toFixed(2)} of ${raw[0]?.ordersPerSecond}; polls ${JSON.stringify(polled)}`,
    )
    return {
      shape,
      orders,
      ordersPerPost,
      ordersPerSecond: Math.round(rate),
      cpuMsPerOrder: {
        ours: (after.ours.cpuMs - before.ours.cpuMs) / orders,
        database: (after.database - before.database) / orders,
      },
      peakMb: after.ours.peakMb,
      polls: polled,
      statements,
      raw,
      ofRawLimit: raw.map(limit => ({ connections: limit.connections, share: rate / limit.ordersPerSecond })),
      goals: [
        atLeast(
          0.5,
          share,
          `orders of ${shape} posted 1,000 per call, beside the same rows written bare by one connection`,
        ),
      ],
    }
  } finally {
    await child.end()
    await server.end()
  }
}

async function startCalled(server: BenchServer, kind: string) {
  const process: Child = startChild(new URL('./server.ts', import.meta.url), [
    server.url,
    server.keys,
    kind,
    dirname(server.keys),
  ])
  const url = (await process.tell<string>()).replace(/\/$/, '')
  return {
    url,
    cpu: () => process.tell<{ cpuMs: number; peakMb: number }>('cpu'),
    end: () => process.end(),
  }
}

async function connect(server: BenchServer, kind: ProgramKind): Promise<Program[]> {
  const count = posters + pollers
  const placeholder = kind.settings(newId(), newId())
  const { tenant, shops } = await benchTrade(
    server,
    kind.connector,
    Array.from({ length: count }, () => placeholder),
  )
  const db = openDatabase({ url: server.url })
  const keyring = await openKeyring(server.keys)
  await transact(db, { tenant }, async tx => {
    const items = Array.from({ length: 500 }, (_, at) => `ART-${at + 1}`)
    await createItems(
      tx,
      tenant,
      items.map(itemNumber => ({ itemNumber, name: itemNumber })),
    )
    for (const { connection } of shops)
      await changeSettings(tx, keyring, tenant, kind.connector, connection, kind.settings(tenant, connection))
  })
  await db.close()
  if (kind.place !== undefined) await openPlaces(server, tenant, kind.place)
  return shops.map(({ connection }) => kind.program(tenant, connection))
}

/** Opens that place for each connection, for its one channel. */
async function openPlaces(server: BenchServer, tenant: string, place: string): Promise<void> {
  await server.asOwner(async client => {
    await client.query('update channel set place = $2 where tenant_id = $1', [tenant, place])
    await client.query(
      `insert into web_place (tenant_id, connection_id, place, name, seen_at, opened_at, changed_at)
       select tenant_id, id, $2, $2, now(), now() - interval '1 day', now() from connection where tenant_id = $1`,
      [tenant, place],
    )
  })
}

function postsOf(programs: readonly Program[], orders: number, items: readonly string[]): ReadyCall[][] {
  const calls: ReadyCall[][] = programs.map(() => [])
  for (let start = 0; start < orders; start += ordersPerPost) {
    const index = (start / ordersPerPost) % programs.length
    const ids = Array.from({ length: Math.min(ordersPerPost, orders - start) }, (_, at) => `o${start + at}`)
    const two = [items[start % items.length] ?? '', items[(start + 7) % items.length] ?? '']
    const post = programs[index]?.post(ids, two)
    if (post) calls[index]?.push(post)
  }
  return calls
}

type Call = (wish: ReadyCall) => Promise<{ readonly text: string; readonly ms: number }>

function caller(url: string): Call {
  return async ({ method, path, headers, body }) => {
    const at = performance.now()
    const answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text.slice(0, 200)}`)
    return { text, ms: performance.now() - at }
  }
}

/** Each polls on its own, spread over the time between two polls. */
function poll(programs: readonly Program[], call: Call) {
  const times: number[] = []
  const ended = new AbortController()
  const running = programs.map(async (program, at) => {
    const pause = (ms: number) => delay(ms, undefined, { signal: ended.signal }).catch(() => undefined)
    await pause((at / programs.length) * pollEveryMs)
    while (!ended.signal.aborted) {
      const { ms } = await call(program.poll())
      times.push(ms)
      await pause(pollEveryMs)
    }
  })
  const started = performance.now()
  return {
    end: async () => {
      const seconds = (performance.now() - started) / 1000
      ended.abort()
      await Promise.all(running)
      times.sort((a, b) => a - b)
      const share = (part: number) => Math.round(times[Math.floor(times.length * part)] ?? 0)
      return {
        programs: programs.length,
        perSecond: Math.round(times.length / seconds),
        medianMs: share(0.5),
        p95Ms: share(0.95),
      }
    },
  }
}

async function staged(server: BenchServer, wanted: number): Promise<void> {
  const { rows } = await server.asOwner(client =>
    client.query<{ count: number }>(`select count(*)::int as count from web_order`),
  )
  if (rows[0]?.count !== wanted) throw new Error(`${rows[0]?.count} orders of ${wanted} were staged`)
}

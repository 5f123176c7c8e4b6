import { cpus } from 'node:os'
import { addressList } from '../../src/base/config.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Run } from '../../src/port/connector.ts'
import { createHttpClient } from '../../src/port/httpClient.ts'
import { benchItem, benchStock } from '../support/benchItems.ts'
import { startChild } from '../support/child.ts'
import { pushAlone } from './pushAlone.ts'

export interface PushOptions {
  readonly items: number
  readonly repeats: number
  readonly print: (line: string) => void
}

const token = 'bench-token'

/**
 * Items and their stock sent to a shop in another process, without the engine: the connector's own cost. Beside it what
 * the shop takes when the same bodies lie ready and nobody reads more of the answers than that they came.
 */
export async function push(options: PushOptions) {
  const results: { shape: string; orders: number }[] = []
  for (const kind of ['item', 'stock'] as const) {
    const rounds = []
    for (let round = 0; round < options.repeats; round++) rounds.push(await one(kind, options.items))
    const middle = rounds.sort((a, b) => a.share - b.share)[rounds.length >> 1]
    if (!middle) throw new RangeError('at least one repeat')
    options.print(
      `${kind}: ${middle.perSecond}/s, shop alone ${middle.alonePerSecond}/s, ${middle.share} of it, ${middle.cpuMsEach} ms CPU each, shop ${middle.shopCpuMsEach} ms`,
    )
    results.push({ shape: kind, orders: options.items, ...middle })
  }
  return { bench: 'push', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
}

async function one(kind: 'item' | 'stock', items: number) {
  const shop = startChild(new URL('./shop.ts', import.meta.url), [])
  const http = createHttpClient({
    timeoutMs: 60_000,
    answerBytes: 1e8,
    concurrent: 1,
    allow: addressList('127.0.0.0/8'),
    secrets: [token],
  })
  try {
    const { url } = await shop.tell<{ url: string }>()
    const bodies: Uint8Array[] = []
    const session = await connector.open(runOf(url, http, bodies))
    const list = Array.from({ length: items }, (_, at) => benchItem(at + 1))
    // Stock is quick: a run of a few milliseconds would measure the machine's other work.
    const times = kind === 'stock' ? 10 : 1
    const count = items * times
    const send = connector.send
    if (!send?.item || !send.stock) throw new TypeError('nothing is sent')
    const { item, stock } = send
    const stocks = list.map(benchStock)
    if (kind === 'stock') await inBatches(list, item.batch, part => item.send(session, part))
    const way =
      kind === 'item'
        ? () => inBatches(list, item.batch, part => item.send(session, part))
        : () => inBatches(stocks, stock.batch, part => stock.send(session, part))
    await way() // once before: compiled code, and the shop holds them
    bodies.length = 0
    const before = await shop.tell<{ cpuMs: number }>('cpu')
    const cpu = process.cpuUsage()
    const started = performance.now()
    for (let time = 0; time < times; time++) await way()
    const ms = performance.now() - started
    const used = process.cpuUsage(cpu)
    const after = await shop.tell<{ cpuMs: number }>('cpu')
    const aloneMs = await pushAlone(url, bodies)
    await connector.close?.(session)
    const perSecond = Math.round((count / ms) * 1000)
    const alonePerSecond = Math.round((count / aloneMs) * 1000)
    return {
      perSecond,
      alonePerSecond,
      share: rounded(perSecond / alonePerSecond),
      cpuMsEach: rounded((used.user + used.system) / 1000 / count),
      shopCpuMsEach: rounded((after.cpuMs - before.cpuMs) / count),
    }
  } finally {
    await http.close()
    await shop.end()
  }
}

async function inBatches<T>(
  list: readonly T[],
  size: number,
  send: (part: readonly T[]) => Promise<readonly { readonly result: string }[]>,
): Promise<void> {
  for (let at = 0; at < list.length; at += size)
    for (const { result } of await send(list.slice(at, at + size)))
      if (result !== 'accepted') throw new Error(`an element is ${result}`)
}

function runOf(url: string, http: Run['http'], bodies: Uint8Array[]): Run {
  return {
    settings: { url, token, methodCase: 'snake' },
    http: {
      ...http,
      call: request => {
        bodies.push(Buffer.from(request.body ?? ''))
        return http.call(request)
      },
    },
    now: () => new Date(),
    timeZone: 'Europe/Berlin',
    log: () => {},
    signal: new AbortController().signal,
    facts: {},
    places: [''],
    secret: () => Promise.reject(new TypeError('no secret')),
    drop: async () => {},
    remember: () => {},
  }
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

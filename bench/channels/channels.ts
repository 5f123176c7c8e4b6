import { addressList } from '../../src/base/config.ts'
import { canonical } from '../../src/port/canonical.ts'
import { createHttpClient } from '../../src/port/httpClient.ts'
import type { SendResult } from '../../src/port/outgoing.ts'
import { benchItem, benchStock } from '../support/benchItems.ts'
import { startChild } from '../support/child.ts'
import { atLeast } from '../support/goals.ts'
import { bytesOf, type Recorded, recordedRun, replay, tapeOf } from './recordedRun.ts'
import { type Subject, subjects } from './subjects.ts'

export interface ChannelOptions {
  readonly items: number
  readonly repeats: number
  readonly print: (line: string) => void
  readonly only: string | undefined
  readonly keep: (figures: object) => Promise<object>
}

/** Of what the simulator, which makes its answers of what it holds, gives whoever does nothing with them. */
const goal = 0.6
const ways = ['orders', 'items', 'stock'] as const
type Way = (typeof ways)[number]

/**
 * Every connector alone, without the engine: orders are fetched, read, scrubbed, mapped and acknowledged; items are sent complete;
 * quantities alone. Beside it two ceilings, in the same round: the very same calls once more, ready made, their answers unread.
 *
 * - `share`, which has a goal: of the simulator as it works. It makes each answer of its state, as it does with an order that nobody has
 *   fetched before, and takes in what it is sent.
 * - `readyShare`, which has none: of a server that hands out the same answers, made before (`tape.ts`). It does next to nothing, so this is
 *   what the connector itself costs beside the bare transport of the bytes.
 */
export async function channels(options: ChannelOptions) {
  const results: object[] = []
  for (const [name, subject] of Object.entries(subjects)) {
    if (options.only !== undefined && !new RegExp(options.only).test(name)) continue
    for (const way of ways) {
      const rounds = []
      for (let round = 0; round < options.repeats; round++)
        rounds.push(await measure(name, subject, way, options.items))
      const sorted = rounds.toSorted((a, b) => a.share - b.share)
      const middle = sorted[sorted.length >> 1]
      if (!middle) throw new RangeError('at least one repeat')
      const shape = `${name}, ${way}`
      options.print(
        `${shape}: ${middle.perSecond}/s, shop alone ${middle.alonePerSecond}/s, ${middle.share} of it (${sorted[0]?.share} to ${sorted.at(-1)?.share}); ` +
          `beside ready-made answers ${middle.readyPerSecond}/s, ${middle.readyShare} of them alone; ` +
          `${middle.requestsEach} requests, ${middle.bytesEach} bytes, ${middle.cpuMsEach} ms CPU each`,
      )
      const goals = [atLeast(goal, middle.share, `${shape}: share of what the simulator gives a bare client`)]
      results.push(
        await options.keep({
          shape,
          items: options.items,
          ...middle,
          shares: sorted.map(one => one.share).join(' to '),
          goals,
        }),
      )
    }
  }
  return { bench: 'channels', results }
}

async function measure(name: string, subject: Subject, way: Way, objects: number) {
  const shop = startChild(new URL('./shop.ts', import.meta.url), [name])
  const http = createHttpClient({
    timeoutMs: 60_000,
    answerBytes: 1e8,
    concurrent: 1,
    allow: addressList('127.0.0.0/8'),
    secrets: [],
  })
  try {
    const { url } = await shop.tell<{ url: string }>()
    if (way === 'orders') await shop.tell(`place ${objects}`)
    const calls: Recorded[] = []
    let [from, to] = ['', '']
    const run = recordedRun(subject.settings(url), http, calls, one => one.replace(from, to))
    const session = await subject.connector.open(run)
    const once = await workOf(subject, way, session, objects)
    const again = () => (way === 'orders' ? shop.tell('forget') : undefined)
    // Once before, for the compilers of both sides.
    await once()
    await again()
    calls.length = 0
    const cpu = process.cpuUsage()
    const ms = await timed(once)
    const used = process.cpuUsage(cpu)
    const made = [...calls]
    await again()
    await replay(made, subject.login)
    await again()
    const aloneMs = await replay(made, subject.login)

    const tape = startChild(new URL('./tape.ts', import.meta.url), [])
    try {
      const { origin } = await tape.tell<{ origin: string }>(tapeOf(made))
      ;[from, to] = [new URL(url).origin, origin]
      await once()
      calls.length = 0
      const readyMs = await timed(once)
      const readyAloneMs = await replay(calls)
      ;[from, to] = ['', '']
      await subject.connector.close?.(session)
      return {
        perSecond: Math.round((objects / ms) * 1000),
        alonePerSecond: Math.round((objects / aloneMs) * 1000),
        share: rounded(aloneMs / ms),
        readyPerSecond: Math.round((objects / readyMs) * 1000),
        readyShare: rounded(readyAloneMs / readyMs),
        requestsEach: rounded(made.length / objects),
        bytesEach: Math.round(bytesOf(made) / objects),
        cpuMsEach: rounded((used.user + used.system) / 1000 / objects),
      }
    } finally {
      await tape.end()
    }
  } finally {
    await http.close()
    await shop.end()
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

async function workOf(
  { connector }: Subject,
  way: Way,
  session: unknown,
  objects: number,
): Promise<() => Promise<void>> {
  const { send } = connector
  if (way === 'orders') return () => takeOrders(connector, session, objects)
  if (!send?.item || !send.stock) throw new TypeError(`${connector.name} sends no items`)
  const { item, stock } = send
  const list = Array.from({ length: objects }, (_, at) => benchItem(at + 1))
  const sendItems = () => inBatches(list, item.batch, part => item.send(session, part))
  if (way === 'items') return sendItems
  await sendItems()
  const quantities = list.map(benchStock)
  return () => inBatches(quantities, stock.batch, part => stock.send(session, part))
}

// As an import does it, page by page, up to where the engine would store them.
async function takeOrders(
  { name, pull, scrub, map, ack, ackBatch = 100 }: Subject['connector'],
  session: unknown,
  orders: number,
) {
  const kind = pull?.kinds.find(one => one.kind === 'order')
  if (!pull || !kind || !map.order || !ack) throw new TypeError(`${name} fetches no orders`)
  const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }
  const startedAt = new Date()
  let taken = 0
  for (;;) {
    const answer = await pull.fetch(session, 'order', { startedAt }, kind.largestPage)
    const { records } = pull.read('order', answer, context)
    if (records.length === 0) break
    for (const { raw } of records) map.order(canonical(scrub('order', raw)).value, context)
    const acks = records.map(({ externalId }, at) => ({ theirs: externalId, no: taken + at + 1 }))
    for (let from = 0; from < acks.length; from += ackBatch)
      for (const result of await ack(session, 'order', acks.slice(from, from + ackBatch)))
        if (result !== 'accepted') throw new Error(`an acknowledgement is ${JSON.stringify(result)}`)
    taken += records.length
  }
  if (taken !== orders) throw new Error(`${taken} of ${orders} orders`)
}

async function inBatches<T>(
  list: readonly T[],
  size: number,
  send: (part: readonly T[]) => Promise<readonly SendResult[]>,
): Promise<void> {
  for (let at = 0; at < list.length; at += size)
    for (const { result } of await send(list.slice(at, at + size)))
      if (result !== 'accepted') throw new Error(`an element is ${result}`)
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

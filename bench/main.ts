/**
 * `npm run bench`: each benchmark prints its figures beside a limit measured in the same run, and stores them as JSON in
 * bench/results/, beside what was to be reached. `npm run bench -- NAME` runs one; `--json` prints the result as one JSON document
 * on the last line. Ends with status 1 where a goal was missed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { called } from './called/called.ts'
import { reported } from './called/reports.ts'
import { changes } from './changes/changes.ts'
import { channels } from './channels/channels.ts'
import { complete } from './complete/complete.ts'
import { csv } from './csv/csv.ts'
import { idle } from './idle/idle.ts'
import { lanes } from './lanes/lanes.ts'
import { latency } from './latency/latency.ts'
import { merging } from './merging/merging.ts'
import { orders } from './orders/orders.ts'
import { ordersPage } from './orders/ordersPage.ts'
import { engine } from './push/engine.ts'
import { push } from './push/push.ts'
import { scaling } from './scaling/scaling.ts'
import { search } from './search/search.ts'
import { staging } from './staging/staging.ts'
import { stock } from './stock/stock.ts'
import { endBenchServers } from './support/benchServer.ts'
import { type Goal, goalLine } from './support/goals.ts'
import { takeover } from './takeover/takeover.ts'

const benches = {
  staging,
  takeover,
  push,
  engine,
  latency,
  idle,
  orders,
  ordersPage,
  lanes,
  changes,
  complete,
  scaling,
  stock,
  search,
  csv,
  merging,
  channels,
  called,
  reports: reported,
}
/** Numbers of orders where none are given. */
const usual: Readonly<Record<string, string>> = {
  staging: '10000,50000',
  takeover: '10000',
  orders: '1000000',
  ordersPage: '1000000',
  merging: '20000',
  called: '20000',
}
const usualShapes: Readonly<Record<string, string>> = {
  lanes: 'second,minute,slow',
  complete: '0,2,10,stock,killed',
  scaling: 'fast,slow,fast-pooled,slow-pooled',
}
const usualItems: Readonly<Record<string, string>> = {
  push: '5000',
  engine: '5000',
  latency: '100000',
  idle: '10000,1000000',
  changes: '10000,1000000',
  csv: '100000',
  complete: '100000',
  scaling: '1000',
  stock: '1000',
  search: '1000000',
  channels: '2000',
  reports: '50000',
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    /** Numbers of orders, with commas; the benchmark's own if not given. */
    orders: { type: 'string' },
    /** Which shapes: file, three; of lanes second, minute, slow; of complete milliseconds per item, stock, killed;
     * of scaling fast, slow, fast-pooled, slow-pooled. */
    shapes: { type: 'string' },
    /** Numbers of items, of what is sent. */
    items: { type: 'string' },
    repeats: { type: 'string', default: '5' },
    /** The database of orders stays (node_modules/.cache), and the next run with it finds it. */
    keep: { type: 'boolean', default: false },
    /** Only lists, or systems, whose name meets this expression. */
    only: { type: 'string' },
  },
})

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void endBenchServers().finally(() => process.exit(1)))

const names = positionals.length > 0 ? positionals : Object.keys(benches)
for (const name of names) {
  const bench = benches[name as keyof typeof benches]
  if (!bench) throw new Error(`no benchmark "${name}"; there are: ${Object.keys(benches).join(', ')}`)
  const result = await bench({
    orders: (values.orders ?? usual[name] ?? '').split(',').map(Number),
    shapes: (values.shapes ?? usualShapes[name] ?? 'three,file').split(','),
    items: sizesOf(name)[0] ?? 0,
    sizes: sizesOf(name),
    repeats: Number(values.repeats),
    keepDatabase: values.keep,
    only: values.only,
    print: line => console.error(line),
    keep: one => keep(name, one),
  }).finally(endBenchServers)
  await store(name, result)
  if (values.json) console.log(JSON.stringify(result))
}

function sizesOf(name: string): number[] {
  return (values.items ?? usualItems[name] ?? '').split(',').map(Number)
}

// As soon as it is there: what comes after it may fail.
async function keep(name: string, figures: object & { readonly goals?: readonly Goal[] }): Promise<object> {
  const result = { at: new Date().toISOString(), load: loadavg()[0], ...figures }
  console.error(JSON.stringify(result))
  for (const goal of figures.goals ?? []) {
    console.error(goalLine(goal))
    if (!goal.met) process.exitCode = 1
  }
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model }
  const kept = { bench: name, ...machine, results: [result] }
  await store(name, kept)
  return result
}

interface Result {
  readonly results: readonly object[]
}

// A result takes the place of the one of the same shape and size; others stay, each with the time of its own run.
async function store(name: string, result: Result): Promise<void> {
  const folder = new URL('./results/', import.meta.url)
  const file = new URL(`${name}.json`, folder)
  await mkdir(folder, { recursive: true })
  const before: Result = await readFile(file, 'utf8').then(JSON.parse, () => ({ results: [] }))
  const fresh = new Set(result.results.map(sizeOf))
  const results = [...before.results.filter(old => !fresh.has(sizeOf(old))), ...result.results]
  await writeFile(file, `${JSON.stringify({ ...result, results }, null, 2)}\n`)
}

function sizeOf(result: object): string {
  const { shape, orders, items } = result as { shape?: string; orders?: number; items?: number }
  return JSON.stringify([shape, orders, items])
}

import { performance } from 'node:perf_hooks'
import { openDatabase, type Tx, transact } from '../../src/base/database.ts'
import { listPlatforms } from '../../src/channels/platformStore.ts'
import { listCustomers } from '../../src/customers/customerList.ts'
import { bestSellers, runningLow, soldByDay, soldToday, tradeCounts } from '../../src/sales/homeFigures.ts'
import { countFolders, listOrders } from '../../src/sales/orderList.ts'
import { findWebOrders } from '../../src/sales/whereOrders.ts'
import { atMost, type Goal, goalLine } from '../support/goals.ts'
import { onProcessor } from '../support/processorTime.ts'
import { customerShapesOf } from './customerShapes.ts'
import { ordersDatabase, until } from './ordersDatabase.ts'
import { shapesOf } from './shapes.ts'

export interface OrdersResult {
  readonly at: string
  readonly results: readonly OrdersFigure[]
}

export interface OrdersFigure {
  readonly shape: string
  readonly orders: number
  /** Time of the whole answer (page of 51 rows and its count), as the application role, in ms. */
  readonly p50: number
  readonly p95: number
  /** Of these, what the database was on a processor: what is left of the time where others use the machine. */
  readonly databaseP95: number
  readonly count: number
  readonly goals: readonly Goal[]
}

/** p95 of a page with its count, in ms. */
const limit = 50

/** Asks of each list for each repeat. */
const asksEach = 4

export interface OrdersWish {
  readonly orders: readonly number[]
  readonly repeats: number
  /** The database stays, and the next run finds it. */
  readonly keepDatabase: boolean
  /** Only lists whose name meets this expression. */
  readonly only: string | undefined
  readonly print: (line: string) => void
}

/** How long the first page of each kind of list takes under row-level security, with so many orders in the database. */
export async function orders(wish: OrdersWish): Promise<OrdersResult> {
  const results: OrdersFigure[] = []
  for (const count of wish.orders) results.push(...(await measure(count, wish)))
  return { at: new Date().toISOString(), results }
}

async function measure(
  count: number,
  { repeats, keepDatabase, only, print }: OrdersWish,
): Promise<OrdersFigure[]> {
  const { url, tenant, made, close } = await ordersDatabase(count, keepDatabase, print)
  // One connection, so that it is known which process of the database answers.
  const db = openDatabase({ url, max: 1 })
  try {
    const { rows } = await db.pool.query<{ pid: number }>('select pg_backend_pid() as pid')
    const pid = rows[0]?.pid ?? 0
    const app = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
    const figures: OrdersFigure[] = []
    const time = async (shape: string, work: () => Promise<number>, goal = false) => {
      if (only !== undefined && !new RegExp(only).test(shape)) return
      const times: number[] = []
      const busy: number[] = []
      let found = 0
      for (let round = 0; round < repeats * asksEach; round++) {
        const start = performance.now()
        const before = onProcessor(pid)
        found = await work()
        times.push(performance.now() - start)
        busy.push(onProcessor(pid) - before)
      }
      const p95 = at(times, 0.95)
      const goals = goal ? [atMost(limit, p95, `ms p95, ${shape} of ${count}`)] : []
      const figure = {
        shape,
        orders: count,
        p50: at(times, 0.5),
        p95,
        databaseP95: at(busy, 0.95),
        count: found,
        goals,
      }
      figures.push(figure)
      for (const one of goals) if (!one.met) process.exitCode = 1
      print(
        `${shape.padEnd(44)} p50 ${figure.p50} ms  p95 ${figure.p95} ms  database p95 ${figure.databaseP95} ms  ${found} found${goals.some(one => !one.met) ? '  MISSED' : ''}`,
      )
    }
    await time('counts of all folders', () =>
      app(async tx => (await countFolders(tx, tenant, 10_001)).length),
    )
    for (const { name, filter, sort, goal } of shapesOf(made))
      await time(
        name,
        () =>
          app(async tx => {
            const page = { limit: 51, countTo: 10_000, sort }
            return (await listOrders(tx, tenant, { timeZone: 'Europe/Berlin', ...filter }, page)).count
          }),
        goal,
      )
    for (const { name, filter, goal } of customerShapesOf(made))
      await time(
        name,
        () =>
          app(async tx => {
            const page = { limit: 51, countTo: 10_000 }
            return (await listCustomers(tx, tenant, filter, page)).count
          }),
        goal,
      )
    const goals = figures.flatMap(figure => figure.goals)
    print(`${goals.filter(goal => goal.met).length} of ${goals.length} goals met`)
    for (const goal of goals) if (!goal.met) print(goalLine(goal))
    const frame = { timeZone: 'Europe/Berlin', now: until }
    const since = new Date(until.getTime() - 14 * 86_400_000)
    const reads: Readonly<Record<string, (tx: Tx) => Promise<number>>> = {
      'home: sold today': async tx => (await soldToday(tx, tenant, frame)).today.length,
      'home: 14 days': async tx => (await soldByDay(tx, tenant, frame, { days: 14, yearsBack: 0 })).length,
      'home: 14 days of last year': async tx =>
        (await soldByDay(tx, tenant, frame, { days: 14, yearsBack: 1 })).length,
      'home: what to do': async tx =>
        (await tradeCounts(tx, tenant, { ...frame, unpaidBefore: '2026-11-12' }, 10_001)).deliverable,
      'home: best sellers': async tx => (await bestSellers(tx, tenant, since, 7)).length,
      'home: running low': async tx =>
        (await runningLow(tx, tenant, { since, days: 14, withinDays: 8, limit: 7 })).length,
      platforms: async tx => (await listPlatforms(tx, tenant, until)).length,
      'where: amount': async tx =>
        (await findWebOrders(tx, tenant, { numbers: ['12,34'], text: '12,34', minor: '1234' }, 20)).length,
    }
    for (const [shape, read] of Object.entries(reads)) await time(shape, () => app(read))
    return figures
  } finally {
    await db.close()
    await close()
  }
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 10) / 10
}

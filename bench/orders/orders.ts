import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import { type Tx, transact } from '../../src/base/database.ts'
import { listPlatforms } from '../../src/channels/platformStore.ts'
import { bestSellers, runningLow, soldByDay, soldToday, tradeCounts } from '../../src/sales/homeFigures.ts'
import { countFolders, listOrders } from '../../src/sales/orderList.ts'
import { findWebOrders } from '../../src/sales/whereOrders.ts'
import { seedTenant } from '../../testkit/database/seed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { atMost, type Goal, goalLine } from '../support/goals.ts'
import { type MakeOrders, makeOrders } from './makeOrders.ts'
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
  readonly count: number
  readonly goals: readonly Goal[]
}

/** p95 of a page with its count, in ms. */
const limit = 50

/** How long the first page of each kind of list takes under row-level security, with so many orders in the database. */
export async function orders(wish: {
  readonly orders: readonly number[]
  readonly repeats: number
  readonly print: (line: string) => void
}): Promise<OrdersResult> {
  const results: OrdersFigure[] = []
  for (const count of wish.orders) results.push(...(await measure(count, wish.repeats, wish.print)))
  return { at: new Date().toISOString(), results }
}

async function measure(
  count: number,
  repeats: number,
  print: (line: string) => void,
): Promise<OrdersFigure[]> {
  const { db, drop } = await testDatabase()
  try {
    const seeded = await seedTenant(db)
    const began = performance.now()
    await dropForeignKeys(db.pool)
    const indexes = await dropIndexes(db.pool)
    const sized = (of: { tenant: string; company: string }, orders: number): MakeOrders => ({
      tenant: of.tenant,
      company: of.company,
      orders,
      customers: Math.ceil(orders / 4),
      items: 10_000,
      few: Math.min(500, Math.ceil(orders / 2000)),
      many: Math.ceil(orders / 20),
      until,
      days: 730,
    })
    const made = await makeOrders(db.pool, sized(seeded, count))
    // Ten other tenants share every table and index with it.
    for (let other = 0; other < 10; other++)
      await makeOrders(db.pool, sized(await seedTenant(db), Math.ceil(count / 100)))
    for (const index of indexes) await db.pool.query(index) // a handful, each a long statement of its own
    await db.pool.query(
      'vacuum analyze sales_order, sales_order_line, search_term, order_term, delivery, delivery_package, payment',
    )
    print(`${count} orders made in ${Math.round((performance.now() - began) / 1000)} s`)
    const app = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant: seeded.tenant }, work)
    const figures: OrdersFigure[] = []
    const time = async (shape: string, work: () => Promise<number>, goal = false) => {
      const times: number[] = []
      let found = 0
      for (let round = 0; round < repeats; round++) {
        const start = performance.now()
        found = await work()
        times.push(performance.now() - start)
      }
      times.sort((a, b) => a - b)
      const at = (share: number) => Math.round((times[Math.ceil(times.length * share) - 1] ?? 0) * 10) / 10
      const p95 = at(0.95)
      const goals = goal ? [atMost(limit, p95, `ms p95, ${shape} of ${count}`)] : []
      const figure = { shape, orders: count, p50: at(0.5), p95, count: found, goals }
      figures.push(figure)
      for (const one of goals) if (!one.met) process.exitCode = 1
      print(
        `${shape.padEnd(44)} p50 ${figure.p50} ms  p95 ${figure.p95} ms  ${found} found${goals.some(one => !one.met) ? '  MISSED' : ''}`,
      )
    }
    await time('counts of all folders', () =>
      app(async tx => (await countFolders(tx, seeded.tenant, 10_001)).length),
    )
    for (const { name, filter, sort, goal } of shapesOf(made))
      await time(
        name,
        () =>
          app(async tx => {
            const page = { limit: 51, countTo: 10_000, sort }
            return (await listOrders(tx, seeded.tenant, { timeZone: 'Europe/Berlin', ...filter }, page)).count
          }),
        goal,
      )
    const goals = figures.flatMap(figure => figure.goals)
    print(`${goals.filter(goal => goal.met).length} of ${goals.length} goals met`)
    for (const goal of goals) if (!goal.met) print(goalLine(goal))
    const { tenant } = seeded
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
    await drop()
  }
}

const until = new Date('2026-11-20T10:00:00Z')

/** The rows refer to each other by how they are made; checking a million of them shows nothing. The database is thrown away. */
async function dropForeignKeys(owner: pg.Pool): Promise<void> {
  await owner.query(`do $$ declare c record; begin
    for c in select conrelid::regclass as t, conname from pg_constraint
      where contype = 'f' and conrelid in ('sales_order'::regclass, 'sales_order_line'::regclass, 'delivery'::regclass,
        'delivery_package'::regclass, 'payment'::regclass, 'customer'::regclass, 'search_term'::regclass)
    loop execute format('alter table %s drop constraint %I', c.t, c.conname); end loop; end $$`)
}

const filled = [
  'sales_order',
  'sales_order_line',
  'search_term',
  'order_term',
  'delivery',
  'delivery_package',
  'payment',
]

/** To fill tables without their indexes and to make these afterwards takes half the time; answers how they are made. */
async function dropIndexes(owner: pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid::regclass::text = any($1) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    [filled],
  )
  await owner.query(`drop index ${rows.map(row => row.name).join(', ')}`)
  return rows.map(row => row.made)
}

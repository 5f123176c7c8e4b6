import { z } from 'zod'
import { dayOf, dayPlus, startOfDay, yearBefore } from '../base/days.ts'
import { exact } from '../base/decimal.ts'
import { countItems } from '../catalog/listItems.ts'
import { countConflicts } from '../channels/conflictStore.ts'
import { countStops } from '../channels/guardLists.ts'
import { countRows } from '../channels/ledgerQueries.ts'
import { companyFrame } from '../company/companyStore.ts'
import {
  bestSellers,
  runningLow,
  type SoldByDay,
  type SoldSum,
  soldByDay,
  soldToday,
  tradeCounts,
} from '../sales/homeFigures.ts'
import { countInboxStates } from '../sales/inboxQueries.ts'
import { countTasks } from '../sales/taskList.ts'
import { homeShape } from './homeShape.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { countLimit } from './pageOf.ts'
import { barDays, showPlatforms } from './platforms.ts'

/** The list of what has no price: a folder of the page. */
const unpriced = '/items?priced=false'

/** Start: the morning look, and the way to the work. */
export const homeOperations: readonly Operation[] = [
  operation({
    name: 'home.show',
    method: 'GET',
    path: '/home',
    command: 'home',
    right: 'orders.read',
    summary: {
      en: 'Show the figures of today, the turnover of 14 days, what there is to do, channels, items',
      de: 'Die Zahlen von heute zeigen, den Umsatz von 14 Tagen, was zu tun ist, Kanäle, Artikel',
    },
    input: z.object({}),
    output: homeShape,
    run: context =>
      inTransaction(context, async tx => {
        const { tenant, kontor } = context
        const now = kontor.now()
        const { timeZone, currency } = await companyFrame(tx, tenant)
        const frame = { timeZone, now }
        const today = dayOf(now, timeZone)
        const first = dayPlus(today, 1 - barDays)
        const since = startOfDay(first, timeZone)
        const unpaidBefore = dayPlus(today, -8)
        const { today: sold, before } = await soldToday(tx, tenant, frame)
        const byDay = await soldByDay(tx, tenant, frame, { days: barDays, yearsBack: 0 })
        const lastYear = await soldByDay(tx, tenant, frame, { days: barDays, yearsBack: 1 })
        const counts = await tradeCounts(tx, tenant, { ...frame, unpaidBefore }, countLimit + 1)
        const inbox = new Map(
          (await countInboxStates(tx, tenant, undefined, countLimit + 1)).map(one => [one.state, one.count]),
        )
        const parked = await countRows(tx, tenant, {
          outcome: 'parked',
          kind: 'order',
          limit: countLimit + 1,
        })
        const tasks = await countTasks(tx, tenant, { state: 'open' }, countLimit + 1)
        const channels = await showPlatforms(tx, context, byDay, today)
        const todo = (what: string, count: number, address: string, oldest: Date | null = null) => ({
          what,
          count: Math.min(count, countLimit),
          countCapped: count > countLimit,
          address,
          oldest,
        })
        return {
          at: now,
          timeZone,
          currency,
          figures: {
            orders: { value: ordersIn(sold), before: ordersIn(before) },
            turnover: {
              value: grossIn(sold, currency),
              before: grossIn(before, currency),
              /** What was sold in other currencies today; never added to the first. */
              others: sold
                .filter(one => one.currency !== currency)
                .map(({ currency, gross }) => ({ currency, gross })),
            },
            shipped: counts.shippedToday,
            deliverable: counts.deliverable,
            withoutStock: counts.withoutStock,
          },
          turnover: turnover(byDay, lastYear, first, currency),
          todo: [
            todo('inbox_open', inbox.get('open') ?? 0, '/inbox?state=open'),
            todo('inbox_ready', inbox.get('ready') ?? 0, '/inbox?state=ready'),
            todo('deliverable', counts.deliverable, '/orders?folder=deliverable', counts.oldestDeliverable),
            todo('not_deliverable', counts.withoutStock, '/orders?folder=not_deliverable'),
            todo('tasks', tasks.count, '/tasks', tasks.oldest),
            todo('held', counts.held, '/orders?folder=held'),
            todo('unpaid_old', counts.unpaidOld, `/orders?folder=unpaid&to=${unpaidBefore}`),
            todo('guarded', await countStops(tx, tenant, {}, countLimit + 1), '/guard'),
            todo(
              'conflicts',
              await countConflicts(tx, tenant, { state: 'open' }, countLimit + 1),
              '/conflicts',
            ),
            todo('parked', parked, '/ledger?outcome=parked&kind=order'),
            todo('unpriced', await countItems(tx, tenant, { priced: false }, countLimit + 1), unpriced),
          ],
          channels: channels.map(({ channelId, channel, system, state, sentence, ordersToday }) => ({
            channelId,
            channel,
            system,
            state,
            sentence,
            ordersToday,
          })),
          low: await runningLow(tx, tenant, { since, days: barDays, withinDays: 8, limit: 7 }),
          best: await bestSellers(tx, tenant, since, 7),
        }
      }),
  }),
]

const ordersIn = (sums: readonly SoldSum[]) => sums.reduce((sum, one) => sum + one.orders, 0)

function grossIn(sums: readonly SoldSum[], currency: string): string {
  return sums
    .filter(one => one.currency === currency)
    .reduce((sum, one) => sum.plus(one.gross), exact('0'))
    .toFixed()
}

/** Every day from `first` on, also those without a sale; only what was sold in `currency`. */
function turnover(
  byDay: readonly SoldByDay[],
  lastYear: readonly SoldByDay[],
  first: string,
  currency: string,
) {
  const of = (rows: readonly SoldByDay[], day: string) =>
    rows.filter(row => row.day === day && row.currency === currency)
  return Array.from({ length: barDays }, (_, at) => {
    const day = dayPlus(first, at)
    const rows = of(byDay, day)
    const before = of(lastYear, yearBefore(day))
    return {
      day,
      gross: grossIn(rows, currency),
      orders: ordersIn(rows),
      lastYear: lastYear.length > 0 ? grossIn(before, currency) : null,
      channels: rows.map(({ channelId, gross, orders }) => ({ channelId, gross, orders })),
    }
  })
}

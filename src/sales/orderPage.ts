import type { Tx } from '../base/database.ts'
import { type Condition, plainConditions } from './orderCondition.ts'
import { type OrderFilter, type Parameter, parametersOf } from './orderFilter.ts'
import { groupConditions } from './orderGroups.ts'
import { searchConditions } from './orderSearch.ts'
import { sortsOf } from './orderSorts.ts'

/** Up to so many orders that may meet a list are looked at one by one. */
const fewOrders = 2000
/** Where several words of an order begin alike, it stands that often in what names it. */
const entriesEach = 4
/** Along the list so many are looked at, before what meets it is collected otherwise. */
const walked = 2000
/** Entries are counted up to here. */
const counted = 10_000
/** Where several things are asked for, so many orders that meet one are compared with the others to count. */
const compared = 3000

/** How a list is sorted. */
export const orderSorts = ['date', 'total', 'customer', 'number'] as const
export type OrderSort = (typeof orderSorts)[number]

export interface OrderPageWish {
  /** The id of the last order of the page before. */
  readonly after?: string | undefined
  readonly limit: number
  readonly sort?: OrderSort | undefined
  /** Smallest or oldest first; else greatest or newest. */
  readonly ascending?: boolean | undefined
  /** How far it is counted. 0: not at all. */
  readonly countTo: number
  /** Other limits, for tests: nothing is few, and nothing is walked. */
  readonly limits?: { readonly few: number; readonly walked: number } | undefined
}

export interface OrderPage {
  readonly ids: readonly string[]
  readonly count: number
  readonly countCapped: boolean
}

/**
 * The ids of a page of orders, and how many there are (capped: at least so many). Four ways, all to the same page: few orders meet
 * something that is asked for, and each of them is looked at; the list is walked until the page is full; what is asked for lies in
 * few pieces of an index, each in the order of the list; all that meet it are collected and sorted.
 */
export async function pageOfOrders(
  tx: Tx,
  tenant: string,
  filter: OrderFilter,
  wish: OrderPageWish,
): Promise<OrderPage> {
  const conditions = [
    ...(await searchConditions(tx, tenant, filter)),
    ...plainConditions(filter),
    ...groupConditions(tx, tenant, filter),
  ]
  const order = await sortsOf(tx, tenant, filter, wish)
  if (!order) return { ids: [], count: 0, countCapped: false }
  const asked: Asked = { tx, tenant, conditions, order, wish }
  const sized = await sizes(
    asked,
    conditions.filter(one => !one.groups),
  )
  const narrow = await few(asked, sized)
  if (narrow) return narrow
  const ids = await walk(asked)
  if (ids.length >= wish.limit || (conditions.length === 0 && wish.after !== undefined))
    return { ids, ...(await countOf(asked, sized)) }
  if (conditions.length === 0) return found(asked, ids)
  const all = [
    ...sized,
    ...(await sizes(
      asked,
      conditions.filter(one => one.groups),
    )),
  ]
  const narrower = await few(asked, all)
  if (narrower) return narrower
  const page = await collect(asked, all)
  if (page.length < wish.limit && wish.after === undefined) return found(asked, page)
  return { ids: page, ...(await countOf(asked, all)) }
}

export interface Asked {
  readonly tx: Tx
  readonly tenant: string
  readonly conditions: readonly Condition[]
  readonly order: Awaited<ReturnType<typeof sortsOf>> & object
  readonly wish: OrderPageWish
}

interface Sized {
  readonly condition: Condition
  /** At most `counted` + 1. */
  readonly size: number
  readonly entries: (at: Parameter) => string
}

// A page that is not full, and has none before it, is all there is.
function found({ wish }: Asked, ids: readonly string[]): OrderPage {
  return { ids, count: Math.min(ids.length, wish.countTo), countCapped: ids.length > wish.countTo }
}

/** How many entries each condition has, the smallest first. */
async function sizes({ tx, tenant }: Asked, conditions: readonly Condition[]): Promise<Sized[]> {
  if (conditions.length === 0) return []
  const ways: { condition: Condition; entries: (at: Parameter) => string }[] = []
  // a handful, and each remembers its own
  for (const condition of conditions) {
    const groups = condition.groups ? await condition.groups() : condition.entries
    if (groups) ways.push({ condition, entries: groups })
  }
  if (ways.length === 0) return []
  const { values, at } = parametersOf(tenant)
  const each = ways.map(
    ({ entries }) => `(select count(*)::int from (${entries(at)} limit ${at(counted + 1)}) as e)`,
  )
  const [row] = await tx.query<{ sizes: number[] }>(`select array[${each.join(', ')}] as sizes`, values)
  return ways.map((way, place) => ({ ...way, size: row?.sizes[place] ?? 0 })).sort((a, b) => a.size - b.size)
}

/** All that meet everything, where few meet something. */
async function few(asked: Asked, sized: readonly Sized[]): Promise<OrderPage | undefined> {
  const { tx, tenant, conditions, order, wish } = asked
  const [smallest] = sized
  const most = wish.limits?.few ?? fewOrders
  if (!smallest || smallest.size > most * entriesEach) return undefined
  const { values, at } = parametersOf(tenant)
  const rows = await tx.query<{ id: string | null; count: number; looked: number }>(
    `with e as materialized (select distinct e.id from (${smallest.entries(at)}) as e (id) limit ${at(most + 1)}),
       m as materialized (select o.id${order.column('o', ', ')} from e cross join lateral (
         select o.* from sales_order o where o.tenant_id = $1 and o.id = e.id offset 0) as o
         where (select count(*) from e) <= ${at(most)} and ${conditions.map(one => one.check(at)).join(' and ')})
     select p.id, (select count(*)::int from m) as count, (select count(*)::int from e) as looked from (select 1) as one
       left join (select o.id${order.column('o', ', ')} from m as o where ${order.behind('o', at)} order by ${order.by('o')} limit ${at(wish.limit)}) as p on true
     order by ${order.by('p')}`,
    values,
  )
  if ((rows[0]?.looked ?? 0) > most) return undefined
  const count = rows[0]?.count ?? 0
  return {
    ids: rows.flatMap(row => row.id ?? []),
    count: Math.min(count, wish.countTo),
    countCapped: count > wish.countTo,
  }
}

/** The first orders of the list that meet everything, of the next ones of the list. */
async function walk({ tx, tenant, conditions, order, wish }: Asked): Promise<string[]> {
  const { values, at } = parametersOf(tenant)
  const checks = conditions.map(one => one.check(at))
  const steps =
    conditions.length === 0 ? wish.limit : (wish.limits?.walked ?? Math.max(walked, 2 * wish.limit))
  const rows = await tx.query<{ id: string }>(
    `select o.id from (select o.* from sales_order o where o.tenant_id = $1 and ${order.behind('o', at)}
       order by ${order.by('o')} limit ${at(steps)}) as o
     ${checks.length > 0 ? `where ${checks.join(' and ')}` : ''} order by ${order.by('o')} limit ${at(wish.limit)}`,
    values,
  )
  return rows.map(row => row.id)
}

/** The page out of all that meet everything. */
async function collect(asked: Asked, sized: readonly Sized[]): Promise<string[]> {
  const { tx, tenant, conditions, order, wish } = asked
  const [smallest] = sized
  if (!smallest) return walk({ ...asked, wish: { ...wish, limits: { few: 0, walked: 2 ** 31 - 1 } } })
  const { condition, entries } = smallest
  const others = condition.loose ? conditions : conditions.filter(one => one !== condition)
  const { values, at } = parametersOf(tenant)
  const checks = others.map(one => one.check(at))
  const checked = (id: string) =>
    `cross join lateral (select o.* from sales_order o where o.tenant_id = $1 and o.id = ${id}${
      checks.length > 0 ? ` and ${checks.join(' and ')}` : ''
    } offset 0) as o`
  const streams = order.byId ? await condition.streams?.() : undefined
  if (streams) {
    const { keys, of, id } = streams
    // Each order once in its piece: one with several lines of an item took the places of others on the page.
    const ordered = `select distinct ${id} as id from ${of} and ${order.behindId(id, at)} order by ${id} ${order.direction}`
    const piece =
      checks.length === 0
        ? `${ordered} limit ${at(wish.limit)}`
        : `select t.id from (${ordered}) as t ${checked('t.id')} limit ${at(wish.limit)}`
    const rows = await tx.query<{ id: string }>(
      `select distinct f.id from unnest(${keys.map(key => `${at(key.values)}::${key.type}[]`).join(', ')}) as k (${keys
        .map((_, place) => `k${place + 1}`)
        .join(
          ', ',
        )}) cross join lateral (${piece}) as f order by f.id ${order.direction} limit ${at(wish.limit)}`,
      values,
    )
    return rows.map(row => row.id)
  }
  if (order.byId && checks.length === 0) return topOf(asked, entries)
  const rows = await tx.query<{ id: string }>(
    `select o.id from (select distinct e.id from (${entries(at)}) as e (id)) as e ${checked('e.id')}
     where ${order.behind('o', at)} order by ${order.by('o')} limit ${at(wish.limit)}`,
    values,
  )
  return rows.map(row => row.id)
}

// Entries alone, of which an order may have several: the first ones are sorted out of all, and sifted afterwards. All are read
// before (offset 0): along the list, where a plan would look for them, the oldest ones are met behind everything else.
async function topOf(asked: Asked, entries: (at: Parameter) => string): Promise<string[]> {
  const { tx, tenant, order, wish } = asked
  for (let each = 4; ; each *= 8) {
    const { values, at } = parametersOf(tenant)
    const rows = await tx.query<{ id: string }>(
      `select e.id from (${entries(at)} offset 0) as e (id) where ${order.behindId('e.id', at)} order by e.id ${order.direction} limit ${at(wish.limit * each)}`,
      values,
    )
    const ids = [...new Set(rows.map(row => row.id))]
    if (ids.length >= wish.limit || rows.length < wish.limit * each) return ids.slice(0, wish.limit)
  }
}

/** How many there are where the page is full: exactly up to a limit, else at least so many. */
async function countOf(
  asked: Asked,
  sized: readonly Sized[],
): Promise<{ count: number; countCapped: boolean }> {
  const { tx, tenant, conditions, wish } = asked
  const { countTo } = wish
  if (countTo === 0) return { count: 0, countCapped: false }
  const { values, at } = parametersOf(tenant)
  const capped = (count: number, over: boolean) => ({
    count: Math.min(count, countTo),
    countCapped: over || count > countTo,
  })
  if (conditions.length === 0) {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int as count from (select 1 from sales_order o where o.tenant_id = $1 limit ${at(countTo + 1)}) as c`,
      values,
    )
    return capped(row?.count ?? 0, false)
  }
  const known = new Set(sized.map(one => one.condition))
  const rest = await sizes(
    asked,
    conditions.filter(one => !known.has(one)),
  )
  const [smallest] = [...sized, ...rest].sort((a, b) => a.size - b.size)
  // Nothing can be counted at a price: the page is what is known.
  if (!smallest) return { count: Math.min(wish.limit, countTo), countCapped: true }
  const { condition, entries } = smallest
  const alone = conditions.length === 1 && !condition.loose
  const most = alone ? 2 * countTo + 1 : compared
  const checks = alone ? [] : conditions.map(one => one.check(at))
  const [row] = await tx.query<{ read: number; count: number }>(
    alone
      ? `select count(*)::int as read, count(distinct e.id)::int as count from (${entries(at)} limit ${at(most)}) as e (id)`
      : `with e as materialized (${entries(at)} limit ${at(most)})
         select (select count(*)::int from e) as read, (select count(*)::int from (select distinct e.id from e as e (id)) as e
           cross join lateral (select o.* from sales_order o where o.tenant_id = $1 and o.id = e.id offset 0) as o
           where ${checks.join(' and ')}) as count`,
    values,
  )
  const count = row?.count ?? 0
  const over = (row?.read ?? 0) >= most
  return over ? capped(Math.max(count, wish.limit), true) : capped(count, false)
}

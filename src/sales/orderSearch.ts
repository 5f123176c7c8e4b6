import type { Tx } from '../base/database.ts'
import { rangesOf, searchRanges, type TermRanges } from '../base/searchRanges.ts'

/** Up to so many orders are looked at one by one; what more orders match is searched along the list instead. */
export const narrowLimit = 10_000

/** Up to so many objects are put into a set that orders are compared with; what more match is looked up order by order. */
const setLimit = 100_000

/** The three search fields of the list, as a person typed them. */
export interface OrderSearch {
  /** Order number, external number, tracking number. */
  readonly process?: string | undefined
  /** Customer number, names, e-mail, postcode. */
  readonly customer?: string | undefined
  /** Item number, name, GTIN. */
  readonly item?: string | undefined
  /** Whole words only instead of beginnings. */
  readonly exact?: boolean | undefined
  /** Another `narrowLimit`, for tests. */
  readonly narrowLimit?: number
}

/**
 * A search made ready: what each field asks of an order, and where few orders match a field, their ids. `ids` undefined:
 * many match each field, so the list is read in its own order.
 */
export interface PreparedSearch {
  readonly ids: readonly string[] | undefined
  readonly process: SearchedNumbers | null
  readonly customer: SearchedObjects | null
  readonly item: SearchedObjects | null
}

/** At most two ways to write a number: as typed, and in capitals. */
export interface SearchedNumbers extends TermRanges {
  /** Orders with such a tracking number; null: too many to name. */
  readonly tracked: readonly string[] | null
}

/** Objects that meet a text: their ids where they are few, else the ranges to compare each with. */
export interface SearchedObjects {
  readonly ids: readonly string[] | null
  /** Without ids: whether they fit into a set. The first range of each is then the one that fewest terms lie in. */
  readonly fitsSet: boolean
  readonly whole: TermRanges
  readonly words: TermRanges | undefined
}

/** Finds what a search means; at most a few statements, each of which reads at most `narrowLimit` entries of an index. */
export async function prepareSearch(
  tx: Tx,
  tenant: string,
  search: OrderSearch,
): Promise<PreparedSearch | undefined> {
  const exact = search.exact ?? false
  const limit = search.narrowLimit ?? narrowLimit
  const typed = processRanges(search.process, exact)
  const customer = await findObjects(tx, tenant, 'customer', search.customer, exact, limit)
  const item = await findObjects(tx, tenant, 'item', search.item, exact, limit)
  if (!typed && !customer && !item) return undefined
  // The first field that few orders match will do: the others are conditions on those orders.
  const ids =
    (typed && (await ordersByNumber(tx, tenant, typed, limit))) ??
    (customer?.ids && (await ordersOfCustomers(tx, tenant, customer.ids, limit))) ??
    (item?.ids && (await ordersWithItems(tx, tenant, item.ids, limit))) ??
    undefined
  if (!typed) return { ids, process: null, customer, item }
  // To look for the packages of each order along the list would cost more than all the rest of it.
  const tracked = ids ? null : ((await ordersTracked(tx, tenant, typed, limit)) ?? null)
  return { ids, process: { ...typed, tracked }, customer, item }
}

// Numbers are kept as shops write them; most write capitals, and nobody types them.
function processRanges(text: string | undefined, exact: boolean): TermRanges | null {
  const typed = text?.trim() ?? ''
  return typed === '' ? null : rangesOf([...new Set([typed, typed.toUpperCase()])], exact)
}

async function ordersByNumber(
  tx: Tx,
  tenant: string,
  { lows, highs }: TermRanges,
  limit: number,
): Promise<string[] | undefined> {
  const rows = await tx.query<{ id: string }>(
    `select distinct f.id from unnest($2::text[], $3::text[]) as u (low, high) cross join lateral (
       (select o.id from sales_order o where o.tenant_id = $1 and o.order_number >= u.low and o.order_number < u.high limit $4)
       union all
       (select o.id from sales_order o where o.tenant_id = $1 and o.external_number is not null
          and o.external_number >= u.low and o.external_number < u.high limit $4)
       union all
       (select d.order_id from delivery_package p join delivery d on d.tenant_id = p.tenant_id and d.id = p.delivery_id
        where p.tenant_id = $1 and p.tracking <> '' and p.tracking >= u.low and p.tracking < u.high and d.reversed_at is null limit $4)) as f (id)
     limit $4`,
    [tenant, lows, highs, limit + 1],
  )
  return few(rows, limit)
}

async function ordersTracked(
  tx: Tx,
  tenant: string,
  { lows, highs }: TermRanges,
  limit: number,
): Promise<string[] | undefined> {
  const rows = await tx.query<{ id: string }>(
    `select d.order_id as id from unnest($2::text[], $3::text[]) as u (low, high)
       join delivery_package p on p.tenant_id = $1 and p.tracking <> '' and p.tracking >= u.low and p.tracking < u.high
       join delivery d on d.tenant_id = p.tenant_id and d.id = p.delivery_id and d.reversed_at is null limit $4`,
    [tenant, lows, highs, limit + 1],
  )
  return few(rows, limit)
}

async function ordersOfCustomers(
  tx: Tx,
  tenant: string,
  customers: readonly string[],
  limit: number,
): Promise<string[] | undefined> {
  const rows = await tx.query<{ id: string }>(
    `select o.id from unnest($2::uuid[]) as u (id) join sales_order o on o.tenant_id = $1 and o.customer_id = u.id limit $3`,
    [tenant, customers, limit + 1],
  )
  return few(rows, limit)
}

async function ordersWithItems(
  tx: Tx,
  tenant: string,
  items: readonly string[],
  limit: number,
): Promise<string[] | undefined> {
  // Lines are counted, not orders: an order seldom has an item twice, and to stop early is the point.
  const rows = await tx.query<{ id: string }>(
    `select l.order_id as id from unnest($2::uuid[]) as u (id)
       join sales_order_line l on l.tenant_id = $1 and l.item_id = u.id limit $3`,
    [tenant, items, limit + 1],
  )
  return few(rows, limit)
}

function few(rows: readonly { id: string }[], limit: number): string[] | undefined {
  return rows.length > limit ? undefined : [...new Set(rows.map(row => row.id))]
}

/** The objects whose search terms meet a text; null if none is asked for. */
export async function findObjects(
  tx: Tx,
  tenant: string,
  kind: 'customer' | 'item',
  text: string | undefined,
  exact: boolean,
  limit: number = narrowLimit,
): Promise<SearchedObjects | null> {
  const ranges = searchRanges(text ?? '', exact)
  if (!ranges) return null
  const whole = await rarestFirst(tx, tenant, kind, ranges.whole)
  const words = ranges.words && (await rarestFirst(tx, tenant, kind, ranges.words))
  const most = Math.max(whole.count, words?.count ?? 0)
  const fits = { fitsSet: most <= setLimit, whole: whole.ranges, words: words?.ranges }
  if (most > limit) return { ids: null, ...fits }
  const found = new Set<string>()
  for (const { ranges: variant } of words ? [whole, words] : [whole])
    for (const row of await objectsMeeting(tx, tenant, kind, variant)) found.add(row.id)
  return { ids: [...found], ...fits }
}

/** The ranges with the one first that fewest terms lie in, and how many those are (counting stops above a set). */
async function rarestFirst(
  tx: Tx,
  tenant: string,
  kind: string,
  { lows, highs }: TermRanges,
): Promise<{ count: number; ranges: TermRanges }> {
  const rows = await tx.query<{ low: string; high: string; count: number }>(
    `select u.low, u.high, (select count(*)::int from (select 1 from search_term t where t.tenant_id = $1 and t.kind = $2
       and t.term >= u.low and t.term < u.high limit $5) as counted) as count
     from unnest($3::text[], $4::text[]) as u (low, high) order by 3, 1`,
    [tenant, kind, lows, highs, setLimit + 1],
  )
  return {
    count: rows[0]?.count ?? 0,
    ranges: { lows: rows.map(row => row.low), highs: rows.map(row => row.high) },
  }
}

function objectsMeeting(
  tx: Tx,
  tenant: string,
  kind: 'customer' | 'item',
  { lows, highs }: TermRanges,
): Promise<{ id: string }[]> {
  return tx.query<{ id: string }>(`select distinct f.id from (${objectsInSet(kind, 2)}) as f (id)`, [
    tenant,
    lows,
    highs,
  ])
}

/**
 * The objects that meet ranges, as a subquery: the first range leads, the others are compared per object. `at` is the
 * number of the parameter with the lows; the next one holds the highs.
 */
export function objectsInSet(kind: 'customer' | 'item', at: number): string {
  return `select t.object_id from search_term t
    where t.tenant_id = $1 and t.kind = '${kind}' and t.term >= ($${at}::text[])[1] and t.term < ($${at + 1}::text[])[1]
      and (cardinality($${at}::text[]) = 1 or ${meetsRanges(kind, 't.object_id', at)}) limit ${setLimit + 1}`
}

/** True for an object that meets ranges, as a condition; parameters as for `objectsInSet`. */
export function meetsRanges(kind: 'customer' | 'item', object: string, at: number): string {
  return `not exists (select 1 from unnest($${at}::text[], $${at + 1}::text[]) as u (low, high) where not exists (
    select 1 from search_term s where s.tenant_id = $1 and s.kind = '${kind}' and s.object_id = ${object}
      and s.term >= u.low and s.term < u.high))`
}

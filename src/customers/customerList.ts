import type { Tx } from '../base/database.ts'
import { type FoundCustomers, findByText, type TermRange } from './customerSearch.ts'

export interface ListedCustomer {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly email: string
  readonly place: string | null
  readonly country: string | null
  readonly group: string | null
  readonly debtorNumber: string | null
  readonly business: boolean
  readonly blocked: boolean
}

/** Which customers a list shows; what is absent does not count. */
export interface CustomerFilter {
  readonly search?: string | undefined
  /** Whole words only instead of beginnings. */
  readonly exact?: boolean | undefined
  readonly blocked?: boolean | undefined
  readonly business?: boolean | undefined
  readonly groupId?: string | undefined
  /** Two letters; of any address of the book. */
  readonly country?: string | undefined
  /** Of whom an order is still to be delivered, or of whom none is. */
  readonly openOrders?: boolean | undefined
}

export interface CustomerPageWish {
  /** The id of the last customer of the page before. */
  readonly after?: string | undefined
  readonly limit: number
  /** How far it is counted. 0: not at all. */
  readonly countTo: number
  /** Another limit, for tests: nothing is few, and nothing is walked. */
  readonly few?: number | undefined
}

export interface CustomerPage {
  readonly rows: readonly ListedCustomer[]
  /** Capped: at least so many. */
  readonly count: number
  readonly countCapped: boolean
}

/** Up to so many customers that meet something are looked at one by one; so many are looked at along the list. */
const fewCustomers = 2000
/** So many that meet one thing are compared with the others to count. */
const compared = 3000

/**
 * A page of customers, newest first, and how many there are; counting stops at `countTo`, for what very many customers meet earlier.
 * `after` is the last id of the page before. Those that became parts of others are not among them. As in the list of orders
 * (docs/lists.md), few that meet something are each looked at, else the list is walked, else all that meet it are sorted.
 */
export async function listCustomers(
  tx: Tx,
  tenant: string,
  filter: CustomerFilter,
  page: CustomerPageWish,
): Promise<CustomerPage> {
  const conditions = await conditionsOf(tx, tenant, filter, page.few)
  const asked: Asked = { tx, tenant, conditions, ...page }
  const sized = await sizes(asked)
  const [smallest] = sized
  const few = page.few ?? fewCustomers
  const narrow = smallest !== undefined && smallest.size <= few
  const ids = narrow
    ? await collect(asked, smallest.condition)
    : await walk(asked, conditions.length === 0 ? page.limit : few === 0 ? 0 : Math.max(few, 2 * page.limit))
  const full = narrow || ids.length >= page.limit || conditions.length === 0
  const found = full ? ids : await (smallest ? collect(asked, smallest.condition) : walk(asked, undefined))
  const isAll = found.length < page.limit && page.after === undefined
  const counted = isAll
    ? { count: found.length, over: false }
    : smallest
      ? await countOf(asked, smallest)
      : { count: await countAlong(asked), over: false }
  return {
    rows: await readRows(tx, tenant, found),
    count: Math.min(counted.count, page.countTo),
    countCapped: counted.over || counted.count > page.countTo,
  }
}

/** A value as a parameter of the statement that is being made: answers its `$n`. `$1` is the tenant. */
type Parameter = (value: unknown) => string

/** Something that customers of a list have to meet. */
interface Condition {
  /** Whether a customer `c` meets it. */
  readonly check: (at: Parameter) => string
  /** A statement of the ids of all that meet it, some perhaps twice, read from an index alone; undefined: most meet it. */
  readonly entries?: (at: Parameter) => string
  /** It names more, which have to be checked. */
  readonly loose?: boolean
}

interface Asked extends CustomerPageWish {
  readonly tx: Tx
  readonly tenant: string
  readonly conditions: readonly Condition[]
}

/** One that can lead to what meets it. */
type Leading = Condition & { readonly entries: (at: Parameter) => string }

interface Sized {
  readonly condition: Leading
  readonly size: number
}

async function conditionsOf(
  tx: Tx,
  tenant: string,
  filter: CustomerFilter,
  few: number | undefined,
): Promise<Condition[]> {
  const { blocked, business, groupId, country, openOrders } = filter
  const found = await findByText(tx, tenant, filter.search, filter.exact, few)
  const all: Condition[] = found ? [searched(found)] : []
  const flag = (column: 'blocked' | 'business', wanted: boolean | undefined) => {
    if (wanted === undefined) return
    const entries = () => `select t.id from customer t where t.tenant_id = $1 and t.${column}`
    all.push({ check: () => `${wanted ? '' : 'not '}c.${column}`, ...(wanted ? { entries } : {}) })
  }
  flag('blocked', blocked)
  flag('business', business)
  if (groupId !== undefined)
    all.push({
      check: at => `c.group_id = ${at(groupId)}`,
      // A range of one: of a group a plan takes for granted that many are in it, and would look for the few along the table.
      entries: at =>
        `select t.id from customer t where t.tenant_id = $1 and t.group_id >= ${at(groupId)} and t.group_id <= ${at(groupId)}`,
    })
  if (country !== undefined)
    all.push({
      check: at =>
        `(select true from customer_address x where x.tenant_id = $1 and x.customer_id = c.id and x.country = ${at(country)} limit 1)`,
      entries: at =>
        `select x.customer_id as id from customer_address x where x.tenant_id = $1 and x.country = ${at(country)}`,
    })
  if (openOrders !== undefined) {
    const open = `o.tenant_id = $1 and o.list_state in ('open', 'in_progress')`
    const entries = () => `select o.customer_id as id from sales_order o where ${open}`
    all.push({
      check: () =>
        `${openOrders ? '' : 'not '}coalesce((select true from sales_order o where ${open} and o.customer_id = c.id limit 1), false)`,
      ...(openOrders ? { entries } : {}),
    })
  }
  return all
}

// Those that a text names, and those that have a term in every range of a way to read it.
function searched({ ids, wide }: FoundCustomers): Condition {
  const within = ({ low, high }: TermRange, at: Parameter) =>
    `s.tenant_id = $1 and s.kind = 'customer' and s.term >= ${at(low)} and s.term < ${at(high)}`
  const has = (range: TermRange, at: Parameter) =>
    `coalesce((select true from search_term s where ${within(range, at)} and s.object_id = c.id limit 1), false)`
  return {
    check: at =>
      `(${[
        `c.id = any(${at(ids)}::uuid[])`,
        ...wide.map(way => `(${way.map(range => has(range, at)).join(' and ')})`),
      ].join(' or ')})`,
    entries: at =>
      [
        `select u.id from unnest(${at(ids)}::uuid[]) as u (id) where $1::uuid is not null`,
        ...wide.map(([rarest]) => `select s.object_id from search_term s where ${within(rarest, at)}`),
      ].join(' union all '),
    ...(wide.some(way => way.length > 1) ? { loose: true } : {}),
  }
}

/** How many entries each condition has, as far as that matters; the smallest first. */
async function sizes({ tx, tenant, conditions, countTo }: Asked): Promise<Sized[]> {
  const ways = conditions.filter((one): one is Leading => one.entries !== undefined)
  if (ways.length === 0) return []
  const { values, at } = parametersOf(tenant)
  const each = ways.map(
    ({ entries }) =>
      `(select count(*)::int from (${entries(at)} limit ${at(Math.max(fewCustomers, countTo) + 1)}) as e)`,
  )
  const [row] = await tx.query<{ sizes: number[] }>(`select array[${each.join(', ')}] as sizes`, values)
  return ways
    .map((condition, place) => ({ condition, size: row?.sizes[place] ?? 0 }))
    .sort((a, b) => a.size - b.size)
}

/** The page out of all that meet one thing. */
async function collect(asked: Asked, lead: Leading): Promise<string[]> {
  const { tx, tenant, conditions, after, limit } = asked
  if (conditions.length === 1 && !lead.loose) return topOf(asked, lead)
  const { values, at } = parametersOf(tenant)
  const rows = await tx.query<{ id: string }>(
    `select c.id from (select distinct e.id from (${lead.entries(at)} offset 0) as e (id) where ${behind('e.id', after, at)} order by e.id desc offset 0) as e
       cross join lateral (select c.* from customer c where c.tenant_id = $1 and c.id = e.id and ${checksOf(asked, at, lead)} offset 0) as c
     order by e.id desc limit ${at(limit)}`,
    values,
  )
  return rows.map(row => row.id)
}

// Entries alone, of which a customer may have several: the first ones are sorted out of all, and sifted afterwards.
async function topOf({ tx, tenant, after, limit }: Asked, lead: Leading): Promise<string[]> {
  for (let each = 4; ; each *= 8) {
    const { values, at } = parametersOf(tenant)
    const rows = await tx.query<{ id: string }>(
      `select e.id from (${lead.entries(at)} offset 0) as e (id) where ${behind('e.id', after, at)} and ${isNoPart}
       order by e.id desc limit ${at(limit * each)}`,
      values,
    )
    const ids = [...new Set(rows.map(row => row.id))]
    if (ids.length >= limit || rows.length < limit * each) return ids.slice(0, limit)
  }
}

const behind = (id: string, after: string | undefined, at: Parameter) =>
  after === undefined ? 'true' : `${id} < ${at(after)}`

/** Of entries alone, those of customers that became no part of another. */
const isNoPart = `e.id not in (select m.id from customer m where m.tenant_id = $1 and m.merged_into is not null)`

/** The first customers of the list that meet everything, of the next ones of the list or of all. */
async function walk(asked: Asked, steps: number | undefined): Promise<string[]> {
  const { tx, tenant, after, limit } = asked
  const { values, at } = parametersOf(tenant)
  const rows = await tx.query<{ id: string }>(
    `select c.id from (select c.* from customer c where c.tenant_id = $1 and c.merged_into is null and ${behind('c.id', after, at)} order by c.id desc limit ${at(steps ?? null)}) as c where ${checksOf(asked, at)} order by c.id desc limit ${at(limit)}`,
    values,
  )
  return rows.map(row => row.id)
}

/** How many there are where the page is full: exactly up to a limit, else at least so many. */
async function countOf(asked: Asked, { condition }: Sized): Promise<{ count: number; over: boolean }> {
  const { tx, tenant, conditions, countTo, limit } = asked
  if (countTo === 0) return { count: 0, over: false }
  const { values, at } = parametersOf(tenant)
  const alone = conditions.length === 1 && !condition.loose
  const most = alone ? 2 * countTo + 1 : compared
  const [row] = await tx.query<{ read: number; count: number }>(
    `with e as materialized (${condition.entries(at)} limit ${at(most)})
     select (select count(*)::int from e) as read, (select count(*)::int from (select distinct e.id from e as e (id)) as e
       ${alone ? `where ${isNoPart}` : `cross join lateral (select c.* from customer c where c.tenant_id = $1 and c.id = e.id and ${checksOf(asked, at, condition)} offset 0) as c`}) as count`,
    values,
  )
  const count = row?.count ?? 0
  const over = (row?.read ?? 0) >= most
  return over ? { count: Math.max(count, limit), over } : { count, over }
}

/** The same where most meet what is asked for: along the list. */
async function countAlong(asked: Asked): Promise<number> {
  const { tx, tenant, countTo } = asked
  const { values, at } = parametersOf(tenant)
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from customer c where c.tenant_id = $1 and ${checksOf(asked, at)} limit ${at(countTo + 1)}) as n`,
    values,
  )
  return row?.count ?? 0
}

function checksOf({ conditions }: Asked, at: Parameter, but?: Leading): string {
  const others = conditions.filter(one => one !== but || one.loose)
  return ['c.merged_into is null', ...others.map(one => one.check(at))].join(' and ')
}

function parametersOf(tenant: string): { readonly values: unknown[]; readonly at: Parameter } {
  const values: unknown[] = [tenant]
  return { values, at: value => `$${values.push(value)}` }
}

async function readRows(tx: Tx, tenant: string, ids: readonly string[]): Promise<ListedCustomer[]> {
  if (ids.length === 0) return []
  return tx.query<ListedCustomer>(
    `select c.id, c.customer_number as number, c.name, c.email, a.city as place, a.country, g.name as "group",
       c.debtor_number as "debtorNumber", c.business, c.blocked
     from unnest($2::uuid[]) with ordinality as n (id, at) join customer c on c.tenant_id = $1 and c.id = n.id
       left join customer_group g on g.tenant_id = c.tenant_id and g.id = c.group_id
       left join lateral (select x.city, x.country from customer_address x where x.tenant_id = c.tenant_id and x.customer_id = c.id
         order by x.is_billing desc, x.id limit 1) as a on true
     order by n.at`,
    [tenant, ids],
  )
}

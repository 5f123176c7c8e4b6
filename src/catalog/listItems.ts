import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'
import { findItemsByCode, findItemsByNumber } from './findItems.ts'
import {
  countAlone,
  foundItems,
  type ItemSearch,
  meetsSearch,
  newestOfTerms,
  type Parameter,
  prepareItemSearch,
} from './itemSearch.ts'
import { catalogProblem } from './problems.ts'

export const itemKinds = ['simple', 'parent', 'child', 'kit'] as const

export interface ListedItem {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly kind: (typeof itemKinds)[number]
  readonly gtin: string | null
  readonly netPrice: string | null
  readonly grossPrice: string | null
  readonly active: boolean
  readonly changedAt: Date
}

export interface ItemFilter {
  /** Number, GTIN, manufacturer's number or words of the name, each by its beginning. */
  readonly search?: string | undefined
  /** Only what this channel sells. */
  readonly channelId?: string | undefined
  /** Only what lies in this category, or in one below it. */
  readonly categoryId?: string | undefined
  readonly kind?: (typeof itemKinds)[number] | undefined
  readonly active?: boolean | undefined
  readonly manufacturerId?: string | undefined
  /** Only that of which something lies in a warehouse, or nothing does. */
  readonly inStock?: boolean | undefined
  /** Only what ever lay in this warehouse; with `inStock`: what lies there now. */
  readonly warehouseId?: string | undefined
  /** Only what has a price for everyone, net or gross, or only what has none. */
  readonly priced?: boolean | undefined
  /** Only what is shown in an image, or only what is not. */
  readonly pictured?: boolean | undefined
  /** Another limit above which a search is wide, for tests. */
  readonly searchLimit?: number
}

export interface ItemPage {
  /** The last id of the page before. */
  readonly after?: string | undefined
  readonly limit: number
  /** `newest` by default. */
  readonly sort?: 'newest' | 'number' | undefined
}

/** Items in the order of the page, newest first by default. */
export async function listItems(
  tx: Tx,
  tenant: string,
  filter: ItemFilter,
  page: ItemPage,
): Promise<ListedItem[]> {
  return readPage(tx, tenant, await prepare(tx, tenant, filter), page)
}

/** How many items match; counting stops at `most`. */
export async function countItems(tx: Tx, tenant: string, filter: ItemFilter, most: number): Promise<number> {
  return count(tx, tenant, await prepare(tx, tenant, filter), most)
}

/** Both at once, at the cost of preparing the search once: a page of items, and how many match (counting stops at `most`). */
export async function listAndCountItems(
  tx: Tx,
  tenant: string,
  filter: ItemFilter,
  page: ItemPage,
  most: number,
): Promise<{ rows: ListedItem[]; count: number }> {
  const prepared = await prepare(tx, tenant, filter)
  const [rows, counted] = await Promise.all([
    readPage(tx, tenant, prepared, page),
    count(tx, tenant, prepared, most),
  ])
  return { rows, count: counted }
}

/** The next ids of the items that match, in the order of the ids: for what goes through all of them. */
export async function listItemIds(
  tx: Tx,
  tenant: string,
  filter: ItemFilter,
  afterId: string | undefined,
  limit: number,
): Promise<string[]> {
  const prepared = await prepare(tx, tenant, filter)
  const { values, at } = parameters(tenant)
  const after = afterId === undefined ? [] : [`i.id > ${at(afterId)}`]
  const rows = await tx.query<{ id: string }>(
    `select i.id from ${sourceOf(prepared, at)} where ${conditions(prepared, at, after)} order by i.id limit ${at(limit)}`,
    values,
  )
  return rows.map(row => row.id)
}

interface Prepared extends ItemFilter {
  readonly found: ItemSearch | undefined
  readonly categoryIds: readonly string[] | undefined
}

async function prepare(tx: Tx, tenant: string, filter: ItemFilter): Promise<Prepared> {
  const found = prepareItemSearch(tx, tenant, filter.search, filter.searchLimit)
  const below =
    filter.categoryId === undefined
      ? undefined
      : tx.query<{ id: string }>(
          `with recursive below as (
             select id from category where tenant_id = $1 and id = $2
             union all select c.id from below b join category c on c.tenant_id = $1 and c.parent_id = b.id)
           select id from below`,
          [tenant, filter.categoryId],
        )
  const [search, categories] = await Promise.all([found, below])
  return { ...filter, found: search, categoryIds: categories?.map(row => row.id) }
}

const columns = `i.id, i.item_number as "itemNumber", i.name, i.kind, i.gtin, i.net_price as "netPrice",
  i.gross_price as "grossPrice", i.active, i.changed_at as "changedAt"`

/** Along a list that many items match, so many are asked; where that was not enough, all that match are collected. */
const walked = 5000
/** Of items that have a term, so many are looked at for what else is asked for, before all that match are collected. */
const tried = 1000

async function readPage(tx: Tx, tenant: string, wish: Prepared, page: ItemPage): Promise<ListedItem[]> {
  const { found } = wish
  if (page.sort === 'number') return byNumber(tx, tenant, wish, page)
  if (found?.terms) {
    const rows = await alongTerms(tx, tenant, wish, found.terms, page)
    if (rows) return rows
  }
  if (found && !found.narrow) {
    const rows = await walk(tx, tenant, wish, found, page)
    if (rows) return rows
  }
  const { values, at } = parameters(tenant)
  const after = page.after === undefined ? [] : [`i.id < ${at(page.after)}`]
  // Where nothing else is asked for, the page is cut out of the set before its items are read.
  const source =
    found && alone(wish)
      ? `(select s.id from (${foundItems(found, at, true)}) as s where ${page.after === undefined ? 'true' : `s.id < ${at(page.after)}`}
           order by s.id desc limit ${at(page.limit)}) as f join item i on i.tenant_id = $1 and i.id = f.id`
      : sourceOf(wish, at, true)
  return tx.query<ListedItem>(
    `select ${columns} from ${source} where ${conditions(wish, at, after, true)} order by i.id desc limit ${at(page.limit)}`,
    values,
  )
}

// Undefined: the page is not full, and there may be more. To sort all entries of a frequent word for a page would cost the most.
async function alongTerms(
  tx: Tx,
  tenant: string,
  wish: Prepared,
  terms: readonly string[],
  page: ItemPage,
): Promise<ListedItem[] | undefined> {
  const { values, at } = parameters(tenant)
  const onlyTerms = alone(wish)
  const candidates = newestOfTerms(terms, page.after, onlyTerms ? page.limit : tried, at)
  const rows = await tx.query<ListedItem>(
    `select ${columns} from (${candidates}) as f join item i on i.tenant_id = $1 and i.id = f.id
     where ${conditions({ ...wish, found: undefined }, at, [])} order by i.id desc limit ${at(page.limit)}`,
    values,
  )
  return onlyTerms || rows.length === page.limit ? rows : undefined
}

// Undefined: the page is not full. Read in the order of the list, so that it ends with the last row of the page.
async function walk(
  tx: Tx,
  tenant: string,
  wish: Prepared,
  found: ItemSearch,
  page: ItemPage,
): Promise<ListedItem[] | undefined> {
  const { values, at } = parameters(tenant)
  const after = page.after === undefined ? 'true' : `id < ${at(page.after)}`
  const rows = await tx.query<ListedItem>(
    `select ${columns} from (select * from item where tenant_id = $1 and ${after} order by id desc limit ${walked}) as i
     where ${meetsSearch(found, 'i.id', at)} and ${conditions({ ...wish, found: undefined }, at, [])}
     order by i.id desc limit ${at(page.limit)}`,
    values,
  )
  return rows.length < page.limit ? undefined : rows
}

async function byNumber(tx: Tx, tenant: string, wish: Prepared, page: ItemPage): Promise<ListedItem[]> {
  const { values, at } = parameters(tenant)
  const after: string[] = []
  if (page.after !== undefined) {
    const [last] = await tx.query<{ key: string }>(
      `select number_key as key from item where tenant_id = $1 and id = $2`,
      [tenant, page.after],
    )
    if (!last) return []
    const key = at(last.key)
    after.push(`i.number_key >= ${key} and (i.number_key > ${key} or i.id > ${at(page.after)})`)
  }
  return tx.query<ListedItem>(
    `select ${columns} from ${sourceOf(wish, at)} where ${conditions(wish, at, after)}
     order by i.number_key, i.id limit ${at(page.limit)}`,
    values,
  )
}

async function count(tx: Tx, tenant: string, wish: Prepared, most: number): Promise<number> {
  const { found } = wish
  const easily = found && alone(wish) ? await countAlone(tx, tenant, found, most) : undefined
  if (easily !== undefined) return easily
  const { values, at } = parameters(tenant)
  const matching =
    found && alone(wish)
      ? `select from (${foundItems(found, at, true)}) as s limit ${at(most)}`
      : `select from ${sourceOf(wish, at)} where ${conditions(wish, at, [])} limit ${at(most)}`
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (${matching}) as counted`,
    values,
  )
  return row?.count ?? 0
}

function parameters(tenant: string): { values: unknown[]; at: Parameter } {
  const values: unknown[] = [tenant]
  return { values, at: value => `$${values.push(value)}` }
}

/** True where a search is all that is asked for. */
function alone(wish: Prepared): boolean {
  const { search, found, searchLimit, categoryIds, ...others } = wish
  return Object.values(others).every(value => value === undefined)
}

/** Where the items come from: those that a search has found, or all. */
function sourceOf({ found }: Prepared, at: Parameter, whatever = false): string {
  return found && (found.narrow || whatever)
    ? `(${foundItems(found, at, whatever)}) as f join item i on i.tenant_id = $1 and i.id = f.id`
    : 'item i'
}

function conditions(wish: Prepared, at: Parameter, also: readonly string[], whatever = false): string {
  const { found, channelId, categoryIds, kind, active, manufacturerId, inStock, warehouseId } = wish
  const { priced, pictured } = wish
  const all = ['i.tenant_id = $1', ...also]
  if (found && !found.narrow && !whatever) all.push(meetsSearch(found, 'i.id', at))
  if (channelId !== undefined)
    all.push(`exists (select from item_channel k
      where k.tenant_id = $1 and k.channel_id = ${at(channelId)} and k.item_id = i.id and k.active)`)
  if (categoryIds !== undefined)
    all.push(`i.id in (select c.item_id from item_category c
      where c.tenant_id = $1 and c.category_id = any(${at(categoryIds)}::uuid[]))`)
  if (kind !== undefined) all.push(`i.kind = ${at(kind)}`)
  if (active !== undefined) all.push(`i.active = ${at(active)}`)
  if (manufacturerId !== undefined) all.push(`i.manufacturer_id = ${at(manufacturerId)}`)
  const there = warehouseId === undefined ? '' : ` and l.warehouse_id = ${at(warehouseId)}`
  const level = `select from stock_level l where l.tenant_id = $1 and l.item_id = i.id${there}`
  if (inStock !== undefined) all.push(`${inStock ? '' : 'not '}exists (${level} and l.on_hand > 0)`)
  if (warehouseId !== undefined && inStock !== true) all.push(`exists (${level})`)
  if (priced !== undefined) all.push(`coalesce(i.net_price, i.gross_price) is ${priced ? 'not ' : ''}null`)
  if (pictured !== undefined)
    all.push(
      `${pictured ? '' : 'not '}exists (select from item_image m where m.tenant_id = $1 and m.item_id = i.id)`,
    )
  return all.join(' and ')
}

/** The id of an item by id or number. Throws ITEM_UNKNOWN, ITEM_AMBIGUOUS. */
export async function itemIdOf(tx: Tx, tenant: string, idOrNumber: string): Promise<string> {
  if (isId(idOrNumber)) {
    const [row] = await tx.query(`select from item where tenant_id = $1 and id = $2`, [tenant, idOrNumber])
    if (row) return idOrNumber
  }
  const found = (await findItemsByNumber(tx, tenant, [idOrNumber])).get(idOrNumber) ?? []
  const [item, another] = found
  if (!item) throw catalogProblem('ITEM_UNKNOWN', { item: idOrNumber })
  if (another) throw catalogProblem('ITEM_AMBIGUOUS', { item: idOrNumber })
  return item.id
}

/** The id of an item by id, number or GTIN. Throws ITEM_UNKNOWN, ITEM_AMBIGUOUS. */
export async function itemIdOfCode(tx: Tx, tenant: string, code: string): Promise<string> {
  const [item, another] = await findItemsByCode(tx, tenant, code)
  if (!item) throw catalogProblem('ITEM_UNKNOWN', { item: code })
  if (another) throw catalogProblem('ITEM_AMBIGUOUS', { item: code })
  return item.id
}

import type { Changed } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { isId, newId } from '../base/ids.ts'
import { holdKnownItems } from './itemStore.ts'
import { catalogProblem, type Refused } from './problems.ts'
import { holdsNow, type TimedPrices, timesAhead } from './timedPrices.ts'

/** Prices for a time and for some: net prices of items of its own, or the base price times a factor. */
export interface PriceList {
  readonly id: string
  readonly name: string
  /** Of the base price; null: it has only net prices of its own. */
  readonly factor: string | null
  /** Null: since ever. */
  readonly from: Date | null
  /** Null: without an end. It does not hold any more at this instant. */
  readonly to: Date | null
  readonly active: boolean
  /** None: every channel. */
  readonly channels: readonly { readonly id: string; readonly name: string }[]
  /** None: everyone. */
  readonly groups: readonly { readonly id: string; readonly name: string }[]
}

export interface PriceListChange {
  readonly name?: string | undefined
  readonly factor?: string | null | undefined
  readonly from?: Date | null | undefined
  readonly to?: Date | null | undefined
  readonly active?: boolean | undefined
  /** Instead of those it had. */
  readonly channelIds?: readonly string[] | undefined
  readonly customerGroupIds?: readonly string[] | undefined
}

/** What a changed list means for channels: all their prices may be another now (absent: every channel), or will be. */
export interface PriceListDone {
  readonly id: string
  readonly swept: readonly string[] | 'all' | 'none'
  readonly timed: readonly TimedPrices[]
}

/** All price lists by name. A tenant has tens of them. */
export function listPriceLists(tx: Tx, tenant: string): Promise<PriceList[]> {
  return tx.query<PriceList>(
    `select l.id, l.name, trim_scale(l.factor)::text as factor, l.valid_from as "from", l.valid_to as "to", l.active,
       coalesce((select json_agg(json_build_object('id', h.id, 'name', h.name) order by h.name) from price_list_channel c
         join channel h on h.tenant_id = c.tenant_id and h.id = c.channel_id
         where c.tenant_id = $1 and c.price_list_id = l.id), '[]') as channels,
       coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name) from price_list_group m
         join customer_group g on g.tenant_id = m.tenant_id and g.id = m.customer_group_id
         where m.tenant_id = $1 and m.price_list_id = l.id), '[]') as groups
     from price_list l where l.tenant_id = $1 order by l.name`,
    [tenant],
  )
}

/** A list by id or name. Throws PRICE_LIST_UNKNOWN. */
export async function priceListOf(tx: Tx, tenant: string, idOrName: string): Promise<PriceList> {
  const lists = await listPriceLists(tx, tenant)
  const list =
    lists.find(one => isId(idOrName) && one.id === idOrName) ?? lists.find(one => one.name === idOrName)
  if (!list) throw catalogProblem('PRICE_LIST_UNKNOWN', { list: idOrName })
  return list
}

/** Makes a list. Throws PRICE_LIST_TAKEN, PERIOD_INVALID, CHANNEL_UNKNOWN, CUSTOMER_GROUP_UNKNOWN. */
export async function addPriceList(
  tx: Tx,
  tenant: string,
  list: PriceListChange & { readonly name: string },
  now: Date,
): Promise<PriceListDone> {
  const id = newId()
  await tx
    .run(`insert into price_list (tenant_id, id, name) values ($1, $2, $3)`, [tenant, id, list.name])
    .catch(error => {
      throw sqlState(error) === '23505' ? catalogProblem('PRICE_LIST_TAKEN', { name: list.name }) : error
    })
  const { name: _, ...change } = list
  return changePriceList(tx, tenant, id, change, now)
}

/**
 * Changes a list, whatever number of items it prices: the channels that it holds for now, or held for before, are walked
 * through. Throws like `addPriceList`, and PRICE_LIST_UNKNOWN.
 */
export async function changePriceList(
  tx: Tx,
  tenant: string,
  id: string,
  change: PriceListChange,
  now: Date,
): Promise<PriceListDone> {
  await tx.query(`select from price_list where tenant_id = $1 and id = $2 for no key update`, [tenant, id])
  const before = await priceListOf(tx, tenant, id)
  const { name = before.name, factor = before.factor, from = before.from, to = before.to } = change
  const { active = before.active } = change
  if (from && to && to.getTime() <= from.getTime())
    throw catalogProblem('PERIOD_INVALID', { from: from.toISOString(), to: to.toISOString() })
  await tx
    .run(
      `update price_list set name = $3, factor = $4::numeric, valid_from = $5, valid_to = $6, active = $7 where tenant_id = $1 and id = $2`,
      [tenant, id, name, factor, from, to, active],
    )
    .catch(error => {
      throw sqlState(error) === '23505' ? catalogProblem('PRICE_LIST_TAKEN', { name }) : error
    })
  const { channelIds, customerGroupIds } = change
  if (channelIds) await storeMembers(tx, tenant, id, members.channel, channelIds)
  if (customerGroupIds) await storeMembers(tx, tenant, id, members.group, customerGroupIds)
  const after = await priceListOf(tx, tenant, id)
  const swept = [before, after].filter(list => list.active && holdsNow(now, list.from, list.to))
  const channels = after.channels.map(one => one.id)
  const at = after.active ? timesAhead(now, from, to) : []
  return {
    id,
    swept: sweptOf(swept),
    timed: at.length === 0 ? [] : [{ at, ...(channels.length > 0 ? { channelIds: channels } : {}) }],
  }
}

function sweptOf(lists: readonly PriceList[]): PriceListDone['swept'] {
  if (lists.length === 0) return 'none'
  if (lists.some(list => list.channels.length === 0)) return 'all'
  return [...new Set(lists.flatMap(list => list.channels.map(one => one.id)))].sort()
}

const members = {
  channel: { table: 'price_list_channel', column: 'channel_id', of: 'channel', code: 'CHANNEL_UNKNOWN' },
  group: {
    table: 'price_list_group',
    column: 'customer_group_id',
    of: 'customer_group',
    code: 'CUSTOMER_GROUP_UNKNOWN',
  },
} as const

async function storeMembers(
  tx: Tx,
  tenant: string,
  listId: string,
  { table, column, of, code }: (typeof members)[keyof typeof members],
  ids: readonly string[],
): Promise<void> {
  const known = await tx.query<{ id: string }>(
    `select id from ${of} where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  const unknown = ids.find(id => !known.some(row => row.id === id))
  if (unknown) throw catalogProblem(code, { channel: unknown, group: unknown })
  await tx.run(
    `delete from ${table} where tenant_id = $1 and price_list_id = $2 and not ${column} = any($3::uuid[])`,
    [tenant, listId, ids],
  )
  await tx.run(
    `insert into ${table} (tenant_id, price_list_id, ${column}) select $1, $2, u.id from unnest($3::uuid[]) as u (id) order by u.id
     on conflict do nothing`,
    [tenant, listId, [...new Set(ids)]],
  )
}

export type ListedItem = { readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused

/**
 * Sets net prices of items in a list, or (null) takes them out. `changed` names items only if the list holds now. Refused
 * (and left out) are ITEM_UNKNOWN. Named twice, the last one counts. Throws PRICE_LIST_UNKNOWN.
 */
export async function setPriceListItems(
  tx: Tx,
  tenant: string,
  listId: string,
  items: readonly { readonly itemId: string; readonly net: string | null }[],
  now: Date,
): Promise<{ results: ListedItem[]; changed: Changed }> {
  const list = await priceListOf(tx, tenant, listId)
  const known = await holdKnownItems(
    tx,
    tenant,
    items.map(item => item.itemId),
  )
  const wanted = new Map(items.filter(item => known.has(item.itemId)).map(item => [item.itemId, item.net]))
  const rows = await tx.query<{ id: string }>(
    `with wanted as (select u.id, u.net::numeric as net from unnest($3::uuid[], $4::text[]) as u (id, net)),
     gone as (
       delete from price_list_item p using wanted w
       where p.tenant_id = $1 and p.price_list_id = $2 and p.item_id = w.id and w.net is null returning p.item_id),
     come as (
       insert into price_list_item (tenant_id, price_list_id, item_id, net)
       select $1, $2, w.id, w.net from wanted w where w.net is not null order by w.id
       on conflict (tenant_id, price_list_id, item_id) do update set net = excluded.net where price_list_item.net <> excluded.net
       returning item_id)
     select item_id as id from gone union all select item_id from come`,
    [tenant, listId, [...wanted.keys()], [...wanted.values()]],
  )
  const touched = new Set(rows.map(row => row.id))
  const isOn = list.active && holdsNow(now, list.from, list.to)
  return {
    results: items.map(({ itemId: id }) =>
      known.has(id)
        ? { id, did: touched.has(id) ? 'changed' : 'unchanged' }
        : { id, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: id } },
    ),
    changed: isOn && touched.size > 0 ? { price: [...touched].sort() } : {},
  }
}

/** The items of a list by id, from behind one on. */
export function priceListItems(
  tx: Tx,
  tenant: string,
  listId: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<{ id: string; itemNumber: string; name: string; net: string }[]> {
  return tx.query(
    `select p.item_id as id, i.item_number as "itemNumber", i.name, trim_scale(p.net)::text as net
     from price_list_item p join item i on i.tenant_id = p.tenant_id and i.id = p.item_id
     where p.tenant_id = $1 and p.price_list_id = $2 and ($3::uuid is null or p.item_id > $3) order by p.item_id limit $4`,
    [tenant, listId, page.after ?? null, page.limit],
  )
}

/** How many items a list prices itself; counts no further than `limit`. */
export async function countPriceListItems(
  tx: Tx,
  tenant: string,
  listId: string,
  limit: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from price_list_item where tenant_id = $1 and price_list_id = $2 limit $3) as counted`,
    [tenant, listId, limit],
  )
  return row?.count ?? 0
}

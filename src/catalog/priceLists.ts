import type { Changed } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { isId, newId } from '../base/ids.ts'
import { amountOf, type SaidPrice } from './amount.ts'
import { objectionToPrices } from './givenScales.ts'
import { holdKnownItems } from './itemStore.ts'
import { catalogProblem, type Refused } from './problems.ts'
import { holdsNow, type TimedDone, type TimedPrices, timesAhead } from './timedPrices.ts'

/** Prices for a time and for some: prices of items of its own, or the base price times a factor. */
export interface PriceList {
  readonly id: string
  readonly name: string
  /** Of the base price; null: it has only prices of its own. */
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
export interface PriceListDone extends TimedDone {
  readonly id: string
  readonly swept: readonly string[] | 'all' | 'none'
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
  const [was, is] = [timesOf(before, now), timesOf(after, now)]
  return {
    id,
    swept: sweptOf(swept),
    timed: is.filter(one => !was.some(other => sameTime(one, other))),
    untimed: await unshared(
      tx,
      tenant,
      was.filter(one => !is.some(other => sameTime(one, other))),
    ),
  }
}

// When the clock turns a list on or off, for each channel by itself.
function timesOf({ active, from, to, channels }: PriceList, now: Date): TimedPrices[] {
  const places = channels.length > 0 ? channels.map(one => [one.id]) : [undefined]
  return (active ? timesAhead(now, from, to) : []).flatMap(at =>
    places.map(channelIds => ({ at: [at], ...(channelIds ? { channelIds } : {}) })),
  )
}

function sameTime(one: TimedPrices, other: TimedPrices): boolean {
  return (
    one.at[0]?.getTime() === other.at[0]?.getTime() && one.channelIds?.join() === other.channelIds?.join()
  )
}

/** Those at which no other list of that place begins or ends, nor a special price: many of these share one row with lists. */
async function unshared(tx: Tx, tenant: string, times: readonly TimedPrices[]): Promise<TimedPrices[]> {
  if (times.length === 0) return []
  const shared = await tx.query<{ place: number }>(
    `select u.place::int as place from unnest($2::timestamptz[], $3::uuid[]) with ordinality as u (at, channel, place)
     where exists (select from price_list l
         where l.tenant_id = $1 and l.active and (l.valid_from = u.at or l.valid_to = u.at)
           and u.channel is not distinct from (select c.channel_id from price_list_channel c
             where c.tenant_id = $1 and c.price_list_id = l.id order by c.channel_id = u.channel desc limit 1))
       or exists (select from special_price s
         where s.tenant_id = $1 and s.active and (s.valid_from = u.at or s.valid_to = u.at) and s.channel_id is not distinct from u.channel)`,
    [tenant, times.map(one => one.at[0]), times.map(one => one.channelIds?.[0] ?? null)],
  )
  const kept = new Set(shared.map(row => row.place - 1))
  return times.filter((_, at) => !kept.has(at))
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

/** What an item costs in a list; neither net nor gross: it is taken out. */
export type ListPrice = SaidPrice & { readonly itemId: string }

/**
 * Sets prices of items in a list, or (neither net nor gross) takes them out. `changed` names items only if the list holds now.
 * Refused (and left out) are ITEM_UNKNOWN and PRICE_SAID_TWICE. Named twice, the last one counts. Throws PRICE_LIST_UNKNOWN.
 */
export async function setPriceListItems(
  tx: Tx,
  tenant: string,
  listId: string,
  items: readonly ListPrice[],
  now: Date,
): Promise<{ results: ListedItem[]; changed: Changed }> {
  const list = await priceListOf(tx, tenant, listId)
  const known = await holdKnownItems(
    tx,
    tenant,
    items.map(item => item.itemId),
  )
  const refused = items.map((item): Refused | undefined => {
    const { itemId: id } = item
    if (!known.has(id)) return { id, did: 'refused', code: 'ITEM_UNKNOWN', data: { item: id } }
    const objection = amountOf(item) === 'twice' ? objectionToPrices([item]) : undefined
    return objection && { id, did: 'refused', ...objection }
  })
  const wanted = new Map(items.filter((_, at) => !refused[at]).map(item => [item.itemId, item]))
  const rows = [...wanted.values()]
  const stored = await tx.query<{ id: string }>(
    `with wanted as (
       select u.id, u.net::numeric as net, u.gross::numeric as gross
       from unnest($3::uuid[], $4::text[], $5::text[]) as u (id, net, gross)),
     gone as (
       delete from price_list_item p using wanted w
       where p.tenant_id = $1 and p.price_list_id = $2 and p.item_id = w.id and w.net is null and w.gross is null
       returning p.item_id),
     come as (
       insert into price_list_item (tenant_id, price_list_id, item_id, net, gross)
       select $1, $2, w.id, w.net, w.gross from wanted w where num_nonnulls(w.net, w.gross) = 1 order by w.id
       on conflict (tenant_id, price_list_id, item_id) do update set net = excluded.net, gross = excluded.gross
         where (price_list_item.net, price_list_item.gross) is distinct from (excluded.net, excluded.gross)
       returning item_id)
     select item_id as id from gone union all select item_id from come`,
    [
      tenant,
      listId,
      rows.map(row => row.itemId),
      rows.map(row => row.net ?? null),
      rows.map(row => row.gross ?? null),
    ],
  )
  const touched = new Set(stored.map(row => row.id))
  const isOn = list.active && holdsNow(now, list.from, list.to)
  return {
    results: items.map(
      ({ itemId: id }, at) => refused[at] ?? { id, did: touched.has(id) ? 'changed' : 'unchanged' },
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
): Promise<{ id: string; itemNumber: string; name: string; net: string | null; gross: string | null }[]> {
  return tx.query(
    `select p.item_id as id, i.item_number as "itemNumber", i.name, trim_scale(p.net)::text as net, trim_scale(p.gross)::text as gross
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

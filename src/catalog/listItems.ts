import type { Tx } from '../base/database.ts'
import { isId } from '../base/ids.ts'
import { findItemsByNumber } from './findItems.ts'
import { searchOf } from './itemTerms.ts'
import { catalogProblem } from './problems.ts'

export interface ListedItem {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly kind: string
  readonly gtin: string | null
  readonly netPrice: string | null
  readonly active: boolean
}

export interface ItemFilter {
  /** Number, GTIN, manufacturer's number or words of the name, each by its beginning. */
  readonly search?: string | undefined
  /** Only what this channel sells. */
  readonly channelId?: string | undefined
}

// Exact comparisons and ranges only: under row-level security nothing else uses an index.
const matches = `i.tenant_id = $1
  and ($2::text is null or i.id in (
    select s.object_id from search_term s
    where s.tenant_id = $1 and s.kind = 'item' and s.term >= $2 and s.term < $2 || chr(1114111)
    union all
    select s.object_id from unnest($3::text[]) as w (word)
    join search_term s on s.tenant_id = $1 and s.kind = 'item' and s.term >= w.word and s.term < w.word || chr(1114111)
    group by s.object_id having count(distinct w.word) = cardinality($3::text[])))
  and ($4::uuid is null or exists (select from item_channel k
    where k.tenant_id = $1 and k.channel_id = $4 and k.item_id = i.id and k.active))`

function filterValues(tenant: string, filter: ItemFilter): unknown[] {
  const { whole, words } = searchOf(filter.search)
  return [tenant, whole, words, filter.channelId ?? null]
}

/** Items, newest first; `after` is the last id of the page before. */
export function listItems(
  tx: Tx,
  tenant: string,
  filter: ItemFilter,
  page: { after?: string | undefined; limit: number },
): Promise<ListedItem[]> {
  return tx.query<ListedItem>(
    `select i.id, i.item_number as "itemNumber", i.name, i.kind, i.gtin, i.net_price as "netPrice", i.active from item i
     where ${matches} and ($5::uuid is null or i.id < $5) order by i.id desc limit $6`,
    [...filterValues(tenant, filter), page.after ?? null, page.limit],
  )
}

/** How many items match; counting stops at `most`. */
export async function countItems(tx: Tx, tenant: string, filter: ItemFilter, most: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from item i where ${matches} limit $5) as counted`,
    [...filterValues(tenant, filter), most],
  )
  return row?.count ?? 0
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

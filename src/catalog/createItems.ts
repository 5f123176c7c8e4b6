import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { numberKey } from './findItems.ts'

export interface NewItem {
  readonly itemNumber: string
  readonly name: string
  readonly gtin?: string | undefined
}

/** What became of each item, in the order of the list. */
export type CreatedItem = { readonly itemNumber: string; readonly id: string; readonly did: 'new' | 'exists' }

/**
 * Makes items, as many as given in one statement. An item number that is taken keeps its item: `exists`. A number twice
 * in the list makes one item.
 */
export async function createItems(tx: Tx, tenant: string, items: readonly NewItem[]): Promise<CreatedItem[]> {
  const rows = [...new Map(items.map(item => [item.itemNumber, item])).values()]
    .map(item => ({
      id: newId(),
      number: item.itemNumber,
      key: numberKey(item.itemNumber),
      name: item.name,
      gtin: item.gtin ?? null,
    }))
    .sort((a, b) => (a.number < b.number ? -1 : 1))
  await tx.run(
    `insert into item (tenant_id, id, item_number, number_key, name, gtin)
     select $1, r.id, r.number, r.key, r.name, r.gtin
     from json_to_recordset($2) as r (id uuid, number text, key text, name text, gtin text)
     on conflict (tenant_id, item_number) do nothing`,
    [tenant, JSON.stringify(rows)],
  )
  const stored = await tx.query<{ item_number: string; id: string }>(
    `select item_number, id from item where tenant_id = $1 and item_number = any($2::text[])`,
    [tenant, rows.map(row => row.number)],
  )
  const ids = new Map(stored.map(row => [row.item_number, row.id]))
  const fresh = new Set(rows.map(row => row.id))
  return items.map(item => {
    const id = ids.get(item.itemNumber) ?? ''
    return { itemNumber: item.itemNumber, id, did: fresh.has(id) ? 'new' : 'exists' }
  })
}

export interface ListedItem {
  readonly id: string
  readonly itemNumber: string
  readonly name: string
  readonly kind: string
}

/** Items, newest first; `after` is the last id of the page before. */
export function listItems(
  tx: Tx,
  tenant: string,
  page: { after?: string | undefined; limit: number },
): Promise<ListedItem[]> {
  return tx.query<ListedItem>(
    `select id, item_number as "itemNumber", name, kind from item
     where tenant_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [tenant, page.after ?? null, page.limit],
  )
}

/** How many items there are; counting stops at `limit`. */
export async function countItems(tx: Tx, tenant: string, limit: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select 1 from item where tenant_id = $1 limit $2) as counted`,
    [tenant, limit],
  )
  return row?.count ?? 0
}

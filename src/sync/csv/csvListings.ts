import type { Tx } from '../../base/database.ts'
import { readItemListings } from '../../channels/listingStore.ts'
import { setListings } from '../setListings.ts'
import { about, type ItemWork } from './itemWork.ts'

/** SQL: channels (alias `h`) whose system names categories, or where an item was given one. */
export const namesCategories = `(exists (select from web_term t where t.tenant_id = h.tenant_id and t.connection_id = h.connection_id
    and t.list = 'category') or exists (select from item_listing l where l.tenant_id = h.tenant_id and l.channel_id = h.id
    and l.their_category is not null))`

/** In which category of a channel each item was put by a person, by item and name of the channel. */
export function categoriesOfItems(
  tx: Tx,
  tenant: string,
  itemIds: readonly string[],
): Promise<{ item: string; channel: string; category: string }[]> {
  return tx.query(
    `select l.item_id as item, h.name as channel, l.their_category as category from item_listing l
     join channel h on h.tenant_id = $1 and h.id = l.channel_id
     where l.tenant_id = $1 and l.item_id = any($2::uuid[]) and l.their_category is not null`,
    [tenant, itemIds],
  )
}

/** Says in which categories of channels the items of rows stand; taken away, they stand where their own categories are mapped to. */
export async function sayListings({ tx, of, rows, ids, note, changed }: ItemWork): Promise<void> {
  const said = [...rows.entries()].flatMap(([at, { row }]) =>
    (ids[at] === '' ? [] : about(row, 'listed.')).map(([channel, category]) => ({
      at,
      itemId: ids[at] ?? '',
      channelId: of.names.market.get(channel) ?? '',
      category: typeof category === 'string' ? category : null,
    })),
  )
  if (said.length === 0) return
  const stored = await readItemListings(tx, of.tenant, {
    channelIds: [...new Set(said.map(one => one.channelId))],
    itemIds: said.map(one => one.itemId),
  })
  const before = new Map(stored.map(one => [`${one.itemId} ${one.channelId}`, one.category]))
  const news = said.filter(one => (before.get(`${one.itemId} ${one.channelId}`) ?? null) !== one.category)
  const done = await setListings(
    tx,
    of.tenant,
    news.map(({ at: _, ...one }) => one),
    { by: of.actor, now: of.now },
  )
  changed.push(done.changed)
  for (const [index, result] of done.results.entries()) note(news[index]?.at ?? -1, result)
}

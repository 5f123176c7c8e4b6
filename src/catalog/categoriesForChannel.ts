import type { Tx } from '../base/database.ts'
import { readCategoryTexts } from './categoryStore.ts'
import { channelFacts } from './channelFacts.ts'
import { readChannelTexts } from './channelTextStore.ts'
import { byLanguage, type ChannelText, textFor } from './textFallback.ts'

/** What one channel is told of a category. */
export interface CategoryForChannel {
  readonly id: string
  /** null: at the top of what the channel shows. */
  readonly parentId: string | null
  readonly active: boolean
  readonly sort: number
  /** By ISO 639-1 language, as `textFor` says. */
  readonly texts: Readonly<Record<string, ChannelText>>
  /** 0 at the top: parents are sent before their children. */
  readonly depth: number
}

/**
 * What a channel is told of these categories, in the order of the ids; undefined for what does not lie below its root (the
 * root itself is not shown), and for what is hidden there, with all below it. Throws CHANNEL_UNKNOWN.
 */
export async function categoriesForChannel(
  tx: Tx,
  tenant: string,
  wish: { readonly channelId: string; readonly categoryIds: readonly string[]; readonly now: Date },
): Promise<(CategoryForChannel | undefined)[]> {
  const [facts, rows, texts, own] = await Promise.all([
    channelFacts(tx, tenant, wish.channelId, wish.now),
    tx.query<Omit<CategoryForChannel, 'texts'> & { name: string }>(
      `${treeOf} select c.id, t.shown_parent as "parentId", coalesce(k.active, c.active) as active, c.sort, c.name, t.depth
       from tree t join category c on c.tenant_id = $1 and c.id = t.id
         left join category_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.category_id = c.id
       where c.id = any($3::uuid[])`,
      [tenant, wish.channelId, wish.categoryIds],
    ),
    readCategoryTexts(tx, tenant, wish.categoryIds),
    readChannelTexts(
      tx,
      tenant,
      'category',
      [...new Set(wish.categoryIds)].map(id => ({ channelId: wish.channelId, id })),
    ),
  ])
  const atChannel = Map.groupBy(own, row => row.id)
  const byCategory = Map.groupBy(texts, row => row.categoryId)
  const found = new Map(
    rows.map(({ name, ...category }) => {
      const wish = { languages: facts.languages, company: facts.language, itemName: name }
      const standard = byLanguage(byCategory.get(category.id) ?? [])
      const texts = textFor(wish, byLanguage(atChannel.get(category.id) ?? []), standard)
      return [category.id, { ...category, texts }]
    }),
  )
  return wish.categoryIds.map(id => found.get(id))
}

/** The next categories of a channel behind `afterId`, parents before children: what a sweep walks through. */
export async function nextCategoriesOf(
  tx: Tx,
  tenant: string,
  channelId: string,
  afterId: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `${treeOf} select t.id from tree t
     where (t.depth, t.id) > (coalesce((select s.depth from tree s where s.id = $3), -1), $3)
     order by t.depth, t.id limit $4`,
    [tenant, channelId, afterId, limit],
  )
  return rows.map(row => row.id)
}

/** The next items that a channel sells or has sold behind `afterId`, in the order of their ids. */
export async function nextItemsOf(
  tx: Tx,
  tenant: string,
  channelId: string,
  afterId: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select item_id as id from item_channel where tenant_id = $1 and channel_id = $2 and item_id > $3
     order by item_id limit $4`,
    [tenant, channelId, afterId, limit],
  )
  return rows.map(row => row.id)
}

// What a channel shows: all, or what lies below its root, without what is hidden there and all below that. A tenant has thousands of categories, not millions.
const isShown = `not exists (select from category_channel k
  where k.tenant_id = $1 and k.channel_id = $2 and k.category_id = c.id and not k.active)`
const treeOf = `with recursive tree as (
    select c.id, null::uuid as shown_parent, 0 as depth
    from channel h join category c on c.tenant_id = h.tenant_id and c.parent_id is not distinct from h.root_category_id
    where h.tenant_id = $1 and h.id = $2 and ${isShown}
    union all
    select c.id, t.id, t.depth + 1 from tree t join category c on c.tenant_id = $1 and c.parent_id = t.id where ${isShown})`

import type { Tx } from '../base/database.ts'
import { changeCategories } from './categories.ts'
import { branchesOf } from './categoryStore.ts'
import type { Refused } from './problems.ts'

/** What one channel would show otherwise after categories were moved. */
export interface MoveEffect {
  readonly channelId: string
  readonly channel: string
  /** Categories that leave the channel, and that come to it. */
  readonly gone: number
  readonly come: number
  /** Items sold there that would lie in no category that it shows. */
  readonly itemsGone: number
}

/**
 * What a move of categories would do at channels, without doing it: the verb itself moves them, and it is taken back. Channels
 * that show the same afterwards are left out. `refused`: why a category cannot be moved there. Throws CATEGORY_NAME_TAKEN.
 */
export async function previewMove(
  tx: Tx,
  tenant: string,
  categoryIds: readonly string[],
  parentId: string | null,
): Promise<{ refused: readonly Refused[]; channels: readonly MoveEffect[] }> {
  const branch = await branchesOf(tx, tenant, categoryIds)
  const before = await shownAt(tx, tenant, branch)
  await tx.run('savepoint before_move')
  try {
    const moves = categoryIds.map(id => ({ id, parentId }))
    const { results } = await changeCategories(tx, tenant, moves)
    const after = await shownAt(tx, tenant, branch)
    const places = new Set(after.map(placeOf))
    const former = new Set(before.map(placeOf))
    const lost = before.filter(one => !places.has(placeOf(one)))
    const won = after.filter(one => !former.has(placeOf(one)))
    const items = await itemsLeft(tx, tenant, lost)
    return {
      refused: results.flatMap(result => (result.did === 'refused' ? [result] : [])),
      channels: await named(tx, tenant, lost, won, items),
    }
  } finally {
    await tx.run('rollback to savepoint before_move')
  }
}

interface Place {
  readonly channel: string
  readonly category: string
}

function placeOf({ channel, category }: Place): string {
  return `${channel} ${category}`
}

// What each channel shows: all, or what lies below its root, without what is hidden there and all below that.
const shown = `with recursive shown as (
    select h.id as channel, c.id as category
    from channel h join category c on c.tenant_id = h.tenant_id and c.parent_id is not distinct from h.root_category_id
    where h.tenant_id = $1 and h.active and not exists (select from category_channel k
      where k.tenant_id = $1 and k.channel_id = h.id and k.category_id = c.id and not k.active)
    union all
    select s.channel, c.id from shown s join category c on c.tenant_id = $1 and c.parent_id = s.category
    where not exists (select from category_channel k
      where k.tenant_id = $1 and k.channel_id = s.channel and k.category_id = c.id and not k.active))`

function shownAt(tx: Tx, tenant: string, categoryIds: readonly string[]): Promise<Place[]> {
  return tx.query<Place>(`${shown} select channel, category from shown where category = any($2::uuid[])`, [
    tenant,
    categoryIds,
  ])
}

/** The items of these places that lie in no category any more that their channel shows, counted by channel. */
async function itemsLeft(
  tx: Tx,
  tenant: string,
  lost: readonly Place[],
): Promise<ReadonlyMap<string, number>> {
  if (lost.length === 0) return new Map()
  const rows = await tx.query<{ channel: string; count: number }>(
    `${shown} select l.channel, count(distinct c.item_id)::int as count
     from unnest($2::uuid[], $3::uuid[]) as l (channel, category)
       join item_category c on c.tenant_id = $1 and c.category_id = l.category
       join item_channel k on k.tenant_id = $1 and k.channel_id = l.channel and k.item_id = c.item_id and k.active
     where not exists (select from item_category o join shown s on s.channel = l.channel and s.category = o.category_id
       where o.tenant_id = $1 and o.item_id = c.item_id)
     group by l.channel`,
    [tenant, lost.map(one => one.channel), lost.map(one => one.category)],
  )
  return new Map(rows.map(row => [row.channel, row.count]))
}

async function named(
  tx: Tx,
  tenant: string,
  lost: readonly Place[],
  won: readonly Place[],
  items: ReadonlyMap<string, number>,
): Promise<MoveEffect[]> {
  const touched = [...new Set([...lost, ...won].map(one => one.channel))]
  if (touched.length === 0) return []
  const channels = await tx.query<{ id: string; name: string }>(
    'select id, name from channel where tenant_id = $1 and id = any($2::uuid[]) order by name, id',
    [tenant, touched],
  )
  return channels.map(({ id, name }) => ({
    channelId: id,
    channel: name,
    gone: lost.filter(one => one.channel === id).length,
    come: won.filter(one => one.channel === id).length,
    itemsGone: items.get(id) ?? 0,
  }))
}

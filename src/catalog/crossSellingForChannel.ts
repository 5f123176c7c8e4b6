import type { Tx } from '../base/database.ts'
import { channelFacts } from './channelFacts.ts'
import { type CrossSellingGroup, listCrossSellingGroups } from './crossSellingGroups.ts'
import { byLanguage, type ChannelText, textFor } from './textFallback.ts'

/** What a channel is told of a group. */
export interface GroupForChannel {
  readonly id: string
  /** By ISO 639-1 language, each with the group's name. */
  readonly texts: Readonly<Record<string, ChannelText>>
}

/** What one channel shows beside an item. */
export interface CrossSellingForChannel {
  readonly itemId: string
  readonly isParent: boolean
  /** Those in which it shows anything, in their order, with the items in theirs. */
  readonly groups: readonly (GroupForChannel & {
    readonly items: readonly { readonly id: string; readonly isParent: boolean }[]
  })[]
}

/**
 * What a channel shows beside these items, in the order of the ids: only items that it sells now. Undefined for an item that it
 * does not sell now, and for one beside which nothing is shown. `all`: every group that there is, for systems that keep them as one list.
 * Throws CHANNEL_UNKNOWN.
 */
export async function crossSellingForChannel(
  tx: Tx,
  tenant: string,
  wish: { readonly channelId: string; readonly itemIds: readonly string[]; readonly now: Date },
): Promise<{
  readonly items: readonly (CrossSellingForChannel | undefined)[]
  readonly all: readonly GroupForChannel[]
}> {
  const rows = await readShown(tx, tenant, wish.channelId, wish.itemIds)
  if (rows.length === 0) return { items: wish.itemIds.map(() => undefined), all: [] }
  const facts = await channelFacts(tx, tenant, wish.channelId, wish.now)
  const all = (await listCrossSellingGroups(tx, tenant)).map(group => told(group, facts))
  const byItem = Map.groupBy(rows, row => row.itemId)
  const items = wish.itemIds.map(itemId => {
    const own = Map.groupBy(byItem.get(itemId) ?? [], row => row.groupId)
    const groups = all.flatMap(group => {
      const shown = own.get(group.id)
      return shown ? [{ ...group, items: shown.map(({ id, isParent }) => ({ id, isParent })) }] : []
    })
    const ofParent = byItem.get(itemId)?.some(row => row.ofParent) ?? false
    return groups.length > 0 ? { itemId, isParent: ofParent, groups } : undefined
  })
  return { items, all }
}

/** The next items behind `afterId` that a channel sells or sold and beside which anything is shown: what a sweep walks through. */
export async function nextCrossSellingOf(
  tx: Tx,
  tenant: string,
  channelId: string,
  afterId: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select k.item_id as id from item_channel k where k.tenant_id = $1 and k.channel_id = $2 and k.item_id > $3
       and exists (select from item_cross_selling x where x.tenant_id = $1 and x.item_id = k.item_id)
     order by k.item_id limit $4`,
    [tenant, channelId, afterId, limit],
  )
  return rows.map(row => row.id)
}

/** These items and all beside which they are shown, as far as anything is shown beside them. */
export async function showingItems(tx: Tx, tenant: string, itemIds: readonly string[]): Promise<string[]> {
  if (itemIds.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select x.item_id as id from unnest($2::uuid[]) as u (id)
       join item_cross_selling x on x.tenant_id = $1 and x.item_id = u.id
     union
     select x.item_id from unnest($2::uuid[]) as u (id)
       join item_cross_selling x on x.tenant_id = $1 and x.other_id = u.id
     order by id`,
    [tenant, itemIds],
  )
  return rows.map(row => row.id)
}

interface ShownRow {
  readonly itemId: string
  readonly groupId: string
  readonly id: string
  readonly isParent: boolean
  readonly ofParent: boolean
}

function readShown(
  tx: Tx,
  tenant: string,
  channelId: string,
  itemIds: readonly string[],
): Promise<ShownRow[]> {
  if (itemIds.length === 0) return Promise.resolve([])
  const sold = (
    id: string,
    as: string,
  ) => `join item_channel ${as}k on ${as}k.tenant_id = $1 and ${as}k.channel_id = $2
       and ${as}k.item_id = ${id} and ${as}k.active
     join item ${as}i on ${as}i.tenant_id = $1 and ${as}i.id = ${id} and ${as}i.active and not ${as}i.blocked`
  return tx.query<ShownRow>(
    `select x.item_id as "itemId", x.group_id as "groupId", x.other_id as id, o_i.kind = 'parent' as "isParent",
       m_i.kind = 'parent' as "ofParent"
     from unnest($3::uuid[]) as u (id)
     join item_cross_selling x on x.tenant_id = $1 and x.item_id = u.id
     ${sold('x.item_id', 'm_')}
     ${sold('x.other_id', 'o_')}
     order by x.item_id, x.group_id, x.place`,
    [tenant, channelId, [...new Set(itemIds)]],
  )
}

function told(
  { id, name, texts }: CrossSellingGroup,
  { languages, language: company }: { readonly languages: readonly string[]; readonly language: string },
): GroupForChannel {
  const said = Object.entries(texts).map(([language, text]) => ({ language, text }))
  return { id, texts: textFor({ languages, company, itemName: name }, {}, byLanguage(said)) }
}

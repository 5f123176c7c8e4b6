import type { Changed, ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { branchesOf } from './categoryStore.ts'
import { catalogProblem } from './problems.ts'
import { isLanguage } from './textFallback.ts'
import { setUnlimitedQuantity } from './unlimitedQuantity.ts'

/** What a channel shows, how much of it, and which of its customer groups are ours. */
export interface ChannelOffer {
  readonly channelId: string
  /** 0 to 1: of what is available. */
  readonly share: string
  /** What is told of items whose stock nobody keeps; null: what lies there. */
  readonly unlimited: string | null
  /** Only what lies below it is shown; null: everything. */
  readonly rootCategoryId: string | null
  /** ISO 639-1: in which texts are told; none: in all in which something is said, and the company's. */
  readonly languages: readonly string[]
  readonly groups: readonly {
    readonly theirId: string
    readonly customerGroupId: string
    readonly group: string
  }[]
}

/** Reads it. Throws CHANNEL_UNKNOWN. */
export async function channelOffer(tx: Tx, tenant: string, channelId: string): Promise<ChannelOffer> {
  const [channel] = await tx.query<Omit<ChannelOffer, 'groups'>>(
    `select id as "channelId", trim_scale(share)::text as share, trim_scale(unlimited_quantity)::text as unlimited, root_category_id as "rootCategoryId", languages
     from channel where tenant_id = $1 and id = $2`,
    [tenant, channelId],
  )
  if (!channel) throw catalogProblem('CHANNEL_UNKNOWN', { channel: channelId })
  const groups = await tx.query<ChannelOffer['groups'][number]>(
    `select m.their_id as "theirId", m.customer_group_id as "customerGroupId", g.name as "group"
     from channel_customer_group m join customer_group g on g.tenant_id = m.tenant_id and g.id = m.customer_group_id
     where m.tenant_id = $1 and m.channel_id = $2 order by m.their_id`,
    [tenant, channelId],
  )
  return { ...channel, groups }
}

export interface ChannelOfferChange {
  readonly share?: string | undefined
  /** null: what lies there. */
  readonly unlimited?: string | null | undefined
  /** null: everything. */
  readonly rootCategoryId?: string | null | undefined
  /** None: all. */
  readonly languages?: readonly string[] | undefined
  /** Their group → ours, or null: no longer. Groups that are not named stay. */
  readonly groups?: Readonly<Record<string, string | null>> | undefined
}

/**
 * Changes what a channel shows. `swept` are the kinds in which everything of this channel may be another now; `changed` names
 * the categories that come into sight or leave it. Throws CHANNEL_UNKNOWN, CATEGORY_UNKNOWN, CUSTOMER_GROUP_UNKNOWN,
 * LANGUAGE_INVALID.
 */
export async function changeChannelOffer(
  tx: Tx,
  tenant: string,
  channelId: string,
  change: ChannelOfferChange,
): Promise<{ swept: ChangedKind[]; changed: Changed }> {
  await tx.query('select from channel where tenant_id = $1 and id = $2 for no key update', [
    tenant,
    channelId,
  ])
  const before = await channelOffer(tx, tenant, channelId)
  const { share = before.share, rootCategoryId = before.rootCategoryId } = change
  const languages = [...new Set(change.languages ?? before.languages)]
  const strange = languages.find(language => !isLanguage(language))
  if (strange !== undefined) throw catalogProblem('LANGUAGE_INVALID', { language: strange })
  const [shared] = await tx.query<{ changed: boolean }>(
    `update channel h set share = $3::numeric, root_category_id = $4, languages = $5
     from (select share from channel where tenant_id = $1 and id = $2) old
     where h.tenant_id = $1 and h.id = $2 and ($4::uuid is null or exists (select from category where tenant_id = $1 and id = $4))
     returning old.share <> h.share as changed`,
    [tenant, channelId, share, rootCategoryId, languages],
  )
  if (!shared) throw catalogProblem('CATEGORY_UNKNOWN', { category: rootCategoryId ?? '' })
  const isReworded = [...languages].sort().join() !== [...before.languages].sort().join()
  const { unlimited = before.unlimited } = change
  const isUnlimited = await setUnlimitedQuantity(tx, tenant, channelId, unlimited)
  const isRerooted = rootCategoryId !== before.rootCategoryId
  const isRegrouped = await storeGroups(tx, tenant, channelId, change.groups ?? {})
  const seen = isRerooted ? await shownOrHidden(tx, tenant, [before.rootCategoryId, rootCategoryId]) : []
  return {
    swept: [
      ...(isReworded ? (['manufacturer', 'characteristic', 'cross_selling'] as const) : []),
      ...(isRerooted || isReworded ? (['category', 'item'] as const) : []),
      ...(isRegrouped ? (['price'] as const) : []),
      ...(shared.changed || isUnlimited ? (['stock'] as const) : []),
    ],
    changed: seen.length > 0 ? { category: seen } : {},
  }
}

/** The categories that were or are shown: those that leave sight would not be met by a sweep over what is shown. */
async function shownOrHidden(tx: Tx, tenant: string, roots: readonly (string | null)[]): Promise<string[]> {
  if (!roots.includes(null))
    return branchesOf(
      tx,
      tenant,
      roots.flatMap(root => root ?? []),
    )
  const all = await tx.query<{ id: string }>('select id from category where tenant_id = $1 order by id', [
    tenant,
  ])
  return all.map(row => row.id)
}

/** Answers whether anything is another. A group of ours belongs to one of theirs. */
async function storeGroups(
  tx: Tx,
  tenant: string,
  channelId: string,
  groups: Readonly<Record<string, string | null>>,
): Promise<boolean> {
  const theirs = Object.keys(groups)
  const kept = Object.entries(groups).filter(([, ours]) => ours !== null)
  if (theirs.length === 0) return false
  const known = await tx.query<{ id: string }>(
    `select id from customer_group where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, kept.map(([, ours]) => ours)],
  )
  const unknown = kept.find(([, ours]) => !known.some(row => row.id === ours))
  if (unknown) throw catalogProblem('CUSTOMER_GROUP_UNKNOWN', { group: unknown[1] ?? '' })
  const gone = await tx.run(
    `delete from channel_customer_group m where m.tenant_id = $1 and m.channel_id = $2
       and (m.their_id = any($3::text[]) or m.customer_group_id = any($4::uuid[]))
       and not exists (select from unnest($5::text[], $4::uuid[]) as u (theirs, ours)
         where u.theirs = m.their_id and u.ours = m.customer_group_id)`,
    [tenant, channelId, theirs, kept.map(([, ours]) => ours), kept.map(([their]) => their)],
  )
  const come = await tx.run(
    `insert into channel_customer_group (tenant_id, channel_id, their_id, customer_group_id)
     select $1, $2, u.theirs, u.ours from unnest($3::text[], $4::uuid[]) as u (theirs, ours) order by u.theirs
     on conflict do nothing`,
    [tenant, channelId, kept.map(([their]) => their), kept.map(([, ours]) => ours)],
  )
  return gone + come > 0
}

import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { branchesOf, holdCategories, itemsIn } from './categoryStore.ts'
import type { SaidAtChannel } from './channelTexts.ts'
import {
  type ChannelTextResult,
  objectionToPlace,
  placeOf,
  refusedAs,
  sayAtChannels,
} from './channelTexts.ts'
import { knownChannels } from './knownChannels.ts'

/** What is said of a category for one channel. */
export interface CategoryAtChannel {
  readonly categoryId: string
  readonly channelId: string
  /** false: not shown there, with all that lies below; true: shown also where it is not elsewhere; null: as everywhere. */
  readonly active?: boolean | null | undefined
  readonly texts?: SaidAtChannel | undefined
}

/**
 * Says for one channel each whether categories are shown there, and with which texts. A category that is not shown is there
 * like one outside of the channel's root: it leaves, with what lies below, and its items are told to lie in it no more.
 * Refused (and left out) are CATEGORY_UNKNOWN, CHANNEL_UNKNOWN and LANGUAGE_INVALID. Of two that name one category and channel the
 * last one counts for `active`.
 */
export async function setCategoryChannels(
  tx: Tx,
  tenant: string,
  list: readonly CategoryAtChannel[],
): Promise<{ results: ChannelTextResult[]; changed: Changed }> {
  const rows = await holdCategories(tx, tenant, [...new Set(list.map(one => one.categoryId))])
  const known = new Set(rows.map(row => row.id))
  const channels = await knownChannels(
    tx,
    tenant,
    list.map(one => one.channelId),
  )
  const refused = list.map(({ categoryId, channelId, texts = {} }) =>
    known.has(categoryId)
      ? objectionToPlace(categoryId, channelId, texts, channels)
      : refusedAs(categoryId, 'CATEGORY_UNKNOWN', { category: categoryId }),
  )
  const said = list.flatMap(({ categoryId, ...one }, at) =>
    refused[at] ? [] : [{ ...one, id: categoryId, texts: one.texts ?? {} }],
  )
  const reworded = await sayAtChannels(tx, tenant, 'category', said)
  const turned = await storeShown(
    tx,
    tenant,
    new Map(said.flatMap(one => (one.active === undefined ? [] : [[placeOf(one), one]]))),
  )
  const touched = new Set([...reworded, ...turned.map(placeOf)])
  const branches = await branchesOf(
    tx,
    tenant,
    turned.filter(row => row.hides).map(row => row.id),
  )
  const items = await itemsIn(tx, tenant, branches)
  const ids = said.filter(one => touched.has(placeOf(one))).map(one => one.id)
  const categories = [...new Set([...ids, ...branches])].sort()
  return {
    results: list.map(
      ({ categoryId: id, channelId }, at) =>
        refused[at] ?? {
          id,
          channelId,
          did: touched.has(placeOf({ id, channelId })) ? 'changed' : 'unchanged',
        },
    ),
    changed: {
      ...(categories.length > 0 ? { category: categories } : {}),
      ...(items.length > 0 ? { item: items } : {}),
    },
  }
}

/** Answers what is another than before; `hides`: it is hidden there now, or was. */
async function storeShown(
  tx: Tx,
  tenant: string,
  wanted: ReadonlyMap<
    string,
    { readonly id: string; readonly channelId: string; readonly active?: boolean | null | undefined }
  >,
): Promise<{ id: string; channelId: string; hides: boolean }[]> {
  const rows = [...wanted.values()].map(({ id, channelId, active = null }) => ({ id, channelId, active }))
  if (rows.length === 0) return []
  return tx.query(
    `with wanted as (
       select r.id, r."channelId" as channel, r.active from json_to_recordset($2) as r (id uuid, "channelId" uuid, active boolean)),
     known as (
       select w.*, k.active as before from wanted w
       left join category_channel k on k.tenant_id = $1 and k.channel_id = w.channel and k.category_id = w.id),
     gone as (
       delete from category_channel k using known w
       where k.tenant_id = $1 and k.channel_id = w.channel and k.category_id = w.id and w.active is null),
     come as (
       insert into category_channel (tenant_id, channel_id, category_id, active)
       select $1, w.channel, w.id, w.active from known w
       where w.active is not null and w.active is distinct from w.before order by w.channel, w.id
       on conflict (tenant_id, channel_id, category_id) do update set active = excluded.active)
     select w.id, w.channel as "channelId", not coalesce(w.before, true) or not coalesce(w.active, true) as hides
     from known w where w.before is distinct from w.active`,
    [tenant, JSON.stringify(rows)],
  )
}

/** What is said of a category for channels, as a person sees it. */
export function channelsOfCategory(
  tx: Tx,
  tenant: string,
  categoryId: string,
): Promise<{ channelId: string; channel: string; active: boolean | null }[]> {
  return tx.query(
    `select h.id as "channelId", h.name as channel, k.active from channel h
     left join category_channel k on k.tenant_id = h.tenant_id and k.channel_id = h.id and k.category_id = $2
     where h.tenant_id = $1 and h.active order by h.name, h.id`,
    [tenant, categoryId],
  )
}

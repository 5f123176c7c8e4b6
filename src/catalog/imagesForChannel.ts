import type { Tx } from '../base/database.ts'

/** What one channel is told of an image. */
export interface ImageForChannel {
  readonly id: string
  readonly itemId: string
  /** SHA-256 as hex. */
  readonly hash: string
  readonly mediaType: string
  /** Its place among the images that this channel shows of the item, from 1 on. */
  readonly sort: number
  readonly alt: Readonly<Record<string, string>>
}

/** What a channel is told of these images, in the order of the ids; undefined for what is gone, not for it, or of an item that was never sold there. */
export async function imagesForChannel(
  tx: Tx,
  tenant: string,
  wish: { readonly channelId: string; readonly imageIds: readonly string[] },
): Promise<(ImageForChannel | undefined)[]> {
  if (wish.imageIds.length === 0) return []
  const rows = await tx.query<Omit<ImageForChannel, 'sort'> & { sort: number }>(
    `select p.id, p.item_id as "itemId", encode(p.hash, 'hex') as hash, b.media_type as "mediaType", p.place as sort, p.alt
     from (select m.id, m.item_id, m.hash, m.alt,
         row_number() over (partition by m.item_id order by m.sort, m.added_at, m.id)::int as place
       from (select distinct m.item_id from unnest($3::uuid[]) as u (id)
           join item_image m on m.tenant_id = $1 and m.id = u.id) as i
         join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = i.item_id
         join item_image m on m.tenant_id = $1 and m.item_id = i.item_id
       where not exists (select from item_image_channel c where c.tenant_id = $1 and c.image_id = m.id)
         or exists (select from item_image_channel c
           where c.tenant_id = $1 and c.image_id = m.id and c.channel_id = $2)) as p
       join blob b on b.tenant_id = $1 and b.hash = p.hash
     where p.id = any($3::uuid[])`,
    [tenant, wish.channelId, wish.imageIds],
  )
  const found = new Map(rows.map(row => [row.id, row]))
  return wish.imageIds.map(id => found.get(id))
}

/** The images that a channel shows of these items, by item, in their order; of an item without any it is absent. */
export async function imagesOfItems(
  tx: Tx,
  tenant: string,
  wish: { readonly channelId: string; readonly itemIds: readonly string[] },
): Promise<ReadonlyMap<string, readonly ImageForChannel[]>> {
  const rows = await tx.query<{ id: string }>(
    `select id from item_image where tenant_id = $1 and item_id = any($2::uuid[]) order by id`,
    [tenant, wish.itemIds],
  )
  const images = await imagesForChannel(tx, tenant, {
    channelId: wish.channelId,
    imageIds: rows.map(row => row.id),
  })
  const shown = images.flatMap(one => one ?? []).sort((a, b) => a.sort - b.sort)
  return Map.groupBy(shown, one => one.itemId)
}

/** The items that these images belong to, or did before they were taken away. */
export async function imageOwners(tx: Tx, tenant: string, imageIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select item_id as id from item_image where tenant_id = $1 and id = any($2::uuid[])
     union select item_id from gone_image where tenant_id = $1 and id = any($2::uuid[]) order by id`,
    [tenant, imageIds],
  )
  return rows.map(row => row.id)
}

/** The next images of items that a channel sells or has sold behind `afterId`, also of those that were taken away. */
export async function nextImagesOf(
  tx: Tx,
  tenant: string,
  channelId: string,
  afterId: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select m.id from (
       (select id, item_id from item_image where tenant_id = $1 and id > $3)
       union all (select id, item_id from gone_image where tenant_id = $1 and id > $3)) as m
     where exists (select from item_channel k where k.tenant_id = $1 and k.channel_id = $2 and k.item_id = m.item_id)
     order by m.id limit $4`,
    [tenant, channelId, afterId, limit],
  )
  return rows.map(row => row.id)
}

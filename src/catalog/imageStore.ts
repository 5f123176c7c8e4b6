import type { Tx } from '../base/database.ts'

/** An image of an item as it is stored. */
export interface ImageRow {
  readonly id: string
  readonly itemId: string
  /** SHA-256 as hex. */
  readonly hash: string
  readonly sort: number
  /** What it shows, by ISO 639-1 language. */
  readonly alt: Readonly<Record<string, string>>
  /** Only there; none: everywhere. */
  readonly channelIds: readonly string[]
}

const imageColumns = `m.id, m.item_id as "itemId", encode(m.hash, 'hex') as hash, m.sort, m.alt,
  coalesce((select array_agg(c.channel_id order by c.channel_id) from item_image_channel c
    where c.tenant_id = $1 and c.image_id = m.id), '{}') as "channelIds"`

/** All images of these items, in their order. */
export function readImages(tx: Tx, tenant: string, itemIds: readonly string[]): Promise<ImageRow[]> {
  return tx.query<ImageRow>(
    `select ${imageColumns} from unnest($2::uuid[]) as u (id) join item_image m on m.tenant_id = $1 and m.item_id = u.id
     order by m.item_id, m.sort, m.added_at, m.id`,
    [tenant, [...new Set(itemIds)]],
  )
}

/** Which items these images show. */
export async function itemsOfImages(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; itemId: string }>(
    `select id, item_id as "itemId" from item_image where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, [...new Set(ids)]],
  )
  return new Map(rows.map(row => [row.id, row.itemId]))
}

/** Uploaded files that nobody has looked at as images yet. */
export async function unseenBlobs(
  tx: Tx,
  tenant: string,
  hashes: readonly string[],
): Promise<{ readonly hash: string; readonly size: number }[]> {
  const rows = await tx.query<{ hash: string; size: string }>(
    `select encode(hash, 'hex') as hash, size from blob
     where tenant_id = $1 and hash = any($2::bytea[]) and width is null order by hash`,
    [tenant, bytes(hashes)],
  )
  return rows.map(row => ({ hash: row.hash, size: Number(row.size) }))
}

/** Writes down what an image is, and its smaller ones. */
export async function recordImage(
  tx: Tx,
  tenant: string,
  image: {
    readonly hash: string
    readonly width: number
    readonly height: number
    readonly mediaType: string
    readonly smaller: readonly { readonly edge: number; readonly hash: string }[]
  },
): Promise<void> {
  await tx.run(
    `update blob set width = $3, height = $4, media_type = $5 where tenant_id = $1 and hash = $2`,
    [tenant, Buffer.from(image.hash, 'hex'), image.width, image.height, image.mediaType],
  )
  await tx.run(
    `insert into thumbnail (tenant_id, hash, edge, thumbnail_hash)
     select $1, $2, u.edge, u.hash from unnest($3::int[], $4::bytea[]) as u (edge, hash) on conflict do nothing`,
    [
      tenant,
      Buffer.from(image.hash, 'hex'),
      image.smaller.map(one => one.edge),
      bytes(image.smaller.map(one => one.hash)),
    ],
  )
}

/** Of these files those that are images, with their smaller ones by edge. */
export async function readImageFiles(
  tx: Tx,
  tenant: string,
  hashes: readonly string[],
): Promise<
  Map<
    string,
    {
      readonly mediaType: string
      readonly width: number
      readonly height: number
      readonly smaller: Readonly<Record<string, string>>
    }
  >
> {
  if (hashes.length === 0) return new Map()
  const rows = await tx.query<{
    hash: string
    mediaType: string
    width: number
    height: number
    smaller: Record<string, string>
  }>(
    `select encode(b.hash, 'hex') as hash, b.media_type as "mediaType", b.width, b.height,
       coalesce((select jsonb_object_agg(t.edge, encode(t.thumbnail_hash, 'hex')) from thumbnail t
         where t.tenant_id = $1 and t.hash = b.hash), '{}') as smaller
     from blob b where b.tenant_id = $1 and b.hash = any($2::bytea[]) and b.width is not null`,
    [tenant, bytes([...new Set(hashes)])],
  )
  return new Map(rows.map(({ hash, ...file }) => [hash, file]))
}

/** Makes images; one that the item has already stays as it is. */
export async function insertImages(
  tx: Tx,
  tenant: string,
  rows: readonly Omit<ImageRow, 'channelIds'>[],
): Promise<void> {
  await tx.run(
    `insert into item_image (tenant_id, id, item_id, hash, sort, alt)
     select $1, r.id, r."itemId", decode(r.hash, 'hex'), r.sort, r.alt
     from jsonb_to_recordset($2) as r (id uuid, "itemId" uuid, hash text, sort integer, alt jsonb)
     order by r."itemId", r.hash on conflict do nothing`,
    [tenant, JSON.stringify(rows)],
  )
}

/** Stores place and words of images as they are now. */
export async function updateImages(
  tx: Tx,
  tenant: string,
  rows: readonly Pick<ImageRow, 'id' | 'sort' | 'alt'>[],
): Promise<void> {
  await tx.run(
    `update item_image m set sort = r.sort, alt = r.alt
     from jsonb_to_recordset($2) as r (id uuid, sort integer, alt jsonb) where m.tenant_id = $1 and m.id = r.id`,
    [tenant, JSON.stringify(rows)],
  )
}

/** Says where images are shown; none: everywhere. Errors of the database: 23503 for a channel that there is not. */
export async function writeImageChannels(
  tx: Tx,
  tenant: string,
  rows: readonly Pick<ImageRow, 'id' | 'channelIds'>[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(`delete from item_image_channel where tenant_id = $1 and image_id = any($2::uuid[])`, [
    tenant,
    rows.map(row => row.id),
  ])
  const pairs = rows.flatMap(row => row.channelIds.map(channelId => ({ id: row.id, channelId })))
  await tx.run(
    `insert into item_image_channel (tenant_id, image_id, channel_id)
     select $1, u.id, u.channel from unnest($2::uuid[], $3::uuid[]) as u (id, channel) order by 2, 3 on conflict do nothing`,
    [tenant, pairs.map(pair => pair.id), pairs.map(pair => pair.channelId)],
  )
}

/** Takes images away; which items they showed is kept until channels have taken them away. */
export async function deleteImages(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  await tx.run(
    `insert into gone_image (tenant_id, id, item_id)
     select $1, id, item_id from item_image where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  await tx.run(`delete from item_image_channel where tenant_id = $1 and image_id = any($2::uuid[])`, [
    tenant,
    ids,
  ])
  await tx.run(`delete from item_image where tenant_id = $1 and id = any($2::uuid[])`, [tenant, ids])
}

function bytes(hashes: readonly string[]): Buffer[] {
  return hashes.map(hash => Buffer.from(hash, 'hex'))
}

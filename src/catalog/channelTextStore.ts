import type { Tx } from '../base/database.ts'
import type { StoredText } from './itemFields.ts'

/** Where a text of one channel belongs. */
export interface ChannelTextPlace {
  readonly channelId: string
  /** Of the item or category. */
  readonly id: string
}

/** A text of one channel; null takes its language away. */
export interface ChannelTextRow extends ChannelTextPlace {
  readonly language: string
  readonly text: StoredText | null
}

/** The same as it is stored. */
export interface StoredChannelText extends ChannelTextRow {
  readonly text: StoredText
}

/** What a text belongs to. */
export type TextOwner = 'item' | 'category'

type Row = ChannelTextPlace & { readonly language: string } & StoredText

/** The texts that objects have at channels, in all languages, in a fixed order. */
export async function readChannelTexts(
  tx: Tx,
  tenant: string,
  of: TextOwner,
  places: readonly ChannelTextPlace[],
): Promise<StoredChannelText[]> {
  if (places.length === 0) return []
  const rows = await tx.query<Row>(reading[of], [
    tenant,
    places.map(place => place.channelId),
    places.map(place => place.id),
  ])
  return rows.map(({ channelId, id, language, ...text }) => ({ channelId, id, language, text }))
}

/** The texts that one object has at any channel. */
export async function channelTextsOf(
  tx: Tx,
  tenant: string,
  of: TextOwner,
  id: string,
): Promise<StoredChannelText[]> {
  const channels = await tx.query<{ channelId: string }>(
    `select id as "channelId" from channel where tenant_id = $1`,
    [tenant],
  )
  return readChannelTexts(
    tx,
    tenant,
    of,
    channels.map(({ channelId }) => ({ channelId, id })),
  )
}

/** Writes texts of channels. */
export async function writeChannelTexts(
  tx: Tx,
  tenant: string,
  of: TextOwner,
  rows: readonly ChannelTextRow[],
): Promise<void> {
  const gone = rows.filter(row => row.text === null)
  const kept = rows.flatMap(({ text, ...row }) => (text ? [{ ...row, ...text }] : []))
  if (gone.length > 0)
    await tx.run(deleting[of], [
      tenant,
      gone.map(row => row.channelId),
      gone.map(row => row.id),
      gone.map(row => row.language),
    ])
  if (kept.length > 0) await tx.run(writing[of], [tenant, JSON.stringify(kept)])
}

const reading: Readonly<Record<TextOwner, string>> = {
  item: `select t.channel_id as "channelId", t.item_id as id, t.language, t.name, t.description,
      t.short_description as "shortDescription", t.path, t.meta_title as "metaTitle", t.meta_description as "metaDescription",
      t.meta_keywords as "metaKeywords"
    from unnest($2::uuid[], $3::uuid[]) as u (channel, id)
    join item_channel_text t on t.tenant_id = $1 and t.channel_id = u.channel and t.item_id = u.id
    order by t.channel_id, t.item_id, t.language`,
  category: `select t.channel_id as "channelId", t.category_id as id, t.language, t.name, t.description,
      '' as "shortDescription", t.path, t.meta_title as "metaTitle", t.meta_description as "metaDescription",
      t.meta_keywords as "metaKeywords"
    from unnest($2::uuid[], $3::uuid[]) as u (channel, id)
    join category_channel_text t on t.tenant_id = $1 and t.channel_id = u.channel and t.category_id = u.id
    order by t.channel_id, t.category_id, t.language`,
}

const deleting: Readonly<Record<TextOwner, string>> = {
  item: `delete from item_channel_text t using unnest($2::uuid[], $3::uuid[], $4::text[]) as u (channel, id, language)
    where t.tenant_id = $1 and t.channel_id = u.channel and t.item_id = u.id and t.language = u.language`,
  category: `delete from category_channel_text t using unnest($2::uuid[], $3::uuid[], $4::text[]) as u (channel, id, language)
    where t.tenant_id = $1 and t.channel_id = u.channel and t.category_id = u.id and t.language = u.language`,
}

const given = `r ("channelId" uuid, id uuid, language text, name text, description text, "shortDescription" text, path text,
  "metaTitle" text, "metaDescription" text, "metaKeywords" text)`

const writing: Readonly<Record<TextOwner, string>> = {
  item: `insert into item_channel_text (tenant_id, channel_id, item_id, language, name, description, short_description, path,
      meta_title, meta_description, meta_keywords)
    select $1, r."channelId", r.id, r.language, r.name, r.description, r."shortDescription", r.path, r."metaTitle",
      r."metaDescription", r."metaKeywords"
    from json_to_recordset($2) as ${given} order by r."channelId", r.id, r.language
    on conflict (tenant_id, channel_id, item_id, language) do update set name = excluded.name,
      description = excluded.description, short_description = excluded.short_description, path = excluded.path,
      meta_title = excluded.meta_title, meta_description = excluded.meta_description, meta_keywords = excluded.meta_keywords`,
  category: `insert into category_channel_text (tenant_id, channel_id, category_id, language, name, description, path,
      meta_title, meta_description, meta_keywords)
    select $1, r."channelId", r.id, r.language, r.name, r.description, r.path, r."metaTitle", r."metaDescription",
      r."metaKeywords"
    from json_to_recordset($2) as ${given} order by r."channelId", r.id, r.language
    on conflict (tenant_id, channel_id, category_id, language) do update set name = excluded.name,
      description = excluded.description, path = excluded.path, meta_title = excluded.meta_title,
      meta_description = excluded.meta_description, meta_keywords = excluded.meta_keywords`,
}

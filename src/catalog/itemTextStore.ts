import type { Tx } from '../base/database.ts'
import { filledText, type ItemText, type StoredText } from './itemFields.ts'

/** The texts of one item in one language. */
export interface ItemTextRow {
  readonly itemId: string
  readonly language: string
  readonly text: ItemText | null
}

/** The same as it is stored. */
export interface StoredItemText {
  readonly itemId: string
  readonly language: string
  readonly text: StoredText
}

const textColumns = `t.name, t.description, t.short_description as "shortDescription", t.path, t.meta_title as "metaTitle",
  t.meta_description as "metaDescription", t.meta_keywords as "metaKeywords"`
const textRecord = `t ("itemId" uuid, language text, name text, description text, "shortDescription" text, path text,
  "metaTitle" text, "metaDescription" text, "metaKeywords" text)`
const textsAgain = `name = excluded.name, description = excluded.description, short_description = excluded.short_description,
  path = excluded.path, meta_title = excluded.meta_title, meta_description = excluded.meta_description,
  meta_keywords = excluded.meta_keywords`

type Row = StoredText & { readonly itemId: string; readonly language: string }

function asStored({ itemId, language, ...text }: Row): StoredItemText {
  return { itemId, language, text }
}

/** The texts of items, in all languages. */
export async function readItemTexts(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<StoredItemText[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<Row>(
    `select t.item_id as "itemId", t.language, ${textColumns}
     from unnest($2::uuid[]) as u (id) join item_text t on t.tenant_id = $1 and t.item_id = u.id
     order by t.item_id, t.language`,
    [tenant, [...new Set(ids)]],
  )
  return rows.map(asStored)
}

/** Writes texts; without a text the language is taken away. `known`: the items may have texts already. */
export async function writeItemTexts(
  tx: Tx,
  tenant: string,
  rows: readonly ItemTextRow[],
  known: boolean,
): Promise<void> {
  const gone = rows.filter(row => row.text === null)
  const kept = rows.flatMap(({ itemId, language, text }) =>
    text ? [{ itemId, language, ...filledText(text) }] : [],
  )
  if (gone.length > 0)
    await tx.run(
      `delete from item_text t using unnest($2::uuid[], $3::text[]) as u (id, language)
       where t.tenant_id = $1 and t.item_id = u.id and t.language = u.language`,
      [tenant, gone.map(row => row.itemId), gone.map(row => row.language)],
    )
  if (kept.length > 0)
    await tx.run(
      `insert into item_text (tenant_id, item_id, language, name, description, short_description, path, meta_title,
         meta_description, meta_keywords)
       select $1, t."itemId", t.language, t.name, t.description, t."shortDescription", t.path, t."metaTitle", t."metaDescription",
         t."metaKeywords"
       from json_to_recordset($2) as ${textRecord}
       order by t."itemId", t.language
       ${known ? `on conflict (tenant_id, item_id, language) do update set ${textsAgain}` : ''}`,
      [tenant, JSON.stringify(kept)],
    )
}

import type { Tx } from '../base/database.ts'
import type { ItemFields, ItemText, StoredText } from './itemFields.ts'
import { catalogProblem } from './problems.ts'

/** An item as it is stored. */
export interface ItemRow extends Required<{ [K in keyof ItemFields]: Exclude<ItemFields[K], undefined> }> {
  readonly id: string
  readonly version: number
}

const itemColumns = `id, item_number as "itemNumber", name, gtin, manufacturer_number as "manufacturerNumber", net_price as "netPrice",
  weight, tax_class_id as "taxClassId", active, blocked, stock_managed as "stockManaged", oversell, buffer, version`

/** Items for a change: locked in the order of their ids, but still good for orders and bookings that refer to them. */
export function holdItems(tx: Tx, tenant: string, ids: readonly string[]): Promise<ItemRow[]> {
  return tx.query<ItemRow>(
    `select ${itemColumns} from item where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, ids],
  )
}

/** One item. Throws ITEM_UNKNOWN. */
export async function readItem(
  tx: Tx,
  tenant: string,
  id: string,
): Promise<ItemRow & { readonly kind: string }> {
  const [item] = await tx.query<ItemRow & { kind: string }>(
    `select ${itemColumns}, kind from item where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  if (!item) throw catalogProblem('ITEM_UNKNOWN', { item: id })
  return item
}

/**
 * Those of the ids that are items, locked in the order of their ids: of two who set all prices or all categories of an item
 * at once, the second finds what the first has set.
 */
export async function holdKnownItems(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select id from item where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, [...new Set(ids)]],
  )
  return new Set(rows.map(row => row.id))
}

/** Stores changed items as they are now; each counts its version up. */
export async function updateItems(
  tx: Tx,
  tenant: string,
  items: readonly ItemRow[],
  key: (number: string) => string,
) {
  await tx.run(
    `update item i set item_number = r.number, number_key = r.key, name = r.name, gtin = r.gtin, manufacturer_number = r.maker,
       net_price = r.net::numeric, weight = r.weight::numeric, tax_class_id = r.class, active = r.active, blocked = r.blocked,
       stock_managed = r.managed, oversell = r.oversell, buffer = r.buffer::numeric, version = r.version, changed_at = now()
     from json_to_recordset($2) as r (id uuid, number text, key text, name text, gtin text, maker text, net text, weight text,
       class uuid, active boolean, blocked boolean, managed boolean, oversell boolean, buffer text, version integer)
     where i.tenant_id = $1 and i.id = r.id`,
    [
      tenant,
      JSON.stringify(
        items.map(item => ({
          id: item.id,
          number: item.itemNumber,
          key: key(item.itemNumber),
          name: item.name,
          gtin: item.gtin,
          maker: item.manufacturerNumber,
          net: item.netPrice,
          weight: item.weight,
          class: item.taxClassId,
          active: item.active,
          blocked: item.blocked,
          managed: item.stockManaged,
          oversell: item.oversell,
          buffer: item.buffer,
          version: item.version,
        })),
      ),
    ],
  )
}

/** Which items have these numbers now. */
export async function holdersOfNumbers(
  tx: Tx,
  tenant: string,
  numbers: readonly string[],
): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map()
  const rows = await tx.query<{ item_number: string; id: string }>(
    `select item_number, id from item where tenant_id = $1 and item_number = any($2::text[])`,
    [tenant, numbers],
  )
  return new Map(rows.map(row => [row.item_number, row.id]))
}

/** The tax classes among the ids. */
export async function knownTaxClasses(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `select id from tax_class where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Set(rows.map(row => row.id))
}

/** Throws TAX_CLASS_UNKNOWN for the first id that is none. */
export async function requireTaxClasses(
  tx: Tx,
  tenant: string,
  ids: readonly (string | null | undefined)[],
): Promise<void> {
  const asked = [...new Set(ids)].filter(id => typeof id === 'string')
  const known = await knownTaxClasses(tx, tenant, asked)
  const unknown = asked.find(id => !known.has(id))
  if (unknown !== undefined) throw catalogProblem('TAX_CLASS_UNKNOWN', { taxClass: unknown })
}

/** The texts of one item in one language. */
export interface ItemTextRow {
  readonly itemId: string
  readonly language: string
  readonly text: ItemText | null
}

/** The texts of items, in all languages. */
export async function readItemTexts(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<{ readonly itemId: string; readonly language: string; readonly text: StoredText }[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{
    itemId: string
    language: string
    name: string
    description: string
    shortDescription: string
  }>(
    `select t.item_id as "itemId", t.language, t.name, t.description, t.short_description as "shortDescription"
     from unnest($2::uuid[]) as u (id) join item_text t on t.tenant_id = $1 and t.item_id = u.id
     order by t.item_id, t.language`,
    [tenant, [...new Set(ids)]],
  )
  return rows.map(({ itemId, language, ...text }) => ({ itemId, language, text }))
}

/** Writes texts; without a text the language is taken away. */
export async function writeItemTexts(tx: Tx, tenant: string, rows: readonly ItemTextRow[]): Promise<void> {
  const gone = rows.filter(row => row.text === null)
  const kept = rows.filter(row => row.text !== null)
  if (gone.length > 0)
    await tx.run(
      `delete from item_text t using unnest($2::uuid[], $3::text[]) as u (id, language)
       where t.tenant_id = $1 and t.item_id = u.id and t.language = u.language`,
      [tenant, gone.map(row => row.itemId), gone.map(row => row.language)],
    )
  if (kept.length > 0)
    await tx.run(
      `insert into item_text (tenant_id, item_id, language, name, description, short_description)
       select $1, u.id, u.language, u.name, u.description, u.short
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) as u (id, language, name, description, short)
       order by u.id, u.language
       on conflict (tenant_id, item_id, language) do update
         set name = excluded.name, description = excluded.description, short_description = excluded.short_description`,
      [
        tenant,
        kept.map(row => row.itemId),
        kept.map(row => row.language),
        kept.map(row => row.text?.name),
        kept.map(row => row.text?.description ?? ''),
        kept.map(row => row.text?.shortDescription ?? ''),
      ],
    )
}

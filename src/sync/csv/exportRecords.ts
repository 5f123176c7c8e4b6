import type { Tx } from '../../base/database.ts'
import { listAttributes } from '../../catalog/attributes.ts'
import { listCategories } from '../../catalog/categoryStore.ts'
import { listChannelAttributes } from '../../channels/channelAttributes.ts'
import { pathsOfCategories } from './categoryPaths.ts'
import { valuesOfCategories } from './categoryRows.ts'
import { attributeName } from './csvAttributes.ts'
import type { CsvField } from './csvFields.ts'
import { type AttributeColumn, namesCategories } from './csvListings.ts'
import type { CsvKind } from './csvSettings.ts'
import { valuesOfItems } from './itemSnapshot.ts'
import { writePaths } from './mapRow.ts'
import { namesOfAttributes } from './namedAttributes.ts'

/** One row of a file by field, as text. */
export type CsvRecord = ReadonlyMap<string, string>

/** The rows of these items: one each (with those attributes of channels that columns are about), or one per price, or per place where stock lies (of one warehouse, if it is named). */
export async function recordsOfItems(
  tx: Tx,
  tenant: string,
  kind: Exclude<CsvKind, 'category' | 'order'>,
  ids: readonly string[],
  {
    columns,
    warehouseId,
  }: { readonly columns: readonly AttributeColumn[]; readonly warehouseId?: string | undefined },
): Promise<CsvRecord[]> {
  if (kind === 'item') {
    const values = await valuesOfItems(tx, tenant, ids, columns)
    return ids.flatMap(id => values.get(id) ?? [])
  }
  const rows =
    kind === 'price'
      ? await pricesOfItems(tx, tenant, ids)
      : await stockOfItems(tx, tenant, ids, warehouseId ?? null)
  return rows.map(
    row =>
      new Map(
        Object.entries(row).flatMap(([field, value]) => (value === null ? [] : [[field, value] as const])),
      ),
  )
}

type Row = Readonly<Record<string, string | null>>

const identity = `i.id::text as id, i.item_number as "itemNumber", i.gtin, i.manufacturer_number as "manufacturerNumber",
  i.own_number as "ownNumber"`

function pricesOfItems(tx: Tx, tenant: string, ids: readonly string[]): Promise<Row[]> {
  return tx.query<Row>(
    `select ${identity}, null as "group", null as channel, null as "from", trim_scale(i.net_price)::text as net, trim_scale(i.gross_price)::text as gross,
       null as "validFrom", null as "validTo"
     from item i where i.tenant_id = $1 and i.id = any($2::uuid[]) and num_nonnulls(i.net_price, i.gross_price) > 0
     union all
     select ${identity}, g.name, null, trim_scale(p.from_quantity)::text, trim_scale(p.net)::text, trim_scale(p.gross)::text, null, null
     from item_price p join item i on i.tenant_id = $1 and i.id = p.item_id
       join customer_group g on g.tenant_id = $1 and g.id = p.customer_group_id
     where p.tenant_id = $1 and p.item_id = any($2::uuid[])
     union all
     select ${identity}, g.name, h.name, trim_scale(p.from_quantity)::text, trim_scale(p.net)::text, trim_scale(p.gross)::text, null, null
     from channel_price p join item i on i.tenant_id = $1 and i.id = p.item_id
       left join customer_group g on g.tenant_id = $1 and g.id = p.customer_group_id
       join channel h on h.tenant_id = $1 and h.id = p.channel_id
     where p.tenant_id = $1 and p.item_id = any($2::uuid[])
     union all
     select ${identity}, g.name, h.name, null, trim_scale(s.net)::text, trim_scale(s.gross)::text, ${zulu('s.valid_from')}, ${zulu('s.valid_to')}
     from special_price s join item i on i.tenant_id = $1 and i.id = s.item_id
       left join customer_group g on g.tenant_id = $1 and g.id = s.customer_group_id
       left join channel h on h.tenant_id = $1 and h.id = s.channel_id
     where s.tenant_id = $1 and s.item_id = any($2::uuid[])
     order by 1, 6 nulls first, 7 nulls first, 8 nulls first, 11 nulls first`,
    [tenant, ids],
  )
}

function zulu(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

function stockOfItems(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  warehouseId: string | null,
): Promise<Row[]> {
  return tx.query<Row>(
    `select ${identity}, w.code as warehouse, trim_scale(s.on_hand)::text as "to"
     from stock_level s join item i on i.tenant_id = $1 and i.id = s.item_id
       join warehouse w on w.tenant_id = $1 and w.id = s.warehouse_id
     where s.tenant_id = $1 and s.item_id = any($2::uuid[]) and ($3::uuid is null or s.warehouse_id = $3)
     order by i.id, w.code`,
    [tenant, ids, warehouseId],
  )
}

/** The rows of all categories, parents before what lies below them. */
export async function recordsOfCategories(tx: Tx, tenant: string): Promise<CsvRecord[]> {
  const ids = (await listCategories(tx, tenant)).map(category => category.id)
  const paths = await pathsOfCategories(tx, tenant, ids)
  const values = await valuesOfCategories(tx, tenant, ids)
  return ids.map(id => new Map([['path', writePaths([paths.get(id) ?? []])], ...(values.get(id) ?? [])]))
}

/**
 * What the `*` of fields can stand for in this tenant. Attributes of channels: `usable`, all that can be said in categories in use; `told`,
 * those of which an item has values, and those that have to be given.
 */
export async function namesForFields(
  tx: Tx,
  tenant: string,
  kind: CsvKind,
  which: 'usable' | 'told',
): Promise<Readonly<Record<NonNullable<CsvField['of']>, readonly string[]>>> {
  const texts = kind === 'category' ? 'category_text' : 'item_text'
  const rows = await tx.query<{ what: string; name: string }>(
    `select 'language' as what, language as name from (select distinct language from ${texts} where tenant_id = $1) t
     union all select 'group', name from customer_group where tenant_id = $1
     union all select 'channel', name from channel where tenant_id = $1
     union all select 'market', h.name from channel h where h.tenant_id = $1 and ${namesCategories} order by 1, 2`,
    [tenant],
  )
  const of = (what: string) => rows.filter(row => row.what === what).map(row => row.name)
  const language = of('language')
  const attributes = kind === 'item' ? await listAttributes(tx, tenant) : []
  const theirs = kind === 'item' ? await listChannelAttributes(tx, tenant, which) : []
  return {
    language,
    group: of('group'),
    channel: of('channel'),
    market: of('market'),
    attribute: attributes.flatMap(({ name, translated }) =>
      translated ? language.map(one => attributeName(name, one)) : [name],
    ),
    marketAttribute: (await namesOfAttributes(tx, tenant, theirs)).sort(),
  }
}

import type { Tx } from '../../base/database.ts'
import { readItemAttributes } from '../../catalog/attributes.ts'
import { readItemTexts } from '../../catalog/itemTextStore.ts'
import { pathsOfCategories } from './categoryPaths.ts'
import { attributeName } from './csvAttributes.ts'
import { type AttributeColumn, attributesOfItems, categoriesOfItems } from './csvListings.ts'
import { writePaths } from './mapRow.ts'
import type { ResolvedRow, Snapshot } from './rowKind.ts'

interface ItemValues {
  readonly id: string
  readonly [field: string]: string | boolean | null
}

/** Everything that a row with these columns can say of items, as it is now, by the key of their rows; new ones are found by their number. */
export async function snapshotItems(
  tx: Tx,
  tenant: string,
  rows: readonly ResolvedRow[],
  columns: readonly AttributeColumn[],
): Promise<ReadonlyMap<string, Snapshot>> {
  const fresh = rows.filter(row => row.id === undefined)
  const found =
    fresh.length === 0
      ? []
      : await tx.query<{ id: string; number: string }>(
          'select id, item_number as number from item where tenant_id = $1 and item_number = any($2::text[])',
          [tenant, fresh.map(row => row.object)],
        )
  const ids = new Map(found.map(({ id, number }) => [`number ${number}`, id]))
  const keys = rows.flatMap(row => {
    const id = row.id ?? ids.get(row.key)
    return id === undefined ? [] : [{ id, key: row.key }]
  })
  const values = await valuesOfItems(
    tx,
    tenant,
    keys.map(({ id }) => id),
    columns,
  )
  return new Map(
    keys.flatMap(({ id, key }) => (values.has(id) ? [[key, values.get(id) ?? new Map()] as const] : [])),
  )
}

/** Values of items by id and field, as text; what was never said is absent. Of the attributes of channels those that are asked for. */
export async function valuesOfItems(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  columns: readonly AttributeColumn[],
): Promise<ReadonlyMap<string, Map<string, string>>> {
  if (ids.length === 0) return new Map()
  const [items, texts, places, prices, sales, attributes, listings, ofChannels] = await Promise.all([
    tx.query<ItemValues>(
      `select i.id, i.item_number as "itemNumber", i.name, i.gtin, i.manufacturer_number as "manufacturerNumber",
         i.own_number as "ownNumber", trim_scale(i.net_price)::text as "netPrice", trim_scale(i.gross_price)::text as "grossPrice",
         trim_scale(i.weight)::text as weight, trim_scale(i.shipping_weight)::text as "shippingWeight", trim_scale(i.length)::text as length,
         trim_scale(i.width)::text as width, trim_scale(i.height)::text as height, i.unit, trim_scale(i.content)::text as content,
         i.content_unit as "contentUnit", trim_scale(i.base_amount)::text as "baseAmount", i.base_unit as "baseUnit", c.name as "taxClass", m.name as manufacturer, i.active, i.blocked,
         i.stock_managed as "stockManaged", i.oversell, trim_scale(i.buffer)::text as buffer
       from item i left join tax_class c on c.tenant_id = $1 and c.id = i.tax_class_id
         left join manufacturer m on m.tenant_id = $1 and m.id = i.manufacturer_id
       where i.tenant_id = $1 and i.id = any($2::uuid[])`,
      [tenant, ids],
    ),
    readItemTexts(tx, tenant, ids),
    tx.query<{ item: string; category: string }>(
      'select item_id as item, category_id as category from item_category where tenant_id = $1 and item_id = any($2::uuid[])',
      [tenant, ids],
    ),
    tx.query<{ item: string; field: string; net: string }>(
      `select p.item_id as item, 'price.' || g.name as field, trim_scale(p.net)::text as net from item_price p
       join customer_group g on g.tenant_id = $1 and g.id = p.customer_group_id
       where p.tenant_id = $1 and p.item_id = any($2::uuid[]) and p.from_quantity = 0 and p.net is not null
       union all
       select p.item_id, 'channelPrice.' || h.name, trim_scale(p.net)::text from channel_price p
       join channel h on h.tenant_id = $1 and h.id = p.channel_id
       where p.tenant_id = $1 and p.item_id = any($2::uuid[]) and p.from_quantity = 0 and p.net is not null and p.customer_group_id is null`,
      [tenant, ids],
    ),
    tx.query<{ item: string; channel: string; active: boolean }>(
      `select k.item_id as item, h.name as channel, k.active from item_channel k
       join channel h on h.tenant_id = $1 and h.id = k.channel_id
       where k.tenant_id = $1 and k.item_id = any($2::uuid[])`,
      [tenant, ids],
    ),
    readItemAttributes(tx, tenant, ids),
    categoriesOfItems(tx, tenant, ids),
    attributesOfItems(tx, tenant, ids, columns),
  ])
  const paths = await pathsOfCategories(
    tx,
    tenant,
    places.map(place => place.category),
  )
  const values = new Map(items.map(item => [item.id, plainValues(item)]))
  const put = (id: string, field: string, text: string) => text !== '' && values.get(id)?.set(field, text)
  for (const { itemId, language, text } of texts)
    for (const [part, value] of Object.entries(text)) put(itemId, `texts.${language}.${part}`, String(value))
  for (const { item, field, net } of prices) put(item, field, net)
  for (const { itemId, name, language, value } of attributes)
    put(itemId, `attribute.${attributeName(name, language)}`, value)
  for (const { item, channel, category } of listings) put(item, `listed.${channel}`, category)
  for (const { item, field, text } of ofChannels) put(item, field, text)
  for (const { item, channel, active } of sales) put(item, `sold.${channel}`, String(active))
  for (const [item, ofItem] of Map.groupBy(places, place => place.item)) {
    const written = ofItem.flatMap(({ category }) => paths.get(category) ?? []).length
    if (written > 0)
      put(item, 'categories', writePaths(ofItem.map(one => paths.get(one.category) ?? []).sort(byText)))
  }
  return values
}

function plainValues({ id, ...item }: ItemValues): Map<string, string> {
  const said = Object.entries(item).filter(([, value]) => value !== null && value !== '')
  return new Map([['id', id], ...said.map(([field, value]): [string, string] => [field, String(value)])])
}

function byText(one: readonly string[], other: readonly string[]): number {
  return one.join('\u001f') < other.join('\u001f') ? -1 : 1
}

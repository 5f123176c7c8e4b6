import type { Tx } from '../base/database.ts'
import type { ItemFields } from './itemFields.ts'
import type { ItemReferences } from './itemRules.ts'
import { catalogProblem } from './problems.ts'

/** An item as it is stored. */
export interface ItemRow extends Required<{ [K in keyof ItemFields]: Exclude<ItemFields[K], undefined> }> {
  readonly id: string
  readonly version: number
}

const itemColumns = `id, item_number as "itemNumber", name, gtin, manufacturer_number as "manufacturerNumber",
  own_number as "ownNumber", manufacturer_id as "manufacturerId", net_price as "netPrice", gross_price as "grossPrice", weight,
  shipping_weight as "shippingWeight", length, width, height, nullif(unit, '') as unit, content, content_unit as "contentUnit",
  base_amount as "baseAmount", base_unit as "baseUnit", tax_class_id as "taxClassId", active, blocked,
  stock_managed as "stockManaged", oversell, buffer, version`

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

/** A field of each item, as `json_to_recordset` reads it. */
const itemRecord = `r (id uuid, "itemNumber" text, key text, name text, gtin text, "manufacturerNumber" text, "ownNumber" text,
  "manufacturerId" uuid, "netPrice" numeric, "grossPrice" numeric, weight numeric, "shippingWeight" numeric, length numeric,
  width numeric, height numeric, unit text, content numeric, "contentUnit" text, "baseAmount" numeric, "baseUnit" text,
  "taxClassId" uuid, active boolean, blocked boolean, "stockManaged" boolean, oversell boolean, buffer numeric, version integer)`

/** Makes items whose number is free, and answers the ids of those; the others are left out. */
export async function insertItems(
  tx: Tx,
  tenant: string,
  items: readonly (ItemFields & { readonly id: string; readonly key: string })[],
): Promise<Set<string>> {
  if (items.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `insert into item (tenant_id, id, item_number, number_key, name, gtin, manufacturer_number, own_number, manufacturer_id,
       net_price, gross_price, weight, shipping_weight, length, width, height, unit, content, content_unit, base_amount, base_unit,
       tax_class_id, active, blocked, stock_managed, oversell, buffer)
     select $1, r.id, r."itemNumber", r.key, r.name, r.gtin, r."manufacturerNumber", r."ownNumber", r."manufacturerId",
       r."netPrice", r."grossPrice", r.weight, r."shippingWeight", r.length, r.width, r.height, coalesce(r.unit, ''), r.content,
       r."contentUnit", r."baseAmount", r."baseUnit", r."taxClassId", coalesce(r.active, true), coalesce(r.blocked, false),
       coalesce(r."stockManaged", true), coalesce(r.oversell, false), coalesce(r.buffer, 0)
     from json_to_recordset($2) as ${itemRecord}
     on conflict (tenant_id, item_number) do nothing
     returning id`,
    [tenant, JSON.stringify(items)],
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
    `update item i set item_number = r."itemNumber", number_key = r.key, name = r.name, gtin = r.gtin,
       manufacturer_number = r."manufacturerNumber", own_number = r."ownNumber", manufacturer_id = r."manufacturerId",
       net_price = r."netPrice", gross_price = r."grossPrice", weight = r.weight, shipping_weight = r."shippingWeight",
       length = r.length, width = r.width, height = r.height, unit = coalesce(r.unit, ''), content = r.content,
       content_unit = r."contentUnit", base_amount = r."baseAmount", base_unit = r."baseUnit", tax_class_id = r."taxClassId",
       active = r.active, blocked = r.blocked, stock_managed = r."stockManaged", oversell = r.oversell, buffer = r.buffer,
       version = r.version, changed_at = now()
     from json_to_recordset($2) as ${itemRecord}
     where i.tenant_id = $1 and i.id = r.id`,
    [tenant, JSON.stringify(items.map(item => ({ ...item, key: key(item.itemNumber) })))],
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

/** The manufacturers among the ids. */
export async function knownManufacturers(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `select id from manufacturer where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  return new Set(rows.map(row => row.id))
}

/** What these items refer to, as far as it is there. */
export async function knownReferences(
  tx: Tx,
  tenant: string,
  items: readonly ItemFields[],
): Promise<ItemReferences> {
  const given = (values: readonly (string | null | undefined)[]) =>
    [...new Set(values)].filter(value => typeof value === 'string')
  return {
    taxClasses: await knownTaxClasses(tx, tenant, given(items.map(item => item.taxClassId))),
    manufacturers: await knownManufacturers(tx, tenant, given(items.map(item => item.manufacturerId))),
  }
}

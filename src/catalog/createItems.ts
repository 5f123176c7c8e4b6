import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { numberKey } from './findItems.ts'
import type { ItemFields, ItemText } from './itemFields.ts'
import { requireTaxClasses, writeItemTexts } from './itemStore.ts'
import { writeItemTerms } from './itemTerms.ts'

export interface NewItem extends ItemFields {
  readonly itemNumber: string
  readonly name: string
  /** By ISO 639-1 language. */
  readonly texts?: Readonly<Record<string, ItemText>> | undefined
}

/** What became of each item, in the order of the list. */
export type CreatedItem = { readonly itemNumber: string; readonly id: string; readonly did: 'new' | 'exists' }

/**
 * Makes items, as many as given in one statement. An item number that is taken keeps its item: `exists`. A number twice
 * in the list makes one item. They are sold nowhere until `sellOn`, so no channel has to be told. Throws TAX_CLASS_UNKNOWN.
 */
export async function createItems(tx: Tx, tenant: string, items: readonly NewItem[]): Promise<CreatedItem[]> {
  const wanted = [...new Map(items.map(item => [item.itemNumber, item])).values()]
    .map(item => ({ ...item, id: newId() }))
    .sort((a, b) => (a.itemNumber < b.itemNumber ? -1 : 1))
  await requireTaxClasses(
    tx,
    tenant,
    wanted.map(item => item.taxClassId),
  )
  await insertItems(tx, tenant, wanted)
  const stored = await tx.query<{ item_number: string; id: string }>(
    `select item_number, id from item where tenant_id = $1 and item_number = any($2::text[])`,
    [tenant, wanted.map(item => item.itemNumber)],
  )
  const ids = new Map(stored.map(row => [row.item_number, row.id]))
  const fresh = wanted.filter(item => ids.get(item.itemNumber) === item.id)
  await writeItemTexts(
    tx,
    tenant,
    fresh.flatMap(({ id, texts }) =>
      Object.entries(texts ?? {}).map(([language, text]) => ({ itemId: id, language, text })),
    ),
  )
  await writeItemTerms(
    tx,
    tenant,
    fresh.map(item => ({ ...item, names: Object.values(item.texts ?? {}).map(text => text.name) })),
    false,
  )
  const made = new Set(fresh.map(item => item.id))
  return items.map(item => {
    const id = ids.get(item.itemNumber) ?? ''
    return { itemNumber: item.itemNumber, id, did: made.has(id) ? 'new' : 'exists' }
  })
}

async function insertItems(
  tx: Tx,
  tenant: string,
  items: readonly (NewItem & { readonly id: string })[],
): Promise<void> {
  const rows = items.map(item => ({
    id: item.id,
    number: item.itemNumber,
    key: numberKey(item.itemNumber),
    name: item.name,
    gtin: item.gtin ?? null,
    maker: item.manufacturerNumber ?? null,
    net: item.netPrice ?? null,
    weight: item.weight ?? null,
    class: item.taxClassId ?? null,
    active: item.active ?? true,
    blocked: item.blocked ?? false,
    managed: item.stockManaged ?? true,
    oversell: item.oversell ?? false,
    buffer: item.buffer ?? '0',
  }))
  await tx.run(
    `insert into item (tenant_id, id, item_number, number_key, name, gtin, manufacturer_number, net_price, weight, tax_class_id,
       active, blocked, stock_managed, oversell, buffer)
     select $1, r.id, r.number, r.key, r.name, r.gtin, r.maker, r.net::numeric, r.weight::numeric, r.class,
       r.active, r.blocked, r.managed, r.oversell, r.buffer::numeric
     from json_to_recordset($2) as r (id uuid, number text, key text, name text, gtin text, maker text, net text, weight text,
       class uuid, active boolean, blocked boolean, managed boolean, oversell boolean, buffer text)
     on conflict (tenant_id, item_number) do nothing`,
    [tenant, JSON.stringify(rows)],
  )
}

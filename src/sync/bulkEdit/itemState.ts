import type { Tx } from '../../base/database.ts'
import { exact } from '../../base/decimal.ts'
import type { SaidPrice } from '../../catalog/amount.ts'
import { decimalFields } from '../../catalog/itemFields.ts'
import { holdItems, type ItemRow } from '../../catalog/itemStore.ts'
import { type BulkChange, bulkFields } from './bulkChange.ts'
import { attributeFieldName, fieldKind, type PriceField, priceField, textFieldName } from './fieldNames.ts'
import { readWords } from './wordStates.ts'

/** What a bulk edit can touch of an item, by field (`fieldKind`). */
export type ItemState = Readonly<Record<string, unknown>>

/** The fields besides those of the item itself that a change may touch. */
export function touchedFields(change: BulkChange): string[] {
  const { price, addCategoryIds, removeCategoryIds, sell, texts = [], attributes = [] } = change
  // A language that says nothing yet gets a name with its first word.
  const names = texts.flatMap(text =>
    text.channelId === null ? [textFieldName({ ...text, field: 'name' })] : [],
  )
  const ofPrice = price && (price.channelId !== null || price.customerGroupId !== null)
  return [
    ...(ofPrice ? [priceField(price)] : []),
    ...(addCategoryIds || removeCategoryIds ? ['category'] : []),
    ...(sell ?? []).map(({ channelId }) => `channel ${channelId}`),
    ...new Set([...names, ...texts.map(textFieldName)]),
    ...new Set(attributes.map(attributeFieldName)),
  ]
}

/** A price that holds from a quantity on, as it is stored. */
export type StoredScale = { readonly from: string } & SaidPrice

/** Where an item is sold, as it is stored. */
export interface StoredSale {
  readonly active: boolean
  readonly reserve: string
  readonly cap: string | null
}

/**
 * The items as they are now, with these fields besides their own, locked in the order of their ids. What an item does not have
 * is null, or an empty list. Items that there are not are absent. A few statements for any number of items.
 */
export async function readStates(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  fields: readonly string[],
): Promise<Map<string, ItemState>> {
  const items = await holdItems(tx, tenant, [...new Set(ids)])
  const states = new Map(items.map(item => [item.id, ownFields(item)]))
  const put = (itemId: string, field: string, value: unknown) => {
    const state = states.get(itemId)
    if (state) state[field] = value
  }
  for (const { itemId, field, value } of await readWords(tx, tenant, [...states.keys()], fields))
    put(itemId, field, value)
  for (const field of fields) {
    const about = fieldKind(field)
    if (about.kind === 'text' || about.kind === 'attribute') continue
    const rows = new Map(
      (about.kind === 'price'
        ? await readPrices(tx, tenant, ids, about)
        : about.kind === 'channel'
          ? await readSales(tx, tenant, ids, about.channelId)
          : await readCategories(tx, tenant, ids)
      ).map(row => [row.itemId, row.value]),
    )
    for (const item of items) put(item.id, field, rows.get(item.id) ?? (about.kind === 'channel' ? null : []))
  }
  return states
}

function ownFields(item: ItemRow): Record<string, unknown> {
  return Object.fromEntries(bulkFields.map(field => [field, item[field]]))
}

interface Value {
  readonly itemId: string
  readonly value: unknown
}

const scalesOf = `json_agg(json_build_object('from', p.from_quantity::text, 'net', p.net::text, 'gross', p.gross::text)
  order by p.from_quantity) as value`

function readPrices(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  { channelId, customerGroupId }: PriceField,
): Promise<Value[]> {
  if (channelId === null)
    return tx.query<Value>(
      `select p.item_id as "itemId", ${scalesOf} from item_price p
       where p.tenant_id = $1 and p.item_id = any($2::uuid[]) and p.customer_group_id = $3 group by p.item_id`,
      [tenant, ids, customerGroupId],
    )
  return tx.query<Value>(
    `select p.item_id as "itemId", ${scalesOf} from channel_price p
     where p.tenant_id = $1 and p.item_id = any($2::uuid[]) and p.channel_id = $3
       and p.customer_group_id is not distinct from $4::uuid group by p.item_id`,
    [tenant, ids, channelId, customerGroupId],
  )
}

function readSales(tx: Tx, tenant: string, ids: readonly string[], channelId: string): Promise<Value[]> {
  return tx.query<Value>(
    `select k.item_id as "itemId", json_build_object('active', k.active, 'reserve', k.reserve::text, 'cap', k.cap::text) as value
     from item_channel k where k.tenant_id = $1 and k.item_id = any($2::uuid[]) and k.channel_id = $3`,
    [tenant, ids, channelId],
  )
}

function readCategories(tx: Tx, tenant: string, ids: readonly string[]): Promise<Value[]> {
  return tx.query<Value>(
    `select c.item_id as "itemId", json_agg(c.category_id order by c.category_id) as value
     from item_category c where c.tenant_id = $1 and c.item_id = any($2::uuid[]) group by c.item_id`,
    [tenant, ids],
  )
}

/** Whether a field says the same: 10 and 10.00 are one number, wherever it stands. */
export function sameValue(field: string, one: unknown, other: unknown): boolean {
  return canonicalValue(field, one) === canonicalValue(field, other)
}

// Keys in one order: what comes back from the database has another.
function canonicalValue(field: string, value: unknown): string {
  const plain = (part: unknown, key: string): unknown => {
    if (Array.isArray(part)) return part.map(one => plain(one, key))
    if (typeof part === 'object' && part !== null)
      return Object.entries(part)
        .map(([name, one]) => [name, plain(one, name)])
        .sort()
    const isNumber = key === '' ? decimalFields.has(field) : decimalParts.has(key)
    return isNumber && typeof part === 'string' ? exact(part).toFixed() : part
  }
  return JSON.stringify(plain(value, ''))
}

const decimalParts: ReadonlySet<string> = new Set(['from', 'net', 'gross', 'reserve', 'cap'])

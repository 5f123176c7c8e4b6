import type { Tx } from '../../base/database.ts'
import { isId } from '../../base/ids.ts'
import { searchTerm } from '../../base/searchWords.ts'
import type { Identifier } from './csvSettings.ts'
import type { MappedRow, RowRefusal } from './mapRow.ts'
import { type RowsOf, refusal, textOf } from './rowKind.ts'

/** The item that a row names, if it exists. */
export interface NamedItem {
  readonly id: string | undefined
  /** By what a person knows it. */
  readonly object: string
}

/**
 * Finds the items that rows name, in one statement per identifying column. The first column that is filled decides; another
 * one that means another item, or several, refuses the row: CSV_IDENTIFICATION_UNCLEAR. None filled: CSV_IDENTIFICATION_MISSING.
 */
export async function findItemsOfRows(
  tx: Tx,
  of: RowsOf,
  rows: readonly MappedRow[],
): Promise<(NamedItem | RowRefusal)[]> {
  const { identify } = of.settings
  const found = new Map<Identifier, ReadonlyMap<string, readonly string[]>>()
  for (const one of identify) {
    // as many as there are identifying columns
    const values = [...new Set(rows.flatMap(row => textOf(row, one) ?? []))]
    found.set(one, values.length > 0 ? await itemsBy(tx, of.tenant, one, values) : new Map())
  }
  return rows.map(row => {
    const given = identify.flatMap(one => {
      const value = textOf(row, one)
      return value === undefined ? [] : [{ one, value, ids: found.get(one)?.get(value) ?? [] }]
    })
    const [first, ...others] = given
    if (!first) return refusal(row, 'CSV_IDENTIFICATION_MISSING', { columns: identify.join(', ') })
    const unclear = [first, ...others].find(
      ({ ids }) =>
        ids.length > 1 || (ids[0] !== undefined && ids[0] !== first.ids[0] && first.ids.length > 0),
    )
    // What the first column does not find, the next one may: a new number for an item that has this GTIN would be a guess.
    const strange = first.ids.length === 0 ? others.find(({ ids }) => ids.length > 0) : undefined
    const wrong = unclear ?? strange
    if (wrong) return refusal(row, 'CSV_IDENTIFICATION_UNCLEAR', { column: wrong.one, value: wrong.value })
    return { id: first.ids[0], object: first.value }
  })
}

const columns: Readonly<Record<Identifier, string>> = {
  id: 'i.id::text',
  itemNumber: 'i.item_number',
  gtin: 'i.gtin',
  manufacturerNumber: 'i.manufacturer_number',
  ownNumber: 'i.own_number',
}

async function itemsBy(
  tx: Tx,
  tenant: string,
  one: Identifier,
  values: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows =
    one === 'manufacturerNumber' || one === 'ownNumber'
      ? // No index of their own: they are words that items are found by.
        await tx.query<{ id: string; value: string }>(
          `select distinct i.id, ${columns[one]} as value from unnest($2::text[]) as u (term)
           join search_term s on s.tenant_id = $1 and s.kind = 'item' and s.term = u.term
           join item i on i.tenant_id = $1 and i.id = s.object_id
           where ${columns[one]} = any($3::text[])`,
          [tenant, [...new Set(values.map(value => searchTerm(value).slice(0, 100).trim()))], values],
        )
      : await tx.query<{ id: string; value: string }>(
          `select i.id, ${columns[one]} as value from item i
           where i.tenant_id = $1 and ${one === 'id' ? 'i.id = any($2::uuid[])' : `${columns[one]} = any($2::text[])`}`,
          [tenant, one === 'id' ? values.filter(isId) : values],
        )
  const byValue = Map.groupBy(rows, row => row.value)
  return new Map([...byValue].map(([value, items]) => [value, items.map(item => item.id)]))
}

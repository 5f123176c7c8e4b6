/** Deliveries with their packages. Keys are read wherever they stand, and a row of a known key is replaced. */
import { allows, type ShopState } from '../state.ts'
import { convert } from '../store/readRow.ts'
import { shapes, type TableName } from '../store/tableShapes.ts'
import type { Row } from '../store/tables.ts'
import { textOf, textsOf, type XmlNode } from '../wire/readXml.ts'

/** Elements by the table that they belong to. */
const parts: Readonly<Record<string, TableName>> = {
  tlieferschein: 'tlieferschein',
  tlieferscheinpos: 'tlieferscheinpos',
  tlieferscheinposInfo: 'tlieferscheinposinfo',
  tversand: 'tversand',
}

/** `lief.xml`: a delivery has to say of which order it is. */
export function writeDeliveries(state: ShopState, root: XmlNode): void {
  if (root.name !== 'lieferscheine') return
  for (const node of root.children) writePart(state, node)
}

function writePart(state: ShopState, node: XmlNode): void {
  const table = parts[node.name]
  if (!table) return
  const row = looseRow(state, table, node)
  const [key = ''] = shapes[table].key
  if ((row[key] ?? '0') === '0') return void state.log.rowError(table, `${key} is missing`)
  if (table === 'tlieferschein' && Number(row['kInetBestellung']) <= 0)
    return void state.log.rowError(table, 'kInetBestellung is missing')
  if (allows(state, table, row)) state.tables.at[table].put(row)
  for (const child of node.children) writePart(state, child)
}

function looseRow(state: ShopState, table: TableName, node: XmlNode): Row {
  const { columns } = shapes[table]
  return Object.fromEntries(
    columns.map(column => [
      column,
      convert(column, textOf(node, column) ?? node.attributes[column], state.habits.storesLatin1),
    ]),
  )
}

/** `del_lief.xml`, with any root. */
export function deleteDeliveries(state: ShopState, root: XmlNode): void {
  const { at } = state.tables
  for (const key of textsOf(root, 'kLieferschein')) {
    state.tick()
    for (const { kLieferscheinPos } of at.tlieferscheinpos.of(key))
      at.tlieferscheinposinfo.deleteOf(kLieferscheinPos ?? '')
    at.tlieferscheinpos.deleteOf(key)
    at.tversand.deleteOf(key)
    at.tlieferschein.delete(key)
  }
}

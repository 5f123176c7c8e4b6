import { allocateWaiting } from '../../sales/allocate.ts'
import { type Adjustment, adjustStock } from '../../stock/adjust.ts'
import { findItemsOfRows } from './itemIdentity.ts'
import { type RowKind, type RowResult, refusal, textOf } from './rowKind.ts'

/** Rows about what lies where: so much shall lie there, or by so much it becomes more or less. */
export const stockRows: RowKind = {
  async resolve(tx, of, rows) {
    const found = await findItemsOfRows(tx, of, rows)
    const { warehouse: warehouses } = of.names
    const [only] = warehouses.size === 1 ? warehouses.keys() : []
    return rows.map((row, at) => {
      const item = found[at]
      if (!item || 'code' in item) return item ?? refusal(row, 'CSV_IDENTIFICATION_MISSING')
      if (item.id === undefined) return refusal(row, 'STOCK_ITEM_UNKNOWN', { item: item.object })
      const warehouse = textOf(row, 'warehouse') ?? only
      if (warehouse === undefined) return refusal(row, 'CSV_CELL_MISSING', { column: 'warehouse' })
      const warehouseId = warehouses.get(warehouse)
      if (warehouseId === undefined) return refusal(row, 'WAREHOUSE_UNKNOWN', { warehouse })
      const object = `${item.object} / ${warehouse}`
      const isSaid = row.cells.has('to') !== row.cells.has('by')
      if (!isSaid && row.cells.has('to')) return refusal(row, 'ADJUSTMENT_UNCLEAR', { item: item.object })
      if (!isSaid) return refusal(row, 'CSV_CELL_MISSING', { column: 'to' })
      return { row, key: `${item.id} ${warehouseId}`, object, id: item.id, ids: { warehouseId } }
    })
  },
  async write(tx, of, rows) {
    const list = rows.map(
      ({ row, id, ids }): Adjustment => ({
        itemId: id ?? '',
        warehouseId: ids['warehouseId'] ?? '',
        to: textOf(row, 'to'),
        by: textOf(row, 'by'),
        note: textOf(row, 'note'),
      }),
    )
    const { results, changed } = await adjustStock(tx, of.tenant, list, of.actor)
    await allocateWaiting(tx, of.tenant, [...new Set(list.map(one => one.itemId))].sort(), of.now)
    return {
      results: results.map(
        (one): RowResult =>
          one.did === 'refused'
            ? { did: 'refused', code: one.code, data: one.data }
            : { did: one.did === 'booked' ? 'changed' : 'unchanged' },
      ),
      changed,
    }
  },
  async snapshot(tx, of, rows) {
    const levels = await tx.query<{ key: string; onHand: string }>(
      `select s.item_id || ' ' || s.warehouse_id as key, trim_scale(s.on_hand)::text as "onHand"
       from unnest($2::uuid[], $3::uuid[]) as u (item, warehouse)
       join stock_level s on s.tenant_id = $1 and s.item_id = u.item and s.warehouse_id = u.warehouse`,
      [of.tenant, rows.map(row => row.id), rows.map(row => row.ids['warehouseId'])],
    )
    const lying = new Map(levels.map(level => [level.key, level.onHand]))
    // What a row calls "to" or "by" is shown as what lies there.
    return new Map(
      rows.map(({ key }) => {
        const onHand = lying.get(key) ?? '0'
        return [
          key,
          new Map([
            ['to', onHand],
            ['by', onHand],
          ]),
        ]
      }),
    )
  },
}

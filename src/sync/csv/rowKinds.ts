import type { Right } from '../../company/rights.ts'
import { categoryRows } from './categoryRows.ts'
import type { CsvKind } from './csvSettings.ts'
import { itemRows } from './itemRows.ts'
import { orderRows } from './orderRows.ts'
import { priceRows } from './priceRows.ts'
import type { RowKind } from './rowKind.ts'
import { stockRows } from './stockRows.ts'

/** How rows of each kind are written. */
export const rowKinds: Readonly<Record<CsvKind, RowKind>> = {
  item: itemRows,
  price: priceRows,
  stock: stockRows,
  category: categoryRows,
  order: orderRows,
}

/** What somebody must be allowed to import a kind, and to read it. */
export const rightsOfKind: Readonly<Record<CsvKind, { readonly write: Right; readonly read: Right }>> = {
  item: { write: 'items.write', read: 'items.read' },
  price: { write: 'items.write', read: 'items.read' },
  stock: { write: 'stock.write', read: 'stock.read' },
  category: { write: 'items.write', read: 'items.read' },
  order: { write: 'orders.write', read: 'orders.read' },
}

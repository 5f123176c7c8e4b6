import type { Stock, StockRow, Warehouse } from '../../api/stock.ts'
import { negated } from '../../words/decimalText.ts'
import { addDecimals } from '../../words/format.ts'

/** What the dialog of an act is about. */
export interface ActProps {
  readonly row: StockRow
  readonly warehouses: readonly Warehouse[]
  readonly levels: Stock['warehouses']
  /** Id of the warehouse that is chosen at first. */
  readonly first: string
  readonly onClose: () => void
  readonly onDone: (sentence: string) => void
}

/** What lies in a warehouse, what of it is set aside, and what is not; nothing where it never lay. */
export function levelAt(levels: Stock['warehouses'], warehouse: string) {
  const found = levels.find(one => one.warehouseId === warehouse)
  const { onHand = '0', allocated = '0' } = found ?? {}
  return { onHand, allocated, free: addDecimals([onHand, negated(allocated)]) }
}

/** Whether pieces of an item lie anywhere by themselves: a parent is its children, a kit its parts. */
export function hasOwnStock({ kind }: Pick<StockRow, 'kind'>): boolean {
  return kind !== 'parent' && kind !== 'kit'
}

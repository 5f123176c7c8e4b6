import { useQuery } from '@tanstack/react-query'
import { type StockRow, stockQuery, warehousesQuery } from '../../api/stock.ts'
import { AdjustDialog } from './AdjustDialog.tsx'
import { BookDialog } from './BookDialog.tsx'
import type { ActProps } from './places.ts'
import { TransferDialog } from './TransferDialog.tsx'

/** What can be done with the stock of an item. */
export type StockAct = 'book' | 'transfer' | 'adjust'

interface StockDialogProps {
  readonly act: StockAct
  readonly row: StockRow
  /** Id of the warehouse that the list is limited to. */
  readonly warehouse: string | undefined
  readonly onClose: () => void
  /** Done, and said in a sentence. */
  readonly onDone: (sentence: string) => void
}

/** The dialog of an act, once it is known what lies where. */
export function StockDialog({ act, row, warehouse, onClose, onDone }: StockDialogProps) {
  const warehouses = useQuery(warehousesQuery)
  const stock = useQuery(stockQuery(row.id))
  if (!warehouses.data || !stock.data) return null
  const known = warehouses.data.filter(
    one => one.active || stock.data.warehouses.some(place => place.warehouseId === one.id),
  )
  // Where it lies already comes first: that is what is meant most often.
  const lies = stock.data.warehouses.find(place => place.onHand !== '0')?.warehouseId
  const first = known.find(one => one.id === warehouse) ?? known.find(one => one.id === lies) ?? known[0]
  const props: ActProps = {
    row,
    warehouses: known,
    levels: stock.data.warehouses,
    first: first?.id ?? '',
    onClose,
    onDone,
  }
  const Dialog = { book: BookDialog, transfer: TransferDialog, adjust: AdjustDialog }[act]
  return <Dialog {...props} />
}

import type { ActionName } from '../../api/orderActs.ts'
import type { Order, OrderPayment } from '../../api/orders.ts'
import { CancelDialog } from './CancelDialog.tsx'
import { DeliverDialog } from './DeliverDialog.tsx'
import { PackageDialog, ReverseDialog, ShipDialog } from './DeliveryDialogs.tsx'
import { MergeDialog, SplitDialog } from './DivideDialogs.tsx'
import { HoldDialog } from './OrderHolds.tsx'
import { MoveDialog, PayDialog, RefundDialog, UnbookDialog } from './PayDialogs.tsx'
import { ReturnDialog } from './ReturnDialog.tsx'
import { CompleteDialog, SimpleDialog } from './SimpleDialogs.tsx'

/** Which dialog is open, and for which delivery note or payment where it is about one. */
export interface OpenDialog {
  readonly name: Exclude<ActionName, 'edit'> | 'pack' | 'move' | 'unbook'
  readonly delivery?: string
  readonly payment?: OrderPayment
}

interface OrderDialogProps {
  readonly order: Order
  readonly dialog: OpenDialog
  readonly onClose: () => void
}

/** The dialog of an act on an order. */
export function OrderDialog({ order, dialog, onClose }: OrderDialogProps) {
  const { name, delivery, payment } = dialog
  const props = { order, onClose }
  const { wantsReturnLabels } = order
  const notes = order.deliveries
    .filter(one => one.reversedAt === null && (delivery === undefined || one.id === delivery))
    .map(one => ({ ...one, wantsReturnLabels }))
  const [first] = notes
  switch (name) {
    case 'deliver':
      return <DeliverDialog {...props} />
    case 'ship':
      return <ShipDialog notes={notes.filter(one => one.shippedAt === null)} onClose={onClose} />
    case 'reverse':
      return <ReverseDialog notes={notes} onClose={onClose} />
    case 'pack':
      return first ? <PackageDialog note={first} onClose={onClose} /> : null
    case 'pay':
      return <PayDialog {...props} />
    case 'refund':
      return <RefundDialog {...props} payment={payment} />
    case 'move':
      return payment ? <MoveDialog payment={payment} onClose={onClose} /> : null
    case 'unbook':
      return payment ? <UnbookDialog payment={payment} onClose={onClose} /> : null
    case 'cancel':
      return <CancelDialog orders={[order]} lines={order.lines} onClose={onClose} />
    case 'hold':
      return <HoldDialog {...props} />
    case 'return':
      return <ReturnDialog {...props} />
    case 'split':
      return <SplitDialog {...props} />
    case 'merge':
      return <MergeDialog {...props} />
    case 'complete':
      return <CompleteDialog {...props} />
    default:
      return <SimpleDialog {...props} name={name} />
  }
}

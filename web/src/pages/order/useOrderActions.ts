import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ActionName } from '../../api/orderActs.ts'
import type { Order } from '../../api/orders.ts'
import { orderTasksQuery, toRefund } from '../../api/tasks.ts'
import { useMissingRight } from '../../shell/rights.ts'
import type { Reason } from '../../ui/ReasonButton.tsx'
import { negated, signOf } from '../../words/decimalText.ts'
import { addDecimals } from '../../words/format.ts'

/** Which step removes a blocker, where a button can. */
const removedBy: Readonly<Record<string, ActionName>> = {
  UNPAID: 'pay',
  ORDER_ON_HOLD: 'release',
  NO_SHIPPING_METHOD: 'edit',
  NOT_SHIPPED_YET: 'ship',
  HAS_DELIVERY_NOTE: 'reverse',
}

/** What can be done with an order, why not, and which step is the most likely one: all as the server says. */
export function useOrderActions(order: Order, onAct: (name: ActionName) => void) {
  const { t } = useTranslation()
  const lacking = useMissingRight('orders.write')
  const allowed = (name: ActionName) => order.actions.find(one => one.action === name)?.allowed ?? false
  const reasonsOf = (name: ActionName): readonly Reason[] => {
    const blockers = order.actions.find(one => one.action === name)?.blockers ?? []
    const reasons = blockers.map(({ code, reason, remedy }): Reason => {
      const by = removedBy[code]
      const isOpen = by !== undefined && by !== name && allowed(by)
      return {
        reason,
        remedy,
        ...(isOpen ? { act: { label: t(`orderActs.${by}`), onClick: () => onAct(by) } } : {}),
      }
    })
    return [...reasons, ...lacking]
  }
  const { data: tasks = [] } = useQuery(orderTasksQuery(order.orderNumber))
  // What is open because it was paid back is not asked for again.
  const isOwed = signOf(order.sums.open) > 0 && refundedOf(order) === ''
  const next: ActionName = allowed('ship')
    ? 'ship'
    : allowed('deliver')
      ? 'deliver'
      : toRefund(tasks) !== '' && allowed('refund')
        ? 'refund'
        : order.cancelled && allowed('undo_cancel')
          ? 'undo_cancel'
          : isOwed && !order.cancelled
            ? 'pay'
            : allowed('return')
              ? 'return'
              : 'deliver'
  return { allowed, reasonsOf, next }
}

/** How much was paid back, where that is why something is open; empty: otherwise. */
export function refundedOf(order: Order): string {
  const back = order.payments.filter(one => one.entry === 'refund').map(one => negated(one.amount))
  const refunded = addDecimals(back)
  const { open } = order.sums
  return signOf(open) > 0 && signOf(addDecimals([refunded, negated(open)])) >= 0 ? refunded : ''
}

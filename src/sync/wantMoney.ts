import { exact } from '../base/decimal.ts'
import type { MoneyState } from '../port/outgoing.ts'
import { paymentMark } from '../sales/paymentMark.ts'
import type { PaymentForChannel } from '../sales/paymentsForChannel.ts'
import { spreadRefund } from '../sales/spreadRefund.ts'
import { sendOf } from './pushTask.ts'
import { onceTask } from './wantOnce.ts'

/** Payments that the shop of the order does not know of, each once. */
export const payments = moneyTask('payment')
/** Money that went back, each once; the amount without its sign. */
export const refunds = moneyTask('refund')

function moneyTask(kind: 'payment' | 'refund') {
  return onceTask<PaymentForChannel>({
    kind,
    read: async (tx, context, ids) => {
      const { tenant, sources } = context
      const rows = await sources.paymentsForChannel(tx, tenant, ids)
      const namesLines = sendOf(context, kind)?.namesLines ?? false
      // What was marked as one of them and has turned out to be the other is told as what it is.
      return rows.map(row =>
        row && exact(row.amount).greaterThan(0) === (kind === 'payment')
          ? { ...row, lines: namesLines ? row.lines : [] }
          : undefined,
      )
    },
    state: row => ({
      ...moneyState(row),
      ...(row.transactionId || kind === 'refund' ? {} : { mark: paymentMark(row.id) }),
      ...(kind === 'payment' ? { complete: row.complete } : {}),
      ...(row.lines.length > 0 ? { lines: spreadRefund(exact(row.amount).abs().toFixed(), row.lines) } : {}),
    }),
  })
}

function moneyState(row: PaymentForChannel): MoneyState {
  return {
    order: { no: row.keyNo, theirs: row.theirOrderId },
    amount: exact(row.amount).abs().toFixed(),
    currency: row.currency,
    method: row.method,
    at: row.paidAt.toISOString(),
    ...(row.transactionId ? { transactionId: row.transactionId } : {}),
  }
}

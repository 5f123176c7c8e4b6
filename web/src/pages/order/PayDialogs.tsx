import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { movePayments, type RefundWish, refund, reversePayments } from '../../api/orderActs.ts'
import { type Order, type OrderPayment, payOrders } from '../../api/orders.ts'
import { orderTasksQuery, toRefund } from '../../api/tasks.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { MomentField } from '../../ui/MomentField.tsx'
import { negated, readDecimal, signOf, writtenDecimal } from '../../words/decimalText.ts'
import { fullDate, money } from '../../words/format.ts'
import { Refusals, useAct } from './useAct.tsx'
import { instantOf, localNow } from './when.ts'

interface OrderDialogProps {
  readonly order: Order
  readonly onClose: () => void
}

/** Money that came for an order. */
export function PayDialog({ order, onClose }: OrderDialogProps) {
  const { t } = useTranslation()
  const { open } = order.sums
  const [amount, setAmount] = useState(signOf(open) > 0 ? writtenDecimal(open) : '')
  const [method, setMethod] = useState(order.paymentMethod)
  const [transaction, setTransaction] = useState('')
  const [at, setAt] = useState(localNow)
  const act = useAct(payOrders, onClose)
  const read = readDecimal(amount)
  const paidAt = instantOf(at)
  const reasons = [
    ...(read && signOf(read) > 0 ? [] : [{ reason: t('orderActs.amountWanted') }]),
    ...(paidAt ? [] : [{ reason: t('orderActs.timeWanted') }]),
  ]
  return (
    <FormDialog
      title={t('order.payTitle', { number: order.orderNumber })}
      error={act.error}
      verb={t('order.book')}
      reasons={reasons}
      busy={act.busy}
      onSubmit={() =>
        act.run([
          {
            orderId: order.id,
            amount: read ?? '',
            paidAt: paidAt ?? '',
            ...(method.trim() === '' ? {} : { method: method.trim() }),
            ...(transaction.trim() === '' ? {} : { transactionId: transaction.trim() }),
          },
        ])
      }
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('order.amountOpen', { amount: money(open, order.currency) })}</p>
      <DecimalField
        label={`${t('order.amount')} (${order.currency})`}
        value={amount}
        onChange={setAmount}
        data-autofocus
      />
      <TextInput
        label={t('order.method')}
        value={method}
        onChange={event => setMethod(event.currentTarget.value)}
      />
      <TextInput
        label={t('order.transaction')}
        description={t('orderActs.transactionHelp')}
        value={transaction}
        onChange={event => setTransaction(event.currentTarget.value)}
      />
      <MomentField label={t('order.paidAt')} value={at} onChange={setAt} />
    </FormDialog>
  )
}

/** Money that goes back; more than was paid only knowingly. */
export function RefundDialog(props: OrderDialogProps & { readonly payment?: OrderPayment | undefined }) {
  const { data: tasks, isPending } = useQuery(orderTasksQuery(props.order.orderNumber))
  return isPending ? null : <RefundForm {...props} due={toRefund(tasks ?? [])} />
}

interface RefundFormProps extends OrderDialogProps {
  readonly payment?: OrderPayment | undefined
  /** What the open task says; it stands in the field already. */
  readonly due: string
}

function RefundForm({ order, onClose, payment, due }: RefundFormProps) {
  const { t } = useTranslation()
  const { open, paid } = order.sums
  const over = signOf(open) < 0 ? negated(open) : ''
  const came = order.payments.filter(one => one.entry === 'payment')
  const only = came.length === 1 ? came[0] : undefined
  const [against, setAgainst] = useState((payment ?? only)?.id ?? '')
  const [amount, setAmount] = useState(writtenDecimal(due || (payment ? payment.amount : over)))
  const [transaction, setTransaction] = useState('')
  const [reason, setReason] = useState('')
  const [force, setForce] = useState(false)
  const act = useAct((wish: RefundWish) => refund(wish), onClose)
  const read = readDecimal(amount)
  const given = read !== undefined && signOf(read) > 0
  return (
    <FormDialog
      title={t('orderActs.refundTitle', { number: order.orderNumber })}
      error={act.error}
      verb={t('orderActs.refund')}
      label={given ? t('orderActs.refundVerb', { amount: money(read, order.currency) }) : undefined}
      reasons={given ? [] : [{ reason: t('orderActs.amountWanted') }]}
      busy={act.busy}
      careful
      onSubmit={() =>
        act.run({
          orderId: order.id,
          amount: read ?? '',
          ...(against === '' ? {} : { paymentId: against }),
          ...(transaction.trim() === '' ? {} : { transactionId: transaction.trim() }),
          ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
          ...(force ? { force } : {}),
        })
      }
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">
        {t(over === '' ? 'orderActs.paidSoFar' : 'orderActs.paidTooMuch', {
          paid: money(paid, order.currency),
          over: money(over, order.currency),
        })}
      </p>
      <DecimalField label={`${t('order.amount')} (${order.currency})`} value={amount} onChange={setAmount} />
      {came.length > 0 ? (
        <NativeSelect
          label={t('orderActs.ofPayment')}
          value={against}
          data={[
            { value: '', label: t('orderActs.ofOrder') },
            ...came.map(one => ({
              value: one.id,
              label: [money(one.amount, one.currency), fullDate(one.paidAt), one.method]
                .filter(Boolean)
                .join(' · '),
            })),
          ]}
          onChange={event => setAgainst(event.currentTarget.value)}
        />
      ) : null}
      <TextInput
        label={t('order.transaction')}
        value={transaction}
        onChange={event => setTransaction(event.currentTarget.value)}
      />
      <TextInput
        label={t('orderActs.reason')}
        value={reason}
        maxLength={500}
        onChange={event => setReason(event.currentTarget.value)}
      />
      <Checkbox
        label={t('orderActs.force')}
        description={t('orderActs.forceHelp')}
        checked={force}
        onChange={event => setForce(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}

interface EntryDialogProps {
  readonly payment: OrderPayment
  readonly onClose: () => void
}

/** A payment that was for another order goes there. */
export function MoveDialog({ payment, onClose }: EntryDialogProps) {
  const { t } = useTranslation()
  const [to, setTo] = useState('')
  const [reason, setReason] = useState('')
  const act = useAct((order: string) => movePayments([payment.id], order, reason.trim()), onClose)
  const order = to.trim()
  return (
    <FormDialog
      title={t('orderActs.moveTitle', { amount: money(payment.amount, payment.currency) })}
      error={act.error}
      verb={t('orderActs.move')}
      reasons={order === '' ? [{ reason: t('orderActs.orderWanted') }] : []}
      busy={act.busy}
      onSubmit={() => act.run(order)}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <TextInput
        label={t('orderActs.toOrder')}
        description={t('orderActs.toOrderHelp')}
        value={to}
        data-autofocus
        autoComplete="off"
        onChange={event => setTo(event.currentTarget.value)}
      />
      <TextInput
        label={t('orderActs.reason')}
        value={reason}
        maxLength={500}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

/** A payment that was booked wrongly is taken out by a counter entry; nothing is deleted. */
export function UnbookDialog({ payment, onClose }: EntryDialogProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const act = useAct((why: string) => reversePayments([payment.id], why), onClose)
  const why = reason.trim()
  return (
    <FormDialog
      title={t('orderActs.unbookTitle', { amount: money(payment.amount, payment.currency) })}
      error={act.error}
      verb={t('orderActs.unbook')}
      reasons={why === '' ? [{ reason: t('orderActs.reasonWanted') }] : []}
      busy={act.busy}
      careful
      onSubmit={() => act.run(why)}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <Notice tone="info">{t('orderActs.unbookText')}</Notice>
      <TextInput
        label={t('orderActs.reason')}
        value={reason}
        maxLength={500}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

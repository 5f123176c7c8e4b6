import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  cancelOrders,
  deliverOrders,
  type OrderAction,
  type OrderResults,
  type OrderRow,
  payOrders,
} from '../../api/orders.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { count, money } from '../../words/format.ts'

/** What is to be done, with which orders; `open` is what one still has to pay. */
export interface OpenAction {
  readonly name: OrderAction
  readonly orders: readonly OrderRow[]
  readonly open?: string
}

interface ActionDialogProps {
  readonly action: OpenAction
  readonly onClose: () => void
}

/** Deliver, book a payment, or cancel: the dialog for one decision. What is refused stays there with its reason. */
export function ActionDialog({ action, onClose }: ActionDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { name, orders } = action
  const [first] = orders
  const [problem, setProblem] = useState<OrderResults>()
  const act = useMutation({
    mutationFn: (data: FormData) => perform(action, data),
    onSuccess: async results => {
      await client.invalidateQueries()
      if (results.refused === 0) onClose()
      else setProblem(results)
    },
  })
  const number = first?.orderNumber ?? ''
  const n = count(orders.length)
  const many = orders.length > 1
  const titles = {
    deliver: many ? t('order.deliverMany', { n }) : t('order.deliverTitle', { number }),
    pay: t('order.payTitle', { number }),
    cancel: many ? t('order.cancelMany', { n }) : t('order.cancelTitle', { number }),
  }
  const verbs = { deliver: t('order.deliverVerb'), pay: t('order.book'), cancel: t('order.cancelVerb') }
  const forms: Readonly<Record<OrderAction, ReactNode>> = {
    deliver: <DeliverFields />,
    pay: <PayFields action={action} />,
    cancel: <CancelFields />,
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      title={titles[name]}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          setProblem(undefined)
          act.mutate(new FormData(event.currentTarget))
        }}
      >
        {act.error ? <ErrorState error={act.error} /> : null}
        {problem ? <Refused results={problem} /> : null}
        {forms[name]}
        <div className="dialog-foot">
          {/* What cannot be taken back starts with the focus on the way out. */}
          <Button onClick={onClose} {...(name === 'cancel' ? { 'data-autofocus': true } : {})}>
            {t('order.keep')}
          </Button>
          <Button type="submit" variant="filled" loading={act.isPending}>
            {many ? `${verbs[name]} (${n})` : verbs[name]}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function DeliverFields() {
  const { t } = useTranslation()
  return (
    <>
      <p className="text2">{t('order.deliverAll')}</p>
      <TextInput name="carrier" label={t('order.carrier')} defaultValue="DHL" data-autofocus />
      <TextInput name="tracking" label={t('order.tracking')} />
      <TextInput
        name="at"
        type="datetime-local"
        label={t('order.shippedAt')}
        defaultValue={localNow()}
        required
      />
    </>
  )
}

function PayFields({ action }: { readonly action: OpenAction }) {
  const { t } = useTranslation()
  const [order] = action.orders
  const open = action.open ?? order?.totalGross ?? ''
  return (
    <>
      <p className="text2">{t('order.amountOpen', { amount: money(open, order?.currency ?? 'EUR') })}</p>
      <TextInput
        name="amount"
        label={`${t('order.amount')} (${order?.currency ?? ''})`}
        defaultValue={open}
        inputMode="decimal"
        required
        data-autofocus
      />
      <TextInput name="method" label={t('order.method')} />
      <TextInput name="transaction" label={t('order.transaction')} />
      <TextInput
        name="at"
        type="datetime-local"
        label={t('order.paidAt')}
        defaultValue={localNow()}
        required
      />
    </>
  )
}

function CancelFields() {
  const { t } = useTranslation()
  return (
    <>
      <Notice tone="warn">{t('order.cancelText')}</Notice>
      <TextInput name="reason" label={t('order.cancelReason')} required />
    </>
  )
}

/** How many were refused, and why. */
function Refused({ results }: { readonly results: OrderResults }) {
  const { t } = useTranslation()
  const refused = results.items.filter(one => one.code !== null)
  const why = [...new Set(refused.map(one => [one.reason ?? one.code, one.remedy].filter(Boolean).join(' ')))]
  return (
    <Notice tone="bad">{t('order.someFailed', { n: count(results.refused), why: why.join(' ') })}</Notice>
  )
}

function perform({ name, orders }: OpenAction, data: FormData): Promise<OrderResults> {
  const given = (field: string) => String(data.get(field) ?? '').trim()
  const ids = orders.map(order => order.id)
  switch (name) {
    case 'deliver': {
      const carrier = given('carrier')
      const tracking = given('tracking')
      const packages = carrier === '' && tracking === '' ? [] : [{ carrier, tracking }]
      const shippedAt = new Date(given('at')).toISOString()
      return deliverOrders(ids.map(orderId => ({ orderId, packages, shippedAt })))
    }
    case 'pay':
      return payOrders(
        ids.map(orderId => ({
          orderId,
          amount: given('amount').replace(',', '.'),
          paidAt: new Date(given('at')).toISOString(),
          ...(given('method') === '' ? {} : { method: given('method') }),
          ...(given('transaction') === '' ? {} : { transactionId: given('transaction') }),
        })),
      )
    case 'cancel':
      return cancelOrders(ids, given('reason'))
  }
}

/** Now, as a field for date and time wants it. */
function localNow(): string {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

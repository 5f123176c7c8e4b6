import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { holdOrders, type Order, type OrderResults, releaseOrders } from '../../api/orders.ts'
import { orderTasksQuery } from '../../api/tasks.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'

interface OrderHoldsProps {
  readonly order: Order
  readonly onRefund: () => void
}

/** Why an order is kept from delivery, the way to release it, and what has to be decided about it. */
export function OrderHolds({ order, onRefund }: OrderHoldsProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const lacking = useMissingRight('orders.write')
  const { data: tasks } = useQuery(orderTasksQuery(order.orderNumber))
  const release = useMutation({
    mutationFn: () => releaseOrders([order.id]),
    onSuccess: () => client.invalidateQueries(),
  })
  const holding = (tasks ?? []).filter(one => one.holds)
  const against = [...lacking, ...holding.map(one => ({ reason: one.title, remedy: t('order.heldByTask') }))]
  return (
    <>
      {release.error ? <ErrorState error={release.error} /> : null}
      <RefusedHold results={release.data} />
      {order.hold === null || order.cancelled ? null : (
        <div className="order-hold notice tone-hold" role="status">
          <span>
            <strong>{t('order.heldBecause')}</strong> {order.hold}
          </span>
          <ReasonButton
            verb={t('order.release')}
            reasons={against}
            loading={release.isPending}
            onClick={() => release.mutate()}
          />
        </div>
      )}
      {(tasks ?? []).map(task => (
        <div key={task.id} className="order-hold notice tone-warn" role="status">
          <span>
            <strong className="capital">{task.title}.</strong> {task.sentence}
          </span>
          {task.code === 'TO_REFUND' ? (
            <ReasonButton
              verb={t('orderActs.refund')}
              label={`${t('orderActs.refund')} …`}
              reasons={lacking}
              onClick={onRefund}
            />
          ) : (
            <Link to="/tasks" search={{ order: order.orderNumber, row: task.id }}>
              {t('order.decide')}
            </Link>
          )}
        </div>
      ))}
    </>
  )
}

/** Asks why an order shall be kept from delivery. */
export function HoldDialog({ order, onClose }: { readonly order: Order; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const hold = useMutation({
    mutationFn: (reason: string) => holdOrders([order.id], reason),
    onSuccess: async results => {
      await client.invalidateQueries()
      if (results.refused === 0) onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      title={t('order.holdTitle', { number: order.orderNumber })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
          if (reason !== '') hold.mutate(reason)
        }}
      >
        {hold.error ? <ErrorState error={hold.error} /> : null}
        <RefusedHold results={hold.data} />
        <p className="text2">{t('order.holdHelp')}</p>
        <TextInput name="reason" label={t('ledger.why')} required data-autofocus maxLength={200} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="filled" loading={hold.isPending}>
            {t('order.holdVerb')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function RefusedHold({ results }: { readonly results: OrderResults | undefined }) {
  const [first] = (results?.items ?? []).filter(one => one.code !== null)
  if (!first) return null
  return <Notice tone="bad">{[first.reason ?? first.code, first.remedy].filter(Boolean).join(' ')}</Notice>
}

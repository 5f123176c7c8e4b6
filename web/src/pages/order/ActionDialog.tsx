import { Autocomplete } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { carriersQuery, deliver } from '../../api/orderActs.ts'
import { type OrderAction, type OrderRow, orderQuery } from '../../api/orders.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { MomentField } from '../../ui/MomentField.tsx'
import { count } from '../../words/format.ts'
import { CancelDialog } from './CancelDialog.tsx'
import { DeliverDialog } from './DeliverDialog.tsx'
import { PayDialog } from './PayDialogs.tsx'
import { Refusals, useAct } from './useAct.tsx'
import { instantOf, localNow } from './when.ts'

/** What is to be done, with which orders of a list. */
export interface OpenAction {
  readonly name: OrderAction
  readonly orders: readonly OrderRow[]
}

interface ActionDialogProps {
  readonly action: OpenAction
  readonly onClose: () => void
}

/** Deliver, book a payment, or cancel, from a list: of one order the dialog of its page, of several the one for all of them. */
export function ActionDialog({ action: { name, orders }, onClose }: ActionDialogProps) {
  const [first] = orders
  const { data: order } = useQuery({ ...orderQuery(first?.id ?? ''), enabled: orders.length === 1 })
  if (orders.length > 1)
    return name === 'cancel' ? (
      <CancelDialog orders={orders} onClose={onClose} />
    ) : (
      <DeliverManyDialog orders={orders} onClose={onClose} />
    )
  if (!order || order.id !== first?.id) return null
  if (name === 'cancel') return <CancelDialog orders={[order]} lines={order.lines} onClose={onClose} />
  if (name === 'pay') return <PayDialog order={order} onClose={onClose} />
  return <DeliverDialog order={order} onClose={onClose} />
}

/** All that is there of several orders leaves the house, each as one package. */
function DeliverManyDialog({
  orders,
  onClose,
}: Pick<OpenAction, 'orders'> & { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { data: carriers = [] } = useQuery(carriersQuery)
  const [carrier, setCarrier] = useState('')
  const [at, setAt] = useState(localNow)
  const act = useAct(deliver, onClose)
  const n = count(orders.length)
  const shippedAt = instantOf(at)
  return (
    <FormDialog
      title={t('order.deliverMany', { n })}
      error={act.error}
      verb={t('order.deliverVerb')}
      label={`${t('order.deliverVerb')} (${n})`}
      reasons={shippedAt ? [] : [{ reason: t('orderActs.timeWanted') }]}
      busy={act.busy}
      onSubmit={() =>
        act.run(
          orders.map(({ id: orderId }) => ({
            orderId,
            packages: carrier.trim() === '' ? [] : [{ carrier: carrier.trim(), tracking: '' }],
            ...(shippedAt ? { shippedAt } : {}),
          })),
        )
      }
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('order.deliverAll')}</p>
      <Autocomplete
        size="xs"
        label={t('order.carrier')}
        data={carriers.map(one => one.name)}
        value={carrier}
        data-autofocus
        onChange={setCarrier}
      />
      <MomentField label={t('order.shippedAt')} value={at} onChange={setAt} />
    </FormDialog>
  )
}

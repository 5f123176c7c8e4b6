import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { completeOrders, reopenOrders, undoCancel } from '../../api/orderActs.ts'
import { type OrderRow, releaseOrders } from '../../api/orders.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Refusals, useAct } from './useAct.tsx'

interface OrderDialogProps {
  readonly order: OrderRow
  readonly onClose: () => void
}

/** What is open is not delivered any more. */
export function CompleteDialog({ order, onClose }: OrderDialogProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const act = useAct((why: string) => completeOrders([order.id], why), onClose)
  return (
    <FormDialog
      title={t('orderActs.completeTitle', { number: order.orderNumber })}
      error={act.error}
      verb={t('orderActs.complete')}
      busy={act.busy}
      careful
      onSubmit={() => act.run(reason.trim())}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('orderActs.completeText')}</p>
      <TextInput
        label={t('orderActs.reason')}
        value={reason}
        maxLength={500}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

const simple = { reopen: reopenOrders, undo_cancel: undoCancel, release: releaseOrders } as const

/** An act that needs no more than to be said; it is asked for because it changes what is set aside. */
export function SimpleDialog({
  order,
  name,
  onClose,
}: OrderDialogProps & { readonly name: keyof typeof simple }) {
  const { t } = useTranslation()
  const act = useAct((ids: readonly string[]) => simple[name](ids), onClose)
  return (
    <FormDialog
      title={t(`orderActs.${name}Title`, { number: order.orderNumber })}
      error={act.error}
      verb={t(`orderActs.${name}`)}
      busy={act.busy}
      onSubmit={() => act.run([order.id])}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t(`orderActs.${name}Text`)}</p>
    </FormDialog>
  )
}

import { Checkbox, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  declineQuotations,
  type OrderWish,
  orderQuotations,
  type QuotationRow,
} from '../../api/quotations.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { count } from '../../words/format.ts'
import { Refusals, useAct } from '../order/useAct.tsx'

interface QuotationDialogProps {
  readonly quotations: readonly Pick<QuotationRow, 'id' | 'number' | 'state'>[]
  readonly onClose: () => void
}

/** Orders are made of quotations; of one, it goes on there. */
export function OrderDialog({ quotations, onClose }: QuotationDialogProps) {
  const { t } = useTranslation()
  const go = useNavigate()
  const [evenExpired, setEvenExpired] = useState(false)
  const [acceptTotal, setAcceptTotal] = useState(false)
  const act = useAct(
    (wish: OrderWish) => orderQuotations(wish),
    ({ items }) => {
      onClose()
      const [only] = items
      if (items.length === 1 && only?.orderId) void go({ to: '/orders/$id', params: { id: only.orderId } })
    },
  )
  const n = count(quotations.length)
  const many = quotations.length > 1
  return (
    <FormDialog
      title={
        many
          ? t('quotations.orderManyTitle', { n })
          : t('quotations.orderTitle', { number: quotations[0]?.number ?? '' })
      }
      error={act.error}
      verb={t('quotations.toOrder')}
      label={many ? t('quotations.orderMany', { n }) : undefined}
      busy={act.busy}
      onSubmit={() => act.run({ quotations: quotations.map(one => one.id), evenExpired, acceptTotal })}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('quotations.orderHelp')}</p>
      {quotations.some(one => one.state === 'expired') ? (
        <Checkbox
          label={t('quotations.evenExpired')}
          checked={evenExpired}
          onChange={event => setEvenExpired(event.currentTarget.checked)}
        />
      ) : null}
      <Checkbox
        label={t('quotations.acceptTotal')}
        checked={acceptTotal}
        onChange={event => setAcceptTotal(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}

/** Customers declined quotations. */
export function DeclineDialog({ quotations, onClose }: QuotationDialogProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const act = useAct(
    (why: string) =>
      declineQuotations(
        quotations.map(one => one.id),
        why,
      ),
    onClose,
  )
  return (
    <FormDialog
      title={
        quotations.length > 1
          ? t('quotations.declineTitle', { n: count(quotations.length) })
          : t('quotations.declineOne', { number: quotations[0]?.number ?? '' })
      }
      error={act.error}
      verb={t('quotations.decline')}
      busy={act.busy}
      careful
      onSubmit={() => act.run(reason.trim())}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <TextInput
        label={t('quotations.declineReason')}
        value={reason}
        maxLength={500}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

import { NativeSelect, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CancelWish, cancel, reasonsQuery } from '../../api/orderActs.ts'
import type { OrderLine, OrderRow } from '../../api/orders.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { count } from '../../words/format.ts'
import { language } from '../../words/i18n.ts'
import { chosenLines, LineChoice, type Typed } from './LineChoice.tsx'
import { Refusals, useAct } from './useAct.tsx'

interface CancelDialogProps {
  readonly orders: readonly OrderRow[]
  /** Of the one order that is cancelled; then single lines can be. */
  readonly lines?: readonly OrderLine[]
  readonly onClose: () => void
}

/** Orders, or lines of one, are cancelled for a reason of the list. */
export function CancelDialog({ orders, lines = [], onClose }: CancelDialogProps) {
  const { t } = useTranslation()
  const { data: list = [] } = useQuery(reasonsQuery('cancel-reasons'))
  const [code, setCode] = useState('')
  const [comment, setComment] = useState('')
  const [parts, setParts] = useState(false)
  const [typed, setTyped] = useState<Typed>({})
  const act = useAct((wish: CancelWish) => cancel(wish), onClose)
  const choosable = lines
    .filter(line => line.kind !== 'item' || line.deliverable !== 'done')
    .map(line => ({ ...line, most: line.kind === 'item' ? line.open : line.quantity }))
    .filter(line => /[1-9]/.test(line.most))
  const chosen = chosenLines(choosable, typed)
  const reason = list.find(one => one.code === code)
  const number = orders[0]?.orderNumber ?? ''
  const n = count(orders.length)
  const many = orders.length > 1
  const reasons = [
    ...(code === '' && comment.trim() === '' ? [{ reason: t('orderActs.cancelWhy') }] : []),
    ...(reason?.commentRequired && comment.trim() === '' ? [{ reason: t('orderActs.commentWanted') }] : []),
    ...(parts && (!chosen || chosen.length === 0) ? [{ reason: t('orderActs.quantityWanted') }] : []),
  ]
  const verb = parts ? t('orderActs.cancelLines') : t('order.cancelVerb')
  return (
    <FormDialog
      title={many ? t('order.cancelMany', { n }) : t('order.cancelTitle', { number })}
      size={parts ? 720 : 460}
      error={act.error}
      verb={verb}
      label={many ? `${verb} (${n})` : undefined}
      reasons={reasons}
      busy={act.busy}
      careful
      onSubmit={() =>
        act.run({
          ids: orders.map(one => one.id),
          reason: code,
          comment: comment.trim(),
          ...(parts && chosen ? { lines: chosen } : {}),
        })
      }
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <Notice tone="warn">{t('orderActs.cancelText')}</Notice>
      <NativeSelect
        label={t('order.cancelReason')}
        value={code}
        data={[
          { value: '', label: t('orderActs.chooseReason') },
          ...list.map(one => ({ value: one.code, label: one.names[language()] })),
        ]}
        onChange={event => setCode(event.currentTarget.value)}
      />
      <TextInput
        label={t('orderActs.comment')}
        description={t('orderActs.commentHelp')}
        value={comment}
        maxLength={100}
        onChange={event => setComment(event.currentTarget.value)}
      />
      {choosable.length > 1 || (choosable[0] && Number(choosable[0].most) > 1) ? (
        <Switch
          label={t('orderActs.onlyLines')}
          checked={parts}
          onChange={event => setParts(event.currentTarget.checked)}
        />
      ) : null}
      {parts ? (
        <LineChoice
          label={t('orderActs.cancelQuantity')}
          mostLabel={t('order.open')}
          lines={choosable}
          typed={typed}
          onType={setTyped}
        />
      ) : null}
    </FormDialog>
  )
}

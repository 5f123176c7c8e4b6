import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOrders, type WebOrder } from '../../api/inbox.ts'
import { reasonsQuery } from '../../api/orderActs.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { count } from '../../words/format.ts'
import { language } from '../../words/i18n.ts'
import { Refusals, useAct } from '../order/useAct.tsx'

interface AnswerButtonsProps {
  readonly orders: readonly WebOrder[]
  /** To answer is the most likely step. */
  readonly isNext?: boolean
}

/** Our yes or no to orders that wait for it. Said once, it stays: a no is asked for its reason first. */
export function AnswerButtons({ orders, isNext = false }: AnswerButtonsProps) {
  const { t } = useTranslation()
  const lacking = useMissingRight('inbox.write')
  const [refusing, setRefusing] = useState(false)
  const ids = orders.map(one => one.id)
  const act = useAct(
    () => answerOrders(ids, true),
    () => undefined,
  )
  const n = ids.length > 1 ? ` (${count(ids.length)})` : ''
  return (
    <>
      {act.error ? <ErrorState error={act.error} /> : null}
      <Refusals results={act.refused} />
      <ReasonButton
        verb={t('inbox.confirmVerb')}
        label={`${t('inbox.confirmVerb')}${n}`}
        variant={isNext ? 'filled' : 'default'}
        reasons={lacking}
        loading={act.busy}
        onClick={() => act.run(undefined)}
      />
      <ReasonButton
        verb={t('inbox.refuseVerb')}
        label={`${t('inbox.refuseVerb')}${n} …`}
        reasons={lacking}
        onClick={() => setRefusing(true)}
      />
      {refusing ? <RefuseDialog orders={orders} onClose={() => setRefusing(false)} /> : null}
    </>
  )
}

function RefuseDialog({
  orders,
  onClose,
}: {
  readonly orders: readonly WebOrder[]
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const { data: list = [] } = useQuery(reasonsQuery('cancel-reasons'))
  const [code, setCode] = useState('')
  const [comment, setComment] = useState('')
  const act = useAct(
    () =>
      answerOrders(
        orders.map(one => one.id),
        false,
        { reason: code, comment: comment.trim() },
      ),
    onClose,
  )
  const reason = list.find(one => one.code === code)
  const reasons = [
    ...(code === '' && comment.trim() === '' ? [{ reason: t('orderActs.cancelWhy') }] : []),
    ...(reason?.commentRequired && comment.trim() === '' ? [{ reason: t('orderActs.commentWanted') }] : []),
  ]
  const n = count(orders.length)
  return (
    <FormDialog
      title={
        orders.length > 1
          ? t('inbox.refuseMany', { n })
          : t('inbox.refuseTitle', { name: orders[0]?.externalNumber ?? '' })
      }
      size={460}
      error={act.error}
      verb={t('inbox.refuseVerb')}
      label={orders.length > 1 ? `${t('inbox.refuseVerb')} (${n})` : undefined}
      reasons={reasons}
      busy={act.busy}
      careful
      onSubmit={() => act.run(undefined)}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p>{t('inbox.refuseText')}</p>
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
    </FormDialog>
  )
}

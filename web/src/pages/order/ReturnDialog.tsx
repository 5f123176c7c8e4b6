import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reasonsQuery } from '../../api/orderActs.ts'
import type { Order } from '../../api/orders.ts'
import { addReturn, type ReturnWish, returnOrigins } from '../../api/returns.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { signOf } from '../../words/decimalText.ts'
import { language } from '../../words/i18n.ts'
import { chosenLines, LineChoice, type Typed } from './LineChoice.tsx'
import { Refusals, useAct } from './useAct.tsx'

/** Announces goods of an order that come back, and leads on to receive them. */
export function ReturnDialog({ order, onClose }: { readonly order: Order; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const go = useNavigate()
  const { data: list = [] } = useQuery(reasonsQuery('return-reasons'))
  const [typed, setTyped] = useState<Typed>({})
  const [code, setCode] = useState('')
  const [comment, setComment] = useState('')
  const [origin, setOrigin] = useState('')
  const act = useAct(
    (wish: ReturnWish) => addReturn(wish),
    ({ items }) => {
      onClose()
      const id = items[0]?.returnId
      if (id) void go({ to: '/returns', search: { row: id } })
    },
  )
  const lines = order.lines
    .filter(line => line.kind === 'item' && signOf(line.delivered) > 0)
    .map(line => ({ ...line, most: line.delivered }))
  const chosen = chosenLines(lines, typed)
  const reason = list.find(one => one.code === code)
  const reasons = [
    ...(chosen && chosen.length > 0 ? [] : [{ reason: t('orderActs.quantityWanted') }]),
    ...(reason?.commentRequired && comment.trim() === '' ? [{ reason: t('orderActs.commentWanted') }] : []),
  ]
  return (
    <FormDialog
      title={t('orderActs.returnTitle', { number: order.orderNumber })}
      size={720}
      error={act.error}
      verb={t('orderActs.return')}
      reasons={reasons}
      busy={act.busy}
      onSubmit={() =>
        act.run({
          orderId: order.id,
          ...(origin === '' ? {} : { origin }),
          lines: (chosen ?? []).map(line => ({
            ...line,
            ...(code === '' ? {} : { reason: code }),
            ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
          })),
        })
      }
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <LineChoice
        label={t('orderActs.returnQuantity')}
        mostLabel={t('order.delivered')}
        lines={lines}
        typed={typed}
        onType={setTyped}
      />
      <div className="form-pair">
        <NativeSelect
          label={t('orderActs.returnReason')}
          value={code}
          data={[
            { value: '', label: t('orderActs.noReason') },
            ...list.map(one => ({ value: one.code, label: one.names[language()] })),
          ]}
          onChange={event => setCode(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('returns.origin')}
          value={origin}
          data={[
            { value: '', label: t('orderActs.unknown') },
            ...returnOrigins.map(one => ({ value: one, label: t(`returns.from_${one}`) })),
          ]}
          onChange={event => setOrigin(event.currentTarget.value)}
        />
      </div>
      <TextInput
        label={t('orderActs.comment')}
        value={comment}
        maxLength={100}
        onChange={event => setComment(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

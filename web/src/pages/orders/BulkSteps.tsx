import { NativeSelect, Radio, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { completeOrders, mergeOrders } from '../../api/orderActs.ts'
import { colourOrders, orderColoursQuery, putColour } from '../../api/orderLists.ts'
import { holdOrders, type OrderRow, releaseOrders } from '../../api/orders.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { count } from '../../words/format.ts'
import { Refusals, useAct } from '../order/useAct.tsx'

interface StepProps {
  readonly orders: readonly OrderRow[]
  readonly onClose: () => void
}

const idsOf = (orders: readonly OrderRow[]) => orders.map(one => one.id)

/** Orders are kept from delivery, for a reason. */
export function HoldManyDialog({ orders, onClose }: StepProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const act = useAct((why: string) => holdOrders(idsOf(orders), why), onClose)
  const n = count(orders.length)
  return (
    <FormDialog
      title={t('orderList.title_hold', { n })}
      error={act.error}
      verb={t('orderList.do_hold')}
      label={`${t('orderList.do_hold')} (${n})`}
      reasons={reason.trim() === '' ? [{ reason: t('orderList.reasonWanted') }] : []}
      busy={act.busy}
      onSubmit={() => act.run(reason.trim())}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('order.holdHelp')}</p>
      <TextInput
        label={t('orderList.why')}
        value={reason}
        maxLength={200}
        data-autofocus
        onChange={event => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

/** Orders that are on hold go on. */
export function ReleaseManyDialog({ orders, onClose }: StepProps) {
  const { t } = useTranslation()
  const act = useAct(() => releaseOrders(idsOf(orders)), onClose)
  const n = count(orders.length)
  return (
    <FormDialog
      title={t('orderList.title_release', { n })}
      error={act.error}
      verb={t('orderList.do_release')}
      label={`${t('orderList.do_release')} (${n})`}
      busy={act.busy}
      onSubmit={() => act.run(undefined)}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('orderList.releaseHelp')}</p>
    </FormDialog>
  )
}

/** What is open of orders is not delivered any more. */
export function CompleteManyDialog({ orders, onClose }: StepProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const act = useAct((why: string) => completeOrders(idsOf(orders), why), onClose)
  const n = count(orders.length)
  return (
    <FormDialog
      title={t('orderList.title_complete', { n })}
      error={act.error}
      verb={t('orderList.do_complete')}
      label={`${t('orderList.do_complete')} (${n})`}
      busy={act.busy}
      careful
      onSubmit={() => act.run(reason.trim())}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <Notice tone="warn">{t('orderList.completeHelp')}</Notice>
      <TextInput
        label={t('orderList.why')}
        value={reason}
        maxLength={200}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

/** Several orders of a customer become one. */
export function MergeManyDialog({ orders, onClose }: StepProps) {
  const { t } = useTranslation()
  const [first, setFirst] = useState(orders.at(-1)?.id ?? '')
  const act = useAct((to: string) => mergeOrders([to, ...idsOf(orders).filter(id => id !== to)]), onClose)
  return (
    <FormDialog
      title={t('orderList.title_merge', { n: count(orders.length) })}
      error={act.error}
      verb={t('orderList.do_merge')}
      reasons={orders.length < 2 ? [{ reason: t('orderList.twoWanted') }] : []}
      busy={act.busy}
      careful
      onSubmit={() => act.run(first)}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('orderList.mergeHelp')}</p>
      <NativeSelect
        label={t('orderList.goesOn')}
        value={first}
        data={orders.map(one => ({ value: one.id, label: `${one.orderNumber} · ${one.customer}` }))}
        onChange={event => setFirst(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

/** Orders are marked with a colour; a new one is made here. */
export function ColourDialog({ orders, onClose }: StepProps) {
  const { t } = useTranslation()
  const { data: colours = [], error } = useQuery(orderColoursQuery)
  const [chosen, setChosen] = useState(orders[0]?.colour?.id ?? '')
  const [name, setName] = useState('')
  const [hex, setHex] = useState('#d97706')
  const act = useAct(async () => {
    const id = chosen === fresh ? (await putColour(name.trim(), hex)).id : chosen
    return colourOrders(idsOf(orders), id)
  }, onClose)
  const n = count(orders.length)
  return (
    <FormDialog
      title={t('orderList.title_colour', { n })}
      error={act.error ?? error}
      verb={t('orderList.do_colour')}
      label={`${t('orderList.do_colour')} (${n})`}
      reasons={chosen === fresh && name.trim() === '' ? [{ reason: t('orderList.colourName') }] : []}
      busy={act.busy}
      onSubmit={() => act.run(undefined)}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <Radio.Group label={t('orderList.colours')} value={chosen} onChange={setChosen}>
        <div className="colour-choices">
          <Radio value="" label={t('orderList.noColour')} />
          {colours.map(one => (
            <Radio
              key={one.id}
              value={one.id}
              label={
                <>
                  <span className="order-colour" style={{ background: one.colour }} aria-hidden="true" />{' '}
                  {one.name}
                </>
              }
            />
          ))}
          <Radio value={fresh} label={t('orderList.newColour')} />
        </div>
      </Radio.Group>
      {chosen === fresh ? (
        <div className="colour-new">
          <TextInput
            label={t('orderList.colourMeans')}
            value={name}
            maxLength={100}
            autoFocus
            onChange={event => setName(event.currentTarget.value)}
          />
          <label className="colour-pick">
            {t('orderList.colourItself')}
            <input type="color" value={hex} onChange={event => setHex(event.currentTarget.value)} />
          </label>
        </div>
      ) : null}
    </FormDialog>
  )
}

const fresh = '+'

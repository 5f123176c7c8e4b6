import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Checked, checkQuery } from '../../api/orderLists.ts'
import type { OrderRow } from '../../api/orders.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { PlainTable } from '../../ui/PlainTable.tsx'
import { count } from '../../words/format.ts'
import { ActionDialog } from '../order/ActionDialog.tsx'
import {
  ColourDialog,
  CompleteManyDialog,
  HoldManyDialog,
  MergeManyDialog,
  ReleaseManyDialog,
} from './BulkSteps.tsx'

/** What can be done with the orders that are ticked. */
export type BulkName = 'deliver' | 'hold' | 'release' | 'complete' | 'merge' | 'cancel' | 'colour'

interface BulkDialogProps {
  readonly name: BulkName
  readonly orders: readonly OrderRow[]
  readonly onClose: () => void
}

/**
 * Something with several orders: first the server says with which it is possible, and why not with the others; then it is done
 * with those. Where nothing stands in the way, the first step is left out.
 */
export function BulkDialog({ name, orders, onClose }: BulkDialogProps) {
  const [agreed, setAgreed] = useState(false)
  // What was asked is asked once: the list behind it may change while the dialog is open.
  const [ids] = useState(() => orders.map(one => one.id))
  const check = useQuery({
    ...checkQuery(name === 'colour' ? 'edit' : name, ids),
    enabled: name !== 'colour',
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const free = new Set(check.data?.items.filter(one => one.allowed).map(one => one.orderId))
  const allowed = name === 'colour' ? orders : orders.filter(one => free.has(one.id))
  if (name !== 'colour' && (!check.data || (check.data.blocked > 0 && !agreed)))
    return (
      <CheckStep
        name={name}
        all={orders.length}
        checked={check.data}
        error={check.error}
        onGo={() => setAgreed(true)}
        onClose={onClose}
      />
    )
  switch (name) {
    case 'deliver':
    case 'cancel':
      return <ActionDialog action={{ name, orders: allowed }} onClose={onClose} />
    case 'hold':
      return <HoldManyDialog orders={allowed} onClose={onClose} />
    case 'release':
      return <ReleaseManyDialog orders={allowed} onClose={onClose} />
    case 'complete':
      return <CompleteManyDialog orders={allowed} onClose={onClose} />
    case 'merge':
      return <MergeManyDialog orders={allowed} onClose={onClose} />
    case 'colour':
      return <ColourDialog orders={allowed} onClose={onClose} />
  }
}

interface CheckStepProps {
  readonly name: Exclude<BulkName, 'colour'>
  readonly all: number
  readonly checked: Checked | undefined
  readonly error: unknown
  readonly onGo: () => void
  readonly onClose: () => void
}

function CheckStep({ name, all, checked, error, onGo, onClose }: CheckStepProps) {
  const { t } = useTranslation()
  const verb = t(`orderList.do_${name}`)
  const n = count(checked?.allowed ?? 0)
  const left = checked?.items.filter(one => !one.allowed) ?? []
  const reasons = !checked
    ? [{ reason: t('orderList.checking') }]
    : checked.allowed === 0
      ? [{ reason: t('orderList.noneAllowed') }]
      : []
  return (
    <FormDialog
      title={t('orderList.checkTitle', { verb, n: count(all) })}
      size={620}
      error={error}
      verb={verb}
      label={checked ? t('orderList.goOn', { verb, n }) : undefined}
      reasons={reasons}
      busy={false}
      onSubmit={onGo}
      onClose={onClose}
    >
      {checked ? (
        <>
          <Notice tone="warn">
            {t(`orderList.check_${name}`, {
              n,
              all: count(all),
              blocked: count(checked.blocked),
              why: checked.reasons.map(one => `${one.reason} (${count(one.count)})`).join(' · '),
            })}
          </Notice>
          <div className="check-list">
            <PlainTable
              label={t('orderList.notThese')}
              heads={[t('orders.number'), t('orderList.why'), t('orderList.remedy')]}
              rows={left.map(one => ({
                id: one.orderId,
                cells: [one.orderNumber ?? '–', one.blockers[0]?.reason, one.blockers[0]?.remedy],
              }))}
            />
          </div>
        </>
      ) : (
        <p role="status">{t('orderList.checking')}</p>
      )}
    </FormDialog>
  )
}

import { Checkbox, NativeSelect, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeOrder, type EditConflict } from '../../api/orderEdit.ts'
import { type Order, orderQuery } from '../../api/orders.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { SaveBar } from '../../ui/SaveBar.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { LeaveGuard } from '../item/LeaveGuard.tsx'
import { AddressFields } from './AddressFields.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import { EditLines } from './EditLines.tsx'
import { MethodFields } from './MethodFields.tsx'
import {
  changesIn,
  faults,
  noDraft,
  type OrderDraft,
  stored,
  toEdit,
  withField,
  without,
} from './orderDraft.ts'
import { Refusals } from './useAct.tsx'

interface OrderEditorProps {
  readonly order: Order
  /** Back to the page, with or without changes. */
  readonly onEnd: () => void
}

/** An order is edited: lines, addresses, methods, notes. One draft, saved at once with the version that was looked at. */
export function OrderEditor({ order, onEnd }: OrderEditorProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  // What is compared with stays as it was when the edit began, whatever comes in meanwhile.
  const [base, setBase] = useState(order)
  const [draft, setDraft] = useState<OrderDraft>(noDraft)
  const [conflicts, setConflicts] = useState<readonly EditConflict[]>()
  const [ended, setEnded] = useState(false)
  const save = useMutation({
    mutationFn: ({ on, what }: { on: Order; what: OrderDraft }) =>
      changeOrder(on.id, toEdit(on, what, on.version)),
    onSuccess: async ({ items }) => {
      const [result] = items
      if (result?.code === 'ORDER_CHANGED') return setConflicts(result.conflicts)
      if (result?.code) return
      setEnded(true)
      setDraft(noDraft)
      await client.invalidateQueries()
      onEnd()
    },
  })
  const changes = ended ? 0 : changesIn(base, draft)
  const wrong = faults(draft)
  const value = (key: string) => draft.fields[key] ?? stored(base, key)
  const set = (key: string, next: string) => setDraft(before => withField(base, before, key, next))
  const touched = Object.keys(draft.fields).some(key => /^lines\.\d+\.(?!name|note)/.test(key))
  const touchesShop = base.webOrderId !== null && (touched || draft.removed.length + draft.added.length > 0)
  useShortcut('Escape', onEnd, changes === 0 && conflicts === undefined)
  const resolve = async (theirs: ReadonlySet<string>) => {
    setConflicts(undefined)
    const now = await client.fetchQuery({ ...orderQuery(base.id), staleTime: 0 })
    const rest = without(draft, theirs)
    setBase(now)
    setDraft(rest)
    if (changesIn(now, rest) > 0) save.mutate({ on: now, what: rest })
  }
  const reasons = [
    ...(wrong.length > 0 ? [{ reason: t('orderEdit.numbersWanted') }] : []),
    ...(touchesShop && !draft.knowingly
      ? [{ reason: t('orderEdit.soldAtShop'), remedy: t('orderEdit.soldAtShopHelp') }]
      : []),
  ]
  return (
    <>
      <header className="order-head">
        <div className="order-line">
          <h1>{t('orderEdit.title', { number: base.orderNumber })}</h1>
          <span className="text2">{t('orderEdit.about')}</span>
          <span className="order-actions">
            <button type="button" className="link-button" onClick={onEnd}>
              {t('orderEdit.end')}
            </button>
          </span>
        </div>
      </header>
      <div className="order-body">
        <div className="order-main">
          {save.error ? <ErrorState error={save.error} /> : null}
          <Refusals results={save.data && !conflicts ? save.data : undefined} />
          <EditLines order={base} draft={draft} value={value} onField={set} onDraft={setDraft} />
          {touchesShop ? (
            <div className="edit-shop">
              <Notice tone="warn">{t('orderEdit.soldAtShop')}</Notice>
              <Checkbox
                label={t('orderEdit.knowingly')}
                checked={draft.knowingly}
                onChange={event => setDraft({ ...draft, knowingly: event.currentTarget.checked })}
              />
            </div>
          ) : null}
          <p className="edit-hint text2">{t('orderEdit.sumsLater')}</p>
          <div className="edit-notes">
            <Textarea
              label={t('order.customerNote')}
              autosize
              minRows={2}
              value={value('customerNote')}
              maxLength={5000}
              onChange={event => set('customerNote', event.currentTarget.value)}
            />
            <Textarea
              label={t('order.note')}
              description={t('order.onlyHere')}
              autosize
              minRows={2}
              value={value('note')}
              maxLength={5000}
              onChange={event => set('note', event.currentTarget.value)}
            />
          </div>
        </div>
        <aside className="order-side edit-side" aria-label={t('orderEdit.side')}>
          <AddressFields
            which="billing"
            order={base}
            draft={draft}
            value={value}
            onField={set}
            onDraft={setDraft}
          />
          <AddressFields
            which="shipping"
            order={base}
            draft={draft}
            value={value}
            onField={set}
            onDraft={setDraft}
          />
          <MethodFields value={value} onField={set} />
          <NativeSelect
            label={t('order.priority')}
            value={value('priority')}
            data={Array.from({ length: 19 }, (_, at) => ({
              value: String(9 - at),
              label: 9 - at > 0 ? `+${9 - at}` : String(9 - at).replace('-', '−'),
            }))}
            onChange={event => set('priority', event.currentTarget.value)}
          />
        </aside>
      </div>
      <SaveBar
        changes={changes}
        busy={save.isPending}
        reasons={reasons}
        onSave={() => save.mutate({ on: base, what: draft })}
        onDiscard={() => setDraft(noDraft)}
      />
      <LeaveGuard changes={changes} onLeave={() => setDraft(noDraft)} />
      {conflicts ? (
        <ConflictDialog
          order={base}
          conflicts={conflicts}
          onClose={() => setConflicts(undefined)}
          onResolve={theirs => void resolve(theirs)}
        />
      ) : null}
    </>
  )
}

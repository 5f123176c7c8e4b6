import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customerQuery, previewQuery } from '../../api/makeOrder.ts'
import type { Quotation } from '../../api/quotations.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { CustomerPart } from './CustomerPart.tsx'
import { type Draft, isReadable, orderOf, sentLines } from './draft.ts'
import { LinesPart } from './LinesPart.tsx'
import { SidePart } from './SidePart.tsx'
import { useMaking } from './useMaking.ts'
import { useSettled } from './useSettled.ts'

interface OrderFormProps {
  readonly start: Draft
  /** The one that is written anew. */
  readonly quotation: Quotation | undefined
}

/** Customer, lines, methods, sums: all that the server decides of it stands there while one types. */
export function OrderForm({ start, quotation }: OrderFormProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(start)
  // The addresses of a quotation are copies of its customer's: another one has others.
  const set = (change: Partial<Draft>) =>
    setDraft(now => ({
      ...now,
      ...('customer' in change || 'isNew' in change ? { billing: undefined, shipping: undefined } : {}),
      ...change,
    }))
  const [side, setSide] = useState(start.prices !== 'net')
  const finder = useRef<HTMLInputElement>(null)
  // Whose order it is stands already: it begins with the lines.
  useEffect(() => {
    if (start.customer !== '' && start.lines.length === 0) finder.current?.focus()
  }, [start])
  const known = useQuery({
    ...customerQuery(draft.customer),
    enabled: !draft.isNew && draft.customer !== '',
  })
  const gross = draft.prices === '' ? side : draft.prices === 'gross'
  const sent = orderOf(draft, gross)
  const preview = useQuery(previewQuery(useSettled(sent)))
  const decided = preview.data
  // Until a price is typed, it is said as the buyer's prices are; then it stays so.
  if (decided && decided.pricesGross !== side && draft.lines.every(line => line.price === ''))
    setSide(decided.pricesGross)
  const lacking = useMissingRight('orders.write')
  const making = useMaking(quotation)
  const reasons = [...lacking, ...useReasons(draft, decided)]
  const saving = quotation ? 'quotation' : 'order'
  const make = () => making.make(saving, draft, sent)
  useShortcut('Ctrl+Enter', make, reasons.length === 0 && !making.busy)
  const title = quotation ? t('newOrder.editTitle', { number: quotation.number }) : t('newOrder.title')
  return (
    <div className="page-full">
      <PageHead title={title} about={t(quotation ? 'orderEdit.about' : 'newOrder.about')}>
        <button type="button" className="link-button" onClick={() => window.history.back()}>
          {t('common.cancel')}
        </button>
        {quotation ? null : (
          <ReasonButton
            verb={t('newOrder.asQuotation')}
            reasons={reasons}
            loading={making.busy}
            onClick={() => making.make('quotation', draft, sent)}
          />
        )}
        <ReasonButton
          verb={t(quotation ? 'newOrder.saveQuotation' : 'newOrder.make')}
          reasons={reasons}
          variant="filled"
          loading={making.busy}
          aria-keyshortcuts="Control+Enter"
          rightSection={<Keys keys="Ctrl+Enter" />}
          onClick={make}
        />
      </PageHead>
      <div className="new-order">
        <div className="new-order-main">
          {making.error ? <ErrorState error={making.error} /> : null}
          {making.refused ? <Notice tone="bad">{making.refused}</Notice> : null}
          {making.notHeld ? (
            <Notice tone="bad">
              {t('newOrder.notHeld', { number: making.notHeld.number, why: making.notHeld.why })}{' '}
              <Link to="/orders/$id" params={{ id: making.notHeld.id }}>
                {t('common.open')}
              </Link>
            </Notice>
          ) : null}
          <CustomerPart
            draft={draft}
            known={known.data}
            error={known.error}
            onChange={set}
            onDone={() => finder.current?.focus()}
          />
          <Panel title={t('order.lines')} about={t('newOrder.linesHelp')}>
            <LinesPart
              draft={draft}
              sent={sentLines(draft)}
              decided={decided}
              gross={gross}
              finder={finder}
              onChange={lines => set({ lines })}
            />
          </Panel>
        </div>
        <SidePart
          draft={draft}
          isQuotation={quotation !== undefined}
          decided={decided}
          busy={preview.isFetching}
          error={preview.error}
          onChange={set}
        />
      </div>
    </div>
  )
}

/** What stands against making it now: first what is missing here, then what the server says. */
function useReasons(draft: Draft, decided: { readonly blockers: readonly Blocked[] } | undefined): Reason[] {
  const { t } = useTranslation()
  const own: Reason[] = []
  if (!draft.isNew && draft.customer === '') own.push({ reason: t('newOrder.customerWanted') })
  if (draft.lines.length === 0) own.push({ reason: t('newOrder.linesWanted') })
  else if (!isReadable(draft)) own.push({ reason: t('orderEdit.numbersWanted') })
  if (draft.hold && draft.holdReason.trim() === '') own.push({ reason: t('orderList.reasonWanted') })
  if (own.length > 0) return own
  return (decided?.blockers ?? []).map(one => ({
    reason: one.reason ?? one.code ?? '',
    ...(one.remedy ? { remedy: one.remedy } : {}),
  }))
}

interface Blocked {
  readonly code: string | null
  readonly reason: string | null
  readonly remedy: string | null
}

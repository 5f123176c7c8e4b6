import '../order/order.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Quotation, quotationQuery } from '../../api/quotations.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { NeighbourButtons } from '../../ui/NeighbourButtons.tsx'
import { useNeighbours } from '../../ui/neighbours.ts'
import { PlainTable } from '../../ui/PlainTable.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { amount, fullDate, money, plainDay, quantity, quoted } from '../../words/format.ts'
import { addressLines } from '../order/OrderSide.tsx'
import { quotationLook } from './looks.ts'
import { DeclineDialog, OrderDialog } from './QuotationDialogs.tsx'

/** One quotation: what is offered, and its way to an order. */
export default function QuotationPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/quotations/$id' })
  const query = useQuery(quotationQuery(id))
  const [dialog, setDialog] = useState<'order' | 'decline'>()
  const quotation = query.data
  useEffect(() => {
    if (quotation) document.title = `${quotation.number} · Kontor`
  }, [quotation])
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!quotation) return null
  const { state, currency, pricesGross } = quotation
  return (
    <div className="order">
      <QuotationHead quotation={quotation} onDialog={setDialog} />
      <div className="order-body">
        <div className="order-main">
          {quotation.orderId ? (
            <Notice tone="ok">
              {t('quotations.ordered_as', { at: fullDate(quotation.orderedAt) })}{' '}
              <Link to="/orders/$id" params={{ id: quotation.orderId }}>
                {quotation.orderNumber}
              </Link>
            </Notice>
          ) : null}
          {state === 'declined' ? (
            <Notice tone="info">
              {t('quotations.declinedBecause', {
                at: fullDate(quotation.declinedAt),
                why: quotation.declineReason || '–',
              })}
            </Notice>
          ) : null}
          <PlainTable
            label={t('order.lines')}
            heads={[
              t('order.pos'),
              t('order.itemNumber'),
              t('order.name'),
              t('order.quantity'),
              t(pricesGross ? 'order.unit' : 'order.unitNet', { currency }),
              `${t('order.discount')} %`,
              t('order.tax'),
              t(pricesGross ? 'order.sum' : 'order.sumNet', { currency }),
            ]}
            right={[3, 4, 5, 6, 7]}
            rows={quotation.lines.map(line => ({
              id: String(line.line),
              cells: [
                line.line,
                line.sku,
                line.name,
                quantity(line.quantity),
                amount(pricesGross ? line.unitGross : line.unitNet),
                line.discountPercent === null ? '' : quantity(line.discountPercent),
                line.taxRate === null ? '–' : `${quantity(line.taxRate)} %`,
                amount(pricesGross ? line.gross : line.net),
              ],
            }))}
          />
          <div className="order-under">
            <div className="order-notes">
              {quotation.customerNote === '' ? null : (
                <>
                  <h3>{t('order.customerNote')}</h3>
                  <p>{quoted(quotation.customerNote)}</p>
                </>
              )}
              {quotation.note === '' ? null : (
                <>
                  <h3>{t('order.note')}</h3>
                  <p className="order-note">{quotation.note}</p>
                </>
              )}
              <p className="text2">
                {t('quotations.madeBy', { who: quotation.madeBy, at: fullDate(quotation.madeAt) })}
              </p>
            </div>
            <dl className="sums">
              <dt>{t('order.net')}</dt>
              <dd>{money(quotation.totalNet, currency)}</dd>
              <dt className="strong">{t('order.total')}</dt>
              <dd className="strong">{money(quotation.totalGross, currency)}</dd>
            </dl>
          </div>
        </div>
        <QuotationSide quotation={quotation} />
      </div>
      {dialog === 'order' ? (
        <OrderDialog quotations={[quotation]} onClose={() => setDialog(undefined)} />
      ) : null}
      {dialog === 'decline' ? (
        <DeclineDialog quotations={[quotation]} onClose={() => setDialog(undefined)} />
      ) : null}
    </div>
  )
}

interface QuotationHeadProps {
  readonly quotation: Quotation
  readonly onDialog: (dialog: 'order' | 'decline') => void
}

function QuotationHead({ quotation, onDialog }: QuotationHeadProps) {
  const { t } = useTranslation()
  const go = useNavigate()
  const neighbours = useNeighbours('quotations', quotation.id)
  const { before, after } = neighbours
  const lacking = useMissingRight('orders.write')
  const { state } = quotation
  const isOver = state === 'ordered' || state === 'declined'
  const reasons = [
    ...(isOver ? [{ reason: t('quotations.notOpen', { state: t(`quotations.${state}`) }) }] : []),
    ...lacking,
  ]
  const move = (id: string | undefined) => {
    if (id) void go({ to: '/quotations/$id', params: { id }, replace: true })
  }
  const edit = () => void go({ to: '/orders/new', search: { quotation: quotation.id } })
  useShortcut('j', () => move(after))
  useShortcut('u', () => move(before))
  useShortcut('e', edit, reasons.length === 0)
  useShortcut('Ctrl+Enter', () => onDialog('order'), reasons.length === 0)
  return (
    <header className="order-head">
      <div className="order-line">
        <Link to="/quotations">{t('common.quotations')}</Link>
        <span className="text3">/</span>
        <h1>{quotation.number}</h1>
        <span>{`${quotation.customerNumber} ${quotation.customer}`}</span>
        <span className="text2">{fullDate(quotation.placedAt)}</span>
        <NeighbourButtons
          neighbours={neighbours}
          previous={t('order.previous')}
          next={t('order.next')}
          onMove={move}
        />
      </div>
      <div className="order-line">
        <StateChip look={quotationLook(state)} filled />
        <span className="text2">
          {quotation.validUntil
            ? `${t('quotations.validUntil')} ${plainDay(quotation.validUntil)}`
            : t('quotations.noEnd')}
        </span>
        {state === 'expired' ? <span className="text2">{t('quotations.expiredHelp')}</span> : null}
        <span className="order-actions">
          <ReasonButton
            verb={t('quotations.decline')}
            label={`${t('quotations.decline')} …`}
            reasons={reasons}
            onClick={() => onDialog('decline')}
          />
          <ReasonButton verb={t('quotations.edit')} reasons={reasons} onClick={edit} />
          <ReasonButton
            verb={t('quotations.toOrder')}
            label={`${t('quotations.toOrder')} …`}
            reasons={reasons}
            variant="filled"
            onClick={() => onDialog('order')}
          />
        </span>
      </div>
    </header>
  )
}

function QuotationSide({ quotation }: { readonly quotation: Quotation }) {
  const { t } = useTranslation()
  const addresses = [
    { word: t('order.shipTo'), lines: addressLines(quotation.shipping ?? quotation.billing) },
    { word: t('order.billTo'), lines: addressLines(quotation.billing) },
  ]
  return (
    <aside className="order-side" aria-label={t('order.customer')}>
      <section>
        <h3>{t('order.customer')}</h3>
        <p className="strong">{`${quotation.customerNumber} ${quotation.customer}`}</p>
        {addresses.map(({ word, lines }) => (
          <div key={word}>
            <h3>{word}</h3>
            <address>
              {lines.map(line => (
                <span key={line}>{line}</span>
              ))}
            </address>
          </div>
        ))}
      </section>
      <section>
        <h3>{t('order.paymentAndShipping')}</h3>
        <dl className="facts">
          <dt>{t('order.method')}</dt>
          <dd>{quotation.paymentMethod || '–'}</dd>
          <dt>{t('order.shippingMethod')}</dt>
          <dd>{quotation.shippingMethod || '–'}</dd>
        </dl>
      </section>
    </aside>
  )
}

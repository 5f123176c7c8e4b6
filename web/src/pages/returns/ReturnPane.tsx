import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Return } from '../../api/returns.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { signOf } from '../../words/decimalText.ts'
import { fullDate, quantity, quoted } from '../../words/format.ts'
import { language } from '../../words/i18n.ts'
import { returnLineLook, returnLook } from './looks.ts'
import { ReceiveDialog } from './ReceiveDialog.tsx'
import { CloseDialog, DecideDialog, ExchangeDialog, RestockDialog } from './ReturnDialogs.tsx'

type Act = 'receive' | 'decide' | 'restock' | 'exchange' | 'close'

/** The current return: its lines with state and condition, and what can be done with it. */
export function ReturnPane({ current: one }: { readonly current: Return | undefined }) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<Act>()
  const lacking = useMissingRight('orders.write')
  if (!one)
    return (
      <aside className="split-pane" aria-label={t('returns.chooseRow')}>
        <p className="text2">{t('returns.chooseRow')}</p>
      </aside>
    )
  const has = (state: string) => one.lines.some(line => line.state === state)
  const over: readonly Reason[] = one.closedAt === null ? [] : [{ reason: t('returns.isClosed') }]
  const against: Readonly<Record<Act, readonly Reason[]>> = {
    receive: [...over, ...(has('announced') ? [] : [{ reason: t('returns.allCame') }])],
    decide: [...over, ...(has('received') ? [] : [{ reason: t('returns.nothingToDecide') }])],
    restock: one.lines.some(line => signOf(line.received ?? '0') > 0)
      ? []
      : [{ reason: t('returns.nothingCame') }],
    exchange: one.exchangeOrderId
      ? [{ reason: t('returns.isExchanged', { number: one.exchangeOrderNumber ?? '' }) }]
      : has('accepted')
        ? []
        : [{ reason: t('returns.nothingAccepted') }],
    close: over,
  }
  const main: Act = has('received') ? 'decide' : has('announced') ? 'receive' : 'close'
  const acts = (['close', 'exchange', 'restock', 'decide', 'receive'] as const).filter(act => act !== main)
  const close = () => setDialog(undefined)
  return (
    <aside className="split-pane" aria-label={one.returnNumber}>
      <div className="split-pane-head">
        <h2>{one.returnNumber}</h2>
        <span className="text2">{[fullDate(one.madeAt), one.madeBy].filter(Boolean).join(' · ')}</span>
        <StateChip look={returnLook(one)} />
      </div>
      <div className="split-pane-body">
        <Link to="/orders/$id" params={{ id: one.orderId }} search={{ tab: 'returns' }}>
          {`${one.orderNumber} · ${one.customer}`}
        </Link>
        <dl className="pane-facts">
          <dt>{t('returns.origin')}</dt>
          <dd>{one.fromShop ? (one.channel ?? '') : t(`returns.from_${one.origin}`)}</dd>
          {one.parcel === null ? null : (
            <>
              <dt>{t('returns.parcel')}</dt>
              <dd>{[one.parcel.carrier, one.parcel.tracking].filter(Boolean).join(' ')}</dd>
            </>
          )}
          {one.note === '' ? null : (
            <>
              <dt>{t('returns.note')}</dt>
              <dd>{one.note}</dd>
            </>
          )}
          {one.exchangeOrderId ? (
            <>
              <dt>{t('returns.exchange')}</dt>
              <dd>
                <Link to="/orders/$id" params={{ id: one.exchangeOrderId }}>
                  {one.exchangeOrderNumber}
                </Link>
              </dd>
            </>
          ) : null}
          {one.closedAt === null ? null : (
            <>
              <dt>{t('returns.ended')}</dt>
              <dd>{[fullDate(one.closedAt), one.closedBy].filter(Boolean).join(' · ')}</dd>
            </>
          )}
        </dl>
        {one.lines.map(line => (
          <section key={line.line} className="return-line">
            <div className="return-line-head">
              <strong>{`${quantity(line.quantity)} × ${line.sku ?? ''}`}</strong>
              <StateChip look={returnLineLook(line)} />
            </div>
            <p>{line.name}</p>
            <p className="text2">
              {[
                (line.reason ?? line.channelReason)?.names[language()] ?? '',
                line.comment === '' ? '' : quoted(line.comment),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            {line.received === null ? null : (
              <p className="text2">
                {t('returns.came', {
                  n: quantity(line.received),
                  condition: line.condition ? t(`returns.c_${line.condition}`) : '–',
                  stock: quantity(line.restocked),
                })}
                {line.conditionNote === '' ? '' : ` · ${line.conditionNote}`}
              </p>
            )}
          </section>
        ))}
        <div className="pane-buttons">
          {[...acts, main].map(act => (
            <ReasonButton
              key={act}
              verb={t(`returns.${act}`)}
              label={`${t(`returns.${act}`)} …`}
              variant={act === main && against[main].length === 0 ? 'filled' : 'default'}
              reasons={[...against[act], ...lacking]}
              onClick={() => setDialog(act)}
            />
          ))}
        </div>
      </div>
      {dialog === 'receive' ? <ReceiveDialog one={one} onClose={close} /> : null}
      {dialog === 'decide' ? <DecideDialog one={one} onClose={close} /> : null}
      {dialog === 'restock' ? <RestockDialog one={one} onClose={close} /> : null}
      {dialog === 'exchange' ? <ExchangeDialog one={one} onClose={close} /> : null}
      {dialog === 'close' ? <CloseDialog one={one} onClose={close} /> : null}
    </aside>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DeliveryRow, deliveryQuery } from '../../api/deliveries.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { fullDate, quantity } from '../../words/format.ts'
import { PackageDialog, ReverseDialog, ShipDialog } from '../order/DeliveryDialogs.tsx'
import { addressLines } from '../order/OrderSide.tsx'
import { noteLook } from './looks.ts'

/** The current delivery note: where it goes, what is in it, in which packages, and the next step. */
export function DeliveryPane({ row }: { readonly row: DeliveryRow | undefined }) {
  const { t } = useTranslation()
  const { data } = useQuery(deliveryQuery(row?.id ?? ''))
  const [dialog, setDialog] = useState<'ship' | 'reverse' | 'pack'>()
  const lacking = useMissingRight('orders.write')
  if (!row)
    return (
      <aside className="split-pane" aria-label={t('deliveries.chooseRow')}>
        <p className="text2">{t('deliveries.chooseRow')}</p>
      </aside>
    )
  const lines = data?.id === row.id ? data.lines : []
  const over = row.reversedAt === null ? [] : [{ reason: t('deliveries.isReversed') }]
  const shipped = row.shippedAt === null ? [] : [{ reason: t('deliveries.isShipped') }]
  const packing = row.wantsReturnLabels ? 'orderActs.packagesAndLabels' : 'orderActs.addPackage'
  const close = () => setDialog(undefined)
  return (
    <aside className="split-pane" aria-label={row.deliveryNumber}>
      <div className="split-pane-head">
        <h2>{row.deliveryNumber}</h2>
        <span className="text2">
          {[fullDate(row.madeAt), row.madeBy, row.warehouse].filter(Boolean).join(' · ')}
        </span>
        <StateChip look={noteLook(row)} />
      </div>
      <div className="split-pane-body">
        {row.hold === null || row.shippedAt !== null ? null : (
          <Notice tone="warn">{`${t('order.heldBecause')} ${row.hold}`}</Notice>
        )}
        {row.reversedAt === null ? null : (
          <p>
            {t('deliveries.reversedBy', {
              at: fullDate(row.reversedAt),
              who: row.reversedBy ?? '',
              why: row.reverseReason || '–',
            })}
          </p>
        )}
        <Link to="/orders/$id" params={{ id: row.orderId }} search={{ tab: 'deliveries' }}>
          {`${row.orderNumber} · ${row.customer}`}
        </Link>
        <address className="pane-address">
          {addressLines(data?.id === row.id ? data.shipping : null).map(line => (
            <span key={line}>{line}</span>
          ))}
        </address>
        <dl className="pane-facts">
          <dt>{t('order.shippingMethod')}</dt>
          <dd>{row.shippingMethod || '–'}</dd>
        </dl>
        <h3>{t('order.lines')}</h3>
        <table className="plain-table" aria-label={t('order.lines')}>
          <TableHead heads={[t('order.itemNumber'), t('order.name'), { right: t('order.quantity') }]} />
          <tbody>
            {lines.map(line => (
              <tr key={line.line}>
                <th scope="row">{line.itemNumber}</th>
                <td title={line.name}>{line.name}</td>
                <td className="cell-right">{quantity(line.quantity)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <h3>{t('order.packages')}</h3>
        {row.packages.length === 0 ? <p className="text2">{t('deliveries.noPackage')}</p> : null}
        {row.packages.map(one => (
          <div key={one.no} className="pane-package">
            <strong>{one.carrier || t('deliveries.package', { n: one.no })}</strong>{' '}
            {one.weight ? <span className="text2">{`${quantity(one.weight)} kg`}</span> : null}
            <div>
              {one.url ? (
                <a href={one.url} target="_blank" rel="noreferrer">
                  {t('deliveries.follow', { number: one.tracking })}
                </a>
              ) : (
                one.tracking
              )}
            </div>
            {one.returnLabel ? (
              <div className="text2">
                {t('orderActs.labelOf', {
                  label: [one.returnLabel.carrier, one.returnLabel.tracking].filter(Boolean).join(' '),
                })}
              </div>
            ) : row.wantsReturnLabels ? (
              <Notice tone="warn">
                <strong>{t('orderActs.labelMissing')}.</strong> {t('orderActs.labelMissingHelp')}
              </Notice>
            ) : null}
            {one.warning ? (
              <Notice tone="warn">{`${one.warning.reason} ${one.warning.remedy}`}</Notice>
            ) : null}
          </div>
        ))}
        <div className="pane-buttons">
          <ReasonButton
            verb={t('deliveries.takeBack')}
            label={`${t('deliveries.takeBack')} …`}
            reasons={[...over, ...lacking]}
            onClick={() => setDialog('reverse')}
          />
          <ReasonButton
            verb={t(packing)}
            label={`${t(packing)} …`}
            reasons={[...over, ...lacking]}
            onClick={() => setDialog('pack')}
          />
          <ReasonButton
            verb={t('orderActs.ship')}
            label={`${t('orderActs.ship')} …`}
            variant="filled"
            reasons={[...over, ...shipped, ...lacking]}
            onClick={() => setDialog('ship')}
          />
        </div>
      </div>
      {dialog === 'ship' ? <ShipDialog notes={[row]} onClose={close} /> : null}
      {dialog === 'reverse' ? <ReverseDialog notes={[row]} onClose={close} /> : null}
      {dialog === 'pack' ? <PackageDialog note={row} onClose={close} /> : null}
    </aside>
  )
}

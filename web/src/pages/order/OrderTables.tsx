import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Order, OrderLine } from '../../api/orders.ts'
import { Chip } from '../../ui/Chip.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { deliverabilityLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { amount, fullDate, money, quantity, shortDate } from '../../words/format.ts'
import { noteLook } from '../deliveries/looks.ts'
import { PackageList } from '../deliveries/PackageList.tsx'
import { changesOf } from './changeWords.ts'
import { eventWord } from './eventWord.ts'
import type { OpenDialog } from './OrderDialog.tsx'

interface OrderProps {
  readonly order: Order
}

interface TableProps extends OrderProps {
  /** Opens a dialog about a row; without it the table is only read. */
  readonly onDialog?: (dialog: OpenDialog) => void
}

interface LineTableProps extends OrderProps {
  /** Locks a line against shipping, or unlocks it. */
  readonly onLock?: ((line: number, locked: boolean) => void) | undefined
}

/** The lines of an order with stock, allocation and price. */
export function LineTable({ order, onLock }: LineTableProps) {
  const { t } = useTranslation()
  const { currency, pricesGross } = order
  const hasDiscount = order.lines.some(line => line.discountPercent !== null)
  return (
    <table className="plain-table line-table" aria-label={t('order.lines')}>
      <TableHead
        heads={[
          { left: t('order.pos'), wide: true },
          t('order.itemNumber'),
          t('order.name'),
          ...(['quantity', 'onHand', 'allocated', 'delivered'] as const).map(name => ({
            right: t(`order.${name}`),
            wide: name !== 'quantity',
          })),
          { right: t(pricesGross ? 'order.unit' : 'order.unitNet', { currency }), wide: true },
          ...(hasDiscount ? [{ right: t('order.discount'), wide: true }] : []),
          { right: t(pricesGross ? 'order.sum' : 'order.sumNet', { currency }) },
          { right: t('order.tax'), wide: true },
          t('order.deliverability'),
          ...(onLock ? [{ heard: t('orderActs.lock'), wide: true }] : []),
        ]}
      />
      <tbody>
        {order.lines.map(line => (
          <tr key={line.line} data-line={line.line}>
            <td className="text2 wide-only">{line.line}</td>
            <td className="strong">{line.itemNumber}</td>
            <td className={line.itemNumber === null ? 'text2' : ''}>
              {line.name}
              {line.note === '' ? null : <span className="line-note">{line.note}</span>}
              {line.parts.map(part => (
                <span key={part.itemId} className="line-note">
                  {`${quantity(part.perKit)} × ${part.itemNumber} ${part.name}`}
                </span>
              ))}
            </td>
            <td className="cell-right">{quantity(line.quantity)}</td>
            <td className="cell-right wide-only">{line.onHand === null ? '' : quantity(line.onHand)}</td>
            <td className="cell-right wide-only">
              {line.itemNumber === null ? '' : quantity(line.allocated)}
            </td>
            <td className="cell-right wide-only">
              {line.itemNumber === null ? '' : quantity(line.delivered)}
            </td>
            <td className="cell-right wide-only">{amount(pricesGross ? line.unitGross : line.unitNet)}</td>
            {hasDiscount ? (
              <td className="cell-right wide-only">
                {line.discountPercent === null ? '' : `${quantity(line.discountPercent)} %`}
              </td>
            ) : null}
            <td className="cell-right">{amount(pricesGross ? line.totalGross : line.totalNet)}</td>
            <td className="cell-right wide-only">
              {line.taxRate === null ? '–' : `${quantity(line.taxRate)} %`}
            </td>
            <td>
              <LineState order={order} line={line} />
            </td>
            {onLock ? (
              <td className="cell-right wide-only">
                {line.kind === 'item' && (line.locked || Number(line.open) > 0) ? (
                  <button
                    type="button"
                    className="quiet-button"
                    title={t(line.locked ? 'orderActs.unlock' : 'orderActs.lock')}
                    aria-label={t(line.locked ? 'orderActs.unlockLine' : 'orderActs.lockLine', {
                      line: line.line,
                    })}
                    onClick={() => onLock(line.line, !line.locked)}
                  >
                    <Icon name={line.locked ? 'unlock' : 'lock'} size={14} />
                  </button>
                ) : null}
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function LineState({ order, line }: { readonly order: Order; readonly line: OrderLine }) {
  const { t } = useTranslation()
  if (/[1-9]/.test(line.cancelled))
    return (
      <Chip sign="failed" tone="mute">
        {t('order.lineCancelled', { n: quantity(line.cancelled) })}
      </Chip>
    )
  if (line.deliverable === null || line.deliverable === 'done') return null
  if (line.locked)
    return (
      <Chip sign="lock" tone="hold">
        {t('orderActs.locked')}
      </Chip>
    )
  if (line.deliverable !== 'full') {
    const missing = Number(line.open) - Number(line.allocated)
    return (
      <>
        <Chip
          sign={line.deliverable === 'part' ? 'half' : 'empty'}
          tone={line.deliverable === 'part' ? 'warn' : 'bad'}
        >
          {t('order.missing', { n: quantity(missing) })}
        </Chip>
        {line.waitsFor ? (
          <span className="line-note">{t('order.waitsFor', { list: line.waitsFor.orders.join(', ') })}</span>
        ) : null}
      </>
    )
  }
  const look = deliverabilityLook({ ...order, deliverability: 'full', hold: null })
  return look ? <StateChip look={look} /> : null
}

/** What was delivered, with its packages, and what can be done with each note. */
export function DeliveryTable({ order, onDialog }: TableProps) {
  const { t } = useTranslation()
  const itemOf = (line: number) => order.lines.find(one => one.line === line)?.itemNumber ?? line
  if (order.deliveries.length === 0) return <p className="table-none">{t('order.noDeliveries')}</p>
  return (
    <table className="plain-table delivery-table stack-table" aria-label={t('order.deliveries')}>
      <TableHead
        heads={[
          t('order.deliveryNumber'),
          t('deliveries.state'),
          { left: t('order.warehouse'), wide: true },
          t('order.lines'),
          t('order.packages'),
          { left: t('order.who'), wide: true },
          ...(onDialog ? [{ heard: t('orderActs.more') }] : []),
        ]}
      />
      <tbody>
        {order.deliveries.map(delivery => (
          <tr key={delivery.id} className={delivery.reversedAt ? 'row-over' : ''}>
            <th scope="row">
              <Link to="/deliveries" search={{ row: delivery.id, folder: 'all' }}>
                {delivery.deliveryNumber}
              </Link>
            </th>
            <td>
              <StateChip look={noteLook(delivery)} />
            </td>
            <td className="wide-only">{delivery.warehouse}</td>
            <td>
              {delivery.lines
                .map(line => `${quantity(line.quantity)}\u00a0×\u00a0${itemOf(line.line)}`)
                .join(', ')}
            </td>
            <td>
              <PackageList packages={delivery.packages} wantsLabels={order.wantsReturnLabels} />
            </td>
            <td className="wide-only">{delivery.madeBy}</td>
            {onDialog ? (
              <td className="cell-right">
                {delivery.reversedAt ? null : (
                  <span className="row-acts">
                    {delivery.shippedAt ? null : (
                      <RowAct
                        label={t('orderActs.ship')}
                        onClick={() => onDialog({ name: 'ship', delivery: delivery.id })}
                      />
                    )}
                    <RowAct
                      label={t(
                        order.wantsReturnLabels ? 'orderActs.packagesAndLabels' : 'orderActs.addPackage',
                      )}
                      onClick={() => onDialog({ name: 'pack', delivery: delivery.id })}
                    />
                    <RowAct
                      label={t('deliveries.takeBack')}
                      onClick={() => onDialog({ name: 'reverse', delivery: delivery.id })}
                    />
                  </span>
                )}
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function RowAct({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button type="button" className="link-button" onClick={onClick}>
      {`${label} …`}
    </button>
  )
}

/** What came and went back, and what puts a wrong booking right. */
export function PaymentTable({ order, onDialog }: TableProps) {
  const { t } = useTranslation()
  if (order.payments.length === 0) return <p className="table-none">{t('order.noPayments')}</p>
  const taken = new Set(
    order.payments.filter(one => one.entry === 'reversal' || one.entry === 'move').map(one => one.againstId),
  )
  return (
    <table className="plain-table" aria-label={t('order.payments')}>
      <TableHead
        heads={[
          t('order.paidAt'),
          { right: t('order.amount') },
          t('order.entry'),
          t('order.method'),
          t('order.transaction'),
          t('orderActs.reason'),
          t('order.bookedBy'),
          ...(onDialog ? [{ heard: t('orderActs.more') }] : []),
        ]}
      />
      <tbody>
        {order.payments.map(payment => (
          <tr key={payment.id} className={taken.has(payment.id) ? 'row-over' : ''}>
            <td>{fullDate(payment.paidAt)}</td>
            <td className="cell-right strong">{money(payment.amount, payment.currency)}</td>
            <td>{t(`order.entry_${payment.entry}`)}</td>
            <td>{payment.method}</td>
            <td>{payment.transactionId ?? '–'}</td>
            <td>{payment.reason}</td>
            <td>{payment.bookedBy}</td>
            {onDialog ? (
              <td className="cell-right">
                {payment.entry === 'payment' && !taken.has(payment.id) ? (
                  <span className="row-acts">
                    <RowAct
                      label={t('orderActs.refund')}
                      onClick={() => onDialog({ name: 'refund', payment })}
                    />
                    <RowAct label={t('orderActs.move')} onClick={() => onDialog({ name: 'move', payment })} />
                    <RowAct
                      label={t('deliveries.takeBack')}
                      onClick={() => onDialog({ name: 'unbook', payment })}
                    />
                  </span>
                ) : null}
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface HistoryTableProps {
  readonly order: Order
  /** Only so many of the newest. */
  readonly most?: number
}

/** What happened to the order, newest first, each with a name; of edits the old and the new values. */
export function HistoryTable({ order, most }: HistoryTableProps) {
  const { t } = useTranslation()
  const events = order.history
    .map((event, at) => ({ event, at }))
    .sort((one, other) => Date.parse(other.event.at) - Date.parse(one.event.at) || one.at - other.at)
    .slice(0, most)
  return (
    <table className="plain-table history-table" aria-label={t('order.history')}>
      <TableHead heads={[t('order.time'), t('order.what'), t('order.who')]} />
      <tbody>
        {events.map(({ event, at }) => (
          <tr key={at}>
            <td>{shortDate(event.at)}</td>
            <td>
              {eventWord(event, order)}
              {changesOf(event, order).map(({ field, from, to }) => (
                <span key={field} className="history-change">
                  {field}
                  {from === '' && to === '' ? null : (
                    <>
                      {': '}
                      <del>{from === '' ? '–' : from}</del> → <ins>{to === '' ? '–' : to}</ins>
                    </>
                  )}
                </span>
              ))}
            </td>
            <td>{event.actor}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

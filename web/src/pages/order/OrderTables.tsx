import { useTranslation } from 'react-i18next'
import type { Order, OrderLine } from '../../api/orders.ts'
import { Chip } from '../../ui/Chip.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { deliverabilityLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { amount, fullDate, money, quantity, shortDate } from '../../words/format.ts'
import { eventWord } from './eventWord.ts'

interface OrderProps {
  readonly order: Order
}

/** The lines of an order with stock, allocation and price. */
export function LineTable({ order }: OrderProps) {
  const { t } = useTranslation()
  const { currency } = order
  return (
    <table className="plain-table" aria-label={t('order.lines')}>
      <TableHead
        heads={[
          t('order.pos'),
          t('order.itemNumber'),
          t('order.name'),
          ...(['quantity', 'onHand', 'allocated', 'delivered'] as const).map(name => ({
            right: t(`order.${name}`),
          })),
          { right: t('order.unit', { currency }) },
          { right: t('order.sum', { currency }) },
          { right: t('order.tax') },
          t('order.deliverability'),
        ]}
      />
      <tbody>
        {order.lines.map(line => (
          <tr key={line.line} data-line={line.line}>
            <td className="text2">{line.line}</td>
            <td className="strong">{line.itemNumber}</td>
            <td className={line.itemNumber === null ? 'text2' : ''}>{line.name}</td>
            <td className="cell-right">{quantity(line.quantity)}</td>
            <td className="cell-right">{line.onHand === null ? '' : quantity(line.onHand)}</td>
            <td className="cell-right">{line.itemNumber === null ? '' : quantity(line.allocated)}</td>
            <td className="cell-right">{line.itemNumber === null ? '' : quantity(line.delivered)}</td>
            <td className="cell-right">{amount(line.unitGross)}</td>
            <td className="cell-right">{amount(line.totalGross)}</td>
            <td className="cell-right">{line.taxRate === null ? '–' : `${quantity(line.taxRate)} %`}</td>
            <td>
              <LineState order={order} line={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function LineState({ order, line }: { readonly order: Order; readonly line: OrderLine }) {
  const { t } = useTranslation()
  if (line.deliverable === null || line.deliverable === 'done') return null
  if (line.deliverable !== 'full') {
    const missing = Number(line.open) - Number(line.allocated)
    return (
      <Chip
        sign={line.deliverable === 'part' ? 'half' : 'empty'}
        tone={line.deliverable === 'part' ? 'warn' : 'bad'}
      >
        {t('order.missing', { n: quantity(missing) })}
      </Chip>
    )
  }
  const look = deliverabilityLook({ ...order, deliverability: 'full', hold: null })
  return look ? <StateChip look={look} /> : null
}

/** What was delivered, with its packages. */
export function DeliveryTable({ order }: OrderProps) {
  const { t } = useTranslation()
  if (order.deliveries.length === 0) return <p className="table-none">{t('order.noDeliveries')}</p>
  return (
    <table className="plain-table" aria-label={t('order.deliveries')}>
      <TableHead
        heads={[
          t('order.deliveryNumber'),
          t('order.shippedAt'),
          t('order.warehouse'),
          t('order.lines'),
          t('order.packages'),
          t('order.who'),
        ]}
      />
      <tbody>
        {order.deliveries.map(delivery => (
          <tr key={delivery.id}>
            <th scope="row">{delivery.deliveryNumber}</th>
            <td>{delivery.shippedAt === null ? '' : fullDate(delivery.shippedAt)}</td>
            <td>{delivery.warehouse}</td>
            <td>{delivery.lines.map(line => `${line.line} × ${quantity(line.quantity)}`).join(', ')}</td>
            <td>
              {delivery.packages.map(one => [one.carrier, one.tracking].filter(Boolean).join(' ')).join(', ')}
            </td>
            <td>{delivery.madeBy}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What was paid. */
export function PaymentTable({ order }: OrderProps) {
  const { t } = useTranslation()
  if (order.payments.length === 0) return <p className="table-none">{t('order.noPayments')}</p>
  return (
    <table className="plain-table" aria-label={t('order.payments')}>
      <TableHead
        heads={[
          t('order.paidAt'),
          { right: t('order.amount') },
          t('order.method'),
          t('order.transaction'),
          t('order.bookedBy'),
        ]}
      />
      <tbody>
        {order.payments.map(payment => (
          <tr key={payment.id}>
            <td>{fullDate(payment.paidAt)}</td>
            <td className="cell-right strong">{money(payment.amount, payment.currency)}</td>
            <td>{payment.method}</td>
            <td>{payment.transactionId ?? '–'}</td>
            <td>{payment.bookedBy}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What happened to the order, newest first, each with a name. */
export function HistoryTable({ order }: OrderProps) {
  const { t } = useTranslation()
  return (
    <table className="plain-table" aria-label={t('order.history')}>
      <TableHead heads={[t('order.time'), t('order.what'), t('order.who')]} />
      <tbody>
        {[...order.history].reverse().map(one => (
          <tr key={`${one.at} ${one.event}`}>
            <td>{shortDate(one.at)}</td>
            <td>{eventWord(one, order)}</td>
            <td>{one.actor}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

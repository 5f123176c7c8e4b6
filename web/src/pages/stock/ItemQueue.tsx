import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { queueQuery } from '../../api/stock.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { signOf } from '../../words/decimalText.ts'
import { quantity } from '../../words/format.ts'

/** The orders that need an item, in the order in which they are served, and for whom each of them waits. */
export function ItemQueue({ item }: { readonly item: string }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(queueQuery(item))
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return null
  if (data.orders.length === 0) return <p className="text2">{t('stock.queueNone')}</p>
  return (
    <>
      <p className="stock-said">{t(`stock.rule_${data.servedFirst}`)}</p>
      <table className="plain-table stock-queue" aria-label={t('stock.queue')}>
        <thead>
          <tr>
            <th scope="col">{t('stock.order')}</th>
            <th scope="col" className="cell-right">
              {t('stock.has')}
            </th>
            <th scope="col" className="cell-right">
              {t('stock.lacks')}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.orders.map(one => (
            <tr key={one.orderId}>
              <th scope="row" title={one.waits?.reason ?? one.customer}>
                <Link to="/orders/$id" params={{ id: one.orderId }}>
                  {one.orderNumber}
                </Link>
                <span className="stock-waits">{one.waits?.reason ?? one.customer}</span>
              </th>
              <td className="cell-right">
                {t('stock.ofOpen', { has: quantity(one.allocated), open: quantity(one.open) })}
              </td>
              <td className={signOf(one.missing) > 0 ? 'cell-right tone-bad strong' : 'cell-right text3'}>
                {quantity(one.missing)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

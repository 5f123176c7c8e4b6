import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Return } from '../../api/returns.ts'
import { StateChip } from '../../ui/StateChip.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { quantity, shortDate } from '../../words/format.ts'
import { returnLook } from '../returns/looks.ts'

/** What of an order comes back, or came. */
export function ReturnTable({ returns }: { readonly returns: readonly Return[] }) {
  const { t } = useTranslation()
  if (returns.length === 0) return <p className="table-none">{t('order.noReturns')}</p>
  return (
    <table className="plain-table" aria-label={t('order.returns')}>
      <TableHead
        heads={[
          t('returns.number'),
          t('returns.announced'),
          t('returns.state'),
          t('order.lines'),
          t('returns.exchange'),
          t('order.who'),
        ]}
      />
      <tbody>
        {returns.map(one => (
          <tr key={one.id}>
            <th scope="row">
              <Link to="/returns" search={{ row: one.id }}>
                {one.returnNumber}
              </Link>
            </th>
            <td>{shortDate(one.madeAt)}</td>
            <td>
              <StateChip look={returnLook(one)} />
            </td>
            <td>
              {one.lines.map(line => `${quantity(line.quantity)} × ${line.sku ?? line.name}`).join(', ')}
            </td>
            <td>
              {one.exchangeOrderId ? (
                <Link to="/orders/$id" params={{ id: one.exchangeOrderId }}>
                  {one.exchangeOrderNumber}
                </Link>
              ) : null}
            </td>
            <td>{one.madeBy}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Order } from '../../api/orders.ts'

/** The orders that belong to one: split off, merged, made in exchange. */
export function OrderLinks({ order }: { readonly order: Order }) {
  const { t } = useTranslation()
  const kinds = [...new Set(order.related.map(one => one.relation))]
  if (kinds.length === 0) return null
  return (
    <div className="notice tone-info order-links" role="status">
      {kinds.map(relation => (
        <span key={relation}>
          {t(`order.${relation}`)}{' '}
          {order.related
            .filter(one => one.relation === relation)
            .map((one, at) => (
              <span key={one.id}>
                {at > 0 ? ', ' : ''}
                <Link to="/orders/$id" params={{ id: one.id }}>
                  {one.orderNumber}
                </Link>
              </span>
            ))}
        </span>
      ))}
    </div>
  )
}

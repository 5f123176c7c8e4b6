import './newOrder.css'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { quotationQuery } from '../../api/quotations.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { draftOf, emptyDraft } from './draft.ts'
import { OrderForm } from './OrderForm.tsx'

/** A new order, for a customer who exists or is made with it; or a quotation that is written anew. */
export default function NewOrder() {
  const { t } = useTranslation()
  const { customer, quotation } = useSearch({ from: '/orders/new' })
  const query = useQuery({ ...quotationQuery(quotation ?? ''), enabled: quotation !== undefined })
  if (quotation === undefined)
    return <OrderForm key={customer ?? ''} start={emptyDraft(customer ?? '')} quotation={undefined} />
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <p role="status">{t('common.loading')}</p>
  return <OrderForm key={query.data.id} start={draftOf(query.data)} quotation={query.data} />
}

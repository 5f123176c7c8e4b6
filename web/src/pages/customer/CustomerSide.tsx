import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import {
  type CustomerAtShop,
  type CustomerDetail,
  customerOrdersQuery,
  exportPerson,
} from '../../api/customer.ts'
import { useMissingRight, useRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useRows } from '../../ui/useRows.ts'
import { addDecimals, count, fullDate, money } from '../../words/format.ts'
import { ShopState } from '../order/OrderSide.tsx'
import { openOf } from './OrdersTab.tsx'

interface CustomerSideProps {
  readonly customer: CustomerDetail
  readonly onAnonymise: () => void
}

/** Figures and numbers of a customer, and what the person may ask for by law. */
export function CustomerSide({ customer, onAnonymise }: CustomerSideProps) {
  const { t } = useTranslation()
  const lacking = useMissingRight('persons.manage')
  const readsOrders = useRight('orders.read')
  const file = useMutation({
    mutationFn: () => exportPerson(customer.id),
    onSuccess: saveFile(customer.number),
  })
  return (
    <aside className="order-side" aria-label={t('customer.figures')}>
      <section>
        <h3>{t('customer.figures')}</h3>
        <dl className="facts">
          <dt>{t('customer.ordersCount')}</dt>
          <dd>{count(customer.orders)}</dd>
          <dt>{t('customer.lastOrder')}</dt>
          <dd>{customer.lastOrderAt ? fullDate(customer.lastOrderAt) : t('customer.never')}</dd>
          <dt>{t('customer.openAmount')}</dt>
          <dd>{readsOrders ? <OpenAmount id={customer.id} /> : '–'}</dd>
        </dl>
      </section>
      <section>
        <h3>{t('customer.numbers')}</h3>
        <dl className="facts">
          <dt>{t('customer.number')}</dt>
          <dd>{customer.number}</dd>
          {customer.merged.length > 0 ? (
            <>
              <dt>{t('customer.mergedNumbers')}</dt>
              <dd>{customer.merged.join(', ')}</dd>
            </>
          ) : null}
          {customer.debtorNumber ? (
            <>
              <dt>{t('customer.debtorNumber')}</dt>
              <dd>{customer.debtorNumber}</dd>
            </>
          ) : null}
          <dt>{t('customer.createdAt')}</dt>
          <dd>{t('customer.createdBy', { at: fullDate(customer.createdAt), who: customer.madeBy })}</dd>
        </dl>
      </section>
      {customer.shops.length > 0 ? (
        <section>
          <h3>{t('order.atShop')}</h3>
          <dl className="facts">
            {customer.shops.map(one => (
              <ShopAccount key={one.accountId} account={one} />
            ))}
          </dl>
        </section>
      ) : null}
      <section>
        <h3>{t('customer.person')}</h3>
        {file.error ? <ErrorState error={file.error} /> : null}
        <div className="customer-person">
          <ReasonButton
            verb={t('customer.exportVerb')}
            label={t('customer.exportPerson')}
            loading={file.isPending}
            reasons={lacking}
            onClick={() => file.mutate()}
          />
          <ReasonButton
            verb={t('customer.anonymise')}
            label={t('customer.anonymiseAsk')}
            reasons={[...lacking, ...(customer.anonymised ? [{ reason: t('customer.isGone') }] : [])]}
            onClick={onAnonymise}
          />
        </div>
      </section>
    </aside>
  )
}

/** What one shop made of the changes: refused, why and what helps. */
function ShopAccount({ account }: { readonly account: CustomerAtShop }) {
  return (
    <>
      <dt>{account.channel}</dt>
      <dd>
        <ShopState at={account} />
        {account.reason && !account.text ? <p className="text2">{account.reason}</p> : null}
        {account.remedy ? <p className="text2">{account.remedy}</p> : null}
      </dd>
    </>
  )
}

/** What is still to be paid, by currency; of more orders than a page holds it says so. */
function OpenAmount({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(customerOrdersQuery(id, 'unpaid'))
  const rows = useRows(query.data)
  if (query.error) return <Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>
  if (!query.data) return null
  if (rows.length === 0) return t('customer.nothingOpen')
  const total = query.data.pages[0]?.count ?? rows.length
  const currencies = [...new Set(rows.map(row => row.currency))]
  return (
    <>
      {currencies.map(currency => (
        <strong key={currency} className="customer-open">
          {money(addDecimals(rows.filter(row => row.currency === currency).map(openOf)), currency)}
        </strong>
      ))}
      <span className="text2">
        {total > rows.length
          ? t('customer.ofFirst', { n: count(rows.length) })
          : t('customer.inOrders', { count: rows.length })}
      </span>
    </>
  )
}

function saveFile(number: string) {
  return (document_: object) => {
    const url = URL.createObjectURL(
      new Blob([JSON.stringify(document_, null, 2)], { type: 'application/json' }),
    )
    const link = document.createElement('a')
    link.href = url
    link.download = `${number}.json`
    link.click()
    URL.revokeObjectURL(url)
  }
}

import '../order/order.css'
import '../../ui/listPage.css'
import '../customers/customers.css'
import './customer.css'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CustomerDetail, customerQuery } from '../../api/customer.ts'
import { changeCustomers } from '../../api/customers.ts'
import { useMissingRight, useRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { PageTabs } from '../../ui/PageTabs.tsx'
import { SaveBar } from '../../ui/SaveBar.tsx'
import { count } from '../../words/format.ts'
import { BlockDialog } from '../customers/BlockDialog.tsx'
import { MergeDialog } from '../customers/MergeDialog.tsx'
import { AnonymiseDialog } from './AnonymiseDialog.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import { CustomerHead } from './CustomerHead.tsx'
import { CustomerSide } from './CustomerSide.tsx'
import { FactsTab } from './FactsTab.tsx'
import { HistoryTab } from './HistoryTab.tsx'
import { NotesTab } from './NotesTab.tsx'
import { OrdersTab } from './OrdersTab.tsx'
import { useCustomerEdit } from './useCustomerEdit.ts'

const tabs = ['facts', 'orders', 'notes', 'history'] as const

/** One customer: who it is, where goods and bills go, what it ordered and owes, what was noted and done. */
export default function CustomerPage() {
  const { customer: which } = useParams({ from: '/customers/$customer' })
  const search = useSearch({ from: '/customers/$customer' })
  const go = useNavigate()
  const { data, error, refetch } = useQuery(customerQuery(which))
  useEffect(() => {
    if (data) document.title = `${data.number} ${data.name} · Kontor`
  }, [data])
  // The number of a merged customer leads to whom it became a part of.
  const { number } = data ?? {}
  useEffect(() => {
    if (number !== undefined && number !== which)
      void go({
        to: '/customers/$customer',
        params: { customer: number },
        search,
        replace: true,
      })
  }, [number, which, search, go])
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return data ? <Detail key={data.id} customer={data} /> : null
}

function Detail({ customer }: { readonly customer: CustomerDetail }) {
  const { t } = useTranslation()
  const search = useSearch({ from: '/customers/$customer' })
  const go = useNavigate({ from: '/customers/$customer' })
  const client = useQueryClient()
  const content = useId()
  const [said, setSaid] = useState<string>()
  const [dialog, setDialog] = useState<'block' | 'anonymise'>()
  const [comparing, setComparing] = useState<string>()
  const edit = useCustomerEdit(customer, () => setSaid(t('customer.saved')))
  const lacking = useMissingRight('customers.write')
  const readsOrders = useRight('orders.read')
  const readOnly = lacking.length > 0 || customer.anonymised
  const shown = tabs.filter(one => one !== 'orders' || readsOrders)
  const tab = shown.find(one => one === search.tab) ?? 'facts'
  const unblock = useMutation({
    mutationFn: () => changeCustomers([customer.id], { blocked: false, blockReason: '' }),
    onSuccess: () => done(t('customers.didUnblock', { count: 1 })),
  })
  const done = async (sentence: string) => {
    setDialog(undefined)
    setSaid(sentence)
    await client.invalidateQueries()
  }
  const counts = { facts: undefined, orders: customer.orders, notes: customer.notes, history: undefined }
  return (
    <div className="order">
      <CustomerHead
        customer={customer}
        onBlock={() => setDialog('block')}
        onUnblock={() => unblock.mutate()}
      />
      <div className="order-body">
        <div className="order-main customer-main">
          {unblock.error ? <ErrorState error={unblock.error} /> : null}
          {edit.error ? <ErrorState error={edit.error} /> : null}
          {customer.anonymised ? <Notice tone="info">{t('customer.anonymisedHelp')}</Notice> : null}
          {search.alike === undefined ? null : (
            <Alike numbers={search.alike.split(',')} onCompare={setComparing} />
          )}
          {said ? <Notice tone="ok">{said}</Notice> : null}
          <PageTabs
            label={t('customer.tabs')}
            views={shown.map(view => {
              const n = counts[view]
              return {
                view,
                word: t(`customer.tab_${view}`),
                ...(n === undefined ? {} : { count: count(n) }),
              }
            })}
            current={tab}
            controls={content}
            onShow={view => void go({ search: old => ({ ...old, tab: view }), replace: true })}
          />
          <div id={content} className="customer-tab" role="tabpanel" aria-label={t(`customer.tab_${tab}`)}>
            {tab === 'facts' ? <FactsTab customer={customer} edit={edit} readOnly={readOnly} /> : null}
            {tab === 'orders' ? <OrdersTab customer={customer} /> : null}
            {tab === 'notes' ? <NotesTab customer={customer} /> : null}
            {tab === 'history' ? <HistoryTab customer={customer} onSaid={setSaid} /> : null}
          </div>
        </div>
        <CustomerSide customer={customer} onAnonymise={() => setDialog('anonymise')} />
      </div>
      <SaveBar
        changes={edit.changed.length}
        busy={edit.busy}
        reasons={lacking}
        onSave={edit.save}
        onDiscard={edit.discard}
      />
      {edit.conflict ? <ConflictDialog edit={edit} now={edit.conflict} /> : null}
      {dialog === 'block' ? (
        <BlockDialog
          customers={[customer]}
          onClose={() => setDialog(undefined)}
          onDone={() => void done(t('customers.didBlock', { count: 1 }))}
        />
      ) : null}
      {dialog === 'anonymise' ? (
        <AnonymiseDialog
          customer={customer}
          onClose={() => setDialog(undefined)}
          onDone={sentence => void done(sentence)}
        />
      ) : null}
      {comparing === undefined ? null : (
        <Compare
          customer={customer}
          other={comparing}
          onClose={() => setComparing(undefined)}
          onDone={sentence => {
            setComparing(undefined)
            void go({ search: {}, replace: true })
            void done(sentence)
          }}
        />
      )}
    </div>
  )
}

/** After creating: whom the new customer looks like, to be compared at once. */
function Alike(props: { readonly numbers: readonly string[]; readonly onCompare: (number: string) => void }) {
  const { t } = useTranslation()
  const { numbers, onCompare } = props
  return (
    <Notice tone="warn">
      {t('customers.alike', { count: numbers.length, list: numbers.join(', ') })}{' '}
      {numbers.map(number => (
        <span key={number} className="customer-alike">
          <Link to="/customers/$customer" params={{ customer: number }}>
            {number}
          </Link>{' '}
          <Button onClick={() => onCompare(number)}>{t('customers.compare')}</Button>
        </span>
      ))}
    </Notice>
  )
}

interface CompareProps {
  readonly customer: CustomerDetail
  readonly other: string
  readonly onClose: () => void
  readonly onDone: (sentence: string) => void
}

/** The dialog of merging, once the other one is known; the older customer stays unless somebody chooses otherwise. */
function Compare({ customer, other, onClose, onDone }: CompareProps) {
  const { data } = useQuery(customerQuery(other))
  return data ? <MergeDialog customers={[data, customer]} onClose={onClose} onDone={onDone} /> : null
}

import './order.css'
import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { orderTicketsQuery } from '../../api/called.ts'
import { documentsQuery } from '../../api/documents.ts'
import { type ActionName, lockLines } from '../../api/orderActs.ts'
import { type Order, orderQuery } from '../../api/orders.ts'
import { orderReturnsQuery } from '../../api/returns.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { count, fullDate, quoted } from '../../words/format.ts'
import { TicketTable } from '../channels/TicketTable.tsx'
import { DocumentsTab } from './DocumentsTab.tsx'
import { type OpenDialog, OrderDialog } from './OrderDialog.tsx'
import { OrderEditor } from './OrderEditor.tsx'
import { OrderHead } from './OrderHead.tsx'
import { OrderHolds } from './OrderHolds.tsx'
import { OrderLinks } from './OrderLinks.tsx'
import { OrderSide } from './OrderSide.tsx'
import { DeliveryTable, HistoryTable, LineTable, PaymentTable } from './OrderTables.tsx'
import { ReturnTable } from './ReturnTable.tsx'
import { Sums } from './Sums.tsx'
import { Refusals, useAct } from './useAct.tsx'

const tabs = ['lines', 'deliveries', 'payments', 'returns', 'documents', 'history', 'tickets'] as const
type Tab = (typeof tabs)[number]

/** One order: all facts, and the next step. */
export default function OrderPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/orders/$id' })
  const { tab, act: asked, edit } = useSearch({ from: '/orders/$id' })
  const go = useNavigate({ from: '/orders/$id' })
  const query = useQuery(orderQuery(id))
  const order = query.data
  const returns = useQuery({ ...orderReturnsQuery(id), enabled: order?.id === id })
  const documents = useQuery({ ...documentsQuery(id), enabled: order?.id === id })
  const tickets = useQuery({ ...orderTicketsQuery(id), enabled: order?.id === id })
  const [dialog, setDialog] = useState<OpenDialog | undefined>(
    asked === 'refund' ? { name: 'refund' } : undefined,
  )
  const current = tabs.find(one => one === tab) ?? 'lines'
  useEffect(() => {
    if (order) document.title = `${order.orderNumber} · Kontor`
  }, [order])
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!order) return null
  const act = (name: ActionName) =>
    name === 'edit' ? void go({ search: { edit: true } }) : setDialog({ name })
  const may = order.actions.find(one => one.action === 'edit')?.allowed === true
  if (edit && may && order.id === id)
    return (
      <div className="order">
        <OrderEditor key={id} order={order} onEnd={() => void go({ search: { tab }, replace: true })} />
      </div>
    )
  const counts: Readonly<Record<Tab, number | undefined>> = {
    lines: order.lines.length,
    deliveries: order.deliveries.length,
    payments: order.payments.length,
    returns: returns.data?.length,
    documents: documents.data?.length,
    tickets: tickets.data?.length,
    history: order.history.length,
  }
  // Only marketplaces have tickets: elsewhere there is nothing to look at.
  const shownTabs = tabs.filter(one => one !== 'tickets' || counts.tickets || current === one)
  const close = () => {
    setDialog(undefined)
    if (asked) void go({ search: { tab }, replace: true })
  }
  const show = (next: Tab) => void go({ search: { tab: next }, replace: true })
  return (
    <div className="order">
      <OrderHead order={order} onAct={act} />
      <div className="order-body">
        <div className="order-main">
          {order.cancelled ? (
            <Notice tone="info">
              {t('order.cancelledBy', {
                at: fullDate(order.cancelledAt),
                who: order.cancelledBy ?? '',
                why: order.cancelReason || '–',
              })}
            </Notice>
          ) : null}
          {order.completedAt ? (
            <Notice tone="info">
              {t('order.completedBy', {
                at: fullDate(order.completedAt),
                who: order.completedBy ?? '',
                why: order.completeReason || '–',
              })}
            </Notice>
          ) : null}
          {order.cancellations.map(one =>
            one.awaitsChannel ? (
              <Notice key={one.id} tone="info">
                <strong>{t('order.cancellationWaits', { at: fullDate(one.madeAt) })}</strong>{' '}
                {t('order.cancellationWaitsHelp')}
              </Notice>
            ) : null,
          )}
          <OrderLinks order={order} />
          <OrderHolds order={order} onRefund={() => setDialog({ name: 'refund' })} />
          <Tabs
            value={current}
            onChange={next => {
              const found = tabs.find(one => one === next)
              if (found) show(found)
            }}
            keepMounted={false}
          >
            <Tabs.List>
              {shownTabs.map((name, at) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`order.${name}`)}{' '}
                  <span className="text3">{counts[name] === undefined ? '' : count(counts[name])}</span>
                  <TabKey at={at} onTab={() => show(name)} />
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="lines">
              <Lines order={order} onAll={() => show('history')} />
            </Tabs.Panel>
            <Tabs.Panel value="deliveries">
              <DeliveryTable order={order} onDialog={setDialog} />
            </Tabs.Panel>
            <Tabs.Panel value="payments">
              <PaymentTable order={order} onDialog={setDialog} />
            </Tabs.Panel>
            <Tabs.Panel value="returns">
              <ReturnTable returns={returns.data ?? []} />
            </Tabs.Panel>
            <Tabs.Panel value="documents">
              <DocumentsTab order={order} documents={documents.data ?? []} />
            </Tabs.Panel>
            <Tabs.Panel value="tickets">
              {tickets.error ? (
                <ErrorState error={tickets.error} onRetry={() => void tickets.refetch()} />
              ) : null}
              {tickets.data?.length === 0 ? (
                <p className="table-none">{t('called.noOrderTickets')}</p>
              ) : (
                <TicketTable tickets={tickets.data ?? []} />
              )}
            </Tabs.Panel>
            <Tabs.Panel value="history">
              <HistoryTable order={order} />
            </Tabs.Panel>
          </Tabs>
        </div>
        <OrderSide order={order} onEdit={may ? () => act('edit') : undefined} />
      </div>
      {dialog ? <OrderDialog order={order} dialog={dialog} onClose={close} /> : null}
    </div>
  )
}

/** Lines, sums and notes, and the last that happened. */
function Lines({ order, onAll }: { readonly order: Order; readonly onAll: () => void }) {
  const { t } = useTranslation()
  const lacking = useMissingRight('orders.write')
  const act = useAct(
    (wish: { line: number; locked: boolean }) => lockLines(order.id, [wish.line], wish.locked),
    () => undefined,
  )
  const canLock = lacking.length === 0 && !order.cancelled
  return (
    <>
      <Refusals results={act.refused} />
      <LineTable order={order} onLock={canLock ? (line, locked) => act.run({ line, locked }) : undefined} />
      <div className="order-under">
        <div className="order-notes">
          {order.customerNote === '' ? null : (
            <>
              <h3>{t('order.customerNote')}</h3>
              <p>{quoted(order.customerNote)}</p>
            </>
          )}
          {order.note === '' ? null : (
            <>
              <h3>
                {t('order.note')} <span className="text3">{t('order.onlyHere')}</span>
              </h3>
              <p className="order-note">{order.note}</p>
            </>
          )}
        </div>
        <Sums order={order} />
      </div>
      <div className="order-history">
        <h2>{t('order.history')}</h2>
        {order.history.length > latest ? (
          <button type="button" className="link-button" onClick={onAll}>
            {t('order.allEvents', { n: count(order.history.length) })}
          </button>
        ) : null}
      </div>
      <HistoryTable order={order} most={latest} />
    </>
  )
}

const latest = 5

function TabKey({ at, onTab }: { readonly at: number; readonly onTab: () => void }) {
  useShortcut(`Alt+${at + 1}`, onTab)
  return null
}

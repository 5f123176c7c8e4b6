import '../../ui/listPage.css'
import './orders.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type FolderCount,
  type OrderFolder,
  type OrderRow,
  orderCountsQuery,
  orderFolders,
  ordersQuery,
} from '../../api/orders.ts'
import type { OrdersSearch } from '../../shell/router.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Folders } from '../../ui/Folders.tsx'
import { TickTable } from '../../ui/ListTable.tsx'
import { rememberList } from '../../ui/neighbours.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { useRows } from '../../ui/useRows.ts'
import { count } from '../../words/format.ts'
import { ActionDialog, type OpenAction } from '../order/ActionDialog.tsx'
import { useColumns } from './columns.tsx'
import { OrderPane } from './OrderPane.tsx'
import { SearchRow } from './SearchRow.tsx'
import { SelectionBar } from './SelectionBar.tsx'

const filterNames = [
  'process',
  'customer',
  'item',
  'channel',
  'payment',
  'delivery',
  'deliverability',
  'from',
  'to',
] as const

/** So many the server delivers at once. */
const mostAtOnce = 500

/** Find, judge and move orders. */
export default function Orders() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/orders' })
  const go = useNavigate({ from: '/orders' })
  const change = (next: OrdersSearch, replace = true) => void go({ search: { ...search, ...next }, replace })
  const folder = folderOf(search.folder)
  const filter = useMemo(
    () => ({
      folder,
      ...Object.fromEntries(filterNames.map(name => [name, search[name]])),
      ...(search.exact ? { exact: true } : {}),
    }),
    [search, folder],
  )
  const query = useInfiniteQuery(ordersQuery(filter))
  const counts = useQuery(orderCountsQuery)
  const rows = useRows(query.data)
  const first = query.data?.pages[0]
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [action, setAction] = useState<OpenAction>()
  const current = rows.find(row => row.id === search.row) ?? rows[0]
  const set = filterNames.filter(name => search[name] !== undefined).length
  const columns = useColumns()
  useEffect(
    () =>
      rememberList(
        'orders',
        rows.map(row => row.id),
        first?.count ?? 0,
      ),
    [rows, first],
  )
  const openOrder = (row: OrderRow) => {
    change({ row: row.id })
    void go({ to: '/orders/$id', params: { id: row.id } })
  }
  const total = first ? count(first.count, first.countCapped) : ''
  return (
    <div className="page-full">
      <PageHead
        title={t('common.orders')}
        about={first ? `${t(`orders.folder_${folder}`)} · ${total}` : t(`orders.folder_${folder}`)}
      />
      <div className="list-page">
        <Folders
          label={t('orders.folders')}
          groups={[
            {
              title: t('common.orders'),
              folders: orderFolders.map(id => ({
                id,
                label: t(`orders.folder_${id}`),
                count: countOf(counts.data?.find(one => one.folder === id)),
              })),
            },
          ]}
          current={folder}
          onOpen={next => change({ folder: next }, false)}
        />
        <div className="list-page-main">
          <SearchRow search={search} onChange={change} />
          <TickTable
            query={query}
            label={t('common.orders')}
            columns={columns}
            rows={rows}
            rowName={row => row.orderNumber}
            rowClass={row => (row.cancelled ? 'row-cancelled' : '')}
            current={current?.id}
            onCurrent={row => change({ row })}
            onOpen={openOrder}
            selected={ticked}
            onSelect={setTicked}
            most={mostAtOnce}
            empty={<NoOrders filters={set} folder={folder} onReset={() => void go({ search: { folder } })} />}
          />
          <SelectionBar
            selected={rows.filter(row => ticked.has(row.id))}
            range={first ? t('common.of', { range: `1–${count(rows.length)}`, total }) : ''}
            onAct={(name, orders) => setAction({ name, orders })}
          />
          {current ? (
            <OrderPane row={current} tab={search.tab} onTab={tab => change({ tab })} onOpen={openOrder} />
          ) : null}
        </div>
      </div>
      {action ? <ActionDialog action={action} onClose={() => setAction(undefined)} /> : null}
    </div>
  )
}

interface NoOrdersProps {
  readonly filters: number
  readonly folder: OrderFolder
  readonly onReset: () => void
}

function NoOrders({ filters, folder, onReset }: NoOrdersProps) {
  const { t } = useTranslation()
  const go = useNavigate()
  if (filters > 0)
    return (
      <EmptyState
        title={t('orders.noneFiltered', { count: filters })}
        action={{ label: t('common.resetFilters'), onClick: onReset }}
      />
    )
  if (folder !== 'all') return <EmptyState title={t('orders.noneFolder')} />
  return (
    <EmptyState
      title={t('orders.none')}
      action={{ label: t('orders.toInbox'), onClick: () => void go({ to: '/inbox' }) }}
    >
      {t('orders.noneHelp')}
    </EmptyState>
  )
}

function countOf(found: FolderCount | undefined): string {
  return found ? count(found.count, found.countCapped) : ''
}

function folderOf(given: string | undefined): OrderFolder {
  return orderFolders.find(folder => folder === given) ?? 'all'
}

import '../../ui/listPage.css'
import './orders.css'
import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OrderView, orderFileAddress, orderViewsQuery } from '../../api/orderLists.ts'
import {
  type FolderCount,
  type OrderFolder,
  type OrderRow,
  orderCountsQuery,
  orderFolders,
  ordersQuery,
} from '../../api/orders.ts'
import type { OrdersSearch } from '../../shell/ordersSearch.ts'
import { useMissingRight } from '../../shell/rights.ts'
import type { Card } from '../../ui/cards.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Folders } from '../../ui/Folders.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { TickTable } from '../../ui/ListTable.tsx'
import { rememberList } from '../../ui/neighbours.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { ChoiceTag } from '../../ui/Toolbar.tsx'
import { useRows } from '../../ui/useRows.ts'
import { count } from '../../words/format.ts'
import { BulkDialog, type BulkName } from './BulkDialog.tsx'
import { ColumnsDialog } from './ColumnsDialog.tsx'
import { FilterTags } from './FilterTags.tsx'
import { OrderPane } from './OrderPane.tsx'
import { filterOf, filtersSet, folderOf, searchOf } from './orderFilter.ts'
import { SearchRow } from './SearchRow.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { useSeenColumns } from './useSeenColumns.ts'
import { ViewDialog } from './ViewDialog.tsx'

/** So many the server delivers at once. */
const mostAtOnce = 500
const sorts = ['date', 'number', 'customer', 'total'] as const

/** Find, judge and move orders. */
export default function Orders() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/orders' })
  const go = useNavigate({ from: '/orders' })
  const change = (next: OrdersSearch, replace = true) =>
    void go({ search: old => ({ ...old, ...next }), replace })
  const folder = folderOf(search.folder)
  const sort = sorts.find(one => one === search.sort) ?? 'date'
  const ascending = search.ascending === true
  const filter = useMemo(() => filterOf(search), [search])
  const asked = useMemo(() => ({ ...filter, sort, ascending }), [filter, sort, ascending])
  const query = useInfiniteQuery(ordersQuery(asked))
  const counts = useQuery(orderCountsQuery)
  const { data: views = [] } = useQuery(orderViewsQuery)
  const view = views.find(one => one.id === search.view)
  const { all, seen, columns, choose, resize } = useSeenColumns(view)
  const rows = useRows(query.data)
  const first = query.data?.pages[0]
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [act, setAct] = useState<{ readonly name: BulkName; readonly orders: readonly OrderRow[] }>()
  const [dialog, setDialog] = useState<'columns' | 'view'>()
  // On a phone search and filters would fill the screen: they open when they are wanted.
  const [tools, setTools] = useState(false)
  const lacking = useMissingRight('orders.write')
  const create = () => void go({ to: '/orders/new', search: {} })
  useShortcut('n', create, lacking.length === 0)
  const current = rows.find(row => row.id === search.row) ?? rows[0]
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
  const openView = ({ id, content }: OrderView) =>
    void go({
      search: {
        ...searchOf(content.filter),
        view: id,
        sort: content.sort,
        ...(content.ascending ? { ascending: true } : {}),
      },
    })
  const openFolder = (id: string) => {
    const chosen = views.find(one => viewPrefix + one.id === id)
    if (chosen) return openView(chosen)
    // The filters of a view go with it; others apply in every folder.
    void go({ search: old => (old.view ? { folder: id } : { ...old, folder: id, row: undefined }) })
  }
  const total = first ? count(first.count, first.countCapped) : ''
  const title = view ? view.name : t(`orders.folder_${folder}`)
  const content = { filter, ...(seen ? { columns: seen } : {}), sort, ascending }
  return (
    <div className="page-full">
      <PageHead title={t('common.orders')} about={first ? `${title} · ${total}` : title}>
        <Button
          component="a"
          href={orderFileAddress(asked)}
          download
          leftSection={<Icon name="download" size={14} />}
        >
          CSV
        </Button>
        <ReasonButton
          verb={t('orderList.newOrder')}
          reasons={lacking}
          variant="filled"
          aria-keyshortcuts="N"
          leftSection={<Icon name="plus" size={14} />}
          rightSection={<Keys keys="N" />}
          onClick={create}
        />
      </PageHead>
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
            ...groupOf(
              t('orderList.myViews'),
              views.filter(one => one.own),
            ),
            ...groupOf(
              t('orderList.sharedViews'),
              views.filter(one => !one.own),
            ),
          ]}
          current={view ? viewPrefix + view.id : folder}
          onOpen={openFolder}
          foot={
            <button type="button" className="folder folder-foot" onClick={() => setDialog('view')}>
              <Icon name={view?.own ? 'star' : 'plus'} size={14} />
              {t(view?.own ? 'orderList.changeView' : 'orderList.saveView')}
            </button>
          }
        />
        <div className="list-page-main">
          <div className={tools ? 'orders-tools orders-tools-open' : 'orders-tools'}>
            <SearchRow search={search} onChange={change} />
            <FilterTags search={search} onChange={change}>
              <span className="toolbar-end orders-manner">
                <ChoiceTag
                  label={t('orderList.sortedBy')}
                  value={`${sort} ${ascending}`}
                  required
                  choices={sorts.flatMap(by =>
                    [false, true].map(up => ({
                      value: `${by} ${up}`,
                      label: t(`orderList.sort_${by}_${up ? 'up' : 'down'}`),
                    })),
                  )}
                  onChange={next => {
                    const [by, up] = next.split(' ')
                    change({ sort: by, ascending: up === 'true' || undefined })
                  }}
                />
                <button type="button" className="tag" onClick={() => setDialog('columns')}>
                  <Icon name="columns" size={12} /> {t('orderList.columns')}
                </button>
              </span>
            </FilterTags>
            <button
              type="button"
              className="tag orders-tools-button"
              aria-expanded={tools}
              onClick={() => setTools(!tools)}
            >
              <Icon name={tools ? 'up' : 'down'} size={12} />
              {t(tools ? 'orderList.fewerTools' : 'orderList.moreTools')}
              {filtersSet(search) > 0 ? ` (${count(filtersSet(search))})` : ''}
            </button>
          </div>
          <TickTable
            query={query}
            label={t('common.orders')}
            columns={columns}
            card={card}
            cardColumns={all}
            rows={rows}
            rowName={row => row.orderNumber}
            rowClass={row => (row.cancelled ? 'row-cancelled' : '')}
            current={current?.id}
            onCurrent={row => change({ row })}
            onOpen={openOrder}
            selected={ticked}
            onSelect={setTicked}
            most={mostAtOnce}
            sorted={{ by: sort, ascending }}
            onSort={next => change({ sort: next.by, ascending: next.ascending || undefined })}
            onWidth={resize}
            empty={
              <NoOrders
                filters={filtersSet(search)}
                folder={folder}
                onReset={() => void go({ search: { folder } })}
              />
            }
          />
          <SelectionBar
            selected={rows.filter(row => ticked.has(row.id))}
            range={first ? t('common.of', { range: `1–${count(rows.length)}`, total }) : ''}
            onAct={(name, orders) => setAct({ name, orders })}
          />
          {current ? (
            <OrderPane row={current} tab={search.tab} onTab={tab => change({ tab })} onOpen={openOrder} />
          ) : null}
        </div>
      </div>
      {act ? <BulkDialog {...act} onClose={() => setAct(undefined)} /> : null}
      {dialog === 'columns' ? (
        <ColumnsDialog
          all={all}
          seen={seen}
          about={view ? t('orderList.columnsOfView', { name: view.name }) : undefined}
          onChoose={choose}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
      {dialog === 'view' ? (
        <ViewDialog
          view={view?.own ? view : undefined}
          content={content}
          onSaved={saved => {
            setDialog(undefined)
            change({ view: saved.id }, false)
          }}
          onRemoved={() => {
            setDialog(undefined)
            change({ view: undefined })
          }}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
    </div>
  )
}

const viewPrefix = 'view '

/** Views as a group of folders; none where there are none. */
function groupOf(title: string, views: readonly OrderView[]) {
  if (views.length === 0) return []
  const folders = views.map(one => ({
    id: viewPrefix + one.id,
    label: one.name,
    count: one.count === null ? '' : count(one.count, one.countCapped),
  }))
  return [{ title, folders }]
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

/** How a row stands on a phone. */
const card: Card = {
  lines: [
    ['number', 'gross'],
    ['customer', 'placedAt'],
    ['payment', 'deliverability', 'delivery'],
  ],
}

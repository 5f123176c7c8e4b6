import '../../ui/listPage.css'
import '../../ui/split.css'
import '../order/order.css'
import './returns.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Return, returnCountsQuery, returnStates, returnsQuery } from '../../api/returns.ts'
import type { ReturnsSearch } from '../../shell/lifeSearch.ts'
import type { Card } from '../../ui/cards.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyList } from '../../ui/EmptyState.tsx'
import { Folders } from '../../ui/Folders.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { FilterTag, SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { useRows } from '../../ui/useRows.ts'
import { useTyped } from '../../ui/useTyped.ts'
import { count, quantity, shortDate } from '../../words/format.ts'
import { returnLook } from './looks.ts'
import { ReturnPane } from './ReturnPane.tsx'

/** All that are not ended; one folder for each state; those that are ended; all. */
const folders = ['open', ...returnStates, 'closed', 'all'] as const
type Folder = (typeof folders)[number]

/** What comes back: announced, received, decided. */
export default function Returns() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/returns' })
  const go = useNavigate({ from: '/returns' })
  const change = (next: ReturnsSearch, replace = true) =>
    void go({ search: old => ({ ...old, ...next }), replace })
  // A link to one return must find it, whatever became of it.
  const folder = folders.find(one => one === search.folder) ?? (search.row ? 'all' : 'open')
  const { search: typed, order } = search
  const filter = useMemo(() => ({ ...filterOf(folder), search: typed, order }), [folder, typed, order])
  const query = useInfiniteQuery(returnsQuery(filter))
  const { data: counts } = useQuery(returnCountsQuery)
  const rows = useRows(query.data)
  const [first] = query.data?.pages ?? []
  const current = rows.find(row => row.id === search.row) ?? rows[0]
  const columns = useColumns()
  const [text, setText] = useTyped(typed ?? '', next => change({ search: next }))
  const isFiltered = typed !== undefined || order !== undefined
  const countOf = (id: Folder) => {
    if (!counts || id === 'closed' || id === 'all') return ''
    const list = id === 'open' ? counts : counts.filter(one => one.state === id)
    return count(list.reduce((sum, one) => sum + one.count, 0))
  }
  return (
    <div className="page-full">
      <PageHead
        title={t('common.returns')}
        about={[
          t(`returns.folder_${folder}`),
          ...(first ? [count(first.count, first.countCapped)] : []),
        ].join(' · ')}
      />
      <div className="list-page">
        <Folders
          label={t('orders.folders')}
          groups={[
            {
              title: t('common.returns'),
              folders: folders.map(id => ({ id, label: t(`returns.folder_${id}`), count: countOf(id) })),
            },
          ]}
          current={folder}
          onOpen={next => change({ folder: next, row: undefined }, false)}
        />
        <div className="split split-inner">
          <div className="split-list">
            <Toolbar label={t('orders.filters')}>
              <SearchField
                label={t('returns.search')}
                placeholder={t('returns.searchHint')}
                value={text}
                onChange={setText}
              />
              {order === undefined ? null : (
                <FilterTag
                  label={t('tasks.ofOrder', { number: order })}
                  active
                  onClick={() => change({ order: undefined })}
                />
              )}
            </Toolbar>
            <ListTable
              query={query}
              label={t('common.returns')}
              columns={columns}
              card={card}
              rows={rows}
              rowName={row => row.returnNumber}
              current={current?.id}
              onCurrent={row => change({ row, folder })}
              onOpen={row =>
                void go({ to: '/orders/$id', params: { id: row.orderId }, search: { tab: 'returns' } })
              }
              empty={
                <EmptyList
                  onReset={isFiltered ? () => void go({ search: { folder } }) : undefined}
                  filtered={t('returns.noneFiltered')}
                  none={t('returns.none')}
                  help={t('returns.noneHelp')}
                />
              }
            />
            <SelectionLine selected={0} shown={rows.length} total={first} />
          </div>
          <ReturnPane key={current?.id} current={current} />
        </div>
      </div>
    </div>
  )
}

/** What a folder asks the server for: a state is one of those that are not ended. */
function filterOf(folder: Folder) {
  if (folder === 'all') return {}
  if (folder === 'open') return { closed: false }
  if (folder === 'closed') return { closed: true }
  return { state: folder, closed: false }
}

function useColumns(): readonly Column<Return>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'number',
        head: t('returns.number'),
        width: 100,
        cell: row => <span className="row-number">{row.returnNumber}</span>,
      },
      { id: 'made', head: t('returns.announced'), width: 92, cell: row => shortDate(row.madeAt) },
      { id: 'order', head: t('orders.number'), width: 98, cell: row => row.orderNumber },
      { id: 'customer', head: t('orders.customer'), width: 120, grow: true, cell: row => row.customer },
      {
        id: 'state',
        head: t('returns.state'),
        width: 140,
        cell: row => <StateChip look={returnLook(row)} />,
      },
      {
        id: 'what',
        head: t('order.lines'),
        width: 110,
        grow: true,
        cell: row =>
          row.lines.map(line => `${quantity(line.quantity)} × ${line.sku ?? line.name}`).join(', '),
      },
    ],
    [t],
  )
}

/** How a row stands on a phone. */
const card: Card = {
  lines: [
    ['number', 'made'],
    ['customer', 'order'],
    ['state', 'what'],
  ],
}

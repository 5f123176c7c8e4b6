import '../../ui/listPage.css'
import '../../ui/split.css'
import '../order/order.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DeliveryRow, deliveriesQuery, deliveryCountQuery } from '../../api/deliveries.ts'
import { warehousesQuery } from '../../api/stock.ts'
import type { DeliveriesSearch } from '../../shell/lifeSearch.ts'
import { useMissingRight, useRight } from '../../shell/rights.ts'
import type { Card } from '../../ui/cards.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyList } from '../../ui/EmptyState.tsx'
import { Folders } from '../../ui/Folders.tsx'
import { TickTable } from '../../ui/ListTable.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { ChoiceTag, FilterTag, SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { useRows } from '../../ui/useRows.ts'
import { useTyped } from '../../ui/useTyped.ts'
import { count, quantity, shortDate } from '../../words/format.ts'
import { ReverseDialog, ShipDialog } from '../order/DeliveryDialogs.tsx'
import { DeliveryPane } from './DeliveryPane.tsx'
import { noteLook } from './looks.ts'
import { PackageList } from './PackageList.tsx'

const folders = ['open', 'today', 'shipped', 'reversed', 'all'] as const
type Folder = (typeof folders)[number]

/** So many the server takes at once. */
const mostAtOnce = 500

/** Delivery notes: what has to be shipped, what was, and what came back into the house. */
export default function Deliveries() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/deliveries' })
  const go = useNavigate({ from: '/deliveries' })
  const change = (next: DeliveriesSearch, replace = true) =>
    void go({ search: old => ({ ...old, ...next }), replace })
  const folder = folders.find(one => one === search.folder) ?? 'open'
  const { number, warehouse, order } = search
  const filter = useMemo(
    () => ({ ...filterOf(folder), number, warehouse, order }),
    [folder, number, warehouse, order],
  )
  const query = useInfiniteQuery(deliveriesQuery(filter))
  const { data: warehouses = [] } = useQuery({ ...warehousesQuery, enabled: useRight('stock.read') })
  const rows = useRows(query.data)
  const [first] = query.data?.pages ?? []
  const current = rows.find(row => row.id === search.row) ?? rows[0]
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [dialog, setDialog] = useState<'ship' | 'reverse'>()
  const chosen = rows.filter(row => ticked.has(row.id))
  const columns = useColumns()
  const [text, setText] = useTyped(number ?? '', next => change({ number: next }))
  const isFiltered = number !== undefined || warehouse !== undefined || order !== undefined
  const lacking = useMissingRight('orders.write')
  const against = (bad: readonly DeliveryRow[], key: 'cannotShip' | 'cannotReverse'): readonly Reason[] => [
    ...(chosen.length === 0
      ? [{ reason: t('deliveries.nothingChosen'), remedy: t('outbox.nothingChosenHelp') }]
      : bad.length === chosen.length
        ? [{ reason: t(`deliveries.${key}`) }]
        : []),
    ...lacking,
  ]
  const shippable = chosen.filter(row => row.shippedAt === null && row.reversedAt === null)
  const reversible = chosen.filter(row => row.reversedAt === null)
  const done = () => setTicked(new Set())
  return (
    <div className="page-full">
      <PageHead
        title={t('common.deliveries')}
        about={[
          t(`deliveries.folder_${folder}`),
          ...(first ? [count(first.count, first.countCapped)] : []),
        ].join(' · ')}
      />
      <div className="list-page">
        <DeliveryFolders current={folder} onOpen={next => change({ folder: next, row: undefined }, false)} />
        <div className="split split-inner">
          <div className="split-list">
            <Toolbar label={t('orders.filters')}>
              <SearchField
                label={t('deliveries.search')}
                placeholder={t('deliveries.searchHint')}
                value={text}
                onChange={setText}
              />
              {warehouses.length > 1 ? (
                <ChoiceTag
                  label={t('order.warehouse')}
                  value={warehouse ?? ''}
                  choices={warehouses.map(one => ({ value: one.id, label: one.name }))}
                  onChange={next => change({ warehouse: next || undefined })}
                />
              ) : null}
              {order === undefined ? null : (
                <FilterTag
                  label={t('tasks.ofOrder', { number: order })}
                  active
                  onClick={() => change({ order: undefined })}
                />
              )}
            </Toolbar>
            <TickTable
              query={query}
              label={t('common.deliveries')}
              columns={columns}
              card={card}
              rows={rows}
              rowName={row => row.deliveryNumber}
              rowClass={row => (row.reversedAt === null ? '' : 'row-cancelled')}
              current={current?.id}
              onCurrent={row => change({ row })}
              onOpen={row =>
                void go({ to: '/orders/$id', params: { id: row.orderId }, search: { tab: 'deliveries' } })
              }
              selected={ticked}
              onSelect={setTicked}
              most={mostAtOnce}
              empty={
                <EmptyList
                  onReset={isFiltered ? () => void go({ search: { folder } }) : undefined}
                  filtered={t('deliveries.noneFiltered')}
                  none={t(folder === 'open' ? 'deliveries.noneOpen' : 'deliveries.none')}
                  help={t('deliveries.noneHelp')}
                />
              }
            />
            <SelectionLine selected={chosen.length} shown={rows.length} total={first}>
              <ReasonButton
                verb={t('deliveries.takeBack')}
                label={`${t('deliveries.takeBack')} …`}
                reasons={against(
                  chosen.filter(row => row.reversedAt !== null),
                  'cannotReverse',
                )}
                onClick={() => setDialog('reverse')}
              />
              <ReasonButton
                verb={t('orderActs.ship')}
                label={
                  chosen.length > 0
                    ? t('deliveries.shipSome', { n: count(shippable.length), all: count(chosen.length) })
                    : `${t('orderActs.ship')} …`
                }
                reasons={against(
                  chosen.filter(row => !shippable.includes(row)),
                  'cannotShip',
                )}
                onClick={() => setDialog('ship')}
              />
            </SelectionLine>
          </div>
          <DeliveryPane row={current} />
        </div>
      </div>
      {dialog === 'ship' ? (
        <ShipDialog notes={shippable} onClose={() => setDialog(undefined)} onDone={done} />
      ) : null}
      {dialog === 'reverse' ? (
        <ReverseDialog notes={reversible} all onClose={() => setDialog(undefined)} onDone={done} />
      ) : null}
    </div>
  )
}

/** What a folder asks the server for. */
function filterOf(folder: Folder) {
  if (folder === 'all') return {}
  if (folder === 'today') return { state: 'shipped', shippedOn: today() }
  return { state: folder }
}

function today(): string {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map(part => String(part).padStart(2, '0'))
    .join('-')
}

function DeliveryFolders(props: { readonly current: Folder; readonly onOpen: (folder: string) => void }) {
  const { t } = useTranslation()
  const counts = {
    open: useQuery(deliveryCountQuery(filterOf('open'))).data,
    today: useQuery(deliveryCountQuery(filterOf('today'))).data,
    shipped: useQuery(deliveryCountQuery(filterOf('shipped'))).data,
    reversed: useQuery(deliveryCountQuery(filterOf('reversed'))).data,
    all: useQuery(deliveryCountQuery(filterOf('all'))).data,
  }
  return (
    <Folders
      label={t('orders.folders')}
      groups={[
        {
          title: t('common.deliveries'),
          folders: folders.map(id => ({
            id,
            label: t(`deliveries.folder_${id}`),
            count: counts[id] ? count(counts[id].count, counts[id].countCapped) : '',
          })),
        },
      ]}
      {...props}
    />
  )
}

function useColumns(): readonly Column<DeliveryRow>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'number',
        head: t('order.deliveryNumber'),
        width: 100,
        cell: row => <span className="row-number">{row.deliveryNumber}</span>,
      },
      { id: 'made', head: t('deliveries.made'), width: 80, cell: row => shortDate(row.madeAt) },
      { id: 'order', head: t('orders.number'), width: 98, cell: row => row.orderNumber },
      { id: 'customer', head: t('orders.customer'), width: 110, grow: true, cell: row => row.customer },
      {
        id: 'state',
        head: t('deliveries.state'),
        width: 145,
        cell: row => <StateChip look={noteLook(row)} />,
      },
      {
        id: 'pieces',
        head: t('deliveries.pieces'),
        width: 50,
        align: 'right',
        cell: row => quantity(row.pieces),
      },
      {
        id: 'packages',
        head: t('order.packages'),
        width: 90,
        grow: true,
        cell: row => <PackageList packages={row.packages} wantsLabels={row.wantsReturnLabels} />,
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
    ['state', 'packages'],
  ],
}

import '../../ui/listPage.css'
import './items.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import i18next from 'i18next'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ItemFolderCount, itemFolders, itemFoldersQuery, itemsQuery } from '../../api/items.ts'
import { useRight } from '../../shell/rights.ts'
import type { ItemsSearch } from '../../shell/router.tsx'
import { Folders } from '../../ui/Folders.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { TickTable } from '../../ui/ListTable.tsx'
import { rememberList } from '../../ui/neighbours.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { useRows } from '../../ui/useRows.ts'
import { count } from '../../words/format.ts'
import { BulkDialog } from '../bulk/BulkDialog.tsx'
import type { BulkStart } from '../bulk/draft.ts'
import { useColumns } from './columns.tsx'
import { conditionsOf, folderName, setFilters } from './conditions.ts'
import { ItemPane } from './ItemPane.tsx'
import { NoItems } from './NoItems.tsx'
import { SearchRow } from './SearchRow.tsx'
import { SelectionBar } from './SelectionBar.tsx'

/** So many a bulk edit takes one by one; more by the filter. */
const mostAtOnce = 1000

/** Find, judge and change items. */
export default function Items() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/items' })
  const go = useNavigate({ from: '/items' })
  const router = useRouter()
  const change = (next: ItemsSearch, replace = true) =>
    void go({ search: old => ({ ...old, ...next }), replace })
  const conditions = useMemo(() => conditionsOf(search), [search])
  const query = useInfiniteQuery(itemsQuery(conditions, search.sort === 'number' ? 'number' : 'newest'))
  const folders = useQuery(itemFoldersQuery)
  const rows = useRows(query.data)
  const first = query.data?.pages[0]
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [bulk, setBulk] = useState<BulkStart>()
  const current = rows.find(row => row.id === search.row) ?? rows[0]
  const columns = useColumns()
  useEffect(
    () =>
      rememberList(
        'items',
        rows.map(row => row.id),
        first?.count ?? 0,
      ),
    [rows, first],
  )
  const openItem = (id: string) => router.history.push(`/items/${id}`)
  const may = useRight('items.write')
  const right = may ? [] : [{ reason: t('common.needsRight', { right: 'items.write' }) }]
  const create = () => router.history.push('/items/new')
  useShortcut('n', create, may)
  const folder = search.folder ?? 'all'
  const shown = folders.data?.find(one => folderName(one) === folder)
  const title = shown ? labelOf(shown) : ''
  return (
    <div className="page-full">
      <PageHead
        title={t('common.items')}
        about={first ? `${title} · ${count(first.count, first.countCapped)}` : title}
      >
        <ReasonButton
          verb={t('items.add')}
          reasons={right}
          leftSection={<Icon name="plus" size={14} />}
          onClick={create}
        />
      </PageHead>
      <div className="list-page">
        <Folders
          label={t('items.folders')}
          groups={groupsOf(folders.data ?? [])}
          current={folder}
          onOpen={next => change({ folder: next === 'all' ? undefined : next, row: undefined }, false)}
        />
        <div className="list-page-main">
          <SearchRow search={search} onChange={change} />
          <TickTable
            query={query}
            label={t('common.items')}
            columns={columns}
            rows={rows}
            rowName={row => row.itemNumber}
            rowClass={row => (row.active ? '' : 'row-inactive')}
            current={current?.id}
            onCurrent={row => change({ row })}
            onOpen={row => openItem(row.id)}
            selected={ticked}
            onSelect={setTicked}
            most={mostAtOnce}
            empty={
              <NoItems
                filters={setFilters(search).length}
                isAll={folder === 'all'}
                onReset={() => void go({ search: { folder: search.folder } })}
                onAdd={create}
              />
            }
          />
          <SelectionBar
            selected={rows.filter(row => ticked.has(row.id))}
            shown={rows.length}
            total={first}
            conditions={conditions}
            onStart={setBulk}
          />
          {current ? <ItemPane row={current} tab={search.tab} onTab={tab => change({ tab })} /> : null}
        </div>
      </div>
      {bulk ? <BulkDialog start={bulk} onClose={() => setBulk(undefined)} /> : null}
    </div>
  )
}

function labelOf({ folder, channel }: ItemFolderCount): string {
  return folder === 'channel' ? (channel ?? '') : i18next.t(`items.folder_${folder}`)
}

function groupsOf(counts: readonly ItemFolderCount[]) {
  const shown = (one: ItemFolderCount) => ({
    id: folderName(one),
    label: labelOf(one),
    count: count(one.count, one.countCapped),
  })
  const channels = counts.filter(one => one.folder === 'channel')
  // The fixed ones stand there before they are counted.
  const fixed = itemFolders.map(folder => {
    const found = counts.find(one => one.folder === folder)
    return found ? shown(found) : { id: folder, label: i18next.t(`items.folder_${folder}`), count: '' }
  })
  return [
    { title: i18next.t('common.items'), folders: fixed },
    ...(channels.length > 0 ? [{ title: i18next.t('items.channels'), folders: channels.map(shown) }] : []),
  ]
}

import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type PriceList, priceListsQuery } from '../../api/prices.ts'
import { useRight } from '../../shell/rights.ts'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { beginWords, endWords } from '../../ui/period.ts'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { quantity } from '../../words/format.ts'
import { ListDialog } from './ListDialog.tsx'
import { ListPane } from './ListPane.tsx'
import { listLook } from './states.ts'

/** The price lists, and the prices of the current one. */
export function PriceLists() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/prices' })
  const go = useNavigate({ from: '/prices' })
  const { data, error, isPending, refetch } = useQuery(priceListsQuery)
  const [editing, setEditing] = useState<PriceList | 'new'>()
  const may = useRight('items.write')
  const columns = useColumns()
  const rows = data ?? []
  const current = rows.find(one => one.id === search.list) ?? rows[0]
  const rights = may ? [] : [{ reason: t('common.needsRight', { right: 'items.write' }) }]
  return (
    <div className="split">
      <div className="split-list">
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <DataTable
            label={t('prices.view_lists')}
            columns={columns}
            rows={rows}
            rowId={row => row.id}
            current={current?.id}
            onCurrent={list => void go({ search: { view: 'lists', list }, replace: true })}
            onOpen={row => may && setEditing(row)}
            busy={isPending}
            empty={<EmptyState title={t('prices.noLists')}>{t('prices.noListsHelp')}</EmptyState>}
          />
        )}
        <div className="status-line">
          <span>{rows.length > 0 ? t('prices.listCount', { count: rows.length }) : null}</span>
          <span className="toolbar-end" />
          <ReasonButton
            verb={t('prices.newListTitle')}
            label={t('prices.newList')}
            variant="filled"
            reasons={rights}
            onClick={() => setEditing('new')}
          />
        </div>
      </div>
      <ListPane key={current?.id} list={current} reasons={rights} onEdit={setEditing} />
      {editing ? (
        <ListDialog
          list={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={list => {
            setEditing(undefined)
            void go({ search: { view: 'lists', list }, replace: true })
          }}
        />
      ) : null}
    </div>
  )
}

function useColumns(): readonly Column<PriceList>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const names = (list: readonly { readonly name: string }[], none: string) =>
      list.length === 0 ? (
        <span className="text2">{none}</span>
      ) : (
        <span title={list.map(one => one.name).join(', ')}>{list.map(one => one.name).join(', ')}</span>
      )
    return [
      {
        id: 'name',
        head: t('prices.listName'),
        width: 150,
        grow: true,
        cell: row => <span className="strong">{row.name}</span>,
      },
      {
        id: 'factor',
        head: t('prices.factor'),
        width: 120,
        cell: row =>
          row.factor === null ? (
            <span className="text2">{t('prices.ownOnly')}</span>
          ) : (
            t('prices.factorShown', { n: quantity(row.factor) })
          ),
      },
      {
        id: 'channels',
        head: t('prices.channels'),
        width: 130,
        grow: true,
        cell: row => names(row.channels, t('prices.everywhere')),
      },
      {
        id: 'groups',
        head: t('prices.groups'),
        width: 120,
        cell: row => names(row.groups, t('prices.everyone')),
      },
      {
        id: 'from',
        head: t('prices.from'),
        width: 114,
        cell: row => (row.from ? beginWords(row.from) : <span className="text2">{t('prices.always')}</span>),
      },
      {
        id: 'to',
        head: t('prices.to'),
        width: 114,
        cell: row => (row.to ? endWords(row.to) : <span className="text2">{t('prices.noEnd')}</span>),
      },
      { id: 'state', head: t('prices.state'), width: 132, cell: row => <StateChip look={listLook(row)} /> },
    ]
  }, [t])
}

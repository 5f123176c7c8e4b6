import '../../ui/listPage.css'
import { useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type QuotationRow,
  quotationCountQuery,
  quotationStates,
  quotationsQuery,
} from '../../api/quotations.ts'
import type { QuotationsSearch } from '../../shell/ordersSearch.ts'
import { useMissingRight } from '../../shell/rights.ts'
import type { Card } from '../../ui/cards.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyList } from '../../ui/EmptyState.tsx'
import { Folders } from '../../ui/Folders.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { TickTable } from '../../ui/ListTable.tsx'
import { rememberList } from '../../ui/neighbours.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { useRows } from '../../ui/useRows.ts'
import { useTyped } from '../../ui/useTyped.ts'
import { count, money, plainDay, shortDate } from '../../words/format.ts'
import { quotationLook } from './looks.ts'
import { DeclineDialog, OrderDialog } from './QuotationDialogs.tsx'

const mostAtOnce = 500

/** What was offered, until when, and what became of it. */
export default function Quotations() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/quotations' })
  const go = useNavigate({ from: '/quotations' })
  const change = (next: QuotationsSearch) => void go({ search: old => ({ ...old, ...next }), replace: true })
  const state = quotationStates.find(one => one === search.state)
  const query = useInfiniteQuery(quotationsQuery(state, search.number))
  const counts = useQueries({ queries: quotationStates.map(quotationCountQuery) })
  const [text, setText] = useTyped(search.number ?? '', number => change({ number }))
  const rows = useRows(query.data)
  const first = query.data?.pages[0]
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [dialog, setDialog] = useState<'order' | 'decline'>()
  const lacking = useMissingRight('orders.write')
  const create = () => void go({ to: '/orders/new', search: {} })
  useShortcut('n', create, lacking.length === 0)
  useEffect(
    () =>
      rememberList(
        'quotations',
        rows.map(row => row.id),
        first?.count ?? 0,
      ),
    [rows, first],
  )
  const columns = useColumns()
  const current = rows.find(row => row.id === search.row) ?? rows[0]
  const selected = rows.filter(row => ticked.has(row.id))
  const title = state ? t(`quotations.folder_${state}`) : t('quotations.all')
  return (
    <div className="page-full">
      <PageHead
        title={t('common.quotations')}
        about={first ? `${title} · ${count(first.count, first.countCapped)}` : title}
      >
        <ReasonButton
          verb={t('quotations.new')}
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
          label={t('quotations.states')}
          groups={[
            {
              title: t('common.quotations'),
              folders: [
                { id: 'all', label: t('quotations.all'), count: '' },
                ...quotationStates.map((id, at) => {
                  const found = counts[at]?.data
                  return {
                    id,
                    label: t(`quotations.folder_${id}`),
                    count: found ? count(found.count, found.countCapped) : '',
                  }
                }),
              ],
            },
          ]}
          current={state ?? 'all'}
          onOpen={next => change({ state: next === 'all' ? undefined : next, row: undefined })}
        />
        <div className="list-page-main">
          <Toolbar label={t('orders.filters')}>
            <SearchField
              label={t('quotations.search')}
              placeholder={t('quotations.searchHelp')}
              value={text}
              onChange={setText}
              hint={<Keys keys="/" />}
            />
          </Toolbar>
          <TickTable
            query={query}
            label={t('common.quotations')}
            columns={columns}
            card={card}
            rows={rows}
            rowName={row => row.number}
            current={current?.id}
            onCurrent={row => change({ row })}
            onOpen={row => void go({ to: '/quotations/$id', params: { id: row.id } })}
            selected={ticked}
            onSelect={setTicked}
            most={mostAtOnce}
            empty={
              <EmptyList
                onReset={state || search.number ? () => void go({ search: {} }) : undefined}
                filtered={t('quotations.noneHere')}
                none={t('quotations.none')}
                help={t('quotations.noneHelp')}
              />
            }
          />
          <SelectionLine selected={selected.length} shown={rows.length} total={first}>
            {selected.length > 0 ? (
              <>
                <ReasonButton
                  verb={t('quotations.decline')}
                  label={`${t('quotations.decline')} …`}
                  reasons={lacking}
                  onClick={() => setDialog('decline')}
                />
                <ReasonButton
                  verb={t('quotations.toOrder')}
                  label={`${t('quotations.orderMany', { n: count(selected.length) })} …`}
                  reasons={lacking}
                  onClick={() => setDialog('order')}
                />
              </>
            ) : null}
          </SelectionLine>
        </div>
      </div>
      {dialog === 'order' ? <OrderDialog quotations={selected} onClose={() => setDialog(undefined)} /> : null}
      {dialog === 'decline' ? (
        <DeclineDialog quotations={selected} onClose={() => setDialog(undefined)} />
      ) : null}
    </div>
  )
}

function useColumns(): readonly Column<QuotationRow>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'number',
        head: t('quotations.number'),
        width: 110,
        cell: row => (
          <Link className="row-number" to="/quotations/$id" params={{ id: row.id }} tabIndex={-1}>
            {row.number}
          </Link>
        ),
      },
      { id: 'placedAt', head: t('quotations.placedAt'), width: 90, cell: row => shortDate(row.placedAt) },
      {
        id: 'state',
        head: t('quotations.state'),
        width: 110,
        cell: row => <StateChip look={quotationLook(row.state)} />,
      },
      {
        id: 'customer',
        head: t('quotations.customer'),
        width: 200,
        grow: true,
        cell: row => `${row.customerNumber} ${row.customer}`,
      },
      {
        id: 'validUntil',
        head: t('quotations.validUntil'),
        width: 110,
        cell: row => (row.validUntil ? plainDay(row.validUntil) : t('quotations.noEnd')),
      },
      {
        id: 'order',
        head: t('quotations.order'),
        width: 110,
        cell: row =>
          row.orderId ? (
            <Link to="/orders/$id" params={{ id: row.orderId }} tabIndex={-1}>
              {row.orderNumber}
            </Link>
          ) : (
            '–'
          ),
      },
      {
        id: 'gross',
        head: t('quotations.gross'),
        width: 110,
        align: 'right',
        cell: row => money(row.totalGross, row.currency),
      },
    ],
    [t],
  )
}

/** How a row stands on a phone. */
const card: Card = {
  lines: [
    ['number', 'gross'],
    ['customer', 'placedAt'],
    ['state', 'order'],
  ],
}

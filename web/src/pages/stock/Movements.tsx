import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { causeKinds, type Movement, movementsQuery, warehousesQuery } from '../../api/stock.ts'
import type { StockSearch } from '../../shell/router.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyList } from '../../ui/EmptyState.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { ChoiceTag, FilterTag, SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { useRows } from '../../ui/useRows.ts'
import { useTyped } from '../../ui/useTyped.ts'
import { signOf } from '../../words/decimalText.ts'
import { fullDate, quantity, shortDate } from '../../words/format.ts'
import { causeWord, reasonWord } from './words.ts'

/** Everything that moved, newest first: of an item, a warehouse, one kind of cause, or one act. */
export function Movements() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/stock' })
  const go = useNavigate({ from: '/stock' })
  const change = (next: { [Name in keyof StockSearch]: StockSearch[Name] | undefined }) =>
    void go({ search: old => ({ ...old, ...(next as StockSearch) }), replace: true })
  const [item, setItem] = useTyped(search.item ?? '', next => change({ item: next }))
  const filter = {
    item: search.item,
    warehouse: search.warehouse,
    causeKind: search.cause,
    cause: search.act,
  }
  const query = useInfiniteQuery(movementsQuery(filter))
  const warehouses = useQuery(warehousesQuery)
  const rows = useRows(query.data)
  const columns = useColumns(row => change({ cause: row.causeKind, act: row.causeId }))
  const isFiltered = Object.values(filter).some(value => value !== undefined)
  return (
    <div className="split-list split-whole">
      <Toolbar label={t('orders.filters')}>
        <SearchField
          label={t('stock.itemNumber')}
          placeholder={t('stock.itemNumber')}
          value={item}
          onChange={setItem}
        />
        <ChoiceTag
          label={t('stock.warehouse')}
          value={search.warehouse ?? ''}
          choices={(warehouses.data ?? []).map(one => ({ value: one.id, label: one.name }))}
          onChange={warehouse => change({ warehouse: warehouse || undefined })}
        />
        <ChoiceTag
          label={t('stock.cause')}
          value={search.cause ?? ''}
          choices={causeKinds.map(one => ({ value: one, label: t(`stock.cause_${one}`) }))}
          onChange={cause => change({ cause: cause || undefined, act: undefined })}
        />
        {search.act === undefined ? null : (
          <FilterTag label={t('stock.sameAct')} active onClick={() => change({ act: undefined })} />
        )}
      </Toolbar>
      <ListTable
        label={t('stock.view_movements')}
        columns={columns}
        query={query}
        rows={rows}
        rowId={row => row.id}
        current={search.row}
        onCurrent={row => change({ row })}
        empty={
          <EmptyList
            onReset={isFiltered ? () => void go({ search: { view: 'movements' }, replace: true }) : undefined}
            filtered={t('stock.noMovementsFiltered')}
            none={t('stock.noMovements')}
            help={t('stock.noMovementsHelp')}
          />
        }
      />
      <SelectionLine selected={0} shown={rows.length} total={query.data?.pages[0]} />
    </div>
  )
}

function useColumns(onAct: (row: Movement) => void): readonly Column<Movement>[] {
  const { t } = useTranslation()
  return [
    {
      id: 'time',
      head: t('stock.time'),
      width: 92,
      cell: row => <span title={fullDate(row.at)}>{shortDate(row.at)}</span>,
    },
    {
      id: 'number',
      head: t('stock.itemNumber'),
      width: 112,
      cell: row => <span className="strong">{row.itemNumber}</span>,
    },
    { id: 'name', head: t('stock.name'), width: 150, grow: true, cell: row => row.name },
    { id: 'warehouse', head: t('stock.warehouse'), width: 90, cell: row => row.warehouse },
    {
      id: 'quantity',
      head: t('stock.moved'),
      width: 84,
      align: 'right',
      cell: row => (
        <span className="strong">
          {signOf(row.quantity) > 0 ? '+' : ''}
          {quantity(row.quantity)}
        </span>
      ),
    },
    { id: 'reason', head: t('stock.why'), width: 112, cell: row => reasonWord(row.reason) },
    {
      id: 'cause',
      head: t('stock.cause'),
      width: 104,
      cell: row => (
        <button
          type="button"
          className="link-button stock-act"
          tabIndex={-1}
          title={t('stock.showAct')}
          onClick={event => {
            event.stopPropagation() // the row would become the current one of the list that was
            onAct(row)
          }}
        >
          {causeWord(row.causeKind)}
        </button>
      ),
    },
    {
      id: 'note',
      head: t('stock.note'),
      width: 130,
      grow: true,
      cell: row => {
        const said = [row.adjustmentReason, row.note].filter(Boolean).join(' · ')
        return <span title={said}>{said}</span>
      },
    },
    { id: 'who', head: t('stock.who'), width: 130, cell: row => row.actor },
  ]
}

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { platformsQuery } from '../../api/platforms.ts'
import { type StockRow, stockListQuery, warehousesQuery } from '../../api/stock.ts'
import { useRight } from '../../shell/rights.ts'
import type { StockSearch } from '../../shell/router.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyList, Notice } from '../../ui/EmptyState.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { ChoiceTag, FilterTag, SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { useRows } from '../../ui/useRows.ts'
import { useTyped } from '../../ui/useTyped.ts'
import { signOf } from '../../words/decimalText.ts'
import { quantity } from '../../words/format.ts'
import { hasOwnStock } from './places.ts'
import { type StockAct, StockDialog } from './StockDialog.tsx'
import { StockPane } from './StockPane.tsx'

/** Items with their quantities; the current one with warehouses, channels, who waits for it, and what can be booked. */
export function StockList() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/stock' })
  const go = useNavigate({ from: '/stock' })
  const change = (next: { [Name in keyof StockSearch]: StockSearch[Name] | undefined }) =>
    void go({ search: old => ({ ...old, ...(next as StockSearch) }), replace: true })
  const [text, setText] = useTyped(search.search ?? '', next => change({ search: next, row: undefined }))
  const field = useRef<HTMLInputElement>(null)
  const filter = {
    search: search.search,
    channel: search.channel,
    warehouse: search.warehouse,
    inStock: search.stock === 'some' ? true : search.stock === 'none' ? false : undefined,
    sort: search.search === undefined ? 'number' : undefined,
  }
  const query = useInfiniteQuery(stockListQuery(filter))
  const platforms = useQuery(platformsQuery)
  const warehouses = useQuery(warehousesQuery)
  const rows = useRows(query.data)
  // Whoever searched for a number, also by a link, means the item that has just this one.
  const named = rows.find(row => row.itemNumber === search.search)
  const current = rows.find(row => row.id === search.row) ?? named ?? rows[0]
  const [act, setAct] = useState<StockAct>()
  const [said, setSaid] = useState<string>()
  const columns = useColumns(search.channel !== undefined)
  const may = useRight('stock.write')
  const open = (next: StockAct) => {
    setSaid(undefined)
    setAct(next)
  }
  useShortcut('/', () => field.current?.focus())
  const isFiltered = Object.entries(filter).some(([name, value]) => name !== 'sort' && value !== undefined)
  const stockTag = (value: 'some' | 'none', label: string) => (
    <FilterTag
      label={label}
      active={search.stock === value}
      onClick={() => change({ stock: search.stock === value ? undefined : value })}
    />
  )
  return (
    <div className="split">
      <div className="split-list">
        <Toolbar label={t('orders.filters')}>
          <SearchField
            ref={field}
            label={t('stock.search')}
            placeholder={t('stock.searchHint')}
            value={text}
            onChange={setText}
          />
          <ChoiceTag
            label={t('stock.warehouse')}
            value={search.warehouse ?? ''}
            choices={(warehouses.data ?? []).map(one => ({ value: one.id, label: one.name }))}
            onChange={warehouse => change({ warehouse: warehouse || undefined })}
          />
          <ChoiceTag
            label={t('stock.channel')}
            value={search.channel ?? ''}
            choices={(platforms.data?.items ?? []).map(one => ({ value: one.channelId, label: one.channel }))}
            onChange={channel => change({ channel: channel || undefined })}
          />
          {stockTag('some', t('stock.some'))}
          {stockTag('none', t('stock.nothing'))}
        </Toolbar>
        {said ? (
          <div className="said">
            <Notice tone="ok">{said}</Notice>
          </div>
        ) : null}
        <ListTable
          label={t('common.stock')}
          columns={columns}
          query={query}
          rows={rows}
          rowId={row => row.id}
          current={current?.id}
          onCurrent={row => change({ row })}
          onOpen={row => may && hasOwnStock(row) && open('adjust')}
          empty={
            <EmptyList
              onReset={isFiltered ? () => void go({ search: {} }) : undefined}
              filtered={t('stock.noneFiltered')}
              none={t('stock.none')}
              help={t('stock.noneHelp')}
            />
          }
        />
        <SelectionLine selected={0} shown={rows.length} total={query.data?.pages[0]} />
      </div>
      <StockPane row={current} onAct={open} />
      {act && current ? (
        <StockDialog
          act={act}
          row={current}
          warehouse={search.warehouse}
          onClose={() => setAct(undefined)}
          onDone={sentence => {
            setAct(undefined)
            setSaid(sentence)
          }}
        />
      ) : null}
    </div>
  )
}

function useColumns(offered: boolean): readonly Column<StockRow>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const figure = (
      name: 'onHand' | 'allocated' | 'committed' | 'staged' | 'available' | 'offered',
      width: number,
    ): Column<StockRow> => ({
      id: name,
      head: t(`stock.${name}`),
      width,
      align: 'right',
      cell: row => {
        const value = row[name]
        if (value === null) return ''
        const zero = signOf(value) === 0 && name !== 'available' && name !== 'offered'
        const bad = name === 'available' && signOf(value) < 0
        return <span className={bad ? 'tone-bad strong' : zero ? 'text3' : ''}>{quantity(value)}</span>
      },
    })
    return [
      {
        id: 'number',
        head: t('stock.itemNumber'),
        width: 112,
        cell: row => <span className="strong">{row.itemNumber}</span>,
      },
      {
        id: 'name',
        head: t('stock.name'),
        width: 160,
        grow: true,
        cell: row => (
          <span title={row.name}>
            {row.name}
            {row.kind === 'parent' || row.kind === 'kit' ? (
              <span className="text3"> · {t(`stock.kind_${row.kind}`)}</span>
            ) : null}
          </span>
        ),
      },
      figure('onHand', 82),
      figure('allocated', 84),
      figure('committed', 96),
      figure('staged', 88),
      figure('available', 86),
      ...(offered ? [figure('offered', 90)] : []),
    ]
  }, [t, offered])
}

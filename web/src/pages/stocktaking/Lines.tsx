import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type LineState, linesQuery, type StocktakingLine } from '../../api/stocktaking.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useRows } from '../../ui/useRows.ts'
import { signOf } from '../../words/decimalText.ts'
import { quantity, shortDate } from '../../words/format.ts'
import { lineLook } from './states.ts'

interface LinesProps {
  readonly id: string
  readonly state: LineState | undefined
  /** A line is to be counted once more: its item number. Absent: nothing can be counted. */
  readonly onAgain: ((itemNumber: string) => void) | undefined
}

/** The lines of a stocktaking: counted, what the books said, and the difference. Enter counts one again. */
export function Lines({ id, state, onAgain }: LinesProps) {
  const { t } = useTranslation()
  const search = useSearch({ from: '/stocktaking' })
  const go = useNavigate({ from: '/stocktaking' })
  const query = useInfiniteQuery(linesQuery(id, state))
  const rows = useRows(query.data)
  const columns = useColumns()
  return (
    <ListTable
      label={t('stocktaking.lines')}
      columns={columns}
      query={query}
      rows={rows}
      rowId={row => row.id}
      current={search.row}
      onCurrent={row => void go({ search: old => ({ ...old, id, row }), replace: true })}
      {...(onAgain ? { onOpen: (row: StocktakingLine) => onAgain(row.itemNumber) } : {})}
      empty={
        state === undefined ? (
          <EmptyState title={t('stocktaking.noLines')}>{t('stocktaking.noLinesHelp')}</EmptyState>
        ) : (
          <EmptyState title={t('stocktaking.noneInState')} />
        )
      }
    />
  )
}

function useColumns(): readonly Column<StocktakingLine>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const figure = (name: 'booked' | 'counted' | 'onHand' | 'allocated', head: string, width: number) =>
      ({
        id: name,
        head,
        width,
        align: 'right',
        cell: (row: StocktakingLine) => (row[name] === null ? '' : quantity(row[name])),
      }) as const
    return [
      {
        id: 'number',
        head: t('stocktaking.itemNumber'),
        width: 104,
        cell: row => <span className="strong">{row.itemNumber}</span>,
      },
      {
        id: 'name',
        head: t('stocktaking.itemName'),
        width: 150,
        grow: true,
        cell: row => <span title={[row.name, row.gtin].filter(Boolean).join(' · ')}>{row.name}</span>,
      },
      {
        id: 'state',
        head: t('stocktaking.state'),
        width: 112,
        cell: row => <StateChip look={lineLook(row.state)} />,
      },
      figure('booked', t('stocktaking.books'), 78),
      figure('counted', t('stocktaking.counted'), 66),
      {
        id: 'difference',
        head: t('stocktaking.difference'),
        width: 88,
        align: 'right',
        cell: row =>
          row.difference === null ? (
            ''
          ) : (
            <span className={signOf(row.difference) === 0 ? 'text3' : 'strong'}>
              {signOf(row.difference) > 0 ? '+' : ''}
              {quantity(row.difference)}
            </span>
          ),
      },
      figure('onHand', t('stocktaking.booksNow'), 92),
      figure('allocated', t('stocktaking.allocated'), 76),
      {
        id: 'when',
        head: t('stocktaking.when'),
        width: 84,
        cell: row => (row.countedAt ? shortDate(row.countedAt) : ''),
      },
      { id: 'who', head: t('stocktaking.who'), width: 108, cell: row => row.countedBy ?? '' },
    ]
  }, [t])
}

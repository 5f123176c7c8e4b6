import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type GuardItem, type GuardStop, guardItemsQuery } from '../../api/guard.ts'
import { useMissingRight } from '../../shell/rights.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PagedTable } from '../../ui/PagedTable.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { guardLook } from '../../ui/states.ts'
import { useRows } from '../../ui/useRows.ts'
import { amount, count, quantity, shortDate } from '../../words/format.ts'
import { DecideDialog } from './DecideDialog.tsx'

const words = ['shown', 'removed', 'inactive', 'uncategorised', 'offered', 'none'] as const

interface GuardListProps {
  readonly stop: GuardStop
  readonly onSaid: (text: string) => void
}

/** The objects of one list, old → new, and what is decided about them. */
export function GuardList({ stop, onSaid }: GuardListProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(guardItemsQuery(stop.id))
  const rows = useRows(query.data)
  const [current, setCurrent] = useState<string>()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<'release' | 'drop'>()
  const lacking = useMissingRight('guard.release')
  const chosen = rows.filter(row => ticked.has(row.id) && row.state === 'held')
  const columns = useColumns(stop)
  const reasons = [...lacking, ...(stop.held === 0 ? [{ reason: t('guard.nothingHeld') }] : [])]
  useShortcut('Ctrl+Enter', () => setAsked('release'), reasons.length === 0 && asked === undefined)
  const n = chosen.length > 0 ? chosen.length : stop.held
  const { rule } = stop
  return (
    <section className="split-list" aria-labelledby="guard-list">
      <header className="guard-head">
        <h2 id="guard-list">{`${stop.channel} · ${stop.sentence}`}</h2>
        <p className="text2">
          {rule === 'price'
            ? t('guard.figures_price', { percent: quantity(stop.percent) })
            : t('guard.figures_share', {
                percent: quantity(stop.percent),
                counted: count(stop.counted),
                extent: count(stop.extent),
                total: count(stop.total),
              })}
          {rule === 'vanish' && stop.kind === 'item' && ` ${t('guard.figures_vanish')}`}
        </p>
        <p className="text2">
          {(['held', 'released', 'dropped', 'sent'] as const)
            .map(state => `${count(stop[state])} ${t(`guard.${state}`)}`)
            .join(' · ')}
        </p>
      </header>
      <PagedTable
        query={query}
        label={stop.sentence}
        columns={columns}
        rows={rows}
        rowId={row => row.id}
        rowName={row => row.number}
        current={current}
        onCurrent={setCurrent}
        selected={ticked}
        onSelect={setTicked}
        selectable={row => row.state === 'held'}
        empty={<EmptyState title={t('guard.nothingHeld')} />}
      />
      <SelectionLine selected={chosen.length} shown={rows.length} total={query.data?.pages[0]}>
        <ReasonButton
          verb={t('guard.dropVerb')}
          label={t('guard.drop')}
          reasons={reasons}
          onClick={() => setAsked('drop')}
        />
        <ReasonButton
          verb={t('guard.releaseVerb')}
          label={chosen.length > 0 ? t('guard.release', { n: count(chosen.length) }) : t('guard.releaseAll')}
          variant="filled"
          aria-keyshortcuts="Control+Enter"
          reasons={reasons}
          onClick={() => setAsked('release')}
        />
      </SelectionLine>
      {asked ? (
        <DecideDialog
          act={asked}
          stop={stop}
          objects={chosen.map(row => row.id)}
          n={n}
          onClose={() => setAsked(undefined)}
          onDone={done => {
            setAsked(undefined)
            setTicked(new Set())
            onSaid(t(`guard.did_${asked}`, { count: done }))
          }}
        />
      ) : null}
    </section>
  )
}

function useColumns({ rule }: GuardStop): readonly Column<GuardItem>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const shown = (value: string) => {
      const word = words.find(one => one === value)
      return word ? t(`guard.w_${word}`) : rule === 'price' ? amount(value) : value
    }
    const price = rule === 'price'
    const columns: Column<GuardItem>[] = [
      {
        id: 'number',
        head: t('guard.number'),
        width: 130,
        cell: row => <span className="strong">{row.number}</span>,
      },
      { id: 'name', head: t('guard.name'), width: 200, grow: true, cell: row => row.name },
      {
        id: 'old',
        head: t('guard.old'),
        width: 120,
        ...(price ? { align: 'right' as const } : {}),
        cell: row => shown(row.old),
      },
      {
        id: 'new',
        head: t('guard.new'),
        width: 120,
        ...(price ? { align: 'right' as const } : {}),
        cell: row => <span className="tone-hold strong">{shown(row.new)}</span>,
      },
    ]
    if (price)
      columns.push({
        id: 'depth',
        head: t('guard.depth'),
        width: 90,
        align: 'right',
        cell: row => (row.depth === null ? '–' : `${quantity(row.depth)} %`),
      })
    return [
      ...columns,
      {
        id: 'state',
        head: t('guard.state'),
        width: 130,
        cell: row => <StateChip look={guardLook(row.state)} filled={false} />,
      },
      {
        id: 'decided',
        head: t('guard.decided'),
        width: 170,
        cell: row =>
          row.decidedAt
            ? t('guard.decidedBy', { at: shortDate(row.decidedAt), who: row.decidedBy ?? '' })
            : '–',
      },
    ]
  }, [t, rule])
}

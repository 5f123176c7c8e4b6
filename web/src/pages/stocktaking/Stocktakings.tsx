import '../../ui/sideList.css'
import '../../ui/split.css'
import './stocktaking.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Stocktaking, stocktakingsQuery } from '../../api/stocktaking.ts'
import { useRight } from '../../shell/rights.ts'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useRows } from '../../ui/useRows.ts'
import { count, shortDate } from '../../words/format.ts'
import { StartDialog } from './StartDialog.tsx'
import { StocktakingDetail } from './StocktakingDetail.tsx'
import { allLines, stocktakingLook } from './states.ts'

/** Stocktakings at the left, the current one beside it: counted, compared, closed. */
export default function Stocktakings() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/stocktaking' })
  const go = useNavigate({ from: '/stocktaking' })
  const query = useInfiniteQuery(stocktakingsQuery)
  const rows = useRows(query.data)
  const [starting, setStarting] = useState(false)
  const may = useRight('stock.write')
  const shown = search.id ?? rows[0]?.id
  const begin = (
    <ReasonButton
      verb={t('stocktaking.startVerb')}
      label={t('stocktaking.start')}
      variant={rows[0]?.state === 'open' ? 'default' : 'filled'}
      reasons={may ? [] : [{ reason: t('common.needsRight', { right: 'stock.write' }) }]}
      onClick={() => setStarting(true)}
    />
  )
  return (
    <div className="page-full">
      <PageHead title={t('common.stocktaking')} about={t('stocktaking.about')}>
        {begin}
      </PageHead>
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data && rows.length === 0 ? (
        <EmptyState title={t('stocktaking.none')}>{t('stocktaking.noneHelp')}</EmptyState>
      ) : (
        <div className="takings">
          <nav className="side-list" aria-label={t('stocktaking.list')}>
            <ul>
              {rows.map(row => (
                <li key={row.id}>
                  <Entry
                    row={row}
                    current={row.id === shown}
                    onChoose={() => void go({ search: { id: row.id }, replace: true })}
                  />
                </li>
              ))}
            </ul>
          </nav>
          {shown ? <StocktakingDetail key={shown} id={shown} /> : null}
        </div>
      )}
      {starting ? (
        <StartDialog
          onClose={() => setStarting(false)}
          onStarted={id => {
            setStarting(false)
            void go({ search: { id } })
          }}
        />
      ) : null}
    </div>
  )
}

interface EntryProps {
  readonly row: Stocktaking
  readonly current: boolean
  readonly onChoose: () => void
}

function Entry({ row, current, onChoose }: EntryProps) {
  const { t } = useTranslation()
  const all = allLines(row)
  return (
    <button type="button" className="side-entry" aria-current={current} onClick={onChoose}>
      <strong>{row.name}</strong>
      <span className="taking-line">
        <StateChip look={stocktakingLook(row.state)} />
        <span>{row.warehouse}</span>
      </span>
      <span className="text2">
        {t('stocktaking.ofLines', { n: count(all - row.lines.uncounted), all: count(all) })} ·{' '}
        {shortDate(row.endedAt ?? row.startedAt)}
      </span>
    </button>
  )
}

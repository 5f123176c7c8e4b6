import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Closing, lineStates, stocktakingQuery } from '../../api/stocktaking.ts'
import { useRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { FilterTag, Toolbar } from '../../ui/Toolbar.tsx'
import { count, fullDate } from '../../words/format.ts'
import { CancelDialog, CloseDialog } from './EndDialogs.tsx'
import { Lines } from './Lines.tsx'
import { ScanPanel } from './ScanPanel.tsx'
import { allLines, stocktakingLook } from './states.ts'

/** One stocktaking: counting, its lines by state, and the end of it. */
export function StocktakingDetail({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const search = useSearch({ from: '/stocktaking' })
  const go = useNavigate({ from: '/stocktaking' })
  const { data, error, refetch } = useQuery(stocktakingQuery(id))
  const [ending, setEnding] = useState<'close' | 'cancel'>()
  const [closing, setClosing] = useState<Closing>()
  const [again, setAgain] = useState<string>()
  const may = useRight('stock.write')
  const open = data?.state === 'open'
  const reasons = may ? [] : [{ reason: t('common.needsRight', { right: 'stock.write' }) }]
  useShortcut('Ctrl+Enter', () => setEnding('close'), open && may && ending === undefined)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <div className="taking-detail" />
  const state = lineStates.find(one => one === search.state)
  const show = (next: string | undefined) =>
    void go({ search: { id, ...(next === undefined ? {} : { state: next }) }, replace: true })
  const { different } = data.lines
  return (
    <div className="taking-detail">
      <header className="taking-head">
        <h2>{data.name}</h2>
        <StateChip look={stocktakingLook(data.state)} filled />
        <span>{data.warehouse}</span>
        <span className="text2">
          {t('stocktaking.began', { at: fullDate(data.startedAt), who: data.startedBy })}
          {data.endedAt
            ? ` · ${t('stocktaking.ended', { at: fullDate(data.endedAt), who: data.endedBy ?? '' })}`
            : ''}
        </span>
      </header>
      {closing ? <ClosingSaid closing={closing} /> : null}
      {open && may ? (
        <ScanPanel
          id={id}
          wanted={again}
          onCounted={() => {
            setAgain(undefined)
            void client.invalidateQueries({ queryKey: ['stocktaking'] })
          }}
        />
      ) : null}
      <Toolbar label={t('orders.filters')}>
        <FilterTag
          label={t('stocktaking.all')}
          count={count(allLines(data))}
          active={state === undefined}
          onClick={() => show(undefined)}
        />
        {lineStates.map(one => (
          <FilterTag
            key={one}
            label={t(`stocktaking.${one}`)}
            count={count(data.lines[one])}
            active={state === one}
            onClick={() => show(one)}
          />
        ))}
      </Toolbar>
      <Lines id={id} state={state} onAgain={open && may ? setAgain : undefined} />
      {open ? (
        <div className="status-line">
          <span className="toolbar-end" />
          <ReasonButton
            verb={t('stocktaking.cancelVerb')}
            label={t('stocktaking.cancel')}
            reasons={reasons}
            onClick={() => setEnding('cancel')}
          />
          <ReasonButton
            verb={t('stocktaking.closeVerb')}
            label={
              different > 0 ? t('stocktaking.closeMany', { n: count(different) }) : t('stocktaking.close')
            }
            variant="filled"
            reasons={reasons}
            aria-keyshortcuts="Control+Enter"
            onClick={() => setEnding('close')}
          />
        </div>
      ) : null}
      {ending === 'close' ? (
        <CloseDialog
          stocktaking={data}
          onClose={() => setEnding(undefined)}
          onClosed={done => {
            setEnding(undefined)
            setClosing(done)
            show(done.state === 'open' ? 'different' : undefined)
          }}
        />
      ) : null}
      {ending === 'cancel' ? <CancelDialog stocktaking={data} onClose={() => setEnding(undefined)} /> : null}
    </div>
  )
}

/** What closing did; lines that could not be booked with their reason. */
function ClosingSaid({ closing }: { readonly closing: Closing }) {
  const { t } = useTranslation()
  const refused = closing.lines.flatMap(line => (line.did === 'refused' ? [line] : []))
  const figures = {
    booked: count(closing.booked),
    equal: count(closing.equal),
    left: count(closing.left),
    n: count(refused.length),
  }
  return (
    <div className="said taking-said">
      {refused.length === 0 ? (
        <Notice tone="ok">{t('stocktaking.closed', figures)}</Notice>
      ) : (
        <Notice tone="bad">
          {t('stocktaking.stillOpen', figures)}
          <ul className="taking-refused">
            {refused.map(line => (
              <li key={line.id}>{line.reason}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  )
}

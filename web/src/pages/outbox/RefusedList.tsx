import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dropRefused, type Refused, refusedQuery, sendAgain } from '../../api/outbox.ts'
import { useMissingRight } from '../../shell/rights.ts'
import type { Card } from '../../ui/cards.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { ChoiceTag, Toolbar } from '../../ui/Toolbar.tsx'
import { untick } from '../../ui/untick.ts'
import { count, quoted, shortDate } from '../../words/format.ts'
import { kindWord } from '../../words/kindWord.ts'
import { meantColumns } from './meantColumns.tsx'
import { useOutboxSearch } from './useOutboxSearch.ts'

const keyOf = (row: Refused) => `${row.channelId} ${row.id}`

/** What channels refused, with their words, and the way to send it once more. */
export function RefusedList() {
  const { t } = useTranslation()
  const { search, change } = useOutboxSearch()
  const client = useQueryClient()
  const query = useQuery(refusedQuery)
  const all = query.data ?? []
  const rows = all.filter(row => search.channel === undefined || row.channelId === search.channel)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = rows.filter(row => ticked.has(keyOf(row)))
  const lacking = useMissingRight('sync.start')
  const onSuccess = (_: unknown, done: readonly Refused[]) => {
    setTicked(now => untick(now, done.map(keyOf)))
    return client.invalidateQueries()
  }
  const again = useMutation({
    mutationFn: (list: readonly Refused[]) => sendAgain([...new Set(list.map(row => row.id))]),
    onSuccess,
  })
  const drop = useMutation({
    mutationFn: (list: readonly Refused[]) => dropRefused([...new Set(list.map(row => row.id))]),
    onSuccess,
  })
  const isBusy = again.isPending || drop.isPending
  const reasons = [
    ...lacking,
    ...(chosen.length === 0
      ? [{ reason: t('outbox.nothingChosen'), remedy: t('outbox.nothingChosenHelp') }]
      : []),
  ]
  // One after the other: the same rows are not sent again and dropped at once.
  const underWay = [{ reason: t('common.underWay') }]
  useShortcut('Ctrl+Enter', () => again.mutate(chosen), reasons.length === 0 && !isBusy)
  const columns = useColumns()
  const channels = [...new Map(all.map(row => [row.channelId, row.channel]))]
  return (
    <>
      <Toolbar label={t('orders.filters')}>
        <ChoiceTag
          label={t('outbox.channel')}
          value={search.channel ?? ''}
          choices={channels.map(([value, label]) => ({ value, label }))}
          onChange={channel => change({ channel: channel || undefined })}
        />
      </Toolbar>
      {again.error ? <ErrorState error={again.error} /> : null}
      {drop.error ? <ErrorState error={drop.error} /> : null}
      {again.data ? (
        <div className="said">
          <Notice tone="ok">
            <strong>{t('outbox.sentAgain', { count: again.data.items.length })}</strong>{' '}
            {again.variables.length > again.data.items.length
              ? t('outbox.notAgain', { n: count(again.variables.length - again.data.items.length) })
              : null}
          </Notice>
        </div>
      ) : null}
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          label={t('outbox.view_refused')}
          columns={columns}
          card={card}
          rows={rows}
          rowId={keyOf}
          rowName={row => row.name}
          taller={12}
          current={search.row}
          onCurrent={row => change({ row })}
          selected={ticked}
          onSelect={setTicked}
          busy={query.isPending}
          empty={<EmptyState title={t('outbox.refusedNone')}>{t('outbox.refusedNoneHelp')}</EmptyState>}
        />
      )}
      <SelectionLine
        selected={chosen.length}
        shown={rows.length}
        total={{ count: rows.length, countCapped: rows.length >= 1000 }}
      >
        <ReasonButton
          verb={t('outbox.dropVerb')}
          label={chosen.length > 0 ? t('outbox.drop', { n: count(chosen.length) }) : t('outbox.dropVerb')}
          loading={drop.isPending}
          reasons={again.isPending ? underWay : reasons}
          onClick={() => drop.mutate(chosen)}
        />
        <ReasonButton
          verb={t('outbox.sendAgainVerb')}
          label={
            chosen.length > 0 ? t('outbox.sendAgain', { n: count(chosen.length) }) : t('outbox.sendAgainVerb')
          }
          variant="filled"
          aria-keyshortcuts="Control+Enter"
          loading={again.isPending}
          reasons={drop.isPending ? underWay : reasons}
          onClick={() => again.mutate(chosen)}
        />
      </SelectionLine>
    </>
  )
}

function useColumns(): readonly Column<Refused>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const meant = meantColumns<Refused>(t)
    return [
      { id: 'time', head: t('outbox.time'), width: 90, cell: row => shortDate(row.at) },
      { ...meant.channel, width: 160 },
      { ...meant.kind, cell: row => kindWord(row.kind === 'order' ? 'order_status' : row.kind) },
      { ...meant.object, width: 150, grow: false },
      {
        id: 'reason',
        head: t('outbox.reason'),
        width: 320,
        grow: true,
        cell: row => (
          <span className="two-lines" title={[row.reason, row.remedy].join(' ')}>
            <span>{row.reason}</span>
            <span>{row.remedy}</span>
          </span>
        ),
      },
      {
        id: 'text',
        head: t('outbox.theirWords'),
        width: 240,
        cell: row => (
          <span className="two-lines" title={theirWords(row)}>
            <span>{theirWords(row) ? quoted(theirWords(row) ?? '') : '–'}</span>
            <span>{row.field ? `${t('outbox.field')}: ${row.field}` : ''}</span>
          </span>
        ),
      },
    ]
  }, [t])
}

/** How a row stands on a phone. */
const card: Card = {
  lines: [['object', 'time'], ['kind', 'channel'], ['reason']],
  double: 1,
}

// What we found ourselves names an object: it stands in its column, or in the reason. Theirs are words.
function theirWords({ text, name, reason }: Refused): string | undefined {
  const isName = text !== null && !/\s/.test(text) && (text === name || reason.includes(text))
  return isName ? undefined : (text ?? undefined)
}

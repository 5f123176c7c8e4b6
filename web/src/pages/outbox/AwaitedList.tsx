import { Button, Modal } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AwaitedAct, actOnAwaited, awaitedQuery, awaitedWaits } from '../../api/awaited.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { EmptyList, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { PagedTable } from '../../ui/PagedTable.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { untick } from '../../ui/untick.ts'
import { useRows } from '../../ui/useRows.ts'
import { count } from '../../words/format.ts'
import { useAwaitedColumns } from './awaitedColumns.tsx'
import { OutboxFilter } from './OutboxFilter.tsx'
import { useOutboxSearch } from './useOutboxSearch.ts'

/** What a channel has to take by itself or to answer, and the ways to move it on. */
export function AwaitedList() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { search, change, reset } = useOutboxSearch()
  const filter = { object: search.object, connection: search.channel, waits: search.result }
  const query = useInfiniteQuery(awaitedQuery(filter))
  const rows = useRows(query.data)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState(false)
  const chosen = rows.filter(row => ticked.has(row.id))
  const letters = chosen.filter(row => row.waits === 'take')
  const lacking = useMissingRight('sync.start')
  const act = useMutation({
    mutationFn: ({ name, ids }: { name: AwaitedAct; ids: readonly string[] }) => actOnAwaited(name, ids),
    onSuccess: (_, { ids }) => {
      setTicked(now => untick(now, ids))
      setAsking(false)
      return client.invalidateQueries()
    },
  })
  const layOut = () => act.mutate({ name: 'lay-out', ids: letters.map(row => row.id) })
  const none = [
    ...lacking,
    ...(chosen.length === 0
      ? [{ reason: t('outbox.nothingChosen'), remedy: t('outbox.nothingChosenHelp') }]
      : []),
  ]
  const noLetter =
    chosen.length > 0 && letters.length === 0
      ? [{ reason: t('awaited.noLetter'), remedy: t('awaited.noLetterHelp') }]
      : []
  useShortcut('Ctrl+Enter', layOut, none.length + noLetter.length === 0 && !act.isPending && !asking)
  const columns = useAwaitedColumns()
  const isFiltered = Object.values(filter).some(value => value !== undefined)
  return (
    <>
      <OutboxFilter
        all={t('awaited.all')}
        results={awaitedWaits.map(waits => ({ result: waits, label: t(`awaited.${waits}`) }))}
      />
      {act.error && !asking ? <ErrorState error={act.error} /> : null}
      {act.data ? <Said results={act.data} act={act.variables.name} /> : null}
      <PagedTable
        query={query}
        label={t('outbox.view_awaited')}
        columns={columns}
        rows={rows}
        rowId={row => row.id}
        rowName={row => row.name}
        current={search.row}
        onCurrent={row => change({ row })}
        selected={ticked}
        onSelect={setTicked}
        empty={
          <EmptyList
            onReset={isFiltered ? reset : undefined}
            filtered={t('awaited.noneFiltered')}
            none={t('awaited.none')}
            help={t('awaited.noneHelp')}
          />
        }
      />
      <SelectionLine selected={chosen.length} shown={rows.length} total={query.data?.pages[0]}>
        <ReasonButton
          verb={t('awaited.release')}
          label={
            chosen.length > 0 ? t('awaited.releaseN', { n: count(chosen.length) }) : t('awaited.release')
          }
          reasons={act.isPending && !asking ? [{ reason: t('common.underWay') }] : none}
          onClick={() => setAsking(true)}
        />
        <ReasonButton
          verb={t('awaited.layOut')}
          label={
            letters.length > 0 ? t('awaited.layOutN', { n: count(letters.length) }) : t('awaited.layOut')
          }
          variant="filled"
          aria-keyshortcuts="Control+Enter"
          loading={act.isPending && !asking}
          reasons={[...none, ...noLetter]}
          onClick={layOut}
        />
      </SelectionLine>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        size={520}
        title={t('awaited.releaseTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <div className="form">
          {act.error ? <ErrorState error={act.error} /> : null}
          <Notice tone="warn">{t('awaited.releaseText')}</Notice>
          <div className="dialog-foot">
            {/* What is told twice cannot be called back: it starts with the focus on the way out. */}
            <Button onClick={() => setAsking(false)} data-autofocus>
              {t('common.cancel')}
            </Button>
            <Button
              variant="filled"
              loading={act.isPending}
              onClick={() => act.mutate({ name: 'release', ids: chosen.map(row => row.id) })}
            >
              {t('awaited.releaseNow', { n: count(chosen.length) })}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  )
}

interface SaidProps {
  readonly results: readonly { readonly done: boolean; readonly reason: string | null }[]
  readonly act: AwaitedAct
}

/** What became of each: how many, and why not of the others. */
function Said({ results, act }: SaidProps) {
  const { t } = useTranslation()
  const done = results.filter(one => one.done).length
  const reasons = Map.groupBy(
    results.filter(one => !one.done),
    one => one.reason ?? '',
  )
  return (
    <div className="said">
      <Notice tone={done > 0 ? 'ok' : 'info'}>
        <strong>
          {t(act === 'lay-out' ? 'awaited.did_layOut' : 'awaited.did_release', { count: done })}
        </strong>{' '}
        {[...reasons].map(([reason, list]) => t('awaited.not', { n: count(list.length), reason })).join(' ')}
      </Notice>
    </div>
  )
}

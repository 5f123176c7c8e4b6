import '../../ui/split.css'
import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Conflict, conflictStates, conflictsQuery, decideConflicts } from '../../api/conflicts.ts'
import { platformsQuery } from '../../api/platforms.ts'
import { useMissingRight } from '../../shell/rights.ts'
import type { ConflictsSearch } from '../../shell/router.tsx'
import { EmptyList, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { PagedTable } from '../../ui/PagedTable.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { rowsUpTo } from '../../ui/rowsUpTo.ts'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { ChoiceTag, FilterTag, Toolbar } from '../../ui/Toolbar.tsx'
import { untick } from '../../ui/untick.ts'
import { useRows } from '../../ui/useRows.ts'
import { count } from '../../words/format.ts'
import { useColumns } from './columns.tsx'
import { Rules } from './Rules.tsx'

/** So many the server decides at once. */
const mostAtOnce = 1000

/** What shops changed by themselves: last sent, theirs, ours, and whose value counts. */
export default function Conflicts() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/conflicts' })
  const go = useNavigate({ from: '/conflicts' })
  const client = useQueryClient()
  const change = (next: { [Name in keyof ConflictsSearch]: ConflictsSearch[Name] | undefined }) =>
    void go({ search: old => ({ ...old, ...(next as ConflictsSearch) }), replace: true })
  const state = search.state ?? 'open'
  const query = useInfiniteQuery(conflictsQuery({ state, channel: search.channel }))
  const platforms = useQuery(platformsQuery)
  const rows = useRows(query.data)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [rules, setRules] = useState(false)
  const [saved, setSaved] = useState<string>()
  const lacking = useMissingRight('items.write')
  const columns = useColumns()
  const current = rows.find(row => row.id === search.row)
  const isOpen = (row: Conflict) => row.state === 'open'
  const chosen = rows.filter(row => ticked.has(row.id) && isOpen(row))
  const decide = useMutation({
    mutationFn: ({ ids, take }: { readonly ids: readonly string[]; readonly take: 'ours' | 'theirs' }) =>
      decideConflicts(ids, take),
    onSuccess: (_, { ids }) => {
      setTicked(now => untick(now, ids))
      return client.invalidateQueries()
    },
  })
  const reasons = [
    ...lacking,
    ...(chosen.length === 0
      ? [{ reason: t('conflicts.nothingChosen'), remedy: t('outbox.nothingChosenHelp') }]
      : []),
  ]
  const ids = chosen.map(row => row.id)
  // One after the other: the same conflict is not decided both ways at once.
  const reasonsOf = (take: 'ours' | 'theirs') =>
    decide.isPending && decide.variables.take !== take ? [{ reason: t('common.underWay') }] : reasons
  const labelled = (verb: string, many: string) => (chosen.length > 0 ? many : verb)
  const n = count(chosen.length)
  return (
    <div className="page-full">
      <PageHead title={t('common.conflicts')} about={t('conflicts.about')}>
        <Button onClick={() => setRules(true)}>{t('conflicts.rules')}</Button>
      </PageHead>
      <div className="split-list split-whole">
        <Toolbar label={t('orders.filters')}>
          {conflictStates.map(one => (
            <FilterTag
              key={one}
              label={t(`conflicts.s_${one}`)}
              active={state === one}
              onClick={() => change({ state: one })}
            />
          ))}
          <FilterTag
            label={t('conflicts.s_all')}
            active={state === 'all'}
            onClick={() => change({ state: 'all' })}
          />
          <ChoiceTag
            label={t('conflicts.channel')}
            value={search.channel ?? ''}
            choices={(platforms.data?.items ?? []).map(one => ({ value: one.channelId, label: one.channel }))}
            onChange={channel => change({ channel: channel || undefined })}
          />
        </Toolbar>
        {decide.error ? <ErrorState error={decide.error} /> : null}
        {decide.data || saved ? (
          <div className="said">
            <Notice tone="ok">
              {decide.data
                ? [
                    t('conflicts.decided', { count: decide.data.decided }),
                    decide.variables.take === 'ours' ? t('conflicts.oursHelp') : '',
                  ].join(' ')
                : t('conflicts.savedRules', { channel: saved })}
            </Notice>
          </div>
        ) : null}
        <PagedTable
          query={query}
          label={t('common.conflicts')}
          columns={columns}
          rows={rows}
          rowId={row => row.id}
          rowName={row => `${row.number} ${row.field}`}
          current={current?.id}
          onCurrent={row => change({ row })}
          selected={ticked}
          onSelect={setTicked}
          selectable={isOpen}
          onAll={() =>
            void rowsUpTo(query, mostAtOnce).then(all =>
              setTicked(new Set(all.filter(isOpen).map(row => row.id))),
            )
          }
          empty={
            <EmptyList
              onReset={
                search.channel !== undefined || state !== 'open' ? () => void go({ search: {} }) : undefined
              }
              filtered={t('conflicts.noneFiltered')}
              none={t('conflicts.none')}
              help={t('conflicts.noneHelp')}
            />
          }
        />
        <SelectionLine selected={chosen.length} shown={rows.length} total={query.data?.pages[0]}>
          <ReasonButton
            verb={t('conflicts.takeTheirsVerb')}
            label={labelled(t('conflicts.takeTheirsVerb'), t('conflicts.takeTheirs', { n }))}
            reasons={reasonsOf('theirs')}
            loading={decide.isPending && decide.variables.take === 'theirs'}
            onClick={() => decide.mutate({ ids, take: 'theirs' })}
          />
          <ReasonButton
            verb={t('conflicts.takeOursVerb')}
            label={labelled(t('conflicts.takeOursVerb'), t('conflicts.takeOurs', { n }))}
            variant="filled"
            reasons={reasonsOf('ours')}
            loading={decide.isPending && decide.variables.take === 'ours'}
            onClick={() => decide.mutate({ ids, take: 'ours' })}
          />
        </SelectionLine>
      </div>
      {rules ? (
        <Rules
          channelId={search.channel}
          onClose={() => setRules(false)}
          onSaved={channel => {
            setRules(false)
            setSaved(channel)
          }}
        />
      ) : null}
    </div>
  )
}

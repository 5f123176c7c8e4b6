import '../../ui/split.css'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { platformsQuery } from '../../api/platforms.ts'
import { closeTasks, type Task, type TaskDecision, tasksQuery } from '../../api/tasks.ts'
import { useMissingRight } from '../../shell/rights.ts'
import type { TasksSearch } from '../../shell/router.tsx'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip } from '../../ui/Chip.tsx'
import type { Card } from '../../ui/cards.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyList, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { PagedTable } from '../../ui/PagedTable.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { ChoiceTag, FilterTag, Toolbar } from '../../ui/Toolbar.tsx'
import { untick } from '../../ui/untick.ts'
import { useRows } from '../../ui/useRows.ts'
import { count, shortDate } from '../../words/format.ts'
import { differenceText } from './differenceText.ts'
import { TaskPane } from './TaskPane.tsx'

const states = ['open', 'closed', 'all'] as const

/** What a person has to decide or do about orders: what shops reported, and what is to be refunded. */
export default function Tasks() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/tasks' })
  const go = useNavigate({ from: '/tasks' })
  const client = useQueryClient()
  const change = (next: { [Name in keyof TasksSearch]: TasksSearch[Name] | undefined }) =>
    void go({ search: old => ({ ...old, ...(next as TasksSearch) }), replace: true })
  const state = states.find(one => one === search.state) ?? 'open'
  const query = useInfiniteQuery(tasksQuery({ state, channel: search.channel, order: search.order }))
  const platforms = useQuery(platformsQuery)
  const rows = useRows(query.data)
  const current = rows.find(row => row.id === search.row) ?? rows[0]
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = rows.filter(row => ticked.has(row.id) && row.closedAt === null)
  const lacking = useMissingRight('orders.write')
  const columns = useColumns()
  const close = useMutation({
    mutationFn: (wish: { ids: readonly string[]; decision: TaskDecision; note: string }) =>
      closeTasks(wish.ids, wish.decision, wish.note),
    onSuccess: (_, { ids }) => {
      setTicked(now => untick(now, ids))
      return client.invalidateQueries()
    },
  })
  const reasons = [
    ...lacking,
    ...(chosen.length === 0
      ? [{ reason: t('tasks.nothingChosen'), remedy: t('outbox.nothingChosenHelp') }]
      : chosen.some(row => !row.actions.includes('done'))
        ? [{ reason: t('tasks.needsOne') }]
        : []),
  ]
  const isFiltered = search.channel !== undefined || search.order !== undefined || state !== 'open'
  return (
    <div className="page-full">
      <PageHead title={t('common.tasks')} about={t('tasks.about')} />
      <div className="split">
        <div className="split-list">
          <Toolbar label={t('orders.filters')}>
            {states.map(one => (
              <FilterTag
                key={one}
                label={t(`tasks.${one}`)}
                active={state === one}
                onClick={() => change({ state: one })}
              />
            ))}
            <ChoiceTag
              label={t('tasks.channel')}
              value={search.channel ?? ''}
              choices={(platforms.data?.items ?? []).map(one => ({
                value: one.channelId,
                label: one.channel,
              }))}
              onChange={channel => change({ channel: channel || undefined })}
            />
            {search.order === undefined ? null : (
              <FilterTag
                label={t('tasks.ofOrder', { number: search.order })}
                active
                onClick={() => change({ order: undefined })}
              />
            )}
          </Toolbar>
          <Results error={close.error} results={close.data} />
          <PagedTable
            query={query}
            label={t('common.tasks')}
            columns={columns}
            card={card}
            rows={rows}
            rowId={row => row.id}
            rowName={row => `${row.title} ${row.orderNumber ?? ''}`}
            taller={12}
            current={current?.id}
            onCurrent={row => change({ row })}
            selected={ticked}
            onSelect={setTicked}
            selectable={row => row.closedAt === null}
            empty={
              <EmptyList
                onReset={isFiltered ? () => void go({ search: {} }) : undefined}
                filtered={t('tasks.noneFiltered')}
                none={t('tasks.none')}
                help={t('tasks.noneHelp')}
              />
            }
          />
          <SelectionLine selected={chosen.length} shown={rows.length} total={query.data?.pages[0]}>
            <ReasonButton
              verb={t('tasks.done')}
              label={chosen.length > 0 ? t('tasks.doneMany', { n: count(chosen.length) }) : t('tasks.done')}
              reasons={reasons}
              loading={close.isPending}
              onClick={() => close.mutate({ ids: chosen.map(row => row.id), decision: 'done', note: '' })}
            />
          </SelectionLine>
        </div>
        <TaskPane
          key={current?.id}
          task={current}
          busy={close.isPending}
          onDecide={(task, decision, note) => close.mutate({ ids: [task.id], decision, note })}
        />
      </div>
    </div>
  )
}

/** What the last decision did, and which tasks stay and why. */
function Results(props: {
  readonly error: Error | null
  readonly results: Awaited<ReturnType<typeof closeTasks>> | undefined
}) {
  const { t } = useTranslation()
  const { error, results } = props
  if (error) return <ErrorState error={error} />
  if (!results) return null
  const refused = results.items.filter(one => one.did === 'refused')
  const why = [...new Set(refused.map(one => [one.reason, one.remedy].filter(Boolean).join(' ')))].join(' ')
  const list = (name: 'applied' | 'recorded') =>
    results.items.flatMap(one => one[name].map(differenceText)).join(', ')
  const sentences = [
    t('tasks.did', { count: results.items.length - refused.length }),
    ...(list('applied') === '' ? [] : [t('tasks.applied', { list: list('applied') })]),
    ...(list('recorded') === '' ? [] : [t('tasks.recorded', { list: list('recorded') })]),
    ...(refused.length === 0 ? [] : [t('tasks.failed', { n: count(refused.length), why })]),
  ]
  return (
    <div className="said">
      <Notice tone={refused.length > 0 ? 'bad' : 'ok'}>{sentences.join(' ')}</Notice>
    </div>
  )
}

function useColumns(): readonly Column<Task>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      { id: 'time', head: t('tasks.time'), width: 95, cell: row => shortDate(row.raisedAt) },
      {
        id: 'what',
        head: t('tasks.what'),
        width: 220,
        grow: true,
        cell: row => (
          <span className="two-lines" title={row.sentence}>
            <span className={row.closedAt === null ? 'strong capital' : 'capital'}>{row.title}</span>
            <span>{row.sentence}</span>
          </span>
        ),
      },
      {
        id: 'order',
        head: t('tasks.order'),
        width: 115,
        cell: row => (
          <span className="two-lines">
            <span>{row.orderNumber ?? '–'}</span>
            <span>{row.externalNumber}</span>
          </span>
        ),
      },
      { id: 'customer', head: t('tasks.customer'), width: 140, cell: row => row.customer ?? '–' },
      {
        id: 'channel',
        head: t('tasks.channel'),
        width: 140,
        cell: row => (row.channel ? <ChannelName name={row.channel} /> : '–'),
      },
      {
        id: 'state',
        head: t('tasks.state'),
        width: 135,
        cell: row =>
          row.closedAt ? (
            <Chip sign="done" tone="mute">
              {shortDate(row.closedAt)}
            </Chip>
          ) : row.holds ? (
            <Chip sign="held" tone="hold" filled>
              {t('orders.held')}
            </Chip>
          ) : (
            <Chip sign="check" tone="warn">
              {t('tasks.waits')}
            </Chip>
          ),
      },
    ],
    [t],
  )
}

/** How a row stands on a phone. */
const card: Card = {
  lines: [
    ['what', 'time'],
    ['customer', 'order'],
  ],
  double: 2,
}

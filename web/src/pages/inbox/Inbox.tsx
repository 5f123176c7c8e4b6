import './inbox.css'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionsQuery } from '../../api/connections.ts'
import { inboxCountsQuery, inboxQuery, inboxStates, takeOver, type WebOrder } from '../../api/inbox.ts'
import { useRight } from '../../shell/rights.ts'
import type { InboxSearch } from '../../shell/router.tsx'
import type { Card } from '../../ui/cards.tsx'
import { EmptyList, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { PagedTable } from '../../ui/PagedTable.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { rowsUpTo } from '../../ui/rowsUpTo.ts'
import { useShortcut } from '../../ui/shortcuts.ts'
import { ChoiceTag, FilterTag, SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { untick } from '../../ui/untick.ts'
import { useRows } from '../../ui/useRows.ts'
import { useTyped } from '../../ui/useTyped.ts'
import { count } from '../../words/format.ts'
import { AssignDialog } from './AssignDialog.tsx'
import { BulkBar } from './BulkBar.tsx'
import { canChoose, useColumns } from './columns.tsx'
import { WebOrderPane } from './WebOrderPane.tsx'

/** So many the server takes over at once. */
const mostAtOnce = 1000

/** Web orders become orders here: in bulk, without a wrong customer. */
export default function Inbox() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/inbox' })
  const go = useNavigate({ from: '/inbox' })
  const client = useQueryClient()
  const change = (next: InboxSearch, replace = true) =>
    void go({ search: old => ({ ...old, ...next }), replace })
  const [text, setText] = useTyped(search.search ?? '', value => change({ search: value }))
  const filter = { state: search.state ?? 'all', connection: search.connection, search: search.search }
  const query = useInfiniteQuery(inboxQuery(filter))
  const counts = useQuery(inboxCountsQuery)
  const connections = useQuery(connectionsQuery)
  const rows = useRows(query.data)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const selected = rows.filter(row => ticked.has(row.id))
  const [assigning, setAssigning] = useState<readonly WebOrder[]>()
  const mayWrite = useRight('inbox.write')
  const current = rows.find(row => row.id === search.row) ?? rows[0]
  const columns = useColumns()
  const total = query.data?.pages[0]
  const isFiltered = filter.state !== 'all' || filter.connection !== undefined || filter.search !== undefined

  const taking = useMutation({
    mutationFn: ({ ids, customerId }: { ids: readonly string[]; customerId?: string }) =>
      takeOver(ids, customerId),
    onSuccess: results => {
      const gone = results.items.filter(one => one.did !== 'left').map(one => one.id)
      setTicked(now => untick(now, gone))
      return client.invalidateQueries()
    },
  })
  const tickAll = async () => {
    const all = await rowsUpTo(query, mostAtOnce)
    setTicked(new Set(all.filter(canChoose).map(row => row.id)))
  }
  const countOf = (state: string) => {
    const found = counts.data?.find(one => one.state === state)
    return found ? count(found.count, found.countCapped) : undefined
  }
  useShortcut('k', () => setAssigning(selected.length > 0 ? selected : current ? [current] : []), mayWrite)

  return (
    <div className="page-full">
      <PageHead
        title={t('common.inbox')}
        about={
          counts.data
            ? t('inbox.about', { all: countOf('all'), ready: countOf('ready'), open: countOf('open') })
            : undefined
        }
      />
      <div className="inbox">
        <div className="inbox-list">
          <Toolbar label={t('orders.filters')}>
            <SearchField
              label={t('inbox.search')}
              placeholder={t('inbox.search')}
              value={text}
              onChange={setText}
              hint={<Keys keys="/" />}
            />
            {inboxStates.map(state => (
              <FilterTag
                key={state}
                label={t(`inbox.${state}`)}
                count={countOf(state)}
                active={filter.state === state}
                onClick={() => change({ state })}
              />
            ))}
            <ChoiceTag
              label={t('inbox.channel')}
              value={search.connection ?? ''}
              choices={(connections.data ?? []).map(one => ({ value: one.id, label: one.name }))}
              onChange={connection => change({ connection })}
            />
          </Toolbar>
          <Results results={taking.data} error={taking.error} />
          <PagedTable
            query={query}
            label={t('common.inbox')}
            columns={columns}
            card={card}
            rows={rows}
            rowId={row => row.id}
            rowName={row => row.externalNumber}
            taller={11}
            current={current?.id}
            onCurrent={row => change({ row })}
            selected={ticked}
            onSelect={setTicked}
            selectable={canChoose}
            onAll={() => void tickAll()}
            empty={
              <EmptyList
                onReset={isFiltered ? () => void go({ search: {} }) : undefined}
                filtered={t('inbox.noneFiltered')}
                none={t('inbox.done')}
                help={t('inbox.doneHelp')}
              />
            }
          />
          <BulkBar
            selected={selected}
            shown={rows.length}
            total={total}
            busy={taking.isPending}
            onTakeOver={ids => taking.mutate({ ids })}
            onAssign={() => setAssigning(selected)}
          />
        </div>
        <WebOrderPane
          row={current}
          onTakeOver={(id, customerId) => taking.mutate({ ids: [id], ...(customerId ? { customerId } : {}) })}
          onAssign={row => setAssigning([row])}
        />
      </div>
      {assigning && assigning.length > 0 ? (
        <AssignDialog orders={assigning} onClose={() => setAssigning(undefined)} />
      ) : null}
    </div>
  )
}

/** What became of the last take-over: how many, and what stays and why. */
function Results(props: { results: Awaited<ReturnType<typeof takeOver>> | undefined; error: Error | null }) {
  const { t } = useTranslation()
  const { results, error } = props
  if (error) return <ErrorState error={error} />
  if (!results) return null
  const left = results.items.filter(one => one.did === 'left')
  const reasons = [...new Set(left.map(one => one.reason ?? one.code ?? ''))].slice(0, 3).join(' ')
  return (
    <div className="inbox-results">
      <Notice tone={results.left > 0 ? 'warn' : 'ok'}>
        <strong>{t('inbox.tookOver', { count: results.takenOver })}.</strong>{' '}
        {results.left > 0 ? t('inbox.stayed', { n: count(results.left), why: reasons }) : null}
      </Notice>
    </div>
  )
}

/** How a row stands on a phone. */
const card: Card = { lines: [['order', 'gross'], ['buyer', 'time'], ['match']], double: 2 }

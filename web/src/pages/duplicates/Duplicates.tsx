import '../../ui/split.css'
import '../customers/customers.css'
import './duplicates.css'
import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Duplicate, duplicatesQuery, sayNotSame } from '../../api/customers.ts'
import { useMissingRight } from '../../shell/rights.ts'
import type { Card } from '../../ui/cards.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { PagedTable } from '../../ui/PagedTable.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { ChoiceTag, Toolbar } from '../../ui/Toolbar.tsx'
import { untick } from '../../ui/untick.ts'
import { useRows } from '../../ui/useRows.ts'
import { count } from '../../words/format.ts'
import { MergeDialog } from '../customers/MergeDialog.tsx'
import { DuplicatePane } from './DuplicatePane.tsx'

const limits = ['40', '55', '65', '80', '90'] as const

/** A pair has no id of its own: the numbers of its customers name it. */
const idOf = ({ customers: [one, other] }: Duplicate) => `${one.number}~${other.number}`

/** Customers who may be one: looked at pair by pair, merged, or said to be two. */
export default function Duplicates() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/duplicates' })
  const go = useNavigate({ from: '/duplicates' })
  const client = useQueryClient()
  const query = useInfiniteQuery(duplicatesQuery(search.from))
  const rows = useRows(query.data)
  const current = rows.find(row => idOf(row) === search.row) ?? rows[0]
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [merging, setMerging] = useState<Duplicate>()
  const [said, setSaid] = useState<{ readonly sentence: string; readonly undo?: readonly Duplicate[] }>()
  const chosen = rows.filter(row => ticked.has(idOf(row)))
  const lacking = useMissingRight('customers.write')
  const columns = useColumns()
  const notSame = useMutation({
    mutationFn: ({ pairs, undo }: { readonly pairs: readonly Duplicate[]; readonly undo: boolean }) =>
      sayNotSame(
        pairs.map(({ customers: [one, other] }) => [one.id, other.id] as const),
        undo,
      ),
    onSuccess: async (_, { pairs, undo }) => {
      setTicked(now => untick(now, pairs.map(idOf)))
      const [first] = pairs
      setSaid(
        undo || !first
          ? undefined
          : {
              sentence:
                pairs.length > 1
                  ? t('customers.saidNotSameMany', { n: count(pairs.length) })
                  : t('customers.saidNotSame', {
                      one: first.customers[0].number,
                      other: first.customers[1].number,
                    }),
              undo: pairs,
            },
      )
      await client.invalidateQueries({ queryKey: ['customers'] })
    },
  })
  return (
    <div className="page-full">
      <PageHead title={t('common.duplicates')} about={t('customers.dupAbout')} />
      <div className="split duplicates">
        <div className="split-list">
          <Toolbar label={t('orders.filters')}>
            <ChoiceTag
              label={t('customers.dupFrom')}
              value={search.from ?? ''}
              all={t('customers.dupUsual')}
              choices={limits.map(n => ({ value: n, label: t('customers.dupFromPoints', { n }) }))}
              onChange={from => void go({ search: { from: from || undefined }, replace: true })}
            />
          </Toolbar>
          {notSame.error ? <ErrorState error={notSame.error} /> : null}
          {said ? (
            <div className="said">
              <Notice tone="ok">
                {said.sentence}{' '}
                {said.undo ? (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => said.undo && notSame.mutate({ pairs: said.undo, undo: true })}
                  >
                    {t('customers.undo')}
                  </button>
                ) : null}
              </Notice>
            </div>
          ) : null}
          <PagedTable
            query={query}
            label={t('common.duplicates')}
            columns={columns}
            card={card}
            rows={rows}
            rowId={idOf}
            rowName={idOf}
            taller={12}
            current={current ? idOf(current) : undefined}
            onCurrent={row => void go({ search: old => ({ ...old, row }), replace: true })}
            onOpen={row => lacking.length === 0 && setMerging(row)}
            selected={ticked}
            onSelect={setTicked}
            empty={
              query.hasNextPage ? (
                <EmptyState
                  title={t('customers.dupNotLoaded')}
                  action={{ label: t('customers.dupMore'), onClick: () => void query.fetchNextPage() }}
                />
              ) : (
                <EmptyState title={t('customers.dupNone')}>{t('customers.dupNoneHelp')}</EmptyState>
              )
            }
          />
          <SelectionLine selected={chosen.length} shown={rows.length} total={undefined}>
            {chosen.length === 0 && rows.length > 0 ? (
              <span className="text2">{t('customers.dupShown', { count: rows.length })}</span>
            ) : null}
            {query.hasNextPage && rows.length > 0 ? (
              <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t('customers.dupMore')}
              </Button>
            ) : null}
            <ReasonButton
              verb={t('customers.notSame')}
              label={
                chosen.length > 0
                  ? t('customers.notSameMany', { n: count(chosen.length) })
                  : t('customers.notSame')
              }
              reasons={[...lacking, ...(chosen.length === 0 ? [{ reason: t('customers.choosePairs') }] : [])]}
              loading={notSame.isPending}
              onClick={() => notSame.mutate({ pairs: chosen, undo: false })}
            />
          </SelectionLine>
        </div>
        <DuplicatePane
          key={current ? idOf(current) : ''}
          pair={current}
          reasons={lacking}
          busy={notSame.isPending}
          onMerge={setMerging}
          onNotSame={pair => notSame.mutate({ pairs: [pair], undo: false })}
        />
      </div>
      {merging ? (
        <MergeDialog
          customers={merging.customers}
          onClose={() => setMerging(undefined)}
          onDone={sentence => {
            setMerging(undefined)
            setSaid({ sentence })
            void client.invalidateQueries()
          }}
        />
      ) : null}
    </div>
  )
}

function useColumns(): readonly Column<Duplicate>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'score',
        head: t('customers.dupScore'),
        width: 64,
        align: 'right',
        cell: row => <strong>{count(row.score)}</strong>,
      },
      {
        id: 'customers',
        head: t('customers.dupCustomers'),
        width: 260,
        cell: row => (
          <span className="two-lines duplicate-names">
            {row.customers.map(one => (
              <span key={one.id} title={one.name}>
                <span className="strong">{one.number}</span> {one.name}
              </span>
            ))}
          </span>
        ),
      },
      {
        id: 'why',
        head: t('customers.dupWhy'),
        width: 240,
        grow: true,
        cell: row => {
          const words = (against: boolean) =>
            row.because
              .filter(one => one.points !== 0 && one.points < 0 === against)
              .map(one => one.reason)
              .join(', ')
          return (
            <span className="two-lines" title={row.because.map(one => one.reason).join(', ')}>
              <span>{words(false)}</span>
              <span>{words(true)}</span>
            </span>
          )
        },
      },
    ],
    [t],
  )
}

/** How a row stands on a phone. */
const card: Card = { lines: [['customers', 'score'], ['why']], double: 2 }

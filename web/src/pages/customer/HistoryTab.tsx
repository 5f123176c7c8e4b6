import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type CustomerDetail,
  type CustomerHistory,
  historyQuery,
  type Merge,
  mergesQuery,
  undoMerge,
} from '../../api/customer.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { PlainTable } from '../../ui/PlainTable.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useRows } from '../../ui/useRows.ts'
import { fullDate } from '../../words/format.ts'
import { fieldWord, shownField, useGroupNames } from '../customers/fieldWords.ts'

interface HistoryTabProps {
  readonly customer: CustomerDetail
  readonly onSaid: (sentence: string) => void
}

/** What was done to a customer, with old and new values; and the merges it came out of, to be taken apart. */
export function HistoryTab({ customer, onSaid }: HistoryTabProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(historyQuery(customer.id))
  const rows = useRows(query.data)
  const groups = useGroupNames()
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <div className="customer-facts">
      <Merges customer={customer} onSaid={onSaid} />
      <Panel title={t('customer.tab_history')}>
        {rows.length === 0 && query.data ? (
          <EmptyState title={t('customer.noHistory')} />
        ) : (
          <div className="customer-history">
            <PlainTable
              label={t('customer.tab_history')}
              heads={[t('customer.historyWhen'), t('customer.historyWho'), t('customer.historyWhat')]}
              rows={rows.map(entry => ({
                id: entry.id,
                cells: [
                  fullDate(entry.at),
                  entry.actor,
                  <What key="what" entry={entry} number={customer.number} groups={groups} />,
                ],
              }))}
            />
          </div>
        )}
      </Panel>
      {query.hasNextPage ? (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('customer.moreHistory')}
        </Button>
      ) : null}
    </div>
  )
}

interface WhatProps {
  readonly entry: CustomerHistory
  readonly number: string
  readonly groups: ReadonlyMap<string, string>
}

function What({ entry, number, groups }: WhatProps) {
  const { t } = useTranslation()
  const fields = entry.data['fields']
  // The values may be forgotten by law; the names of the fields stay.
  const forgotten = entry.changes.length === 0 && Array.isArray(fields) ? fields.map(String) : []
  return (
    <span className="customer-changes">
      <span>
        <span className="strong">{eventWord(entry.event)}</span>
        {forgotten.length > 0 ? `: ${forgotten.map(fieldWord).join(', ')}` : null}
        {entry.number === number ? null : (
          <span className="text2"> {t('customer.onPart', { number: entry.number })}</span>
        )}
      </span>
      {entry.changes.map(change => (
        <span key={change.field} className="customer-change">
          <span className="text2">{fieldWord(change.field)}</span>{' '}
          <del>{shownField(change.field, change.before, groups)}</del>
          {' → '}
          <ins>{shownField(change.field, change.after, groups)}</ins>
        </span>
      ))}
    </span>
  )
}

const events = [
  'changed',
  'address_added',
  'address_changed',
  'address_removed',
  'note_added',
  'note_changed',
  'note_removed',
  'merged',
  'merged_into',
  'merge_undone',
  'anonymised',
] as const

function eventWord(event: string): string {
  const known = events.find(one => one === event)
  return known ? i18next.t(`customer.e_${known}`) : event
}

function Merges({ customer, onSaid }: HistoryTabProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data, error } = useQuery(mergesQuery(customer.id))
  const lacking = useMissingRight('customers.write')
  const [asking, setAsking] = useState<Merge>()
  const undo = useMutation({
    mutationFn: (merge: Merge) => undoMerge(merge.id),
    onSuccess: async ({ left }, merge) => {
      setAsking(undefined)
      onSaid(
        [
          t('customer.undone', { from: merge.from.join(', ') }),
          ...(left.length > 0 ? [t('customer.undoneLeft', { count: left.length })] : []),
        ].join(' '),
      )
      await client.invalidateQueries()
    },
  })
  if (error) return <ErrorState error={error} />
  if (!data || data.length === 0) return null
  return (
    <Panel title={t('customer.merges')}>
      <ul className="customer-merges">
        {data.map(merge => (
          <li key={merge.id}>
            <span className="strong">
              {t('customer.mergeOf', { from: merge.from.join(', '), into: merge.into })}
            </span>
            <span className="text2">
              {[
                fullDate(merge.at),
                merge.actor,
                t('customer.mergeOrders', { count: merge.orders }),
                ...(merge.undoneAt === null
                  ? []
                  : [
                      t('customer.mergeUndone', {
                        at: fullDate(merge.undoneAt),
                        who: merge.undoneBy ?? '',
                      }),
                    ]),
              ].join(' · ')}
            </span>
            {merge.undoneAt === null ? (
              <ReasonButton
                verb={t('customer.undoMerge')}
                label={t('customer.undoMergeAsk')}
                reasons={lacking}
                onClick={() => {
                  undo.reset()
                  setAsking(merge)
                }}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {asking ? (
        <FormDialog
          title={t('customer.undoMergeTitle')}
          error={undo.error}
          verb={t('customer.undoMerge')}
          busy={undo.isPending}
          careful
          onSubmit={() => undo.mutate(asking)}
          onClose={() => setAsking(undefined)}
        >
          <p className="strong">
            {t('customer.mergeOf', { from: asking.from.join(', '), into: asking.into })}
          </p>
          <p>{t('customer.undoMergeHelp', { into: asking.into })}</p>
        </FormDialog>
      ) : null}
    </Panel>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ItemHistory, itemHistoryQuery } from '../../api/items.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { PlainTable } from '../../ui/PlainTable.tsx'
import { fullDate } from '../../words/format.ts'
import { fieldWord, ValueChange } from '../bulk/values.tsx'
import { partWord } from '../item/labels.ts'
import { actionWord } from './actionWord.ts'

/** Who changed an item; of bulk edits with old and new values. */
export function HistoryTable({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const { data: history, error } = useQuery(itemHistoryQuery(id))
  if (error) return <ErrorState error={error} />
  if (!history) return null
  if (history.items.length === 0) return <p className="pane-note">{t('items.noHistory')}</p>
  return (
    <PlainTable
      label={t('items.tab_history')}
      heads={[t('items.when'), t('items.who'), t('items.what')]}
      rows={history.items.map(entry => ({
        id: entry.id,
        cells: [fullDate(entry.at), entry.who, <What key="what" entry={entry} names={history.names} />],
      }))}
    />
  )
}

interface WhatProps {
  readonly entry: ItemHistory['items'][number]
  readonly names: ItemHistory['names']
}

function What({ entry, names }: WhatProps) {
  const { t } = useTranslation()
  const { values } = entry
  if (values.length === 0)
    return (
      <>
        {actionWord(entry.action)}
        {entry.fields.length > 0
          ? `: ${entry.fields.map(field => partWord(field) ?? fieldWord(field, names)).join(', ')}`
          : null}
      </>
    )
  return (
    <span className="history-values">
      <AddressLink address={`/bulk-edits?edit=${entry.id}`}>{t('items.bulk')}</AddressLink>
      {values.map(value => (
        <span key={value.field}>
          {' · '}
          {fieldWord(value.field, names)} <ValueChange value={value} names={names} />
          {value.undone ? ` (${t('items.undone')})` : null}
        </span>
      ))}
    </span>
  )
}

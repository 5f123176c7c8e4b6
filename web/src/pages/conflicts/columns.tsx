import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conflict } from '../../api/conflicts.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { conflictLook } from '../../ui/states.ts'
import { amount, shortDate } from '../../words/format.ts'
import { fieldWord } from './fieldWord.ts'

/** The columns of the list of conflicts. */
export function useColumns(): readonly Column<Conflict>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const value = (row: Conflict, text: string) => {
      if (text === '') return <span className="text3">{t('conflicts.empty')}</span>
      const shown = row.field.startsWith('price') ? amount(text) : text
      return <span title={shown}>{shown}</span>
    }
    return [
      {
        id: 'channel',
        head: t('conflicts.channel'),
        width: 150,
        cell: row => <ChannelName name={row.channel} />,
      },
      {
        id: 'number',
        head: t('conflicts.number'),
        width: 110,
        cell: row => <span className="strong">{row.number}</span>,
      },
      { id: 'name', head: t('conflicts.name'), width: 160, cell: row => row.name },
      { id: 'field', head: t('conflicts.field'), width: 140, cell: row => fieldWord(row.field) },
      {
        id: 'lastSent',
        grow: true,
        head: t('conflicts.lastSent'),
        width: 150,
        cell: row => <span className="text2">{value(row, row.lastSent)}</span>,
      },
      {
        id: 'theirs',
        grow: true,
        head: t('conflicts.theirs'),
        width: 150,
        cell: row => <span className="tone-warn strong">{value(row, row.theirs)}</span>,
      },
      {
        id: 'ours',
        grow: true,
        head: t('conflicts.ours'),
        width: 150,
        cell: row => <span className="strong">{value(row, row.ours)}</span>,
      },
      {
        id: 'state',
        head: t('conflicts.state'),
        width: 130,
        cell: row => (
          <span
            title={
              row.decidedAt
                ? t('guard.decidedBy', { at: shortDate(row.decidedAt), who: row.decidedBy ?? '' })
                : undefined
            }
          >
            <StateChip look={conflictLook(row.state)} filled={false} />
          </span>
        ),
      },
      { id: 'seen', head: t('conflicts.seen'), width: 95, cell: row => shortDate(row.seenAt) },
    ]
  }, [t])
}

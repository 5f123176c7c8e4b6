import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Awaited } from '../../api/awaited.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { awaitedLook } from '../../ui/states.ts'
import { useNow } from '../../ui/useNow.ts'
import { clock, since } from '../../words/format.ts'
import { meantColumns } from './meantColumns.tsx'

/** The columns of what waits for channels. */
export function useAwaitedColumns(): readonly Column<Awaited>[] {
  const { t } = useTranslation()
  const now = useNow()
  return useMemo(() => {
    const meant = meantColumns<Awaited>(t)
    const next = (row: Awaited) =>
      row.hiddenUntil && Date.parse(row.hiddenUntil) > now ? clock(row.hiddenUntil) : t('awaited.now')
    return [
      { id: 'since', head: t('awaited.since'), width: 130, cell: row => since(row.since, now) },
      meant.channel,
      meant.kind,
      meant.object,
      {
        id: 'state',
        head: t('awaited.state'),
        width: 250,
        cell: row => <StateChip look={awaitedLook(row)} />,
      },
      {
        id: 'next',
        head: t('awaited.next'),
        width: 140,
        cell: row => (row.waits === 'take' ? next(row) : '–'),
      },
      { id: 'ticket', head: t('awaited.ticket'), width: 190, cell: row => row.ticket ?? '–' },
    ]
  }, [t, now])
}

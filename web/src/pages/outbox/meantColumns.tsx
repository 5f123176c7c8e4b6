import type { TFunction } from 'i18next'
import { ChannelName } from '../../ui/ChannelName.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { kindWord } from '../../words/kindWord.ts'

interface Meant {
  readonly channel: string
  readonly kind: string
  readonly name: string
}

/** The columns that say what is meant for whom: the channel, the kind of change, the object. */
export function meantColumns<T extends Meant>(
  t: TFunction,
): Readonly<Record<'channel' | 'kind' | 'object', Column<T>>> {
  return {
    channel: {
      id: 'channel',
      head: t('outbox.channel'),
      width: 150,
      cell: row => <ChannelName name={row.channel} />,
    },
    kind: { id: 'kind', head: t('outbox.kind'), width: 110, cell: row => kindWord(row.kind) },
    object: {
      id: 'object',
      head: t('outbox.object'),
      width: 140,
      grow: true,
      cell: row => <span className="strong">{row.name}</span>,
    },
  }
}

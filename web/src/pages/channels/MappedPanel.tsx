import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type MappedList, type MapRow, oursQuery } from '../../api/channels.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import type { MapsForm } from './useMaps.ts'

interface MappedPanelProps {
  readonly maps: MapsForm
  /** Carriers are mapped the other way: `CarrierMaps`. */
  readonly list: Exclude<MappedList, 'carrier'>
  readonly readOnly: boolean
  /** What is said while the channel has named nothing; without it the panel is left out then. */
  readonly none?: string
}

/** What the channel names in a list, and what of ours each is. */
export function MappedPanel({ maps, list, readOnly, none }: MappedPanelProps) {
  const { t } = useTranslation()
  const rows = maps.items.filter(row => row.list === list)
  const { data, error } = useQuery({ ...oursQuery(list), enabled: rows.length > 0 })
  const draft = maps.draft[list] ?? {}
  if (rows.length === 0 && (none === undefined || !maps.query.data)) return null
  const methods = list === 'payment_method' ? 'payment' : list === 'shipping_method' ? 'shipping' : undefined
  return (
    <Panel title={t(`channels.list_${list}`)}>
      {error ? <ErrorState error={error} /> : null}
      {data?.length === 0 && list !== 'price_type' ? (
        <Notice tone="info">
          {t('channels.noOurs')}{' '}
          {methods ? (
            <AddressLink address="/settings?view=methods">{t(`channels.toMethods_${methods}`)}</AddressLink>
          ) : null}
        </Notice>
      ) : null}
      {rows.length === 0 ? (
        <p className="offer-note text2">{none}</p>
      ) : (
        <table className="plain-table maps-table stack-table" aria-label={t(`channels.list_${list}`)}>
          <TableHead heads={[t('channels.theirs'), t('channels.ours'), { heard: t('again.state') }]} />
          <tbody>
            {rows.map(row => (
              <tr key={row.theirs} data-theirs={row.theirs}>
                <th scope="row">{row.name}</th>
                <td>
                  <NativeSelect
                    aria-label={`${t('channels.ours')}: ${row.name}`}
                    className={draft[row.theirs] === undefined ? '' : 'field-changed'}
                    disabled={readOnly}
                    value={draft[row.theirs] ?? row.ours ?? ''}
                    onChange={event => maps.set(list, row.theirs, event.currentTarget.value, row.ours)}
                    data={[
                      { value: '', label: t('channels.notMapped') },
                      ...(list === 'price_type'
                        ? [{ value: 'everyone', label: t('channels.priceOfAll') }]
                        : []),
                      ...(data ?? []).map(one => ({ value: one.id, label: one.name })),
                    ]}
                  />
                </td>
                <td>
                  <MappedChip row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

/** Whether a value of theirs is one of ours, may be one, or has to become one. */
export function MappedChip({ row }: { readonly row: MapRow }) {
  const { t } = useTranslation()
  if (row.gone)
    return (
      <Chip sign="check" tone="warn" filled>
        {t('channels.termGone')}
      </Chip>
    )
  if (row.ours !== null)
    return (
      <Chip sign="done" tone="mute">
        {t('channels.mapped')}
      </Chip>
    )
  if (row.proposal)
    return (
      <Chip sign="half" tone="info">
        {t('channels.proposal', { name: row.proposal.name })}
      </Chip>
    )
  return row.needed ? (
    <Chip sign="check" tone="warn" filled>
      {t('channels.needed')}
    </Chip>
  ) : (
    <Chip sign="empty" tone="mute">
      {t('channels.notMapped')}
    </Chip>
  )
}

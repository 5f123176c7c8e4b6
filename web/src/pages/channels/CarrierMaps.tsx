import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { oursQuery } from '../../api/channels.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { carriersMapped } from './carrierChange.ts'
import type { MapsForm } from './useMaps.ts'

/** Our carriers, and under which of the channel's each parcel is told; several of ours may be one of theirs. */
export function CarrierMaps({ maps, readOnly }: { readonly maps: MapsForm; readonly readOnly: boolean }) {
  const { t } = useTranslation()
  const rows = maps.items.filter(row => row.list === 'carrier')
  const ours = useQuery({ ...oursQuery('carrier'), enabled: rows.length > 0 })
  // A system that names no carriers is told ours as they are written.
  if (rows.length === 0) return null
  const mapped = carriersMapped(rows)
  const draft = maps.draft.carrier ?? {}
  return (
    <Panel title={t('channels.list_carrier')} about={t('channels.carriersHelp')}>
      {ours.error ? <ErrorState error={ours.error} onRetry={() => void ours.refetch()} /> : null}
      <table className="plain-table maps-table stack-table" aria-label={t('channels.list_carrier')}>
        <TableHead heads={[t('channels.ours'), t('channels.theirs'), { heard: t('again.state') }]} />
        <tbody>
          {(ours.data ?? []).map(({ id, name }) => {
            const before = mapped.get(id)
            const theirs = rows.find(row => row.theirs === before)
            const proposed = before ? undefined : rows.find(row => row.proposal?.id === id)
            return (
              <tr key={id} data-carrier={id}>
                <th scope="row">{name}</th>
                <td>
                  <NativeSelect
                    aria-label={`${t('channels.theirs')}: ${name}`}
                    className={draft[id] === undefined ? '' : 'field-changed'}
                    disabled={readOnly}
                    value={draft[id] ?? before ?? ''}
                    onChange={event => maps.set('carrier', id, event.currentTarget.value, before ?? null)}
                    data={[
                      { value: '', label: t('channels.asWritten') },
                      ...rows
                        .filter(row => !row.gone || row === theirs)
                        .map(row => ({ value: row.theirs, label: row.name })),
                    ]}
                  />
                </td>
                <td>
                  {theirs?.gone ? (
                    <Chip sign="check" tone="warn" filled>
                      {t('channels.termGone')}
                    </Chip>
                  ) : theirs ? (
                    <Chip sign="done" tone="mute">
                      {t('channels.mapped')}
                    </Chip>
                  ) : proposed ? (
                    <Chip sign="half" tone="info">
                      {t('channels.proposal', { name: proposed.name })}
                    </Chip>
                  ) : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Panel>
  )
}

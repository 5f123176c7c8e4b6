import { useTranslation } from 'react-i18next'
import { Chip } from '../../ui/Chip.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { MappedChip } from './MappedPanel.tsx'
import type { MapsForm } from './useMaps.ts'

const matchedLists = ['tax_rate', 'currency', 'language'] as const

/** Rates, currencies and languages say themselves what they are; only what is missing needs a person. */
export function MatchedPanel({ maps: { items } }: { readonly maps: MapsForm }) {
  const { t } = useTranslation()
  const lists = matchedLists.filter(list => items.some(row => row.list === list))
  if (lists.length === 0) return null
  return (
    <Panel title={lists.map(list => t(`channels.list_${list}`)).join(', ')} about={t('channels.matchedHelp')}>
      <table className="plain-table maps-table stack-table">
        <tbody>
          {lists.flatMap(list =>
            items
              .filter(row => row.list === list)
              .map(row => (
                <tr key={`${list} ${row.theirs}`}>
                  <th scope="row">{row.name}</th>
                  <td>{row.oursName ?? row.ours ?? '–'}</td>
                  <td>
                    {row.ours === null ? (
                      <Chip sign="check" tone="warn" filled={row.needed}>
                        {t('channels.notMapped')}
                      </Chip>
                    ) : (
                      <MappedChip row={row} />
                    )}
                  </td>
                </tr>
              )),
          )}
        </tbody>
      </table>
    </Panel>
  )
}

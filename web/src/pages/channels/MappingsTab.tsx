import { NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  changeMaps,
  type MappedList,
  type MapRow,
  mappedLists,
  mapsQuery,
  oursQuery,
  proposeMaps,
} from '../../api/channels.ts'
import { attributeMapsQuery } from '../../api/offers.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { AttributeMaps, lacksValue } from './AttributeMaps.tsx'
import { CategoryMaps } from './CategoryMaps.tsx'
import { useMayChange } from './mayChange.ts'
import { SaveBar } from './SaveBar.tsx'

type DraftList = MappedList | 'attribute'
type Draft = Readonly<Partial<Record<DraftList, Readonly<Record<string, string>>>>>
const matchedLists = ['tax_rate', 'currency', 'language'] as const

/** What of the shop is what of ours; equal names are proposed, a person applies them. */
export function MappingsTab({ channelId }: { readonly channelId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(mapsQuery(channelId))
  const attributes = useQuery(attributeMapsQuery(channelId))
  const mayChange = useMayChange()
  const [draft, setDraft] = useState<Draft>({})
  const refresh = () => client.invalidateQueries()
  const save = useMutation({
    mutationFn: async () => {
      for (const list of [...mappedLists, 'attribute'] as const) {
        const map = draft[list]
        if (map && Object.keys(map).length > 0) await changeMaps(channelId, list, map)
      }
    },
    onSuccess: () => setDraft({}),
    onSettled: refresh,
  })
  const propose = useMutation({ mutationFn: () => proposeMaps(channelId), onSettled: refresh })
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return null
  const { items, missing } = query.data
  const proposals = items.filter(row => row.proposal).length
  const set = (list: DraftList, theirs: string, ours: string, before: string | null) => {
    save.reset()
    const { [theirs]: _, ...rest } = draft[list] ?? {}
    setDraft({ ...draft, [list]: ours === (before ?? '') ? rest : { ...rest, [theirs]: ours } })
  }
  const changes = Object.values(draft).reduce((sum, map) => sum + Object.keys(map).length, 0)
  return (
    <>
      <div className="channel-scroll">
        {items.length === 0 && attributes.data?.items.length ? null : items.length === 0 ? (
          <EmptyState title={t('channels.mapsNone')}>{t('channels.mapsNoneHelp')}</EmptyState>
        ) : (
          <div className="maps-head">
            <Chip
              sign={missing > 0 ? 'check' : 'done'}
              tone={missing > 0 ? 'warn' : 'ok'}
              filled={missing > 0}
            >
              {missing > 0 ? t('channels.mapsMissing', { count: missing }) : t('channels.mapsComplete')}
            </Chip>
            <ReasonButton
              verb={t('channels.mapsPropose', { count: proposals })}
              loading={propose.isPending}
              reasons={proposals === 0 ? [{ reason: t('channels.mapsNoProposal') }] : mayChange}
              onClick={() => propose.mutate()}
            />
          </div>
        )}
        {save.error || propose.error ? <ErrorState error={save.error ?? propose.error} /> : null}
        {mappedLists.map(list => {
          const rows = items.filter(row => row.list === list)
          return rows.length === 0 ? null : (
            <MappedPanel
              key={list}
              list={list}
              rows={rows}
              draft={draft[list] ?? {}}
              readOnly={mayChange.length > 0}
              onSet={(row, ours) => set(list, row.theirs, ours, row.ours)}
            />
          )
        })}
        <MatchedPanel rows={items} />
        <CategoryMaps channelId={channelId} />
        {attributes.error ? <ErrorState error={attributes.error} /> : null}
        <AttributeMaps
          rows={attributes.data?.items ?? []}
          sources={attributes.data?.sources ?? []}
          draft={draft.attribute ?? {}}
          readOnly={mayChange.length > 0}
          onSet={(row, source) => set('attribute', row.theirs, source, row.source)}
        />
      </div>
      <SaveBar
        changes={changes}
        busy={save.isPending}
        onSave={() => {
          if (!Object.values(draft.attribute ?? {}).some(lacksValue)) save.mutate()
        }}
        onDiscard={() => setDraft({})}
      />
    </>
  )
}

interface MappedPanelProps {
  readonly list: MappedList
  readonly rows: readonly MapRow[]
  readonly draft: Readonly<Record<string, string>>
  readonly readOnly: boolean
  readonly onSet: (row: MapRow, ours: string) => void
}

function MappedPanel({ list, rows, draft, readOnly, onSet }: MappedPanelProps) {
  const { t } = useTranslation()
  const { data, error } = useQuery(oursQuery(list))
  return (
    <Panel title={t(`channels.list_${list}`)}>
      {error ? <ErrorState error={error} /> : null}
      {data?.length === 0 && list !== 'price_type' ? (
        <Notice tone="info">{t('channels.noOurs')}</Notice>
      ) : null}
      <table className="plain-table maps-table">
        <TableHead heads={[t('channels.theirs'), t('channels.ours'), { heard: t('again.state') }]} />
        <tbody>
          {rows.map(row => (
            <tr key={row.theirs}>
              <th scope="row">{row.name}</th>
              <td>
                <NativeSelect
                  aria-label={`${t('channels.ours')}: ${row.name}`}
                  className={draft[row.theirs] === undefined ? '' : 'field-changed'}
                  disabled={readOnly}
                  value={draft[row.theirs] ?? row.ours ?? ''}
                  onChange={event => onSet(row, event.currentTarget.value)}
                  data={[
                    { value: '', label: t('channels.notMapped') },
                    ...(list === 'price_type'
                      ? [{ value: 'everyone', label: t('channels.priceOfAll') }]
                      : []),
                    ...(data ?? []).map(one => ({ value: one.id, label: one.name })),
                    // Several carriers of ours that are one of theirs.
                    ...(row.ours?.includes(',')
                      ? [{ value: row.ours, label: row.oursName ?? row.ours }]
                      : []),
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
    </Panel>
  )
}

/** Rates, currencies and languages say themselves what they are; only what is missing needs a person. */
function MatchedPanel({ rows }: { readonly rows: readonly MapRow[] }) {
  const { t } = useTranslation()
  const lists = matchedLists.filter(list => rows.some(row => row.list === list))
  if (lists.length === 0) return null
  return (
    <Panel title={lists.map(list => t(`channels.list_${list}`)).join(', ')} about={t('channels.matchedHelp')}>
      <table className="plain-table maps-table">
        <tbody>
          {lists.flatMap(list =>
            rows
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

/** Whether a value of theirs is one of ours, may be one, or has to become one. */
function MappedChip({ row }: { readonly row: MapRow }) {
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

import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { adoptObjects, type FirstRun, type FoundObject, foundObjectsQuery } from '../../api/beginnings.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { count } from '../../words/format.ts'
import { useMayChange } from './mayChange.ts'

/** What the shop has and a person has to decide: all clear ones at once, the others one by one. */
export function FoundObjects({ run }: { readonly run: FirstRun }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useInfiniteQuery(foundObjectsQuery(run.id))
  const mayChange = useMayChange()
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  const adopt = useMutation({
    mutationFn: (wish: Parameters<typeof adoptObjects>[1]) => adoptObjects(run.id, wish),
    onSettled: () => client.invalidateQueries(),
  })
  const rows = query.data?.pages.flatMap(page => page.items) ?? []
  const total = query.data?.pages[0]?.count ?? 0
  const clear = run.kinds.reduce((sum, kind) => sum + kind.matched, 0)
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (rows.length === 0) return null
  return (
    <>
      {adopt.error ? <ErrorState error={adopt.error} /> : null}
      {clear > 0 ? (
        <div>
          <ReasonButton
            verb={t('beginnings.adoptAll', { count: clear })}
            variant="light"
            loading={adopt.isPending}
            reasons={mayChange}
            onClick={() => adopt.mutate({ all: true })}
          />
        </div>
      ) : null}
      <table className="plain-table" aria-label={t('beginnings.undecided')}>
        <TableHead heads={[t('beginnings.theirs'), t('beginnings.ours'), { heard: t('platforms.action') }]} />
        <tbody>
          {rows.map(row => (
            <ObjectRow
              key={row.id}
              row={row}
              chosen={chosen[row.id] ?? row.objectId ?? ''}
              busy={adopt.isPending}
              onChoose={ours => setChosen({ ...chosen, [row.id]: ours })}
              onLink={ours => adopt.mutate({ kind: adoptable(row), pair: { [row.theirs]: ours } })}
              onLeave={() => adopt.mutate({ kind: adoptable(row), leave: [row.theirs] })}
            />
          ))}
        </tbody>
      </table>
      <div className="status-line">
        {t('again.shown', { n: count(rows.length), total: count(total) })}
        {query.hasNextPage ? (
          <Button variant="transparent" className="link-button" onClick={() => void query.fetchNextPage()}>
            {t('again.more')}
          </Button>
        ) : null}
      </div>
    </>
  )
}

// Nothing else can be one of ours already.
function adoptable({ kind }: FoundObject): 'category' | 'item' {
  return kind === 'category' ? kind : 'item'
}

interface ObjectRowProps {
  readonly row: FoundObject
  readonly chosen: string
  readonly busy: boolean
  readonly onChoose: (ours: string) => void
  readonly onLink: (ours: string) => void
  readonly onLeave: () => void
}

function ObjectRow({ row, chosen, busy, onChoose, onLink, onLeave }: ObjectRowProps) {
  const { t } = useTranslation()
  const mayChange = useMayChange()
  const name = [row.number, row.name].filter(Boolean).join(' ')
  return (
    <tr data-theirs={row.theirs}>
      <th scope="row">
        <span className="two-lines">
          <span>{name}</span>
          <span>{[t(`beginnings.kind_${row.kind}`), row.gtin].filter(Boolean).join(' · ')}</span>
        </span>
      </th>
      <td>
        <NativeSelect
          aria-label={t('beginnings.oursOf', { name })}
          value={chosen}
          onChange={event => onChoose(event.currentTarget.value)}
          data={[
            { value: '', label: t('beginnings.choose') },
            ...row.candidates.map(one => ({
              value: one.objectId,
              label: `${one.number} ${one.name}${one.taken ? ` (${t('beginnings.taken')})` : ''}`,
              disabled: one.taken,
            })),
          ]}
        />
      </td>
      <td>
        <span className="channel-buttons">
          <ReasonButton
            verb={t('beginnings.link')}
            aria-label={`${t('beginnings.link')}: ${name}`}
            loading={busy}
            reasons={chosen === '' ? [{ reason: t('beginnings.choose') }] : mayChange}
            onClick={() => onLink(chosen)}
          />
          <ReasonButton
            verb={t('beginnings.leave')}
            aria-label={`${t('beginnings.leave')}: ${name}`}
            loading={busy}
            reasons={mayChange}
            onClick={onLeave}
          />
        </span>
      </td>
    </tr>
  )
}

import './offers.css'
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type CategoryMap,
  categoryMapsQuery,
  changeCategoryMaps,
  theirCategoriesQuery,
} from '../../api/offers.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { untick } from '../../ui/untick.ts'
import { ChooseCategory } from './ChooseCategory.tsx'
import { useMayChange } from './mayChange.ts'
import { useProposals } from './useProposals.ts'

/** So many rows a browser shows at once; of more a person searches. */
const most = 300

/** Our categories with the category of the channel that each is; one or many are mapped at once. */
export function CategoryMaps({ channelId }: { readonly channelId: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  const roots = useQuery(theirCategoriesQuery(channelId, '', ''))
  const query = useQuery(categoryMapsQuery(channelId))
  const [text, setText] = useState('')
  const [onlyOpen, setOnlyOpen] = useState(false)
  const { selected, setSelected, toggle, take } = useProposals(channelId, 'category')
  const [choosing, setChoosing] = useState<readonly string[]>()
  const save = useMutation({
    mutationFn: (map: Readonly<Record<string, string>>) => changeCategoryMaps(channelId, map),
    onSuccess: (_, map) => setSelected(now => untick(now, Object.keys(map))),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels', channelId] }),
  })
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const { items = [], missing = 0 } = query.data ?? {}
  // A system that names no categories takes ours as they are.
  if (!roots.data?.length && items.every(row => row.theirs === null)) return null
  const wanted = text.trim().toLowerCase()
  const found = items.filter(
    row =>
      (!onlyOpen || row.theirs === null || row.problem !== null) &&
      row.path.join(' / ').toLowerCase().includes(wanted),
  )
  const shown = found.slice(0, most)
  const proposed = items.flatMap(({ categoryId, proposal }) => (proposal ? [categoryId] : []))
  const ticked = proposed.filter(id => selected.has(id))
  // Who ticks some means those; nothing of what is proposed is ticked: all of it.
  const proposals = ticked.length > 0 ? ticked : proposed
  const error = save.error ?? take.error
  return (
    <Panel title={t('offers.categories')} about={t('offers.categoriesHelp')}>
      {error ? <ErrorState error={error} /> : null}
      <div className="offer-head">
        <TextInput
          aria-label={t('offers.find')}
          placeholder={t('offers.find')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Checkbox
          label={t('offers.onlyOpen')}
          checked={onlyOpen}
          onChange={event => setOnlyOpen(event.currentTarget.checked)}
        />
        <Chip sign={missing > 0 ? 'empty' : 'done'} tone={missing > 0 ? 'mute' : 'ok'}>
          {missing > 0 ? t('offers.missingCount', { count: missing }) : t('offers.allMapped')}
        </Chip>
        <span className="offer-acts">
          <ReasonButton
            verb={t('offers.propose', { count: proposals.length })}
            loading={take.isPending}
            reasons={proposals.length === 0 ? [{ reason: t('offers.noProposal') }] : mayChange}
            onClick={() => take.mutate(proposals)}
          />
          <ReasonButton
            verb={t('offers.mapSelected', { count: selected.size })}
            reasons={selected.size === 0 ? [{ reason: t('offers.noneSelected') }] : mayChange}
            onClick={() => setChoosing([...selected])}
          />
        </span>
      </div>
      <table className="plain-table offer-table stack-table" aria-label={t('offers.categories')}>
        <thead>
          <tr>
            <th scope="col">
              <Checkbox
                aria-label={t('offers.selectAll')}
                disabled={mayChange.length > 0}
                checked={shown.length > 0 && shown.every(row => selected.has(row.categoryId))}
                onChange={event =>
                  toggle(
                    shown.map(row => row.categoryId),
                    event.currentTarget.checked,
                  )
                }
              />
            </th>
            <th scope="col">{t('offers.ours')}</th>
            <th scope="col">{t('offers.theirs')}</th>
            <th scope="col">
              <span className="heard-only">{t('again.state')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(row => (
            <CategoryRow
              key={row.categoryId}
              row={row}
              selected={selected.has(row.categoryId)}
              readOnly={mayChange.length > 0}
              onSelect={on => toggle([row.categoryId], on)}
              onMap={() => setChoosing([row.categoryId])}
              onUnmap={() => save.mutate({ [row.categoryId]: '' })}
            />
          ))}
        </tbody>
      </table>
      {found.length > shown.length ? (
        <p className="offer-note text2">{t('offers.shownOf', { n: shown.length, all: found.length })}</p>
      ) : null}
      {shown.length === 0 ? <p className="offer-note text2">{t('offers.noneFound')}</p> : null}
      {choosing ? (
        <ChooseCategory
          channelId={channelId}
          onClose={() => setChoosing(undefined)}
          onChoose={one => {
            save.mutate(Object.fromEntries(choosing.map(id => [id, one.theirs])))
            setChoosing(undefined)
          }}
        />
      ) : null}
    </Panel>
  )
}

interface CategoryRowProps {
  readonly row: CategoryMap
  readonly selected: boolean
  readonly readOnly: boolean
  readonly onSelect: (on: boolean) => void
  readonly onMap: () => void
  readonly onUnmap: () => void
}

function CategoryRow({ row, selected, readOnly, onSelect, onMap, onUnmap }: CategoryRowProps) {
  const { t } = useTranslation()
  const name = row.path.at(-1) ?? ''
  return (
    <tr data-category={row.categoryId}>
      <td>
        <Checkbox
          aria-label={t('offers.select', { name })}
          disabled={readOnly}
          checked={selected}
          onChange={event => onSelect(event.currentTarget.checked)}
        />
      </td>
      <th scope="row" className="offer-words">
        <span className="text2">
          {row.path
            .slice(0, -1)
            .map(one => `${one} / `)
            .join('')}
        </span>
        {name}
      </th>
      <td className="offer-words">
        <Theirs row={row} />
      </td>
      <td>
        {readOnly ? null : (
          <span className="offer-acts">
            {row.from === 'own' ? (
              <Button size="compact-sm" aria-label={t('offers.unmapOf', { name })} onClick={onUnmap}>
                {t('offers.unmap')}
              </Button>
            ) : null}
            <Button size="compact-sm" aria-label={t('offers.mapOne', { name })} onClick={onMap}>
              {t('offers.map')}
            </Button>
          </span>
        )}
      </td>
    </tr>
  )
}

function Theirs({ row: { theirs, theirsPath, from, problem, proposal } }: { readonly row: CategoryMap }) {
  const { t } = useTranslation()
  if (theirs === null)
    return proposal ? (
      <Chip sign="half" tone="info">
        {t('offers.proposal', { path: proposal.path.join(' / ') })}
      </Chip>
    ) : (
      <Chip sign="empty" tone="mute">
        {t('offers.notMapped')}
      </Chip>
    )
  const path = theirsPath.length > 0 ? theirsPath.join(' / ') : theirs
  return (
    <>
      <span className={from === 'above' ? 'text2' : undefined}>
        {from === 'above' ? t('offers.fromAbove', { path }) : path}
      </span>{' '}
      {problem ? (
        <Chip sign="failed" tone="bad" filled={from === 'own'}>
          {t(problem === 'gone' ? 'offers.isGone' : 'offers.isClosed')}
        </Chip>
      ) : null}
    </>
  )
}

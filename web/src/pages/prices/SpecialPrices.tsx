import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { platformsQuery } from '../../api/platforms.ts'
import {
  type SpecialPrice,
  type SpecialTime,
  specialCountQuery,
  specialPricesQuery,
  specialTimes,
} from '../../api/prices.ts'
import { useRight } from '../../shell/rights.ts'
import type { PricesSearch } from '../../shell/router.tsx'
import { EmptyState, Notice } from '../../ui/EmptyState.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { ChoiceTag, FilterTag, Toolbar } from '../../ui/Toolbar.tsx'
import { useRows } from '../../ui/useRows.ts'
import { count } from '../../words/format.ts'
import { RemoveDialog } from './RemoveDialog.tsx'
import { SpecialDialog } from './SpecialDialog.tsx'
import { useSpecialColumns } from './specialColumns.tsx'

/** The special prices of all items: those that run, those to come, and those that are over. */
export function SpecialPrices() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/prices' })
  const go = useNavigate({ from: '/prices' })
  const change = (next: { [Name in keyof PricesSearch]: PricesSearch[Name] | undefined }) =>
    void go({ search: old => ({ ...old, ...(next as PricesSearch) }), replace: true })
  const when = specialTimes.find(one => one === search.when) ?? 'running'
  const query = useInfiniteQuery(specialPricesQuery({ when, channel: search.channel }))
  const platforms = useQuery(platformsQuery)
  const rows = useRows(query.data)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [editing, setEditing] = useState<SpecialPrice | 'new'>()
  const [removing, setRemoving] = useState(false)
  const [said, setSaid] = useState<string>()
  const columns = useSpecialColumns(true)
  const current = rows.find(row => row.id === search.row)
  const chosen = rows.filter(row => ticked.has(row.id))
  const may = useRight('items.write')
  const rights = may ? [] : [{ reason: t('common.needsRight', { right: 'items.write' }) }]
  const one = chosen.length === 1 ? chosen[0] : chosen.length === 0 ? current : undefined
  const done = (sentence: string) => {
    setEditing(undefined)
    setRemoving(false)
    setTicked(new Set())
    setSaid(sentence)
  }
  return (
    <div className="split-list split-whole">
      <Toolbar label={t('orders.filters')}>
        {specialTimes.map(time => (
          <TimeTag key={time} when={time} active={when === time} onClick={() => change({ when: time })} />
        ))}
        <ChoiceTag
          label={t('prices.channel')}
          value={search.channel ?? ''}
          choices={(platforms.data?.items ?? []).map(one => ({ value: one.channelId, label: one.channel }))}
          onChange={channel => change({ channel: channel || undefined })}
        />
      </Toolbar>
      {said ? (
        <div className="said">
          <Notice tone="ok">{said}</Notice>
        </div>
      ) : null}
      <ListTable
        label={t('prices.view_special')}
        columns={columns}
        query={query}
        rows={rows}
        rowId={row => row.id}
        rowName={row => row.itemNumber}
        current={current?.id}
        onCurrent={row => change({ row })}
        onOpen={row => may && setEditing(row)}
        selected={ticked}
        onSelect={setTicked}
        empty={<EmptyState title={t('prices.none')}>{t('prices.noneHelp')}</EmptyState>}
      />
      <SelectionLine selected={chosen.length} shown={rows.length} total={query.data?.pages[0]}>
        <ReasonButton
          verb={t('prices.remove')}
          label={chosen.length > 0 ? t('prices.removeMany', { n: count(chosen.length) }) : t('prices.remove')}
          reasons={[...rights, ...(chosen.length === 0 ? [{ reason: t('prices.nothingChosen') }] : [])]}
          onClick={() => setRemoving(true)}
        />
        <ReasonButton
          verb={t('prices.openVerb')}
          label={t('prices.open')}
          reasons={[...rights, ...(one ? [] : [{ reason: t('prices.chooseOne') }])]}
          onClick={() => setEditing(one)}
        />
        <ReasonButton
          verb={t('prices.newSpecialTitle')}
          label={t('prices.newSpecial')}
          variant="filled"
          reasons={rights}
          onClick={() => setEditing('new')}
        />
      </SelectionLine>
      {editing ? (
        <SpecialDialog
          special={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onDone={done}
        />
      ) : null}
      {removing ? <RemoveDialog chosen={chosen} onClose={() => setRemoving(false)} onDone={done} /> : null}
    </div>
  )
}

interface TimeTagProps {
  readonly when: SpecialTime
  readonly active: boolean
  readonly onClick: () => void
}

function TimeTag({ when, active, onClick }: TimeTagProps) {
  const { t } = useTranslation()
  const { data } = useQuery(specialCountQuery(when))
  return (
    <FilterTag
      label={t(`prices.${when}`)}
      count={data ? count(data.count, data.countCapped) : undefined}
      active={active}
      onClick={onClick}
    />
  )
}

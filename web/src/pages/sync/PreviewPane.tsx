import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type PreviewAction,
  type PreviewRow,
  previewActions,
  previewQuery,
  type Run,
} from '../../api/runs.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip, type Sign, type Tone } from '../../ui/Chip.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { FilterTag } from '../../ui/Toolbar.tsx'
import { count } from '../../words/format.ts'
import { kindWord } from '../../words/kindWord.ts'
import { valueText } from '../outbox/shownFields.ts'

const looks: Readonly<Record<PreviewAction, readonly [Sign, Tone]>> = {
  new: ['empty', 'ok'],
  changed: ['half', 'info'],
  again: ['left', 'mute'],
  removed: ['failed', 'bad'],
  held: ['held', 'hold'],
  refused: ['check', 'warn'],
  waits: ['waiting', 'mute'],
}
/** So many fields of an object are shown in its row. */
const mostFields = 3

/** What a dry run found: how much of which, and each object with its fields, old → new. */
export function PreviewPane({ run }: { readonly run: Run }) {
  const { t } = useTranslation()
  const [action, setAction] = useState<PreviewAction>()
  const over = run.endedAt !== null
  const query = useInfiniteQuery({ ...previewQuery(run.id, action), enabled: over })
  const { preview } = run
  if (!preview) return null
  const rows = query.data?.pages.flatMap(page => page.items) ?? []
  const counts = previewActions.filter(one => (preview.counts[one] ?? 0) > 0)
  return (
    <section className="preview" aria-labelledby="preview">
      <div className="figures-head">
        <h3 id="preview">{t('sync.previewTitle')}</h3>
        <span className="text2">
          {over ? t('sync.previewAbout', { count: preview.total }) : t('sync.previewWorks')}
        </span>
      </div>
      {over && preview.total === 0 ? (
        <div className="sync-messages">
          <Notice tone="ok">{t('sync.previewNothing')}</Notice>
        </div>
      ) : null}
      {counts.length === 0 ? null : (
        <div className="preview-filters">
          <FilterTag
            label={t('inbox.all')}
            count={count(preview.total)}
            active={action === undefined}
            onClick={() => setAction(undefined)}
          />
          {counts.map(one => (
            <FilterTag
              key={one}
              label={t(`sync.act_${one}`)}
              count={count(preview.counts[one] ?? 0)}
              active={action === one}
              onClick={() => setAction(one)}
            />
          ))}
        </div>
      )}
      {query.error ? <ErrorState error={query.error} /> : null}
      {rows.length === 0 ? null : (
        <table className="plain-table preview-table">
          <TableHead
            heads={[
              t('sync.previewObject'),
              t('outbox.channel'),
              t('sync.previewAction'),
              t('sync.previewChanges'),
            ]}
          />
          <tbody>
            {rows.map(row => (
              <ObjectRow key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage ? (
        <div className="preview-more">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('sync.previewMore')}
          </Button>
        </div>
      ) : null}
      {preview.kept < preview.total ? (
        <p className="sync-adds">{t('sync.previewKept', { n: count(preview.kept) })}</p>
      ) : null}
    </section>
  )
}

function ObjectRow({ row }: { readonly row: PreviewRow }) {
  const { t } = useTranslation()
  const [sign, tone] = looks[row.action]
  const shown = row.changes.slice(0, mostFields)
  const rest = row.changes.length - shown.length
  return (
    <tr data-action={row.action}>
      <th scope="row">
        <span className="two-lines">
          <span>{row.name}</span>
          <span>{kindWord(row.kind)}</span>
        </span>
      </th>
      <td>
        <ChannelName name={row.channel} />
      </td>
      <td>
        <Chip sign={sign} tone={tone}>
          {t(`sync.act_${row.action}`)}
        </Chip>
      </td>
      <td className="preview-changes">
        {row.reason ? <span>{row.reason}</span> : null}
        {shown.map(({ aspect, field, before, after }) => (
          <span key={`${aspect} ${field}`} title={`${valueText(before)} → ${valueText(after)}`}>
            <span className="text2">{`${field}: ${valueText(before)} → `}</span>
            <strong>{valueText(after)}</strong>
          </span>
        ))}
        {rest > 0 ? <span className="text2">{`+ ${count(rest)}`}</span> : null}
      </td>
    </tr>
  )
}

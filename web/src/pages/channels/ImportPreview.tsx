import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AgainWish, Events, Preview, PreviewRow } from '../../api/again.ts'
import { isProblem } from '../../api/problem.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { writtenDay } from '../../ui/localDay.ts'
import { Panel } from '../../ui/Panel.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { amount, clock, count, money, shortDate } from '../../words/format.ts'

const figures = ['found', 'new', 'changed', 'here', 'pending', 'leftOut', 'parked'] as const
const firstRows = 6

/** The sums of several previews; they add up as each of them does. */
export function sumOf(previews: readonly Preview[]): Record<(typeof figures)[number], number> {
  const sum = { found: 0, new: 0, changed: 0, here: 0, pending: 0, leftOut: 0, parked: 0 }
  for (const preview of previews) for (const name of figures) sum[name] += preview[name]
  return sum
}

interface ImportPreviewProps {
  readonly events: Events
  readonly wishes: readonly AgainWish[]
  readonly previews: readonly Preview[] | undefined
  readonly old: boolean
  /** What looking does. */
  readonly help: string
  readonly busy: boolean
  readonly error: unknown
  readonly reasons: readonly Reason[]
  readonly onLook: () => void
}

/** What would come, before it is fetched: six figures that add up, and the list. */
export function ImportPreview(props: ImportPreviewProps) {
  const { events, help, wishes, previews, old, busy, error, reasons, onLook } = props
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const rows = previews?.flatMap(one => one.rows) ?? []
  const first = previews?.[0]
  const sums = sumOf(previews ?? [])
  const shown = all ? rows : rows.slice(0, firstRows)
  const what = wishes.map(({ from, events: kinds }) => {
    const names = kinds.map(kind => events.items.find(one => one.kind === kind)?.label ?? kind)
    const meant = names.length > 2 ? t('again.events_n', { n: names.length }) : names.join(', ')
    return `${meant} ${t('again.fromOn', { from: spoken(from) })}`
  })
  return (
    <Panel
      title={t('again.previewTitle')}
      about={what.length > 0 ? t('again.previewOf', { list: what.join('; ') }) : help}
      className="preview"
      aside={
        first ? (
          <Chip sign={old ? 'check' : 'done'} tone={old ? 'warn' : 'mute'}>
            {t('again.readAt', { at: clock(first.at) })}
          </Chip>
        ) : undefined
      }
    >
      {isProblem(error, 'PREVIEW_NOT_OFFERED') ? (
        <Notice tone="info">{error.details.detail}</Notice>
      ) : error ? (
        <ErrorState error={error} />
      ) : null}
      {previews ? (
        <>
          <dl className="preview-figures">
            {figures
              .filter(name => name !== 'leftOut' || sums.leftOut > 0)
              .map(name => (
                <div key={name} data-figure={name} className={`preview-${name}`}>
                  <dd>{count(sums[name])}</dd>
                  <dt>{t(`again.${name}`)}</dt>
                </div>
              ))}
          </dl>
          {previews.some(one => one.capped) ? <Notice tone="info">{t('again.capped')}</Notice> : null}
          {rows.length === 0 ? (
            <p className="preview-none text2">{t('again.nothingFound')}</p>
          ) : (
            <PreviewTable rows={shown} />
          )}
        </>
      ) : null}
      <div className="status-line">
        {rows.length > 0 ? (
          <span>{t('again.shown', { n: count(shown.length), total: count(sums.found) })}</span>
        ) : null}
        {rows.length > shown.length ? (
          <Button variant="transparent" className="link-button" onClick={() => setAll(true)}>
            {t('again.viewAll')}
          </Button>
        ) : null}
        <span className="toolbar-end">
          <ReasonButton
            verb={previews ? t('again.renew') : t('again.preview')}
            label={busy ? t('again.previewing') : undefined}
            leftSection={<Icon name="sync" size={14} />}
            loading={busy}
            reasons={reasons}
            onClick={onLook}
          />
        </span>
      </div>
    </Panel>
  )
}

function PreviewTable({ rows }: { readonly rows: readonly PreviewRow[] }) {
  const { t } = useTranslation()
  const currencies = new Set(rows.flatMap(row => (row.currency ? [row.currency] : [])))
  const [currency] = currencies.size === 1 ? currencies : []
  return (
    <table className="plain-table">
      <TableHead
        heads={[
          t('again.number'),
          t('again.placed'),
          t('again.customer'),
          { right: `${t('again.gross')} ${currency}` },
          t('again.wouldBe'),
        ]}
      />
      <tbody>
        {rows.map(row => (
          <tr key={`${row.kind} ${row.externalId}`}>
            <th scope="row">{row.externalNumber ?? row.externalId}</th>
            <td>{shortDate(row.placedAt)}</td>
            <td>{row.customer ?? '–'}</td>
            <td className="cell-right">
              {currency || !row.currency ? amount(row.totalGross) : money(row.totalGross, row.currency)}
            </td>
            <td>
              <Did row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const looks = {
  new: ['full', 'ok', 'new'],
  changed: ['half', 'info', 'changed'],
  here: ['done', 'mute', 'here'],
  pending: ['waiting', 'pend', 'pending'],
  left_out: ['left', 'mute', 'leftOut'],
  parked: ['check', 'warn', 'parked'],
} as const

function Did({ row }: { readonly row: PreviewRow }) {
  const { t } = useTranslation()
  const [sign, tone, word] = looks[row.did]
  return (
    <Chip sign={sign} tone={tone}>
      {row.reason ?? t(`again.${word}`)}
    </Chip>
  )
}

/** A local time of the connection as people write it; it is no instant of the browser. */
function spoken(from: string): string {
  const [date = '', time = ''] = from.split('T')
  return `${writtenDay(date)} ${time}`
}

import { TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type NumberRange, numberRangesQuery, setNumberRange } from '../../api/settings.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'

/** The numbers that people read, and what the next one of each will be. */
export function NumberRanges() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(numberRangesQuery)
  const lacking = useMissingRight('company.write')
  const [editing, setEditing] = useState<NumberRange>()
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <Panel title={t('settings.view_numbers')}>
      <table className="plain-table settings-table" aria-label={t('settings.view_numbers')}>
        <TableHead
          heads={[
            t('settings.kind'),
            t('settings.prefix'),
            { right: t('settings.nextNumber') },
            t('settings.suffix'),
            t('settings.example'),
            { heard: t('settings.change') },
          ]}
        />
        <tbody>
          {(data ?? []).map(range => (
            <tr key={range.kind}>
              <th scope="row">{t(`settings.kind_${range.kind}`)}</th>
              <td>{range.prefix || '–'}</td>
              <td className="cell-right">{range.next}</td>
              <td>{range.suffix || '–'}</td>
              <td className="strong">{range.example}</td>
              <td className="cell-right">
                <ReasonButton
                  verb={t('settings.change')}
                  aria-label={`${t('settings.change')} ${t(`settings.kind_${range.kind}`)}`}
                  reasons={lacking}
                  onClick={() => setEditing(range)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="settings-note text2">{t('settings.rangeHelp')}</p>
      {editing ? <RangeDialog range={editing} onClose={() => setEditing(undefined)} /> : null}
    </Panel>
  )
}

function RangeDialog({ range, onClose }: { readonly range: NumberRange; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [prefix, setPrefix] = useState(range.prefix)
  const [suffix, setSuffix] = useState(range.suffix)
  const [next, setNext] = useState(range.next)
  const save = useMutation({
    mutationFn: () =>
      setNumberRange(range.kind, { prefix: prefix.trim(), suffix: suffix.trim(), next: next.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['settings'] })
      onClose()
    },
  })
  const isNumber = /^[1-9]\d{0,14}$/.test(next.trim())
  const reasons = [
    ...(isNumber ? [] : [{ reason: t('settings.numberWrong') }]),
    ...(isNumber && BigInt(next.trim()) < BigInt(range.next)
      ? [{ reason: t('settings.lower', { n: range.next }) }]
      : []),
    ...([prefix, suffix].every(frame => /^[\p{L}\p{N} ._/<>#-]*$/u.test(frame))
      ? []
      : [{ reason: t('settings.frameWrong') }]),
  ]
  return (
    <FormDialog
      title={t('settings.rangeTitle', { kind: t(`settings.kind_${range.kind}`) })}
      error={save.error}
      verb={t('common.save')}
      reasons={reasons}
      busy={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <div className="settings-three">
        <TextInput
          label={t('settings.prefix')}
          value={prefix}
          maxLength={30}
          autoComplete="off"
          onChange={event => setPrefix(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={t('settings.nextNumber')}
          value={next}
          inputMode="numeric"
          autoComplete="off"
          onChange={event => setNext(event.currentTarget.value)}
        />
        <TextInput
          label={t('settings.suffix')}
          value={suffix}
          maxLength={30}
          autoComplete="off"
          onChange={event => setSuffix(event.currentTarget.value)}
        />
      </div>
      <p className="text2">{t('settings.rangeHelp')}</p>
    </FormDialog>
  )
}

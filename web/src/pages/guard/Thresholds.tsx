import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type GuardSettings, guardSettingsQuery, setGuard, thresholds } from '../../api/guard.ts'
import { platformsQuery } from '../../api/platforms.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'

interface ThresholdsProps {
  readonly channelId: string | undefined
  readonly onClose: () => void
  readonly onSaved: (channel: string) => void
}

/** From when on the guard stops what a channel would be told. */
export function Thresholds({ channelId, onClose, onSaved }: ThresholdsProps) {
  const { t } = useTranslation()
  const platforms = useQuery(platformsQuery)
  const channels = platforms.data?.items ?? []
  const [chosen, setChosen] = useState(channelId)
  const current = chosen ?? channels[0]?.channelId
  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={t('guard.settingsTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="form">
        <NativeSelect
          label={t('guard.channel')}
          value={current ?? ''}
          data={channels.map(one => ({ value: one.channelId, label: one.channel }))}
          onChange={event => setChosen(event.currentTarget.value)}
          data-autofocus
        />
        {current === undefined ? null : (
          <Fields
            key={current}
            channelId={current}
            onClose={onClose}
            onSaved={() => onSaved(channels.find(one => one.channelId === current)?.channel ?? '')}
          />
        )}
      </div>
    </Modal>
  )
}

function Fields(props: {
  readonly channelId: string
  readonly onClose: () => void
  readonly onSaved: () => void
}) {
  const { channelId, onClose, onSaved } = props
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data, error } = useQuery(guardSettingsQuery(channelId))
  const lacking = useMissingRight('guard.release')
  const [typed, setTyped] = useState<Partial<Record<keyof GuardSettings, string>>>({})
  const save = useMutation({
    mutationFn: (change: Partial<GuardSettings>) => setGuard(channelId, change),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['guard'] })
      onSaved()
    },
  })
  if (error) return <ErrorState error={error} />
  if (!data) return null
  const read = (text: string) =>
    /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.replace(',', '.')) : undefined
  const given = Object.entries(typed).map(([name, text]) => [name, read(text)] as const)
  const wrong = given.some(([, value]) => value === undefined)
  const reasons = [...lacking, ...(wrong ? [{ reason: t('guard.numberWanted') }] : [])]
  return (
    <>
      {save.error ? <ErrorState error={save.error} /> : null}
      {thresholds.map(name => {
        const text = typed[name] ?? String(data[name])
        return (
          <TextInput
            key={name}
            label={t(`guard.${name}`)}
            description={t(`guard.${name}Help`)}
            value={text}
            inputMode="decimal"
            readOnly={lacking.length > 0}
            error={read(text) === undefined ? t('guard.numberWanted') : undefined}
            onChange={event => setTyped({ ...typed, [name]: event.currentTarget.value })}
          />
        )
      })}
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <ReasonButton
          verb={t('common.save')}
          variant="filled"
          loading={save.isPending}
          reasons={reasons}
          onClick={() => save.mutate(Object.fromEntries(given))}
        />
      </div>
    </>
  )
}

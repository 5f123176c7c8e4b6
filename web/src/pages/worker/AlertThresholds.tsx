import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type AlertThreshold,
  alertSettingsQuery,
  changeAlertSettings,
  thresholdsOf,
} from '../../api/health.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { count } from '../../words/format.ts'

interface AlertThresholdsProps {
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** From when on something is a disturbance, and when people are told of it. */
export function AlertThresholds({ onClose, onSaved }: AlertThresholdsProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(alertSettingsQuery)
  const lacking = useMissingRight('worker.write')
  const [typed, setTyped] = useState<Partial<Record<AlertThreshold, string>>>({})
  const save = useMutation({
    mutationFn: changeAlertSettings,
    onSuccess: async () => {
      await client.invalidateQueries()
      onSaved()
    },
  })
  const read = (text: string) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined)
  const wrong = Object.values(typed).some(text => read(text) === undefined)
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={t('health.thresholdsTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="form">
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        {save.error ? <ErrorState error={save.error} /> : null}
        {data ? (
          <div className="threshold-fields">
            {thresholdsOf(data).map((name, at) => {
              const text = typed[name] ?? String(data[name])
              return (
                <TextInput
                  key={name}
                  label={t(`health.${name}`)}
                  description={t('health.usual', { n: count(data.usual[name]) })}
                  className={typed[name] === undefined ? '' : 'field-changed'}
                  value={text}
                  inputMode="numeric"
                  readOnly={lacking.length > 0}
                  error={read(text) === undefined ? t('health.wholeNumber') : undefined}
                  onChange={event => setTyped({ ...typed, [name]: event.currentTarget.value })}
                  {...(at === 0 ? { 'data-autofocus': true } : {})}
                />
              )
            })}
          </div>
        ) : null}
        <div className="dialog-foot">
          {data && data.own.length > 0 ? (
            <ReasonButton
              verb={t('health.usualAgain')}
              className="dialog-left"
              reasons={lacking}
              onClick={() => save.mutate({ usual: data.own })}
            />
          ) : null}
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <ReasonButton
            verb={t('common.save')}
            variant="filled"
            loading={save.isPending}
            reasons={[...lacking, ...(wrong ? [{ reason: t('health.wholeNumber') }] : [])]}
            onClick={() =>
              save.mutate(Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, read(text)])))
            }
          />
        </div>
      </div>
    </Modal>
  )
}

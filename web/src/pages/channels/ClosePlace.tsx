import { Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { closePlace } from '../../api/called.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import type { Entry } from './entries.ts'

interface ClosePlaceProps {
  readonly entry: Entry
  /** It is cut off already, and can only be cut off for good. */
  readonly onlyForGood: boolean
  readonly onClose: () => void
}

/** Asks before the account of a channel is cut off: what it means, why, and whether for good. */
export function ClosePlace({ entry, onlyForGood, onClose }: ClosePlaceProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [forGood, setForGood] = useState(onlyForGood)
  const close = useMutation({
    mutationFn: () => closePlace(entry.id, { reason, forGood }),
    onSuccess: async () => {
      await client.invalidateQueries()
      onClose()
    },
  })
  return (
    <FormDialog
      title={t('called.closeTitle', { name: entry.name })}
      size={520}
      error={close.error}
      verb={forGood ? t('called.forGood') : t('called.closeVerb')}
      busy={close.isPending}
      careful
      onSubmit={() => close.mutate()}
      onClose={onClose}
    >
      <ul className="called-means">
        <li>{t('called.closeMeans1')}</li>
        <li>{t('called.closeMeans2')}</li>
        <li>{t('called.closeMeans3')}</li>
      </ul>
      <TextInput
        label={t('called.closeReason')}
        value={reason}
        maxLength={250}
        onChange={event => setReason(event.currentTarget.value)}
      />
      <Checkbox
        label={t('called.forGood')}
        description={t('called.forGoodHelp')}
        checked={forGood}
        disabled={onlyForGood}
        onChange={event => setForGood(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}

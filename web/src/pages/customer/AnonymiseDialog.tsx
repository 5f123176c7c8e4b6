import { Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { anonymise, type CustomerDetail } from '../../api/customer.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'

interface AnonymiseDialogProps {
  readonly customer: CustomerDetail
  readonly onClose: () => void
  readonly onDone: (sentence: string) => void
}

/** Forgets a person for good: names it, says what stays, begins on the way out; says why not where something is open. */
export function AnonymiseDialog({ customer, onClose, onDone }: AnonymiseDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [sure, setSure] = useState(false)
  const name = `${customer.number} ${customer.name}`
  const act = useMutation({
    mutationFn: () => anonymise(customer.id),
    onSuccess: async one => {
      if (one.did === 'refused') return
      onDone(one.kept ? t('customer.anonymisedKept', { count: one.kept }) : t('customer.anonymised'))
      await client.invalidateQueries()
    },
  })
  const refused = act.data?.did === 'refused' ? act.data : undefined
  return (
    <FormDialog
      title={t('customer.anonymiseTitle', { name })}
      size={520}
      error={act.error}
      verb={t('customer.anonymise')}
      reasons={sure ? [] : [{ reason: t('customer.anonymiseNotSure') }]}
      busy={act.isPending}
      careful
      onSubmit={() => act.mutate()}
      onClose={onClose}
    >
      {refused ? (
        <Notice tone="bad">
          <strong>{refused.reason}</strong> {refused.remedy}
        </Notice>
      ) : null}
      <p>{t('customer.anonymiseHelp', { number: customer.number })}</p>
      <Checkbox
        size="xs"
        label={t('customer.anonymiseSure', { name })}
        checked={sure}
        onChange={event => setSure(event.currentTarget.checked)}
      />
    </FormDialog>
  )
}

import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeCustomers } from '../../api/customers.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { count } from '../../words/format.ts'

interface BlockDialogProps {
  readonly customers: readonly { readonly id: string; readonly number: string; readonly name: string }[]
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Blocks customers, with the reason that everybody sees who wants to deliver to them. */
export function BlockDialog({ customers, onClose, onDone }: BlockDialogProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [first] = customers
  const block = useMutation({
    mutationFn: () =>
      changeCustomers(
        customers.map(one => one.id),
        { blocked: true, blockReason: reason.trim() },
      ),
    onSuccess: onDone,
  })
  return (
    <FormDialog
      title={t('customers.blockTitle', {
        count: customers.length,
        name: `${first?.number ?? ''} ${first?.name ?? ''}`,
      })}
      error={block.error}
      verb={t('customers.block')}
      label={
        customers.length > 1 ? t('customers.blockMany', { n: count(customers.length) }) : t('customers.block')
      }
      busy={block.isPending}
      onSubmit={() => block.mutate()}
      onClose={onClose}
    >
      <p className="text2">{t('customers.blockHelp')}</p>
      <TextInput
        label={t('customers.blockReason')}
        value={reason}
        maxLength={500}
        onChange={event => setReason(event.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  )
}

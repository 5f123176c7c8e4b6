import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CompanyTax, putVatId, setCompanyTax, type TaxSaid } from '../../api/settings.ts'
import { DayField } from '../../ui/DayFields.tsx'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'

interface TaxDialogProps {
  readonly tax: CompanyTax
  readonly onClose: () => void
}

/** What a company is for taxes from a day on; orders before it keep theirs. */
export function TaxDialog({ tax, onClose }: TaxDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [from, setFrom] = useState(tax.today.day)
  const [said, setSaid] = useState<Partial<TaxSaid>>({})
  const save = useMutation({
    mutationFn: () => setCompanyTax(tax.companyId, { from, ...said }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['settings'] })
      onClose()
    },
  })
  const now = { ...tax.today, ...said }
  return (
    <FormDialog
      title={t('settings.taxTitle', { company: tax.company })}
      size={520}
      error={save.error}
      verb={t('common.save')}
      reasons={from === '' ? [{ reason: t('settings.fromWanted') }] : []}
      busy={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <DayField
        label={t('settings.from')}
        description={t('settings.fromHelp')}
        value={from}
        onChange={setFrom}
        data-autofocus
      />
      {(['smallBusiness', 'oss', 'exportsFree'] as const).map(what => (
        <Checkbox
          key={what}
          size="xs"
          label={t(`settings.${what}`)}
          description={t(`settings.${what}Help`)}
          checked={now[what]}
          onChange={event => setSaid({ ...said, [what]: event.currentTarget.checked })}
        />
      ))}
      <NativeSelect
        label={t('settings.shippingTax')}
        value={now.shippingTax}
        data={(['main', 'proportional'] as const).map(value => ({
          value,
          label: t(`settings.shippingTax_${value}`),
        }))}
        onChange={event =>
          setSaid({
            ...said,
            shippingTax: event.currentTarget.value === 'proportional' ? 'proportional' : 'main',
          })
        }
      />
    </FormDialog>
  )
}

/** A VAT id that the company has itself, for the state that it begins with. */
export function VatIdDialog({ tax, onClose }: TaxDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [vatId, setVatId] = useState('')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const save = useMutation({
    mutationFn: () =>
      putVatId(tax.companyId, vatId.trim(), {
        ...(from === '' ? {} : { from }),
        ...(until === '' ? {} : { until }),
      }),
    onSuccess: async ({ refused }) => {
      if (refused > 0) return
      await client.invalidateQueries({ queryKey: ['settings'] })
      onClose()
    },
  })
  const refused = save.data?.items.find(one => one.did === 'refused')
  const reasons = [
    ...(vatId.trim() === '' ? [{ reason: t('settings.vatIdWanted') }] : []),
    ...(from !== '' && until !== '' && until < from ? [{ reason: t('settings.periodWrong') }] : []),
  ]
  return (
    <FormDialog
      title={t('settings.addVatIdTitle')}
      error={save.error}
      verb={t('settings.addVatIdVerb')}
      reasons={reasons}
      busy={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      {refused ? <Notice tone="bad">{refused.reason}</Notice> : null}
      <TextInput
        label={t('settings.vatId')}
        value={vatId}
        maxLength={30}
        autoComplete="off"
        onChange={event => setVatId(event.currentTarget.value)}
        data-autofocus
      />
      <div className="settings-pair">
        <DayField label={t('settings.from')} value={from} onChange={setFrom} />
        <DayField label={t('settings.until')} value={until} onChange={setUntil} />
      </div>
    </FormDialog>
  )
}

import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addCustomer } from '../../api/customers.ts'
import type { Alike } from '../../api/makeOrder.ts'
import { groupsQuery } from '../../api/prices.ts'
import { AlikeRows } from '../../ui/AlikeRows.tsx'
import { CountryField } from '../../ui/CountryField.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'

const fields = [
  ['company'],
  ['salutation', 'title', 'firstName', 'lastName'],
  ['street', 'extra'],
  ['postcode', 'city', 'country'],
  ['email', 'phone'],
  ['vatId', 'debtorNumber'],
] as const
type Field = (typeof fields)[number][number]

/** A new customer with its first address. Who looks like one that exists is made only on a second word; then its page says whom it looks like. */
export function AddCustomerDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const go = useNavigate()
  const client = useQueryClient()
  const groups = useQuery(groupsQuery)
  const [draft, setDraft] = useState<Partial<Record<Field, string>>>({ country: 'DE' })
  const [business, setBusiness] = useState(false)
  const [group, setGroup] = useState('')
  const [alike, setAlike] = useState<readonly Alike[]>([])
  const set = (field: Field) => (value: string) => {
    setDraft(before => ({ ...before, [field]: value }))
    setAlike([])
  }
  const text = (field: Field) => (draft[field] ?? '').trim()
  const show = (number: string, others: readonly Alike[]) =>
    go({
      to: '/customers/$customer',
      params: { customer: number },
      search: others.length > 0 ? { alike: others.map(one => one.number).join(',') } : {},
    })
  const add = useMutation({
    mutationFn: (ifAlike: 'make' | 'ask') => {
      const said = fields.flat().filter(field => text(field) !== '')
      const input = {
        ...Object.fromEntries(said.map(field => [field, text(field)])),
        ...(business ? { business } : {}),
        ...(group === '' ? {} : { group }),
      }
      return addCustomer(input, ifAlike)
    },
    onSuccess: async ({ number, alike: found }) => {
      if (number === null) return setAlike(found)
      await client.invalidateQueries({ queryKey: ['customers'] })
      await show(number, found)
    },
  })
  const reasons = [
    ...(text('company') === '' && text('lastName') === '' ? [{ reason: t('customers.nameMissing') }] : []),
  ]
  return (
    <FormDialog
      title={t('customers.addTitle')}
      size={640}
      error={add.error}
      verb={t(alike.length > 0 ? 'customers.addAnyway' : 'customers.addVerb')}
      reasons={reasons}
      busy={add.isPending}
      onSubmit={() => add.mutate(alike.length > 0 ? 'make' : 'ask')}
      onClose={onClose}
    >
      {fields.map(row => (
        <div key={row[0]} className={`customer-row customer-row-${row[0]}`}>
          {row.map(field =>
            field === 'country' ? (
              <CountryField
                key={field}
                label={t('customer.country')}
                value={text(field)}
                onChange={set(field)}
              />
            ) : (
              <TextInput
                key={field}
                label={t(`customer.${field}`)}
                value={draft[field] ?? ''}
                maxLength={200}
                autoComplete="off"
                onChange={event => set(field)(event.currentTarget.value)}
                {...(field === 'company' ? { 'data-autofocus': true } : {})}
              />
            ),
          )}
        </div>
      ))}
      <div className="customer-row">
        <NativeSelect
          label={t('customer.group')}
          value={group}
          data={[
            { value: '', label: t('customer.noGroup') },
            ...(groups.data ?? []).map(one => ({ value: one.id, label: one.name })),
          ]}
          onChange={event => setGroup(event.currentTarget.value)}
        />
        <Checkbox
          className="customer-check"
          size="xs"
          label={t('customer.business')}
          checked={business}
          onChange={event => setBusiness(event.currentTarget.checked)}
        />
      </div>
      {alike.length > 0 ? <AlikeRows alike={alike} onTake={one => void show(one.number, [])} /> : null}
    </FormDialog>
  )
}

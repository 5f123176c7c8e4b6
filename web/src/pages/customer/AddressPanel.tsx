import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  addressFields,
  type BookAddress,
  type CustomerDetail,
  removeAddress,
  saveAddress,
} from '../../api/customer.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { CountryField } from '../../ui/CountryField.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { countryName } from '../../words/countryName.ts'

/** The address book of a customer: which of them new orders take. */
export function AddressPanel({
  customer,
  readOnly,
}: {
  readonly customer: CustomerDetail
  readonly readOnly: boolean
}) {
  const { t } = useTranslation()
  const lacking = useMissingRight('customers.write')
  const [editing, setEditing] = useState<BookAddress | 'new'>()
  const gone = customer.anonymised ? [{ reason: t('customer.isGone') }] : []
  return (
    <Panel
      title={t('customer.addresses')}
      about={t('customer.ordersKeep')}
      aside={
        <ReasonButton
          verb={t('customer.addAddressVerb')}
          label={t('customer.addAddress')}
          reasons={[...lacking, ...gone]}
          onClick={() => setEditing('new')}
        />
      }
    >
      {customer.addresses.length === 0 ? (
        <EmptyState title={t('customer.noAddress')} />
      ) : (
        <table className="plain-table customer-addresses" aria-label={t('customer.addresses')}>
          <TableHead
            heads={[
              t('customer.who'),
              t('customer.street'),
              t('customer.city'),
              t('customer.country'),
              t('customer.uses'),
              { heard: t('customer.changeAddress') },
            ]}
          />
          <tbody>
            {customer.addresses.map(one => (
              <tr key={one.id}>
                <th scope="row" title={nameOf(one)}>
                  {nameOf(one) || '–'}
                </th>
                <td>{[one.street, one.extra].filter(Boolean).join(', ') || '–'}</td>
                <td>{placeOf(one) || '–'}</td>
                <td>{one.country ? countryName(one.country) : '–'}</td>
                <td>
                  {[
                    ...(one.billing ? [t('customer.billing')] : []),
                    ...(one.shipping ? [t('customer.shipping')] : []),
                  ].join(', ')}
                </td>
                <td className="cell-right">
                  {readOnly ? null : (
                    <Button
                      aria-label={t('customer.changeAddressOf', { place: placeOf(one) })}
                      onClick={() => setEditing(one)}
                    >
                      {t('customer.changeAddress')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing ? (
        <AddressDialog
          customer={customer}
          address={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </Panel>
  )
}

const rows = [
  ['company'],
  ['salutation', 'title', 'firstName', 'lastName'],
  ['street', 'extra'],
  ['postcode', 'city', 'country'],
  ['state'],
  ['email', 'phone'],
] as const
type Field = (typeof addressFields)[number] | 'country'

interface AddressDialogProps {
  readonly customer: CustomerDetail
  readonly address: BookAddress | undefined
  readonly onClose: () => void
}

function AddressDialog({ customer, address, onClose }: AddressDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [draft, setDraft] = useState<Readonly<Record<Field, string>>>(() => startOf(customer, address))
  const [uses, setUses] = useState({
    billing: address?.billing ?? false,
    shipping: address?.shipping ?? customer.addresses.length === 0,
  })
  const done = async () => {
    await client.invalidateQueries({ queryKey: ['customers'] })
    onClose()
  }
  const save = useMutation({
    mutationFn: () => saveAddress(customer.id, address?.id, { ...trimmed(draft), ...uses }),
    onSuccess: done,
  })
  const remove = useMutation({ mutationFn: removeAddress, onSuccess: done })
  return (
    <FormDialog
      title={t('customer.addressTitle', { name: customer.name })}
      size={640}
      error={save.error ?? remove.error}
      verb={address ? t('common.save') : t('customer.addAddressVerb')}
      busy={save.isPending}
      aside={
        address ? (
          <Button mr="auto" loading={remove.isPending} onClick={() => remove.mutate(address.id)}>
            {t('customer.removeAddress')}
          </Button>
        ) : null
      }
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      {rows.map(row => (
        <div key={row[0]} className={`customer-row customer-row-${row[0]}`}>
          {row.map(field =>
            field === 'country' ? (
              <CountryField
                key={field}
                label={t('customer.country')}
                value={draft.country}
                onChange={country => setDraft({ ...draft, country })}
              />
            ) : (
              <TextInput
                key={field}
                label={t(`customer.${field}`)}
                value={draft[field]}
                maxLength={200}
                autoComplete="off"
                onChange={event => setDraft({ ...draft, [field]: event.currentTarget.value })}
                {...(field === 'company' ? { 'data-autofocus': true } : {})}
              />
            ),
          )}
        </div>
      ))}
      {(['billing', 'shipping'] as const).map(use => (
        <Checkbox
          key={use}
          size="xs"
          label={t(use === 'billing' ? 'customer.useBilling' : 'customer.useShipping')}
          checked={uses[use]}
          onChange={event => setUses({ ...uses, [use]: event.currentTarget.checked })}
        />
      ))}
      <p className="text2">{t('customer.ordersKeep')}</p>
    </FormDialog>
  )
}

function startOf(customer: CustomerDetail, address: BookAddress | undefined): Record<Field, string> {
  const own = { company: customer.company, firstName: customer.firstName, lastName: customer.lastName }
  const said = (field: (typeof addressFields)[number]) =>
    address ? address[field] : ((own as Partial<Record<Field, string>>)[field] ?? '')
  const texts = Object.fromEntries(addressFields.map(field => [field, said(field)])) as Record<Field, string>
  return { ...texts, country: address ? (address.country ?? '') : 'DE' }
}

function trimmed(draft: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(draft).map(([field, value]) => [field, value.trim()]))
}

function nameOf(address: BookAddress): string {
  const person = [address.salutation, address.title, address.firstName, address.lastName]
    .filter(Boolean)
    .join(' ')
  return [address.company, person].filter(Boolean).join(', ')
}

function placeOf(address: BookAddress): string {
  return [address.postcode, address.city].filter(Boolean).join(' ')
}

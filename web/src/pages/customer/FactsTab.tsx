import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CustomerDetail } from '../../api/customer.ts'
import { groupsQuery } from '../../api/prices.ts'
import { DayField } from '../../ui/DayFields.tsx'
import { Panel } from '../../ui/Panel.tsx'
import type { CustomerFieldName } from '../customers/fieldWords.ts'
import { AddressPanel } from './AddressPanel.tsx'
import type { CustomerEdit } from './useCustomerEdit.ts'

const panels = [
  ['who', ['company', 'salutation', 'title', 'firstName', 'lastName', 'birthday']],
  ['contact', ['email', 'phone', 'mobile', 'fax', 'website', 'language']],
  ['tax', ['business', 'vatId', 'taxNumber', 'debtorNumber', 'groupId', 'customerSince']],
] as const satisfies readonly (readonly [string, readonly CustomerFieldName[]])[]

/** Those whose values are long take a line of their own. */
const wide: readonly CustomerFieldName[] = ['company', 'email', 'business']

interface FactsTabProps {
  readonly customer: CustomerDetail
  readonly edit: CustomerEdit
  readonly readOnly: boolean
}

/** What is said of a customer, each field where it is read; and the address book. */
export function FactsTab({ customer, edit, readOnly }: FactsTabProps) {
  const { t } = useTranslation()
  return (
    <div className="customer-facts">
      <div className="customer-panels">
        {panels.map(([name, fields]) => (
          <Panel key={name} title={t(`customer.${name}`)}>
            <div className="customer-fields">
              {fields.map(field => (
                <Field key={field} field={field} edit={edit} readOnly={readOnly} />
              ))}
            </div>
          </Panel>
        ))}
      </div>
      <AddressPanel customer={customer} readOnly={readOnly} />
      <Panel title={t('customer.note')}>
        <div className="customer-note">
          <Textarea
            aria-label={t('customer.note')}
            className={edit.draft.note === undefined ? '' : 'field-changed'}
            value={String(edit.value('note'))}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={5000}
            readOnly={readOnly}
            onChange={event => edit.set('note', event.currentTarget.value)}
          />
        </div>
      </Panel>
    </div>
  )
}

interface FieldProps {
  readonly field: CustomerFieldName
  readonly edit: CustomerEdit
  readonly readOnly: boolean
}

function Field({ field, edit, readOnly }: FieldProps) {
  const { t } = useTranslation()
  const groups = useQuery(groupsQuery)
  const value = edit.value(field)
  const label = t(`customer.${field}`)
  const className = [
    ...(edit.draft[field] === undefined ? [] : ['field-changed']),
    ...(wide.includes(field) ? ['customer-wide'] : []),
  ].join(' ')
  if (typeof value === 'boolean')
    return (
      <Checkbox
        size="xs"
        className={className}
        label={label}
        checked={value}
        disabled={readOnly}
        onChange={event => edit.set(field, event.currentTarget.checked)}
      />
    )
  if (field === 'birthday' || field === 'customerSince')
    return (
      <DayField
        label={label}
        className={className}
        value={value}
        readOnly={readOnly}
        onChange={day => edit.set(field, day)}
      />
    )
  if (field === 'groupId')
    return (
      <NativeSelect
        label={label}
        className={className}
        value={value}
        disabled={readOnly}
        data={[
          { value: '', label: t('customer.noGroup') },
          ...(groups.data ?? []).map(one => ({ value: one.id, label: one.name })),
        ]}
        onChange={event => edit.set(field, event.currentTarget.value)}
      />
    )
  return (
    <TextInput
      label={label}
      className={className}
      value={value}
      maxLength={200}
      autoComplete="off"
      readOnly={readOnly}
      onChange={event => edit.set(field, event.currentTarget.value)}
    />
  )
}

import { Checkbox, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Order } from '../../api/orders.ts'
import { CountryField } from '../../ui/CountryField.tsx'
import { addressParts, isSame, type OrderDraft } from './orderDraft.ts'

interface AddressFieldsProps {
  readonly which: 'billing' | 'shipping'
  readonly order: Order
  readonly draft: OrderDraft
  readonly value: (key: string) => string
  readonly onField: (key: string, value: string) => void
  readonly onDraft: (draft: OrderDraft) => void
}

/** An address of the order: a copy of its own, the customer's stays as it is. */
export function AddressFields({ which, order, draft, value, onField, onDraft }: AddressFieldsProps) {
  const { t } = useTranslation()
  const same = which === 'shipping' && (draft.sameAddress ?? isSame(order))
  return (
    <fieldset className="edit-address">
      <legend>{t(which === 'billing' ? 'order.billTo' : 'order.shipTo')}</legend>
      {which === 'shipping' ? (
        <Checkbox
          label={t('orderEdit.sameAddress')}
          checked={same}
          onChange={event => onDraft({ ...draft, sameAddress: event.currentTarget.checked })}
        />
      ) : null}
      {same
        ? null
        : addressParts.map(part => {
            const key = `${which}.${part}`
            const field = {
              className: `address-${part}`,
              label: t(`orderEdit.a_${part}`),
              'data-changed': draft.fields[key] !== undefined,
              value: value(key),
            }
            return part === 'country' ? (
              <CountryField key={part} {...field} onChange={code => onField(key, code)} />
            ) : (
              <TextInput
                key={part}
                {...field}
                maxLength={200}
                onChange={event => onField(key, event.currentTarget.value)}
              />
            )
          })}
    </fieldset>
  )
}

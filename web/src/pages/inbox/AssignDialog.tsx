import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { customersQuery } from '../../api/customers.ts'
import { assignCustomer, newCustomer, type WebOrder } from '../../api/inbox.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { SearchField } from '../../ui/Toolbar.tsx'

/** Says who the customer of one or many web orders is: found by number, name, e-mail or postcode. */
export function AssignDialog(props: { readonly orders: readonly WebOrder[]; readonly onClose: () => void }) {
  const { orders, onClose } = props
  const { t } = useTranslation()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string>()
  const { data, error } = useQuery(customersQuery(text))
  const assign = useMutation({
    mutationFn: (customerId: string | null) =>
      assignCustomer(
        orders.map(order => order.id),
        customerId,
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['inbox'] })
      onClose()
    },
  })
  const found = data?.items ?? []
  const name = orders[0]?.externalNumber ?? ''
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={t('inbox.assignTitle', { count: orders.length, name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          if (chosen) assign.mutate(chosen)
        }}
      >
        <SearchField
          label={t('inbox.searchCustomer')}
          placeholder={t('inbox.searchCustomer')}
          value={text}
          onChange={setText}
        />
        {error || assign.error ? <ErrorState error={error ?? assign.error} /> : null}
        <fieldset className="candidates assign-list">
          <legend className="heard-only">{t('inbox.customerHere')}</legend>
          {found.map(customer => (
            <label
              key={customer.id}
              className={chosen === customer.id ? 'candidate candidate-chosen' : 'candidate'}
            >
              <input
                type="radio"
                name="customer"
                checked={chosen === customer.id}
                onChange={() => setChosen(customer.id)}
              />
              <span className="strong">{customer.number}</span>
              <span>{customer.name}</span>
              <span className="text2">{[customer.email, customer.place].filter(Boolean).join(' · ')}</span>
            </label>
          ))}
        </fieldset>
        {found.length === 0 ? (
          <p className="text2">
            {text.trim().length > 1 && data ? t('inbox.noCustomer') : t('inbox.typeMore')}
          </p>
        ) : null}
        <div className="dialog-foot">
          {orders.some(order => order.assigned !== null || order.assignedNew) ? (
            <Button onClick={() => assign.mutate(null)}>{t('inbox.takeBack')}</Button>
          ) : null}
          <Button loading={assign.isPending} onClick={() => assign.mutate(newCustomer)}>
            {t('inbox.asNew')}
          </Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={assign.isPending}
            aria-disabled={chosen === undefined}
          >
            {t('inbox.assign')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

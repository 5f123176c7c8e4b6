import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { connectionsQuery } from '../../api/connections.ts'
import type { OrdersSearch } from '../../shell/router.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { ChoiceTag, SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { useTyped } from '../../ui/useTyped.ts'

interface SearchRowProps {
  readonly search: OrdersSearch
  readonly onChange: (search: OrdersSearch) => void
}

/** Three fields that are combined with "and", and the filters as tags. */
export function SearchRow({ search, onChange }: SearchRowProps) {
  const { t } = useTranslation()
  const connections = useQuery(connectionsQuery)
  const channels = (connections.data ?? []).flatMap(one => one.channels)
  const set = (change: { [Name in keyof OrdersSearch]: OrdersSearch[Name] | undefined }) =>
    onChange(change as OrdersSearch)
  return (
    <>
      <div className="orders-search">
        <TypedField name="process" search={search} onChange={set} hint />
        <TypedField name="customer" search={search} onChange={set} />
        <TypedField name="item" search={search} onChange={set} />
        <Checkbox
          className="orders-exact"
          label={t('orders.exact')}
          title={t('orders.exactHelp')}
          checked={search.exact === true}
          onChange={event => set({ exact: event.currentTarget.checked || undefined })}
        />
      </div>
      <Toolbar label={t('orders.filters')}>
        <ChoiceTag
          label={t('orders.channel')}
          value={search.channel ?? ''}
          choices={channels.map(one => ({ value: one.id, label: one.name }))}
          onChange={channel => set({ channel: channel || undefined })}
        />
        <ChoiceTag
          label={t('orders.payment')}
          value={search.payment ?? ''}
          choices={[
            { value: 'open', label: t('orders.unpaid') },
            { value: 'partly_paid', label: t('orders.partly_paid') },
            { value: 'paid', label: t('orders.paid') },
            { value: 'refunded', label: t('orders.refunded') },
          ]}
          onChange={payment => set({ payment: payment || undefined })}
        />
        <ChoiceTag
          label={t('orders.deliverability')}
          value={search.deliverability ?? ''}
          choices={[
            { value: 'full', label: t('orders.full') },
            { value: 'part', label: t('orders.part') },
            { value: 'none', label: t('orders.notDeliverable') },
          ]}
          onChange={deliverability => set({ deliverability: deliverability || undefined })}
        />
        <ChoiceTag
          label={t('orders.delivery')}
          value={search.delivery ?? ''}
          choices={[
            { value: 'open', label: t('orders.deliveryOpen') },
            { value: 'partly_shipped', label: t('orders.partly_shipped') },
            { value: 'shipped', label: t('orders.shipped') },
            { value: 'completed', label: t('orders.completed') },
          ]}
          onChange={delivery => set({ delivery: delivery || undefined })}
        />
        {(['from', 'to'] as const).map(name => (
          <label key={name} className={search[name] ? 'tag tag-set' : 'tag'}>
            {t(`orders.${name}`)}
            <input
              type="date"
              className="tag-date"
              value={search[name] ?? ''}
              onChange={event => set({ [name]: event.target.value || undefined })}
            />
          </label>
        ))}
      </Toolbar>
    </>
  )
}

interface TypedFieldProps {
  readonly name: 'process' | 'customer' | 'item'
  readonly search: OrdersSearch
  readonly onChange: (change: {
    process?: string | undefined
    customer?: string | undefined
    item?: string | undefined
  }) => void
  readonly hint?: boolean
}

function TypedField({ name, search, onChange, hint = false }: TypedFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useTyped(search[name] ?? '', value => onChange({ [name]: value }))
  return (
    <SearchField
      label={t(`orders.${name}`)}
      placeholder={t(`orders.${name}Help`)}
      value={text}
      onChange={setText}
      labelled
      {...(hint ? { hint: <Keys keys="/" /> } : {})}
    />
  )
}

import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionsQuery } from '../../api/connections.ts'
import { methodsQuery } from '../../api/orderActs.ts'
import { orderColoursQuery } from '../../api/orderLists.ts'
import { groupsQuery } from '../../api/prices.ts'
import type { OrderFilterField, OrdersSearch } from '../../shell/ordersSearch.ts'
import { useRight } from '../../shell/rights.ts'
import { ChecksTag, OpenTag } from '../../ui/ChecksTag.tsx'
import { DayField } from '../../ui/DayFields.tsx'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { ChoiceTag, Toolbar } from '../../ui/Toolbar.tsx'
import { decimalToType, readDecimal } from '../../words/decimalText.ts'
import { plainDay } from '../../words/format.ts'
import { countries } from './countries.ts'
import { fromMinor, toMinor, valuesOf } from './orderFilter.ts'

interface FilterTagsProps {
  readonly search: OrdersSearch
  readonly onChange: (search: OrdersSearch) => void
}

/** Those that stand there always; the others come by "Filter", and stay while they are set. */
const always = ['channel', 'payment', 'deliverability', 'delivery', 'country', 'placed'] as const
const more = [
  'kind',
  'invoice',
  'held',
  'pending',
  'total',
  'currency',
  'paymentMethod',
  'shippingMethod',
  'customerGroup',
  'colours',
  'taken',
] as const
type Tag = (typeof always)[number] | (typeof more)[number]

const fieldsOf: Partial<Readonly<Record<Tag, readonly OrderFilterField[]>>> = {
  placed: ['from', 'to'],
  taken: ['takenFrom', 'takenTo'],
  total: ['fromMinor', 'toMinor'],
}
const fields = (tag: Tag): readonly (keyof OrdersSearch)[] =>
  fieldsOf[tag] ?? (tag === 'placed' || tag === 'taken' || tag === 'total' ? [] : [tag])

/** The filters of the list of orders as tags in a line. */
export function FilterTags({
  search,
  onChange,
  children,
}: FilterTagsProps & { readonly children?: ReactNode }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<readonly Tag[]>([])
  const isSet = (tag: Tag) => fields(tag).some(field => search[field] !== undefined)
  const shown = [...always, ...more.filter(tag => isSet(tag) || asked.includes(tag))]
  const hidden = more.filter(tag => !shown.includes(tag))
  const set = (change: OrdersSearch) => onChange(change)
  return (
    <Toolbar label={t('orders.filters')}>
      {shown.map(tag => (
        <FilterTag key={tag} tag={tag} search={search} onChange={set} />
      ))}
      <TextTag field="company" search={search} onChange={set} />
      <TextTag field="customerId" search={search} onChange={set} />
      {hidden.length > 0 ? (
        <Menu position="bottom-start">
          <Menu.Target>
            <button type="button" className="tag">
              <Icon name="plus" size={12} /> {t('orderList.moreFilters')}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {hidden.map(tag => (
              <Menu.Item key={tag} onClick={() => setAsked([...asked, tag])}>
                {t(`orderList.${tag}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {children}
    </Toolbar>
  )
}

interface TagProps extends FilterTagsProps {
  readonly tag: Tag
}

function FilterTag({ tag, search, onChange }: TagProps) {
  const { t } = useTranslation()
  switch (tag) {
    case 'placed':
      return <DaysTag label={t('orderList.placed')} from="from" to="to" search={search} onChange={onChange} />
    case 'taken':
      return (
        <DaysTag
          label={t('orderList.taken')}
          from="takenFrom"
          to="takenTo"
          search={search}
          onChange={onChange}
        />
      )
    case 'total':
      return <TotalTag search={search} onChange={onChange} />
    case 'held':
    case 'pending':
    case 'channel':
    case 'currency':
    case 'customerGroup':
      return <OneTag tag={tag} search={search} onChange={onChange} />
    default:
      return <ManyTag tag={tag} search={search} onChange={onChange} />
  }
}

interface OneTagProps extends FilterTagsProps {
  readonly tag: 'held' | 'pending' | 'channel' | 'currency' | 'customerGroup'
}

function OneTag({ tag, search, onChange }: OneTagProps) {
  const { t } = useTranslation()
  const connections = useQuery({ ...connectionsQuery, enabled: tag === 'channel' })
  const groups = useQuery({ ...groupsQuery, enabled: tag === 'customerGroup' })
  const choices = () => {
    switch (tag) {
      case 'channel':
        return (connections.data ?? [])
          .flatMap(one => one.channels)
          .map(one => ({ value: one.id, label: one.name }))
      case 'customerGroup':
        return (groups.data ?? []).map(one => ({ value: one.id, label: one.name }))
      case 'currency':
        return currencies.map(value => ({ value, label: value }))
      default:
        return [
          { value: 'yes', label: t('orderList.yes') },
          { value: 'no', label: t('orderList.no') },
        ]
    }
  }
  return (
    <ChoiceTag
      label={t(`orderList.${tag}`)}
      value={search[tag] ?? ''}
      choices={choices()}
      onChange={value => onChange({ [tag]: value || undefined })}
    />
  )
}

const currencies = ['EUR', 'CHF', 'CZK', 'DKK', 'GBP', 'HUF', 'NOK', 'PLN', 'RON', 'SEK', 'USD']

interface ManyTagProps extends FilterTagsProps {
  readonly tag: Exclude<Tag, OneTagProps['tag'] | 'placed' | 'taken' | 'total'>
}

function ManyTag({ tag, search, onChange }: ManyTagProps) {
  const { t } = useTranslation()
  const may = useRight('connections.read')
  const payments = useQuery({ ...methodsQuery('payment-methods'), enabled: may && tag === 'paymentMethod' })
  const shippings = useQuery({
    ...methodsQuery('shipping-methods'),
    enabled: may && tag === 'shippingMethod',
  })
  const colours = useQuery({ ...orderColoursQuery, enabled: tag === 'colours' })
  const named = (names: readonly string[] | undefined) =>
    [...new Set(names ?? [])].map(name => ({ value: name, label: name }))
  const choices = () => {
    switch (tag) {
      case 'payment':
        return [
          { value: 'open', label: t('orders.unpaid') },
          { value: 'partly_paid', label: t('orders.partly_paid') },
          { value: 'paid', label: t('orders.paid') },
          { value: 'refunded', label: t('orders.refunded') },
        ]
      case 'deliverability':
        return [
          { value: 'full', label: t('orders.full') },
          { value: 'part', label: t('orders.part') },
          { value: 'none', label: t('orders.notDeliverable') },
        ]
      case 'delivery':
        return [
          { value: 'open', label: t('orders.deliveryOpen') },
          { value: 'partly_delivered', label: t('orders.partly_delivered') },
          { value: 'delivered', label: t('orders.delivered') },
          { value: 'partly_shipped', label: t('orders.partly_shipped') },
          { value: 'shipped', label: t('orders.shipped') },
          { value: 'completed', label: t('orders.completed') },
        ]
      case 'invoice':
        return (['none', 'part', 'full'] as const).map(value => ({
          value,
          label: t(`order.invoice_${value}`),
        }))
      case 'kind':
        return (
          ['shop', 'marketplace', 'connector', 'instant', 'customer', 'csv', 'api', 'exchange'] as const
        ).map(value => ({ value, label: t(`order.kind_${value}`) }))
      case 'country':
        return countries()
      case 'paymentMethod':
        return named(payments.data)
      case 'shippingMethod':
        return named(shippings.data)
      case 'colours':
        return (colours.data ?? []).map(one => ({ value: one.id, label: one.name }))
    }
  }
  return (
    <ChecksTag
      label={t(`orderList.${tag}`)}
      choices={choices()}
      chosen={valuesOf(search[tag])}
      onChange={chosen => onChange({ [tag]: chosen.length > 0 ? chosen.join('~') : undefined })}
    />
  )
}

interface DaysTagProps extends FilterTagsProps {
  readonly label: string
  readonly from: 'from' | 'takenFrom'
  readonly to: 'to' | 'takenTo'
}

function DaysTag({ label, from, to, search, onChange }: DaysTagProps) {
  const { t } = useTranslation()
  const [first, last] = [search[from], search[to]]
  const value =
    first && last
      ? `${plainDay(first)} – ${plainDay(last)}`
      : first
        ? `${t('orders.from')} ${plainDay(first)}`
        : last
          ? `${t('orders.to')} ${plainDay(last)}`
          : ''
  return (
    <OpenTag label={label} value={value} onClear={() => onChange({ [from]: undefined, [to]: undefined })}>
      {([from, to] as const).map(name => (
        <div key={name} className="tag-field">
          {t(name === from ? 'orders.from' : 'orders.to')}
          <DayField
            aria-label={t(name === from ? 'orders.from' : 'orders.to')}
            value={search[name] ?? ''}
            onChange={day => onChange({ [name]: day || undefined })}
          />
        </div>
      ))}
      {[7, 30, 90].map(days => (
        <button
          key={days}
          type="button"
          className="link-button"
          onClick={() => onChange({ [from]: daysAgo(days - 1), [to]: undefined })}
        >
          {t('orderList.lastDays', { n: days })}
        </button>
      ))}
    </OpenTag>
  )
}

/** The day so many days ago, as the person's calendar has it. */
function daysAgo(days: number): string {
  const day = new Date()
  day.setDate(day.getDate() - days)
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

function TotalTag({ search, onChange }: FilterTagsProps) {
  const { t } = useTranslation()
  const words = (['fromMinor', 'toMinor'] as const).map(name => {
    const minor = search[name]
    return minor === undefined
      ? ''
      : `${t(name === 'fromMinor' ? 'orders.from' : 'orders.to')} ${decimalToType(fromMinor(minor))}`
  })
  return (
    <OpenTag
      label={t('orderList.total')}
      value={words.filter(Boolean).join(' ')}
      onClear={() => onChange({ fromMinor: undefined, toMinor: undefined })}
    >
      <AmountField name="fromMinor" label={t('orders.from')} search={search} onChange={onChange} />
      <AmountField name="toMinor" label={t('orders.to')} search={search} onChange={onChange} />
    </OpenTag>
  )
}

interface AmountFieldProps extends FilterTagsProps {
  readonly name: 'fromMinor' | 'toMinor'
  readonly label: string
}

function AmountField({ name, label, search, onChange }: AmountFieldProps) {
  const minor = search[name]
  const [typed, setTyped] = useState(minor === undefined ? '' : decimalToType(fromMinor(minor)))
  return (
    <DecimalField
      label={label}
      value={typed}
      onChange={next => {
        setTyped(next)
        const decimal = readDecimal(next)
        if (decimal !== undefined) onChange({ [name]: decimal === '' ? undefined : toMinor(decimal) })
      }}
    />
  )
}

/** A filter that only links set: it is shown, and can be taken away. */
function TextTag({
  field,
  search,
  onChange,
}: FilterTagsProps & { readonly field: 'company' | 'customerId' }) {
  const { t } = useTranslation()
  const value = search[field]
  if (value === undefined) return null
  const label = t(`orderList.${field}`)
  return (
    <span className="tag tag-open tag-set">
      <span className="tag-button">{field === 'customerId' ? label : `${label}: ${value}`}</span>
      <button
        type="button"
        className="tag-cross"
        aria-label={t('common.removeFilter', { filter: label })}
        onClick={() => onChange({ [field]: undefined })}
      >
        <Icon name="close" size={12} />
      </button>
    </span>
  )
}

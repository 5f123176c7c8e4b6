import { Checkbox, Popover } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrdersSearch } from '../../shell/ordersSearch.ts'
import { Checks } from '../../ui/ChecksTag.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { SearchField } from '../../ui/Toolbar.tsx'
import { useTyped } from '../../ui/useTyped.ts'
import { valuesOf } from './orderFilter.ts'

interface SearchRowProps {
  readonly search: OrdersSearch
  readonly onChange: (search: OrdersSearch) => void
}

/** What each field can look at, and what it looks at where nothing is chosen; as the server has it. */
const looks: Readonly<Record<Field, { readonly all: readonly Looked[]; readonly usual: readonly Looked[] }>> =
  {
    process: {
      all: ['number', 'external', 'tracking', 'delivery', 'payment', 'note'],
      usual: ['number', 'external', 'tracking', 'delivery'],
    },
    customer: {
      all: ['number', 'name', 'email', 'postcode', 'city', 'phone', 'debtor', 'billing', 'shipping'],
      usual: ['number', 'name', 'email', 'postcode', 'city', 'phone'],
    },
    item: {
      all: ['number', 'name', 'gtin', 'han', 'own', 'text'],
      usual: ['number', 'name', 'gtin', 'han', 'own'],
    },
  }
type Field = 'process' | 'customer' | 'item'
type Looked =
  | 'number'
  | 'external'
  | 'tracking'
  | 'delivery'
  | 'payment'
  | 'note'
  | 'name'
  | 'email'
  | 'postcode'
  | 'city'
  | 'phone'
  | 'debtor'
  | 'billing'
  | 'shipping'
  | 'gtin'
  | 'han'
  | 'own'
  | 'text'

/** Three fields that are combined with "and"; the sign in each chooses what is searched. */
export function SearchRow({ search, onChange }: SearchRowProps) {
  const { t } = useTranslation()
  return (
    <div className="orders-search">
      <TypedField name="process" search={search} onChange={onChange} />
      <TypedField name="customer" search={search} onChange={onChange} />
      <TypedField name="item" search={search} onChange={onChange} />
      <Checkbox
        className="orders-exact"
        label={t('orders.exact')}
        title={t('orders.exactHelp')}
        checked={search.exact === true}
        onChange={event => onChange({ exact: event.currentTarget.checked || undefined })}
      />
    </div>
  )
}

interface TypedFieldProps extends SearchRowProps {
  readonly name: Field
}

function TypedField({ name, search, onChange }: TypedFieldProps) {
  const { t } = useTranslation()
  const [text, setText, searchNow] = useTyped(search[name] ?? '', value => onChange({ [name]: value }))
  return (
    <div className="orders-field">
      <SearchField
        label={t(`orders.${name}`)}
        placeholder={t(`orders.${name}Help`)}
        value={text}
        onChange={setText}
        onEnter={searchNow}
        labelled
        {...(name === 'process' ? { hint: <Keys keys="/" /> } : {})}
      />
      <FieldsChooser name={name} search={search} onChange={onChange} />
    </div>
  )
}

/** The column sign: which fields are searched. As long as nothing else is chosen, the usual ones. */
function FieldsChooser({ name, search, onChange }: TypedFieldProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { all, usual } = looks[name]
  const key = `${name}Fields` as const
  const given = valuesOf(search[key])
  const chosen: readonly string[] = given.length > 0 ? given : usual
  const label = t('orderList.whichFields', { field: t(`orders.${name}`) })
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" offset={6} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={given.length > 0 ? 'field-sign field-sign-set' : 'field-sign'}
          aria-label={label}
          title={label}
          onClick={() => setOpen(!open)}
        >
          <Icon name="columns" size={14} />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="tag-drop" aria-label={label}>
        <p className="text2">{t('orderList.searchedIn')}</p>
        <Checks
          choices={all.map(field => ({ value: field, label: t(`orderList.f_${field}`) }))}
          chosen={chosen}
          onChange={next => {
            const isUsual = next.length === 0 || next.join() === usual.join()
            onChange({ [key]: isUsual ? undefined : next.join('~') })
          }}
        />
        {given.length > 0 ? (
          <button type="button" className="link-button" onClick={() => onChange({ [key]: undefined })}>
            {t('orderList.usualFields')}
          </button>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  )
}

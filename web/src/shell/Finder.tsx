import { Combobox, InputBase, useCombobox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../api/session.ts'
import { Icon } from '../ui/Icon.tsx'
import { Keys } from '../ui/Keys.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { menu } from './pages.ts'
import { useSync } from './SyncContext.tsx'

interface Hit {
  readonly id: string
  readonly label: string
  readonly go: () => void
}

/** The search over everything: orders by their three fields, the ledger, pages and functions. */
export function Finder() {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() })
  const hits = useHits(text.trim())
  useShortcut('Ctrl+k', () => field.current?.focus())
  const choose = (id: string) => {
    hits.find(hit => hit.id === id)?.go()
    setText('')
    box.closeDropdown()
    field.current?.blur()
  }
  return (
    <Combobox store={box} onOptionSubmit={choose}>
      <Combobox.Target>
        <InputBase
          ref={field}
          className="finder"
          size="xs"
          aria-label={t('common.search')}
          placeholder={t('common.search')}
          leftSection={<Icon name="search" size={14} />}
          rightSection={<Keys keys="Ctrl+K" />}
          rightSectionWidth={74}
          value={text}
          onChange={event => {
            setText(event.currentTarget.value)
            box.openDropdown()
            box.selectFirstOption()
          }}
          onFocus={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
          onKeyDown={event => {
            if (event.key !== 'Escape') return
            if (text === '') field.current?.blur()
            else setText('')
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={hits.length === 0}>
        <Combobox.Options aria-label={t('common.search')}>
          {hits.map(hit => (
            <Combobox.Option key={hit.id} value={hit.id}>
              {hit.label}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function useHits(text: string): Hit[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { open } = useSync()
  const { data: session } = useQuery(sessionQuery)
  const may = (right: string) => session?.rights.includes(right) ?? false
  const functions: Hit[] = [
    ...(may('sync.start') ? [{ id: 'sync', label: t('common.startSync'), go: () => open() }] : []),
    ...menu
      .filter(entry => may(entry.right))
      .map(entry => ({
        id: entry.to,
        label: t('common.goTo', { page: t(`common.${entry.page}`) }),
        go: () => void navigate({ to: entry.to }),
      })),
  ]
  if (text === '') return functions
  const orders = (field: 'process' | 'customer' | 'item', label: string): Hit => ({
    id: field,
    label,
    go: () => void navigate({ to: '/orders', search: { [field]: text } }),
  })
  return [
    ...(may('orders.read')
      ? [
          orders('process', t('common.searchOrders', { text })),
          orders('customer', t('common.searchCustomers', { text })),
          orders('item', t('common.searchItems', { text })),
        ]
      : []),
    ...(may('items.read')
      ? [
          {
            id: 'catalogue',
            label: t('common.searchCatalogue', { text }),
            go: () => void navigate({ to: '/items', search: { search: text } }),
          },
        ]
      : []),
    ...(may('ledger.read')
      ? [
          {
            id: 'where',
            label: t('common.searchWhere', { text }),
            go: () => void navigate({ to: '/ledger', search: { where: text } }),
          },
        ]
      : []),
    ...functions.filter(hit => hit.label.toLowerCase().includes(text.toLowerCase())),
  ]
}

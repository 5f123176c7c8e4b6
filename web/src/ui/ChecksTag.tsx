import './checksTag.css'
import { Checkbox, Popover } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './Icon.tsx'

interface OpenTagProps {
  readonly label: string
  /** What is chosen, in words; empty: nothing. */
  readonly value: string
  readonly onClear: () => void
  readonly children: ReactNode
}

/** A filter that opens what it is made of; set, it carries the accent edge and a cross. */
export function OpenTag({ label, value, onClear, children }: OpenTagProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const set = value !== ''
  return (
    <span className={set ? 'tag tag-open tag-set' : 'tag tag-open'}>
      <Popover opened={open} onChange={setOpen} position="bottom-start" offset={6} trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className="tag-button" onClick={() => setOpen(!open)}>
            {label}: <strong>{set ? value : t('common.all')}</strong>
            {set ? null : <Icon name="down" size={12} />}
          </button>
        </Popover.Target>
        <Popover.Dropdown className="tag-drop" aria-label={label}>
          {children}
        </Popover.Dropdown>
      </Popover>
      {set ? (
        <button
          type="button"
          className="tag-cross"
          aria-label={t('common.removeFilter', { filter: label })}
          onClick={onClear}
        >
          <Icon name="close" size={12} />
        </button>
      ) : null}
    </span>
  )
}

interface ChecksTagProps {
  readonly label: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** A filter with any number of choices: one of them is enough. */
export function ChecksTag({ label, choices, chosen, onChange }: ChecksTagProps) {
  const words = chosen.map(value => choices.find(one => one.value === value)?.label ?? value)
  return (
    <OpenTag
      label={label}
      value={words.length > 2 ? `${words[0]} +${words.length - 1}` : words.join(', ')}
      onClear={() => onChange([])}
    >
      <Checks choices={choices} chosen={chosen} onChange={onChange} />
    </OpenTag>
  )
}

/** Boxes of which any number are ticked, in the order of the choices. */
export function Checks({ choices, chosen, onChange }: Omit<ChecksTagProps, 'label'>) {
  return choices.map(({ value, label }) => (
    <Checkbox
      key={value}
      label={label}
      checked={chosen.includes(value)}
      onChange={() =>
        onChange(
          choices
            .map(one => one.value)
            .filter(one => (one === value ? !chosen.includes(one) : chosen.includes(one))),
        )
      }
    />
  ))
}

import './toolbar.css'
import type { ReactNode, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './Icon.tsx'

/** One line of fields, filters and figures above a list. */
export function Toolbar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="toolbar" role="toolbar" aria-label={label}>
      {children}
    </div>
  )
}

interface FilterTagProps {
  readonly label: string
  readonly count?: string | undefined
  readonly active: boolean
  readonly onClick: () => void
}

/** A filter that is on or off, with how many it shows. */
export function FilterTag({ label, count, active, onClick }: FilterTagProps) {
  return (
    <button type="button" className="tag" aria-pressed={active} onClick={onClick}>
      {label}
      {count === undefined ? null : <strong>{count}</strong>}
    </button>
  )
}

interface ChoiceTagProps {
  readonly label: string
  readonly value: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  /** What it says where nothing is chosen, if that is not "all". */
  readonly all?: string
  readonly onChange: (value: string) => void
  /** One of them always holds: it is no filter, and "all" is none of its choices. */
  readonly required?: boolean
}

/** A filter with one choice out of a few; set, it carries the accent edge. */
export function ChoiceTag({ label, value, choices, all, onChange, required = false }: ChoiceTagProps) {
  const { t } = useTranslation()
  return (
    <label className={value === '' || required ? 'tag tag-choice' : 'tag tag-choice tag-set'}>
      <span>{label}:</span>
      <select value={value} onChange={event => onChange(event.target.value)}>
        {required ? null : <option value="">{all ?? t('common.all')}</option>}
        {choices.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <Icon name="down" size={12} />
    </label>
  )
}

interface SearchFieldProps {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: ReactNode
  readonly ref?: Ref<HTMLInputElement>
  /** The label stands above the field instead of being only heard. */
  readonly labelled?: boolean
  /** Searches at once, without waiting for the end of typing. */
  readonly onEnter?: () => void
}

/** A field that searches while one types, and by Enter; Escape empties it, then leaves it. */
export function SearchField({
  label,
  placeholder,
  value,
  onChange,
  hint,
  ref,
  labelled = false,
  onEnter,
}: SearchFieldProps) {
  return (
    <label className={labelled ? 'search search-labelled' : 'search'}>
      <span className={labelled ? 'search-label' : 'heard-only'}>{label}</span>
      <span className="search-box">
        <Icon name="search" size={14} />
        <input
          ref={ref}
          type="search"
          data-search-field=""
          placeholder={placeholder}
          value={value}
          onChange={event => onChange(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter') onEnter?.()
            if (event.key !== 'Escape') return
            event.preventDefault()
            if (value === '') event.currentTarget.blur()
            else onChange('')
          }}
        />
        {hint}
      </span>
    </label>
  )
}

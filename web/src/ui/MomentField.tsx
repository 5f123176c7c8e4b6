import './dayFields.css'
import { useTranslation } from 'react-i18next'
import { DayField, TimeField } from './DayFields.tsx'

interface MomentFieldProps {
  readonly label: string
  /** 2026-11-01T13:45, as the person's clock has it. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
}

/** A day and a time of day, written as the language writes them. */
export function MomentField({ label, value, onChange, autoFocus = false }: MomentFieldProps) {
  const { t } = useTranslation()
  const [day = '', time = ''] = value.split('T')
  return (
    <div className="moment-field">
      <DayField
        label={label}
        value={day}
        onChange={next => onChange(`${next}T${time}`)}
        {...(autoFocus ? { 'data-autofocus': true } : {})}
      />
      <TimeField
        aria-label={`${label}: ${t('common.timeOfDay')}`}
        value={time.length === 5 ? `${time}:00` : time}
        onChange={next => onChange(`${day}T${next}`)}
      />
    </div>
  )
}

import './dayFields.css'
import { TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './Icon.tsx'
import { readDay, readTime, turnedTime, writtenDay } from './localDay.ts'

interface FieldProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  /** 2026-11-01, or 13:45:00; empty: none. */
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A date: typed as the language writes it, or taken from a calendar. Browsers' own fields follow the browser's language. */
export function DayField({ value, onChange, max, ...field }: FieldProps) {
  const { t } = useTranslation()
  const calendar = useRef<HTMLInputElement>(null)
  const [text, setText] = useTextOf(value, writtenDay, readDay)
  const isWrong = readDay(text) === undefined
  return (
    <TextInput
      {...field}
      value={text}
      placeholder={t('common.dayPattern')}
      error={field.error || isWrong}
      onChange={event => {
        setText(event.currentTarget.value)
        const day = readDay(event.currentTarget.value)
        if (day !== undefined && day !== value) onChange(day)
      }}
      onBlur={() => setText(writtenDay(value))}
      rightSectionWidth={28}
      rightSection={
        <span className="day-calendar">
          <input
            ref={calendar}
            type="date"
            tabIndex={-1}
            aria-hidden="true"
            value={value}
            max={max}
            onChange={event => onChange(event.currentTarget.value)}
          />
          <button
            type="button"
            aria-label={`${t('common.calendar')}: ${field['aria-label'] ?? (typeof field.label === 'string' ? field.label : '')}`}
            disabled={field.readOnly}
            onClick={() => calendar.current?.showPicker()}
          >
            <Icon name="calendar" size={14} />
          </button>
        </span>
      }
    />
  )
}

/** A time of day to the second, always by 24 hours. Arrow keys count the hour, minute or second at the caret. */
export function TimeField({ value, onChange, ...field }: FieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useTextOf(value, one => one, readTime)
  return (
    <TextInput
      {...field}
      value={text}
      placeholder={t('common.timePattern')}
      error={field.error || readTime(text) === undefined}
      onChange={event => {
        setText(event.currentTarget.value)
        const time = readTime(event.currentTarget.value)
        if (time !== undefined && time !== value) onChange(time)
      }}
      onBlur={() => setText(value)}
      onKeyDown={event => {
        const by = { ArrowUp: 1, ArrowDown: -1 }[event.key]
        if (by === undefined || field.readOnly) return
        event.preventDefault()
        const input = event.currentTarget
        const place = input.selectionStart ?? 0
        onChange(turnedTime(value === '' ? '00:00:00' : value, place, by))
        requestAnimationFrame(() => input.setSelectionRange(place, place))
      }}
    />
  )
}

/** What is being typed; follows the value when that changes otherwise. */
function useTextOf(
  value: string,
  write: (value: string) => string,
  read: (text: string) => string | undefined,
) {
  const [text, setText] = useState(() => write(value))
  const latest = useRef(text)
  latest.current = text
  // biome-ignore lint/correctness/useExhaustiveDependencies: writing and reading are the same functions always
  useEffect(() => {
    if (read(latest.current) !== value) setText(write(value))
  }, [value])
  return [text, setText] as const
}

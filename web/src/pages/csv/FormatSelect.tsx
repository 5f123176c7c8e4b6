import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { decimals, encodings, separators } from './formats.ts'

type Choice = (typeof encodings | typeof separators | typeof decimals)[number]

interface FormatSelectProps<One extends Choice> {
  readonly label: string
  readonly choices: readonly One[]
  /** undefined: a person has to say it. */
  readonly value: string | undefined
  /** A person has said it. */
  readonly changed?: boolean
  readonly error?: string | undefined
  readonly onChange: (value: One['value']) => void
}

/** One thing about how a file is written. */
export function FormatSelect<One extends Choice>(props: FormatSelectProps<One>) {
  const { label, choices, value, changed = false, error, onChange } = props
  const { t } = useTranslation()
  return (
    <NativeSelect
      label={label}
      className={changed ? 'field-changed' : ''}
      value={value ?? ''}
      error={error}
      onChange={event => {
        const next = choices.find(one => one.value === event.currentTarget.value)
        if (next) onChange(next.value)
      }}
      data={[
        ...(value === undefined ? [{ value: '', label: t('csv.kindUnknown') }] : []),
        ...choices.map(one => ({ value: one.value, label: t(`csv.${one.word}`) })),
      ]}
    />
  )
}

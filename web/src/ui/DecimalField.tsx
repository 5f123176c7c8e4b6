import { TextInput, type TextInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { readDecimal } from '../words/decimalText.ts'

interface DecimalFieldProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  /** As it was typed; `readDecimal` reads it. */
  readonly value: string
  readonly onChange: (value: string) => void
  /** A sign may stand before it. */
  readonly signed?: boolean
  /** Where it stands in a table, the sentence of what is wrong goes into its title. */
  readonly bare?: boolean
}

/** An amount or quantity, typed with comma or point; what cannot be read says so at once. */
export function DecimalField({ value, onChange, signed = false, bare = false, ...field }: DecimalFieldProps) {
  const { t } = useTranslation()
  const wrong = readDecimal(value, { signed }) === undefined ? t('common.decimalWanted') : undefined
  return (
    <TextInput
      {...field}
      value={value}
      inputMode="decimal"
      autoComplete="off"
      error={field.error ?? (bare ? wrong !== undefined : wrong)}
      {...(bare && wrong ? { title: wrong } : {})}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}

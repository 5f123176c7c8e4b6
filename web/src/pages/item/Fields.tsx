import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlagField as Flag } from './fields.ts'
import type { ItemEdit } from './useItemEdit.ts'

interface FieldProps {
  readonly edit: ItemEdit
  /** The way of the field in the draft. */
  readonly name: string
  readonly label: string
  readonly help?: ReactNode
}

interface TextFieldProps extends FieldProps {
  /** Behind the value: kg, cm, €. */
  readonly unit?: string
  readonly decimal?: boolean
  readonly required?: boolean
  /** So many lines. */
  readonly rows?: number
  readonly placeholder?: string
  readonly maxLength?: number
  /** Only heard, where the head of a column says it. */
  readonly hideLabel?: boolean
  readonly onTyped?: (text: string) => void
}

/** The help stands below, so that fields side by side stand in one line. */
const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']

/** A text or decimal of the item: on accent ground until it is saved, with its fault below it. */
export function TextField(props: TextFieldProps) {
  const { edit, name, label, help, unit, decimal = false, required = false, rows, hideLabel = false } = props
  const { t } = useTranslation()
  const fault = edit.faults.has(name)
  const common = {
    ...(hideLabel ? { 'aria-label': label } : { label }),
    ...(help === undefined ? {} : { description: help }),
    inputWrapperOrder: below,
    className: edit.isChanged(name) ? 'field-changed' : '',
    value: edit.text(name),
    readOnly: edit.readOnly,
    error: fault ? t(decimal ? 'item.noDecimal' : 'item.needed') : undefined,
    placeholder: props.placeholder,
    maxLength: props.maxLength,
  }
  const typed = (text: string) => (props.onTyped ? props.onTyped(text) : edit.set({ [name]: text }))
  if (rows !== undefined)
    return (
      <Textarea
        {...common}
        rows={rows}
        resize="vertical"
        onChange={event => typed(event.currentTarget.value)}
      />
    )
  return (
    <TextInput
      {...common}
      required={required}
      inputMode={decimal ? 'decimal' : 'text'}
      spellCheck={!decimal && name.includes('/')}
      rightSection={unit ? <span className="field-unit">{unit}</span> : undefined}
      rightSectionWidth={unit ? 12 + unit.length * 8 : undefined}
      onChange={event => typed(event.currentTarget.value)}
    />
  )
}

/** One out of a few. */
export function ChoiceField(
  props: FieldProps & { readonly choices: readonly { readonly value: string; readonly label: string }[] },
) {
  const { edit, name, label, help, choices } = props
  return (
    <NativeSelect
      label={label}
      {...(help === undefined ? {} : { description: help })}
      inputWrapperOrder={below}
      className={edit.isChanged(name) ? 'field-changed' : ''}
      data={[...choices]}
      value={edit.text(name)}
      disabled={edit.readOnly}
      onChange={event => edit.set({ [name]: event.currentTarget.value })}
    />
  )
}

/** A switch of the item. */
export function FlagField({ edit, name, label, help }: FieldProps & { readonly name: Flag }) {
  return (
    <Checkbox
      label={label}
      {...(help === undefined ? {} : { description: help })}
      className={edit.isChanged(name) ? 'field-changed' : ''}
      checked={edit.value(name) === true}
      disabled={edit.readOnly}
      onChange={event => edit.set({ [name]: event.currentTarget.checked })}
    />
  )
}

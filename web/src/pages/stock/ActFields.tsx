import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { quantity } from '../../words/format.ts'
import { type ActProps, levelAt } from './places.ts'

interface WarehouseFieldProps extends Pick<ActProps, 'warehouses' | 'levels'> {
  readonly label: string
  readonly value: string
  readonly onChange: (id: string) => void
}

/** A warehouse, with what lies there of the item. */
export function WarehouseField({ label, value, onChange, warehouses, levels }: WarehouseFieldProps) {
  const { t } = useTranslation()
  const { onHand, allocated } = levelAt(levels, value)
  return (
    <NativeSelect
      label={label}
      description={t('stock.liesThere', { onHand: quantity(onHand), allocated: quantity(allocated) })}
      value={value}
      data={warehouses.map(one => ({ value: one.id, label: `${one.code} · ${one.name}` }))}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}

interface NoteFieldProps {
  readonly value: string
  readonly onChange: (note: string) => void
}

/** What somebody should know of a movement. */
export function NoteField({ value, onChange }: NoteFieldProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      label={t('stock.note')}
      description={t('stock.noteHelp')}
      value={value}
      maxLength={1000}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}

/** A note as it is sent; none where nothing was typed. */
export function noteOf(note: string): { readonly note?: string } {
  return note.trim() === '' ? {} : { note: note.trim() }
}

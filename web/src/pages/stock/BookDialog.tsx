import { NativeSelect, Radio } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bookReasons, bookStock } from '../../api/stock.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { negated, readDecimal, signOf } from '../../words/decimalText.ts'
import { quantity } from '../../words/format.ts'
import { NoteField, noteOf, WarehouseField } from './ActFields.tsx'
import type { ActProps } from './places.ts'

/** Goods in or out of a warehouse. */
export function BookDialog({ row, warehouses, levels, first, onClose, onDone }: ActProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [way, setWay] = useState<'in' | 'out'>('in')
  const [text, setText] = useState('')
  const [warehouse, setWarehouse] = useState(first)
  const [reason, setReason] = useState<(typeof bookReasons)[number]>('receipt')
  const [note, setNote] = useState('')
  const amount = readDecimal(text)
  const given = amount !== undefined && signOf(amount) > 0
  const book = useMutation({
    mutationFn: (signed: string) =>
      bookStock({
        item: row.id,
        quantity: signed,
        warehouse,
        reason,
        ...noteOf(note),
      }),
    onSuccess: async ({ onHand }) => {
      await client.invalidateQueries()
      onDone(t('stock.booked', { number: row.itemNumber, onHand: quantity(onHand) }))
    },
  })
  const shown = { n: quantity(given ? amount : '0') }
  return (
    <FormDialog
      title={t('stock.bookTitle', { number: row.itemNumber })}
      error={book.error}
      verb={t('stock.verbBook')}
      label={
        given ? (way === 'in' ? t('stock.bookInVerb', shown) : t('stock.bookOutVerb', shown)) : undefined
      }
      reasons={given ? [] : [{ reason: t('stock.quantityWanted') }]}
      busy={book.isPending}
      onSubmit={() => given && book.mutate(way === 'in' ? amount : negated(amount))}
      onClose={onClose}
    >
      <p className="text2">{row.name}</p>
      <Radio.Group
        label={t('stock.direction')}
        value={way}
        onChange={next => setWay(next === 'out' ? 'out' : 'in')}
      >
        <div className="pane-buttons">
          <Radio size="xs" value="in" label={t('stock.bookIn')} />
          <Radio size="xs" value="out" label={t('stock.bookOut')} />
        </div>
      </Radio.Group>
      <DecimalField label={t('stock.quantity')} value={text} onChange={setText} data-autofocus />
      <WarehouseField
        label={t('stock.warehouse')}
        value={warehouse}
        onChange={setWarehouse}
        warehouses={warehouses}
        levels={levels}
      />
      <NativeSelect
        label={t('stock.why')}
        value={reason}
        data={bookReasons.map(one => ({ value: one, label: t(`stock.r_${one}`) }))}
        onChange={event => setReason(bookReasons.find(one => one === event.currentTarget.value) ?? 'receipt')}
      />
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  )
}

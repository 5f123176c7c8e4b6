import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { transferStock } from '../../api/stock.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { readDecimal, signOf } from '../../ui/decimalText.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { quantity } from '../../words/format.ts'
import { type ActProps, levelAt, warehouseChoices } from './places.ts'

/** Pieces from one warehouse to another. */
export function TransferDialog({ row, warehouses, levels, first, onClose, onDone }: ActProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [from, setFrom] = useState(first)
  const [to, setTo] = useState(warehouses.find(one => one.id !== first)?.id ?? first)
  const [text, setText] = useState('')
  const [note, setNote] = useState('')
  const amount = readDecimal(text)
  const given = amount !== undefined && signOf(amount) > 0
  const move = useMutation({
    mutationFn: (pieces: string) =>
      transferStock({
        item: row.id,
        quantity: pieces,
        from,
        to,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      }),
    onSuccess: async done => {
      await client.invalidateQueries()
      const named = { from: quantity(done.fromOnHand), to: quantity(done.toOnHand) }
      onDone(t('stock.transferred', { number: row.itemNumber, ...named }))
    },
  })
  const reasons = [
    ...(warehouses.length < 2
      ? [{ reason: t('stock.oneWarehouse'), remedy: t('stock.oneWarehouseHelp') }]
      : from === to
        ? [{ reason: t('stock.sameWarehouse') }]
        : []),
    ...(given ? [] : [{ reason: t('stock.quantityWanted') }]),
  ]
  const [source, target] = [levelAt(levels, from), levelAt(levels, to)]
  const liesThere = ({ onHand, allocated }: typeof source) =>
    t('stock.liesThere', { onHand: quantity(onHand), allocated: quantity(allocated) })
  return (
    <FormDialog
      title={t('stock.transferTitle', { number: row.itemNumber })}
      error={move.error}
      verb={t('stock.verbTransfer')}
      label={given ? t('stock.transferVerb', { n: quantity(amount) }) : undefined}
      reasons={reasons}
      busy={move.isPending}
      onSubmit={() => given && move.mutate(amount)}
      onClose={onClose}
    >
      <p className="text2">{row.name}</p>
      <DecimalField
        label={t('stock.quantity')}
        description={t('stock.allocatedStay', { free: quantity(source.free) })}
        value={text}
        onChange={setText}
        data-autofocus
      />
      <NativeSelect
        label={t('stock.from')}
        description={liesThere(source)}
        value={from}
        data={warehouseChoices(warehouses)}
        onChange={event => setFrom(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('stock.to')}
        description={liesThere(target)}
        value={to}
        data={warehouseChoices(warehouses)}
        onChange={event => setTo(event.currentTarget.value)}
      />
      <TextInput
        label={t('stock.note')}
        description={t('stock.noteHelp')}
        value={note}
        maxLength={1000}
        onChange={event => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

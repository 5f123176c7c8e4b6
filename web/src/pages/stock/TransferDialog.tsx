import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { transferStock } from '../../api/stock.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { readDecimal, signOf } from '../../words/decimalText.ts'
import { quantity } from '../../words/format.ts'
import { NoteField, noteOf, WarehouseField } from './ActFields.tsx'
import { type ActProps, levelAt } from './places.ts'

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
        ...noteOf(note),
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
        description={t('stock.allocatedStay', { free: quantity(levelAt(levels, from).free) })}
        value={text}
        onChange={setText}
        data-autofocus
      />
      <WarehouseField
        label={t('stock.from')}
        value={from}
        onChange={setFrom}
        warehouses={warehouses}
        levels={levels}
      />
      <WarehouseField
        label={t('stock.to')}
        value={to}
        onChange={setTo}
        warehouses={warehouses}
        levels={levels}
      />
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  )
}

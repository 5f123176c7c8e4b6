import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addReason, adjustStock, reasonsQuery } from '../../api/stock.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { negated, readDecimal, signOf } from '../../words/decimalText.ts'
import { addDecimals, quantity } from '../../words/format.ts'
import { NoteField, noteOf, WarehouseField } from './ActFields.tsx'
import { type ActProps, levelAt } from './places.ts'

/** How many really lie there: the difference is booked, with a reason of one's own list. */
export function AdjustDialog({ row, warehouses, levels, first, onClose, onDone }: ActProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [warehouse, setWarehouse] = useState(first)
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const level = levelAt(levels, warehouse)
  const counted = readDecimal(text)
  const given = counted !== undefined && counted !== ''
  const difference = given ? addDecimals([counted, negated(level.onHand)]) : '0'
  const adjust = useMutation({
    mutationFn: (to: string) =>
      adjustStock({
        item: row.id,
        warehouse,
        to,
        reason,
        ...noteOf(note),
      }),
    onSuccess: async ({ onHand }) => {
      await client.invalidateQueries()
      onDone(t('stock.booked', { number: row.itemNumber, onHand: quantity(onHand) }))
    },
  })
  const reasons = [
    ...(given ? [] : [{ reason: t('stock.countedWanted') }]),
    ...(given && signOf(difference) === 0 ? [{ reason: t('stock.noDifference') }] : []),
    ...(reason === '' ? [{ reason: t('stock.reasonWanted') }] : []),
  ]
  const signed = `${signOf(difference) > 0 ? '+' : ''}${quantity(difference)}`
  return (
    <FormDialog
      title={t('stock.adjustTitle', { number: row.itemNumber })}
      error={adjust.error}
      verb={t('stock.verbAdjust')}
      label={given && signOf(difference) !== 0 ? t('stock.adjustVerb', { n: signed }) : undefined}
      reasons={reasons}
      busy={adjust.isPending}
      onSubmit={() => given && adjust.mutate(counted)}
      onClose={onClose}
    >
      <p className="text2">{row.name}</p>
      <WarehouseField
        label={t('stock.warehouse')}
        value={warehouse}
        onChange={setWarehouse}
        warehouses={warehouses}
        levels={levels}
      />
      <DecimalField
        label={t('stock.counted')}
        description={given ? `${t('stock.difference')}: ${signed}` : undefined}
        value={text}
        onChange={setText}
        data-autofocus
      />
      <ReasonField value={reason} onChange={setReason} />
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  )
}

interface ReasonFieldProps {
  readonly value: string
  readonly onChange: (id: string) => void
}

/** A reason of the list; one that is missing is made here. */
function ReasonField({ value, onChange }: ReasonFieldProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data = [] } = useQuery(reasonsQuery)
  const [name, setName] = useState<string>()
  const add = useMutation({
    mutationFn: addReason,
    onSuccess: async (_, added) => {
      const known = await client.fetchQuery({ ...reasonsQuery, staleTime: 0 })
      onChange(known.find(one => one.name === added)?.id ?? '')
      setName(undefined)
    },
  })
  const make = () => {
    const plain = (name ?? '').trim()
    if (plain !== '') add.mutate(plain)
  }
  if (name !== undefined)
    return (
      <>
        {add.error ? <ErrorState error={add.error} /> : null}
        <div className="stock-reason">
          <TextInput
            label={t('stock.newReason')}
            value={name}
            maxLength={100}
            // The person asked for this field just now.
            ref={field => field?.focus()}
            onChange={event => setName(event.currentTarget.value)}
            onKeyDown={event => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              make()
            }}
          />
          <Button loading={add.isPending} onClick={make}>
            {t('stock.addReason')}
          </Button>
        </div>
      </>
    )
  return (
    <div className="stock-reason">
      <NativeSelect
        label={t('stock.reason')}
        value={value}
        data={[
          { value: '', label: '–' },
          ...data.filter(one => one.active).map(one => ({ value: one.id, label: one.name })),
        ]}
        onChange={event => onChange(event.currentTarget.value)}
      />
      <Button onClick={() => setName('')}>{t('stock.newReason')}</Button>
    </div>
  )
}

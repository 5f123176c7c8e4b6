import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { warehousesQuery } from '../../api/stock.ts'
import { startStocktaking } from '../../api/stocktaking.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { writtenDay } from '../../ui/localDay.ts'

interface StartDialogProps {
  readonly onClose: () => void
  readonly onStarted: (id: string) => void
}

/** Which warehouse is counted, and what the stocktaking is called. */
export function StartDialog({ onClose, onStarted }: StartDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data: warehouses = [] } = useQuery(warehousesQuery)
  const [chosen, setChosen] = useState<string>()
  const [name, setName] = useState(() =>
    t('stocktaking.namePattern', { day: writtenDay(new Date().toLocaleDateString('sv-SE')) }),
  )
  const warehouse = chosen ?? warehouses[0]?.id
  const start = useMutation({
    mutationFn: (where: string) => startStocktaking({ name: name.trim(), warehouse: where }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['stocktaking'] })
      onStarted(id)
    },
  })
  const reasons = [
    ...(warehouse === undefined
      ? [{ reason: t('stocktaking.warehouseWanted'), remedy: t('stocktaking.warehouseWantedHelp') }]
      : []),
    ...(name.trim() === '' ? [{ reason: t('stocktaking.nameWanted') }] : []),
  ]
  return (
    <FormDialog
      title={t('stocktaking.startTitle')}
      error={start.error}
      verb={t('stocktaking.startVerb')}
      reasons={reasons}
      busy={start.isPending}
      onSubmit={() => warehouse && start.mutate(warehouse)}
      onClose={onClose}
    >
      <p className="text2">{t('stocktaking.startHelp')}</p>
      <NativeSelect
        label={t('stocktaking.warehouse')}
        value={warehouse ?? ''}
        data={warehouses.map(one => ({ value: one.id, label: `${one.code} · ${one.name}` }))}
        onChange={event => setChosen(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={t('stocktaking.name')}
        value={name}
        maxLength={200}
        onChange={event => setName(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

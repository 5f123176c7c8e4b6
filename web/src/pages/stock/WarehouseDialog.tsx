import { TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addWarehouse, changeWarehouse, type Warehouse } from '../../api/stock.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'

interface WarehouseDialogProps {
  /** Absent: a new one. */
  readonly warehouse: Warehouse | undefined
  readonly onClose: () => void
}

/** Code, name and rank of a warehouse. */
export function WarehouseDialog({ warehouse, onClose }: WarehouseDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [code, setCode] = useState(warehouse?.code ?? '')
  const [name, setName] = useState(warehouse?.name ?? '')
  const [rank, setRank] = useState(String(warehouse?.priority ?? 0))
  const isRank = /^\d{1,5}$/.test(rank.trim()) && Number(rank) <= 10_000
  const given = { code: code.trim(), name: name.trim(), priority: Number(rank) }
  const save = useMutation({
    mutationFn: () => (warehouse ? changeWarehouse(warehouse.id, given) : addWarehouse(given)),
    onSuccess: async () => {
      await client.invalidateQueries()
      onClose()
    },
  })
  const reasons = [
    ...(given.code === '' || given.name === '' ? [{ reason: t('stock.nameWanted') }] : []),
    ...(isRank ? [] : [{ reason: t('stock.rankWanted') }]),
  ]
  return (
    <FormDialog
      title={
        warehouse ? t('stock.changeWarehouseTitle', { name: warehouse.name }) : t('stock.addWarehouseTitle')
      }
      error={save.error}
      verb={warehouse ? t('common.save') : t('stock.addVerb')}
      reasons={reasons}
      busy={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <div className="stock-warehouse">
        <TextInput
          label={t('stock.code')}
          value={code}
          maxLength={50}
          onChange={event => setCode(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={t('stock.warehouseName')}
          value={name}
          maxLength={200}
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('stock.priority')}
          value={rank}
          inputMode="numeric"
          error={!isRank}
          onChange={event => setRank(event.currentTarget.value)}
        />
      </div>
      <p className="text2">{t('stock.priorityHelp')}</p>
    </FormDialog>
  )
}

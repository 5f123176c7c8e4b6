import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { changeWarehouse, type Warehouse } from '../../api/stock.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'

/** What of a warehouse is on or off. */
export type WarehouseSwitch = 'lockShipment' | 'lockAvailability' | 'active'

interface LockDialogProps {
  readonly warehouse: Warehouse
  readonly what: WarehouseSwitch
  readonly onClose: () => void
}

/** Says in a sentence what a switch of a warehouse brings about, before it does. */
export function LockDialog({ warehouse, what, onClose }: LockDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const next = !warehouse[what]
  const change = useMutation({
    mutationFn: () => changeWarehouse(warehouse.id, { [what]: next }),
    onSuccess: async () => {
      await client.invalidateQueries()
      onClose()
    },
  })
  const words = {
    lockShipment: next ? 'lockShipment' : 'unlockShipment',
    lockAvailability: next ? 'lockAvailability' : 'unlockAvailability',
    active: next ? 'activate' : 'deactivate',
  } as const
  const name = words[what]
  const verbs = {
    lockShipment: 'lockVerb',
    unlockShipment: 'unlockVerb',
    lockAvailability: 'lockVerb',
    unlockAvailability: 'unlockVerb',
    activate: 'activateVerb',
    deactivate: 'deactivateVerb',
  } as const
  const closes = verbs[name] === 'lockVerb' || name === 'deactivate'
  return (
    <FormDialog
      title={t(`stock.${name}Title`, { name: warehouse.name })}
      error={change.error}
      verb={t(`stock.${verbs[name]}`)}
      busy={change.isPending}
      careful={closes}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <Notice tone={closes ? 'warn' : 'info'}>{t(`stock.${name}Text`)}</Notice>
    </FormDialog>
  )
}

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Warehouse, warehousesQuery } from '../../api/stock.ts'
import { useRight } from '../../shell/rights.ts'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { LockDialog, type WarehouseSwitch } from './LockDialog.tsx'
import { ServedFirstPanel } from './ServedFirstPanel.tsx'
import { WarehouseDialog } from './WarehouseDialog.tsx'

/** The warehouses with both locks as switches, and who gets what is scarce. */
export function Warehouses() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(warehousesQuery)
  const may = useRight('stock.write')
  const [locking, setLocking] = useState<{ readonly warehouse: Warehouse; readonly what: WarehouseSwitch }>()
  const [editing, setEditing] = useState<Warehouse | 'new'>()
  const reasons = may ? [] : [{ reason: t('common.needsRight', { right: 'stock.write' }) }]
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  const states = (one: Warehouse) =>
    [
      ['lockShipment', one.lockShipment, t('stock.switchShipment', { name: one.name })],
      ['lockAvailability', one.lockAvailability, t('stock.switchAvailability', { name: one.name })],
      ['active', one.active, t('stock.switchActive', { name: one.name })],
    ] as const
  const word = (what: WarehouseSwitch, on: boolean) =>
    what === 'active' ? t(on ? 'stock.inUse' : 'stock.outOfUse') : t(on ? 'stock.locked' : 'stock.open')
  return (
    <div className="stock-pair">
      <Panel
        title={t('stock.view_warehouses')}
        aside={
          <ReasonButton
            verb={t('stock.addVerb')}
            label={t('stock.addWarehouse')}
            reasons={reasons}
            onClick={() => setEditing('new')}
          />
        }
      >
        {data?.length === 0 ? (
          <EmptyState title={t('stock.noWarehouse')}>{t('stock.noWarehouseHelp')}</EmptyState>
        ) : (
          <table className="plain-table waiting-table" aria-label={t('stock.view_warehouses')}>
            <thead>
              <tr>
                <th scope="col">{t('stock.code')}</th>
                <th scope="col">{t('stock.warehouseName')}</th>
                <th scope="col" className="cell-right" title={t('stock.priorityHelp')}>
                  {t('stock.priority')}
                </th>
                {(['lockShipment', 'lockAvailability', 'active'] as const).map(what => (
                  <th key={what} scope="col">
                    {t(`stock.${what}`)}
                  </th>
                ))}
                <th scope="col">
                  <span className="heard-only">{t('stock.change')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {(data ?? []).map(one => (
                <tr key={one.id}>
                  <th scope="row">{one.code}</th>
                  <td>{one.name}</td>
                  <td className="cell-right">{one.priority}</td>
                  {states(one).map(([what, on, label]) => (
                    <td key={what}>
                      {may ? (
                        <Switch
                          label={label}
                          on={on}
                          word={word(what, on)}
                          onToggle={() => setLocking({ warehouse: one, what })}
                        />
                      ) : (
                        word(what, on)
                      )}
                    </td>
                  ))}
                  <td className="cell-right">
                    {may ? (
                      <Button
                        onClick={() => setEditing(one)}
                        aria-label={t('stock.changeWarehouseTitle', { name: one.name })}
                      >
                        {t('stock.change')}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      <ServedFirstPanel />
      {locking ? <LockDialog {...locking} onClose={() => setLocking(undefined)} /> : null}
      {editing ? (
        <WarehouseDialog
          warehouse={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </div>
  )
}

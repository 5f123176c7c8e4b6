import { NativeSelect, Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { carriersQuery, deliver } from '../../api/orderActs.ts'
import type { Order } from '../../api/orders.ts'
import { warehousesQuery } from '../../api/stock.ts'
import { useRight } from '../../shell/rights.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { MomentField } from '../../ui/MomentField.tsx'
import { decimalToType, sameDecimal } from '../../words/decimalText.ts'
import { chosenLines, LineChoice, type Typed } from './LineChoice.tsx'
import { noPackage, Packages, packagesOf, type TypedPackage } from './Packages.tsx'
import { Refusals, useAct } from './useAct.tsx'
import { instantOf, localNow } from './when.ts'

interface DeliverDialogProps {
  readonly order: Order
  readonly onClose: () => void
}

/** From where, what and how much leaves the house, in which packages, now or later. */
export function DeliverDialog({ order, onClose }: DeliverDialogProps) {
  const { t } = useTranslation()
  const { data: carriers = [] } = useQuery(carriersQuery)
  const { data: warehouses = [] } = useQuery({ ...warehousesQuery, enabled: useRight('stock.read') })
  const lines = order.lines
    .filter(line => line.deliverable !== null && line.deliverable !== 'done')
    .map(line => ({ ...line, most: line.open }))
  // What is set aside is what can leave now.
  const start: Typed = Object.fromEntries(
    lines.map(line => [line.line, line.locked ? '' : decimalToType(line.allocated)]),
  )
  const [typed, setTyped] = useState<Typed>(start)
  const [warehouse, setWarehouse] = useState('')
  const [boxes, setBoxes] = useState<readonly TypedPackage[]>()
  const [now, setNow] = useState(true)
  const [at, setAt] = useState(localNow)
  const act = useAct(deliver, onClose)
  const named = carriers.find(one =>
    order.shippingMethod.toLowerCase().startsWith(one.name.toLowerCase()),
  )?.name
  const packages = boxes ?? [noPackage([], named)]
  const chosen = chosenLines(lines, typed)
  // A carrier alone that nobody typed is only a suggestion where no number follows.
  const wished = packagesOf(packages)
  const isAll = lines.every(({ line }) => sameDecimal(typed[line] ?? '', start[line] ?? ''))
  const shippedAt = instantOf(at)
  const reasons = [
    ...(chosen === undefined || chosen.length === 0 ? [{ reason: t('orderActs.quantityWanted') }] : []),
    ...(wished === undefined ? [{ reason: t('orderActs.weightWanted') }] : []),
    ...(now && !shippedAt ? [{ reason: t('orderActs.timeWanted') }] : []),
  ]
  const verb = now ? t('orderActs.deliverAndShip') : t('orderActs.makeNote')
  return (
    <FormDialog
      title={t('order.deliverTitle', { number: order.orderNumber })}
      size={720}
      error={act.error}
      verb={verb}
      reasons={reasons}
      busy={act.busy}
      onSubmit={() =>
        act.run([
          {
            orderId: order.id,
            ...(warehouse === '' ? {} : { warehouseId: warehouse }),
            ...(isAll || !chosen ? {} : { lines: chosen }),
            packages: wished ?? [],
            ship: now,
            ...(now && shippedAt ? { shippedAt } : {}),
          },
        ])
      }
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      {warehouses.length > 1 ? (
        <NativeSelect
          label={t('order.warehouse')}
          value={warehouse}
          data={[
            { value: '', label: t('orderActs.whereMost') },
            ...warehouses.map(one => ({ value: one.id, label: `${one.code} · ${one.name}` })),
          ]}
          onChange={event => setWarehouse(event.currentTarget.value)}
        />
      ) : null}
      <LineChoice
        label={t('orderActs.deliverQuantity')}
        mostLabel={t('order.open')}
        lines={lines}
        typed={typed}
        onType={setTyped}
      />
      <Packages withLabels={order.wantsReturnLabels} packages={packages} onChange={setBoxes} />
      <div className="form-pair">
        <Radio.Group
          label={t('orderActs.whenShipped')}
          value={now ? 'now' : 'later'}
          onChange={value => setNow(value === 'now')}
        >
          <div className="radios">
            <Radio value="now" label={t('orderActs.shipNow')} description={t('orderActs.shipNowHelp')} />
            <Radio
              value="later"
              label={t('orderActs.shipLater')}
              description={t('orderActs.shipLaterHelp')}
            />
          </div>
        </Radio.Group>
        {now ? <MomentField label={t('order.shippedAt')} value={at} onChange={setAt} /> : null}
      </div>
    </FormDialog>
  )
}

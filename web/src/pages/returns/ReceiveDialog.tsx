import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Receipt, type Return, receiveReturns, returnConditions } from '../../api/returns.ts'
import { warehousesQuery } from '../../api/stock.ts'
import { useRight } from '../../shell/rights.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { decimalToType, readDecimal, signOf } from '../../words/decimalText.ts'
import { quantity } from '../../words/format.ts'
import { Refusals, useAct } from '../order/useAct.tsx'

interface TypedLine {
  readonly quantity: string
  readonly condition: string
  readonly note: string
  readonly restock: boolean
}

/** In which of these conditions goods are sold again without a further look. */
const sellable: readonly string[] = ['original_packed', 'as_new']

/** What came, how many, in what condition, and whether it lies in stock again. */
export function ReceiveDialog({ one, onClose }: { readonly one: Return; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { data: warehouses = [] } = useQuery({ ...warehousesQuery, enabled: useRight('stock.read') })
  const lines = one.lines.filter(line => line.state === 'announced')
  const [typed, setTyped] = useState<Readonly<Record<number, TypedLine>>>(
    Object.fromEntries(
      lines.map(line => [
        line.line,
        { quantity: decimalToType(line.quantity), condition: '', note: '', restock: false },
      ]),
    ),
  )
  const [warehouse, setWarehouse] = useState(one.warehouseId ?? '')
  const act = useAct((receipts: readonly Receipt[]) => receiveReturns(receipts), onClose)
  const set = (line: number, change: Partial<TypedLine>) => {
    const before = typed[line]
    if (before) setTyped({ ...typed, [line]: { ...before, ...change } })
  }
  const coming = lines.flatMap(line => {
    const given = typed[line.line]
    const pieces = readDecimal(given?.quantity ?? '')
    if (!given || !pieces || signOf(pieces) === 0) return []
    const condition = returnConditions.find(known => known === given.condition)
    return [{ line: line.line, pieces, condition, given }]
  })
  const ready = coming.flatMap(({ line, pieces, condition, given }) =>
    condition
      ? [
          {
            line,
            quantity: pieces,
            condition,
            restock: given.restock,
            ...(given.note.trim() === '' ? {} : { conditionNote: given.note.trim() }),
            ...(warehouse === '' ? {} : { warehouseId: warehouse }),
          },
        ]
      : [],
  )
  const wrong = lines.some(line => readDecimal(typed[line.line]?.quantity ?? '') === undefined)
  const reasons = [
    ...(wrong || coming.length === 0 ? [{ reason: t('orderActs.quantityWanted') }] : []),
    ...(ready.length < coming.length ? [{ reason: t('returns.conditionWanted') }] : []),
  ]
  return (
    <FormDialog
      title={t('returns.receiveTitle', { number: one.returnNumber })}
      size={900}
      error={act.error}
      verb={t('returns.receiveVerb')}
      reasons={reasons}
      busy={act.busy}
      onSubmit={() => act.run([{ returnId: one.id, lines: ready }])}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <table className="plain-table receive-table" aria-label={t('order.lines')}>
        <TableHead
          heads={[
            t('order.itemNumber'),
            t('order.name'),
            { right: t('returns.announcedPieces') },
            { right: t('returns.arrived') },
            t('returns.condition'),
            t('returns.conditionNote'),
            t('returns.intoStock'),
          ]}
        />
        <tbody>
          {lines.map(line => {
            const given = typed[line.line]
            const label = (word: string) => `${word}: ${line.sku ?? line.name}`
            return (
              <tr key={line.line}>
                <th scope="row">{line.sku}</th>
                <td title={line.name}>{line.name}</td>
                <td className="cell-right">{quantity(line.quantity)}</td>
                <td className="cell-right">
                  <DecimalField
                    bare
                    className="cell-narrow"
                    aria-label={label(t('returns.arrived'))}
                    value={given?.quantity ?? ''}
                    onChange={pieces => set(line.line, { quantity: pieces })}
                  />
                </td>
                <td>
                  <NativeSelect
                    aria-label={label(t('returns.condition'))}
                    value={given?.condition ?? ''}
                    data={[
                      { value: '', label: t('orderActs.chooseReason') },
                      ...returnConditions.map(known => ({ value: known, label: t(`returns.c_${known}`) })),
                    ]}
                    onChange={event => {
                      const condition = event.currentTarget.value
                      set(line.line, { condition, restock: sellable.includes(condition) })
                    }}
                  />
                </td>
                <td>
                  <TextInput
                    aria-label={label(t('returns.conditionNote'))}
                    value={given?.note ?? ''}
                    maxLength={1000}
                    onChange={event => set(line.line, { note: event.currentTarget.value })}
                  />
                </td>
                <td>
                  <Checkbox
                    aria-label={label(t('returns.intoStock'))}
                    checked={given?.restock ?? false}
                    onChange={event => set(line.line, { restock: event.currentTarget.checked })}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {warehouses.length > 1 ? (
        <NativeSelect
          label={t('order.warehouse')}
          value={warehouse}
          data={[
            { value: '', label: t('returns.whereFrom') },
            ...warehouses.map(({ id, code, name }) => ({ value: id, label: `${code} · ${name}` })),
          ]}
          onChange={event => setWarehouse(event.currentTarget.value)}
        />
      ) : null}
    </FormDialog>
  )
}

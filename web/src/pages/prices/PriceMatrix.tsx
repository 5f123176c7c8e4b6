import { useTranslation } from 'react-i18next'
import type { BothPrice, ItemPrices } from '../../api/prices.ts'
import { signOf } from '../../words/decimalText.ts'
import { money, quantity } from '../../words/format.ts'

/** A field of the matrix: for whom (null: everyone) and where (null: everywhere). */
export interface Cell {
  readonly groupId: string | null
  readonly group: string
  readonly channelId: string | null
  readonly channel: string
}

interface PriceMatrixProps {
  readonly prices: ItemPrices
  readonly onOpen: (cell: Cell) => void
}

/** Groups × channels with the prices by quantity: what was said is strong, the other is reckoned from it. */
export function PriceMatrix({ prices, onOpen }: PriceMatrixProps) {
  const { t } = useTranslation()
  const rows = [
    { id: null, name: t('prices.everyoneRow') },
    ...prices.groups.map(group => ({ id: group.id, name: group.name })),
  ]
  const columns = [
    {
      id: null,
      name: t('prices.everywhereColumn'),
      sold: true,
      currency: prices.currency,
      prices: prices.everywhere,
    },
    ...prices.channels,
  ]
  return (
    <div className="price-matrix-scroll">
      <table className="plain-table price-matrix">
        <thead>
          <tr>
            <th scope="col">{t('prices.customers')}</th>
            {columns.map(column => (
              <th key={column.id} scope="col">
                {column.name}
                {column.sold ? null : <span className="text3"> · {t('prices.notSold')}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <th scope="row">{row.name}</th>
              {columns.map(column => {
                const cell = {
                  groupId: row.id,
                  group: row.name,
                  channelId: column.id,
                  channel: column.name,
                }
                return (
                  <td key={column.id}>
                    <PriceCell
                      cell={cell}
                      scales={scalesOf(column.prices, row.id)}
                      currency={column.currency}
                      onOpen={() => onOpen(cell)}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The prices of a field. */
export function scalesOf(prices: ItemPrices['everywhere'], groupId: string | null): readonly BothPrice[] {
  return prices.find(one => one.groupId === groupId)?.scales ?? []
}

interface PriceCellProps {
  readonly cell: Cell
  readonly scales: readonly BothPrice[]
  readonly currency: string
  readonly onOpen: () => void
}

function PriceCell({ cell, scales, currency, onOpen }: PriceCellProps) {
  const { t } = useTranslation()
  const named = { group: cell.group, channel: cell.channel }
  const label = scales.length === 0 ? t('prices.setPrice', named) : t('prices.changePrice', named)
  return (
    <button type="button" className="price-cell" title={label} onClick={onOpen}>
      <span className="heard-only">{label}</span>
      {scales.length === 0 ? <span className="text3">{t('prices.noPrice')}</span> : null}
      {scales.map(scale => {
        const other = scale.said === 'net' ? scale.gross : scale.net
        const otherWord = scale.said === 'net' ? t('prices.gross') : t('prices.net')
        return (
          <span key={scale.from} className="price-scale">
            {signOf(scale.from) === 0 ? null : (
              <span className="text2">{t('prices.fromQuantity', { n: quantity(scale.from) })} </span>
            )}
            <strong>{money(scale[scale.said], currency)}</strong>{' '}
            <span>{scale.said === 'net' ? t('prices.net') : t('prices.gross')}</span>
            <span className="price-other">{`${money(other, currency)} ${otherWord}`}</span>
          </span>
        )
      })}
    </button>
  )
}

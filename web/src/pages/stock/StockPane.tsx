import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { type Stock, type StockRow, stockQuery } from '../../api/stock.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { useRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { negated, signOf } from '../../words/decimalText.ts'
import { addDecimals, quantity, shortDate } from '../../words/format.ts'
import { ItemQueue } from './ItemQueue.tsx'
import { hasOwnStock } from './places.ts'
import type { StockAct } from './StockDialog.tsx'
import { reasonWord } from './words.ts'

const figures = ['onHand', 'allocated', 'committed', 'staged', 'available'] as const

interface StockPaneProps {
  readonly row: StockRow | undefined
  readonly onAct: (act: StockAct) => void
}

/** The current item: its figures in words, where it lies, who offers it, who waits for it, what moved last. */
export function StockPane({ row, onAct }: StockPaneProps) {
  const { t } = useTranslation()
  if (!row)
    return (
      <aside className="split-pane" aria-label={t('stock.chooseRow')}>
        <p className="text2">{t('stock.chooseRow')}</p>
      </aside>
    )
  return (
    <aside className="split-pane" aria-label={row.itemNumber}>
      <div className="split-pane-head">
        <h2>{row.itemNumber}</h2>
        <span className="text2">{row.name}</span>
        <AddressLink address={`/items/${row.id}`}>{t('stock.toItem')}</AddressLink>
      </div>
      <div className="split-pane-body">
        <Actions row={row} onAct={onAct} />
        <Figures row={row} />
        <Details key={row.id} row={row} />
      </div>
    </aside>
  )
}

function Actions({ row, onAct }: { readonly row: StockRow; readonly onAct: (act: StockAct) => void }) {
  const { t } = useTranslation()
  const may = useRight('stock.write')
  const reasons = [
    ...(may ? [] : [{ reason: t('common.needsRight', { right: 'stock.write' }) }]),
    ...(hasOwnStock(row)
      ? []
      : [
          { reason: t('stock.notOwn', { kind: t(`stock.kind_${row.kind}`) }), remedy: t('stock.notOwnHelp') },
        ]),
  ]
  const free = reasons.length === 0
  useShortcut('u', () => onAct('transfer'), free)
  useShortcut('k', () => onAct('adjust'), free)
  useShortcut('b', () => onAct('book'), free)
  const button = (act: StockAct, key: string, verb: string) => (
    <ReasonButton
      verb={verb}
      label={t(`stock.${act}`)}
      rightSection={<Keys keys={key} />}
      px={7}
      aria-keyshortcuts={key}
      variant={act === 'book' ? 'filled' : 'default'}
      reasons={reasons}
      onClick={() => onAct(act)}
    />
  )
  return (
    <div className="stock-acts">
      {button('transfer', 'U', t('stock.verbTransfer'))}
      {button('adjust', 'K', t('stock.verbAdjust'))}
      {button('book', 'B', t('stock.verbBook'))}
    </div>
  )
}

/** The words of stock, and for who wants to know what each of them means. */
function Figures({ row }: { readonly row: StockRow }) {
  const { t } = useTranslation()
  return (
    <>
      <dl className="stock-figures">
        {figures.map(name => (
          <Fragment key={name}>
            <dt title={t(`stock.${name}Help`)}>{t(`stock.${name}`)}</dt>
            <dd className={name === 'available' && signOf(row[name]) < 0 ? 'tone-bad' : ''}>
              {quantity(row[name])}
            </dd>
          </Fragment>
        ))}
      </dl>
      <details className="stock-meaning">
        <summary>{t('stock.meaning')}</summary>
        <dl>
          {figures.map(name => (
            <Fragment key={name}>
              <dt>{t(`stock.${name}`)}</dt>
              <dd>{t(`stock.${name}Help`)}</dd>
            </Fragment>
          ))}
        </dl>
      </details>
    </>
  )
}

function Details({ row }: { readonly row: StockRow }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(stockQuery(row.id))
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return null
  return (
    <>
      <h3>{t('stock.perWarehouse')}</h3>
      <Places stock={data} />
      <h3>{t('stock.perChannel')}</h3>
      {data.offers.length === 0 ? (
        <p className="text2">{t('stock.soldNowhere')}</p>
      ) : (
        <table className="plain-table" aria-label={t('stock.perChannel')}>
          <thead>
            <tr>
              <th scope="col">{t('prices.channel')}</th>
              <th scope="col" className="cell-right">
                {t('stock.offered')}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.offers.map(one => (
              <tr key={one.channelId}>
                <th scope="row">{one.channel}</th>
                <td className="cell-right">{quantity(one.offered)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3>{t('stock.queue')}</h3>
      <ItemQueue item={row.id} />
      <h3>{t('stock.latest')}</h3>
      <Latest stock={data} item={row.itemNumber} />
    </>
  )
}

function Places({ stock }: { readonly stock: Stock }) {
  const { t } = useTranslation()
  if (stock.warehouses.length === 0) return <p className="text2">{t('stock.nowhere')}</p>
  return (
    <table className="plain-table" aria-label={t('stock.perWarehouse')}>
      <thead>
        <tr>
          <th scope="col">{t('stock.warehouse')}</th>
          {(['onHand', 'allocated', 'free'] as const).map(name => (
            <th key={name} scope="col" className="cell-right">
              {t(`stock.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {stock.warehouses.map(one => (
          <tr key={one.warehouseId}>
            <th scope="row">{one.warehouse}</th>
            <td className="cell-right">{quantity(one.onHand)}</td>
            <td className="cell-right">{quantity(one.allocated)}</td>
            <td className="cell-right">{quantity(addDecimals([one.onHand, negated(one.allocated)]))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Latest({ stock, item }: { readonly stock: Stock; readonly item: string }) {
  const { t } = useTranslation()
  if (stock.movements.length === 0) return <p className="text2">{t('stock.neverMoved')}</p>
  return (
    <>
      <table className="plain-table" aria-label={t('stock.latest')}>
        <tbody>
          {stock.movements.slice(0, 6).map(one => (
            <tr key={one.id}>
              <td>{shortDate(one.at)}</td>
              <td>{reasonWord(one.reason)}</td>
              <td>{one.warehouse}</td>
              <td className="cell-right strong">{quantity(one.quantity)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Link to="/stock" search={{ view: 'movements', item }}>
        {t('stock.allMovements')}
      </Link>
    </>
  )
}

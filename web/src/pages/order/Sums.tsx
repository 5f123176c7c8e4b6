import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order } from '../../api/orders.ts'
import { StateSign } from '../../ui/Chip.tsx'
import { signOf } from '../../words/decimalText.ts'
import { addDecimals, money, quantity } from '../../words/format.ts'

/** The sums of an order by rate, beside the shop's total: a difference is shown, never corrected. */
export function Sums({ order }: { readonly order: Order }) {
  const { t } = useTranslation()
  const { sums, currency, rates } = order
  const differs = sums.difference !== null && signOf(sums.difference) !== 0
  return (
    <dl className="sums">
      {rates && rates.length > 0 ? (
        <>
          <dt>{t('order.net')}</dt>
          <dd>{money(order.totalNet ?? addDecimals(rates.map(one => one.net)), currency)}</dd>
          {rates.map(one => (
            <Fragment key={one.rate}>
              <dt title={t('order.taxOf', { net: money(one.net, currency) })}>
                {t('order.taxAt', { rate: quantity(one.rate) })}
              </dt>
              <dd>{money(one.tax, currency)}</dd>
            </Fragment>
          ))}
        </>
      ) : null}
      <dt className="strong">{t('order.total')}</dt>
      <dd className="strong">{money(order.totalGross, currency)}</dd>
      {order.webOrderId === null && !differs ? null : (
        <>
          <dt>{t('order.sumLines')}</dt>
          <dd>
            {money(sums.lines, currency)}{' '}
            <span className={differs ? 'tone-warn' : 'tone-ok'}>
              <StateSign sign={differs ? 'check' : 'done'} />
            </span>
          </dd>
        </>
      )}
      {differs ? (
        <>
          <dt>{t('order.difference')}</dt>
          <dd className="tone-warn strong">{money(sums.difference, currency)}</dd>
        </>
      ) : null}
      <dt>{t('order.paid')}</dt>
      <dd>{money(sums.paid, currency)}</dd>
      <dt>{t('order.open')}</dt>
      <dd>{money(sums.open, currency)}</dd>
    </dl>
  )
}

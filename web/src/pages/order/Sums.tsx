import { useTranslation } from 'react-i18next'
import type { Order } from '../../api/orders.ts'
import { StateSign } from '../../ui/Chip.tsx'
import { money } from '../../words/format.ts'

/** The sums of an order beside the shop's total: a difference is shown, never corrected. */
export function Sums({ order }: { readonly order: Order }) {
  const { t } = useTranslation()
  const { sums, currency } = order
  const differs = sums.difference !== null && Number(sums.difference) !== 0
  return (
    <dl className="sums">
      <dt>{t('order.sumLines')}</dt>
      <dd>{money(sums.lines, currency)}</dd>
      <dt>{t('order.sumShop')}</dt>
      <dd>
        {money(sums.total, currency)}{' '}
        <span className={differs ? 'tone-warn' : 'tone-ok'}>
          <StateSign sign={differs ? 'check' : 'done'} />
        </span>
      </dd>
      {differs ? (
        <>
          <dt>{t('order.difference')}</dt>
          <dd className="tone-warn strong">{money(sums.difference, currency)}</dd>
        </>
      ) : null}
      <dt className="strong">{t('order.total')}</dt>
      <dd className="strong">{money(order.totalGross, currency)}</dd>
      <dt>{t('order.paid')}</dt>
      <dd>{money(sums.paid, currency)}</dd>
      <dt>{t('order.open')}</dt>
      <dd>{money(sums.open, currency)}</dd>
    </dl>
  )
}

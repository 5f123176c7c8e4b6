import { useTranslation } from 'react-i18next'
import type { OrderAction, OrderRow } from '../../api/orders.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { Keys } from '../../ui/Keys.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { addDecimals, count, money } from '../../words/format.ts'

interface SelectionBarProps {
  readonly selected: readonly OrderRow[]
  readonly range: string
  readonly onAct: (action: OrderAction, orders: readonly OrderRow[]) => void
}

/** What is ticked, its sum, what can be done with it; else where in the list one is. */
export function SelectionBar({ selected, range, onAct }: SelectionBarProps) {
  const { t } = useTranslation()
  const lacking = useMissingRight('orders.write')
  const currencies = [...new Set(selected.map(row => row.currency))]
  const sums = currencies.map(currency =>
    money(
      addDecimals(selected.filter(row => row.currency === currency).map(row => row.totalGross)),
      currency,
    ),
  )
  return (
    <div className="status-line">
      {selected.length > 0 ? (
        <>
          <strong className="bulk-count">{t('common.selected', { n: count(selected.length) })}</strong>
          <span>{`${t('common.sum')} ${sums.join(' · ')}`}</span>
          <ReasonButton
            verb={t('orders.deliver')}
            reasons={lacking}
            onClick={() => onAct('deliver', selected)}
          />
          <ReasonButton
            verb={t('orders.cancel')}
            reasons={lacking}
            onClick={() => onAct('cancel', selected)}
          />
        </>
      ) : null}
      <span className="toolbar-end">{range}</span>
      <span className="bulk-keys">
        <Keys keys="Up+Down" /> {t('common.row')} <Keys keys="Space" /> {t('common.choose')}{' '}
        <Keys keys="Enter" /> {t('common.toOpen')}
      </span>
    </div>
  )
}

import { Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { OrderRow } from '../../api/orders.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { addDecimals, count, money } from '../../words/format.ts'
import type { BulkName } from './BulkDialog.tsx'

interface SelectionBarProps {
  readonly selected: readonly OrderRow[]
  readonly range: string
  readonly onAct: (name: BulkName, orders: readonly OrderRow[]) => void
}

const others: readonly BulkName[] = ['release', 'complete', 'merge', 'cancel']

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
  const button = (name: BulkName) => (
    <ReasonButton
      key={name}
      verb={t(`orderList.do_${name}`)}
      label={`${t(`orderList.do_${name}`)} …`}
      reasons={lacking}
      onClick={() => onAct(name, selected)}
    />
  )
  return (
    <div className="status-line">
      {selected.length > 0 ? (
        <>
          <strong className="bulk-count">{t('common.selected', { n: count(selected.length) })}</strong>
          <span>{`${t('common.sum')} ${sums.join(' · ')}`}</span>
          {button('deliver')}
          {button('hold')}
          {button('colour')}
          {lacking.length > 0 ? null : (
            <Menu position="top-start">
              <Menu.Target>
                <button type="button" className="tag">
                  {t('orderList.moreActions')} <Icon name="up" size={12} />
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                {others.map(name => (
                  <Menu.Item key={name} onClick={() => onAct(name, selected)}>
                    {`${t(`orderList.do_${name}`)} …`}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      ) : null}
      <span className="toolbar-end">{range}</span>
      <span className="bulk-keys key-hint">
        <Keys keys="Up+Down" /> {t('common.row')} <Keys keys="Space" /> {t('common.choose')}{' '}
        <Keys keys="Enter" /> {t('common.toOpen')}
      </span>
    </div>
  )
}

import '../../ui/split.css'
import './stock.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../../ui/PageHead.tsx'
import { PageTabs } from '../../ui/PageTabs.tsx'
import { Movements } from './Movements.tsx'
import { StockList } from './StockList.tsx'
import { Warehouses } from './Warehouses.tsx'

const views = ['items', 'movements', 'warehouses'] as const

/** What lies where, what of it is promised and offered, what moved, and the warehouses. */
export default function Stock() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/stock' })
  const go = useNavigate({ from: '/stock' })
  const view = views.find(one => one === search.view) ?? 'items'
  const Shown = { items: StockList, movements: Movements, warehouses: Warehouses }[view]
  return (
    <div className="page-full">
      <PageHead title={t('common.stock')} about={t('stock.about')} />
      <PageTabs
        label={t('common.stock')}
        views={views.map(one => ({ view: one, word: t(`stock.view_${one}`) }))}
        current={view}
        controls="stock-view"
        onShow={next => void go({ search: next === 'items' ? {} : { view: next }, replace: true })}
      />
      <div className="stock-view" id="stock-view">
        <Shown />
      </div>
    </div>
  )
}

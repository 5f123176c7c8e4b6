import '../../ui/split.css'
import './prices.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../../ui/PageHead.tsx'
import { PageTabs } from '../../ui/PageTabs.tsx'
import { ItemPricesView } from './ItemPricesView.tsx'
import { PriceLists } from './PriceLists.tsx'
import { SpecialPrices } from './SpecialPrices.tsx'

const views = ['special', 'lists', 'item'] as const

/** Special prices, price lists, and what one item costs where and why. A link that names an item shows that. */
export default function Prices() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/prices' })
  const go = useNavigate({ from: '/prices' })
  const named = search.item === undefined ? 'special' : 'item'
  const view = views.find(one => one === search.view) ?? named
  const Shown = { special: SpecialPrices, lists: PriceLists, item: ItemPricesView }[view]
  return (
    <div className="page-full">
      <PageHead title={t('common.prices')} about={t('prices.about')} />
      <PageTabs
        label={t('common.prices')}
        views={views.map(one => ({ view: one, word: t(`prices.view_${one}`) }))}
        current={view}
        controls="prices-view"
        onShow={next => void go({ search: next === 'special' ? {} : { view: next }, replace: true })}
      />
      <div className="prices-view" id="prices-view">
        <Shown />
      </div>
    </div>
  )
}

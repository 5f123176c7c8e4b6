import './settings.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useRight } from '../../shell/rights.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { PageTabs } from '../../ui/PageTabs.tsx'
import { Matching } from './Matching.tsx'
import { Methods } from './Methods.tsx'
import { NumberRanges } from './NumberRanges.tsx'
import { Reasons } from './Reasons.tsx'
import { Taxes } from './Taxes.tsx'

const views = ['numbers', 'taxes', 'methods', 'reasons', 'matching'] as const

/** What holds for the whole tenant: numbers, taxes, ways to pay and ship, reasons, and how customers are recognised. */
export default function Settings() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/settings' })
  const go = useNavigate({ from: '/settings' })
  const content = useId()
  const readsCustomers = useRight('customers.read')
  const readsMethods = useRight('connections.read')
  const shown = views.filter(view =>
    view === 'matching' ? readsCustomers : view === 'methods' ? readsMethods : true,
  )
  const view = shown.find(one => one === search.view) ?? 'numbers'
  return (
    <div className="page-full">
      <PageHead title={t('common.settings')} about={t('settings.about')} />
      <PageTabs
        label={t('settings.views')}
        views={shown.map(one => ({ view: one, word: t(`settings.view_${one}`) }))}
        current={view}
        controls={content}
        onShow={one => void go({ search: { view: one }, replace: true })}
      />
      <div id={content} className="panels" role="tabpanel" aria-label={t(`settings.view_${view}`)}>
        {view === 'numbers' ? <NumberRanges /> : null}
        {view === 'taxes' ? <Taxes /> : null}
        {view === 'methods' ? <Methods /> : null}
        {view === 'reasons' ? <Reasons /> : null}
        {view === 'matching' ? <Matching /> : null}
      </div>
    </div>
  )
}

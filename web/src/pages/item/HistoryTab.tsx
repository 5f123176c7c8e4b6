import { useTranslation } from 'react-i18next'
import { Panel } from '../../ui/Panel.tsx'
import { HistoryTable } from '../items/HistoryTable.tsx'

/** Who changed what of an item, newest first. */
export function HistoryTab({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('item.history')} about={t('item.historyHelp')}>
      <HistoryTable id={id} />
    </Panel>
  )
}

import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'

interface NoItemsProps {
  /** So many filters are set. */
  readonly filters: number
  /** All items are looked at, not one folder of them. */
  readonly isAll: boolean
  readonly onReset: () => void
  readonly onAdd: () => void
}

/** Where no item is: never made, none that fits, or none in the folder. */
export function NoItems({ filters, isAll, onReset, onAdd }: NoItemsProps) {
  const { t } = useTranslation()
  if (filters > 0)
    return (
      <EmptyState
        title={t('items.noneFiltered', { count: filters })}
        action={{ label: t('common.resetFilters'), onClick: onReset }}
      />
    )
  if (!isAll) return <EmptyState title={t('items.noneFolder')} />
  return (
    <div className="empty">
      <p className="strong">{t('items.none')}</p>
      <p className="text2">{t('items.noneHelp')}</p>
      <Button variant="filled" onClick={onAdd}>
        {t('items.add')}
      </Button>
      <AddressLink address="/csv">{t('items.importCsv')}</AddressLink>
    </div>
  )
}

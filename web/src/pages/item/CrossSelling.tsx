import { useTranslation } from 'react-i18next'
import type { Item } from '../../api/item.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { Panel } from '../../ui/Panel.tsx'

/** What shops show beside the item, by group; nothing where that is nothing. It is changed by the terminal and by HTTP. */
export function CrossSelling({ shown }: { readonly shown: Item['crossSelling'] }) {
  const { t } = useTranslation()
  const groups = new Map(shown.map(one => [one.groupId, one.group]))
  if (groups.size === 0) return null
  return (
    <Panel title={t('item.crossSelling')} about={t('item.crossSellingHelp')}>
      <div className="item-fields">
        {[...groups].map(([groupId, group]) => (
          <div key={groupId}>
            <strong>{group}</strong>
            <ol>
              {shown
                .filter(one => one.groupId === groupId)
                .map(one => (
                  <li key={one.itemId}>
                    <AddressLink address={`/items/${one.itemId}`}>{one.itemNumber}</AddressLink> {one.name}
                  </li>
                ))}
            </ol>
          </div>
        ))}
      </div>
    </Panel>
  )
}

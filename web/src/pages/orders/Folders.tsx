import { useTranslation } from 'react-i18next'
import { type FolderCount, type OrderFolder, orderFolders } from '../../api/orders.ts'
import { count } from '../../words/format.ts'

interface FoldersProps {
  readonly counts: readonly FolderCount[]
  readonly current: OrderFolder
  readonly onOpen: (folder: OrderFolder) => void
}

/** The folders with their counts; a count equals the length of the list that it opens. */
export function Folders({ counts, current, onOpen }: FoldersProps) {
  const { t } = useTranslation()
  const countOf = (folder: OrderFolder) => {
    const found = counts.find(one => one.folder === folder)
    return found ? count(found.count, found.countCapped) : ''
  }
  return (
    <nav className="folders" aria-label={t('orders.folders')}>
      <p className="folders-title">{t('common.orders')}</p>
      <ul>
        {orderFolders.map(folder => (
          <li key={folder}>
            <button
              type="button"
              className="folder"
              aria-current={folder === current ? 'true' : undefined}
              onClick={() => onOpen(folder)}
            >
              <span>{t(`orders.folder_${folder}`)}</span>
              <span className="folder-count">{countOf(folder)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

import { Modal } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { Keys } from '../ui/Keys.tsx'
import { menu } from './pages.ts'

const list = [
  ['Ctrl+K', 'search'],
  ['Ctrl+Enter', 'keyPrimary'],
  ['/', 'keyField'],
  ['Up+Down', 'keyMove'],
  ['Space', 'keyTick'],
  ['Enter', 'keyOpen'],
  ['Alt+Left', 'keyBack'],
  ['Alt+1', 'keyTab'],
  ['J+U', 'keyNext'],
  ['Ctrl+B', 'keyFold'],
  ['Ctrl+Shift+D', 'keyTheme'],
  ['?', 'keyHelp'],
] as const

/** All keys. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('common.keysTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <dl className="key-table">
        {list.map(([keys, word]) => (
          <Fragment key={word}>
            <dt>
              <Keys keys={keys} />
              <span className="heard-only">{keys}</span>
            </dt>
            <dd>{t(`common.${word}`)}</dd>
          </Fragment>
        ))}
        {menu.map(entry => (
          <Fragment key={entry.page}>
            <dt>
              <Keys keys={`G+${entry.key.toUpperCase()}`} />
              <span className="heard-only">G {entry.key.toUpperCase()}</span>
            </dt>
            <dd>{t('common.goTo', { page: t(`common.${entry.page}`) })}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  )
}

import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/Icon.tsx'
import { Keys } from '../ui/Keys.tsx'
import { ReasonButton } from '../ui/ReasonButton.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { useMissingRight } from './rights.ts'
import { useSync } from './SyncContext.tsx'

/** "Abgleich starten": the primary action of Start and Plattformen. */
export function SyncButton() {
  const { t } = useTranslation()
  const { open } = useSync()
  const lacking = useMissingRight('sync.start')
  useShortcut('Ctrl+Enter', () => open(), lacking.length === 0)
  return (
    <ReasonButton
      verb={t('common.startSync')}
      variant="filled"
      aria-keyshortcuts="Control+Enter"
      leftSection={<Icon name="sync" size={14} />}
      rightSection={<Keys keys="Ctrl+Enter" />}
      reasons={lacking}
      onClick={() => open()}
    />
  )
}

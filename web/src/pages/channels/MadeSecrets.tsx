import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { System } from '../../api/connections.ts'
import { Copied } from '../../ui/Copied.tsx'
import { Notice } from '../../ui/EmptyState.tsx'

interface MadeSecretsProps {
  readonly system: System
  readonly secrets: Readonly<Record<string, string>>
  /** Where the system calls; absent: it has no address from outside yet. */
  readonly callUrl: string | undefined
  readonly onDone: () => void
}

/** What Kontor made for a system that calls it, this one time, to be entered there. */
export function MadeSecrets({ system, secrets, callUrl, onDone }: MadeSecretsProps) {
  const { t } = useTranslation()
  const fieldOf = (key: string) => system.settings.find(field => field.key === key)
  return (
    <div className="form">
      <Notice tone="warn">{t('channels.madeOnce')}</Notice>
      {callUrl === undefined ? (
        <Notice tone="bad">{t('channels.noCallUrl')}</Notice>
      ) : (
        <Copied label={t('channels.callUrl')} value={callUrl} />
      )}
      {Object.entries(secrets).map(([key, value]) => (
        <Copied
          key={key}
          label={fieldOf(key)?.label ?? key}
          help={fieldOf(key)?.help ?? undefined}
          value={value}
        />
      ))}
      <div className="dialog-foot">
        <Button variant="filled" onClick={onDone}>
          {t('channels.madeEntered')}
        </Button>
      </div>
    </div>
  )
}

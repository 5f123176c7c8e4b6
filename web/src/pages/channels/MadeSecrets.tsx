import { Button, CopyButton, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { System } from '../../api/connections.ts'
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
  const labelOf = (key: string) => system.settings.find(field => field.key === key)?.label ?? key
  return (
    <div className="form">
      <Notice tone="warn">{t('channels.madeOnce')}</Notice>
      {callUrl === undefined ? null : <Copied label={t('channels.callUrl')} value={callUrl} />}
      {Object.entries(secrets).map(([key, value]) => (
        <Copied key={key} label={labelOf(key)} value={value} />
      ))}
      <div className="dialog-foot">
        <Button variant="filled" onClick={onDone}>
          {t('channels.madeEntered')}
        </Button>
      </div>
    </div>
  )
}

function Copied({ label, value }: { readonly label: string; readonly value: string }) {
  const { t } = useTranslation()
  return (
    <TextInput
      label={label}
      value={value}
      readOnly
      onFocus={event => event.currentTarget.select()}
      rightSectionWidth={100}
      rightSection={
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-sm" onClick={copy} aria-label={`${label}: ${t('channels.copy')}`}>
              {t(copied ? 'channels.copied' : 'channels.copy')}
            </Button>
          )}
        </CopyButton>
      }
    />
  )
}

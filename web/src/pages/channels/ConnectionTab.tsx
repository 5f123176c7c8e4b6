import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeConnection, checkConnection, type System, type SystemField } from '../../api/connections.ts'
import { Copied } from '../../ui/Copied.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { CheckResult } from './CheckResult.tsx'
import type { Entry, Tab } from './entries.ts'
import { useMayChange } from './mayChange.ts'
import { PlaceState } from './PlaceState.tsx'
import { RenewSecret } from './RenewSecret.tsx'
import { SaveBar } from './SaveBar.tsx'
import { SettingsFields } from './SettingsFields.tsx'

interface ConnectionTabProps {
  readonly entry: Entry
  readonly system: System | undefined
  readonly onTab: (tab: Tab) => void
}

/** How the account is reached: the form of its system, and the check in the same place. */
export function ConnectionTab({ entry, system, onTab }: ConnectionTabProps) {
  const { connection } = entry
  const go = useNavigate()
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>({})
  const [renewing, setRenewing] = useState<SystemField>()
  const refresh = () => client.invalidateQueries()
  const check = useMutation({ mutationFn: () => checkConnection(connection.id), onSettled: refresh })
  const save = useMutation({
    mutationFn: () => changeConnection(connection.id, draft),
    onSuccess: () => {
      setDraft({})
      check.reset()
    },
    onSettled: refresh,
  })
  if (!system) return <EmptyState title={t('channels.unknownSystem', { system: connection.system })} />
  const set = (key: string, value: string | undefined) => {
    save.reset()
    const { [key]: _, ...rest } = draft
    setDraft(value === undefined ? rest : { ...rest, [key]: value })
  }
  const changes = Object.values(draft).length
  const cleared = (save.data?.clearedSecrets ?? []).map(
    key => system.settings.find(field => field.key === key)?.label ?? key,
  )
  const reasons = [
    ...mayChange,
    ...(connection.state === 'archived'
      ? [{ reason: t('channels.isArchived'), remedy: t('channels.attachFirst') }]
      : []),
    ...(changes > 0
      ? [
          {
            reason: t('channels.checkFirstSave'),
            act: { label: t('common.save'), onClick: () => save.mutate() },
          },
        ]
      : []),
  ]
  return (
    <>
      <div className="channel-scroll">
        {save.error ? <ErrorState error={save.error} /> : null}
        {cleared.length > 0 ? (
          <Notice tone="warn">{t('channels.cleared', { list: cleared.join(', ') })}</Notice>
        ) : null}
        {system.signsUp && entry.channel ? (
          <PlaceState
            entry={entry}
            onConnected={channel => void go({ to: '/channels', search: { channel, tab: 'connection' } })}
          />
        ) : null}
        <Panel title={t('channels.access')} about={system.title}>
          {system.settings.some(field => field.from === 'kontor') ? (
            <div className="channel-form">
              {connection.callUrl === undefined ? (
                <Notice tone="bad">{t('channels.noCallUrl')}</Notice>
              ) : (
                <Copied label={t('channels.callUrl')} value={connection.callUrl} />
              )}
            </div>
          ) : null}
          <SettingsFields
            fields={system.settings}
            values={connection.settings}
            secrets={connection.secrets}
            draft={draft}
            readOnly={mayChange.length > 0}
            onChange={set}
            onRenew={setRenewing}
          />
          <div className="channel-check">
            {check.error ? <ErrorState error={check.error} /> : null}
            {check.data && changes === 0 ? (
              <CheckResult report={check.data} tab="connection" onTab={onTab} />
            ) : null}
            <div className="channel-buttons">
              <ReasonButton
                verb={t('channels.check')}
                leftSection={<Icon name="check" size={14} />}
                loading={check.isPending}
                reasons={reasons}
                onClick={() => check.mutate()}
              />
              <span className="text2">{t('channels.checkHelp')}</span>
            </div>
          </div>
        </Panel>
      </div>
      <SaveBar
        changes={changes}
        busy={save.isPending}
        onSave={() => save.mutate()}
        onDiscard={() => setDraft({})}
      />
      {renewing ? (
        <RenewSecret
          connection={connection}
          system={system}
          field={renewing}
          onClose={() => setRenewing(undefined)}
        />
      ) : null}
    </>
  )
}

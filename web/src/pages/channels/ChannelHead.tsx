import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { channelQuery, lockChannel, unlockChannel } from '../../api/channels.ts'
import { lockConnection, unlockConnection } from '../../api/connections.ts'
import { useSync } from '../../shell/SyncContext.tsx'
import { ChannelSign } from '../../ui/ChannelName.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { connectionLook } from '../../ui/states.ts'
import { count, fullDate } from '../../words/format.ts'
import type { Entry } from './entries.ts'
import { useMayChange } from './mayChange.ts'

/** The head of a channel: what it is, how it stands, lock and synchronisation. */
export function ChannelHead({ entry, title }: { readonly entry: Entry; readonly title: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sync = useSync()
  const mayChange = useMayChange()
  const mayStart = useMayChange('sync.start')
  const [asking, setAsking] = useState(false)
  const { connection, channel } = entry
  const isArchived = connection.state === 'archived'
  const isWhole = connection.channels.length <= 1
  const isLocked = connection.lock !== null || channel?.locked === true
  const ofChannel = useQuery({
    ...channelQuery(channel?.id ?? ''),
    enabled: channel?.locked === true && !connection.lock,
  })
  const lock = connection.lock ?? ofChannel.data?.lock
  const waiting = connection.lock ? connection.waiting : ofChannel.data?.waiting
  const change = useMutation({
    mutationFn: async (reason: string | null): Promise<unknown> => {
      if (reason === null)
        return connection.lock || isWhole ? unlockConnection(connection.id) : unlockChannel(entry.id)
      return isWhole ? lockConnection(connection.id, reason) : lockChannel(entry.id, reason)
    },
    onSuccess: () => setAsking(false),
    onSettled: () => client.invalidateQueries(),
  })
  const archived: readonly Reason[] = isArchived
    ? [{ reason: t('channels.isArchived'), remedy: t('channels.attachFirst') }]
    : []
  const unlock = { label: t('channels.unlock'), onClick: () => change.mutate(null) }
  const locked: readonly Reason[] = isLocked
    ? [{ reason: t('channels.isLocked'), ...(mayChange.length === 0 ? { act: unlock } : {}) }]
    : []
  return (
    <>
      <header className="channel-head">
        <ChannelSign name={entry.name} large />
        <div className="two-lines">
          <h2 className="channel-title">
            {entry.name} <StateChip look={connectionLook(connection, channel)} />
          </h2>
          <span>{[title, ...(isWhole ? [] : [connection.name])].join(' · ')}</span>
        </div>
        <div className="page-actions">
          <ReasonButton
            verb={isLocked ? t('channels.unlock') : t('channels.lock')}
            leftSection={<Icon name={isLocked ? 'unlock' : 'lock'} size={14} />}
            loading={change.isPending}
            reasons={[...mayChange, ...archived]}
            onClick={() => (isLocked ? change.mutate(null) : setAsking(true))}
          />
          <ReasonButton
            verb={t('common.startSync')}
            leftSection={<Icon name="sync" size={14} />}
            reasons={[...mayStart, ...archived, ...locked]}
            onClick={() => sync.open({ connections: [connection.id] })}
          />
        </div>
      </header>
      {change.error && !asking ? <ErrorState error={change.error} /> : null}
      {isLocked && lock ? (
        <div className="channel-said">
          <Notice tone="info">
            {t('channels.lockedBy', { by: lock.by, at: fullDate(lock.at) })}
            {lock.reason === '' ? '.' : `: ${lock.reason}.`}{' '}
            {waiting
              ? t('channels.lockedWaiting', {
                  records: count(waiting.records),
                  changes: count(waiting.changes),
                })
              : null}
          </Notice>
        </div>
      ) : null}
      {connection.state === 'refused' ? (
        <div className="channel-said">
          <Notice tone="bad">{connection.reason}</Notice>
        </div>
      ) : null}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('channels.lockTitle', { name: isWhole ? connection.name : entry.name })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form
          className="form"
          onSubmit={event => {
            event.preventDefault()
            change.mutate(String(new FormData(event.currentTarget).get('reason') ?? '').trim())
          }}
        >
          {change.error ? <ErrorState error={change.error} /> : null}
          <p className="text2">{t('channels.lockHelp')}</p>
          <TextInput name="reason" label={t('channels.lockReason')} maxLength={500} data-autofocus />
          <div className="dialog-foot">
            <Button onClick={() => setAsking(false)}>{t('common.cancel')}</Button>
            <Button type="submit" variant="filled" loading={change.isPending}>
              {t('channels.lockVerb')}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  )
}

import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onceKey } from '../../api/call.ts'
import { type SignUpSent, sessionsQuery, signInAgain, signUp } from '../../api/called.ts'
import { type Place, placesQuery } from '../../api/connections.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useNow } from '../../ui/useNow.ts'
import { fullDate } from '../../words/format.ts'
import { ClosePlace } from './ClosePlace.tsx'
import type { Entry } from './entries.ts'
import { useMayChange } from './mayChange.ts'

/** The account of a channel at a system where people sign up: whether it is connected, and the ways to connect it and to cut it off. */
export function PlaceState({ entry, onConnected }: PlaceStateProps) {
  const { t } = useTranslation()
  const { connection, channel } = entry
  const client = useQueryClient()
  const mayChange = useMayChange()
  const places = useQuery(placesQuery(connection.id))
  const place = places.data?.find(one => one.channelId === channel?.id && one.openedAt !== null)
  const [sent, setSent] = useState<SignUpSent>()
  const [closing, setClosing] = useState(false)
  const key = useRef(onceKey())
  const go = useMutation({
    mutationFn: async (purpose: 'open' | 'change') => {
      // Opened by the click itself: a window that opens later is held back by the browser.
      const page = window.open('about:blank', '_blank')
      try {
        const made = await (purpose === 'open'
          ? signUp(connection.id, key.current)
          : signInAgain(entry.id, key.current))
        if (page) {
          page.opener = null
          page.location.href = made.url
        }
        return made
      } catch (error) {
        page?.close()
        throw error
      }
    },
    onSuccess: setSent,
    onSettled: () => {
      key.current = onceKey()
    },
  })
  const buttons: readonly ('open' | 'change')[] = !place
    ? ['open']
    : place.closed?.forGood
      ? ['open']
      : place.closed
        ? ['change']
        : ['change', 'open']
  const reasons = [
    ...mayChange,
    ...(connection.state === 'archived'
      ? [{ reason: t('channels.isArchived'), remedy: t('channels.attachFirst') }]
      : []),
  ]
  return (
    <Panel title={t('called.state')}>
      <div className="channel-form">
        {places.error ? <ErrorState error={places.error} onRetry={() => void places.refetch()} /> : null}
        {go.error ? <ErrorState error={go.error} /> : null}
        {places.data ? <Standing place={place} /> : null}
        {sent ? (
          <Waiting
            connectionId={connection.id}
            sent={sent}
            onDone={async channelId => {
              setSent(undefined)
              await client.invalidateQueries()
              if (channelId && channelId !== entry.id) onConnected(channelId)
            }}
            onStop={() => setSent(undefined)}
          />
        ) : (
          <div className="channel-buttons">
            {buttons.map(purpose => (
              <ReasonButton
                key={purpose}
                verb={
                  purpose === 'change'
                    ? t('called.signInAgain')
                    : place && !place.closed
                      ? t('called.signUpMore')
                      : t('called.signUp')
                }
                variant={place && !place.closed ? 'default' : 'filled'}
                loading={go.isPending && go.variables === purpose}
                reasons={reasons}
                onClick={() => go.mutate(purpose)}
              />
            ))}
            {place && !place.closed?.forGood ? (
              <ReasonButton
                verb={place.closed ? t('called.forGoodAsk') : t('called.close')}
                reasons={reasons}
                onClick={() => setClosing(true)}
              />
            ) : null}
          </div>
        )}
      </div>
      {closing && place ? (
        <ClosePlace entry={entry} onlyForGood={place.closed !== null} onClose={() => setClosing(false)} />
      ) : null}
    </Panel>
  )
}

interface PlaceStateProps {
  readonly entry: Entry
  /** Another channel was made for the account that signed up. */
  readonly onConnected: (channelId: string) => void
}

function Standing({ place }: { readonly place: Place | undefined }) {
  const { t } = useTranslation()
  if (!place)
    return (
      <>
        <p>
          <Chip sign="empty" tone="mute">
            {t('called.notYet')}
          </Chip>
        </p>
        <p className="text2">{t('called.notYetHelp')}</p>
      </>
    )
  const { closed } = place
  if (!closed)
    return (
      <p className="channel-buttons">
        <Chip sign="full" tone="ok">
          {t('called.open')}
        </Chip>
        <span>
          {t('called.openSince', { place: place.place, name: place.name, at: fullDate(place.openedAt) })}
        </span>
      </p>
    )
  return (
    <>
      <p className="channel-buttons">
        <Chip sign="held" tone="warn" filled>
          {t(closed.forGood ? 'called.closedForGood' : 'called.closed')}
        </Chip>
        <span>
          {t(closed.side === 'here' ? 'called.closedHere' : 'called.closedThere', {
            by: closed.by,
            at: fullDate(closed.at),
          })}
        </span>
      </p>
      {closed.reason ? <p>{t('called.closedWhy', { reason: closed.reason })}</p> : null}
      {closed.told === 'untaken' ? (
        <Notice tone="bad">{t('called.told_untaken')}</Notice>
      ) : (
        <p className="text2">{t(`called.told_${closed.told}`)}</p>
      )}
    </>
  )
}

interface WaitingProps {
  readonly connectionId: string
  readonly sent: SignUpSent
  readonly onDone: (channelId: string | null) => Promise<void>
  readonly onStop: () => void
}

function Waiting({ connectionId, sent, onDone, onStop }: WaitingProps) {
  const { t } = useTranslation()
  const now = useNow()
  const sessions = useQuery(sessionsQuery(connectionId, true))
  const mine = sessions.data?.find(one => one.madeAt === sent.madeAt)
  const isOver = now > Date.parse(sent.until)
  const used = mine?.usedAt ?? null
  const channelId = mine?.channelId ?? null
  useEffect(() => {
    if (used !== null) void onDone(channelId)
  }, [used, channelId, onDone])
  if (isOver && used === null)
    return (
      <>
        <Notice tone="warn">{t('called.over')}</Notice>
        <div>
          <Button onClick={onStop}>{t('common.close')}</Button>
        </div>
      </>
    )
  return (
    <>
      <Notice tone="info">
        <p className="strong">{t('called.waiting')}</p>
        <p>{t('called.waitingHelp', { until: fullDate(sent.until) })}</p>
      </Notice>
      {sessions.error ? <ErrorState error={sessions.error} /> : null}
      <div className="channel-buttons">
        <Button component="a" href={sent.url} target="_blank" rel="noreferrer">
          {t('called.openPage')}
        </Button>
        <Button onClick={onStop}>{t('called.stopWaiting')}</Button>
      </div>
    </>
  )
}

import '../../ui/sideList.css'
import '../../ui/split.css'
import './guard.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type GuardStop, guardQuery } from '../../api/guard.ts'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { FilterTag } from '../../ui/Toolbar.tsx'
import { useNow } from '../../ui/useNow.ts'
import { count, since } from '../../words/format.ts'
import { GuardList } from './GuardList.tsx'
import { Thresholds } from './Thresholds.tsx'

/** What was stopped because it would change too much, to be looked at and decided. */
export default function Guard() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/guard' })
  const go = useNavigate({ from: '/guard' })
  const ended = search.ended === 'true'
  const query = useQuery(guardQuery(ended))
  const [settings, setSettings] = useState(false)
  const [said, setSaid] = useState<string>()
  const stops = query.data?.items ?? []
  const current = stops.find(one => one.id === search.stop) ?? stops[0]
  const held = stops.reduce((sum, one) => sum + one.held, 0)
  return (
    <div className="page-full">
      <PageHead title={t('common.guard')} about={t('guard.about')}>
        {held > 0 ? (
          <Chip sign="held" tone="hold" filled>
            {t('guard.held_n', { n: count(held) })}
          </Chip>
        ) : null}
        <FilterTag
          label={t('guard.alsoEnded')}
          active={ended}
          onClick={() =>
            void go({ search: { ...search, ended: ended ? undefined : 'true' } as never, replace: true })
          }
        />
        <Button onClick={() => setSettings(true)}>{t('guard.settings')}</Button>
      </PageHead>
      {said ? (
        <div className="said guard-said">
          <Notice tone="ok">{said}</Notice>
        </div>
      ) : null}
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data && stops.length === 0 ? (
        <EmptyState title={t('guard.none')}>{t('guard.noneHelp')}</EmptyState>
      ) : (
        <div className="guard">
          <nav className="side-list" aria-label={t('guard.lists')}>
            <ul>
              {stops.map(stop => (
                <StopEntry
                  key={stop.id}
                  stop={stop}
                  current={stop.id === current?.id}
                  onChoose={() =>
                    void go({
                      search: { stop: stop.id, ...(ended ? { ended: 'true' } : {}) },
                      replace: true,
                    })
                  }
                />
              ))}
            </ul>
          </nav>
          {current ? <GuardList key={current.id} stop={current} onSaid={setSaid} /> : null}
        </div>
      )}
      {settings ? (
        <Thresholds
          channelId={current?.channelId}
          onClose={() => setSettings(false)}
          onSaved={channel => {
            setSettings(false)
            setSaid(t('guard.saved', { channel }))
          }}
        />
      ) : null}
    </div>
  )
}

interface StopEntryProps {
  readonly stop: GuardStop
  readonly current: boolean
  readonly onChoose: () => void
}

function StopEntry({ stop, current, onChoose }: StopEntryProps) {
  const { t } = useTranslation()
  const now = useNow()
  return (
    <li>
      <button type="button" className="side-entry" aria-current={current} onClick={onChoose}>
        <span className="guard-stop-head">
          <ChannelName name={stop.channel} />
          {stop.held > 0 ? (
            <Chip sign="held" tone="hold" filled>
              {count(stop.held)}
            </Chip>
          ) : (
            <Chip sign="done" tone="mute">
              {t('guard.decided')}
            </Chip>
          )}
        </span>
        <span>{t(`guard.rule_${stop.rule}`)}</span>
        <span className="text2">{since(stop.startedAt, now)}</span>
      </button>
    </li>
  )
}

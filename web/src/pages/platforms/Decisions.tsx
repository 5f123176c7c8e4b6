import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { conflictCountQuery } from '../../api/conflicts.ts'
import { ledgerSummaryQuery } from '../../api/ledger.ts'
import type { Platform } from '../../api/platforms.ts'
import { taskCountQuery } from '../../api/tasks.ts'
import { useRight } from '../../shell/rights.ts'
import { StateSign } from '../../ui/Chip.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { platformLook } from '../../ui/states.ts'
import { count } from '../../words/format.ts'

/** What waits for a person: channels that need one, and parked records by reason. */
export function Decisions({ platforms }: { readonly platforms: readonly Platform[] }) {
  const { t } = useTranslation()
  const { data } = useQuery(ledgerSummaryQuery)
  const parked = (data ?? []).filter(one => one.outcome === 'parked')
  // A channel whose only notice is what is parked stands below, by reason.
  const isParked = (one: Platform) =>
    one.state === 'note' &&
    one.errors.refused === 0 &&
    (one.guarded?.held ?? 0) === 0 &&
    parked.some(of => of.connection === one.connection)
  const needy = platforms.filter(one => one.state !== 'ok' && one.state !== 'off' && !isParked(one))
  const open = useQuery({ ...taskCountQuery, enabled: useRight('orders.read') }).data?.count ?? 0
  const conflicting = useQuery(conflictCountQuery).data?.count ?? 0
  const n = parked.length + needy.length + Math.min(1, open) + Math.min(1, conflicting)
  return (
    <Panel title={t('platforms.decisions')} about={n > 0 ? count(n) : undefined}>
      {n === 0 ? <p className="decisions-none">{t('platforms.noDecisions')}</p> : null}
      <ul>
        {needy.map(platform => {
          const look = platformLook(platform.state)
          return (
            <li key={platform.channelId} className="decision">
              <span className={`tone-${look.tone}`}>
                <StateSign sign={look.sign} />
              </span>
              <span className="two-lines">
                <span className="strong">{`${platform.channel}: ${look.word}`}</span>
                <span title={platform.sentence}>
                  {[platform.sentence, platform.remedy].filter(Boolean).join(' ')}
                </span>
              </span>
              {(platform.guarded?.held ?? 0) > 0 ? (
                <Link to="/guard" aria-label={`${t('platforms.viewParked')}: ${platform.channel}`}>
                  {t('platforms.viewParked')}
                </Link>
              ) : platform.errors.refused > 0 ? (
                <Link
                  to="/outbox"
                  search={{ view: 'refused', channel: platform.channelId }}
                  aria-label={`${t('platforms.viewParked')}: ${platform.channel}`}
                >
                  {t('platforms.viewParked')}
                </Link>
              ) : null}
            </li>
          )
        })}
        {open > 0 ? (
          <li className="decision">
            <span className="tone-warn">
              <StateSign sign="check" />
            </span>
            <span className="two-lines">
              <span className="strong">{t('platforms.openTasks', { count: open })}</span>
              <span>{t('tasks.about')}</span>
            </span>
            <Link to="/tasks" aria-label={`${t('platforms.viewParked')}: ${t('common.tasks')}`}>
              {t('platforms.viewParked')}
            </Link>
          </li>
        ) : null}
        {conflicting > 0 ? (
          <li className="decision">
            <span className="tone-warn">
              <StateSign sign="check" />
            </span>
            <span className="two-lines">
              <span className="strong">{t('platforms.openConflicts', { count: conflicting })}</span>
              <span>{t('conflicts.about')}</span>
            </span>
            <Link to="/conflicts" aria-label={`${t('platforms.viewParked')}: ${t('common.conflicts')}`}>
              {t('platforms.viewParked')}
            </Link>
          </li>
        ) : null}
        {parked.map(one => (
          <li key={`${one.connection} ${one.kind} ${one.code}`} className="decision">
            <span className="tone-warn">
              <StateSign sign="check" />
            </span>
            <span className="two-lines">
              <span className="strong">{t('platforms.parkedOrders', { count: one.count })}</span>
              <span>{[one.connection, one.title].filter(Boolean).join(': ')}</span>
            </span>
            <Link
              to="/ledger"
              search={{ outcome: 'parked', ...(one.code === null ? {} : { code: one.code }) }}
              aria-label={`${t('platforms.viewParked')}: ${one.title ?? ''}`}
            >
              {t('platforms.viewParked')}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

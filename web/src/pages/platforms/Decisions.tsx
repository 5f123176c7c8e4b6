import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ledgerSummaryQuery } from '../../api/ledger.ts'
import type { Platform } from '../../api/platforms.ts'
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
    one.state === 'note' && one.errors.refused === 0 && parked.some(of => of.connection === one.connection)
  const needy = platforms.filter(one => one.state !== 'ok' && one.state !== 'off' && !isParked(one))
  const n = parked.length + needy.length
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
            </li>
          )
        })}
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

import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Platforms } from '../../api/platforms.ts'
import { count } from '../../words/format.ts'

const parts = [
  ['taken_over', 'c1'],
  ['staged', 'c2'],
  ['parked', 'c3'],
  ['left', 'c5'],
  ['other', 'c4'],
] as const

/** Every order that a channel reported today ended somewhere: the parts add up to the ledger. */
export function Completeness({ today }: { readonly today: Platforms['today'] }) {
  const { t } = useTranslation()
  const { inLedger, outcomes } = today
  if (inLedger === 0) return null
  const shown = parts
    .map(([name, colour]) => ({ name, colour, n: countOf(outcomes, name) }))
    .filter(one => one.n > 0)
  return (
    <section className="panel completeness" aria-labelledby="completeness">
      <div className="two-lines">
        <h2 id="completeness">{t('platforms.complete')}</h2>
        <span>{t('platforms.completeHelp')}</span>
      </div>
      <div>
        <div className="completeness-bar" aria-hidden="true">
          {shown.map(({ name, colour, n }) => (
            <span key={name} style={{ flexGrow: n, background: `var(--${colour})` }} />
          ))}
        </div>
        <ul className="completeness-legend">
          {shown.map(({ name, colour, n }) => (
            <li key={name}>
              <span className="legend-box" style={{ background: `var(--${colour})` }} />
              {t(`platforms.${name}`)} <strong>{count(n)}</strong>
            </li>
          ))}
        </ul>
      </div>
      <Link to="/ledger" className="completeness-sum">
        <strong>{count(inLedger)}</strong>
        <span>{t('platforms.inLedger')}</span>
      </Link>
    </section>
  )
}

type Outcomes = Platforms['today']['outcomes']

function countOf(list: Outcomes, name: (typeof parts)[number][0]): number {
  const outcomes: Readonly<Record<string, readonly string[]>> = {
    taken_over: ['taken_over'],
    staged: ['staged'],
    parked: ['parked'],
    left: ['skipped', 'ignored'],
  }
  const known = new Set(Object.values(outcomes).flat())
  return list
    .filter(one => (name === 'other' ? !known.has(one.outcome) : outcomes[name]?.includes(one.outcome)))
    .reduce((sum, one) => sum + one.count, 0)
}

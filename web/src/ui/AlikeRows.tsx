import './alikeRows.css'
import { useTranslation } from 'react-i18next'
import type { Alike } from '../api/makeOrder.ts'

interface AlikeRowsProps {
  readonly alike: readonly Alike[]
  readonly onTake: (alike: Alike) => void
}

/** Customers who may be the one that is being made, with score and reasons; each can be taken instead. */
export function AlikeRows({ alike, onTake }: AlikeRowsProps) {
  const { t } = useTranslation()
  return (
    <section className="alike" aria-label={t('newOrder.alike')}>
      <p className="strong" role="status">
        {t('newOrder.alikeFound', { count: alike.length })}
      </p>
      <ul>
        {alike.map(one => (
          <li key={one.id}>
            <strong className="alike-score">{`${one.score} %`}</strong>
            <span>
              <span className="strong">{`${one.number} ${one.name}`}</span>
              <span className="text2">{one.because.map(because => because.reason).join(' · ')}</span>
            </span>
            <button type="button" className="link-button" onClick={() => onTake(one)}>
              {t('newOrder.takeThis')}
              <span className="heard-only">{` ${one.number}`}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

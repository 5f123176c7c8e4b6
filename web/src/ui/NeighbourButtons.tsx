import './reasonButton.css'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { count } from '../words/format.ts'
import { Icon } from './Icon.tsx'
import type { useNeighbours } from './neighbours.ts'

interface NeighbourButtonsProps {
  readonly neighbours: ReturnType<typeof useNeighbours>
  readonly previous: string
  readonly next: string
  readonly onMove: (id: string | undefined) => void
}

/** The place in the list one came from, and the way to the records beside it; nothing where one came by a link. */
export function NeighbourButtons({ neighbours, previous, next, onMove }: NeighbourButtonsProps) {
  const { t } = useTranslation()
  const { place, count: all, before, after } = neighbours
  if (place === undefined) return null
  const ways = [
    ['left', previous, before],
    ['right', next, after],
  ] as const
  return (
    <span className="order-place order-neighbours">
      <span className="text2">{t('common.of', { range: count(place), total: count(all) })}</span>
      {ways.map(([icon, label, to]) => (
        <Button
          key={icon}
          aria-label={label}
          aria-disabled={to === undefined}
          className={to === undefined ? 'button-blocked' : ''}
          onClick={() => onMove(to)}
          px={7}
        >
          <Icon name={icon} size={14} />
        </Button>
      ))}
    </span>
  )
}

import './progress.css'

interface ProgressProps {
  /** 0 to 1; undefined while nobody knows how much there is. */
  readonly share: number | undefined
  readonly label: string
  readonly thick?: boolean
}

/** How far something is. */
export function Progress({ share, label, thick = false }: ProgressProps) {
  const value = share === undefined ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <div
      className={`progress${thick ? ' progress-thick' : ''}${value === undefined ? ' progress-unknown' : ''}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(value === undefined ? {} : { 'aria-valuenow': value })}
    >
      <span style={{ width: `${value ?? 30}%` }} />
    </div>
  )
}

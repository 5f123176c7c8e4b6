import './bars.css'

interface BarsProps {
  readonly values: readonly number[]
  /** What a person hears instead of the picture. */
  readonly label: string
  readonly tone?: 'bad' | 'normal'
}

/** Small bars, one per day; the last one is today. */
export function Bars({ values, label, tone = 'normal' }: BarsProps) {
  const highest = Math.max(1, ...values)
  return (
    <svg
      className={`bars bars-${tone}`}
      viewBox={`0 0 ${values.length * 6.4} 20`}
      width={values.length * 6.4}
      height="20"
      role="img"
      aria-label={label}
    >
      {values.map((value, at) => {
        const height = value === 0 ? 1 : Math.max(2, (value / highest) * 19)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place
            key={at}
            className={at === values.length - 1 ? 'bar-today' : ''}
            x={at * 6.4}
            y={20 - height}
            width="5"
            height={height}
          />
        )
      })}
    </svg>
  )
}

/** A share (0 to 1, decimal text) as a percentage without a sign: "0.255" → "25.5". */
export function percentOf(share: string): string {
  return shifted(share, 2)
}

/** What a person types as a percentage, as a share; undefined where it is none from 0 to 100. */
export function shareOf(text: string): string | undefined {
  const plain = text.trim().replace(',', '.').replace(/\s*%$/, '')
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(plain)) return undefined
  const share = shifted(plain, -2)
  return /^(0(\.\d+)?|1)$/.test(share) ? share : undefined
}

/** Moves the point by so many places; exact, because no number is made of it. */
function shifted(decimal: string, places: number): string {
  const [whole = '0', part = ''] = decimal.split('.')
  const digits = `00${whole}${part}00`
  const point = 2 + whole.length + places
  const moved = `${digits.slice(0, point)}.${digits.slice(point)}`
  return (
    moved
      .replace(/^0+(?=\d)/, '')
      .replace(/(\.\d*?)0*$/, '$1')
      .replace(/\.$/, '') || '0'
  )
}

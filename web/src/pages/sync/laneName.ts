import i18next from 'i18next'

const words = {
  orders: 'lane_orders',
  stock: 'lane_stock',
  catalogue: 'lane_catalogue',
  feedback: 'lane_feedback',
} as const

/** What a lane does, in words; one that this page does not know by its name. */
export function laneName(lane: string): string {
  const word = Object.entries(words).find(([name]) => name === lane)?.[1]
  return word ? i18next.t(`sync.${word}`) : lane
}
